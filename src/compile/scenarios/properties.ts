/** The properties of a scenario itself: duration, warm-up, seed and runs, defaulted and checked. */
import { nearest } from '#base';
import { irKey } from '#ir';
import { kindRow, printQuantity, propertyRow } from '#kinds';
import type { AssignmentSpec } from '#spec';
import type { Problems } from '../problems.ts';
import { defaultsOf, type ValueContext, valueOf } from '../values.ts';
import type { Step, Steps } from './steps.ts';

export interface ScenarioValues {
  readonly durationPicoseconds: number | null;
  readonly durationAt: string | null;
  readonly warmupPicoseconds: number;
  readonly warmupAt: string | null;
  readonly seed: number;
  readonly runs: number;
}

const reportUnknown = (step: Step<AssignmentSpec>, problems: Problems): void => {
  const { property } = step.spec;
  const near = nearest(property, Object.keys(kindRow('scenario').properties));
  const at = `${step.pointer}/property`;
  problems.report('text/unknown-scenario-property', at, { property, nearest: near }, {
    fixes: [
      ...near.map((text) => ({
        title: `Change to '${text}'`, edits: [{ at, action: 'replace' as const, text }],
      })),
      { title: `Remove '${property}'`, edits: [{ at: step.pointer, action: 'remove', text: '' }] },
    ],
  });
};

export const scenarioValues = (
  steps: Steps, context: ValueContext, problems: Problems,
): ScenarioValues => {
  const values: Record<string, unknown> = { ...defaultsOf('scenario').values };
  for (const [property, step] of steps.properties) {
    const row = propertyRow('scenario', property);
    if (row === undefined) reportUnknown(step, problems);
    else if (step.spec.value === undefined) {
      problems.report('text/missing-value', step.pointer, { property });
    } else {
      const at = `${step.pointer}/value`;
      const value = valueOf(step.spec.value, row, { property, at, context });
      if (value !== undefined) values[irKey(property, row.value)] = value;
    }
  }
  const number = (key: string, otherwise: number): number =>
    typeof values[key] === 'number' ? values[key] : otherwise;
  const duration = values['durationTicks'];
  const result: ScenarioValues = {
    durationPicoseconds: typeof duration === 'number' ? duration : null,
    durationAt: steps.properties.get('duration')?.pointer ?? null,
    warmupPicoseconds: number('warmupTicks', 0),
    warmupAt: steps.properties.get('warmup')?.pointer ?? null,
    seed: number('seed', 1),
    runs: number('runs', 1),
  };
  const { durationPicoseconds, warmupPicoseconds, warmupAt } = result;
  const nothingLeft = durationPicoseconds !== null && warmupPicoseconds >= durationPicoseconds;
  if (nothingLeft && warmupAt !== null) {
    problems.report('scenario/warmup-after-duration', `${warmupAt}/value`, {
      warmup: printQuantity(warmupPicoseconds, 'time'),
      duration: printQuantity(durationPicoseconds, 'time'),
    });
  }
  return result;
};
