/**
 * Streams on a terminal: a line each after the verdicts of a run, and what their latencies are made
 * of, as bars of characters. Not the running. Keeps true: a bar stands where its visit stands in
 * the whole, and a figure beside it says how long it is.
 */
import { grouped } from '#base';
import type {
  LatencyResult, PartResult, ProcessorResult, Results, RunResult, StreamResult, WayResult,
} from '#results';
import {
  bottleneckOf, bottleneckWords, breakdownText, formatBits, formatRate, hasFew, partTicks, pooledOf,
  roleText, shareText, spentOf, streamGroups, throughputNoun,
} from '#views';
import { itemLines, moreLine } from './items.ts';
import { printTicks } from './quantities.ts';
import type { Style } from './style.ts';
import type { TerminalLook } from './terminal-problems.ts';
import { columns, cut, padEnd, padStart, printable } from './text.ts';

const percent = (share: number): string => `${String(Math.round(share * 100))} %`;

/** Reads and writes may differ; `scan[0]` alone is `scan`. */
export const streamName = (stream: StreamResult, all: readonly StreamResult[]): string =>
  printable(all.filter(({ workload }) => workload === stream.workload).length > 1
    ? stream.id : stream.workload);

const STREAMS_MAX = 8;

/**
 * `scan   31.6 K requests/s   p50 1.01 ms   p99 1.011 ms   bottleneck app/ebs-iops 79 % busy`, and
 * where that is too wide for one of them, the bottlenecks in lines of their own. More than a few
 * of one workload are said together. Not flows over fabrics.
 */
export function streamLines(run: RunResult, results: Results, look: TerminalLook): string[] {
  const streams = run.streams.filter(({ network }) => network === null);
  const rows = streamGroups(streams).flatMap((group) => {
    const all = hasFew(group) ? null
      : pooledOf(group.flows.flatMap(({ completion, latency }) => completion ?? latency ?? []));
    return all === null ? group.flows.map((stream) =>
      cellsOf([stream], streamName(stream, run.streams), timeOf(stream), results))
      : [cellsOf(group.flows, printable(group.workload), all, results)];
  });
  return [
    ...itemLines(rows.slice(0, STREAMS_MAX), look, [2]),
    ...moreLine(rows.length - STREAMS_MAX, 'streams', look),
  ];
}

const timeOf = ({ completion, latency }: StreamResult): LatencyResult | null =>
  completion ?? latency;

/** Of one stream, or of all that a workload has. */
function cellsOf(
  streams: readonly StreamResult[], name: string,
  time: Pick<LatencyResult, 'p50Ticks' | 'p99Ticks'> | null, results: Results,
): string[] {
  const [first] = streams;
  const sum = (of: 'perSecond' | 'lost'): number =>
    streams.reduce((all, stream) => all + stream[of], 0);
  const bottleneck = busiestText(streams);
  return [
    name, streams.length === 1 ? '' : `${String(streams.length)} streams`,
    formatRate(sum('perSecond'), first === undefined ? '' : throughputNoun(first)),
    time === null ? '' : `p50 ${printTicks(time.p50Ticks, results)}`,
    time === null ? '' : `p99 ${printTicks(time.p99Ticks, results)}`,
    sum('lost') === 0 ? '' : `${grouped(sum('lost'))} lost`,
    time === null ? 'nothing came through' : bottleneck === '' ? '' : `bottleneck ${bottleneck}`,
  ];
}

/** The bottleneck of that stream whose bottleneck is the busiest. */
export function busiestText(streams: readonly StreamResult[]): string {
  const busyOf = (stream: StreamResult): number => {
    const found = bottleneckOf(stream);
    return found === null ? -1 : found.utilization + found.pausedShare;
  };
  const [first, ...rest] = streams;
  return first === undefined ? '' : bottleneckWords(rest.reduce((busiest, stream) =>
    busyOf(stream) > busyOf(busiest) ? stream : busiest, first), printable);
}

/** Waiting, service and way: characters that differ without their colours. */
const signs = ['▒', '█', '─'] as const;
const BAR_LEAST = 12;
const BAR_MOST = 48;

/**
 * One character for each bit of the whole; what is short has one all the same. From the first to
 * the last the bars of a way go on where the one before ended.
 */
function bar(part: PartResult, fromTicks: number, given: {
  readonly way: WayResult; readonly width: number; readonly look: TerminalLook;
}): string {
  const { way, width, look: { style } } = given;
  if (way.meanTicks <= 0 || partTicks(part) <= 0) return ' '.repeat(width);
  const column = (ticks: number): number =>
    Math.min(width, Math.round((ticks / way.meanTicks) * width));
  const first = Math.min(width - 1, column(fromTicks));
  const last = Math.max(first + 1, column(fromTicks + partTicks(part)));
  let drawn = '';
  let ticks = fromTicks;
  let at = first;
  const spent = spentOf(part);
  spent.forEach((own, i) => {
    ticks += own;
    const isLast = spent.slice(i + 1).every((rest) => rest <= 0);
    const until = isLast ? last : Math.min(last, column(ticks));
    if (own <= 0 || until <= at) return;
    drawn += painted((signs[i] ?? '').repeat(until - at), i, style);
    at = until;
  });
  return ' '.repeat(first) + drawn + ' '.repeat(width - at);
}

const HEADS = ['', 'waiting', 'served', 'way', 'share', 'slow 1 %', 'busy'];

