/**
 * The compiler: a Spec becomes an IR, or diagnostics that say why not. Knows sense, not syntax and
 * not time. Keeps true: the IR's bytes depend on neither formatting nor the order of declarations.
 */
import { compareIds, comparePaths } from '#base';
import type { Diagnostic } from '#diagnostics';
import { type FileIr, type Ir, IR_VERSION, type World } from '#ir';
import type { AssignmentSpec, Spec, SpecFile } from '#spec';
import { checkType } from './blueprints.ts';
import { overrideOf } from './bodies.ts';
import type { FileFacts, Names, Override, Shared } from './draft.ts';
import { type Earlier, newShared, sameDeclarations, sameTypes, takenOver } from './earlier.ts';
import { STRENGTH } from './overrides.ts';
import { type Model, modelOf } from './model.ts';
import { namesOf } from './names.ts';
import { newProblems, type Problems } from './problems.ts';
import { sameJson } from './same-json.ts';
import { scenarioIr } from './scenarios/to-ir.ts';
import { Models, scenariosOf } from './scenarios/scenarios.ts';
import { contextFor } from './scope.ts';
import { indexOf, type SpecIndex } from './spec-index.ts';
import { tickOf } from './ticks.ts';
import { type Tick, type TickCache, worldOf } from './to-ir.ts';
import { linkTypes } from './types.ts';

export interface CompileOptions {
  /** `--set PATH=VALUE`, stronger than anything in the spec. */
  readonly overrides?: readonly AssignmentSpec[];
  /** Files that properties name, as filesOf lists them; null: there is no such file. */
  readonly files?: Readonly<Record<string, FileFacts | null>>;
  /** Names of the scenarios to compile; left out: all of the main file. */
  readonly scenarios?: readonly string[];
  /** What was made of an earlier state of the spec: it saves time, and changes nothing else. */
  readonly before?: Compiled | undefined;
}

export interface Compiled {
  /** Null when there is an error. */
  readonly ir: Ir | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What an editor asks about the spec as it stands; there even when there is an error. */
  readonly index: SpecIndex;
  /** For whoever compiles the next state of the spec; null when nothing of it could be used. */
  readonly earlier: Earlier | null;
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

const settingsOf = (spec: Spec, options: CompileOptions): Shared['settings'] => ({
  spec, main: spec.files[spec.main] ?? EMPTY_FILE,
  files: options.files === undefined ? null : new Map(Object.entries(options.files)),
});

/** Assignments that are no part of a spec reach everywhere in it. */
const isPlain = (options: CompileOptions): boolean => (options.overrides ?? []).length === 0;

/** The model as it stands, without any scenario, and what an outcome keeps of it. */
const baseOf = (spec: Spec, options: CompileOptions, problems: Problems): Earlier => {
  const { before } = options;
  const former = before?.earlier ?? null;
  const files = options.files ?? null;
  const earlier = former !== null && isPlain(options) && sameTypes(former.spec, spec)
    && sameJson(former.files, files) ? former : null;
  const names = namesOf(spec, earlier?.names ?? null, problems);
  linkTypes(names, problems);
  const shared = newShared(settingsOf(spec, options), names, earlier?.shared ?? null);
  if (earlier !== null && sameDeclarations(earlier.names, names)) {
    const base = takenOver(earlier, shared, problems);
    return { spec, files, names, shared, base, said: earlier.said };
  }
  const already = problems.list().length;
  const overrides = [...fileOverrides(names), ...setOverrides(options.overrides ?? [])];
  const base = modelOf(shared, overrides, problems);
  checkTypes(base);
  return { spec, files, names, shared, base, said: problems.list().slice(already) };
};

/** The worlds of a spec, without repeating one that has two names. */
const worldsOf = (
  models: readonly Model[], tick: Tick,
): { readonly worlds: readonly World[]; readonly index: ReadonlyMap<Model, number> } => {
  const worlds: World[] = [];
  const index = new Map<Model, number>();
  const cache: TickCache = new Map();
  for (const model of models) {
    const world = worldOf(model, tick, cache);
    const same = worlds.findIndex((w) => sameJson(w, world));
    index.set(model, same < 0 ? worlds.length : same);
    if (same < 0) worlds.push(world);
  }
  return { worlds, index };
};

const EMPTY_FILE: SpecFile = {
  name: '', catalogue: false, uses: [], types: [], elements: [], links: [], assignments: [],
  scenarios: [],
};

export const compile = (spec: Spec, options: CompileOptions = {}): Compiled => {
  const problems = newProblems();
  const made = baseOf(spec, options, problems);
  const { base, shared, names } = made;
  const overrides = [...fileOverrides(names), ...setOverrides(options.overrides ?? [])];
  const models = new Models(shared, overrides, base);
  const drafts = scenariosOf(shared, models, problems, options.scenarios ?? null);
  const used = [...new Set([base, ...drafts.flatMap((d) => d.variants.map((v) => v.model))])];
  const tick = tickOf(used, drafts, problems);
  const index = indexOf(base);
  const diagnostics = sortedDiagnostics(problems.list());
  shared.earlierWholes = new Map();
  const earlier = isPlain(options) && !problems.full() ? made : null;
  if (problems.errors() > 0) return { ir: null, diagnostics, index, earlier };
  // Not `options` inside: they hold the outcome before, and it the one before that.
  const files = filesIr(options);
  const write = (): Ir => {
    const { worlds, index: worldIndex } = worldsOf(used, tick);
    return {
      irVersion: IR_VERSION, tickPicoseconds: tick, files, worlds,
      scenarios: drafts.map((d) => scenarioIr(d, worldIndex, tick)),
    };
  };
  let written: Ir | null = null;
  // Who types looks at the diagnostics only, so the IR is written when somebody asks for it.
  return { get ir() { return (written ??= write()); }, diagnostics, index, earlier };
};

/** In the order of the text, so that nothing depends on which pass found what. */
const sortedDiagnostics = (list: readonly Diagnostic[]): readonly Diagnostic[] =>
  [...list].sort((left, right) =>
    comparePaths(left.at, right.at) || compareIds(left.code, right.code));
