/**
 * RoCE v2, reliable connections: packets go out at the rate of the line, or of DCQCN, in order and
 * over one path; the fabric is to lose none. What is lost all the same is repaired by going back:
 * to the first packet of the message (as early cards did), to the first that is missing, or by
 * sending only what is missing again (as in IRN, Mittal and others, SIGCOMM 2018).
 * Who goes back is told of a gap once, and of packets once in a while; else he waits for the timer
 * of his queue pair. In IRN each packet is answered, timers are short, and only so many packets are
 * under way as the path holds.
 * Keeps true: messages are handed over in order; a packet counts as delivered once.
 */
import type { EventKind, Timer } from '#sim/kernel';
import {
  figureAt, flagsAt, flowAt, messageAt, none, packetFlags, packetWords, payloadAt, sequenceAt,
} from '../fields.ts';
import { hopsAlong, idleTicks, slowestTicksPerByteOn, wayOf } from '../idle.ts';
import { wireBytes } from '../plan.ts';
import { fillPackets } from '../ports.ts';
import { cut, dcqcnParameters, newDcqcn, noteBytes, rest } from './dcqcn.ts';
import type { DcqcnState } from './dcqcn.ts';
import { Holes } from './roce-holes.ts';
import { answerWireBytes, RoceReceiver, sentBefore } from './roce-receiver.ts';
import type { Recovery } from './roce-receiver.ts';
import type { Ground, Transport } from './transport.ts';

export interface RoceOptions {
  readonly recovery: Recovery;
  readonly hasDcqcn: boolean;
  /** Whoever sends waits for a peer that does not answer, for as long as it takes. */
  readonly isPatient?: boolean;
  /** The timer of a queue pair; where it is not said, what NCCL set for long. */
  readonly timeoutSeconds?: number;
}

/** IPv4, UDP, the base transport header and the invariant checksum (InfiniBand annex A17). */
export const roceHeaderBytes = 44;

const parameters = Object.freeze({
  headerBytes: roceHeaderBytes,
  /**
   * The timer of a queue pair: 4.096 us times two to the power of 14, or 67 ms (IBTA volume 1,
   * 9.7.6.1.3: local ACK timeout), what NCCL set for long (NCCL_IB_TIMEOUT 14).
   */
  timeoutMicroseconds: 4.096 * 16_384,
  /**
   * A queue pair of which nothing was heard for the first time-out and seven retries is in error
   * (IBTA volume 1, 9.9.2.4: retry count, three bits; NCCL_IB_RETRY_CNT 7).
   */
  timeouts: 8,
  /** Packets from the first that is not acknowledged to the last that was sent. Assumed. */
  underWayMost: 4096,
  /** IRN: its timer, and that of fewer packets under way than these. */
  selectiveMicroseconds: 320,
  fewMicroseconds: 100,
  fewPackets: 3,
});

/** For so many time-outs nothing may be heard. */
export const roceTimeouts = parameters.timeouts;

interface Sender {
  /** The first packet that is not acknowledged, and the next to be sent. */
  unknown: number;
  cursor: number;
  /** Messages that have packets from `unknown` on, in order. */
  readonly open: number[];
  /** Selective: what came apart, what is lost, and how many packets the path holds. */
  readonly holes: Holes;
  capPackets: number;
  spacedUntil: number;
  heardAt: number;
  /** When anything came from the receiver, or it was first to answer. */
  answeredAt: number;
  rate: DcqcnState;
}

export class Roce implements Transport {
  readonly headerBytes = parameters.headerBytes;
  private readonly ground: Ground;
  private readonly options: RoceOptions;
  private readonly senders = new Map<number, Sender>();
  private readonly receiver: RoceReceiver;
  private readonly timers = new Map<number, Timer>();
  private readonly spacers = new Map<number, Timer>();
  private readonly resters = new Map<number, Timer>();
  private readonly timeout: EventKind;
  private readonly spaced: EventKind;
  private readonly rests: EventKind;
  private readonly microsecond: number;
  private readonly isSelective: boolean;
  /** Of the queue pair. */
  private readonly timerTicks: number;

