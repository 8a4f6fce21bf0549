/**
 * Brings messages of one stream from guest to guest: in segments through the host of the sender,
 * over the fabric or the cables between both cards, and through the host of the receiver.
 * Not when a message begins. Keeps true: a message is there when its last segment is; a segment
 * that is lost in a host is sent again, unless nobody promised delivery.
 */
import type { QueueNetwork } from '#sim/kernel';
import type { FabricFlow, FlowListener } from '../../fabric-port.ts';

/** What a card is handed at a time, as segmentation offload has it (Linux: GSO_MAX_SIZE). */
const segmentBytesMost = 65_536;
/** Bytes that a guest has handed over and that are not there: beyond windows of transports. */
const windowBytes = 16_777_216;
/**
 * Segments that a flow has at its host and card beyond those that were sent, so that flows of one
 * card take turns. As many as TCP small queues of Linux leave at the least.
 */
const aheadSegments = 2;
/** Without a promise nobody tells the sender to wait. */
const unpromisedWindowBytes = 268_435_456;

export interface PipeListener {
  /** A message is whole at its receiver. */
  arrived(tag: number): void;
  /** It never will be: a part of it was lost, and nobody sends it again. */
  broken(tag: number): void;
  /** So many bytes of payload reached the receiver, so long after they were handed over. */
  received(bytes: number, tookTicks: number): void;
}

/** Messages of all pipes that are to be sent or under way. */
export interface Backlog {
  messages: number;
}

export interface PipeOptions {
  readonly network: QueueNetwork;
  readonly promised: boolean;
  readonly listener: PipeListener;
  readonly backlog: Backlog;
  readonly now: () => number;
}

/** Of a packet: its payload, and its headers. */
export type PacketShape = Pick<FabricFlow, 'payloadBytes' | 'headerBytes'>;

interface Message {
  tag: number;
  toSendBytes: number;
  segmentBytes: number;
  segmentsOut: number;
  isBroken: boolean;
}

interface Segment {
  message: number;
  bytes: number;
  bornTicks: number;
  /** It has not left the card. */
  isAhead: boolean;
}

export class Pipe {
  /** Through the host of the sender; then over cables, where no fabric carries it; then on. */
  outRoute = -1;
  betweenRoute = -1;
  intoRoute = -1;
  flow: FabricFlow | null = null;
  private shape: PacketShape = { payloadBytes: 1, headerBytes: 0 };
  private segmentBytes = 1;
  private segmentsMost = Infinity;
  /** The sender is there. */
  private isOpen = false;
  private readonly options: PipeOptions;
  private readonly messages: Message[] = [];
  private readonly freeMessages: number[] = [];
  private readonly segments: Segment[] = [];
  private readonly freeSegments: number[] = [];
  /** Messages with bytes to send, in order, from `front` on. */
  private waiting: number[] = [];
  private front = 0;
  private outBytes = 0;
  private ahead = 0;
  private isStalled = false;

  constructor(options: PipeOptions) {
    this.options = options;
  }

  /** Segments go over a fabric. */
  carryOver(flow: FabricFlow): void {
    this.flow = flow;
    this.segmentsMost = flow.segmentsMost ?? Infinity;
    this.cutInto(flow);
  }

  /** Segments are cut into such packets. */
  cutInto(shape: PacketShape): void {
    const { payloadBytes } = shape;
    this.shape = shape;
    this.segmentBytes = Math.max(1, Math.floor(segmentBytesMost / payloadBytes)) * payloadBytes;
  }

  /** A whole packet, headers included. */
  get packetBytes(): number {
    return this.shape.payloadBytes + this.shape.headerBytes;
  }

  send(bytes: number, tag: number): void {
    const slot = this.freeMessages.pop() ?? this.messages.length;
    this.options.backlog.messages++;
    const times = Math.max(1, Math.ceil(bytes / this.segmentBytes / this.segmentsMost));
    this.messages[slot] = {
      tag, toSendBytes: bytes, segmentBytes: times * this.segmentBytes, segmentsOut: 0,
      isBroken: false,
    };
    this.waiting.push(slot);
    this.pump();
  }

  open(): void {
    this.isOpen = true;
    this.isStalled = false;
    this.pump();
  }

  close(): void {
    this.isOpen = false;
  }

  /** Something on the way works again. */
  restored(): void {
    this.isStalled = false;
    this.pump();
  }

  /** A segment has left the host of its sender. */
  readonly out = {
    done: (_customer: number, segment: number): void => {
      if (this.flow !== null) this.flow.send(this.segments[segment]!.bytes, segment);
      else if (this.betweenRoute >= 0) this.walk(this.betweenRoute, segment);
      else this.walk(this.intoRoute, segment);
    },
    lost: (_customer: number, segment: number, station: number): void => {
      this.lose(segment, station);
    },
  };

