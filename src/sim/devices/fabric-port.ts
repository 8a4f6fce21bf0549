/**
 * What traffic asks of the fabrics between hosts: whether two cards are joined by one, and flows
 * from card to card. Not the host's part of the way, and not how packets travel.
 */
import type { TransportIr } from '#ir';

/** Who is told of messages of a flow; a tag is what was given with the message. */
export interface FlowListener {
  /** All of it has left the card of the sender, or is about to. */
  sent(tag: number): void;
  /** The last byte has arrived at the card of the receiver, and is handed over. */
  delivered(tag: number): void;
  /** It never will: a part of it was lost, and the transport sends nothing again. */
  lost(tag: number): void;
  /** Nobody answered for too long: the transport gives up what is under way, and begins anew. */
  gaveUp?(): void;
}

export interface FlowRequest {
  readonly id: string;
  /** Cards; they are joined, and not the same. */
  readonly from: string;
  readonly to: string;
  readonly transport: TransportIr;
  /**
   * The cards carry TCP and UDP over SRD, and take so long to put a message in order; null: they
   * do not.
   */
  readonly expressTicks: number | null;
  /** Payload of a packet, at most; links may allow less. */
  readonly packetBytes: number;
  /** The largest packet of both ends, headers of IP included; null: what links take. */
  readonly mtuBytes: number | null;
  /** What the cards let one flow send; null: what the links take. */
  readonly limitBitsPerSecond: number | null;
  /** Whoever sends waits for a peer that does not answer, for as long as it takes. */
  readonly isPatient: boolean;
  readonly listener: FlowListener;
}

/** What a flow came to between the cards, since the warm-up. */
export interface FlowCounts {
  readonly sentPackets: number;
  readonly retransmitted: number;
  readonly reordered: number;
  /** How many packets behind the latest the farthest was. */
  readonly reorderedMost: number;
  readonly timeouts: number;
  readonly reconnects: number;
  readonly marked: number;
  /** Packets that were dropped between the cards. */
  readonly dropped: number;
  readonly duplicates: number;
  /** The longest wait for a packet while some was to come. */
  readonly stallTicks: number;
  /** Different ways that it has been over, of those there are; 1 where a hash keeps it to one. */
  readonly paths: number;
}

/** Whether its packets go by all ways, and not by one that a hash takes. */
export const spraysPackets = ({ transport, expressTicks }: FlowRequest): boolean =>
  expressTicks !== null
  || (transport.properties.protocol === 'srd' && transport.properties.spray !== 'hash');

/**
 * Links that packets of a flow go over, those side by side together: which, by the ids of the
 * model, and for which shares of the time since the warm-up they were sending, or paused.
 */
export interface BusyHop {
  readonly link: string;
  readonly utilization: number;
  readonly pausedShare: number;
}

export interface FabricFlow {
  /** Payload of each packet but the last of a message. */
  readonly payloadBytes: number;
  /** Of each packet, of IP and above. */
  readonly headerBytes: number;
  /** In how many segments a message passes hosts at the most; null: as many as it has. */
  readonly segmentsMost: number | null;
  /** From the first bit of a message to its last at the other card, while nothing else is there. */
  idleTicks(bytes: number): number;
  /** What so many bytes take on the slowest link of the way, headers included. */
  wireTicks(bytes: number): number;
  /** Likewise on the links of both cards. */
  endTicks(bytes: number): readonly [out: number, into: number];
  send(bytes: number, tag: number): void;
  /** Of its ways, where most is sent or paused; null: nothing was. */
  busiestHop(): BusyHop | null;
  /** Null: the fabric is computed as flows, without packets. */
  counts(): FlowCounts | null;
  /** The warm-up is over: counts start anew. */
  cut(): void;
}

export interface FabricPort {
  /** Whether a fabric lies between two cards; a cable from card to card is none. */
  joins(from: string, to: string): boolean;
  open(request: FlowRequest): FabricFlow;
}