  constructor(ground: Ground, options: RoceOptions) {
    this.ground = ground;
    this.options = options;
    this.receiver = new RoceReceiver(ground, options.recovery);
    this.isSelective = options.recovery === 'selective';
    const { ticksPerSecond } = ground.fabric.plan;
    this.microsecond = ticksPerSecond / 1_000_000;
    const seconds = options.timeoutSeconds ?? parameters.timeoutMicroseconds / 1_000_000;
    this.timerTicks = Math.round(seconds * ticksPerSecond);
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
      unknown: 0, cursor: 0, open: [], spacedUntil: 0, heardAt: 0, answeredAt: 0,
      rate: newDcqcn(), holes: new Holes(), capPackets: this.capOf(flow),
    });
    this.receiver.open(flow);
    this.timers.set(flow, simulation.createTimer(this.timeout, flow));
    this.spacers.set(flow, simulation.createTimer(this.spaced, flow));
    this.resters.set(flow, simulation.createTimer(this.rests, flow));
  }

  begin(flow: number): void {
    this.ready(flow);
  }

  /** A longer way holds more. */
  rerouted(): void {
    if (!this.isSelective) return;
    for (const [flow, sender] of this.senders) sender.capPackets = this.capOf(flow);
  }

  pull(flow: number): boolean {
    if (!this.maySend(flow)) return false;
    const { flows, messages, fabric, simulation } = this.ground;
    const sender = this.senders.get(flow)!;
    const hole = this.isSelective ? sender.holes.first(sender.unknown) : none;
    const sequence = hole === none ? sender.cursor : hole;
    const isNew = sequence === flows.next[flow]!;
    if (isNew) {
      if (sequence === sender.unknown) sender.answeredAt = simulation.now;
      const message = flows.advance(flow);
      if (sender.open[sender.open.length - 1] !== message) sender.open.push(message);
    } else {
      flows.tally(flow, figureAt.again);
    }
    if (hole === none) sender.cursor++;
    else sender.holes.take();
    const message = sender.open.find((held) => messages.endOf(held) > sequence)!;
    const payload = messages.payloadOf(message, sequence, flows.payloadMax[flow]!);
    const packet = fabric.packets.take();
    const p = packetWords * packet;
    const { words } = fabric.packets;
    words[p + flowAt] = flow;
    words[p + flagsAt] = (this.options.hasDcqcn ? packetFlags.markable : 0)
      | (isNew ? 0 : sentBefore);
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
    else this.receiver.take(flow, packet, flags);
  }

  private ready(flow: number): void {
    if (this.maySend(flow)) this.ground.ports.ready(flow, this.ground.flows.from[flow]!);
  }

  private maySend(flow: number): boolean {
    const { flows, simulation } = this.ground;
    const sender = this.senders.get(flow)!;
    const hasMore = this.isSelective ? this.maySendSelective(flow, sender)
      : sender.cursor < flows.next[flow]!
        || (flows.sending[flow]! >= 0 && sender.cursor - sender.unknown < parameters.underWayMost);
    if (!hasMore) return false;
    if (sender.spacedUntil <= simulation.now) return true;
    simulation.arm(this.spacers.get(flow)!, Math.ceil(sender.spacedUntil), 0);
    return false;
  }

  /** What is missing comes first; new packets only while the path has room for them. */
  private maySendSelective(flow: number, sender: Sender): boolean {
    if (sender.holes.first(sender.unknown) !== none) return true;
    return this.ground.flows.sending[flow]! >= 0
      && this.underWay(flow, sender) < sender.capPackets
      && sender.cursor - sender.unknown < parameters.underWayMost;
  }

  /**
   * Packets that are not known to have come. IRN counts all from the first that is missing, so that
   * its bits stay few, and stands still for a round trip after each loss.
   */
  private underWay(flow: number, sender: Sender): number {
    return this.ground.flows.next[flow]! - sender.unknown - sender.holes.arrivedCount;
  }

  /** What an idle path holds there and back, and what the lines of both cards are filled ahead. */
  private capOf(flow: number): number {
    const { fabric, flows } = this.ground;
    const [from, to] = [flows.from[flow]!, flows.to[flow]!];
    const bytes = wireBytes(flows.payloadMax[flow]! + parameters.headerBytes);
    const entropy = flows.entropy[flow]!;
    const roundTicks = idleTicks(fabric, from, to, bytes, entropy)
      + idleTicks(fabric, to, from, answerWireBytes, entropy);
    const way = hopsAlong(fabric, wayOf(fabric, from, to, entropy));
    const packetTicks = bytes * slowestTicksPerByteOn(fabric, way);
    return Math.ceil(roundTicks / packetTicks) + 2 * fillPackets;
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
    if (simulation.dueAt(this.timers.get(flow)!) !== null) return;
    this.lookLater(flow, simulation.now + this.timeoutTicks(flow, sender));
  }

  private timeoutTicks(flow: number, sender: Sender): number {
    if (!this.isSelective) return this.timerTicks;
    const { selectiveMicroseconds, fewMicroseconds, fewPackets } = parameters;
    const isFew = this.underWay(flow, sender) < fewPackets;
    return (isFew ? fewMicroseconds : selectiveMicroseconds) * this.microsecond;
  }

  /** The timer of IRN may become shorter, so it is looked at more often. */
  private lookLater(flow: number, due: number): void {
    const { simulation } = this.ground;
    const soon = simulation.now + parameters.fewMicroseconds * this.microsecond;
    const at = Math.ceil(this.isSelective ? Math.min(due, soon) : due);
    simulation.arm(this.timers.get(flow)!, at, 0);
  }

  private timerRanOut(flow: number): void {
    const { simulation, flows } = this.ground;
    const sender = this.senders.get(flow)!;
    if (sender.unknown === flows.next[flow]!) return;
    const due = sender.heardAt + this.timeoutTicks(flow, sender);
    if (due > simulation.now) {
      this.lookLater(flow, due);
      return;
    }
    flows.tally(flow, figureAt.timeouts);
    this.ground.fabric.tap?.timedOut(flow);
    const silentTicks = simulation.now - sender.answeredAt;
    if (silentTicks >= parameters.timeouts * this.timerTicks
      && this.options.isPatient !== true) {
      this.giveUp(flow, sender);
      return;
    }
    if (this.isSelective) sender.holes.timedOut(sender.unknown, flows.next[flow]!);
    else this.goBack(sender, sender.unknown);
    this.listen(flow, sender);
    this.ready(flow);
  }

  /** The queue pair is in error; what is sent after that goes by a new one. */
  private giveUp(flow: number, sender: Sender): void {
    const { flows, messages, simulation } = this.ground;
    const end = flows.end[flow]!;
    const next = this.receiver.restart(flow, end);
    const begun = sender.open.splice(0);
    sender.holes.clear();
    sender.unknown = end;
    sender.cursor = end;
    sender.rate = newDcqcn();
    flows.giveUp(flow, begun, (message) => messages.endOf(message) <= next,
      simulation.now);
  }

  private goBack(sender: Sender, sequence: number): void {
    const { messages } = this.ground;
    sender.cursor = sequence;
    if (this.options.recovery === 'go-back-N') return;
    const message = sender.open.find((held) => messages.endOf(held) > sequence);
    // All of the message goes again, though its first packets are known to have arrived.
    if (message !== undefined) sender.cursor = messages.first[message]!;
  }

  private answered(flow: number, packet: number, flags: number): void {
    const { fabric, flows, messages, simulation } = this.ground;
    const next = fabric.packets.words[packetWords * packet + sequenceAt]!;
    const came = fabric.packets.words[packetWords * packet + messageAt]!;
    fabric.packets.release(packet);
    const sender = this.senders.get(flow)!;
    sender.answeredAt = simulation.now;
    if (next > sender.unknown) {
      sender.holes.forget(sender.unknown, next);
      sender.unknown = next;
      sender.heardAt = simulation.now;
      // With nothing under way nothing may keep a run from its end.
      if (next === flows.next[flow]) simulation.disarm(this.timers.get(flow)!);
      if (sender.cursor < next) sender.cursor = next;
      while (sender.open.length > 0 && messages.endOf(sender.open[0]!) <= next) {
        flows.acknowledge(flow, sender.open.shift()!);
      }
    }
    // What was asked for before its queue pair was given up is nobody's any more.
    const isOpen = next >= sender.unknown && next < flows.next[flow]!;
    if (this.isSelective) {
      if (came > sender.unknown && isOpen) sender.holes.noteArrived(came);
      if ((flags & sentBefore) !== 0) sender.holes.noteAgain();
    } else if ((flags & packetFlags.again) !== 0 && isOpen) {
      this.goBack(sender, next);
    }
    this.ready(flow);
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
