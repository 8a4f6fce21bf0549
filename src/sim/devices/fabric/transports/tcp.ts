/**
 * TCP: one path, in order, a window that grows until packets are lost. Retransmission by
 * duplicate or selective acknowledgements (RFC 6675, with the highest packet that came standing
 * for those above a gap, as in Mathis and Mahdavi 1996), and by a timer with back-off (RFC 6298).
 * Connections are open from the start; one that gives up begins anew with what was not
 * acknowledged. No pacing, no tail-loss probe. Packets stand for bytes.
 * Keeps true: a packet is sent only while what is thought to be under way is below the window.
 */
import type { EventKind, Timer } from '#sim/kernel';
import {
  figureAt, flagsAt, flowAt, messageAt, packetDoubles, packetFlags, packetWords, payloadAt, sentAt,
  sequenceAt,
} from '../fields.ts';
import { wireBytes } from '../plan.ts';
import { TcpCongestion } from './tcp-congestion.ts';
import {
  armedAt, backOffAt, deadlineAt, duplicatesAt, entryMask, entryStates, flowDoubles, flowWords,
  judgedAt, lostAt, lostFromAt, messageShift, pipeAt, rangesAt, recoverAt, recoversAt, reducedAt,
  sackedAt, smoothAt, timerAt, unknownAt, variationAt, windowAt,
} from './tcp-fields.ts';
import { tcpParameters } from './tcp-options.ts';
import type { TcpOptions } from './tcp-options.ts';
import { TcpReceiver } from './tcp-receiver.ts';
import { TcpState } from './tcp-state.ts';
import type { Ground, Transport } from './transport.ts';

export class Tcp implements Transport {
  readonly headerBytes = tcpParameters.headerBytes;
  private readonly ground: Ground;
  private readonly options: TcpOptions;
  private readonly state = new TcpState();
  private readonly congestion: TcpCongestion;
  private readonly receiver: TcpReceiver;
  private readonly states: number[] = [];
  private readonly flowOf: number[] = [];
  private readonly timers: Timer[] = [];
  private readonly timeout: EventKind;
  private readonly dataFlags: number;

  constructor(ground: Ground, options: TcpOptions) {
    this.ground = ground;
    this.options = options;
    const { ticksPerSecond } = ground.fabric.plan;
    this.congestion = new TcpCongestion(this.state, options, ticksPerSecond);
    this.receiver = new TcpReceiver(ground, this.state, options);
    this.dataFlags = options.hasEcn || options.congestion === 'dctcp' ? packetFlags.markable : 0;
    this.timeout = ground.simulation.register((index) => {
      this.timerRanOut(index);
    });
  }

  open(flow: number): void {
    const index = this.state.add();
    this.states[flow] = index;
    this.flowOf.push(flow);
    this.congestion.open(index);
    this.receiver.open(index, flow);
    this.timers.push(this.ground.simulation.createTimer(this.timeout, index));
  }

  begin(flow: number): void {
    this.ready(this.states[flow]!, flow);
  }

  pull(flow: number): boolean {
    const index = this.states[flow]!;
    if (!this.maySend(index, flow)) return false;
    const { state, ground } = this;
    const { flows, simulation } = ground;
    const w = flowWords * index;
    const isAgain = state.words[w + lostAt]! > 0;
    const sequence = isAgain ? this.takeLost(index) : flows.next[flow]!;
    const entry = state.entryOf(index, sequence);
    const message = isAgain ? state.rings.words[entry]! >>> messageShift : flows.advance(flow);
    state.rings.words[entry] = (message << messageShift) | (isAgain ? entryStates.again : 0);
    state.words[w + pipeAt]!++;
    if (isAgain) flows.tally(flow, figureAt.again);
    this.emit(flow, sequence, message, simulation.now);
    if (state.words[w + timerAt] === 0) this.arm(index, simulation.now);
    return this.maySend(index, flow);
  }

  receive(flow: number, packet: number): void {
    const index = this.states[flow]!;
    const flags = this.ground.fabric.packets.words[packetWords * packet + flagsAt]!;
    if ((flags & packetFlags.acknowledgement) === 0) this.receiver.take(index, flow, packet);
    else this.answered(index, flow, packet);
  }

