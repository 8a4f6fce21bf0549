/**
 * Packets of one stream as words, and which of them a picture shows. Not the picture.
 * Keeps true: what is shown is in one piece, and begins before the first loss where there is one.
 */
import type { PacketResult, PacketsResult } from '#results';
import { formatSeconds, secondsOf } from './time-axis.ts';

/** Of what is shown, so much is before the first trouble. */
const shareBefore = 0.2;

export const isLost = ({ end }: PacketResult): boolean => end !== null && end !== 'delivered';

const isTrouble = (packet: PacketResult): boolean => isLost(packet) || packet.isAgain;

export interface ShownPackets {
  readonly packets: readonly PacketResult[];
  /** Such as `packets 12 to 131 of 812, around the first loss`. */
  readonly about: string;
}

/** @param shownMost so many packets are told apart in one picture */
export function shownPackets({ packets }: PacketsResult, shownMost: number): ShownPackets {
  const trouble = packets.findIndex(isTrouble);
  const before = Math.round(shareBefore * shownMost);
  const from = Math.max(0, Math.min(trouble - before, packets.length - shownMost));
  const shown = packets.slice(from, from + shownMost);
  const of = shown.length === packets.length ? `all ${packets.length} packets`
    : `packets ${from + 1} to ${from + shown.length} of ${packets.length}`;
  return { packets: shown, about: trouble < 0 ? of : `${of}, around the first loss` };
}

const kinds = { data: 'data', acknowledgement: 'acknowledgement', notice: 'notice' } as const;

const packetName = (packet: PacketResult): string => {
  const kind = packet.kind === 'data' && packet.isOfAnswers ? 'answer' : kinds[packet.kind];
  return `${kind} ${packet.sequence}`;
};

/** `delivered`, why it was dropped, or that nobody wrote it down. */
export const packetOutcome = ({ end }: PacketResult): string => end ?? 'under way';

/** What became of a packet, in one sentence. */
export function packetText(
  packet: PacketResult, { links }: PacketsResult, tickPicoseconds: number,
): string {
  const time = (ticks: number): string => formatSeconds(secondsOf(ticks, tickPicoseconds));
  const at = links[packet.links.at(-1) ?? -1]?.id ?? 'its card';
  const took = time(packet.endTicks - packet.sentTicks);
  const end = packet.end === null ? 'under way when nothing more was written down'
    : isLost(packet) ? `dropped (${packet.end}) at ${at} after ${took}` : `there after ${took}`;
  return `${packetName(packet)}${packet.isAgain ? ', sent again' : ''}: ${packet.bytes} bytes, sent at ${
    time(packet.sentTicks)}, ${end}${packet.isMarked ? ', marked' : ''}`;
}
