/**
 * The flows: who sends to whom by which transport, what they have still to send, and what became
 * of it. Not a protocol: windows and timers are the transports' own.
 * Keeps true: bytes delivered are bytes of whole packets, each counted once.
 */
import { doubled } from '#sim/kernel';
import { figureAt, figureDoubles, none } from './fields.ts';
import { doublesInLines, twiceInLines } from './lines.ts';
import type { Messages } from './messages.ts';

/** Who is told of messages. A tag is what was given with the message. */
export interface FlowOwner {
  /** The last byte of a message has arrived, and been handed over. */
  delivered(flow: number, tag: number, startedAt: number): void;
  /** Its last packet has been handed to the port, for the first time. */
  sent?(flow: number, tag: number): void;
  /** The sender knows it, if the transport lets it know. */
  acknowledged?(flow: number, tag: number): void;
  /** The transport has given up, or begins anew. */
  broken?(flow: number): void;
  /** A message will never arrive whole: its transport sends nothing again. */
  lost?(flow: number, tag: number): void;
}

export class Flows {
  readonly ids: string[] = [];
  readonly owners: FlowOwner[] = [];
  from = new Int32Array(64);
  to = new Int32Array(64);
  transport = new Int32Array(64);
  entropy = new Int32Array(64);
  payloadMax = new Int32Array(64);
  /** The message that is being sent, and the number of the next packet that was never sent. */
  sending = new Int32Array(64);
  next = new Int32Array(64);
  /** The number after the last packet of all messages so far. */
  end = new Int32Array(64);
  /** The first message that has not arrived. */
  receiving = new Int32Array(64);
  /** Messages that have not arrived whole; any may be the first that does. */
  private toCome = new Int32Array(64);
  last = new Int32Array(64);
  figures = doublesInLines(figureDoubles * 64);
  /** Packets that were dropped on their way. */
  drops = new Float64Array(64);
  count = 0;
  private readonly messages: Messages;

  constructor(messages: Messages) {
    this.messages = messages;
  }

  add(flow: {
    readonly id: string;
    readonly from: number;
    readonly to: number;
    readonly transport: number;
    readonly entropy: number;
    readonly payloadMax: number;
    readonly owner: FlowOwner;
  }): number {
    if (this.count === this.from.length) this.grow();
    const index = this.count++;
    this.ids.push(flow.id);
    this.owners.push(flow.owner);
    this.from[index] = flow.from;
    this.to[index] = flow.to;
    this.transport[index] = flow.transport;
    this.entropy[index] = flow.entropy;
    this.payloadMax[index] = flow.payloadMax;
    this.sending[index] = none;
    this.receiving[index] = none;
    this.last[index] = none;
    return index;
  }

  /** Puts a message behind those of its flow. */
  append(flow: number, bytes: number, tag: number, now: number): number {
    const { messages } = this;
    const first = this.end[flow]!;
    const message = messages.take(flow, first, bytes, this.payloadMax[flow]!);
    messages.tag[message] = tag;
    messages.startedAt[message] = now;
    this.end[flow] = messages.endOf(message);
    const last = this.last[flow]!;
    if (last !== none) messages.following[last] = message;
    this.last[flow] = message;
    if (this.sending[flow] === none) this.sending[flow] = message;
    if (this.receiving[flow] === none) this.receiving[flow] = message;
    if (this.toCome[flow]!++ === 0) this.figures[figureDoubles * flow + figureAt.lastAt] = now;
    return message;
  }

  /** Counts the next packet as sent, and says which message it belongs to. */
  advance(flow: number): number {
    const message = this.sending[flow]!;
    const next = this.next[flow]! + 1;
    this.next[flow] = next;
    if (next === this.messages.endOf(message)) {
      this.sending[flow] = this.messages.following[message]!;
      this.owners[flow]!.sent?.(flow, this.messages.tag[message]!);
    }
    return message;
  }

  /** A packet that never came before has come. */
  notePacket(flow: number, payload: number, now: number): void {
    const at = figureDoubles * flow;
    const { figures } = this;
    figures[at + figureAt.deliveredBytes]! += payload;
    figures[at + figureAt.deliveredPackets]!++;
    const stall = now - figures[at + figureAt.lastAt]!;
    if (stall > figures[at + figureAt.stallTicks]!) figures[at + figureAt.stallTicks] = stall;
    figures[at + figureAt.lastAt] = now;
  }

