/**
 * Streams of a run: what each latency is made of, how it went in time, and who used processors.
 * Drawn by the views, as in a report; each chart has its table. Not the figures.
 */
import type { JSX } from 'preact';
import type { LatencyResult, StreamResult } from '#results';
import {
  bottleneckOf, formatBits, formatRate, formatSeconds, renderBars, renderBreakdown, renderSeries,
  themes, type BarRow,
} from '#views';
import { Drawing, Section } from './chart.tsx';
import type { Shown } from './shown.ts';
import {
  latencySheet, partSheet, processorSheet, seriesSheet, streamNameOf,
} from './stream-sheets.ts';
import type { WhatIfs } from './what-ifs.ts';

/** Drawings of so many streams; the tables have all. */
const STREAMS_MAX = 8;
const BARS_MAX = 16;
const PICOSECONDS = 1e12;
const theme = themes.vscode;

export function Streams({ shown, wide, tables, whatIfs, onSave }: {
  readonly shown: Shown; readonly wide: number; readonly tables: boolean;
  readonly whatIfs: WhatIfs;
  readonly onSave: (name: string, text: string) => void;
}): JSX.Element {
  const { run, results: { tickPicoseconds } } = shown;
  const streams = run.streams.slice(0, STREAMS_MAX);
  const left = run.streams.length - streams.length;
  const look = { theme, width: wide, tickPicoseconds };
  const { series } = run;
  return <>
    <Section sheet={latencySheet(shown)} tables={tables} onSave={onSave}>
      <Latencies shown={shown} whatIfs={whatIfs} />
      <Answers shown={shown} whatIfs={whatIfs} />
    </Section>
    <Section sheet={partSheet(shown)} tables={tables} onSave={onSave}>
      <>
        {streams.flatMap((stream) => stream.ways.filter(({ count }) => count > 0).map((way) =>
          <Drawing key={`${stream.id} ${way.name}`} svg={renderBreakdown(way, {
            ...look, title: `${streamNameOf(stream, run.streams)} ${way.name}`,
          })} />))}
        {left <= 0 ? null : <p class="quiet">and {left} more, in the table</p>}
      </>
    </Section>
    {series === null ? null : <Section
      sheet={seriesSheet(shown)} tables={tables} onSave={onSave}
    >
      <>{streams.map((stream) => {
        const line = series.streams.find(({ id }) => id === stream.id);
        return line === undefined ? null : <Drawing key={stream.id} svg={renderSeries(
          line, series.atTicks, {
            ...look, title: `${streamNameOf(stream, run.streams)} over time`,
          })} />;
      })}</>
    </Section>}
    <Section sheet={processorSheet(shown)} tables={tables} onSave={onSave}>
      <Drawing svg={processors(shown, wide)} />
    </Section>
  </>;
}

const LATENCY_HEADS = [
  'stream', 'of each', 'through', 'data', 'mean', 'p50', 'p99', 'p99.9', 'lost', 'bottleneck',
];

/** The same as the sheet, in units for people. */
function Latencies({ shown: { run, results }, whatIfs }: {
  readonly shown: Shown; readonly whatIfs: WhatIfs;
}): JSX.Element {
  const time = (ticks: number | undefined): string => ticks === undefined ? ''
    : formatSeconds((ticks * results.tickPicoseconds) / PICOSECONDS);
  const row = (stream: StreamResult, of: string, latency: LatencyResult | null): JSX.Element => {
    const found = bottleneckOf(stream);
    return <tr key={`${stream.id} ${of}`}>
      <td>{streamNameOf(stream, run.streams)}</td><td>{of}</td>
      {[
        formatRate(stream.perSecond), formatBits(stream.bitsPerSecond), time(latency?.meanTicks),
        time(latency?.p50Ticks), time(latency?.p99Ticks), time(latency?.p999Ticks),
        String(stream.lost),
      ].map((words, i) => <td key={i} class="number">{words}</td>)}
      <td>{found === null ? '' : `${found.part.station}, ${
        percent(found.part.utilization ?? 0)} busy `}{found === null || of === 'message' ? null
        : <WhatIf stream={stream} name={streamNameOf(stream, run.streams)} whatIfs={whatIfs} />
      }</td>
    </tr>;
  };
  return <div class="scroll"><table aria-label="Latencies in units for people">
    <thead><tr>{LATENCY_HEADS.map((word) => <th key={word} scope="col">{word}</th>)}</tr></thead>
    <tbody>{run.streams.slice(0, STREAMS_MAX).flatMap((stream) => stream.completion === null
      ? [row(stream, 'request', stream.latency)]
      : [row(stream, 'packet', stream.latency), row(stream, 'message', stream.completion)])}</tbody>
  </table></div>;
}

/** Asks what twice as fast a bottleneck would do; while it is being found out, stops that. */
function WhatIf({ stream: { id }, name, whatIfs }: {
  readonly stream: StreamResult; readonly name: string; readonly whatIfs: WhatIfs;
}): JSX.Element {
  const { asking, canAsk } = whatIfs;
  return asking?.stream === id && asking.isShown
    ? <button aria-label={`Stop finding out what if ${name}'s bottleneck were twice as fast`}
      onClick={whatIfs.stop}>Stop</button>
    : <button disabled={!canAsk || asking !== null}
      aria-label={`What if the bottleneck of ${name} were twice as fast?`}
      title="Runs it once more, with this place twice as fast"
      onClick={() => whatIfs.ask(id)}>What if 2×?</button>;
}

/** The sentences that came of it, one for each stream that was asked about. */
function Answers({ shown: { run }, whatIfs }: {
  readonly shown: Shown; readonly whatIfs: WhatIfs;
}): JSX.Element {
  return <div role="status">{run.streams.map((stream) => {
    const text = whatIfs.textOf(stream.id);
    return text === null ? null
      : <p key={stream.id}>{streamNameOf(stream, run.streams)} {text}</p>;
  })}</div>;
}

/** The busiest first. */
function processors({ run }: Shown, width: number): string {
  const rows = [...run.processors].filter(({ busy }) => busy > 0)
    .sort((one, two) => two.busy - one.busy).slice(0, BARS_MAX)
    .map(({ id, busy, stolen }): BarRow => ({
      name: id, value: busy,
      text: `${percent(busy)}${stolen === 0 ? '' : `, ${percent(stolen)} stolen`}`,
    }));
  return renderBars(rows, {
    theme, title: 'Share of the time that hardware threads were busy', width, end: 1, load: true,
  });
}

const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`;
