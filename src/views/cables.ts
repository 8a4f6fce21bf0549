/**
 * Cables of a fabric way by way: which to look at, and how one of them went in time. Not the
 * figures. Keeps true: a way is written `from > to`, as where pauses are told.
 */
import { grouped } from '#base';
import type { LinkWayResult, LinkWaySeries, NetworkResult } from '#results';
import type { ChartOptions } from './chart-svg.ts';
import { formatShare } from './drive-words.ts';
import { renderLines, type WindowLine } from './lines-svg.ts';

export interface LinkWay extends LinkWayResult {
  /** Of the cable. */
  readonly id: string;
  /** `net.leaf[0] > sink.nic`. */
  readonly name: string;
}

/** Both ways of all cables that something was sent over, those on which most went wrong first. */
export function linkWays({ cables }: NetworkResult): readonly LinkWay[] {
  const ways = cables.flatMap(({ id, ends: [one, two], ways: [there, back] }): LinkWay[] => [
    { id, name: `${one} > ${two}`, ...there }, { id, name: `${two} > ${one}`, ...back },
  ]);
  return ways.filter(({ bytes, dropped }) => bytes > 0 || (dropped ?? 0) > 0).sort((a, b) =>
    troubles.reduce((order, of) => order === 0 ? (b[of] ?? 0) - (a[of] ?? 0) : order, 0));
}

/** What is looked at first. */
const troubles = ['dropped', 'pausedTicks', 'longestQueueBytes', 'utilization'] as const;

const eachMost = 3;

/** Those that dropped most, stood still longest, held most and sent most: a few of each. */
export function notableWays(network: NetworkResult): readonly LinkWay[] {
  const ways = linkWays(network);
  const chosen = new Set(troubles.flatMap((of) =>
    ways.filter((way) => (way[of] ?? 0) > 0).sort((a, b) => (b[of] ?? 0) - (a[of] ?? 0))
      .slice(0, eachMost)));
  return ways.filter((way) => chosen.has(way));
}

const sizes = [['GB', 1e9], ['MB', 1e6], ['kB', 1e3]] as const;

/** `896 kB`: three digits that matter. */
export function formatBytes(bytes: number): string {
  const [unit, size] = sizes.find(([, each]) => bytes >= each) ?? ['B', 1];
  return `${String(Number((bytes / size).toPrecision(3)))} ${unit}`;
}

/** How busy it was, what waited, and what went wrong: that only where it did. */
export function renderLinkWay(
  series: LinkWaySeries, atTicks: readonly number[], options: ChartOptions,
): string {
  type Values = readonly number[] | null;
  const known = (words: string, values: Values, say: (value: number) => string): WindowLine[] =>
    values === null ? [] : [{ words, values, say }];
  const some = (words: string, values: Values, say: (value: number) => string): WindowLine[] =>
    values?.every((value) => value === 0) === true ? [] : known(words, values, say);
  return renderLines([
    { words: 'utilization', values: series.utilization, say: formatShare },
    ...known('longest queue', series.longestQueueBytes, formatBytes),
    ...some('dropped', series.dropped, grouped), ...some('marked', series.marked, grouped),
    ...some('paused', series.paused, formatShare),
  ], atTicks, options);
}
