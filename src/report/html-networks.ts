/**
 * Flows over fabrics, jobs, and the fabrics themselves in the HTML report. Not what a latency is
 * made of at the hosts: that is drawn as for every stream. Keeps true: figures are those of the run
 * that the other tables show; only completions are of all variants, side by side.
 */
import { grouped } from '#base';
import type { NetworkResult, Results, RunResult, ScenarioResults } from '#results';
import {
  completionsOf, drawCompletions, drawnStreams, flowGroups, formatBits, formatBytes, hasFew,
  hasPackets, hasStalled, hasWindows, idealWords, jobFacts, linkWays, mostOf, networkFacts,
  notableWays, pathsWords, renderGoodput, renderLinkWay, renderRounds, sumOf,
  uncountedWords, type FlowGroup, type LinkWay,
} from '#views';
import { escapeMarkup } from './escape.ts';
import { breakdowns, saidOf } from './html-streams.ts';
import { factsTable, firstRun, htmlFigure, lookOf, ofRun, sparseTable } from './html-tables.ts';
import { shownVariant } from './order.ts';
import { printTicks } from './quantities.ts';
import { streamName } from './terminal-streams.ts';
import { counted } from './text.ts';
import type { FileReport } from './types.ts';

const WORKLOADS_MAX = 4;
const WAYS_DRAWN = 2;
/** Ways of a message end at the cards. */
const HOSTS_ONLY = '<p class="quiet">What it takes at both hosts, a segment at a time; between their '
  + 'cards it is on the fabric.</p>\n';

interface Shown {
  readonly scenario: ScenarioResults;
  readonly run: RunResult;
  readonly results: Results;
}

const flowColumns = [
  { name: 'flow', whole: true }, { name: 'on', whole: true },
  ...[
    'goodput', 'p50', 'p99', 'most', 'ideal', 'lost', 'packets', 'sent again', 'out of order',
    'time-outs', 'longest stall', 'paths',
  ].map((name) => ({ name, number: true })),
];

/** One flow, or all of a workload together. */
function flowRow(group: FlowGroup, { run, results }: Shown): readonly string[] {
  const { flows, workload } = group;
  const [first] = flows;
  const say = (ticks: number): string => printTicks(ticks, results);
  const found = completionsOf(group);
  const uncounted = uncountedWords(group);
  const isOne = flows.length === 1 && first !== undefined;
  return [
    isOne ? streamName(first, run.streams) : workload,
    isOne ? [first.from, first.to].filter((end) => end !== null).join(' → ')
      : `${counted(flows.length, 'flow')}${uncounted === '' ? '' : `; packets ${uncounted}`}`,
    formatBits(flows.reduce((sum, { bitsPerSecond }) => sum + bitsPerSecond, 0)),
    ...(found === null ? ['none', '', '']
      : [found.p50Ticks, found.p99Ticks, found.maxTicks].map(say)),
    idealWords(group, say),
    grouped(flows.reduce((sum, { lost }) => sum + lost, 0)),
    ...(['sentPackets', 'retransmitted', 'reordered', 'timeouts'] as const)
      .map((of) => hasPackets(group) ? grouped(sumOf(group, of)) : ''),
    hasStalled(group) ? say(mostOf(group, 'stallTicks')) : '',
    hasPackets(group) ? pathsWords(group) : '',
  ];
}

const eachOf = (group: FlowGroup): readonly FlowGroup[] =>
  group.flows.map((flow) => ({ ...group, flows: [flow] }));

function flowsTables(groups: readonly FlowGroup[], shown: Shown): string {
  const row = (group: FlowGroup): readonly string[] => flowRow(group, shown);
  const many = groups.filter((group) => !hasFew(group));
  return sparseTable(flowColumns, groups.flatMap((group) =>
    hasFew(group) ? eachOf(group).map(row) : [row(group)]))
    + many.map((group) => `<details><summary>each of the ${
      counted(group.flows.length, 'flow')} of ${escapeMarkup(group.workload)}</summary>${
      sparseTable(flowColumns, eachOf(group).map(row))}</details>\n`).join('');
}

