/**
 * Messages of flows that are computed as flows: in the order of each flow those to be sent, then
 * those on their way. Not how fast. Keeps true: what was given is delivered or inside, in messages
 * and bytes, and the area under their number is the sum of the times that they were inside.
 */
import { TwoLimb } from '#base';
import { auditFlow, auditLittle, doubled } from '#sim/kernel';
import { none } from '../fields.ts';

export class FlowMessages {
  flow = new Int32Array(64);
  tag = new Int32Array(64);
  /** The one after it in its flow, or in the list of free records. */
  following = new Int32Array(64);
  /** Of payload, and on the wire. */
  bytes = new Float64Array(64);
  wireBytes = new Float64Array(64);
  startedAt = new Float64Array(64);
  private free = none;
  private used = 0;
  private inside = 0;
  private readonly counts = {
    given: 0, givenBytes: 0, there: 0, thereBytes: 0, lost: 0, lostBytes: 0,
  };
  private readonly area = new TwoLimb();
  private readonly times = new TwoLimb();
  private changedAt = 0;

  take(message: {
    readonly flow: number; readonly tag: number; readonly bytes: number; readonly wireBytes: number;
  }, now: number): number {
    let slot = this.free;
    if (slot !== none) this.free = this.following[slot]!;
    else {
      if (this.used === this.flow.length) this.grow();
      slot = this.used++;
    }
    this.flow[slot] = message.flow;
    this.tag[slot] = message.tag;
    this.bytes[slot] = message.bytes;
    this.wireBytes[slot] = message.wireBytes;
    this.startedAt[slot] = now;
    this.following[slot] = none;
    this.pass(now);
    this.inside++;
    this.counts.given++;
    this.counts.givenBytes += message.bytes;
    return slot;
  }

  /** It is there, or never will be; its record is free again. */
  release(slot: number, isThere: boolean, now: number): void {
    this.pass(now);
    this.inside--;
    this.counts[isThere ? 'there' : 'lost']++;
    this.counts[isThere ? 'thereBytes' : 'lostBytes'] += this.bytes[slot]!;
    this.times.add(now - this.startedAt[slot]!);
    this.flow[slot] = none;
    this.following[slot] = this.free;
    this.free = slot;
  }

  memoryBytes(): number {
    return 36 * this.flow.length;
  }

  audit(id: string, now: number): void {
    this.pass(now);
    const times = this.times.copy();
    let [inside, insideBytes] = [0, 0];
    for (let slot = 0; slot < this.used; slot++) {
      if (this.flow[slot] === none) continue;
      inside++;
      insideBytes += this.bytes[slot]!;
      times.add(now - this.startedAt[slot]!);
    }
    const { given, givenBytes, there, thereBytes, lost, lostBytes } = this.counts;
    auditFlow(id, { insideBefore: 0, arrived: given, completed: there, dropped: lost, inside });
    auditFlow(`${id}, in bytes`, {
      insideBefore: 0, arrived: givenBytes, completed: thereBytes, dropped: lostBytes,
      inside: insideBytes,
    });
    auditLittle(id, 'its messages', this.area, times);
  }

  private pass(now: number): void {
    this.area.addProduct(this.inside, now - this.changedAt);
    this.changedAt = now;
  }

  private grow(): void {
    this.flow = doubled(this.flow, Int32Array);
    this.tag = doubled(this.tag, Int32Array);
    this.following = doubled(this.following, Int32Array);
    this.bytes = doubled(this.bytes, Float64Array);
    this.wireBytes = doubled(this.wireBytes, Float64Array);
    this.startedAt = doubled(this.startedAt, Float64Array);
  }
}
