/**
 * Streams in the HTML report: their latencies as a table, what each is made of as a drawing, how it
 * went in time, and who used processors. Not the drawings, and not flows over fabrics.
 * Keeps true: figures are those of the run that the other tables of a scenario show.
 */
import { grouped } from '#base';
import type {
  LatencyResult, Results, RunResult, ScenarioResults, StreamResult,
} from '#results';
import {
  bottleneckWords, curvesOf, drawnStreams, formatBits, formatRate, isFlow, renderBreakdown,
  renderDistribution, renderSeries, throughputNoun,
} from '#views';
import { escapeMarkup } from './escape.ts';
import { firstRun, htmlFigure, htmlTable, lookOf, moreInTable, ofRun } from './html-tables.ts';
import { printTicks } from './quantities.ts';
import { streamName } from './terminal-streams.ts';
import type { WhatIf } from './types.ts';

/** Drawings of so many streams; the table has all of them. */
const STREAMS_MAX = 8;

const percentiles: readonly (readonly [string, Exclude<keyof LatencyResult, 'cdf'>])[] = [
  ['mean', 'meanTicks'], ['p50', 'p50Ticks'], ['p99', 'p99Ticks'], ['p99.9', 'p999Ticks'],
  ['most', 'maxTicks'],
];

function latencyCells(latency: LatencyResult | null, results: Results): readonly string[] {
  return percentiles.map(([, key]) =>
    (latency === null ? '' : printTicks(latency[key], results)));
}

function streamRows(
  stream: StreamResult, all: readonly StreamResult[], results: Results,
): readonly (readonly string[])[] {
  const name = streamName(stream, all);
  const way = [stream.from, stream.to].filter((end) => end !== null).join(' → ');
  const row = (what: string, latency: LatencyResult | null): readonly string[] => [
    name, way, what, formatRate(stream.perSecond, throughputNoun(stream)),
    formatBits(stream.bitsPerSecond),
    ...latencyCells(latency, results), grouped(stream.lost), bottleneckWords(stream),
  ];
  return isFlow(stream) ? [row('packet', stream.latency), row('message', stream.completion)]
    : [row('request', stream.latency)];
}

export function streamsSection(
  scenario: ScenarioResults, results: Results, whatIfs: readonly WhatIf[],
): string {
  const run = firstRun(scenario);
  const streams = (run?.streams ?? []).filter(({ network }) => network === null);
  if (run === undefined || streams.length === 0) return '';
  const rows = streams.flatMap((stream) => streamRows(stream, streams, results));
  const table = htmlTable([
    { name: 'stream' }, { name: 'on' }, { name: 'of each', whole: true },
    { name: 'completed', number: true },
    { name: 'data', number: true }, ...percentiles.map(([name]) => ({ name, number: true })),
    { name: 'lost', number: true }, { name: 'bottleneck' },
  ], rows);
  const drawn = drawnStreams(streams).slice(0, STREAMS_MAX);
  const drawings = streams.map((stream) => {
    const name = streamName(stream, streams);
    const said = saidOf(stream, name, scenario, whatIfs);
    return !drawn.includes(stream) ? said
      : breakdowns(stream, name, results) + said + overTime(stream, name, run, results);
  });
  return `<h3>Streams${ofRun(scenario)}</h3>\n${table}${distribution(streams, results)}${
    drawings.join('')}${moreInTable(streams.length - drawn.length, 'more stream')}`;
}

/** What a faster bottleneck would do, which stands under what a latency is made of. */
export const saidOf = (
  stream: StreamResult, name: string, scenario: ScenarioResults, whatIfs: readonly WhatIf[],
): string => whatIfs
  .filter((one) => one.scenario === scenario.name && one.stream === stream.id)
  .map(({ text }) => `<p>${escapeMarkup(`${name} ${text}`)}</p>\n`).join('');

/** How latencies are distributed, of all streams that have one. */
function distribution(streams: readonly StreamResult[], results: Results): string {
  const curves = curvesOf(streams, (stream) => streamName(stream, streams));
  const title = 'How latencies are distributed';
  return curves.length === 0 ? ''
    : htmlFigure(title, renderDistribution(curves, { ...lookOf(results), title }));
}

/** What the latency of each of its ways is made of. */
export const breakdowns = (stream: StreamResult, name: string, results: Results): string =>
  stream.ways.filter(({ count }) => count > 0).map((way) => {
    const title = `${name} ${way.name}`;
    return htmlFigure(`What the latency of ${title} is made of`, renderBreakdown(way, {
      ...lookOf(results), title,
    }));
  }).join('');

function overTime(
  { id }: StreamResult, name: string, { series }: RunResult, results: Results,
): string {
  const line = series?.streams.find((one) => one.id === id);
  const title = `${name} over time`;
  return series === null || line === undefined ? ''
    : htmlFigure(title, renderSeries(line, series.atTicks, { ...lookOf(results), title }));
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export function processorsTable(scenario: ScenarioResults): string {
  const processors = (firstRun(scenario)?.processors ?? [])
    .filter(({ busy, exits }) => busy > 0 || exits > 0);
  if (processors.length === 0) return '';
  const rows = processors.map((one) => [
    one.id, grouped(one.threads), percent(one.busy), percent(one.useful), percent(one.switching),
    grouped(one.exits), percent(one.exiting), percent(one.stolen),
  ]);
  return `<h3>Processors${ofRun(scenario)}</h3>\n${htmlTable([
    { name: 'processor' }, { name: 'threads', number: true }, { name: 'busy', number: true },
    { name: 'useful', number: true }, { name: 'switching', number: true },
    { name: 'exits', number: true }, { name: 'in exits', number: true },
    { name: 'stolen', number: true },
  ], rows)}`;
}
