/**
 * Messages of one stream from one instance to another, cut into packets. Not a transport's answer
 * to loss: so many packets are in flight at a time, and lost ones are sent again when what failed
 * works again, unless nobody promised delivery.
 * Keeps true: a message is complete when its last packet is, and none is counted twice.
 */
import { type Chance, defined } from '#base';
import type { ElementIr, StreamIr } from '#ir';
import type { QueueNetwork } from '#sim/kernel';
import { Duration } from '../duration.ts';
import { Load } from './load.ts';
import type { PlanArrival } from './storage-load.ts';

/** Packets of one stream on their way at a time: 2 MiB of 8 KiB packets. */
const windowPackets = 256;

export interface FlowOptions {
  readonly stream: StreamIr;
  readonly needs: readonly string[];
  readonly properties: ElementIr<'flow'>['properties'];
  /** Payload of a packet, and bytes around it on the wire. */
  readonly packetBytes: number;
  readonly headerBytes: number;
  readonly promised: boolean;
  /** Packets on their way at a time, where it is not the usual number. */
  readonly windowPackets?: number;
  readonly network: QueueNetwork;
  readonly chance: Chance;
  readonly plan: PlanArrival;
  readonly now: () => number;
}

interface Message {
  bornTicks: number;
  toSendBytes: number;
  packetsOut: number;
  broken: boolean;
}

export class FlowLoad extends Load {
  /** The route of its packets; set once it is made. */
  route = -1;
  private readonly options: FlowOptions;
  private readonly messageBytes: number;
  private readonly gaps: Duration | null;
  private readonly messages: Message[] = [];
  private readonly free: number[] = [];
  /** Messages with bytes to send, in order, from `front` on. */
  private waiting: number[] = [];
  private front = 0;
  private inFlight = 0;
  private issued = 0;
  private active = 0;
  private serial = 0;
  private stalled = false;

  constructor(options: FlowOptions) {
    super(options.stream, options.needs);
    this.options = options;
    const { everyTicks, sizeBytes } = options.properties;
    // Only messages of a trace have no size of their own, and they are brought whole.
    this.messageBytes = defined(sizeBytes, () => `messages of ${options.stream.id} have a size`);
    this.gaps = everyTicks === null ? null
      : new Duration(everyTicks, options.chance, `${options.stream.id}/every`);
  }

  override arrive(serial: number): void {
    if (serial !== this.serial || !this.running || !this.more()) return;
    this.issue();
    this.planNext();
    this.pump();
  }

  override done(customer: number, tag: number): void {
    const message = this.at(tag);
    this.inFlight--;
    message.packetsOut--;
    const { network, headerBytes } = this.options;
    this.bytes += (network.customers.bytes[customer] as number) - headerBytes;
    this.settle(tag, message);
    this.pump();
  }

  /** Without a station nothing will ever tell that its packets get through again. */
  override lost(customer: number, tag: number, station?: number): void {
    const message = this.at(tag);
    const { network, headerBytes, promised } = this.options;
    this.inFlight--;
    message.packetsOut--;
    this.lostCount++;
    if (promised) {
      // News of a short failure may come when it is over, and nobody calls a second time.
      if (station === undefined || !network.stations.works(station)) this.stalled = true;
      if (message.toSendBytes === 0) this.waiting.push(tag);
      message.toSendBytes += (network.customers.bytes[customer] as number) - headerBytes;
      this.pump();
      return;
    }
    message.broken = true;
    this.settle(tag, message);
    this.pump();
  }

  override restored(): void {
    this.stalled = false;
    this.pump();
  }

  protected override begin(): void {
    this.serial++;
    this.stalled = false;
    if (this.gaps !== null) this.planNext();
    else while (this.active < this.options.properties.depth && this.more()) this.issue();
    this.pump();
  }

  private more(): boolean {
    const { messages } = this.options.properties;
    return messages === null || this.issued < messages;
  }

  private planNext(): void {
    if (this.gaps === null || !this.more()) return;
    const { plan, now, stream } = this.options;
    plan(this, now() + this.gaps.next(stream.from ?? ''), this.serial);
  }

  private issue(): void {
    const { now } = this.options;
    const message = {
      bornTicks: now(), toSendBytes: this.messageBytes, packetsOut: 0, broken: false,
    };
    const known = this.free.pop();
    const slot = known ?? this.messages.length;
    this.messages[slot] = message;
    this.waiting.push(slot);
    this.issued++;
    this.active++;
  }

  /** Sends packets of the first messages while there is room; one that has ended sends none. */
  private pump(): void {
    const { network, packetBytes, headerBytes } = this.options;
    const window = this.options.windowPackets ?? windowPackets;
    while (this.running && !this.stalled && this.inFlight < window
      && this.front < this.waiting.length) {
      const slot = this.waiting[this.front] as number;
      const message = this.at(slot);
      const bytes = Math.min(packetBytes, message.toSendBytes);
      message.toSendBytes -= bytes;
      message.packetsOut++;
      this.inFlight++;
      if (message.toSendBytes === 0) this.advance();
      network.begin(this.route, bytes + headerBytes, slot);
    }
  }

  private advance(): void {
    this.front++;
    if (this.front < 1024 || 2 * this.front < this.waiting.length) return;
    this.waiting = this.waiting.slice(this.front);
    this.front = 0;
  }

  private settle(slot: number, message: Message): void {
    if (message.toSendBytes > 0 || message.packetsOut > 0) return;
    if (!message.broken) {
      this.completed++;
      this.completions.record(this.options.now() - message.bornTicks);
    }
    this.free.push(slot);
    this.active--;
    if (this.gaps === null && this.running && this.more()) this.issue();
  }

  private at(slot: number): Message {
    return this.messages[slot]!;
  }
}
