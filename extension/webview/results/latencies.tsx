/**
 * Latencies in units for people, made for a panel that is a third of a window: the figures of each
 * stream in a row, what else is known of it in a line below. Not the sheet, which has all of them.
 * Keeps true: nothing is beside the panel, however long a name is.
 */
import type { JSX } from 'preact';
import type { LatencyResult, Results, StreamResult } from '#results';
import {
  bottleneckOf, formatBits, formatRate, formatSeconds, isFlow, pieceOf, shareText, throughputNoun,
} from '#views';
import type { Shown } from './shown.ts';
import { streamNameOf } from './stream-sheets.ts';
import type { WhatIfs } from './what-ifs.ts';

const PICOSECONDS = 1e12;
const HEADS = ['mean', 'p50', 'p99', 'p99.9'] as const;

export function Latencies({ shown: { run, results }, streams, whatIfs }: {
  readonly shown: Shown; readonly streams: readonly StreamResult[]; readonly whatIfs: WhatIfs;
}): JSX.Element {
  return <table class="latencies" aria-label="Latencies in units for people">
    <thead><tr>
      <th scope="col">stream</th>
      {HEADS.map((word) => <th key={word} scope="col" class={classOf(word)}>{word}</th>)}
    </tr></thead>
    {streams.map((stream) => <Stream
      key={stream.id} stream={stream} name={streamNameOf(stream, run.streams)}
      results={results} whatIfs={whatIfs}
    />)}
  </table>;
}

function Stream({ stream, name, results, whatIfs }: {
  readonly stream: StreamResult; readonly name: string; readonly results: Results;
  readonly whatIfs: WhatIfs;
}): JSX.Element {
  const { latency, completion } = stream;
  const hasMessages = isFlow(stream);
  return <tbody aria-label={name}>
    <tr class="first">
      <th scope="row">{name} <span class="quiet">{pieceOf(stream)}</span></th>
      <Figures latency={latency} results={results} />
    </tr>
    {hasMessages ? <tr>
      <th scope="row"><span class="quiet">whole message</span></th>
      <Figures latency={completion} results={results} />
    </tr> : null}
    <tr class="about"><td colSpan={1 + HEADS.length}>
      <About stream={stream} name={name} whatIfs={whatIfs} />
      <Answer text={whatIfs.textOf(stream.id)} name={name} />
    </td></tr>
  </tbody>;
}

/** The last percentile gives way where there is little room; the sheet has it. */
const classOf = (head: string): string => head === 'p99.9' ? 'number rare' : 'number';

function Figures({ latency, results }: {
  readonly latency: LatencyResult | null; readonly results: Results;
}): JSX.Element {
  const time = (ticks: number): string =>
    formatSeconds((ticks * results.tickPicoseconds) / PICOSECONDS);
  return <>
    {latency === null ? <td class="number quiet" colSpan={HEADS.length}>none came through</td>
      : [latency.meanTicks, latency.p50Ticks, latency.p99Ticks, latency.p999Ticks]
        .map((ticks, i) => <td key={HEADS[i]} class={classOf(HEADS[i] ?? '')}>{time(ticks)}</td>)}
  </>;
}

/** How much came through, what was lost, what limits it, and the question that this begs. */
function About({ stream, name, whatIfs }: {
  readonly stream: StreamResult; readonly name: string; readonly whatIfs: WhatIfs;
}): JSX.Element {
  const found = bottleneckOf(stream);
  const facts = [
    formatRate(stream.perSecond, throughputNoun(stream)), formatBits(stream.bitsPerSecond),
  ];
  return <div class="facts">
    <span>{facts.join(' · ')}</span>
    {stream.lost === 0 ? null : <strong class="fails">{stream.lost} lost</strong>}
    {found === null ? null : <span>bottleneck <code>{found.station}</code>,{' '}
      {shareText(found.utilization)} busy{
        found.pausedShare === 0 ? '' : `, ${shareText(found.pausedShare)} paused`}</span>}
    {found === null ? null : <WhatIf stream={stream} name={name} whatIfs={whatIfs} />}
  </div>;
}

/** The sentence that came of the question; its place is there before, so that it is read out. */
function Answer({ text, name }: {
  readonly text: string | null; readonly name: string;
}): JSX.Element {
  return <div role="status" class="answer">{text === null ? null : `${name} ${text}`}</div>;
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
