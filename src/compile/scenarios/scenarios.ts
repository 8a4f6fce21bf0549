/**
 * The scenarios of the main file: each with its variants, and each variant with its own model.
 * Not yet IR. Keeps true: variants that change nothing, or the same, share one model; a problem
 * that only some variants have names them.
 */
import { compareIds, comparePaths, sortedBy } from '#base';
import type { Diagnostic } from '#diagnostics';
import type { Override, Shared } from '../draft.ts';
import { STRENGTH } from '../overrides.ts';
import { overrideOf } from '../bodies.ts';
import { type Model, modelOf } from '../model.ts';
import { newProblems, type Problems } from '../problems.ts';
import { contextFor } from '../scope.ts';
import { actionNotSimulated, type ActionDraft, allActions } from './actions.ts';
import { type ExpectationDraft, expectationOf, picks } from './expectations.ts';
import { checkMeasured } from './packets.ts';
import { type ScenarioValues, scenarioValues } from './properties.ts';
import { type Steps, stepsOf } from './steps.ts';
import { stageOf } from './things.ts';
import { type Variant, variantName, variantsOf } from './vary.ts';
import { neverEnding, workloadsNotSimulated } from './workloads.ts';

export interface VariantDraft {
  readonly variant: Variant;
  readonly model: Model;
  readonly actions: readonly ActionDraft[];
  readonly expectations: readonly (ExpectationDraft & { readonly index: number })[];
  /** Only the life of instances counts. */
  readonly lifeCycle: boolean;
  /** Workloads that are left out, by id. */
  readonly idle: readonly string[];
  readonly notSimulated: readonly string[];
  /** Some action or expectation is wrong, so that what it meant is not known. */
  readonly broken: boolean;
}

export interface ScenarioDraft {
  readonly steps: Steps;
  readonly values: ScenarioValues;
  readonly texts: readonly string[];
  readonly variants: readonly VariantDraft[];
}

/** Models by what they change, so that each is made once. */
export class Models {
  readonly base: Model;
  private readonly shared: Shared;
  private readonly common: readonly Override[];
  private readonly made = new Map<string, { readonly model: Model; readonly problems: Problems }>();

  constructor(shared: Shared, common: readonly Override[], base: Model) {
    this.shared = shared;
    this.common = common;
    this.base = base;
  }

  with(overrides: readonly Override[]): Model {
    if (overrides.length === 0) return this.base;
    const key = JSON.stringify(overrides.map((o) => [o.path, o.property, o.value, o.strength]));
    const known = this.made.get(key);
    if (known !== undefined) return known.model;
    const problems = newProblems();
    const model = modelOf(this.shared, [...this.common, ...overrides], problems);
    this.made.set(key, { model, problems });
    return model;
  }
}

const scenarioOverrides = (steps: Steps): readonly Override[] =>
  steps.assignments.map(({ spec, pointer, file, distance }) => ({
    ...overrideOf(spec, { pointer, origin: 'scenario', type: null, file }),
    strength: STRENGTH.scenario - distance,
  }));

const LIFE_ACTIONS: ReadonlySet<string> = new Set([
  'launch', 'stop', 'reboot', 'terminate', 'fail', 'restore', 'attach', 'detach',
  'write', 'read',
]);

type Steered = Pick<VariantDraft, 'actions' | 'expectations'>;

/** Whether only the life of instances counts: then workloads may be left out. */
const isLifeCycle = (steps: Steps, { actions, expectations }: Steered): boolean =>
  steps.actions.length + steps.expects.length > 0
  && actions.every((a) => LIFE_ACTIONS.has(a.action))
  && expectations.every((e) => e.lifeCycle);

