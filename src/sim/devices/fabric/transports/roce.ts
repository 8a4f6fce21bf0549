/**
 * RoCE v2, reliable connections: packets go out at the rate of the line, or of DCQCN, in order and
 * over one path; the fabric is to lose none. What is lost all the same is repaired by going back:
 * to the first packet of the message (as early cards did), to the first that is missing, or by
 * sending only what is missing again (as in IRN, Mittal and others 2018).
 * Acknowledgements come once in a while; how often, the time-out and how much may be under way are
 * assumed.
 * Keeps true: messages are handed over in order; a packet counts as delivered once.
 */
import type { EventKind, Timer } from '#sim/kernel';
import {
  figureAt, flagsAt, flowAt, messageAt, packetFlags, packetWords, payloadAt, sequenceAt,
} from '../fields.ts';
import { wireBytes } from '../plan.ts';
import { cut, dcqcnParameters, newDcqcn, noteBytes, rest } from './dcqcn.ts';
import type { DcqcnState } from './dcqcn.ts';
import type { Ground, Transport } from './transport.ts';

export type Recovery = 'go-back-0' | 'go-back-N' | 'selective';

export interface RoceOptions {
  readonly recovery: Recovery;
  readonly hasDcqcn: boolean;
  /** Whoever sends waits for a peer that does not answer, for as long as it takes. */
  readonly isPatient?: boolean;
}

/** IPv4, UDP, the base transport header and the invariant checksum (InfiniBand annex A17). */
export const roceHeaderBytes = 44;

const parameters = Object.freeze({
  headerBytes: roceHeaderBytes,
  acknowledgementBytes: 48,
  /** An acknowledgement for so many packets, and for the last of a message. Assumed. */
  acknowledgeEvery: 4,
  /** Assumed: 500 us; cards are set to milliseconds where nothing is lost. */
  timeoutMicroseconds: 500,
  /**
   * A queue pair of which nothing was heard for the first time-out and seven retries is in error
   * (IBTA volume 1, 9.9.2.4: retry count, three bits), each of 4.096 us times two to the power of
   * 14, or 67 ms: what NCCL set for long (NCCL_IB_TIMEOUT 14, NCCL_IB_RETRY_CNT 7). Not the time
   * above, which stands for what repairs a loss.
   */
  giveUpMicroseconds: 8 * 4.096 * 16_384,
  /** Packets from the first that is not acknowledged to the last that was sent. Assumed. */
  underWayMost: 4096,
});

/** How long nothing may be heard. */
export const roceGivesUpMicroseconds = parameters.giveUpMicroseconds;

const wire = wireBytes(parameters.acknowledgementBytes);

interface Sender {
  /** The first packet that is not acknowledged, and the next to be sent. */
  unknown: number;
  cursor: number;
  /** Messages that have packets from `unknown` on, in order. */
  readonly open: number[];
  /** Selective: packets to be sent again. */
  readonly missing: number[];
  spacedUntil: number;
  heardAt: number;
  /** When anything came from the receiver, or it was first to answer. */
  answeredAt: number;
  rate: DcqcnState;
}

interface Receiver {
  next: number;
  sincePackets: number;
  hasAsked: boolean;
  noticeAt: number;
  /** Selective: what came out of order. */
  readonly apart: Set<number>;
}

export class Roce implements Transport {
  readonly headerBytes = parameters.headerBytes;
  private readonly ground: Ground;
  private readonly options: RoceOptions;
  private readonly senders = new Map<number, Sender>();
  private readonly receivers = new Map<number, Receiver>();
  private readonly timers = new Map<number, Timer>();
  private readonly spacers = new Map<number, Timer>();
  private readonly resters = new Map<number, Timer>();
  private readonly timeout: EventKind;
  private readonly spaced: EventKind;
  private readonly rests: EventKind;
  private readonly microsecond: number;

