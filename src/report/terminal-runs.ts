/**
 * Verdicts on a terminal: a table of expectations for each scenario, then what the runs showed
 * and which inputs are guesses. Not problems of the text, and not how long the computer took.
 * Keeps true: the bytes depend on Results alone, so they are the same with any number of workers.
 */
import { sortedBy } from '#base';
import type {
  ExpectationResult, Finding, Results, ScenarioResults, VariantResults, Verdict,
} from '#results';
import { placeText } from './excerpt.ts';
import { expectationsOf, shownVariant } from './order.ts';
import { measuredOf, printInterval, printTicks, printValue } from './quantities.ts';
import type { Style } from './style.ts';
import { driveLines } from './terminal-drives.ts';
import { flowLines } from './terminal-flows.ts';
import type { TerminalLook } from './terminal-problems.ts';
import { streamLines } from './terminal-streams.ts';
import { columns, counted, cut, padEnd, printable, shortCount, wrap } from './text.ts';
import type { FileReport, Place } from './types.ts';

export const MARKS: { readonly [V in Verdict]: string } = {
  holds: '✓', fails: '✗', undecided: '?',
};

const paintOf = (verdict: Verdict, style: Style): ((text: string) => string) => {
  if (verdict === 'holds') return style.green;
  return verdict === 'fails' ? style.red : style.yellow;
};

/** `fetch.transport = Srd, web.count = 8`. */
export const variantText = (variant: VariantResults | undefined): string =>
  printable((variant?.assignments ?? []).map((a) => `${a.target} = ${a.value}`).join(', '));

export const eventsOf = (scenario: ScenarioResults): number =>
  scenario.variants.flatMap((v) => v.runs).reduce((sum, run) => sum + run.events, 0);

const runsDone = (scenario: ScenarioResults): number =>
  scenario.variants.reduce((sum, variant) => sum + variant.runs.length, 0);

/** `20 runs × 6 variants`, and what is missing of them. */
export function runsText(scenario: ScenarioResults): string {
  const runs = counted(scenario.runs, 'run');
  const variants = scenario.variants.length;
  const wanted = scenario.runs * variants;
  const all = variants > 1 ? `${runs} × ${counted(variants, 'variant')}` : runs;
  const done = runsDone(scenario);
  return done < wanted ? `${done} of ${all}` : all;
}

/** What stands in the third column: how sure it is, or where to look. */
function note(expectation: ExpectationResult, results: Results, place: Place | null): string {
  if (expectation.verdict === 'fails') return place === null ? '' : placeText(place);
  if (expectation.verdict === 'undecided') {
    const more = expectation.moreRuns;
    return more === null ? 'undecided' : `undecided, about ${counted(more, 'more run')}`;
  }
  if (expectation.interval === null) return '';
  return `95 %: ${printInterval(expectation.interval, measuredOf(results, expectation))}`;
}

interface Row {
  readonly expectation: ExpectationResult;
  readonly cells: readonly string[];
}

function rowOf(
  expectation: ExpectationResult, scenario: ScenarioResults, results: Results, place: Place | null,
): Row {
  const deciding = scenario.variants.find((v) => v.index === expectation.variant);
  const cells = [
    printable(expectation.text),
    printValue(expectation.estimate, measuredOf(results, expectation)),
    note(expectation, results, place),
    scenario.variants.length > 1 ? variantText(deciding) : '',
  ];
  return { expectation, cells };
}

const TEXT_MAX = 56;

function rowLines(row: Row, widths: readonly number[], look: TerminalLook): string[] {
  const { style } = look;
  const paint = paintOf(row.expectation.verdict, style);
  const mark = paint(MARKS[row.expectation.verdict]);
  const [text = '', ...rest] = row.cells.map((cell, index) =>
    padEnd(cut(cell, index === 0 ? TEXT_MAX : 80), widths[index] ?? 0));
  const [value = '', sure = '', variant = ''] = rest;
  const line = `  ${mark} ${text}   ${paint(value)}   ${style.dim(sure)}   ${style.dim(variant)}`;
  const reason = row.expectation.reason;
  const wanted = row.expectation.verdict !== 'holds' && reason !== null;
  return [
    trimmed(line),
    ...(wanted
      ? wrap(printable(reason), look.width - 6).map((part) => `      ${style.dim(part)}`)
      : []),
  ];
}

