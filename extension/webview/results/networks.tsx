/**
 * Flows over fabrics of a run, jobs, and what their cables went through. Drawn by the views, as in
 * a report. Not the figures.
 */
import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import {
  drawCompletions, flowFacts, flowGroups, formatBytes, formatSeconds, hasFew, hasWindows,
  jobFacts, linkWays, networkFacts, notableWays, renderGoodput, renderLinkWay, renderRounds,
  themes, type LinkWay,
} from '#views';
import { Drawing, Section } from './chart.tsx';
import {
  cableSeriesSheet, cableSheet, completionSheet, fabricSheet, flowSheet, goodputSheet, jobSheet,
} from './network-sheets.ts';
import { busyText, type Shown } from './shown.ts';
import { streamNameOf } from './stream-sheets.ts';
import { Things, type Drawn, type Shelf } from './things.tsx';

const PICOSECONDS = 1e12;

interface Given {
  readonly shown: Shown;
  readonly wide: number;
  readonly shelf: Shelf;
}

const lookOf = ({ shown, wide }: Given) =>
  ({ theme: themes.vscode, width: wide, tickPicoseconds: shown.results.tickPicoseconds });

export function Networks(given: Given): JSX.Element | null {
  const { shown, shelf } = given;
  const { run: { streams, series, jobs, networks }, results: { tickPicoseconds } } = shown;
  if (networks.length === 0) return null;
  const look = lookOf(given);
  const groups = flowGroups(streams);
  return <>
    <Things sheet={flowSheet(shown)} shelf={shelf} things={groups.flatMap((group) => hasFew(group)
      ? group.flows.map((flow) => ({
        id: streamNameOf(flow, streams),
        facts: flowFacts({ ...group, flows: [flow] }, tickPicoseconds),
      }))
      : [{
        id: `${group.workload}, ${String(group.flows.length)} flows`,
        facts: flowFacts(group, tickPicoseconds),
      }])} />
    <Things sheet={completionSheet(shown)} shelf={shelf} drawn={drawCompletions(
      shown.scenario, shown.variant, look,
    ).map(({ title, svg }): Drawn => [title, svg])} />
    <Things sheet={goodputSheet(shown)} shelf={shelf} drawn={groups.map((group): Drawn =>
      hasWindows(series) ? [group.workload, renderGoodput(
        group, series, { ...look, title: `Goodput of ${group.workload} over time` }, shown.actions,
      )] : null)} />
    <Things sheet={jobSheet(shown)} shelf={shelf}
      things={jobs.map((job) => ({ id: job.workload, facts: jobFacts(job, tickPicoseconds) }))}
      drawn={jobs.map((job): Drawn => job.roundTicks.length < 2 ? null
        : [job.workload, renderRounds(job, { ...look, title: `Rounds of ${job.workload}` })])} />
    <Things sheet={fabricSheet(shown)} shelf={shelf} things={networks.map((network) =>
      ({ id: network.id, facts: networkFacts(network, tickPicoseconds) }))} />
    <Cables {...given} />
  </>;
}

/** Those on which most happened, and how one that is chosen went in time. */
function Cables(given: Given): JSX.Element {
  const { shown, shelf } = given;
  const { networks, series } = shown.run;
  const [chosen, setChosen] = useState<string | null>(null);
  const notable = networks.flatMap(notableWays);
  const ways = networks.flatMap(linkWays);
  const way = ways.find(({ name }) => name === chosen) ?? notable[0];
  const isDrawn = way !== undefined && way.series !== null && hasWindows(series);
  return <>
    <Section sheet={cableSheet(shown)} {...shelf}>
      <Notable ways={notable} tickPicoseconds={shown.results.tickPicoseconds} />
    </Section>
    {!isDrawn ? null : <Section sheet={cableSeriesSheet(shown, [way])} {...shelf}>
      <>
        <select
          aria-label="Cable" value={way.name}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        >{ways.map(({ name }) => <option key={name} value={name}>{name}</option>)}</select>
        <Drawing svg={renderLinkWay(
          way.series, series.atTicks, { ...lookOf(given), title: `${way.name} over time` },
        )} />
      </>
    </Section>}
  </>;
}

/** With no column in which nothing happened to any of them. */
function Notable({ ways, tickPicoseconds }: {
  readonly ways: readonly LinkWay[]; readonly tickPicoseconds: number;
}): JSX.Element {
  const columns = [
    { head: 'busy', of: (way: LinkWay) => way.utilization, say: busyText },
    { head: 'longest queue', of: (way: LinkWay) => way.longestQueueBytes ?? 0, say: formatBytes },
    { head: 'dropped', of: (way: LinkWay) => way.dropped ?? 0, say: String },
    {
      head: 'paused', of: (way: LinkWay) => ((way.pausedTicks ?? 0) * tickPicoseconds) / PICOSECONDS,
      say: formatSeconds,
    },
  ].filter(({ of }) => ways.some((way) => of(way) > 0));
  return <table class="latencies cables" aria-label="Cables on which most happened">
    <thead><tr>
      <th scope="col">from &gt; to</th>
      {columns.map(({ head }) => <th key={head} scope="col" class="number">{head}</th>)}
    </tr></thead>
    <tbody>{ways.map((way) => <tr key={way.name}>
      <th scope="row">{way.name}</th>
      {columns.map(({ head, of, say }) => <td key={head} class="number">{say(of(way))}</td>)}
    </tr>)}</tbody>
  </table>;
}
