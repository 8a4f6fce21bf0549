/**
 * Streams of a run: what each latency is made of, how it went in time, and who used processors.
 * Drawn by the views, as in a report; each chart has its table. Not the figures.
 */
import type { JSX } from 'preact';
import {
  curvesOf, drawnStreams, renderBars, renderBreakdown, renderDistribution, renderSeries, themes,
  type BarRow,
} from '#views';
import { Drawing, Section } from './chart.tsx';
import { Latencies } from './latencies.tsx';
import { busyText, type Shown } from './shown.ts';
import {
  distributionSheet, latencySheet, partSheet, processorSheet, seriesSheet, streamNameOf,
} from './stream-sheets.ts';
import type { Shelf } from './things.tsx';
import type { WhatIfs } from './what-ifs.ts';

/** Drawings of so many streams; the tables have all. */
const STREAMS_MAX = 8;
const BARS_MAX = 16;
const theme = themes.vscode;

export function Streams({ shown, wide, shelf, whatIfs }: {
  readonly shown: Shown; readonly wide: number; readonly shelf: Shelf;
  readonly whatIfs: WhatIfs;
}): JSX.Element {
  const { run, results: { tickPicoseconds } } = shown;
  const streams = drawnStreams(run.streams).slice(0, STREAMS_MAX);
  const left = run.streams.length - streams.length;
  const alone = run.streams.filter(({ network }) => network === null);
  const look = { theme, width: wide, tickPicoseconds };
  const { series } = run;
  return <>
    <Section sheet={latencySheet(shown)} {...shelf}>
      <Latencies shown={shown} streams={streams} whatIfs={whatIfs} />
      <>{left <= 0 ? null : <p class="quiet">and {left} more, in the table</p>}</>
    </Section>
    <Section sheet={distributionSheet(shown)} {...shelf}>
      <Drawing svg={renderDistribution(
        curvesOf(run.streams, (stream) => streamNameOf(stream, run.streams)),
        { ...look, title: 'Share of requests that took at most so long' },
      )} />
    </Section>
    <Section sheet={partSheet(shown)} {...shelf}>
      <>
        {streams.flatMap((stream) => stream.ways.filter(({ count }) => count > 0).map((way) =>
          <Drawing key={`${stream.id} ${way.name}`} svg={renderBreakdown(way, {
            ...look, title: `${streamNameOf(stream, run.streams)} ${way.name}`,
          })} />))}
        {left <= 0 ? null : <p class="quiet">and {left} more, in the table</p>}
      </>
    </Section>
    {series === null ? null : <Section
      sheet={seriesSheet(shown, alone)} {...shelf}
    >
      <>{streams.filter(({ network }) => network === null).map((stream) => {
        const line = series.streams.find(({ id }) => id === stream.id);
        return line === undefined ? null : <Drawing key={stream.id} svg={renderSeries(
          line, series.atTicks, {
            ...look, title: `${streamNameOf(stream, run.streams)} over time`,
          })} />;
      })}</>
    </Section>}
    <Section sheet={processorSheet(shown)} {...shelf}>
      <Drawing svg={processors(shown, wide)} />
    </Section>
  </>;
}

/** The busiest first. */
function processors({ run }: Shown, width: number): string {
  const rows = [...run.processors].filter(({ busy }) => busy > 0)
    .sort((one, two) => two.busy - one.busy).slice(0, BARS_MAX)
    .map(({ id, busy, stolen }): BarRow => ({
      name: id, value: busy,
      text: `${busyText(busy)}${stolen === 0 ? '' : `, ${busyText(stolen)} stolen`}`,
    }));
  return renderBars(rows, {
    theme, title: 'Busy share of hardware threads', width, end: 1, load: true,
  });
}