export function flowsSection(
  scenario: ScenarioResults, results: Results, file: FileReport,
): string {
  const run = firstRun(scenario);
  const variant = shownVariant(scenario);
  const groups = flowGroups(run?.streams ?? []);
  if (run === undefined || variant === undefined || groups.length === 0) return '';
  const look = lookOf(results);
  const { series } = run;
  const completions = drawCompletions(scenario, variant, look).slice(0, WORKLOADS_MAX)
    .map(({ title, svg }) => htmlFigure(title, svg)).join('');
  const goodput = !hasWindows(series) ? [] : groups.slice(0, WORKLOADS_MAX).map((group) => {
    const name = `Goodput of ${group.workload} over time`;
    return htmlFigure(name, renderGoodput(
      group, series, { ...look, title: name }, file.run?.actions?.[scenario.name]?.[variant.index],
    ));
  });
  const drawn = drawnStreams(run.streams.filter(({ network }) => network !== null));
  const made = drawn.slice(0, WORKLOADS_MAX).map((stream) => {
    const name = streamName(stream, run.streams);
    return breakdowns(stream, name, results) + saidOf(stream, name, scenario, file.whatIfs ?? []);
  }).join('');
  return `<h3>Flows over fabrics${ofRun(scenario)}</h3>\n${
    flowsTables(groups, { scenario, run, results })}${
    completions}${
    goodput.join('')}${made === '' ? '' : HOSTS_ONLY}${made}${jobsSection(run, results)}`;
}

function jobsSection({ jobs }: RunResult, results: Results): string {
  if (jobs.length === 0) return '';
  const drawn = jobs.filter(({ roundTicks }) => roundTicks.length > 1).slice(0, WORKLOADS_MAX);
  return factsTable('job', jobs.map((job) => ({
    id: job.workload, facts: jobFacts(job, results.tickPicoseconds),
  }))) + drawn.map((job) => {
    const title = `Rounds of ${job.workload}`;
    return htmlFigure(title, renderRounds(job, { ...lookOf(results), title }));
  }).join('');
}

const wayColumns = [
  { name: 'from > to' },
  ...['data', 'busy', 'mean queue, packets', 'longest queue', 'dropped', 'marked', 'paused']
    .map((name) => ({ name, number: true })),
];

const small = (value: number): string =>
  value > 0 && value < 0.01 ? '< 0.01' : String(Number(value.toPrecision(3)));

const said = (value: number | null, say: (value: number) => string): string =>
  value === null ? '' : say(value);

const wayRow = (way: LinkWay, results: Results): readonly string[] => [
  way.name, formatBytes(way.bytes), `${small(100 * way.utilization)} %`,
  said(way.meanQueuePackets, small), said(way.longestQueueBytes, formatBytes),
  said(way.dropped, grouped), said(way.marked, grouped),
  said(way.pausedTicks, (ticks) => printTicks(ticks, results)),
];

export function networksSection(scenario: ScenarioResults, results: Results): string {
  const run = firstRun(scenario);
  if (run === undefined || run.networks.length === 0) return '';
  const facts = run.networks.map((network) =>
    ({ id: network.id, facts: networkFacts(network, results.tickPicoseconds) }))
    .filter((network) => network.facts.length > 0);
  return `<h3>Fabrics${ofRun(scenario)}</h3>\n${facts.length === 0 ? ''
    : factsTable('fabric', facts)}${run.networks.map((network) =>
    cables(network, { scenario, run, results })).join('')}`;
}

function cables(network: NetworkResult, { run, results }: Shown): string {
  const notable = notableWays(network);
  const all = linkWays(network);
  const { series } = run;
  const drawn = !hasWindows(series) ? [] : notable.slice(0, WAYS_DRAWN).map((way) => {
    const title = `${way.name} over time`;
    return way.series === null ? '' : htmlFigure(title, renderLinkWay(
      way.series, series.atTicks, { ...lookOf(results), title },
    ));
  });
  const rows = (ways: readonly LinkWay[]): string =>
    sparseTable(wayColumns, ways.map((way) => wayRow(way, results)));
  return rows(notable) + (all.length === notable.length ? ''
    : `<details><summary>all ${counted(all.length, 'way')} that something was sent over</summary>${
      rows(all)}</details>\n`) + drawn.join('');
}
