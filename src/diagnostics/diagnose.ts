/**
 * Makes a diagnostic from a code, a place and facts, and explains a code. Not a collector.
 * Keeps true: the message comes from the facts, so that both can be shown and tested.
 */
import { CODES, type Code, type FactsOf, isCode } from './codes.ts';
import type { CodeRow, Diagnostic, Fix, Related } from './types.ts';

export interface Extra {
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly variants?: readonly string[];
}

export const diagnose = <C extends Code>(
  code: C,
  at: string,
  facts: FactsOf<C>,
  extra: Extra = {},
): Diagnostic => {
  // The registry holds a row of these very facts under this code; the checker cannot follow that.
  const row = CODES[code] as unknown as CodeRow<FactsOf<C>>;
  return {
    code,
    severity: row.severity,
    message: row.message(facts),
    at,
    facts: facts as unknown as Diagnostic['facts'],
    related: extra.related ?? [],
    fixes: extra.fixes ?? [],
    variants: extra.variants ?? [],
  };
};

export interface Explanation {
  readonly code: Code;
  readonly severity: Diagnostic['severity'];
  readonly why: string;
  readonly remedy: string;
  readonly example: string;
}

/** What is printed for a code; undefined when there is none of that name. */
export const explain = (code: string): Explanation | undefined => {
  if (!isCode(code)) return undefined;
  const { severity, why, remedy, example } = CODES[code];
  return { code, severity, why, remedy, example };
};
