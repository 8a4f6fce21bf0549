/**
 * Workflow commands that put problems and verdicts beside the lines of a pull request, and the
 * table for the summary page of a job. Keeps true: worst first, because only the first few of each
 * kind are shown; and no message can start a command of its own.
 */
import type { Severity } from '#diagnostics';
import type { ExpectationResult } from '#results';
import { escapeCommand, escapeCommandProperty, escapeMarkdown } from './escape.ts';
import { actualText } from './junit.ts';
import { expectationsOf, isFine, problemsOf, worstFirst } from './order.ts';
import { problemCounts } from './terminal-problems.ts';
import { MARKS, verdictSummary } from './terminal-runs.ts';
import { printable } from './text.ts';
import type { FileReport, Place, Report, ReportedProblem, Undecided } from './types.ts';

const COMMANDS: { readonly [S in Severity]: string } = {
  error: 'error', warning: 'warning', information: 'notice',
};

function command(name: string, title: string, place: Place, message: string): string {
  const { file, range } = place;
  const properties = [
    `file=${escapeCommandProperty(printable(file))}`,
    `line=${range.start.line + 1}`,
    `endLine=${range.end.line + 1}`,
    // Columns are shown only of places on one line.
    ...(range.start.line === range.end.line
      ? [`col=${range.start.character + 1}`, `endColumn=${range.end.character + 1}`]
      : []),
    `title=${escapeCommandProperty(printable(title))}`,
  ];
  return `::${name} ${properties.join(',')}::${escapeCommand(message)}\n`;
}

function problemCommand(problem: ReportedProblem): string {
  const fix = problem.fixes[0]?.title ?? problem.remedy;
  const lines = [printable(problem.message), ...(fix === null ? [] : [`fix: ${printable(fix)}`])];
  return command(COMMANDS[problem.severity], problem.code, problem.place, lines.join('\n'));
}

const nowhere = (file: string): Place => ({
  file, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
});

function verdictCommands(file: FileReport, undecided: Undecided): string[] {
  const results = file.run?.results;
  if (results === undefined) return [];
  return expectationsOf(file)
    .filter(({ expectation }) => expectation.verdict !== 'holds')
    .map(({ scenario, expectation }) => {
      const place = file.run?.places[scenario]?.[expectation.index] ?? nowhere(file.file);
      const name = isFine(expectation, undecided) ? 'notice' : 'error';
      const reason = expectation.reason === null ? [] : [printable(expectation.reason)];
      const lines = [
        `${printable(expectation.text)}: measured ${actualText(expectation, results)}`, ...reason,
      ];
      return command(name, `${scenario} ${expectation.verdict}`, place, lines.join('\n'));
    });
}

export function github(report: Report, undecided: Undecided): string {
  const problems = [...problemsOf(report)].sort(worstFirst).map((p) => problemCommand(p));
  const verdicts = report.files.flatMap((file) => verdictCommands(file, undecided));
  return [...problems, ...verdicts].join('');
}

const MARKDOWN_MAX = 500_000;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

const verdictRow = (
  file: FileReport, scenario: string, expectation: ExpectationResult,
): string => {
  const results = file.run?.results;
  return row([
    MARKS[expectation.verdict],
    escapeMarkdown(file.file),
    escapeMarkdown(scenario),
    escapeMarkdown(expectation.text),
    results === undefined ? '' : escapeMarkdown(actualText(expectation, results)),
  ]);
};

/** Rows as long as the page takes them. */
function rowsText(head: readonly string[], rows: readonly string[]): string {
  let text = row(head) + row(head.map(() => '---'));
  for (const line of rows) {
    if (text.length + line.length > MARKDOWN_MAX) break;
    text += line;
  }
  return `${text}\n`;
}

function problemRow(problem: ReportedProblem): string {
  const { file, range } = problem.place;
  return row([
    problem.severity, `${escapeMarkdown(file)}:${range.start.line + 1}`,
    escapeMarkdown(problem.code), escapeMarkdown(problem.message),
  ]);
}

/** A table for the summary page of a job, in Markdown. */
export function githubSummary(report: Report): string {
  const problems = [...problemsOf(report)].sort(worstFirst);
  const ran = report.files.filter((file) => file.run !== null);
  let text = `### ${report.tool.name}\n\n`;
  if (problems.length > 0) {
    const rows = problems.map((problem) => problemRow(problem));
    text += `${problemCounts(problems)}\n\n${rowsText([' ', 'where', 'code', 'message'], rows)}`;
  }
  if (ran.length > 0) {
    const rows = ran.flatMap((file) => expectationsOf(file).map(({ scenario, expectation }) =>
      verdictRow(file, scenario, expectation)));
    const head = [' ', 'file', 'scenario', 'expectation', 'measured'];
    text += `${verdictSummary(ran)}\n\n${rowsText(head, rows)}`;
  }
  return problems.length === 0 && ran.length === 0 ? `${text}No problems.\n` : text;
}