  /** It is at the card of its receiver. */
  readonly between = {
    done: (_customer: number, segment: number): void => {
      this.walk(this.intoRoute, segment);
    },
    lost: (_customer: number, segment: number, station: number): void => {
      this.lose(segment, station);
    },
  };

  /** It is at its receiver. */
  readonly into = {
    done: (_customer: number, segment: number): void => {
      const { bytes, bornTicks, message } = this.segments[segment]!;
      this.options.listener.received(bytes, this.options.now() - bornTicks);
      this.release(segment);
      this.settle(message);
      this.pump();
    },
    lost: (_customer: number, segment: number, station: number): void => {
      this.lose(segment, station);
    },
  };

  /** What the fabric tells of segments. */
  readonly overFabric: FlowListener = {
    sent: (segment) => {
      this.leave(segment);
      this.pump();
    },
    delivered: (segment) => {
      this.walk(this.intoRoute, segment);
    },
    lost: (segment) => {
      this.breakOff(segment);
    },
  };

  /** Bytes of payload and headers of all packets of a segment. */
  private carriedBytes(bytes: number): number {
    const { payloadBytes, headerBytes } = this.shape;
    return bytes + headerBytes * Math.ceil(bytes / payloadBytes);
  }

  private walk(route: number, segment: number): void {
    this.options.network.begin(route, this.carriedBytes(this.segments[segment]!.bytes), segment);
  }

  /** Hands over segments of the first messages while there is room. */
  private pump(): void {
    const { promised, now } = this.options;
    const window = promised ? windowBytes : unpromisedWindowBytes;
    const aheadMost = this.flow === null || !promised ? Infinity : aheadSegments;
    while (this.isOpen && !this.isStalled && this.ahead < aheadMost
      && this.front < this.waiting.length) {
      const slot = this.waiting[this.front]!;
      const message = this.messages[slot]!;
      // Large segments are on their way while the next are handed over, as small ones are.
      if (this.outBytes >= Math.max(window, 2 * aheadSegments * message.segmentBytes)) return;
      const bytes = Math.min(message.segmentBytes, message.toSendBytes);
      message.toSendBytes -= bytes;
      message.segmentsOut++;
      this.outBytes += bytes;
      if (message.toSendBytes === 0) this.advance();
      const segment = this.freeSegments.pop() ?? this.segments.length;
      const known = this.segments[segment];
      this.ahead++;
      if (known === undefined) {
        this.segments.push({ message: slot, bytes, bornTicks: now(), isAhead: true });
      } else {
        known.message = slot;
        known.bytes = bytes;
        known.bornTicks = now();
        known.isAhead = true;
      }
      this.walk(this.outRoute, segment);
    }
  }

  private lose(segment: number, station: number): void {
    const { promised, network } = this.options;
    if (!promised) {
      this.breakOff(segment);
      return;
    }
    // News of a short failure may come when it is over, and nobody calls a second time.
    if (!network.stations.works(station)) this.isStalled = true;
    const { message: slot, bytes } = this.segments[segment]!;
    const message = this.messages[slot]!;
    if (message.toSendBytes === 0) this.waiting.push(slot);
    message.toSendBytes += bytes;
    this.release(segment);
    this.pump();
  }

  private breakOff(segment: number): void {
    const { message } = this.segments[segment]!;
    const broken = this.messages[message]!;
    broken.isBroken = true;
    if (this.options.promised && broken.toSendBytes > 0) {
      // The transport has given up, and nobody sends the rest of it.
      broken.toSendBytes = 0;
      this.waiting = this.waiting.slice(this.front).filter((slot) => slot !== message);
      this.front = 0;
    }
    this.release(segment);
    this.settle(message);
    this.pump();
  }

  private leave(segment: number): void {
    const one = this.segments[segment]!;
    if (!one.isAhead) return;
    one.isAhead = false;
    this.ahead--;
  }

  private release(segment: number): void {
    this.leave(segment);
    const { message, bytes } = this.segments[segment]!;
    this.messages[message]!.segmentsOut--;
    this.outBytes -= bytes;
    this.freeSegments.push(segment);
  }

  /** A message that is all sent and nowhere on its way is there, or never will be. */
  private settle(slot: number): void {
    const { tag, toSendBytes, segmentsOut, isBroken } = this.messages[slot]!;
    if (toSendBytes > 0 || segmentsOut > 0) return;
    this.freeMessages.push(slot);
    this.options.backlog.messages--;
    const { listener } = this.options;
    if (isBroken) listener.broken(tag);
    else listener.arrived(tag);
  }

  private advance(): void {
    this.front++;
    if (this.front < 1024 || 2 * this.front < this.waiting.length) return;
    this.waiting = this.waiting.slice(this.front);
    this.front = 0;
  }
}