/** All visits in a row: what is shorter than a character leaves none. */
function wholeBar(way: WayResult, { style, width: room }: TerminalLook): string {
  const width = room - 4;
  let ticks = 0;
  let at = 0;
  let drawn = '';
  for (const part of way.parts) {
    spentOf(part).forEach((own, i) => {
      ticks += own;
      const until = Math.min(width, Math.round((ticks / way.meanTicks) * width));
      drawn += painted((signs[i] ?? '').repeat(until - at), i, style);
      at = until;
    });
  }
  return drawn;
}

const painted = (text: string, i: number, style: Style): string =>
  i === 0 ? style.yellow(text) : i === 1 ? style.blue(text) : style.dim(text);

interface WayTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly widths: readonly number[];
  /** Columns of HEADS that have something in them. */
  readonly shown: readonly number[];
}

function wayTable(way: WayResult, results: Results): WayTable {
  const time = (ticks: number): string => (ticks <= 0 ? '–' : printTicks(ticks, results));
  const roleWidth = Math.max(0, ...way.parts.map(({ role }) => columns(roleText(role))));
  const rows = way.parts.map((part) => [
    '', ...spentOf(part).map(time),
    way.meanTicks > 0 ? shareText(partTicks(part) / way.meanTicks) : '',
    part.tailTicks === null ? '' : time(part.tailTicks),
    part.utilization === null ? '' : percent(part.utilization),
  ]);
  const shown = HEADS.map((_, i) => i).filter((i) => rows.some((row) => (row[i] ?? '') !== ''));
  return {
    rows, shown, names: way.parts.map(({ role, station }) =>
      `${padEnd(roleText(role), roleWidth)}  ${printable(station)}`),
    widths: shown.map((i) => Math.max(
      columns(HEADS[i] ?? ''), ...rows.map((row) => columns(row[i] ?? '')),
    )),
  };
}

/** The visits of a way with what was spent on each, as figures and as bars. */
export function wayLines(way: WayResult, results: Results, look: TerminalLook): string[] {
  const { style } = look;
  const { names, rows, widths, shown } = wayTable(way, results);
  const figures = (row: readonly string[]): string =>
    shown.map((i, at) => padStart(row[i] ?? '', widths[at] ?? 0)).join('  ');
  const taken = 4 + widths.reduce((sum, one) => sum + one + 2, 0);
  const nameWidth = Math.min(Math.max(12, ...names.map(columns)), Math.max(20, look.width - taken));
  // Names come first: they are what one types to ask on. The bar of the whole is there anyway.
  const width = Math.min(BAR_MOST, look.width - taken - nameWidth - 2);
  let from = 0;
  const lines = way.parts.map((part, i) => {
    const isBottleneck = i === way.bottleneck;
    const name = padEnd(cut(names[i] ?? '', nameWidth), nameWidth);
    const own = width < BAR_LEAST ? '' : `  ${bar(part, from, { way, width, look })}`;
    from += partTicks(part);
    return `  ${isBottleneck ? '▸' : ' '} ${isBottleneck ? style.bold(name) : name}  ${
      figures(rows[i] ?? [])}${own}`.trimEnd();
  });
  return [
    `  ${style.bold(way.name)}  ${breakdownText(way, (ticks) => printTicks(ticks, results))}`,
    ...(way.meanTicks > 0 ? [`  ${wholeBar(way, look)}`] : []),
    style.dim(`    ${' '.repeat(nameWidth)}  ${figures(HEADS)}`), ...lines,
  ];
}

/** Name, ends and figures; what has no room stands in a second line. */
export const streamHead = (
  stream: StreamResult, name: string, results: Results, width: number,
): readonly string[] => {
  const { latency, completion } = stream;
  const ends = [stream.from, stream.to].filter((end) => end !== null).map((end) => printable(end));
  const parts = [
    ends.join(' → '), formatRate(stream.perSecond, throughputNoun(stream)),
    formatBits(stream.bitsPerSecond),
    latency === null ? 'nothing came through' : `p50 ${printTicks(latency.p50Ticks, results)}`,
    latency === null ? '' : `p99 ${printTicks(latency.p99Ticks, results)}`,
    completion === null ? '' : `whole messages p99 ${printTicks(completion.p99Ticks, results)}`,
    stream.lost === 0 ? '' : `${grouped(stream.lost)} lost`,
  ];
  const lines = [name];
  for (const part of parts.filter((one) => one !== '')) {
    const longer = `${lines.at(-1) ?? ''}   ${part}`;
    if (columns(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(`  ${part}`);
  }
  return lines;
};

/** Who used processors, and for what. */
export function processorLines(
  processors: readonly ProcessorResult[], look: TerminalLook,
): string[] {
  const used = processors.filter(({ busy, exits }) => busy > 0 || exits > 0);
  if (used.length === 0) return [];
  const share = (value: number): string => value === 0 ? '–'
    : value < 0.0005 ? '< 0.1 %' : `${(value * 100).toFixed(1)} %`;
  const rows = [
    ['processors', 'threads', 'busy', 'useful', 'switching', 'exits', 'in exits', 'stolen'],
    ...used.map((one) => [
      printable(one.id), String(one.threads), share(one.busy), share(one.useful),
      share(one.switching), grouped(one.exits), share(one.exiting), share(one.stolen),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => columns(row[i] ?? ''))));
  return rows.map((row, index) => {
    const line = row.map((cell, i) =>
      i === 0 ? padEnd(cell, widths[i] ?? 0) : padStart(cell, widths[i] ?? 0)).join('  ');
    return index === 0 ? look.style.dim(`  ${line}`) : `  ${line}`;
  });
}
