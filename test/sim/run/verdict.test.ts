import { expect, it } from 'vitest';
import type { MeasureIr } from '#ir';
import { judge, type Sample } from '#sim/run';
import { rangeOf } from '../../../src/sim/run/measure.ts';

type Rule = Parameters<typeof judge>[0];

const rule = (operator: Rule['operator'], more: Partial<Rule> = {}): Rule =>
  ({ operator, tolerance: null, errorRatio: 0, ...more });

const samples = (
  lefts: readonly (number | string | null)[],
  right: number | string | null,
): readonly Sample[] => lefts.map((left, run) => ({ index: 0, run, left, right }));

const verdict = (
  wanted: Rule,
  lefts: readonly (number | string | null)[],
  right: number | string | null,
): string => judge(wanted, samples(lefts, right), lefts.length).verdict;

it('compares the value itself when there is one run', () => {
  const table: readonly (readonly [Rule['operator'], number, number, string])[] = [
    ['<', 4, 5, 'holds'], ['<', 5, 5, 'fails'], ['<', 6, 5, 'fails'],
    ['<=', 5, 5, 'holds'], ['<=', 6, 5, 'fails'],
    ['>', 6, 5, 'holds'], ['>', 5, 5, 'fails'], ['>', 4, 5, 'fails'],
    ['>=', 5, 5, 'holds'], ['>=', 4, 5, 'fails'],
  ];
  for (const [operator, left, right, wanted] of table) {
    expect(verdict(rule(operator), [left], right), `${String(left)} ${operator} ${String(right)}`)
      .toBe(wanted);
  }
  expect(judge(rule('<'), samples([4], 5), 1).interval).toBeNull();
});

it('cuts an interval where no value can lie, and judges what is left', () => {
  // Mean 3, deviation 2.83, t(0.975, 1) = 12.7: the interval of two runs would be 3 ± 25.4.
  const runs = samples([1, 5], 40);
  expect(judge(rule('<'), runs, 2).interval?.low).toBeCloseTo(3 - 25.412, 2);
  expect(judge(rule('<', { least: 0 }), runs, 2).interval).toEqual({
    low: 0, high: expect.closeTo(3 + 25.412, 2) as number,
  });
  const half = [0.4, 0.9];
  expect(judge(rule('<', { least: 0, most: 1 }), samples(half, 0.95), 2).interval)
    .toEqual({ low: 0, high: 1 });
  // No time is below 0, and no share above 1.
  expect(verdict(rule('>='), [1, 5], 0)).toBe('undecided');
  expect(verdict(rule('>=', { least: 0 }), [1, 5], 0)).toBe('holds');
  expect(verdict(rule('<=', { least: 0, most: 1 }), half, 1)).toBe('holds');
  expect(verdict(rule('<', { least: 0, most: 1 }), half, 1)).toBe('undecided');
});

it('knows what a side can be: a difference anything, a sum of times nothing below 0', () => {
  const time: MeasureIr = { is: 'measure', measure: 'latency', statistic: 'mean', of: ['f'] };
  const share: MeasureIr = { is: 'measure', measure: 'utilization', statistic: null, of: ['f'] };
  const of = (operator: '+' | '-' | '*' | '/', right: MeasureIr): MeasureIr =>
    ({ is: 'binary', operator, left: time, right });
  expect(rangeOf(time)).toEqual({ least: 0, most: null });
  expect(rangeOf(share)).toEqual({ least: 0, most: 1 });
  expect(rangeOf(of('+', time))).toEqual({ least: 0, most: null });
  expect(rangeOf(of('/', share))).toEqual({ least: 0, most: null });
  expect(rangeOf(of('-', time))).toEqual({ least: null, most: null });
  expect(rangeOf(of('*', { is: 'constant', value: -1 }))).toEqual({ least: null, most: null });
});

it('judges the 95 % interval over the runs: on one side, on the other, or neither', () => {
  // Mean 10, deviation 1; t(0.975, 4) = 2.776, so the interval is 10 ± 2.776 / √5 = ± 1.2416.
  const runs = [9, 9.5, 10, 10.5, 11].map((x) => 10 + (x - 10) * Math.sqrt(1.6));
  const judged = judge(rule('<'), samples(runs, 12), 5);
  expect(judged.estimate).toBeCloseTo(10, 12);
  expect(judged.interval?.low).toBeCloseTo(10 - 1.2417, 3);
  expect(judged.interval?.high).toBeCloseTo(10 + 1.2417, 3);
  expect(verdict(rule('<'), runs, 11.25)).toBe('holds');
  expect(verdict(rule('<'), runs, 11.23)).toBe('undecided');
  expect(verdict(rule('<'), runs, 8.77)).toBe('undecided');
  expect(verdict(rule('<'), runs, 8.75)).toBe('fails');
  expect(verdict(rule('>'), runs, 8.75)).toBe('holds');
  expect(verdict(rule('>'), runs, 8.77)).toBe('undecided');
  expect(verdict(rule('>='), runs, 11.25)).toBe('fails');
  expect(verdict(rule('<='), runs, 11.25)).toBe('holds');
});

