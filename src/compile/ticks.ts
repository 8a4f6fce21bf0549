/**
 * How long a tick is: a picosecond while every time of a spec fits 2^53 of them (2.5 hours), else
 * a nanosecond. Keeps true: a time that no clock can show is reported, and so is one that a clock
 * of nanoseconds has to round.
 */
import { ticksMax } from '#base';
import { printQuantity } from '#kinds';
import type { Values } from './draft.ts';
import type { Model } from './model.ts';
import type { Problems } from './problems.ts';
import type { ScenarioDraft } from './scenarios/scenarios.ts';
import { type Tick, timeKeysOf } from './to-ir.ts';

interface Time {
  readonly picoseconds: number;
  readonly property: string;
  readonly at: string;
}

const timesIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  if (value == null || typeof value !== 'object' || !('parameters' in value)) return [];
  const { parameters } = value as { readonly parameters: readonly number[] };
  return parameters.slice(0, 1);
};

/** Times of the elements of a model, each record looked at once. */
const modelTimes = (model: Model, seen: Set<Values>): readonly Time[] => {
  const times: Time[] = [];
  for (const node of model.draft.nodes) {
    if (seen.has(node.values)) continue;
    seen.add(node.values);
    const at = `${node.blueprint.declaration.pointer}/name`;
    for (const key of timeKeysOf(node.kind)) {
      for (const picoseconds of timesIn(node.values[key])) {
        times.push({ picoseconds, property: key.replace(/Ticks$/u, ''), at });
      }
    }
  }
  for (const link of model.links) {
    times.push({ picoseconds: link.delayPicoseconds, property: 'delay', at: link.pointer });
  }
  return times;
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
  models: Iterable<Model>, scenarios: readonly ScenarioDraft[], problems: Problems,
): Tick => {
  const seen = new Set<Values>();
  const times = [
    ...[...models].flatMap((m) => modelTimes(m, seen)), ...scenarios.flatMap(scenarioTimes),
  ];
  if (!times.some((t) => t.picoseconds > ticksMax)) return 1;
  for (const { picoseconds, property, at } of times) {
    const value = printQuantity(picoseconds, 'time');
    if (picoseconds / 1000 > ticksMax) {
      problems.report('limits/time-too-long', at, { property, value });
    } else if (picoseconds < ticksMax && picoseconds % 1000 !== 0) {
      problems.report('limits/time-rounded', at, { property, value });
    }
  }
  return 1000;
};
