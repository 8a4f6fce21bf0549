/**
 * Flows over a fabric without packets, for very large studies: at any instant each has its max-min
 * fair share of the links on its way, and an event is the end of a message.
 * Not a transport: no queue, loss, mark or pause; a message waits for those before it in its flow,
 * leaves at the rate of the flow, and is there after the rest of an idle path.
 * Keeps true: changes of one instant are one change of rates; what flows send is what their links
 * carry, by two books.
 */
import { invariant } from '#base';
import { doubled, type EventKind, type Simulation, type Timer } from '#sim/kernel';
import { Fabric } from '../fabric.ts';
import { none } from '../fields.ts';
import type { FlowOwner } from '../flows.ts';
import { type CutMessage, messageWireBytes } from '../idle.ts';
import {
  endTicksPerByte, messageTicks, type Passage, slowestTicksPerByte,
} from '../passages.ts';
import type { FabricPlan } from '../plan.ts';
import { FlowFaults } from './flow-faults.ts';
import { FlowMessages } from './flow-messages.ts';
import { LastPackets } from './last-packets.ts';
import type { Course, Dealing } from './spreading.ts';
import { WayShares } from './way-shares.ts';

/** What becomes of what has no way. */
export interface Patience {
  /** How long it waits for one; null: as long as it would have taken to send. */
  readonly ticks: number | null;
  /** What is lost then: all that waits, or one message; or nothing, and it is tried again. */
  readonly loses: 'all' | 'message' | 'nothing';
}

export interface FlowLevelPlan {
  readonly id: string;
  /** Ids of ports. */
  readonly from: string;
  readonly to: string;
  readonly dealing: Dealing;
  /** Of each packet, of IP and above; and the largest packet. */
  readonly headerBytes: number;
  readonly mtuBytes: number;
  /** What an interface lets it send; null: what its links take. */
  readonly bitsPerSecond: number | null;
  /** What the card of the receiver takes to hand a message over. */
  readonly cardTicks: number;
  /** Null: it waits for as long as it takes. */
  readonly patience: Patience | null;
  readonly owner: FlowOwner;
}

/** What is kept of each flow in objects, with its timer: as seen in a heap, by and large. */
const bytesPerFlow = 500;

export class FlowNetwork {
  readonly simulation: Simulation;
  readonly fabric: Fabric;
  readonly faults: FlowFaults;
  private readonly messages = new FlowMessages();
  private readonly ways: WayShares;
  private readonly lastPackets: LastPackets;
  private readonly plans: FlowLevelPlan[] = [];
  private readonly courses: Course[] = [];
  private readonly timers: Timer[] = [];
  private from = new Int32Array(64);
  private to = new Int32Array(64);
  /** The message that is being sent, and the last of those that wait behind it. */
  private sending = new Int32Array(64);
  private last = new Int32Array(64);
  /** Of the message that is being sent: bytes to send as of `since`, and at which rate. */
  private left = new Float64Array(64);
  private since = new Float64Array(64);
  private rates = new Float64Array(64);
  /** Since when a message has no way; below 0: it has one. */
  private strandedAt = new Float64Array(64);
  /** When the message before is there: none comes sooner. */
  private thereAt = new Float64Array(64);
  /** The rest of a path after sending, by the size of the last message that asked. */
  private tailBytes = new Float64Array(64);
  private tailTicks = new Float64Array(64);
  private isStirred = false;
  private readonly sent: EventKind;
  private readonly there: EventKind;
  private readonly settling: EventKind;
  /** Of cables that do not work at the rate of their plan, by their first way. */
  private readonly linkRates = new Map<number, number>();
  /** What links carried, and how long they were busy with it, before their rate was another. */
  private readonly bytesBefore: Float64Array;
  private readonly busyBefore: Float64Array;

  constructor(simulation: Simulation, plan: FabricPlan) {
    this.simulation = simulation;
    this.fabric = new Fabric(simulation, plan);
    this.bytesBefore = new Float64Array(this.fabric.links.count);
    this.busyBefore = new Float64Array(this.fabric.links.count);
    this.faults = new FlowFaults(this.fabric, () => {
      this.changeWays();
    });
    this.ways = new WayShares({
      fabric: this.fabric,
      known: () => this.fabric.routes,
      current: () => this.faults.current,
      bringUpToDate: () => {
        this.plans.forEach((_, flow) => {
          this.move(flow, this.simulation.now);
        });
      },
    });
    this.lastPackets = new LastPackets(this.fabric, () => this.faults.current);
    this.sent = simulation.register((flow) => {
      if (this.strandedAt[flow]! < 0) this.finish(flow);
      else this.giveUp(flow);
    });
    this.there = simulation.register((message) => {
      this.deliver(message);
    });
    this.settling = simulation.register(() => {
      this.settle();
    });
  }

