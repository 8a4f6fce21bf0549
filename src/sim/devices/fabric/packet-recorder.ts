/**
 * Writes down what becomes of the packets of one stream: when each was sent, came to each link,
 * arrived or was dropped. Not of all streams, and not what transports think.
 * Keeps true: it changes nothing that happens; after so many events it writes no more, and the
 * fabric asks it no more.
 */
import type { DropReason, Fabric } from './fabric.ts';
import {
  bytesAt, entropyAt, flagsAt, flowAt, packetFlags, packetWords, payloadAt, sequenceAt,
} from './fields.ts';

/** Who is told of every packet of a fabric. */
export interface PacketTap {
  sent(packet: number): void;
  /** It comes to a link. */
  queued(link: number, packet: number): void;
  marked(packet: number): void;
  delivered(packet: number): void;
  dropped(packet: number, reason: DropReason): void;
  /** A timer of a flow ran out, and what was under way counts as lost. */
  timedOut(flow: number): void;
}

/** Sending, links, arrivals and time-outs that are written down of a stream. */
const recordedEventsMost = 8192;

export type PacketKind = 'data' | 'acknowledgement' | 'notice';

/** A packet on its way, once. */
export interface PacketTrip {
  /** Which of the flows that are recorded. */
  readonly flow: number;
  readonly kind: PacketKind;
  /** Its number in its flow; of what is no data, what it says or answers. */
  readonly sequence: number;
  /** Its payload; of what is no data nothing. */
  readonly payloadBytes: number;
  /** On the wire. */
  readonly bytes: number;
  /** What switches choose a way by. */
  readonly entropy: number;
  /** It was sent before. */
  readonly isAgain: boolean;
  readonly sentTicks: number;
  readonly links: number[];
  /** When it came to each of them. */
  readonly atTicks: number[];
  isMarked: boolean;
  /** Null: it is under way, or nothing more was written down. */
  end: 'delivered' | DropReason | null;
  endTicks: number;
}

interface Watched {
  readonly flow: number;
  /** Numbers of data from here on were never sent. */
  next: number;
}

export class PacketRecorder implements PacketTap {
  readonly trips: PacketTrip[] = [];
  readonly timeoutTicks: number[] = [];
  /** When the room for events was used up; null: it was not. */
  fullTicks: number | null = null;
  fabric: Fabric | null = null;
  /** Nothing is written down before. */
  private readonly fromTicks: number;
  private events = 0;
  private readonly watched: Watched[] = [];
  /** The trip that a packet's record is on. */
  private readonly tripOf = new Map<number, PacketTrip>();

  constructor(fromTicks: number) {
    this.fromTicks = fromTicks;
  }

  /** Writes down what is sent by a flow of this fabric; all flows are of one. */
  watch(fabric: Fabric, flow: number): void {
    this.fabric = fabric;
    fabric.watch(this);
    this.watched.push({ flow, next: 0 });
  }

  sent(packet: number): void {
    const { packets, simulation: { now } } = this.fabric!;
    const { words } = packets;
    const p = packetWords * packet;
    const flow = this.watched.findIndex((one) => one.flow === words[p + flowAt]);
    if (flow < 0) return;
    const flags = words[p + flagsAt]!;
    const kind = kindOf(flags);
    const sequence = words[p + sequenceAt]!;
    const isAgain = kind === 'data' && sequence < this.watched[flow]!.next;
    if (kind === 'data' && !isAgain) this.watched[flow]!.next = sequence + 1;
    if (now < this.fromTicks || !this.takesOne()) return;
    const trip: PacketTrip = {
      flow, kind, sequence, isAgain, bytes: words[p + bytesAt]!, entropy: words[p + entropyAt]!,
      sentTicks: now, links: [], atTicks: [],
      payloadBytes: kind === 'data' ? words[p + payloadAt]! : 0,
      isMarked: false, end: null, endTicks: now,
    };
    this.trips.push(trip);
    this.tripOf.set(packet, trip);
  }

  queued(link: number, packet: number): void {
    const trip = this.tripOf.get(packet);
    if (trip === undefined || !this.takesOne()) return;
    trip.links.push(link);
    trip.atTicks.push(this.fabric!.simulation.now);
  }

  marked(packet: number): void {
    const trip = this.tripOf.get(packet);
    if (trip !== undefined) trip.isMarked = true;
  }

  delivered(packet: number): void {
    this.end(packet, 'delivered');
  }

  dropped(packet: number, reason: DropReason): void {
    this.end(packet, reason);
  }

  timedOut(flow: number): void {
    const { now } = this.fabric!.simulation;
    if (now < this.fromTicks || this.watched.every((one) => one.flow !== flow)) return;
    if (this.takesOne()) this.timeoutTicks.push(now);
  }

  private end(packet: number, end: 'delivered' | DropReason): void {
    const trip = this.tripOf.get(packet);
    if (trip === undefined) return;
    this.tripOf.delete(packet);
    if (!this.takesOne()) return;
    trip.end = end;
    trip.endTicks = this.fabric!.simulation.now;
  }

  /** Whether there is room for one more event; without it nobody asks any more. */
  private takesOne(): boolean {
    if (this.events < recordedEventsMost) {
      this.events++;
      return true;
    }
    const fabric = this.fabric!;
    this.fullTicks ??= fabric.simulation.now;
    fabric.watch(null);
    return false;
  }
}

const kindOf = (flags: number): PacketKind => {
  if ((flags & packetFlags.acknowledgement) !== 0) return 'acknowledgement';
  return (flags & packetFlags.notice) !== 0 ? 'notice' : 'data';
};