  constructor(ground: Ground, options: RoceOptions) {
    this.ground = ground;
    this.options = options;
    this.microsecond = ground.fabric.plan.ticksPerSecond / 1_000_000;
    const { simulation } = ground;
    this.timeout = simulation.register((flow) => {
      this.timerRanOut(flow);
    });
    this.spaced = simulation.register((flow) => {
      this.ready(flow);
    });
    this.rests = simulation.register((flow) => {
      this.restOf(flow);
    });
  }

  open(flow: number): void {
    const { simulation } = this.ground;
    this.senders.set(flow, {
      unknown: 0, cursor: 0, open: [], missing: [], spacedUntil: 0, heardAt: 0, answeredAt: 0,
      rate: newDcqcn(),
    });
    this.receivers.set(flow, {
      next: 0, sincePackets: 0, hasAsked: false, noticeAt: -1, apart: new Set(),
    });
    this.timers.set(flow, simulation.createTimer(this.timeout, flow));
    this.spacers.set(flow, simulation.createTimer(this.spaced, flow));
    this.resters.set(flow, simulation.createTimer(this.rests, flow));
  }

  begin(flow: number): void {
    this.ready(flow);
  }

  pull(flow: number): boolean {
    if (!this.maySend(flow)) return false;
    const { flows, messages, fabric, simulation } = this.ground;
    const sender = this.senders.get(flow)!;
    const again = sender.missing.shift();
    const sequence = again ?? sender.cursor;
    const isNew = sequence === flows.next[flow]!;
    if (isNew) {
      if (sequence === sender.unknown) sender.answeredAt = simulation.now;
      const message = flows.advance(flow);
      if (sender.open[sender.open.length - 1] !== message) sender.open.push(message);
    } else {
      flows.tally(flow, figureAt.again);
    }
    if (again === undefined) sender.cursor++;
    const message = sender.open.find((held) => messages.endOf(held) > sequence)!;
    const payload = messages.payloadOf(message, sequence, flows.payloadMax[flow]!);
    const packet = fabric.packets.take();
    const p = packetWords * packet;
    const { words } = fabric.packets;
    words[p + flowAt] = flow;
    words[p + flagsAt] = this.options.hasDcqcn ? packetFlags.markable : 0;
    words[p + sequenceAt] = sequence;
    words[p + messageAt] = message;
    words[p + payloadAt] = payload;
    flows.tally(flow, figureAt.sentPackets);
    const bytes = wireBytes(payload + parameters.headerBytes);
    this.space(sender, flows.from[flow]!, bytes);
    if (sequence === sender.unknown) this.listen(flow, sender);
    fabric.send(flows.from[flow]!, packet, bytes, flows.to[flow]!, flows.entropy[flow]!);
    return this.maySend(flow) && sender.spacedUntil <= simulation.now;
  }

  receive(flow: number, packet: number): void {
    const { fabric } = this.ground;
    const flags = fabric.packets.words[packetWords * packet + flagsAt]!;
    if ((flags & packetFlags.acknowledgement) !== 0) this.answered(flow, packet, flags);
    else if ((flags & packetFlags.notice) !== 0) this.noticed(flow, packet);
    else this.take(flow, packet, (flags & packetFlags.marked) !== 0);
  }

  private ready(flow: number): void {
    if (this.maySend(flow)) this.ground.ports.ready(flow, this.ground.flows.from[flow]!);
  }

  private maySend(flow: number): boolean {
    const { flows, simulation } = this.ground;
    const sender = this.senders.get(flow)!;
    const hasMore = sender.missing.length > 0 || sender.cursor < flows.next[flow]!
      || (flows.sending[flow]! >= 0 && sender.cursor - sender.unknown < parameters.underWayMost);
    if (!hasMore) return false;
    if (sender.spacedUntil <= simulation.now) return true;
    simulation.arm(this.spacers.get(flow)!, Math.ceil(sender.spacedUntil), 0);
    return false;
  }

  private space(sender: Sender, port: number, bytes: number): void {
    if (!this.options.hasDcqcn) return;
    noteBytes(sender.rate, bytes);
    const { fabric, simulation } = this.ground;
    const gap = (bytes * fabric.ticksPerByte(port)) / sender.rate.current;
    sender.spacedUntil = Math.max(sender.spacedUntil, simulation.now) + gap;
  }