  /** The congestion window, in packets. */
  windowOf(flow: number): number {
    return this.state.doubles[flowDoubles * this.states[flow]! + windowAt]!;
  }

  private ready(index: number, flow: number): void {
    if (this.maySend(index, flow)) this.ground.ports.ready(flow, this.ground.flows.from[flow]!);
  }

  private maySend(index: number, flow: number): boolean {
    const { words, doubles } = this.state;
    const w = flowWords * index;
    // A window is a number of whole packets, as in every stack.
    const window = Math.max(1, doubles[flowDoubles * index + windowAt]!);
    if (words[w + pipeAt]! + 1 > window) return false;
    if (words[w + lostAt]! > 0) return true;
    const { flows } = this.ground;
    return flows.sending[flow]! >= 0
      && (flows.next[flow]! - words[w + unknownAt]!) * flows.payloadMax[flow]!
        < this.options.receiveWindowBytes;
  }

  private emit(flow: number, sequence: number, message: number, now: number): void {
    const { flows, fabric, messages } = this.ground;
    const payload = messages.payloadOf(message, sequence, flows.payloadMax[flow]!);
    const packet = fabric.packets.take();
    const { words, doubles } = fabric.packets;
    const p = packetWords * packet;
    words[p + flowAt] = flow;
    words[p + flagsAt] = this.dataFlags;
    words[p + sequenceAt] = sequence;
    words[p + messageAt] = message;
    words[p + payloadAt] = payload;
    doubles[packetDoubles * packet + sentAt] = now;
    flows.tally(flow, figureAt.sentPackets);
    const bytes = wireBytes(payload + tcpParameters.headerBytes);
    fabric.send(flows.from[flow]!, packet, bytes, flows.to[flow]!, flows.entropy[flow]!);
  }

  private takeLost(index: number): number {
    const { words, rings } = this.state;
    const w = flowWords * index;
    let sequence = Math.max(words[w + lostFromAt]!, words[w + unknownAt]!);
    for (;;) {
      const entry = this.state.entryOf(index, sequence);
      if ((rings.words[entry]! & entryStates.lost) !== 0) break;
      sequence++;
    }
    words[w + lostAt]!--;
    words[w + lostFromAt] = sequence + 1;
    return sequence;
  }

  /** The receiver says what has come. */
  private answered(index: number, flow: number, packet: number): void {
    const { fabric, simulation, flows } = this.ground;
    const { words, doubles } = fabric.packets;
    const p = packetWords * packet;
    const w = flowWords * index;
    const state = this.state.words;
    const { now } = simulation;
    const known = words[p + sequenceAt]!;
    const isMarked = (words[p + flagsAt]! & packetFlags.echo) !== 0;
    const before = state[w + unknownAt]!;
    const sacked = this.noteRanges(index, p, known);
    this.measure(index, now - doubles[packetDoubles * packet + sentAt]!);
    fabric.packets.release(packet);
    const packets = known - before;
    if (packets > 0) {
      this.advance(index, flow, known);
      state[w + backOffAt] = 0;
      // With nothing under way nothing may keep a run from its end.
      if (known === flows.next[flow]) this.disarm(index);
      else this.arm(index, now);
    } else if (known === before && flows.next[flow]! > known) {
      this.noteDuplicate(index, sacked);
    }
    this.judge(index, flow, packets);
    if (state[w + recoversAt] === 0 && packets > 0) {
      const isReduced = this.dataFlags !== 0
        && this.congestion.noteMarks(index, packets, isMarked, known, flows.next[flow]!);
      if (!isReduced && this.isLimited(index, packets)) this.congestion.grow(index, packets, now);
    }
    this.ready(index, flow);
  }

  /** A window that was not used says nothing of a wider one (RFC 7661). */
  private isLimited(index: number, packets: number): boolean {
    const { words, doubles } = this.state;
    return words[flowWords * index + pipeAt]! + packets + 1
      >= doubles[flowDoubles * index + windowAt]!;
  }

