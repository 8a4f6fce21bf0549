/**
 * Which problem is said first, how many there are, and what a file comes to. Not how it is said.
 * Keeps true: the order is total, so a report does not depend on who found a problem first.
 */
import { compareIds, compareInTurn, compareNumbers, sorted } from '#base';
import type { Severity } from '#diagnostics';
import type { ExpectationResult, ScenarioResults, VariantResults, Verdict } from '#results';
import type { FileReport, Report, ReportedProblem, Undecided } from './types.ts';

const RANK: { readonly [S in Severity]: number } = { error: 0, warning: 1, information: 2 };

/** As one reads a file: by place, then by code and words. */
const byPlace = compareInTurn<ReportedProblem>(
  (left, right) => compareIds(left.place.file, right.place.file),
  (left, right) => compareNumbers(left.place.range.start.line, right.place.range.start.line),
  (left, right) =>
    compareNumbers(left.place.range.start.character, right.place.range.start.character),
  (left, right) => compareIds(left.code, right.code),
  (left, right) => compareIds(left.message, right.message),
);

/** Worst first, for places that show only the first few. */
export const worstFirst = compareInTurn<ReportedProblem>(
  (left, right) => compareNumbers(RANK[left.severity], RANK[right.severity]),
  byPlace,
);

export const problemsOf = (report: Report): readonly ReportedProblem[] =>
  sorted(report.files.flatMap((file) => file.problems), byPlace);

export const countOf = (problems: readonly ReportedProblem[], severity: Severity): number =>
  problems.filter((problem) => problem.severity === severity).length;

export interface JudgedExpectation {
  readonly scenario: string;
  readonly expectation: ExpectationResult;
}

export const expectationsOf = (file: FileReport): readonly JudgedExpectation[] =>
  (file.run?.results.scenarios ?? []).flatMap((scenario) =>
    scenario.expectations.map((expectation) => ({ scenario: scenario.name, expectation })));

/** Whether an expectation lets the command end well. */
export const isFine = (expectation: ExpectationResult, undecided: Undecided): boolean =>
  expectation.verdict === 'holds' ||
  (expectation.verdict === 'undecided' && undecided === 'pass');

/**
 * The variant whose first run is worth showing: that of the first expectation which fails, else of
 * one undecided, else the one that decides most.
 */
export function shownVariant(scenario: ScenarioResults): VariantResults | undefined {
  const deciding = (verdict: Verdict): number | null =>
    scenario.expectations.find((e) => e.verdict === verdict && e.variant !== null)?.variant ?? null;
  const counts = new Map<number, number>();
  for (const { variant } of scenario.expectations) {
    if (variant !== null) counts.set(variant, (counts.get(variant) ?? 0) + 1);
  }
  let most: number | null = null;
  for (const [variant, count] of counts) {
    if (most === null || count > (counts.get(most) ?? 0)) most = variant;
  }
  const index = deciding('fails') ?? deciding('undecided') ?? most ?? 0;
  return scenario.variants.find((variant) => variant.index === index);
}
