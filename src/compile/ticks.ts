/**
 * How long a tick is: a picosecond while every time of a spec fits 2^53 of them (2.5 hours), else
 * a nanosecond. Keeps true: a time that no clock can show is reported, and so is one that a clock
 * of nanoseconds has to round.
 */
import { ticksMax } from '#base';
import { printQuantity } from '#kinds';
import type { LinkDraft, Node, Values } from './draft.ts';
import type { Model } from './model.ts';
import { nameAt } from './nodes.ts';
import type { Problems } from './problems.ts';
import type { ScenarioDraft } from './scenarios/scenarios.ts';
import { type Tick, timeKeysOf } from './to-ir.ts';

interface Time {
  readonly picoseconds: number;
  readonly property: string;
  readonly at: string;
}

/** Calls back for each time of the elements and links of a model. */
const eachModelTime = (
  model: Model,
  visit: (picoseconds: number, property: string, of: Node | LinkDraft) => void,
): void => {
  let last: Values | null = null;
  for (const node of model.draft.nodes) {
    // Neighbours of one array share their record, and one look at it is enough.
    if (node.values === last) continue;
    last = node.values;
    for (const key of timeKeysOf(node.kind)) {
      const value = node.values[key];
      if (typeof value === 'number') visit(value, key, node);
      else if (value != null && typeof value === 'object' && 'shape' in value) {
        visit(value.parameters[0] ?? 0, key, node);
      }
    }
  }
  for (const link of model.links) visit(link.delayPicoseconds, 'delayTicks', link);
};

const scenarioTimes = (draft: ScenarioDraft): readonly Time[] => {
  const { values, variants, steps } = draft;
  const at = steps.entry.pointer;
  const times: Time[] = [
    { picoseconds: values.warmupPicoseconds, property: 'warmup', at: values.warmupAt ?? at },
    { picoseconds: values.durationPicoseconds ?? 0, property: 'duration', at: values.durationAt ?? at },
  ];
  for (const { actions } of variants) {
    for (const action of actions) {
      times.push({ picoseconds: action.at, property: 'at', at: `${action.pointer}/at` });
      if (action.lasts !== null) {
        times.push({ picoseconds: action.lasts, property: 'for', at: `${action.pointer}/duration` });
      }
    }
  }
  return times;
};

/** The tick of a spec, after reporting times that do not fit it. */
export const tickOf = (
  models: readonly Model[], scenarios: readonly ScenarioDraft[], problems: Problems,
): Tick => {
  const ofScenarios = scenarios.flatMap(scenarioTimes);
  let longest = ofScenarios.reduce((most, t) => Math.max(most, t.picoseconds), 0);
  for (const model of models) {
    eachModelTime(model, (picoseconds) => { if (picoseconds > longest) longest = picoseconds; });
  }
  if (longest <= ticksMax) return 1;
  const check = (picoseconds: number, property: string, at: string): void => {
    if (picoseconds / 1000 > ticksMax) {
      const value = printQuantity(picoseconds, 'time');
      problems.report('limits/time-too-long', at, { property, value });
    } else if (picoseconds <= ticksMax && picoseconds % 1000 !== 0) {
      const value = printQuantity(picoseconds, 'time');
      problems.report('limits/time-rounded', at, { property, value });
    }
  };
  for (const { picoseconds, property, at } of ofScenarios) check(picoseconds, property, at);
  for (const model of models) {
    eachModelTime(model, (picoseconds, key, of) =>
      check(picoseconds, key.replace(/Ticks$/u, ''), 'pointer' in of ? of.pointer : nameAt(of)));
  }
  return 1000;
};