/** Blanks at the end, also those before a colour is switched off. */
const trimmed = (line: string): string => line.replace(/(?:\u001b\[\d+m|[ ])+$/, (end) =>
  end.replaceAll(' ', ''));

interface Showing {
  readonly finding: Finding;
  readonly runs: number;
}

/** The same thing shown by several runs is said once, with how many showed it. */
export function showingsOf(scenario: ScenarioResults): readonly Showing[] {
  const seen = new Map<string, { finding: Finding; runs: number }>();
  for (const run of scenario.variants.flatMap((variant) => variant.runs)) {
    const inThisRun = new Set<string>();
    for (const finding of run.findings) {
      const key = JSON.stringify([finding.code, finding.element, finding.message]);
      const known = seen.get(key);
      if (known === undefined) seen.set(key, { finding, runs: 1 });
      else if (!inThisRun.has(key)) known.runs++;
      inThisRun.add(key);
    }
  }
  const rank = (finding: Finding): string =>
    `${['error', 'warning', 'information'].indexOf(finding.severity)} ${finding.code}`;
  return sortedBy([...seen.values()], (showing) => rank(showing.finding));
}

const SHOWINGS_MAX = 8;
const ALIKE_MAX = 2;

/** Findings of one code: the first of them, and how many more there are. */
function alikeOf(scenario: ScenarioResults): readonly (readonly [Showing, number])[] {
  const counts = new Map<string, number>();
  const showings = showingsOf(scenario);
  for (const { finding } of showings) {
    counts.set(finding.code, (counts.get(finding.code) ?? 0) + 1);
  }
  const said = new Map<string, number>();
  return showings.flatMap((showing): readonly (readonly [Showing, number])[] => {
    const { code } = showing.finding;
    const before = said.get(code) ?? 0;
    said.set(code, before + 1);
    const all = counts.get(code) ?? 0;
    if (before >= ALIKE_MAX) return [];
    return [[showing, before === ALIKE_MAX - 1 ? all - ALIKE_MAX : 0]];
  });
}

function showingLines(scenario: ScenarioResults, results: Results, look: TerminalLook): string[] {
  const showings = alikeOf(scenario);
  const done = runsDone(scenario);
  const lines = showings.slice(0, SHOWINGS_MAX).flatMap(([{ finding, runs }, more]) => {
    const paint = finding.severity === 'error' ? look.style.red : look.style.yellow;
    const mark = finding.severity === 'information' ? look.style.blue('i') : paint('!');
    const often = done > 1 ? `, in ${runs} of ${counted(done, 'run')}` : '';
    const alike = more > 0 ? `, and ${more} more like it` : '';
    const text = `${printable(finding.message)} (${printable(finding.code)} at ${
      printTicks(finding.atTicks, results)}${often}${alike})`;
    const [first = '', ...rest] = wrap(text, look.width - 4);
    return [`  ${mark} ${first}`, ...rest.map((line) => `    ${line}`)];
  });
  const left = showings.length - SHOWINGS_MAX;
  return left > 0 ? [...lines, `    and ${counted(left, 'more finding')}`] : lines;
}

/** `allocateTime of Nitro` and its like, with the types of each property together. */
export function assumedByProperty(assumed: readonly string[]): readonly string[] {
  const types = new Map<string, string[]>();
  for (const entry of assumed) {
    const [property = entry, type = ''] = entry.split(' of ');
    types.set(property, [...(types.get(property) ?? []), type]);
  }
  return [...types].map(([property, of]) => `${property} of ${of.join(', ')}`);
}

function assumedLines(scenario: ScenarioResults, look: TerminalLook): string[] {
  if (scenario.assumed.length === 0) return [];
  const text = printable(assumedByProperty(scenario.assumed).join(' · '));
  return wrap(text, look.width - 11).map((line, index) =>
    look.style.dim(`  ${padEnd(index === 0 ? 'assumed' : '', 8)} ${line}`));
}

/** What came of the run that pictures show too, kind by kind. */
function ranLines(scenario: ScenarioResults, results: Results, look: TerminalLook): string[] {
  const variant = shownVariant(scenario);
  const run = variant?.runs[0];
  if (run === undefined) return [];
  const lines = [streamLines, flowLines, driveLines].flatMap((of) => of(run, results, look));
  // All lines are of one run; with several variants nobody could know which.
  if (lines.length === 0 || scenario.variants.length < 2) return lines;
  const others = counted(scenario.variants.length - 1, 'other variant');
  const head = `first run with ${variantText(variant)}; of ${others}: --format json`;
  return [...wrap(head, look.width - 4).map((line) => `    ${look.style.dim(line)}`), ...lines];
}

export function scenarioLines(
  scenario: ScenarioResults, file: FileReport, look: TerminalLook,
): string[] {
  const results = file.run?.results;
  if (results === undefined) return [];
  const places = file.run?.places[scenario.name] ?? [];
  const rows = scenario.expectations.map((expectation) =>
    rowOf(expectation, scenario, results, places[expectation.index] ?? null));
  const widths = [0, 1, 2, 3].map((index) =>
    Math.max(0, ...rows.map((row) => columns(cut(row.cells[index] ?? '', index === 0 ? TEXT_MAX : 80)))));
  const head = [
    look.style.bold(printable(scenario.name)),
    runsText(scenario),
    `${shortCount(eventsOf(scenario))} events`,
    `seed ${scenario.seed}`,
  ].join('   ');
  return [
    head,
    ...rows.flatMap((row) => rowLines(row, widths, look)),
    ...(rows.length === 0 ? [`  ${look.style.dim('nothing is expected here')}`] : []),
    ...ranLines(scenario, results, look),
    ...showingLines(scenario, results, look),
    ...assumedLines(scenario, look),
  ];
}

/** `1 of 3 expectations fails, 1 is undecided`. */
export function verdictSummary(files: readonly FileReport[]): string {
  const all = files.flatMap((file) => expectationsOf(file)).map(({ expectation }) => expectation);
  const count = (verdict: Verdict): number =>
    all.filter((expectation) => expectation.verdict === verdict).length;
  const total = counted(all.length, 'expectation');
  if (all.length === 0) return 'nothing is expected';
  const fails = count('fails');
  const undecided = count('undecided');
  if (fails === 0 && undecided === 0) {
    return `${all.length} of ${total} ${all.length === 1 ? 'holds' : 'hold'}`;
  }
  const parts = [
    ...(fails > 0 ? [`${fails} of ${total} ${fails === 1 ? 'fails' : 'fail'}`] : []),
    ...(undecided > 0
      ? [`${undecided}${fails > 0 ? '' : ` of ${total}`} ${undecided === 1 ? 'is' : 'are'} undecided`]
      : []),
  ];
  return parts.join(', ');
}