  openFlow(plan: FlowLevelPlan): number {
    const { fabric, simulation } = this;
    const flow = this.plans.length;
    if (flow === this.from.length) this.grow();
    const [from, to] = [fabric.portOf(plan.from), fabric.portOf(plan.to)];
    invariant(from !== to, () => `${plan.id} leads from ${plan.from} to itself`);
    this.plans.push(plan);
    this.timers.push(simulation.createTimer(this.sent, flow));
    this.from[flow] = from;
    this.to[flow] = to;
    this.sending[flow] = none;
    this.strandedAt[flow] = -1;
    // The same dice as with packets, so that hashes take the same ways.
    const entropy = simulation.streamOf(`${plan.id}/entropy`).bits() | 0;
    const course: Course = { from, to, entropy, dealing: plan.dealing };
    this.courses.push(course);
    this.ways.add(course, plan.bitsPerSecond === null
      ? Infinity : plan.bitsPerSecond / 8 / fabric.plan.ticksPerSecond);
    return flow;
  }

  /** Sends bytes over a flow, from now on. */
  send(flow: number, bytes: number, tag: number): void {
    invariant(bytes > 0, 'a message has bytes');
    const { messages, sending, simulation: { now } } = this;
    const wire = this.onWire(flow, bytes);
    const message = messages.take({ flow, tag, bytes, wireBytes: wire }, now);
    if (sending[flow] === none) {
      sending[flow] = message;
      this.left[flow] = wire;
      this.since[flow] = now;
      this.ways.begin(flow);
      this.stir();
    } else messages.following[this.last[flow]!] = message;
    this.last[flow] = message;
  }

  /** From the first bit of a message to its last at the other port, if nothing else were there. */
  idleTicks(flow: number, bytes: number): number {
    return messageTicks(this.fabric, this.passageOf(flow), this.cut(flow, bytes));
  }

  /** What so many bytes take on the slowest link of the way, headers included. */
  wireTicks(flow: number, bytes: number): number {
    return this.onWire(flow, bytes) * slowestTicksPerByte(this.fabric, this.passageOf(flow));
  }

  /** Likewise on the links of both ports. */
  endTicks(flow: number, bytes: number): readonly [out: number, into: number] {
    const wire = this.onWire(flow, bytes);
    const [out, into] = endTicksPerByte(this.fabric, this.passageOf(flow));
    return [wire * out, wire * into];
  }

  /** Bytes of a packet that are not headers. */
  payloadMax(flow: number): number {
    const { mtuBytes, headerBytes } = this.plans[flow]!;
    return mtuBytes - headerBytes;
  }

  /** What a cable works at now. */
  rateOf(link: number): number {
    return this.linkRates.get(link & ~1) ?? this.fabric.links.plans[link]!.bitsPerSecond;
  }

  /** A cable works at another rate from now on, both ways. */
  setRate(link: number, bitsPerSecond: number): void {
    this.linkRates.set(link & ~1, bitsPerSecond);
    for (const way of [link, link ^ 1]) {
      const bytes = this.bytesOf(way);
      this.bytesBefore[way] = bytes;
      this.busyBefore[way] = this.busyTicks(way);
      this.fabric.links.setRate(way, bitsPerSecond);
      this.ways.noteRate(way);
    }
    this.changeWays();
  }

  /** Ticks that a link was sending, and what it carried, up to now. */
  busyTicks(link: number): number {
    return this.ways.busyTicks(link, this.simulation.now);
  }

  bytesOf(link: number): number {
    const busy = this.busyTicks(link) - this.busyBefore[link]!;
    return this.bytesBefore[link]! + busy / this.ways.ticksPerByte(link);
  }

  /** Of messages, flows, bundles and routes. */
  memoryBytes(): number {
    return this.messages.memoryBytes() + this.ways.memoryBytes() + this.fabric.routes.memoryBytes()
      + 72 * this.from.length
      + bytesPerFlow * this.plans.length;
  }

  /** Stops the program unless all books agree. */
  audit(): void {
    const { now } = this.simulation;
    this.messages.audit(this.fabric.plan.id, now);
    this.ways.audit(now);
  }

  /** What a message takes on the wire, in packets with all headers. */
  private onWire(flow: number, bytes: number): number {
    return messageWireBytes(this.cut(flow, bytes));
  }

  private cut(flow: number, bytes: number): CutMessage {
    const { headerBytes } = this.plans[flow]!;
    return { bytes, payloadBytes: this.payloadMax(flow), headerBytes };
  }

  private changeWays(): void {
    this.ways.reroute();
    this.lastPackets.forget();
    this.tailBytes.fill(0);
    this.stir();
  }

  /** Rates are found anew when all else that happens now has. */
  private stir(): void {
    if (this.isStirred) return;
    this.isStirred = true;
    this.simulation.scheduleAfter(0, this.settling, 0, 0);
  }

  private settle(): void {
    const { now } = this.simulation;
    this.isStirred = false;
    for (const flow of this.ways.settle(now)) {
      this.move(flow, now);
      this.rates[flow] = this.ways.rateOf(flow);
      this.expect(flow, now);
    }
  }