  private listen(flow: number, sender: Sender): void {
    const { simulation } = this.ground;
    sender.heardAt = simulation.now;
    const after = parameters.timeoutMicroseconds * this.microsecond;
    if (simulation.dueAt(this.timers.get(flow)!) !== null) return;
    simulation.arm(this.timers.get(flow)!, simulation.now + after, 0);
  }

  private timerRanOut(flow: number): void {
    const { simulation, flows } = this.ground;
    const sender = this.senders.get(flow)!;
    if (sender.unknown === flows.next[flow]!) return;
    const due = sender.heardAt + parameters.timeoutMicroseconds * this.microsecond;
    if (due > simulation.now) {
      simulation.arm(this.timers.get(flow)!, due, 0);
      return;
    }
    flows.tally(flow, figureAt.timeouts);
    this.ground.fabric.tap?.timedOut(flow);
    const silentTicks = simulation.now - sender.answeredAt;
    if (silentTicks >= parameters.giveUpMicroseconds * this.microsecond
      && this.options.isPatient !== true) {
      this.giveUp(flow, sender);
      return;
    }
    this.goBack(sender, sender.unknown);
    this.listen(flow, sender);
    this.ready(flow);
  }

  /** The queue pair is in error; what is sent after that goes by a new one. */
  private giveUp(flow: number, sender: Sender): void {
    const { flows, messages, simulation } = this.ground;
    const receiver = this.receivers.get(flow)!;
    const end = flows.end[flow]!;
    const { next } = receiver;
    const begun = sender.open.splice(0);
    sender.missing.length = 0;
    sender.unknown = end;
    sender.cursor = end;
    sender.rate = newDcqcn();
    receiver.next = end;
    receiver.hasAsked = false;
    receiver.sincePackets = 0;
    receiver.apart.clear();
    flows.giveUp(flow, begun, (message) => messages.endOf(message) <= next,
      simulation.now);
  }

  private goBack(sender: Sender, sequence: number): void {
    const { messages } = this.ground;
    if (this.options.recovery === 'selective') {
      if (!sender.missing.includes(sequence)) sender.missing.push(sequence);
      return;
    }
    sender.cursor = sequence;
    if (this.options.recovery === 'go-back-N') return;
    const message = sender.open.find((held) => messages.endOf(held) > sequence);
    // All of the message goes again, though its first packets are known to have arrived.
    if (message !== undefined) sender.cursor = messages.first[message]!;
  }

  /** A packet of data has come. */
  private take(flow: number, packet: number, isMarked: boolean): void {
    const { fabric, flows, messages, simulation } = this.ground;
    const { words } = fabric.packets;
    const p = packetWords * packet;
    const sequence = words[p + sequenceAt]!;
    const message = words[p + messageAt]!;
    const payload = words[p + payloadAt]!;
    fabric.packets.release(packet);
    const receiver = this.receivers.get(flow)!;
    if (isMarked) this.tellMarks(flow, receiver);
    if (sequence < receiver.next || receiver.apart.has(sequence)) {
      flows.tally(flow, figureAt.twice);
      if (this.options.recovery !== 'go-back-0') this.answer(flow, receiver.next, false);
      else if (sequence === messages.endOf(message) - 1) this.answer(flow, receiver.next, false);
      return;
    }
    if (sequence > receiver.next) {
      this.takeEarly(flow, receiver, sequence, payload);
      return;
    }
    flows.notePacket(flow, payload, simulation.now);
    receiver.next++;
    while (receiver.apart.delete(receiver.next)) receiver.next++;
    receiver.hasAsked = false;
    if (receiver.apart.size > 0) this.answer(flow, receiver.next, true);
    receiver.sincePackets++;
    const isLast = receiver.next >= messages.endOf(message);
    flows.deliverUpTo(flow, receiver.next);
    if (!isLast && receiver.sincePackets < parameters.acknowledgeEvery) return;
    this.answer(flow, receiver.next, false);
  }

