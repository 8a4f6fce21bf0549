/**
 * The receiving half of TCP: puts packets in order, and answers at once, late, or with what it has
 * out of order (RFC 5681, RFC 2018).
 * Keeps true: bytes are handed over in order and once; what is out of order is never forgotten.
 */
import type { EventKind, Timer } from '#sim/kernel';
import {
  figureAt, flagsAt, flowAt, packetDoubles, packetFlags, packetWords, payloadAt, sentAt,
  sequenceAt,
} from '../fields.ts';
import { wireBytes } from '../plan.ts';
import {
  echoAt, flowDoubles, flowWords, highestAt, missingAt, pendingAt, pendingMarkAt, quickAt,
  rangesAt,
} from './tcp-fields.ts';
import { tcpParameters } from './tcp-options.ts';
import type { TcpOptions } from './tcp-options.ts';
import type { TcpState } from './tcp-state.ts';
import type { Ground } from './transport.ts';

const acknowledgementWire = wireBytes(tcpParameters.acknowledgementBytes);

export class TcpReceiver {
  private readonly ground: Ground;
  private readonly state: TcpState;
  private readonly options: TcpOptions;
  private readonly delayTicks: number;
  private readonly late: EventKind;
  private readonly timers: Timer[] = [];
  private readonly flowOf: number[] = [];

  constructor(ground: Ground, state: TcpState, options: TcpOptions) {
    this.ground = ground;
    this.state = state;
    this.options = options;
    const seconds = tcpParameters.acknowledgementDelaySeconds;
    this.delayTicks = Math.round(seconds * ground.fabric.plan.ticksPerSecond);
    this.late = ground.simulation.register((index) => {
      this.answer(index, this.flowOf[index]!, -1);
    });
  }

  open(index: number, flow: number): void {
    this.flowOf[index] = flow;
    this.state.words[flowWords * index + quickAt] = tcpParameters.quickAcknowledgements;
    this.timers.push(this.ground.simulation.createTimer(this.late, index));
  }

  /** A packet of data has come. */
  take(index: number, flow: number, packet: number): void {
    const { fabric, flows, simulation } = this.ground;
    const { words, doubles } = fabric.packets;
    const p = packetWords * packet;
    const w = flowWords * index;
    const state = this.state.words;
    const sequence = words[p + sequenceAt]!;
    const payload = words[p + payloadAt]!;
    const isMarked = (words[p + flagsAt]! & packetFlags.marked) !== 0 ? 1 : 0;
    const echo = doubles[packetDoubles * packet + sentAt]!;
    fabric.packets.release(packet);
    this.noteSilence(index, flow);
    const hadGap = !this.state.ranges.isEmpty(index);
    const markChanged = isMarked !== state[w + pendingMarkAt];
    // DCTCP: a change of marks is told at once, for what came before the change (RFC 8257).
    if (markChanged && state[w + pendingAt]! > 0) this.answer(index, flow, -1);
    state[w + pendingMarkAt] = isMarked;
    if (isMarked === 1) flows.tally(flow, figureAt.marked);
    if (state[w + pendingAt] === 0) this.state.doubles[flowDoubles * index + echoAt] = echo;
    const isNew = this.place(index, flow, sequence);
    if (isNew) flows.notePacket(flow, payload, simulation.now);
    else flows.tally(flow, figureAt.twice);
    state[w + pendingAt]!++;
    flows.deliverUpTo(flow, state[w + missingAt]!);
    const isPlain = isNew && !hadGap && this.state.ranges.isEmpty(index);
    const isQuick = state[w + quickAt]! > 0;
    if (isQuick) state[w + quickAt]!--;
    const mayWait = this.options.delaysAcknowledgements && isPlain && !isQuick;
    if (!mayWait || state[w + pendingAt]! >= 2) this.answer(index, flow, sequence);
    else simulation.arm(this.timers[index]!, simulation.now + this.delayTicks, 0);
  }

  /** Who begins, or begins again, has a small window and needs to hear soon, as in Linux. */
  private noteSilence(index: number, flow: number): void {
    const { flows, simulation, fabric } = this.ground;
    const silence = simulation.now - flows.lastAt(flow);
    if (silence < this.options.rtoMinSeconds * fabric.plan.ticksPerSecond) return;
    this.state.words[flowWords * index + quickAt] = tcpParameters.quickAcknowledgements;
  }

  /** Puts a packet where it belongs. False: it was there. */
  private place(index: number, flow: number, sequence: number): boolean {
    const { words, ranges } = this.state;
    const w = flowWords * index;
    const missing = words[w + missingAt]!;
    const highest = words[w + highestAt]!;
    if (sequence < missing) return false;
    if (sequence > highest) words[w + highestAt] = sequence;
    else this.ground.flows.noteLate(flow, highest - sequence);
    if (sequence !== missing) return ranges.insert(index, sequence);
    words[w + missingAt] = ranges.takeFrom(index, sequence + 1);
    return true;
  }

  /** Says what has come in order, and with a sequence, which range that packet lies in. */
  private answer(index: number, flow: number, sequence: number): void {
    const { fabric, flows, simulation } = this.ground;
    const w = flowWords * index;
    const state = this.state.words;
    if (state[w + pendingAt] === 0) return;
    const packet = fabric.packets.take();
    const { words, doubles } = fabric.packets;
    const p = packetWords * packet;
    words[p + flowAt] = flow;
    words[p + flagsAt] = packetFlags.acknowledgement
      | (state[w + pendingMarkAt] === 1 ? packetFlags.echo : 0);
    words[p + sequenceAt] = state[w + missingAt]!;
    words[p + rangesAt] = 0;
    words[p + rangesAt + 1] = 0;
    if (this.options.hasSack) this.state.ranges.write(index, sequence, words, p);
    doubles[packetDoubles * packet + sentAt] = this.state.doubles[flowDoubles * index + echoAt]!;
    state[w + pendingAt] = 0;
    simulation.disarm(this.timers[index]!);
    const entropy = flows.entropy[flow]!;
    fabric.send(flows.to[flow]!, packet, acknowledgementWire, flows.from[flow]!, entropy);
  }
}