  /** Writes down what a flow has sent since that was written down. */
  private move(flow: number, now: number): void {
    const bytes = this.rates[flow]! * (now - this.since[flow]!);
    this.since[flow] = now;
    this.left[flow]! -= bytes;
    this.ways.noteMoved(flow, bytes);
  }

  /** Plans the end of the message that is being sent. */
  private expect(flow: number, now: number): void {
    const rate = this.rates[flow]!;
    if (rate === 0) {
      this.strand(flow, now);
      return;
    }
    this.strandedAt[flow] = -1;
    const ticks = Math.max(0, Math.ceil(this.left[flow]! / rate));
    this.simulation.arm(this.timers[flow]!, now + ticks, 0);
  }

  /** No way leads there. */
  private strand(flow: number, now: number): void {
    const { patience } = this.plans[flow]!;
    const timer = this.timers[flow]!;
    if (this.strandedAt[flow]! < 0) this.strandedAt[flow] = now;
    if (patience === null) {
      this.simulation.disarm(timer);
      return;
    }
    const bytes = this.messages.bytes[this.sending[flow]!]!;
    const ticks = patience.ticks ?? Math.max(1, this.wireTicks(flow, bytes));
    this.simulation.arm(timer, Math.max(now, Math.ceil(this.strandedAt[flow]! + ticks)), 0);
  }

  /** A message, or all that wait, will never be there. */
  private giveUp(flow: number): void {
    const { messages, sending, simulation: { now } } = this;
    const { patience, owner } = this.plans[flow]!;
    const loses = patience?.loses ?? 'nothing';
    if (loses !== 'message') owner.broken?.(flow);
    this.strandedAt[flow] = -1;
    const tags: number[] = [];
    while (loses !== 'nothing' && sending[flow] !== none && (loses === 'all' || tags.length === 0)) {
      const message = sending[flow]!;
      sending[flow] = messages.following[message]!;
      tags.push(messages.tag[message]!);
      messages.release(message, false, now);
    }
    if (sending[flow] === none) this.ways.abandon(flow);
    else {
      this.left[flow] = messages.wireBytes[sending[flow]!]!;
      this.strand(flow, now);
    }
    for (const tag of tags) owner.lost?.(flow, tag);
  }

  /** The last bit of a message has left its port. */
  private finish(flow: number): void {
    const { messages, sending, left, simulation } = this;
    const { now } = simulation;
    this.move(flow, now);
    invariant(left[flow]! <= this.rates[flow]! + 1, 'a message ends when all of it is sent');
    const message = sending[flow]!;
    const next = messages.following[message]!;
    sending[flow] = next;
    if (next === none) {
      this.ways.end(flow, now);
      this.rates[flow] = 0;
      this.stir();
    } else {
      // Messages end at whole ticks: what was sent beyond is of the next one.
      left[flow] = messages.wireBytes[next]! + Math.min(0, left[flow]!);
      this.expect(flow, now);
    }
    const there = Math.max(this.thereAt[flow]!, now + this.tailOf(flow, messages.bytes[message]!));
    this.thereAt[flow] = there;
    simulation.schedule(there, this.there, message, 0);
    this.plans[flow]!.owner.sent?.(flow, messages.tag[message]!);
  }

  private deliver(message: number): void {
    const { messages, simulation } = this;
    const flow = messages.flow[message]!;
    const tag = messages.tag[message]!;
    const startedAt = messages.startedAt[message]!;
    messages.release(message, true, simulation.now);
    this.plans[flow]!.owner.delivered(flow, tag, startedAt);
  }

  private tailOf(flow: number, bytes: number): number {
    if (this.tailBytes[flow] !== bytes) {
      this.tailBytes[flow] = bytes;
      const rest = this.lastPackets.restTicks(this.courses[flow]!, this.cut(flow, bytes));
      this.tailTicks[flow] = rest + this.plans[flow]!.cardTicks;
    }
    return this.tailTicks[flow]!;
  }

  /** What its packets are hashed by, where they are. */
  entropyOf(flow: number): number {
    return this.courses[flow]!.entropy;
  }

  passageOf(flow: number): Passage {
    const isSprayed = this.plans[flow]!.dealing !== 'hashed';
    return { from: this.from[flow]!, to: this.to[flow]!, isSprayed };
  }

  private grow(): void {
    this.from = doubled(this.from, Int32Array);
    this.to = doubled(this.to, Int32Array);
    this.sending = doubled(this.sending, Int32Array);
    this.last = doubled(this.last, Int32Array);
    this.left = doubled(this.left, Float64Array);
    this.since = doubled(this.since, Float64Array);
    this.rates = doubled(this.rates, Float64Array);
    this.strandedAt = doubled(this.strandedAt, Float64Array);
    this.thereAt = doubled(this.thereAt, Float64Array);
    this.tailBytes = doubled(this.tailBytes, Float64Array);
    this.tailTicks = doubled(this.tailTicks, Float64Array);
  }
}
