/**
 * Messages of flows: so many bytes, cut into packets that are numbered through their flow.
 * Not a buffer: no byte is stored. Keeps true: a message is told as delivered once, when the last
 * of its packets is, and its record is free again when its sender knows that too.
 */
import { doubled } from '#sim/kernel';
import { none } from './fields.ts';

export class Messages {
  flow = new Int32Array(64);
  /** The number of its first packet. */
  first = new Int32Array(64);
  packets = new Int32Array(64);
  /** Packets that have not arrived. */
  missing = new Int32Array(64);
  tag = new Int32Array(64);
  /** The one after it in its flow. */
  following = new Int32Array(64);
  bytes = new Float64Array(64);
  startedAt = new Float64Array(64);
  /** 2 while neither receiver nor sender has it behind them. */
  private awaited = new Int32Array(64);
  private free = none;
  private used = 0;

  take(flow: number, first: number, bytes: number, payloadMax: number): number {
    let message = this.free;
    if (message !== none) this.free = this.following[message]!;
    else {
      if (this.used === this.flow.length) this.grow();
      message = this.used++;
    }
    const packets = Math.max(1, Math.ceil(bytes / payloadMax));
    this.flow[message] = flow;
    this.first[message] = first;
    this.packets[message] = packets;
    this.missing[message] = packets;
    this.bytes[message] = bytes;
    this.following[message] = none;
    this.awaited[message] = 2;
    return message;
  }

  /** Bytes in one of its packets. */
  payloadOf(message: number, sequence: number, payloadMax: number): number {
    const index = sequence - this.first[message]!;
    if (index < this.packets[message]! - 1) return payloadMax;
    return this.bytes[message]! - index * payloadMax;
  }

  /** The number after its last packet. */
  endOf(message: number): number {
    return this.first[message]! + this.packets[message]!;
  }

  /** Sender or receiver is through with it. True if both are: its record is free again. */
  settle(message: number): boolean {
    this.awaited[message]!--;
    if (this.awaited[message] !== 0) return false;
    this.following[message] = this.free;
    this.free = message;
    return true;
  }

  memoryBytes(): number {
    return 48 * this.flow.length;
  }

  private grow(): void {
    this.flow = doubled(this.flow, Int32Array);
    this.first = doubled(this.first, Int32Array);
    this.packets = doubled(this.packets, Int32Array);
    this.missing = doubled(this.missing, Int32Array);
    this.tag = doubled(this.tag, Int32Array);
    this.following = doubled(this.following, Int32Array);
    this.awaited = doubled(this.awaited, Int32Array);
    this.bytes = doubled(this.bytes, Float64Array);
    this.startedAt = doubled(this.startedAt, Float64Array);
  }
}
