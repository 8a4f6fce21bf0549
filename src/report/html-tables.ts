/**
 * The tables of the HTML report that show what a first run was made of: findings, launches with
 * their steps, and stations. Keeps true: figures are those of Results, in readable units.
 */
import { grouped } from '#base';
import type { Results, RunResult, ScenarioResults } from '#results';
import type { ChartOptions, Fact } from '#views';
import { escapeMarkup } from './escape.ts';
import { shownVariant } from './order.ts';
import { reportTheme } from './picture-theme.ts';
import { printTicks } from './quantities.ts';
import { showingsOf, variantText } from './terminal-runs.ts';
import { counted } from './text.ts';

interface Column {
  readonly name: string;
  readonly number?: boolean;
  /** Of words that are short and better not broken. */
  readonly whole?: boolean;
}

const ROWS_MAX = 200;

export function htmlTable(
  columns: readonly Column[], rows: readonly (readonly string[])[],
): string {
  const kind = (index: number): string => columns[index]?.number === true ? ' class="number"'
    : columns[index]?.whole === true ? ' class="nowrap"' : '';
  const head = columns.map((c, i) => `<th scope="col"${kind(i)}>${escapeMarkup(c.name)}</th>`);
  const body = rows.slice(0, ROWS_MAX).map((row) =>
    `<tr>${row.map((cell, i) => `<td${kind(i)}>${escapeMarkup(cell)}</td>`).join('')}</tr>\n`);
  const left = rows.length - ROWS_MAX;
  const more = left > 0 ? `<p class="quiet">and ${counted(left, 'more row')}</p>\n` : '';
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>\n${
    body.join('')}</tbody></table></div>\n${more}`;
}

/** Without columns in which nothing happened to anybody. */
export function sparseTable(
  columns: readonly Column[], rows: readonly (readonly string[])[],
): string {
  const some = columns.map((_, i) =>
    rows.some((row) => !['', '0', '0 s'].includes(row[i] ?? '')));
  return htmlTable(
    columns.filter((_, i) => some[i]), rows.map((row) => row.filter((_, i) => some[i])),
  );
}

/** What is said of several things, a row each; what is not said of one of them is left empty. */
export function factsTable(
  kind: string, things: readonly { readonly id: string; readonly facts: readonly Fact[] }[],
): string {
  const names = [...new Set(things.flatMap(({ facts }) => facts.map(({ name }) => name)))];
  const columns = [{ name: kind, whole: true }, ...names.map((name) => ({ name }))];
  return htmlTable(columns, things.map(({ id, facts }) => [
    id, ...names.map((name) => facts.find((fact) => fact.name === name)?.words ?? ''),
  ]));
}

/** How pictures in the report are drawn. */
export const lookOf = (results: Results): Omit<ChartOptions, 'title'> =>
  ({ theme: reportTheme, width: 1080, tickPicoseconds: results.tickPicoseconds });

export const htmlFigure = (title: string, svg: string): string =>
  `<figure role="img" aria-label="${escapeMarkup(title)}">${svg}</figure>\n`;

/** How many more there are than is drawn; nothing where there are none. */
export const moreInTable = (left: number, one: string): string =>
  left <= 0 ? '' : `<p class="quiet">and ${counted(left, one)}, in the table</p>\n`;

/** The run that tables and pictures show. */
export const firstRun = (scenario: ScenarioResults): RunResult | undefined =>
  shownVariant(scenario)?.runs[0];

/** Which run a picture is of, when there are several: behind its title. */
export function shownRunText(scenario: ScenarioResults): string {
  const variant = variantText(shownVariant(scenario));
  if (scenario.runs === 1 && scenario.variants.length === 1) return '';
  return `, first run${variant === '' ? '' : ` with ${variant}`}`;
}

/** Which run a table is about, when there are several. */
export function ofRun(scenario: ScenarioResults): string {
  const variant = variantText(shownVariant(scenario));
  const many = scenario.runs > 1 || scenario.variants.length > 1;
  if (!many) return '';
  return ` <span class="quiet">first run${variant === '' ? '' : ` of ${escapeMarkup(variant)}`}</span>`;
}

export function findingsTable(scenario: ScenarioResults, results: Results): string {
  const showings = showingsOf(scenario);
  if (showings.length === 0) return '';
  const rows = showings.map(({ finding, runs }) => [
    finding.severity, finding.code, finding.element ?? '', finding.message,
    printTicks(finding.atTicks, results), String(runs),
  ]);
  return `<h3>Findings</h3>\n${htmlTable([
    { name: 'kind' }, { name: 'code' }, { name: 'element' }, { name: 'what was seen' },
    { name: 'first at', number: true }, { name: 'runs', number: true },
  ], rows)}`;
}

export function bootTable(scenario: ScenarioResults, results: Results): string {
  const run = firstRun(scenario);
  const rows = (run?.lives ?? []).flatMap((life) => life.launches.map((launch) => [
    life.instance,
    printTicks(launch.requestedTicks, results),
    launch.bootTicks === null ? 'never' : printTicks(launch.bootTicks, results),
    printTicks(launch.steps.reduce((sum, step) => sum + step.queuedTicks, 0), results),
    printTicks(launch.steps.reduce((sum, step) => sum + step.timedOutTicks, 0), results),
    String(launch.timeouts),
    longest(launch.steps, results),
  ]));
  if (rows.length === 0) return '';
  return `<h3>Launches${ofRun(scenario)}</h3>\n${htmlTable([
    { name: 'instance' }, { name: 'asked at', number: true }, { name: 'boot', number: true },
    { name: 'queued', number: true }, { name: 'lost to time-outs', number: true },
    { name: 'time-outs', number: true }, { name: 'longest step' },
  ], rows)}`;
}

function longest(
  steps: readonly { readonly step: string; readonly fromTicks: number; readonly toTicks: number }[],
  results: Results,
): string {
  let most = steps[0];
  for (const step of steps) {
    if (most !== undefined && step.toTicks - step.fromTicks > most.toTicks - most.fromTicks) {
      most = step;
    }
  }
  return most === undefined
    ? ''
    : `${most.step}, ${printTicks(most.toTicks - most.fromTicks, results)}`;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export function stationsTable(scenario: ScenarioResults, results: Results): string {
  const run = firstRun(scenario);
  if (run === undefined || run.stations.length === 0) return '';
  const busy = run.stations.filter((station) => station.arrived > 0);
  const idle = run.stations.length - busy.length;
  const rows = busy.map((station) => [
    station.id, grouped(station.arrived), grouped(station.completed), grouped(station.dropped),
    percent(station.utilization), station.meanQueueLength.toFixed(2),
    grouped(station.longestQueue), printTicks(station.meanWaitTicks, results),
    printTicks(station.meanServiceTicks, results),
  ]);
  const none = idle === 0 ? '' : `<p class="quiet">${counted(idle, 'station')} had nothing to do.</p>\n`;
  if (rows.length === 0) return none;
  return `<h3>Stations${ofRun(scenario)}</h3>\n${htmlTable([
    { name: 'station' }, { name: 'arrived', number: true }, { name: 'completed', number: true },
    { name: 'dropped', number: true }, { name: 'busy', number: true },
    { name: 'mean queue', number: true }, { name: 'longest', number: true },
    { name: 'mean wait', number: true }, { name: 'mean service', number: true },
  ], rows)}${none}`;
}
