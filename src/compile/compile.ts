/**
 * The compiler: a Spec becomes an IR, or diagnostics that say why not. Knows sense, not syntax and
 * not time. Keeps true: the IR's bytes depend on neither formatting nor the order of declarations.
 */
import { compareIds } from '#base';
import type { Diagnostic } from '#diagnostics';
import { type FileIr, type Ir, IR_VERSION } from '#ir';
import type { AssignmentSpec, Spec } from '#spec';
import { checkType } from './blueprints.ts';
import { overrideOf } from './bodies.ts';
import type { FileFacts, Names, Override, Shared } from './draft.ts';
import { STRENGTH } from './expand.ts';
import { type Model, modelOf } from './model.ts';
import { namesOf } from './names.ts';
import { newProblems } from './problems.ts';
import { contextFor } from './scope.ts';
import { worldOf } from './to-ir.ts';
import { linkTypes } from './types.ts';

export interface CompileOptions {
  /** `--set PATH=VALUE`, stronger than anything in the spec. */
  readonly overrides?: readonly AssignmentSpec[];
  /** Files that properties name, as filesOf lists them; null: there is no such file. */
  readonly files?: Readonly<Record<string, FileFacts | null>>;
  /** Names of the scenarios to compile; left out: all of the main file. */
  readonly scenarios?: readonly string[];
}

export interface Compiled {
  /** Null when there is an error. */
  readonly ir: Ir | null;
  readonly diagnostics: readonly Diagnostic[];
}

const setOverrides = (overrides: readonly AssignmentSpec[]): readonly Override[] =>
  overrides.map((spec, i) => ({
    ...overrideOf(spec, { pointer: `/set/${i}`, origin: 'set', type: null, file: 0 }),
    strength: STRENGTH.set,
  }));

const fileOverrides = (names: Names): readonly Override[] =>
  names.assignments.map(({ spec, pointer, file }) => ({
    ...overrideOf(spec, { pointer, origin: 'file', type: null, file }),
    strength: STRENGTH.file,
  }));

const filesIr = (options: CompileOptions): readonly FileIr[] =>
  Object.entries(options.files ?? {})
    .flatMap(([name, facts]) => facts === null ? [] : [{ name, ...facts }])
    .sort((left, right) => compareIds(left.name, right.name));

const checkTypes = (model: Model): void => {
  const { draft } = model;
  for (const type of draft.shared.names.types.values()) {
    if (!type.catalogue) checkType(type, draft, contextFor({ draft, node: null }));
  }
};

export const compile = (spec: Spec, options: CompileOptions = {}): Compiled => {
  const problems = newProblems();
  const main = spec.files[spec.main];
  if (main === undefined) return { ir: null, diagnostics: [] };
  const names = namesOf(spec, problems);
  linkTypes(names, problems);
  const shared: Shared = {
    settings: {
      spec, main, files: options.files === undefined ? null : new Map(Object.entries(options.files)),
    },
    names, typeBodies: new Map(), blueprints: new Map(), linkBlueprints: new Map(),
    reached: new Map(),
  };
  const overrides = [...fileOverrides(names), ...setOverrides(options.overrides ?? [])];
  const model = modelOf(shared, overrides, problems);
  checkTypes(model);
  const diagnostics = problems.list();
  if (problems.errors() > 0) return { ir: null, diagnostics };
  return {
    ir: {
      irVersion: IR_VERSION, tickPicoseconds: 1, files: filesIr(options),
      worlds: [worldOf(model, 1, new Map())], scenarios: [],
    },
    diagnostics,
  };
};
