/**
 * The packets of a stream as tracks of a trace: those under way at a time on lanes below each
 * other, and what each link sends. Not the format: that is perfetto.ts.
 * Keeps true: slices of one track lie beside or within each other.
 */
import type { PacketLink, PacketResult, PacketsResult } from '#results';
import type { TraceWriter, Track } from './perfetto-writer.ts';

const nameOf = ({ kind, sequence, isAgain, isOfAnswers }: PacketResult): string => {
  const what = kind === 'data' ? (isOfAnswers ? 'answer' : 'data') : kind;
  return `${what} ${sequence}${isAgain ? ' again' : ''}`;
};

interface Hop {
  readonly link: PacketLink;
  readonly fromTicks: number;
  readonly toTicks: number;
  /** When its first bit was sent. */
  readonly sendsTicks: number;
}

/** Links that a packet crossed, or was in when it ended. */
const hopsOf = (packet: PacketResult, links: readonly PacketLink[]): readonly Hop[] =>
  packet.links.flatMap((index, i): readonly Hop[] => {
    const link = links[index];
    const fromTicks = packet.atTicks[i];
    if (link === undefined || fromTicks === undefined) return [];
    const toTicks = packet.atTicks[i + 1] ?? packet.endTicks;
    const busy = link.delayTicks + packet.bytes * link.ticksPerByte;
    return [{ link, fromTicks, toTicks, sendsTicks: Math.max(fromTicks, toTicks - busy) }];
  });

/** Lanes, each with one packet at a time. */
class Lanes {
  private readonly lanes: { readonly track: Track; freeTicks: number }[] = [];
  private readonly open: (place: number) => Track;

  constructor(open: (place: number) => Track) {
    this.open = open;
  }

  /** The first lane that is free from then on. */
  at(fromTicks: number, toTicks: number): Track {
    let lane = this.lanes.find(({ freeTicks }) => freeTicks <= fromTicks);
    if (lane === undefined) {
      lane = { track: this.open(this.lanes.length), freeTicks: 0 };
      this.lanes.push(lane);
    }
    lane.freeTicks = toTicks;
    return lane.track;
  }
}

const GROUPS = {
  data: 'data', answers: 'answers', back: 'acknowledgements',
} as const;
type Group = keyof typeof GROUPS;

const groupOf = ({ kind, isOfAnswers }: PacketResult): Group => {
  if (kind !== 'data') return 'back';
  return isOfAnswers ? 'answers' : 'data';
};

/** When a packet ended; of one under way, when it came to the last place that is written down. */
const leftTicks = ({ end, endTicks, sentTicks, atTicks }: PacketResult): number =>
  end === null ? (atTicks.at(-1) ?? sentTicks) : endTicks;

function writeJourney(packet: PacketResult, record: PacketsResult, track: Track): void {
  const { sentTicks, end } = packet;
  const isWhole = end !== null;
  const hops = hopsOf(packet, record.links);
  const toTicks = leftTicks(packet);
  track.slice(nameOf(packet), sentTicks, toTicks, {
    bytes: packet.bytes, payload: packet.payloadBytes, path: packet.path,
    end: end ?? 'under way', ...(packet.isMarked ? { marked: true } : {}),
  });
  for (const hop of hops) {
    if (!isWhole && hop === hops.at(-1)) continue;
    track.slice(hop.link.id, hop.fromTicks, hop.toTicks);
    if (hop.sendsTicks > hop.fromTicks) track.slice('waits', hop.fromTicks, hop.sendsTicks);
  }
  if (packet.isAgain) track.instant('sent again', sentTicks);
  if (packet.isMarked) track.instant('marked', toTicks);
  if (isWhole && end !== 'delivered') {
    track.instant(`dropped: ${end}`, toTicks, { at: hops.at(-1)?.link.id ?? '' });
  }
}

/** What each link sent, as far as it is written down. */
function writeLinks(record: PacketsResult, process: TraceWriter, title: string): void {
  const tracks = new Map(record.links.map((link) => [link, process.track(title, link.id)]));
  for (const packet of record.packets) {
    const hops = hopsOf(packet, record.links);
    hops.forEach((hop, i) => {
      const isLast = i === hops.length - 1;
      const track = tracks.get(hop.link);
      if (isLast && packet.end !== 'delivered') {
        if (packet.end !== null) track?.instant(`dropped: ${nameOf(packet)}, ${packet.end}`, hop.toTicks);
        return;
      }
      track?.slice(nameOf(packet), hop.sendsTicks, hop.toTicks - hop.link.delayTicks, {
        bytes: packet.bytes, path: packet.path,
      });
    });
  }
}

export function writePackets(record: PacketsResult, writer: TraceWriter, of: string): void {
  const title = `${of}: packets of ${record.stream}`;
  const sender = writer.track(title, `${record.from}, time-outs`);
  for (const atTicks of record.timeoutTicks) sender.instant('time-out', atTicks);
  if (record.cutTicks !== null) sender.instant('nothing more was written down', record.cutTicks);
  const lanesOf = new Map((Object.keys(GROUPS) as Group[]).map((group) =>
    [group, new Lanes((place) => writer.track(title, `${GROUPS[group]} ${place + 1}`))]));
  for (const packet of record.packets) {
    const lanes = lanesOf.get(groupOf(packet));
    if (lanes !== undefined) {
      writeJourney(packet, record, lanes.at(packet.sentTicks, leftTicks(packet)));
    }
  }
  writeLinks(record, writer, `${of}: links of ${record.stream}`);
}
