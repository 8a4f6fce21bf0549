/**
 * What came of flows, jobs and fabrics, in words: the same in every report. Not the figures.
 * Keeps true: what did not happen is not said.
 */
import { grouped } from '#base';
import type { DropReasonName, FlowCountsResult, JobResult, NetworkResult } from '#results';
import { formatBits } from './breakdown.ts';
import { formatShare, type Fact } from './drive-words.ts';
import { completionsOf, idealOf, slowestOf, type FlowGroup } from './flows.ts';
import { formatSeconds, secondsOf } from './time-axis.ts';

type Say = (ticks: number) => string;

const sayer = (tickPicoseconds: number): Say => (ticks) =>
  formatSeconds(secondsOf(ticks, tickPicoseconds));

/** `163 … 166 µs`; one figure where both are the same. */
export function rangeWords(low: number, high: number, say: (value: number) => string): string {
  const [first, last] = [say(low), say(high)];
  if (first === last) return first;
  const unit = /[^\d.]+$/u.exec(last)?.[0] ?? '';
  return `${unit !== '' && first.endsWith(unit) ? first.slice(0, -unit.length) : first} … ${last}`;
}

type Counted = keyof FlowCountsResult;

/** What those came to whose packets were counted; the others are no part of it. */
const countedOf = ({ flows }: FlowGroup, of: Counted): readonly number[] =>
  flows.flatMap(({ network }) => network?.[of] ?? []);

export const sumOf = (group: FlowGroup, of: Counted): number =>
  countedOf(group, of).reduce((sum, count) => sum + count, 0);

export const mostOf = (group: FlowGroup, of: Counted): number =>
  Math.max(0, ...countedOf(group, of));

export const pathsWords = (group: FlowGroup): string =>
  rangeWords(Math.min(...countedOf(group, 'paths')), mostOf(group, 'paths'), String);

/** Whether packets of some were counted: where a fabric is computed as flows there are none. */
export const hasPackets = (group: FlowGroup): boolean => countedOf(group, 'sentPackets').length > 0;

/** Whose packets no sum holds: `without 3 of 8 flows, computed as flows`; nothing if all are. */
export function uncountedWords(group: FlowGroup): string {
  const uncounted = group.flows.filter(({ network }) => network?.sentPackets === null).length;
  return uncounted === 0 || !hasPackets(group) ? ''
    : `without ${grouped(uncounted)} of ${grouped(group.flows.length)} flows, computed as flows`;
}

/** Waits of a flow that lost nothing are those for its next message. */
export const hasStalled = (group: FlowGroup): boolean =>
  sumOf(group, 'retransmitted') + sumOf(group, 'timeouts') + sumOf(group, 'dropped') > 0;

/** Nothing where it is not known. */
export function idealWords(group: FlowGroup, say: Say): string {
  const ideal = idealOf(group);
  return ideal === null ? '' : rangeWords(ideal.low, ideal.high, say);
}

function completionWords(group: FlowGroup, say: Say): string {
  const ideal = idealWords(group, say);
  const found = completionsOf(group);
  const took = found === null ? ''
    : `p50 ${say(found.p50Ticks)}, p99 ${say(found.p99Ticks)}, most ${say(found.maxTicks)}`;
  return [took, ideal === '' ? '' : `ideal ${ideal}`].filter((words) => words !== '').join('; ');
}

/** Of one flow, or of all that a workload has: what a reader asks first, in that order. */
export function flowFacts(group: FlowGroup, tickPicoseconds: number): readonly Fact[] {
  const { flows } = group;
  const say = sayer(tickPicoseconds);
  const isOne = flows.length === 1;
  const rates = flows.map(({ bitsPerSecond }) => bitsPerSecond);
  const slowest = slowestOf(group);
  const lost = flows.reduce((all, flow) => all + flow.lost, 0);
  return [
    { name: 'completion', words: completionWords(group, say) },
    {
      name: 'goodput',
      words: `${formatBits(rates.reduce((all, rate) => all + rate, 0))}${isOne ? ''
        : ` in all, ${rangeWords(Math.min(...rates), Math.max(...rates), formatBits)} each`}`,
    },
    ...(isOne ? [] : [{
      name: 'slowest',
      words: `${slowest.id}, ${slowest.from ?? ''} → ${slowest.to ?? ''}: ${
        slowest.completion === null ? 'no message came through'
          : `p99 ${say(slowest.completion.p99Ticks)}`}`,
    }]),
    ...(lost === 0 ? [] : [{ name: 'messages lost', words: grouped(lost) }]),
    ...(hasPackets(group) ? packetFacts(group, say) : []),
  ];
}

