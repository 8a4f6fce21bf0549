/**
 * What of the results is on the page: one scenario, one of its variants, one of its runs.
 * Keeps true: a choice that the results do not have falls back to the first.
 */
import type { ActionIr } from '#ir';
import type { Results, RunResult, ScenarioResults, VariantResults } from '#results';
import type { ResultsAnswer } from '../../../language-server/protocol.ts';

export interface Shown {
  readonly results: Results;
  readonly scenario: ScenarioResults;
  readonly variant: VariantResults;
  readonly run: RunResult;
  /** What the scenario does in the variant; none where the text may have changed since. */
  readonly actions: readonly ActionIr[];
}

export function shownOf(answer: ResultsAnswer | null, choice: {
  readonly scenario: string | null; readonly variant: number; readonly run: number;
}): Shown | null {
  const results = answer?.results;
  const scenario = results?.scenarios.find(({ name }) => name === choice.scenario);
  const variant = scenario?.variants.find(({ index }) => index === choice.variant)
    ?? scenario?.variants[0];
  const run = variant?.runs[choice.run] ?? variant?.runs[0];
  return results == null || scenario === undefined || variant === undefined || run === undefined
    ? null : {
      results, scenario, variant, run,
      actions: answer?.state === 'current' ? answer.actions?.[variant.index] ?? [] : [],
    };
}

/** Boot times of an instance over all runs of a variant, in ticks. */
export function bootTicksOf(variant: VariantResults, instance: string): readonly number[] {
  return variant.runs.flatMap((run) =>
    run.lives.filter((life) => life.instance === instance).flatMap(({ launches }) =>
      launches.flatMap(({ bootTicks }) => (bootTicks === null ? [] : [bootTicks]))));
}

const PICOSECONDS = 1e12;

export const seconds = (ticks: number, results: Results): number =>
  Number(((ticks * results.tickPicoseconds) / PICOSECONDS).toPrecision(9));

/** Six digits; nothing where there is no value. */
export const figure = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value.toPrecision(6));

/** Three digits, and what is too little for them says so. */
export const busyText = (share: number): string =>
  share > 0 && share < 0.0001 ? '< 0.01 %' : `${(100 * share).toPrecision(3)} %`;
