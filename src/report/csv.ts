/**
 * Problems, or every measured value of every run, as comma-separated values. Not the whole
 * Results: those are JSON. Keeps true: a row stands by itself, numbers are in base units and say
 * which, and no cell starts a formula.
 */
import type { ScenarioResults, VariantResults } from '#results';
import { csvLine } from './escape.ts';
import { problemsOf } from './order.ts';
import { variantText } from './terminal-runs.ts';
import type { FileReport, Report } from './types.ts';

export function csvProblems(report: Report): string {
  const head = csvLine(['file', 'line', 'column', 'severity', 'code', 'message', 'variants']);
  const rows = problemsOf(report).map((problem) => csvLine([
    problem.place.file,
    problem.place.range.start.line + 1,
    problem.place.range.start.character + 1,
    problem.severity,
    problem.code,
    problem.message,
    problem.variants.join('; '),
  ]));
  return head + rows.join('');
}

const UNITS: { readonly [dimension: string]: string } = {
  time: 'ps', size: 'B', rate: 'bit/s', operations: '1/s', packets: '1/s', frequency: 'Hz',
  ratio: '1', count: '1',
};

type Cell = string | number | null;

function runRows(
  file: FileReport, scenario: ScenarioResults, variant: VariantResults, tick: number,
): string {
  const fixed: readonly Cell[] = [file.file, scenario.name, variant.index, variantText(variant)];
  let text = '';
  for (const run of variant.runs) {
    for (const value of run.values) {
      const expectation = scenario.expectations.find((e) => e.index === value.index);
      const isTime = expectation?.dimension === 'time';
      const scaled = (side: number | string | null): Cell =>
        isTime && typeof side === 'number' ? side * tick : side;
      text += csvLine([
        ...fixed, run.run, run.seed, run.end, run.events, value.index, expectation?.text ?? '',
        scaled(value.left), scaled(value.right), UNITS[expectation?.dimension ?? ''] ?? '',
        expectation?.perVariant.find((v) => v.variant === variant.index)?.verdict ?? '',
      ]);
    }
  }
  return text;
}

/** One row for each value that an expectation measured in a run. */
export function csvRuns(report: Report): string {
  let text = csvLine([
    'file', 'scenario', 'variant', 'assignments', 'run', 'seed', 'end', 'events', 'expectation',
    'text', 'left', 'right', 'unit', 'verdict',
  ]);
  for (const file of report.files) {
    for (const scenario of file.run?.results.scenarios ?? []) {
      const tick = file.run?.results.tickPicoseconds ?? 1;
      for (const variant of scenario.variants) text += runRows(file, scenario, variant, tick);
    }
  }
  return text;
}