  /** Everything before a packet has come. */
  private advance(index: number, flow: number, known: number): void {
    const { state, ground } = this;
    const w = flowWords * index;
    const { messages, flows } = ground;
    for (let sequence = state.words[w + unknownAt]!; sequence < known; sequence++) {
      const entry = state.entryOf(index, sequence);
      const mark = state.rings.words[entry]!;
      if ((mark & entryStates.lost) !== 0) state.words[w + lostAt]!--;
      else if ((mark & entryStates.sacked) === 0) state.words[w + pipeAt]!--;
      const message = mark >>> messageShift;
      state.words[w + unknownAt] = sequence + 1;
      if (sequence + 1 === messages.endOf(message)) flows.acknowledge(flow, message);
    }
    if (!this.options.hasSack) this.forgetDuplicates(index);
    if (state.words[w + recoversAt] === 1 && known >= state.words[w + recoverAt]!) {
      state.words[w + recoversAt] = 0;
    } else if (state.words[w + recoversAt] === 1 && !this.options.hasSack) {
      // A partial acknowledgement: the next packet was lost too (RFC 6582).
      this.lose(index, known);
    }
  }

  /** Without ranges a duplicate says that some packet came, and a later one which did not. */
  private forgetDuplicates(index: number): void {
    const { words } = this.state;
    const w = flowWords * index;
    words[w + pipeAt]! += words[w + duplicatesAt]!;
    words[w + duplicatesAt] = 0;
  }

  private noteDuplicate(index: number, sacked: number): void {
    const { words } = this.state;
    const w = flowWords * index;
    if (this.options.hasSack) {
      if (sacked > 0) words[w + duplicatesAt]! += sacked;
      return;
    }
    words[w + duplicatesAt]!++;
    if (words[w + pipeAt]! > 0) words[w + pipeAt]!--;
    else words[w + duplicatesAt]!--;
  }

  /** Marks what came out of order; how many of them are news. */
  private noteRanges(index: number, p: number, known: number): number {
    const { words } = this.ground.fabric.packets;
    let news = 0;
    for (let range = 0; range < 2; range++) {
      const word = words[p + rangesAt + range]!;
      if (word === 0) return news;
      const start = known + (word >>> 16);
      const end = known + (word & 0xffff);
      const at = flowWords * index + sackedAt;
      if (end > this.state.words[at]!) this.state.words[at] = end;
      // A range grows at its ends, so what is known already stands in its middle.
      for (let sequence = end - 1; sequence >= start; sequence--) {
        if (!this.sack(index, sequence)) break;
        news++;
      }
      for (let sequence = start; sequence < end; sequence++) {
        if (!this.sack(index, sequence)) break;
        news++;
      }
    }
    return news;
  }

  private sack(index: number, sequence: number): boolean {
    const { words, rings } = this.state;
    const w = flowWords * index;
    if (sequence < words[w + unknownAt]!) return false;
    const at = this.state.entryOf(index, sequence);
    const mark = rings.words[at]!;
    if ((mark & entryStates.sacked) !== 0) return false;
    rings.words[at] = (mark & ~entryMask) | entryStates.sacked;
    if ((mark & entryStates.lost) !== 0) words[w + lostAt]!--;
    else words[w + pipeAt]!--;
    return true;
  }

  private lose(index: number, sequence: number): void {
    const { words, rings } = this.state;
    const w = flowWords * index;
    const at = this.state.entryOf(index, sequence);
    const mark = rings.words[at]!;
    if ((mark & (entryStates.lost | entryStates.sacked)) !== 0) return;
    rings.words[at] = (mark & ~entryMask) | entryStates.lost;
    words[w + pipeAt]!--;
    words[w + lostAt]!++;
    if (words[w + lostAt] === 1 || sequence < words[w + lostFromAt]!) {
      words[w + lostFromAt] = sequence;
    }
  }

  /** Finds what is lost, and begins to repair it. */
  private judge(index: number, flow: number, packets: number): void {
    const { words } = this.state;
    const w = flowWords * index;
    const first = words[w + unknownAt]!;
    const reached = words[w + sackedAt]! - tcpParameters.duplicatesForLoss;
    const isLost = this.options.hasSack
      ? reached > first
      : words[w + duplicatesAt]! >= tcpParameters.duplicatesForLoss && packets === 0;
    if (!isLost) return;
    if (words[w + recoversAt] === 0) {
      if (first < words[w + recoverAt]!) return;
      words[w + recoversAt] = 1;
      words[w + recoverAt] = this.ground.flows.next[flow]!;
      words[w + reducedAt] = this.ground.flows.next[flow]!;
      words[w + judgedAt] = first;
      this.congestion.reduce(index, this.ground.flows.next[flow]! - first);
      if (!this.options.hasSack) this.lose(index, first);
    }
    if (!this.options.hasSack) return;
    for (let sequence = Math.max(words[w + judgedAt]!, first); sequence < reached; sequence++) {
      this.lose(index, sequence);
      words[w + judgedAt] = sequence + 1;
    }
  }

