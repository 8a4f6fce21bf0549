/**
 * Problems and verdicts as JSON for other programs. Results themselves are printed as they are.
 * Keeps true: `formatVersion` changes when a reader would have to; keys are only added otherwise.
 */
import { canonicalJsonLines } from '#base';
import { countOf, expectationsOf, isFine, problemsOf } from './order.ts';
import type { FileReport, Report, ReportedProblem, Undecided } from './types.ts';

export const FORMAT_VERSION = 1;

const problemJson = (problem: ReportedProblem): object => ({
  code: problem.code,
  severity: problem.severity,
  message: problem.message,
  why: problem.why,
  remedy: problem.remedy,
  file: problem.place.file,
  range: problem.place.range,
  related: problem.related,
  fixes: problem.fixes,
  variants: problem.variants,
});

const fileJson = (file: FileReport): object => ({
  file: file.file,
  fingerprint: file.model?.fingerprint ?? null,
  counts: file.model?.counts ?? null,
});

/** What `check --format json` prints. Lines and characters count from 0, as in the editor. */
export function jsonCheck(report: Report): string {
  const problems = problemsOf(report);
  const errors = countOf(problems, 'error');
  return canonicalJsonLines({
    formatVersion: FORMAT_VERSION,
    tool: report.tool,
    valid: errors === 0,
    errors,
    warnings: countOf(problems, 'warning'),
    notes: countOf(problems, 'information'),
    files: report.files.map((file) => fileJson(file)),
    problems: problems.map((problem) => problemJson(problem)),
  });
}

/** Results of one file, as every other way of running it prints them too. */
export const jsonResults = (results: object): string => canonicalJsonLines(results);

/** What `run --format json` prints of several files, or when one has errors. */
export function jsonRuns(report: Report, undecided: Undecided): string {
  const problems = problemsOf(report);
  const fine = report.files.every((file) =>
    file.run !== null && expectationsOf(file).every((e) => isFine(e.expectation, undecided)));
  return canonicalJsonLines({
    formatVersion: FORMAT_VERSION,
    tool: report.tool,
    valid: countOf(problems, 'error') === 0,
    fine,
    files: report.files.map((file) => ({ ...fileJson(file), results: file.run?.results ?? null })),
    problems: problems.map((problem) => problemJson(problem)),
  });
}
