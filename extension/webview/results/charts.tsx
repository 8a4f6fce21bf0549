/**
 * The charts of a run: lives over time, boots by variant, loads of stations. Each is drawn by the
 * views, as in a report, and has its table.
 */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatSeconds, renderBars, renderTimeline, themes, type BarRow } from '#views';
import { variantText } from '../words.ts';
import { Drawing, Section } from './chart.tsx';
import { Drives } from './drives.tsx';
import { Networks } from './networks.tsx';
import { PacketsOf, type Packets } from './packets.tsx';
import {
  bootSheet, findingSheet, stateSheet, stationSheet, variantSheet,
} from './sheets.ts';
import { bootTicksOf, busyText, type Shown } from './shown.ts';
import { Streams } from './streams.tsx';
import type { Shelf } from './things.tsx';
import { Volumes } from './volumes.tsx';
import type { WhatIfs } from './what-ifs.ts';

const PICOSECONDS = 1e12;
/** A chart is as wide as the page, but not so wide that the eye loses its line. */
const WIDE_PIXELS = { least: 280, most: 1168 };
const PAGE_MARGIN_PIXELS = 32;
const SMALL_PIXELS = 300;
const BARS_MAX = 16;
const MULTIPLES_MAX = 24;
const FINDINGS_MAX = 20;
const theme = themes.vscode;

interface ChartsProperties {
  readonly shown: Shown;
  readonly shelf: Shelf;
  readonly whatIfs: WhatIfs;
  readonly packets: Packets;
}

const wideNow = (): number => Math.max(WIDE_PIXELS.least, Math.min(
  WIDE_PIXELS.most, document.documentElement.clientWidth - PAGE_MARGIN_PIXELS,
));

function useWide(): number {
  const [wide, setWide] = useState(wideNow);
  useEffect(() => {
    const measure = (): void => setWide(wideNow());
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);
  return wide;
}

export function Charts({ shown, shelf, whatIfs, packets }: ChartsProperties): JSX.Element {
  const { run, results, scenario, variant } = shown;
  const wide = useWide();
  const timeline = renderTimeline(run.lives, {
    theme, width: wide, endTicks: run.endTicks, findings: run.findings,
    tickPicoseconds: results.tickPicoseconds,
    title: [scenario.name, variantText(variant)].filter((text) => text !== '').join(', '),
  });
  return <>
    <Networks shown={shown} wide={wide} shelf={shelf} />
    <PacketsOf shown={shown} wide={wide} shelf={shelf} packets={packets} />
    <Streams shown={shown} wide={wide} shelf={shelf} whatIfs={whatIfs} />
    <Volumes shown={shown} wide={wide} shelf={shelf} />
    <Drives shown={shown} wide={wide} shelf={shelf} />
    <Section sheet={bootSheet(shown)} {...shelf}>
      <Drawing svg={timeline} />
    </Section>
    {scenario.variants.length < 2 ? null
      : <Section sheet={variantSheet(shown)} {...shelf}>
        <Multiples shown={shown} />
      </Section>}
    <Section sheet={stationSheet(shown)} {...shelf}>
      <Drawing svg={loads(shown, wide)} />
    </Section>
    <Section sheet={findingSheet(shown)} {...shelf}>
      <Findings shown={shown} />
    </Section>
    {shelf.tables ? <Section sheet={stateSheet(shown)} {...shelf} /> : null}
  </>;
}

/** The sentences, with when and under which code; the rest is in the table. */
function Findings({ shown: { run, results } }: { readonly shown: Shown }): JSX.Element {
  const say = (ticks: number): string =>
    formatSeconds((ticks * results.tickPicoseconds) / PICOSECONDS);
  const left = run.findings.length - FINDINGS_MAX;
  return <>
    <ul class="findings">{run.findings.slice(0, FINDINGS_MAX).map((finding, index) => <li
      key={index} class={finding.severity}
    >{finding.message} <span class="quiet">{say(finding.atTicks)} · {finding.code}</span></li>)}</ul>
    {left <= 0 ? null : <p class="quiet">and {left} more, in the table</p>}
  </>;
}

/** One small chart for each variant, all to one scale. */
function Multiples({ shown: { scenario, results } }: { readonly shown: Shown }): JSX.Element {
  const secondsOf = (ticks: number): number => (ticks * results.tickPicoseconds) / PICOSECONDS;
  const charts = scenario.variants.slice(0, MULTIPLES_MAX).map((variant) => ({
    variant,
    rows: (variant.runs[0]?.lives ?? []).flatMap(({ instance }): BarRow[] => {
      const all = bootTicksOf(variant, instance).map(secondsOf);
      if (all.length === 0) return [];
      const mean = all.reduce((sum, each) => sum + each, 0) / all.length;
      return [{
        name: instance, value: mean, text: formatSeconds(mean),
        ...(all.length < 2 ? {} : { interval: { low: Math.min(...all), high: Math.max(...all) } }),
      }];
    }),
  }));
  const end = Math.max(0, ...charts.flatMap(({ rows }) =>
    rows.map(({ value, interval }) => Math.max(value, interval?.high ?? 0))));
  return <div class="multiples">{charts.map(({ variant, rows }) =>
    <figure key={variant.index}>
      <Drawing svg={renderBars(rows.slice(0, BARS_MAX), {
        theme, title: variantText(variant), width: SMALL_PIXELS, end,
      })} />
      {rows.length <= BARS_MAX ? null
        : <figcaption>and {rows.length - BARS_MAX} more, in the table</figcaption>}
    </figure>)}</div>;
}

/** The busiest first; those that did nothing are in the table. */
function loads({ run }: Shown, width: number): string {
  const rows = [...run.stations].filter(({ utilization }) => utilization > 0)
    .sort((one, two) => two.utilization - one.utilization).slice(0, BARS_MAX)
    .map(({ id, utilization }): BarRow => ({
      name: id, value: utilization, text: busyText(utilization),
    }));
  return renderBars(rows, {
    theme, title: 'Busy share of each', width, end: 1, load: true,
  });
}
