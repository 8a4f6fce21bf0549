/**
 * The receiver of RoCE: which packets have come, and what it says of them. Not what is sent again.
 * Keeps true: messages are handed over in order; a packet counts as delivered once.
 */
import {
  figureAt, flagsAt, flowAt, messageAt, noteShift, packetFlags, packetWords, payloadAt, sequenceAt,
} from '../fields.ts';
import { wireBytes } from '../plan.ts';
import { dcqcnParameters } from './dcqcn.ts';
import type { Ground } from './transport.ts';

export type Recovery = 'go-back-0' | 'go-back-N' | 'selective';

/** An acknowledgement for so many packets, and for the last of a message. Assumed. */
const acknowledgeEvery = 4;

/** Of an acknowledgement or a notice. */
export const answerWireBytes = wireBytes(48);

/** Of packets and answers: what it is, or is about, was sent before. */
export const sentBefore = 1 << noteShift;

interface Receiver {
  next: number;
  sincePackets: number;
  hasAsked: boolean;
  noticeAt: number;
  /** Selective: what came out of order. */
  readonly apart: Set<number>;
}

export class RoceReceiver {
  private readonly ground: Ground;
  private readonly recovery: Recovery;
  private readonly states = new Map<number, Receiver>();
  private readonly noticeTicks: number;

  constructor(ground: Ground, recovery: Recovery) {
    this.ground = ground;
    this.recovery = recovery;
    const { ticksPerSecond } = ground.fabric.plan;
    this.noticeTicks = dcqcnParameters.noticeMicroseconds * (ticksPerSecond / 1_000_000);
  }

  open(flow: number): void {
    this.states.set(flow, {
      next: 0, sincePackets: 0, hasAsked: false, noticeAt: -1, apart: new Set(),
    });
  }

  /** The queue pair is in error: begins anew with this packet, and says which was awaited. */
  restart(flow: number, next: number): number {
    const receiver = this.states.get(flow)!;
    const awaited = receiver.next;
    receiver.next = next;
    receiver.hasAsked = false;
    receiver.sincePackets = 0;
    receiver.apart.clear();
    return awaited;
  }

  /** A packet of data has come. */
  take(flow: number, packet: number, flags: number): void {
    const { fabric, flows, messages, simulation } = this.ground;
    const { words } = fabric.packets;
    const p = packetWords * packet;
    const sequence = words[p + sequenceAt]!;
    const message = words[p + messageAt]!;
    const payload = words[p + payloadAt]!;
    fabric.packets.release(packet);
    const receiver = this.states.get(flow)!;
    if ((flags & packetFlags.marked) !== 0) this.tellMarks(flow, receiver);
    const about = flags & sentBefore;
    if (sequence < receiver.next || receiver.apart.has(sequence)) {
      flows.tally(flow, figureAt.twice);
      const isTold = this.recovery !== 'go-back-0'
        || sequence === messages.endOf(message) - 1;
      if (isTold) this.answer(flow, receiver.next, sequence, about);
      return;
    }
    if (sequence > receiver.next) {
      this.takeEarly(flow, receiver, sequence, payload, about);
      return;
    }
    flows.notePacket(flow, payload, simulation.now);
    receiver.next++;
    while (receiver.apart.delete(receiver.next)) receiver.next++;
    receiver.hasAsked = false;
    receiver.sincePackets++;
    const isLast = receiver.next >= messages.endOf(message);
    flows.deliverUpTo(flow, receiver.next);
    const isTold = isLast || this.recovery === 'selective'
      || receiver.sincePackets >= acknowledgeEvery;
    if (isTold) this.answer(flow, receiver.next, sequence, about);
  }

  /** A packet came before one that is missing. */
  private takeEarly(
    flow: number, receiver: Receiver, sequence: number, payload: number, about: number,
  ): void {
    const { flows, simulation } = this.ground;
    flows.noteLate(flow, sequence - receiver.next);
    if (this.recovery === 'selective') {
      receiver.apart.add(sequence);
      flows.notePacket(flow, payload, simulation.now);
    } else if (receiver.hasAsked) {
      // One gap is told of once (Linux, drivers/infiniband/sw/rxe/rxe_resp.c: sent_psn_nak).
      return;
    }
    receiver.hasAsked = true;
    this.answer(flow, receiver.next, sequence, about | packetFlags.again);
  }

  /** Says what has come in order and what came just now; with `again`: there is a gap between. */
  private answer(flow: number, next: number, came: number, flags: number): void {
    const { fabric, flows } = this.ground;
    this.states.get(flow)!.sincePackets = 0;
    const packet = fabric.packets.take();
    const p = packetWords * packet;
    const { words } = fabric.packets;
    words[p + flowAt] = flow;
    words[p + flagsAt] = packetFlags.acknowledgement | flags;
    words[p + sequenceAt] = next;
    words[p + messageAt] = came;
    fabric.send(flows.to[flow]!, packet, answerWireBytes, flows.from[flow]!, flows.entropy[flow]!);
  }

  /** The receiver tells of marks, but not of every one. */
  private tellMarks(flow: number, receiver: Receiver): void {
    const { fabric, flows, simulation } = this.ground;
    flows.tally(flow, figureAt.marked);
    if (receiver.noticeAt >= 0 && simulation.now < receiver.noticeAt) return;
    receiver.noticeAt = simulation.now + this.noticeTicks;
    const packet = fabric.packets.take();
    const p = packetWords * packet;
    fabric.packets.words[p + flowAt] = flow;
    fabric.packets.words[p + flagsAt] = packetFlags.notice;
    fabric.send(flows.to[flow]!, packet, answerWireBytes, flows.from[flow]!, flows.entropy[flow]!);
  }
}
