/**
 * What a latency is made of, read from results: its parts, where most of it is spent, and which
 * place is the busiest. Not how that looks. Keeps true: nothing is measured or judged here.
 */
import type { PartResult, StreamResult, WayResult } from '#results';

export const partTicks = ({ queuedTicks, servedTicks, propagatedTicks }: PartResult): number =>
  queuedTicks + servedTicks + propagatedTicks;

/** A part with the way it is on. */
export interface PlacedPart {
  readonly way: WayResult;
  readonly part: PartResult;
}

/** What holds a stream up: a station of its hosts, or links of a fabric. */
export interface Bottleneck {
  /** Its id; what several links have in common. */
  readonly station: string;
  readonly role: string;
  /** Shares of the time that it was busy, and that it was paused, as only links are. */
  readonly utilization: number;
  readonly pausedShare: number;
}

/** A link is as busy as the card that fills it, but for what headers of Ethernet are. */
const headersShare = 0.02;

/** The busiest place on the ways of a stream; null where nothing queues. */
export function bottleneckOf({ ways, network }: StreamResult): Bottleneck | null {
  let best: Bottleneck | null = null;
  for (const way of ways) {
    const part = way.bottleneck === null ? undefined : way.parts[way.bottleneck];
    if (part === undefined || way.count === 0) continue;
    const { station, role } = part;
    const utilization = part.utilization ?? 0;
    if (utilization > (best?.utilization ?? -1)) {
      best = { station, role, utilization, pausedShare: 0 };
    }
  }
  const hop = network?.busiest ?? null;
  if (hop === null) return best;
  const { link, utilization, pausedShare } = hop;
  return utilization + pausedShare <= (best?.utilization ?? -1) + headersShare ? best
    : { station: link, role: 'link', utilization, pausedShare };
}

/** `63 %`, and what is little but not nothing says so. */
export function shareText(share: number): string {
  if (share <= 0) return '–';
  return share < 0.005 ? '< 1 %' : `${String(Math.round(100 * share))} %`;
}

/**
 * What both ends of the link are within that is its bottleneck: the fabric that makes it, or a host
 * whose cards it joins; null: nothing, or it is no link.
 */
export function aroundBottleneck(stream: StreamResult): string | null {
  const found = bottleneckOf(stream);
  const ends = found?.role === 'link' ? found.station.split(' -- ') : [];
  const [left = '', right = ''] = ends.map((end) => end.slice(0, Math.max(0, end.lastIndexOf('.'))));
  return left !== '' && left === right && found?.station === stream.network?.busiest?.link
    ? left : null;
}

/**
 * Of these fabrics the one that makes the link that is its bottleneck, and whose rate makes all of
 * its links faster; null: none.
 */
export function fabricOfBottleneck(
  stream: StreamResult, fabrics: ReadonlySet<string>,
): string | null {
  const around = aroundBottleneck(stream);
  return around !== null && fabrics.has(around) ? around : null;
}

/** What is less busy than this holds nobody up. */
const busyLeast = 0.01;

/** `net.leaf[0] -- net.spine[0] 96 % busy, 3 % paused`; nothing of what holds nobody up. */
export function bottleneckWords(stream: StreamResult, quote = (id: string): string => id): string {
  const found = bottleneckOf(stream);
  if (found === null || found.utilization + found.pausedShare < busyLeast) return '';
  const { station, utilization, pausedShare } = found;
  return `${quote(station)} ${shareText(utilization)} busy${
    pausedShare < busyLeast ? '' : `, ${shareText(pausedShare)} paused`}`;
}

/** Where the most time is spent, over all its requests; null before any is through. */
export function longestPartOf({ ways }: StreamResult): PlacedPart | null {
  let best: PlacedPart | null = null;
  for (const way of ways) {
    for (const part of way.parts) {
      const spent = way.count * partTicks(part);
      if (spent > 0 && spent > (best === null ? 0 : best.way.count * partTicks(best.part))) {
        best = { way, part };
      }
    }
  }
  return best;
}

const roles: { readonly [role: string]: string } = {
  driver: 'driver', ring: 'shared ring', deviceModel: 'device model', limit: 'limit', link: 'link',
  card: 'card', encryption: 'encryption', drive: 'drive', remote: 'remote volume',
  moderation: 'moderation', interrupt: 'interrupt',
};

/** What is done there, in words. */
export const roleText = (role: string): string => roles[role] ?? role;

/** `waiting`, `served`, `on its way`, in this order everywhere. */
export const spentWords = ['waiting', 'being served', 'on its way'] as const;

export const spentOf = (part: PartResult): readonly [number, number, number] =>
  [part.queuedTicks, part.servedTicks, part.propagatedTicks];

/** How a way's mean divides into waiting, service and ways. */
export function spentInAll(way: WayResult): readonly [number, number, number] {
  const sum = (of: (part: PartResult) => number): number =>
    way.parts.reduce((total, part) => total + of(part), 0);
  return [
    sum((part) => part.queuedTicks), sum((part) => part.servedTicks),
    sum((part) => part.propagatedTicks),
  ];
}

const prefixes = [['G', 1e9], ['M', 1e6], ['K', 1e3]] as const;

/** Between two ends messages go, in packets; a volume or drive alone answers requests. */
export const isFlow = ({ to }: StreamResult): boolean => to !== null;

/** What a latency is of: over a fabric a message passes its hosts in segments. */
export const pieceOf = (stream: StreamResult): 'request' | 'packet' | 'segment' =>
  stream.network !== null ? 'segment' : isFlow(stream) ? 'packet' : 'request';

/** What is counted in a second of a stream. */
export const throughputNoun = (stream: StreamResult): string =>
  isFlow(stream) ? 'messages' : 'requests';

/** `31.6 K/s`, `31.6 K requests/s`: three digits that matter. */
export function formatRate(perSecond: number, noun = ''): string {
  const of = noun === '' ? '' : ` ${noun}`;
  for (const [prefix, size] of prefixes) {
    if (perSecond >= size) return `${digits(perSecond / size)} ${prefix}${of}/s`;
  }
  return noun === '' ? `${digits(perSecond)} /s` : `${digits(perSecond)}${of}/s`;
}

/** `11.9 Gbps`. */
export function formatBits(perSecond: number): string {
  for (const [prefix, size] of prefixes) {
    if (perSecond >= size) return `${digits(perSecond / size)} ${prefix}bps`;
  }
  return `${digits(perSecond)} bps`;
}

const digits = (value: number): string =>
  String(Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)));