it('takes both ends of within, as a share of the bound or as an amount', () => {
  const relative = rule('within', { tolerance: { relative: true, value: 0.25 } });
  const absolute = rule('within', { tolerance: { relative: false, value: 2 } });
  for (const [wanted, low, high] of [[relative, 6, 10], [absolute, 6, 10]] as const) {
    expect(verdict(wanted, [low], 8)).toBe('holds');
    expect(verdict(wanted, [high], 8)).toBe('holds');
    expect(verdict(wanted, [low - 0.001], 8)).toBe('fails');
    expect(verdict(wanted, [high + 0.001], 8)).toBe('fails');
  }
  expect(verdict(relative, [9, 11, 10, 9.5, 10.5], 8)).toBe('undecided');
  expect(verdict(relative, [20, 21, 22], 8)).toBe('fails');
  expect(verdict(relative, [7.9, 8, 8.1], 8)).toBe('holds');
});

it('asks == and != of every run', () => {
  expect(verdict(rule('=='), ['running', 'running'], 'running')).toBe('holds');
  expect(verdict(rule('=='), [0, 0, 0], 0)).toBe('holds');
  const once = judge(rule('=='), samples([0, 0, 3], 0), 3);
  expect(once).toMatchObject({ verdict: 'fails', estimate: 3, bound: 0 });
  expect(once.reason).toBe('It is not so in run 2.');
  expect(verdict(rule('!='), ['running', 'failed'], 'failed')).toBe('fails');
  expect(verdict(rule('!='), ['running', 'pending'], 'failed')).toBe('holds');
});

it('asks a state of each of several instances', () => {
  expect(verdict(rule('=='), ['pending, running'], 'running')).toBe('fails');
  expect(verdict(rule('!='), ['pending, running'], 'failed')).toBe('holds');
  expect(verdict(rule('!='), ['failed, running'], 'failed')).toBe('fails');
});

it('fails where there is no sample, and says so', () => {
  for (const operator of ['<', '>', '==', '!=', '<=', '>='] as const) {
    expect(judge(rule(operator), samples([3, null], 5), 2))
      .toMatchObject({ verdict: 'fails', reason: 'There is no sample in run 1.' });
  }
  expect(judge(rule('<'), samples([3], null), 1)).toMatchObject({ verdict: 'fails' });
});

it('judges the differences of runs when both sides are measured', () => {
  // Both sides vary by 10 from run to run, the left is smaller by 1 ± a little in each.
  const pairs = [[10, 11], [20, 21.1], [30, 30.9], [40, 41]] as const;
  const both = pairs.map(([left, right], run) => ({ index: 0, run, left, right }));
  expect(judge(rule('<'), both, 4)).toMatchObject({ verdict: 'holds' });
  const swapped = both.map(({ left, right, ...rest }) => ({ ...rest, left: right, right: left }));
  expect(judge(rule('<'), swapped, 4)).toMatchObject({ verdict: 'fails' });
});

it('does not decide inside the error of a percentile', () => {
  const blurred = rule('<', { errorRatio: 0.002 });
  expect(verdict(blurred, [997], 1000)).toBe('holds');
  expect(verdict(blurred, [999], 1000)).toBe('undecided');
  expect(verdict(blurred, [1001], 1000)).toBe('undecided');
  expect(verdict(blurred, [1003], 1000)).toBe('fails');
  const judged = judge(blurred, samples([999], 1000), 1);
  expect(judged.moreRuns).toBeNull();
  expect(judged.reason).toContain('more runs will not tell');
});

it('says how many runs would decide', () => {
  // Mean 10, deviation 1.581, bound 10.3: 0.3 = t × 1.581 / √n gives n = 109.
  const judged = judge(rule('<'), samples([8, 9, 10, 11, 12], 10.3), 5);
  expect(judged.verdict).toBe('undecided');
  expect(judged.moreRuns).toBe(110);
  expect(judge(rule('<'), samples([8, 9, 10, 11, 12], 10), 5).moreRuns).toBeNull();
});

it('is undecided while runs are missing, unless a run has failed it for good', () => {
  expect(judge(rule('<'), samples([1, 1], 5), 3)).toMatchObject({
    verdict: 'undecided', reason: 'Only 2 of 3 runs were done.',
  });
  expect(judge(rule('=='), samples([1, 2], 1), 3).verdict).toBe('fails');
  expect(judge(rule('=='), samples([1, 1], 1), 3).verdict).toBe('undecided');
  expect(judge(rule('=='), [], 3).verdict).toBe('undecided');
});

it('decides on runs that agree to the last digit', () => {
  const same = Array.from({ length: 20 }, () => 0.1);
  expect(judge(rule('<='), samples(same, 0.1), 20)).toMatchObject({ verdict: 'holds' });
});