function packetFacts(group: FlowGroup, say: Say): readonly Fact[] {
  const sum = (of: Counted): number => sumOf(group, of);
  const uncounted = uncountedWords(group);
  const some = (of: Counted, words: string): Fact[] =>
    sum(of) === 0 ? [] : [{ name: words, words: grouped(sum(of)) }];
  return [
    {
      name: 'packets', words: `${grouped(sum('sentPackets'))} sent, ${
        grouped(sum('retransmitted'))} of them again${sum('retransmitted') === 0 ? ''
        : ` (${formatShare(sum('retransmitted') / Math.max(1, sum('sentPackets')))})`}`,
    },
    ...(uncounted === '' ? [] : [{ name: 'not counted', words: uncounted }]),
    ...some('dropped', 'dropped'), ...some('marked', 'marked'),
    ...(sum('reordered') === 0 ? [] : [{
      name: 'out of order', words: `${grouped(sum('reordered'))}, at most ${
        grouped(mostOf(group, 'reorderedMost'))} packets behind`,
    }]),
    ...some('duplicates', 'came twice'), ...some('timeouts', 'time-outs'),
    ...some('reconnects', 'reconnects'),
    ...(hasStalled(group)
      ? [{ name: 'longest stall', words: say(mostOf(group, 'stallTicks')) }] : []),
    { name: 'paths', words: pathsWords(group) },
  ];
}

/** The slowest round; there is one. */
export function longestRound({ roundTicks }: JobResult): number {
  return roundTicks.reduce((most, ticks) => Math.max(most, ticks), 0);
}

/** Half of the rounds took no longer; of an even number the longer of the two in the middle. */
export function medianRound({ roundTicks }: JobResult): number {
  const rising = [...roundTicks].sort((one, two) => one - two);
  return rising[Math.floor(rising.length / 2)] ?? 0;
}

export function jobFacts(job: JobResult, tickPicoseconds: number): readonly Fact[] {
  const { roundTicks, idealTicks } = job;
  const say = sayer(tickPicoseconds);
  return [
    { name: 'rounds', words: grouped(roundTicks.length) },
    {
      name: 'a round', words: roundTicks.length === 0 ? 'none was done'
        : `p50 ${say(medianRound(job))}, most ${say(longestRound(job))}`,
    },
    ...(idealTicks === null ? [] : [{ name: 'ideal', words: say(idealTicks) }]),
  ];
}

const reasons: { readonly [R in DropReasonName]: string } = {
  'queue-full': 'a queue was full', 'link-down': 'a link was down', lost: 'lost on a link',
  damaged: 'damaged on a link', 'no-route': 'no way led there', 'too-large': 'too large for a link',
  headroom: 'no headroom was left', watchdog: 'thrown away by a watchdog',
};

/** `1,946 (a queue was full)`; nothing where none was dropped. */
export function dropWords({ drops }: NetworkResult): string {
  const all = (drops ?? []).reduce((sum, { packets }) => sum + packets, 0);
  if (drops === null || all === 0) return '';
  const each = drops.map(({ reason, packets }) => drops.length === 1 ? reasons[reason]
    : `${grouped(packets)} ${reasons[reason]}`);
  return `${grouped(all)} (${each.join(', ')})`;
}

/** `` `a > b` waits for `b > c`, which waits for … ``: once round. */
export const circleWords = (links: readonly string[]): string =>
  [...links, links[0] ?? ''].map((link) => `\`${link}\``).join(' waits for ');

/** What no figure of a fabric that is computed as flows tells. */
export const flowsWords = 'as flows: max-min fair shares, no queues, losses, marks or pauses';

/** Of a fabric: what was dropped and why, and what flow control did. */
export function networkFacts(network: NetworkResult, tickPicoseconds: number): readonly Fact[] {
  const { pauses } = network;
  const say = sayer(tickPicoseconds);
  const dropped = dropWords(network);
  if (network.model === 'flows') return [{ name: 'computed', words: flowsWords }];
  const facts = dropped === '' ? [] : [{ name: 'packets dropped', words: dropped }];
  if (pauses === null) return facts;
  const { blockedMost, chainMost, heldUpMost, deadlock, freed } = pauses;
  return [
    ...facts,
    ...(blockedMost === 0 ? [{ name: 'pauses', words: 'none' }] : [{
      name: 'pauses', words: `at most ${grouped(blockedMost)} links stood still at one time${
        chainMost < 2 ? '' : `, ${grouped(chainMost)} of them each waiting for the next`}`,
    }]),
    ...(heldUpMost === 0 ? [] : [{
      name: 'held up', words: `at most ${
        grouped(heldUpMost)} packets at one time, whose own way was free, behind others`,
    }]),
    ...(deadlock === null ? [] : [{
      name: 'deadlock', words: `from ${say(deadlock.atTicks)} on: ${circleWords(deadlock.links)}`,
    }]),
    ...(freed.length === 0 ? [] : [{
      name: 'freed', words: freed.map(({ link, atTicks }) =>
        `\`${link}\` by a watchdog at ${say(atTicks)}`).join(', '),
    }]),
  ];
}