const variantDraft = (
  variant: Variant, steps: Steps, values: ScenarioValues, model: Model,
): VariantDraft => {
  const stage = stageOf(model);
  const errorsBefore = model.draft.problems.errors();
  const actions = allActions(steps.actions, values.durationPicoseconds, stage);
  const expectations = steps.expects.flatMap((step, index) => {
    const picked = picks(step, stage);
    const expectation = expectationOf(step, stage);
    if (expectation === null || !picked) return [];
    checkMeasured(expectation.left, `${step.pointer}/left`, model);
    checkMeasured(expectation.right, `${step.pointer}/right`, model);
    return [{ ...expectation, index }];
  });
  const lifeCycle = isLifeCycle(steps, { actions, expectations });
  const idle = new Set<string>();
  const missing = new Set<string>();
  for (const { what, workloads } of workloadsNotSimulated(model)) {
    if (!lifeCycle || workloads.length === 0) missing.add(what);
    else for (const { id } of workloads) idle.add(id);
  }
  if (lifeCycle && values.durationPicoseconds === null) {
    for (const { nodes } of neverEnding(model)) for (const { id } of nodes) idle.add(id);
  }
  for (const what of [
    ...actions.flatMap((a) => actionNotSimulated(a) ?? []),
    ...expectations.flatMap((e) => e.notSimulated),
  ]) missing.add(what);
  return {
    variant, model, actions, expectations, lifeCycle, idle: [...idle].sort(comparePaths),
    notSimulated: [...missing].sort(compareIds),
    broken: model.draft.problems.errors() > errorsBefore,
  };
};

const checkWhole = (draft: ScenarioDraft, problems: Problems): void => {
  const { steps, values, variants } = draft;
  const { entry } = steps;
  if (steps.expects.length === 0) {
    problems.report('scenario/nothing-expected', `${entry.pointer}/name`, { name: entry.name });
  }
  for (const [index, step] of steps.expects.entries()) {
    const judged = variants.some((v) => v.expectations.some((e) => e.index === index));
    if (step.spec.when.length > 0 && !judged && problems.errors() === 0) {
      problems.report('scenario/guard-never', step.pointer, { text: step.spec.text });
    }
  }
  // A duration that is wrong is not missing.
  if (values.durationAt !== null || variants.some((v) => v.broken)) return;
  for (const variant of variants) {
    const workloads = neverEnding(variant.model).map(({ name }) => `'${name}'`);
    if (workloads.length === 0 || variant.lifeCycle) continue;
    problems.report('scenario/duration-missing', `${entry.pointer}/name`, {
      name: entry.name, workloads,
    }, {
      fixes: [{
        title: "Add 'duration'",
        edits: [{ at: entry.pointer, action: 'inside', text: 'duration = 10 s' }],
      }],
    });
  }
};

/** Adds the problems of the variants' models, naming the variants where not all have them. */
const addProblems = (drafts: readonly ScenarioDraft[], base: Problems): void => {
  for (const { steps, variants } of drafts) {
    const found = new Map<string, { diagnostic: Diagnostic; names: string[] }>();
    for (const { variant, model } of variants) {
      if (model.draft.problems === base) continue;
      for (const diagnostic of model.draft.problems.list()) {
        const key = `${diagnostic.code} ${diagnostic.at}`;
        const known = found.get(key) ?? { diagnostic, names: [] };
        known.names.push(variantName(variant));
        found.set(key, known);
      }
    }
    for (const { diagnostic, names } of found.values()) {
      const inside = diagnostic.at.startsWith(`${steps.entry.pointer}/`);
      const all = names.length === variants.length;
      const shown = variants.length === 1 ? [`scenario ${steps.entry.name}`] : names;
      base.add(inside && all ? diagnostic : { ...diagnostic, variants: shown });
    }
  }
};

/** All scenarios of the main file, checked. */
export const scenariosOf = (
  shared: Shared, models: Models, problems: Problems, wanted: readonly string[] | null,
): readonly ScenarioDraft[] => {
  const { spec } = shared.settings;
  const entries = [...shared.names.scenarios.values()]
    .filter((e) => e.file === spec.main && (wanted === null || wanted.includes(e.name)));
  const broken = problems.errors() > 0;
  const drafts = sortedBy(entries, (e) => e.name).map((entry): ScenarioDraft => {
    const steps = stepsOf(entry, shared.names, problems);
    const context = contextFor({ draft: models.base.draft, node: null });
    const values = scenarioValues(steps, context, problems);
    const set = scenarioOverrides(steps);
    const all = variantsOf(steps, values.runs, problems);
    // What the variants of a broken model repeat is said once; what they add is worth saying.
    const variants = all.map((variant) =>
      variantDraft(variant, steps, values, models.with([...set, ...variant.overrides])));
    return { steps, values, texts: steps.expects.map((e) => e.spec.text), variants };
  });
  addProblems(drafts, problems);
  for (const draft of drafts) if (!broken) checkWhole(draft, problems);
  return drafts;
};
