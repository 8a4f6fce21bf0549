/**
 * What came of an EBS volume, in words: its limits, its credits, what held requests up. Not the
 * figures. Keeps true: what a volume does not have is not said of it.
 */
import type { VolumeBudget, VolumeNetworkResult, VolumeResult } from '#results';
import { formatBits, formatRate } from './breakdown.ts';
import { formatShare, type Fact } from './drive-words.ts';
import { formatSeconds, secondsOf } from './time-axis.ts';

function budgetWords(
  budget: VolumeBudget | null, say: (perSecond: number) => string,
): string | null {
  if (budget === null) return null;
  const { perSecond, peakPerSecond } = budget;
  return peakPerSecond > perSecond ? `${say(perSecond)}, ${say(peakPerSecond)} while credits last`
    : say(perSecond);
}

function networkWords(network: VolumeNetworkResult): string {
  const { transport, hosts, sentPackets, retransmitted, dropped, timeouts } = network;
  const counts = [
    [dropped, 'dropped'], [retransmitted, 'sent again'], [timeouts, 'time-outs'],
  ] as const;
  const troubles = counts.flatMap(([count, name]) => ((count ?? 0) === 0 ? [] : [`${String(count)} ${name}`]));
  const sent = sentPackets === null ? [] : [`${String(sentPackets)} packets`];
  return [`${transport} to ${hosts.join(', then ')}`, ...sent, ...troubles].join(', ');
}

/** What a reader asks first, in that order. */
export function volumeFacts(volume: VolumeResult, tickPicoseconds: number): readonly Fact[] {
  const { limits, credits, snapshot, network, requests, operations, merged } = volume;
  const may = [
    budgetWords(limits.operations, (each) => formatRate(each, 'operations')),
    budgetWords(limits.bytes, (bytes) => formatBits(8 * bytes)),
  ].filter((words) => words !== null);
  const facts: (Fact | null)[] = [
    may.length === 0 ? null : { name: 'may do', words: may.join('; ') },
    {
      name: 'requests', words: `${String(requests)}, counted as ${String(operations)} operations${
        merged === 0 ? '' : `, ${String(merged)} merged into others`}`,
    },
    {
      name: 'held up', words: `${formatShare(volume.throttled)} of the time by its own limits, ${
        formatShare(volume.throttledByInstance)} by those of its instance`,
    },
    credits === null ? null : {
      name: 'credits', words: `${formatShare(credits.left / Math.max(1, credits.capacity))} left${
        credits.spentTicks === null ? '' : `, spent at ${
          formatSeconds(secondsOf(credits.spentTicks, tickPicoseconds))}`}`,
    },
    snapshot === null ? null : {
      name: 'snapshot', words: `${formatShare(snapshot.loaded)} loaded, ${
        String(snapshot.firstTouches)} blocks at their first touch, ${
        String(snapshot.cold)} requests waited for one`,
    },
    network === null ? null : { name: 'network', words: networkWords(network) },
  ];
  return facts.filter((fact) => fact !== null);
}
