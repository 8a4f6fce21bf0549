/**
 * The packets of one stream in the results, where they were asked for. Not the writing down.
 * Keeps true: links and paths are numbered in the order in which they were used.
 */
import type { World } from '#ir';
import type { PacketLink, PacketResult, PacketsResult } from '#results';
import type { Ground, PacketRequest } from '#sim/devices';

type Recorder = NonNullable<Ground['fabrics']['recorder']>;

/** Numbers things by when they were first seen. */
class Numbering {
  readonly seen: number[] = [];
  private readonly places = new Map<number, number>();

  of(value: number): number {
    const known = this.places.get(value);
    if (known !== undefined) return known;
    this.places.set(value, this.seen.length);
    return this.seen.push(value) - 1;
  }
}

/** Null: no fabric carries the stream, so that its packets are not told apart. */
export function packetsResult(
  ground: Ground, world: World, { stream: id, fromTicks }: PacketRequest,
): PacketsResult | null {
  const { recorder } = ground.fabrics;
  const fabric = recorder?.fabric ?? null;
  const stream = world.streams.find((one) => one.id === id);
  if (recorder === null || fabric === null || stream === undefined) return null;
  const links = new Numbering();
  const packets = tripsOf(recorder, links);
  const names = new Map(ground.fabrics.packetSites().flatMap(({ network, wiring }) =>
    (network.fabric === fabric ? wiring.cables : []).flatMap(({ ir: { ends }, link }) => [
      [link, ends.join(' > ')] as const, [link + 1, ends.toReversed().join(' > ')] as const,
    ])));
  return {
    stream: id, from: stream.from ?? '', to: stream.to ?? '', fromTicks,
    links: links.seen.map((link) => linkOf(fabric, link, names.get(link) ?? '')),
    packets, timeoutTicks: recorder.timeoutTicks, cutTicks: recorder.fullTicks,
  };
}

/** A link as it is when nothing fails. */
function linkOf(fabric: NonNullable<Recorder['fabric']>, link: number, name: string): PacketLink {
  const { plans, rates, ids } = fabric.links;
  const { whole, remainder, divisor } = rates[link]!;
  return {
    id: name === '' ? ids[link]! : name, delayTicks: plans[link]!.delayTicks,
    ticksPerByte: whole + remainder / divisor,
  };
}

function tripsOf(recorder: Recorder, links: Numbering): readonly PacketResult[] {
  const paths = new Numbering();
  return recorder.trips.map((trip): PacketResult => ({
    kind: trip.kind, isBack: (trip.flow === 1) !== (trip.kind !== 'data'),
    isOfAnswers: trip.flow === 1, sequence: trip.sequence, payloadBytes: trip.payloadBytes,
    bytes: trip.bytes, path: paths.of(trip.entropy), isAgain: trip.isAgain,
    isMarked: trip.isMarked, sentTicks: trip.sentTicks,
    links: trip.links.map((link) => links.of(link)), atTicks: trip.atTicks,
    end: trip.end, endTicks: trip.endTicks,
  }));
}