  /** A packet came before one that is missing. */
  private takeEarly(flow: number, receiver: Receiver, sequence: number, payload: number): void {
    const { flows, simulation } = this.ground;
    flows.noteLate(flow, sequence - receiver.next);
    if (this.options.recovery === 'selective') {
      receiver.apart.add(sequence);
      flows.notePacket(flow, payload, simulation.now);
    }
    if (receiver.hasAsked) return;
    receiver.hasAsked = true;
    this.answer(flow, receiver.next, true);
  }

  /** Says what has come in order, and with `isGap` that the packet after it has not. */
  private answer(flow: number, next: number, isGap: boolean): void {
    const { fabric, flows } = this.ground;
    this.receivers.get(flow)!.sincePackets = 0;
    const packet = fabric.packets.take();
    const p = packetWords * packet;
    const { words } = fabric.packets;
    words[p + flowAt] = flow;
    words[p + flagsAt] = packetFlags.acknowledgement | (isGap ? packetFlags.again : 0);
    words[p + sequenceAt] = next;
    fabric.send(flows.to[flow]!, packet, wire, flows.from[flow]!, flows.entropy[flow]!);
  }

  private answered(flow: number, packet: number, flags: number): void {
    const { fabric, flows, messages, simulation } = this.ground;
    const next = fabric.packets.words[packetWords * packet + sequenceAt]!;
    fabric.packets.release(packet);
    const sender = this.senders.get(flow)!;
    sender.answeredAt = simulation.now;
    if (next > sender.unknown) {
      sender.unknown = next;
      sender.heardAt = simulation.now;
      // With nothing under way nothing may keep a run from its end.
      if (next === flows.next[flow]) simulation.disarm(this.timers.get(flow)!);
      if (sender.cursor < next) sender.cursor = next;
      while (sender.missing.length > 0 && sender.missing[0]! < next) sender.missing.shift();
      while (sender.open.length > 0 && messages.endOf(sender.open[0]!) <= next) {
        flows.acknowledge(flow, sender.open.shift()!);
      }
    }
    // What was asked for before its queue pair was given up is nobody's any more.
    const isOpen = next >= sender.unknown && next < flows.next[flow]!;
    if ((flags & packetFlags.again) !== 0 && isOpen) {
      this.goBack(sender, next);
    }
    this.ready(flow);
  }

  /** The receiver tells of marks, but not of every one. */
  private tellMarks(flow: number, receiver: Receiver): void {
    const { fabric, flows, simulation } = this.ground;
    flows.tally(flow, figureAt.marked);
    if (receiver.noticeAt >= 0 && simulation.now < receiver.noticeAt) return;
    receiver.noticeAt = simulation.now + dcqcnParameters.noticeMicroseconds * this.microsecond;
    const packet = fabric.packets.take();
    const p = packetWords * packet;
    fabric.packets.words[p + flowAt] = flow;
    fabric.packets.words[p + flagsAt] = packetFlags.notice;
    fabric.send(flows.to[flow]!, packet, wire, flows.from[flow]!, flows.entropy[flow]!);
  }

  private noticed(flow: number, packet: number): void {
    this.ground.fabric.packets.release(packet);
    const sender = this.senders.get(flow)!;
    cut(sender.rate);
    this.restLater(flow);
  }

  /** A notice puts the timer back: recovery begins when none has come for its whole time. */
  private restLater(flow: number): void {
    const { simulation } = this.ground;
    const after = dcqcnParameters.timerMicroseconds * this.microsecond;
    simulation.arm(this.resters.get(flow)!, simulation.now + after, 0);
  }

  private restOf(flow: number): void {
    const sender = this.senders.get(flow)!;
    rest(sender.rate);
    // At the full rate there is nothing to raise until the next notice.
    if (sender.rate.current < 0.999 || sender.rate.target < 1) this.restLater(flow);
  }
}