  private measure(index: number, roundTicks: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const smooth = doubles[d + smoothAt]!;
    if (smooth === 0) {
      doubles[d + smoothAt] = roundTicks;
      doubles[d + variationAt] = roundTicks / 2;
      return;
    }
    doubles[d + variationAt]! += (Math.abs(smooth - roundTicks) - doubles[d + variationAt]!) / 4;
    doubles[d + smoothAt]! += (roundTicks - smooth) / 8;
  }

  /**
   * The retransmission time-out: from round trips, and twice as long after each that ran out. What
   * it is beyond a round trip has a least, as in Linux (tcp_set_rto), not all of it: or every round
   * trip of just that length would run out.
   */
  private timeoutTicks(index: number): number {
    const { doubles, words } = this.state;
    const d = flowDoubles * index;
    const second = this.ground.fabric.plan.ticksPerSecond;
    const base = doubles[d + smoothAt] === 0
      ? tcpParameters.rtoFirstSeconds * second
      : doubles[d + smoothAt]!
        + Math.max(this.options.rtoMinSeconds * second, 4 * doubles[d + variationAt]!);
    let ticks = base;
    for (let i = 0; i < words[flowWords * index + backOffAt]!; i++) ticks *= 2;
    return Math.round(Math.min(ticks, tcpParameters.rtoMostSeconds * second));
  }

  private arm(index: number, now: number): void {
    const deadline = now + this.timeoutTicks(index);
    this.state.doubles[flowDoubles * index + deadlineAt] = deadline;
    const at = flowWords * index + timerAt;
    // A timer that comes up before will find the new deadline.
    const d = flowDoubles * index;
    if (this.state.words[at] === 1 && this.state.doubles[d + armedAt]! <= deadline) return;
    this.state.words[at] = 1;
    this.state.doubles[d + armedAt] = deadline;
    this.ground.simulation.arm(this.timers[index]!, deadline, 0);
  }

  private disarm(index: number): void {
    this.state.words[flowWords * index + timerAt] = 0;
    this.ground.simulation.disarm(this.timers[index]!);
  }

  private timerRanOut(index: number): void {
    const { words, doubles } = this.state;
    const w = flowWords * index;
    const flow = this.flowOf[index]!;
    const { simulation, flows } = this.ground;
    words[w + timerAt] = 0;
    const next = flows.next[flow]!;
    const first = words[w + unknownAt]!;
    if (first === next) return;
    const deadline = doubles[flowDoubles * index + deadlineAt]!;
    if (deadline > simulation.now) {
      this.arm(index, deadline - this.timeoutTicks(index));
      return;
    }
    flows.tally(flow, figureAt.timeouts);
    this.ground.fabric.tap?.timedOut(flow);
    this.congestion.collapse(index, next - first);
    if (!this.options.hasSack) this.forgetDuplicates(index);
    for (let sequence = first; sequence < next; sequence++) this.lose(index, sequence);
    words[w + lostFromAt] = first;
    words[w + recoversAt] = 0;
    words[w + recoverAt] = next;
    words[w + judgedAt] = next;
    words[w + backOffAt]!++;
    if (words[w + backOffAt]! > tcpParameters.timeoutsBeforeReconnect) this.reconnect(index, flow);
    this.arm(index, simulation.now);
    this.ready(index, flow);
  }

  /** Gives the connection up and begins anew: all that was learnt of the path is forgotten. */
  private reconnect(index: number, flow: number): void {
    const { words, doubles } = this.state;
    words[flowWords * index + backOffAt] = 0;
    doubles[flowDoubles * index + smoothAt] = 0;
    this.congestion.open(index);
    doubles[flowDoubles * index + windowAt] = 1;
    this.ground.flows.tally(flow, figureAt.reconnects);
    this.ground.flows.owners[flow]!.broken?.(flow);
  }
}
