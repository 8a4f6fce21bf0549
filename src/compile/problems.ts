/**
 * Collects what is wrong while a spec is compiled. One mistake in a type that makes a hundred
 * elements is one diagnostic: the first report of a code at a place wins.
 * Keeps true: whether a model is broken is known without looking at the list; what may have been
 * meant is looked for as long as somebody will read it.
 */
import { nearest } from '#base';
import { type Code, type Diagnostic, diagnose, type Extra, type FactsOf } from '#diagnostics';

/** Beyond this many nobody reads on, and a file full of mistakes must not stop the editor. */
const PROBLEMS_MAX = 2000;
/** Names against names: half a second of work. A thousand elements may have 2,000 slips. */
const COMPARISONS_MAX = 2_000_000;

export interface Problems {
  readonly report: <C extends Code>(
    code: C, at: string, facts: FactsOf<C>, extra?: Extra,
  ) => void;
  /** Takes over a diagnostic made elsewhere, unless its code was reported at its place. */
  readonly add: (diagnostic: Diagnostic) => void;
  /** The known names that a name was probably meant to be; none once there were very many slips. */
  readonly near: (name: string, known: () => readonly string[]) => readonly string[];
  readonly list: () => readonly Diagnostic[];
  readonly has: (code: string, at: string) => boolean;
  readonly errors: () => number;
  /** Whether more was found than the list holds. */
  readonly full: () => boolean;
  /** How often something was reported, repeated or not. */
  readonly reports: () => number;
}

export const newProblems = (): Problems => {
  const found = new Map<string, Diagnostic>();
  let errors = 0;
  let reports = 0;
  let compared = 0;
  const add = (diagnostic: Diagnostic): void => {
    const key = `${diagnostic.code} ${diagnostic.at}`;
    if (found.has(key)) return;
    if (diagnostic.severity === 'error') errors += 1;
    if (found.size < PROBLEMS_MAX) found.set(key, diagnostic);
  };
  return {
    add,
    report: (code, at, facts, extra) => {
      reports += 1;
      if (!found.has(`${code} ${at}`)) add(diagnose(code, at, facts, extra));
    },
    near: (name, known) => {
      if (compared >= COMPARISONS_MAX || found.size >= PROBLEMS_MAX) return [];
      const names = known();
      compared += names.length;
      return nearest(name, names);
    },
    list: () => [...found.values()],
    has: (code, at) => found.has(`${code} ${at}`),
    errors: () => errors,
    full: () => found.size >= PROBLEMS_MAX,
    reports: () => reports,
  };
};
