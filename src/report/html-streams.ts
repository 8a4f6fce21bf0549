/**
 * Streams in the HTML report: their latencies as a table, what each is made of as a drawing, how it
 * went in time, and who used processors. Not the drawings. Keeps true: figures are those of the run
 * that the other tables of a scenario show.
 */
import { grouped } from '#base';
import type { LatencyResult, Results, ScenarioResults, StreamResult } from '#results';
import {
  curvesOf, formatBits, formatRate, isFlow, renderBreakdown, renderDistribution, renderSeries,
  throughputNoun,
} from '#views';
import { escapeMarkup } from './escape.ts';
import { firstRun, htmlTable, ofRun } from './html-tables.ts';
import { reportTheme } from './picture-theme.ts';
import { printTicks } from './quantities.ts';
import { bottleneckText, streamName } from './terminal-streams.ts';
import { counted } from './text.ts';
import type { WhatIf } from './types.ts';

const WIDTH_PIXELS = 1080;
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
    ...latencyCells(latency, results), grouped(stream.lost), bottleneckText(stream),
  ];
  return isFlow(stream) ? [row('packet', stream.latency), row('message', stream.completion)]
    : [row('request', stream.latency)];
}

export function streamsSection(
  scenario: ScenarioResults, results: Results, whatIfs: readonly WhatIf[],
): string {
  const run = firstRun(scenario);
  if (run === undefined || run.streams.length === 0) return '';
  const { streams } = run;
  const rows = streams.flatMap((stream) => streamRows(stream, streams, results));
  const table = htmlTable([
    { name: 'stream' }, { name: 'on' }, { name: 'of each', whole: true },
    { name: 'completed', number: true },
    { name: 'data', number: true }, ...percentiles.map(([name]) => ({ name, number: true })),
    { name: 'lost', number: true }, { name: 'bottleneck' },
  ], rows);
  const drawn = streams.map((stream, index) => {
    const name = streamName(stream, streams);
    const own = whatIfs.filter((one) => one.scenario === scenario.name && one.stream === stream.id);
    const said = own.map(({ text }) => `<p>${escapeMarkup(`${name} ${text}`)}</p>\n`).join('');
    return index < STREAMS_MAX ? drawings(stream, name, { scenario, results, said }) : said;
  });
  const left = streams.length - STREAMS_MAX;
  return `<h3>Streams${ofRun(scenario)}</h3>\n${table}${distribution(streams, results)}${
    drawn.join('')}${
    left <= 0 ? '' : `<p class="quiet">and ${counted(left, 'more stream')}, in the table</p>\n`}`;
}

/** How latencies are distributed, of all streams that have one. */
function distribution(streams: readonly StreamResult[], results: Results): string {
  const curves = curvesOf(streams, (stream) => streamName(stream, streams));
  const title = 'How latencies are distributed';
  return curves.length === 0 ? '' : `<figure role="img" aria-label="${title}">${
    renderDistribution(curves, {
      theme: reportTheme, width: WIDTH_PIXELS, tickPicoseconds: results.tickPicoseconds, title,
    })}</figure>\n`;
}

function drawings(stream: StreamResult, name: string, { scenario, results, said }: {
  readonly scenario: ScenarioResults; readonly results: Results;
  /** Stands under what its latency is made of. */
  readonly said: string;
}): string {
  const { tickPicoseconds } = results;
  const look = { theme: reportTheme, width: WIDTH_PIXELS, tickPicoseconds };
  const figure = (title: string, svg: string): string =>
    `<figure role="img" aria-label="${escapeMarkup(title)}">${svg}</figure>\n`;
  const ways = stream.ways.filter(({ count }) => count > 0).map((way) => {
    const title = `${name} ${way.name}`;
    return figure(`What the latency of ${title} is made of`, renderBreakdown(way, {
      ...look, title,
    }));
  });
  const series = firstRun(scenario)?.series ?? null;
  const line = series?.streams.find(({ id }) => id === stream.id);
  const title = `${name} over time`;
  return ways.join('') + said + (series === null || line === undefined ? ''
    : figure(title, renderSeries(line, series.atTicks, { ...look, title })));
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