  /** A packet came after one that was sent so many later. */
  noteLate(flow: number, behind: number): void {
    const at = figureDoubles * flow;
    this.figures[at + figureAt.late]!++;
    if (behind > this.figures[at + figureAt.lateMost]!) {
      this.figures[at + figureAt.lateMost] = behind;
    }
  }

  tally(flow: number, figure: number): void {
    this.figures[figureDoubles * flow + figure]!++;
  }

  figure(flow: number, figure: keyof typeof figureAt): number {
    return this.figures[figureDoubles * flow + figureAt[figure]]!;
  }

  /** The longest wait for a packet, be it over or not, while some was to come. */
  longestStall(flow: number, now: number): number {
    const at = figureDoubles * flow;
    const lasting = this.toCome[flow] === 0 ? 0 : now - this.figures[at + figureAt.lastAt]!;
    return Math.max(lasting, this.figures[at + figureAt.stallTicks]!);
  }

  /** When the last new packet came. */
  lastAt(flow: number): number {
    return this.figures[figureDoubles * flow + figureAt.lastAt]!;
  }

  /** The longest wait, and how late a packet was at the most, count from now on. */
  forgetStall(flow: number): void {
    this.figures[figureDoubles * flow + figureAt.lateMost] = 0;
    this.figures[figureDoubles * flow + figureAt.stallTicks] = 0;
  }

  /** A message has arrived whole: its owner is told. */
  deliver(flow: number, message: number): void {
    const { messages } = this;
    const tag = messages.tag[message]!;
    const startedAt = messages.startedAt[message]!;
    if (this.receiving[flow] === message) this.receiving[flow] = messages.following[message]!;
    this.toCome[flow]!--;
    this.settle(flow, message);
    this.owners[flow]!.delivered(flow, tag, startedAt);
  }

  /** A message will never arrive whole: its owner is told. */
  lose(flow: number, message: number): void {
    const { messages } = this;
    const tag = messages.tag[message]!;
    if (this.receiving[flow] === message) this.receiving[flow] = messages.following[message]!;
    this.toCome[flow]!--;
    this.settle(flow, message);
    this.owners[flow]!.lost?.(flow, tag);
  }

  /**
   * Its transport has given up: of messages that it has begun or has still to send, those that are
   * not there are lost. Packets are numbered on, so that one which comes late is known as such.
   */
  giveUp(
    flow: number, begun: readonly number[], isThere: (message: number) => boolean, now: number,
  ): void {
    const { messages, figures } = this;
    const open = new Set(begun);
    for (let next = this.sending[flow]!; next !== none; next = messages.following[next]!) {
      open.add(next);
    }
    this.next[flow] = this.end[flow]!;
    this.sending[flow] = none;
    this.receiving[flow] = none;
    figures[figureDoubles * flow + figureAt.stallTicks] = this.longestStall(flow, now);
    this.toCome[flow] = 0;
    const lost = [...open].filter((message) => !isThere(message));
    const tags = lost.map((message) => messages.tag[message]!);
    for (const message of [...open, ...lost]) this.settle(flow, message);
    this.tally(flow, figureAt.reconnects);
    const owner = this.owners[flow]!;
    owner.broken?.(flow);
    for (const tag of tags) owner.lost?.(flow, tag);
  }

  /** All messages up to a packet number that is in order have arrived. */
  deliverUpTo(flow: number, sequence: number): void {
    for (;;) {
      const message = this.receiving[flow]!;
      if (message === none || this.messages.endOf(message) > sequence) return;
      this.deliver(flow, message);
    }
  }

  /** The sender has a message behind it. */
  acknowledge(flow: number, message: number): void {
    const tag = this.messages.tag[message]!;
    this.settle(flow, message);
    this.owners[flow]!.acknowledged?.(flow, tag);
  }

  private settle(flow: number, message: number): void {
    if (this.messages.settle(message) && this.last[flow] === message) this.last[flow] = none;
  }

  private grow(): void {
    this.from = doubled(this.from, Int32Array);
    this.to = doubled(this.to, Int32Array);
    this.transport = doubled(this.transport, Int32Array);
    this.entropy = doubled(this.entropy, Int32Array);
    this.payloadMax = doubled(this.payloadMax, Int32Array);
    this.sending = doubled(this.sending, Int32Array);
    this.next = doubled(this.next, Int32Array);
    this.end = doubled(this.end, Int32Array);
    this.receiving = doubled(this.receiving, Int32Array);
    this.toCome = doubled(this.toCome, Int32Array);
    this.last = doubled(this.last, Int32Array);
    this.figures = twiceInLines(this.figures);
    this.drops = doubled(this.drops, Float64Array);
  }
}
