/**
 * Whether an expectation holds, from what the runs of one variant measured. Not the measuring.
 * Keeps true: `==` and `!=` must hold in every run; everything else is judged on the 95 % interval
 * over the runs, and on the value itself when there is one run. An interval that is not on one side
 * of the bound is undecided; no sample fails. An interval takes runs for a normal distribution, and
 * of few runs it may reach where no value can lie: it is cut there, at 0, and of shares at 1.
 */
import { studentQuantile } from '#base';
import type { ExpectationIr } from '#ir';
import type { ExpectationRule, MeasuredValue, Verdict } from '#results';
import { estimateMean } from '#sim/kernel';
import { type Range, stateSeparator } from './measure.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly estimate: number | string | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly bound: number | string | null;
  readonly moreRuns: number | null;
  readonly reason: string | null;
  /** How far it is from its bound, as a share of it: of those that hold the closest decides. */
  readonly margin: number;
}

/** What one run measured. */
export type Sample = MeasuredValue & { readonly run: number };

/** More runs than this are not offered: a scenario has no more. */
const runsMax = 10_000;

const plain: Omit<Judgement, 'verdict'> = {
  estimate: null, interval: null, bound: null, moreRuns: null, reason: null, margin: 0,
};

/** `samples` are the runs that were done, in order; `runs` is how many there are to be. */
export function judge(
  rule: ExpectationRule,
  samples: readonly Sample[],
  runs: number,
): Judgement {
  const empty = samples.find((sample) => sample.left === null || sample.right === null);
  if (empty !== undefined) {
    return {
      ...plain, verdict: 'fails', estimate: empty.left, bound: empty.right,
      reason: `There is no sample in run ${String(empty.run)}.`,
    };
  }
  if (samples.length === 0) {
    return { ...plain, verdict: 'undecided', reason: 'No run of it was done.' };
  }
  const exact = rule.operator === '==' || rule.operator === '!=';
  const judged = exact ? inEveryRun(rule, samples) : overRuns(rule, samples);
  if (samples.length >= runs || (exact && judged.verdict === 'fails')) return judged;
  return {
    ...judged, verdict: 'undecided',
    reason: `Only ${String(samples.length)} of ${String(runs)} runs were done.`,
  };
}

function inEveryRun(rule: ExpectationRule, samples: readonly Sample[]): Judgement {
  const wrong = samples.find((sample) => !agrees(rule.operator, sample));
  const shown = wrong ?? samples[0];
  return {
    ...plain, estimate: shown?.left ?? null, bound: shown?.right ?? null,
    verdict: wrong === undefined ? 'holds' : 'fails',
    reason: wrong === undefined ? null : `It is not so in run ${String(wrong.run)}.`,
  };
}

/** Of several instances, each has to be in the state, or not to be. */
function agrees(operator: ExpectationRule['operator'], sample: Sample): boolean {
  const { left, right } = sample;
  const single = typeof left === 'string' ? left.split(stateSeparator) : [left];
  return operator === '=='
    ? single.every((value) => value === right)
    : single.every((value) => value !== right);
}

interface Band {
  readonly low: number;
  readonly high: number;
}

/** Where a value must lie; both ends may belong to it. */
interface Wanted extends Band {
  readonly closed: boolean;
}

function overRuns(rule: ExpectationRule, samples: readonly Sample[]): Judgement {
  const numbers = samples.flatMap(({ left, right }) =>
    typeof left === 'number' && typeof right === 'number' ? [{ left, right }] : []);
  if (numbers.length < samples.length) {
    return { ...plain, verdict: 'fails', reason: 'A state has no order; compare it with ==.' };
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const estimate = mean(numbers.map((n) => n.left));
  const bound = mean(numbers.map((n) => n.right));
  // Runs share their luck on both sides, so the difference of each run is what is judged.
  const difference = estimateMean(numbers.map((n) => n.left - n.right));
  const halfWidth = numbers.length > 1 ? (difference?.halfWidth ?? 0) : 0;
  // Means of equal values are off in the last digit; the values themselves are not.
  const centre = numbers.length > 1 ? bound + (difference?.mean ?? 0) : estimate;
  const blur = rule.errorRatio * Math.max(Math.abs(estimate), Math.abs(bound));
  const { least = -Infinity, most = Infinity } = rule;
  const interval = {
    low: Math.max(least, centre - halfWidth), high: Math.min(most, centre + halfWidth),
  };
  const wanted = wantedBand(rule, bound);
  const verdict = place(
    { low: interval.low - blur, high: interval.high + blur }, wanted,
  );
  const distance = Math.min(Math.abs(centre - wanted.low), Math.abs(wanted.high - centre));
  return {
    verdict, estimate, bound, interval: numbers.length > 1 ? interval : null,
    moreRuns: verdict === 'undecided'
      ? moreRuns(difference?.deviation ?? 0, distance - blur, numbers.length)
      : null,
    reason: reasonOf(verdict, halfWidth, distance, blur),
    margin: (distance - halfWidth) / (bound === 0 ? 1 : Math.abs(bound)),
  };
}

function wantedBand(rule: ExpectationRule, bound: number): Wanted {
  const { operator, tolerance } = rule;
  if (operator === '<' || operator === '<=') {
    return { low: -Infinity, high: bound, closed: operator === '<=' };
  }
  if (operator === '>' || operator === '>=') {
    return { low: bound, high: Infinity, closed: operator === '>=' };
  }
  const by = tolerance === null ? 0 : tolerance.relative
    ? tolerance.value * Math.abs(bound)
    : tolerance.value;
  return { low: bound - by, high: bound + by, closed: true };
}

/** All of the interval inside, all of it outside, or neither. */
function place(interval: Band, wanted: Wanted): Verdict {
  const { low, high, closed } = wanted;
  const inside = closed
    ? interval.low >= low && interval.high <= high
    : interval.low > low && interval.high < high;
  if (inside) return 'holds';
  const outside = closed
    ? interval.high < low || interval.low > high
    : interval.high <= low || interval.low >= high;
  return outside ? 'fails' : 'undecided';
}

function reasonOf(
  verdict: Verdict,
  halfWidth: number,
  distance: number,
  blur: number,
): string | null {
  if (verdict === 'holds') return null;
  if (verdict === 'fails') {
    return halfWidth === 0
      ? 'The value lies on the wrong side of the bound.'
      : 'The whole interval lies on the wrong side of the bound.';
  }
  return distance <= blur
    ? 'The value is nearer to the bound than the percentile is known; more runs will not tell.'
    : 'The bound lies inside the interval; more runs are needed.';
}

/** The fewest runs whose interval would be narrower than the distance to the bound. */
function moreRuns(deviation: number, distance: number, done: number): number | null {
  if (done < 2 || !(distance > 0) || !(deviation > 0)) return null;
  const decides = (runs: number): boolean =>
    (studentQuantile(0.975, runs - 1) * deviation) / Math.sqrt(runs) < distance;
  if (!decides(runsMax)) return null;
  let low = done;
  let high = runsMax;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (decides(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The rule of an expectation, as results carry it. */
export const ruleOf = (
  expectation: ExpectationIr, errorRatio: number, { least, most }: Range,
): ExpectationRule => ({
  operator: expectation.operator, tolerance: expectation.tolerance, errorRatio,
  ...(least === null ? {} : { least }), ...(most === null ? {} : { most }),
});
