/** Writes checked scenarios as IR, in ticks. */
import { comparePaths } from '#base';
import type { ActionIr, ExpectationIr, MeasureIr, PropertyValue, ScenarioIr, VariantIr } from '#ir';
import type { Model } from '../model.ts';
import { type Tick, toTicks } from '../to-ir.ts';
import type { ActionDraft } from './actions.ts';
import type { MeasureDraft } from './measures.ts';
import type { ScenarioDraft, VariantDraft } from './scenarios.ts';

const actionIr = (action: ActionDraft, tick: Tick): ActionIr => {
  const properties: Record<string, PropertyValue> = {};
  for (const [key, value] of Object.entries(action.properties)) {
    properties[key] = typeof value === 'number' && action.timeKeys.includes(key)
      ? toTicks(value, tick) : value;
  }
  return {
    atTicks: toTicks(action.at, tick), action: action.action, target: action.target.id,
    to: action.to, forTicks: action.lasts === null ? null : toTicks(action.lasts, tick), properties,
  };
};

const measureIr = (draft: MeasureDraft, tick: Tick): MeasureIr => {
  switch (draft.is) {
    case 'constant':
      return { is: 'constant', value: draft.dimension === 'time' ? draft.value / tick : draft.value };
    case 'state':
      return { ...draft, atTicks: draft.atTicks === null ? null : toTicks(draft.atTicks, tick) };
    case 'binary':
      return {
        is: 'binary', operator: draft.operator, left: measureIr(draft.left, tick),
        right: measureIr(draft.right, tick),
      };
    default:
      return draft;
  }
};

const expectationIr = (
  e: VariantDraft['expectations'][number], tick: Tick,
): ExpectationIr => {
  const { tolerance, dimension } = e.ir;
  const absoluteTime = tolerance !== null && !tolerance.relative && dimension === 'time';
  return {
    index: e.index,
    left: measureIr(e.left, tick),
    operator: e.ir.operator,
    right: measureIr(e.right, tick),
    tolerance: absoluteTime ? { relative: false, value: tolerance.value / tick } : tolerance,
    dimension,
  };
};

/** Off at the start: what is launched before anything else is done to its life. */
const launchedLater = ({ actions }: VariantDraft): readonly string[] => {
  const first = new Map<string, string>();
  for (const { action, target } of actions) {
    if (LIFE.has(action) && !first.has(target.id)) first.set(target.id, action);
  }
  return [...first]
    .filter(([, action]) => action === 'launch')
    .map(([id]) => id)
    .sort(comparePaths);
};

const LIFE = new Set(['launch', 'stop', 'reboot', 'terminate']);

const variantIr = (
  v: VariantDraft, worlds: ReadonlyMap<Model, number>, tick: Tick,
): VariantIr => ({
  assignments: v.variant.assignments,
  world: worlds.get(v.model) ?? 0,
  actions: v.actions.map((a) => actionIr(a, tick)),
  expectations: v.expectations.map((e) => expectationIr(e, tick)),
  launchedLater: launchedLater(v),
  idle: v.idle,
  notSimulated: v.notSimulated,
});

export const scenarioIr = (
  draft: ScenarioDraft, worlds: ReadonlyMap<Model, number>, tick: Tick,
): ScenarioIr => {
  const { steps, values, variants, texts } = draft;
  const { durationPicoseconds } = values;
  return {
    name: steps.entry.name,
    durationTicks: durationPicoseconds === null ? null : toTicks(durationPicoseconds, tick),
    warmupTicks: toTicks(values.warmupPicoseconds, tick),
    seed: values.seed,
    runs: values.runs,
    variants: variants.map((v) => variantIr(v, worlds, tick)),
    expectations: texts,
  };
};
