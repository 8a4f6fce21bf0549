/**
 * SRD, as a card does it: packets of a flow are sprayed over many paths, arrive in any order, are
 * acknowledged one by one, and are sent again by the card within a few round trips.
 * After Shalev and others (2020): congestion is what most paths show, by rising round trips or a
 * falling rate, and is answered with a smaller limit of what is under way; a single slow or dead
 * path is answered by leaving it. What the paper leaves open stands in `srd-parameters.ts`.
 * Keeps true: a packet counts as delivered once; a packet is sent only while what is under way is
 * within the limit.
 */
import type { EventKind } from '#sim/kernel';
import {
  entropyAt, figureAt, flagsAt, flowAt, messageAt, noteShift, packetDoubles, packetFlags,
  packetWords, payloadAt, sentAt, sequenceAt,
} from '../fields.ts';
import { idleTicks } from '../idle.ts';
import { quickestTicks } from '../passages.ts';
import { wireBytes } from '../plan.ts';
import { SrdCongestion } from './srd-congestion.ts';
import {
  entryAgain, entryStates, flowDoubles, flowWords, highestAt, inFlightAt, lostAt, missingAt,
  pathMask, sameWay, spacedUntilAt, throughAt, unknownAt, wakesAt, windowAt,
} from './srd-fields.ts';
import { SrdLosses } from './srd-losses.ts';
import { srdParameters } from './srd-parameters.ts';
import type { SrdOptions } from './srd-parameters.ts';
import { SrdPaths } from './srd-paths.ts';
import { SrdState } from './srd-state.ts';
import type { Ground, Transport } from './transport.ts';

const acknowledgementWire = wireBytes(srdParameters.acknowledgementBytes);
const cumulativeAt = messageAt;

export class Srd implements Transport {
  readonly headerBytes = srdParameters.headerBytes;
  private readonly state = new SrdState();
  private readonly paths: SrdPaths;
  private readonly congestion: SrdCongestion;
  private readonly losses: SrdLosses;
  private readonly ground: Ground;
  private readonly options: SrdOptions;
  /** The state of each flow, and the flow of each state. */
  private readonly states: number[] = [];
  private readonly flowOf: number[] = [];
  private readonly handOver: EventKind;
  private readonly mayGoOn: EventKind;
  private readonly packetWire: number[] = [];
  /** Of each state, the revision of the fabric whose ways it knows. */
  private readonly learntAt: number[] = [];
  /** The pair of ports of each state, and how many flows of each pair are not through. */
  private readonly pairOf: number[] = [];
  private readonly flowsOfPair: number[] = [];
  private readonly pairs = new Map<number, number>();

  constructor(ground: Ground, options: SrdOptions) {
    this.ground = ground;
    this.options = options;
    const { simulation } = ground;
    this.paths = new SrdPaths(this.state, options.spray);
    this.congestion = new SrdCongestion(this.state);
    this.losses = new SrdLosses({
      simulation,
      state: this.state,
      paths: this.paths,
      congestion: this.congestion,
      owner: this,
      ticksPerSecond: ground.fabric.plan.ticksPerSecond,
    });
    this.mayGoOn = simulation.register((index) => {
      this.state.words[flowWords * index + wakesAt] = 0;
      this.ready(index);
    });
    this.handOver = simulation.register((flow, message) => {
      ground.flows.deliver(flow, message);
    });
  }

  open(flow: number): void {
    const { ground } = this;
    const { flows, fabric } = ground;
    const index = this.state.add();
    this.states[flow] = index;
    this.flowOf.push(flow);
    this.paths.open(index, flows.entropy[flow]!);
    const from = flows.from[flow]!;
    const to = flows.to[flow]!;
    const packetBytes = wireBytes(flows.payloadMax[flow]! + srdParameters.headerBytes);
    this.packetWire.push(packetBytes);
    this.learntAt.push(fabric.revision);
    this.congestion.open(index, {
      idleRoundTicks: this.idleRoundTicks(index),
      ticksPerByte: fabric.ticksPerByte(from),
      packetBytes,
      ticksPerSecond: fabric.plan.ticksPerSecond,
    });
    this.losses.open();
    const key = from * fabric.uplinks.length + to;
    const pair = this.pairs.get(key) ?? this.flowsOfPair.push(0) - 1;
    this.pairs.set(key, pair);
    this.pairOf.push(pair);
    this.flowsOfPair[pair]!++;
  }

  begin(flow: number): void {
    const index = this.states[flow]!;
    const { words } = this.state;
    const pair = this.pairOf[index]!;
    if (words[flowWords * index + throughAt] === 1) this.flowsOfPair[pair]!++;
    words[flowWords * index + throughAt] = 0;
    this.learnWays(index);
    if (this.ground.flows.next[flow] === 0) {
      this.congestion.start(index, this.flowsOfPair[pair]!);
    }
    this.ready(index);
  }

  pull(flow: number): boolean {
    const index = this.states[flow]!;
    const { state, ground } = this;
    if (!this.maySend(index, flow)) return false;
    const { flows, messages, simulation } = ground;
    const isAgain = state.words[flowWords * index + lostAt]! > 0;
    const sequence = isAgain ? this.losses.takeFirst(index) : flows.next[flow]!;
    const entry = state.entryOf(index, sequence);
    const message = isAgain ? state.rings.words[4 * entry + 3]! : flows.advance(flow);
    const path = this.paths.choose(index, simulation.now);
    state.rings.doubles[2 * entry] = simulation.now;
    const note = this.paths.noteOf(index, path, simulation.now);
    state.rings.words[4 * entry + 2] = note | (isAgain ? entryAgain : 0);
    state.rings.words[4 * entry + 3] = message;
    if (isAgain) flows.tally(flow, figureAt.again);
    const payload = messages.payloadOf(message, sequence, flows.payloadMax[flow]!);
    this.emit(flow, index, sequence, message, payload, note);
    this.congestion.space(index, simulation.now);
    return this.maySend(index, flow);
  }

  receive(flow: number, packet: number, port: number): void {
    const flags = this.ground.fabric.packets.words[packetWords * packet + flagsAt]!;
    if ((flags & packetFlags.acknowledgement) === 0) this.arrived(flow, packet, port);
    else this.acknowledged(flow, packet);
  }

  /** There is room again, or something to send again. */
  ready(index: number): void {
    const flow = this.flowOf[index]!;
    if (this.maySend(index, flow)) this.ground.ports.ready(flow, this.ground.flows.from[flow]!);
  }

  /** Bytes that a packet takes on the wire. */
  wireOf(index: number, sequence: number, message: number): number {
    const { messages, flows } = this.ground;
    const payloadMax = flows.payloadMax[this.flowOf[index]!]!;
    return wireBytes(messages.payloadOf(message, sequence, payloadMax) + this.headerBytes);
  }

  /** The number after the last packet that was sent. */
  nextOf(index: number): number {
    return this.ground.flows.next[this.flowOf[index]!]!;
  }

  noteTimeout(index: number): void {
    const flow = this.flowOf[index]!;
    this.ground.flows.tally(flow, figureAt.timeouts);
    this.ground.fabric.tap?.timedOut(flow);
  }

  giveUp(index: number): boolean {
    if (this.options.isPatient === true) return false;
    const { state, ground } = this;
    const flow = this.flowOf[index]!;
    const w = flowWords * index;
    const begun: number[] = [];
    for (let at = state.words[w + unknownAt]!; at < ground.flows.next[flow]!; at++) {
      begun.push(state.rings.words[4 * state.entryOf(index, at) + 3]!);
    }
    const inOrder = state.words[w + missingAt]!;
    const end = ground.flows.end[flow]!;
    this.losses.forget(index, end);
    state.forget(index, end);
    if (state.words[w + throughAt] === 0) this.flowsOfPair[this.pairOf[index]!]!--;
    state.words[w + throughAt] = 1;
    const { messages } = ground;
    const isOrdered = this.options.isOrdered === true;
    const isThere = (message: number): boolean => isOrdered
      ? messages.endOf(message) <= inOrder : messages.missing[message] === 0;
    const { now } = ground.simulation;
    this.congestion.startAnew(index, now);
    this.paths.startAnew(index);
    ground.flows.giveUp(flow, begun, isThere, now);
    return true;
  }

  /** Who has nothing under way looks when there is something to send. */
  rerouted(): void {
    const { words } = this.state;
    for (let index = 0; index < this.flowOf.length; index++) {
      if (words[flowWords * index + throughAt] === 0) this.learnWays(index);
    }
  }

  /** Over how many paths a flow has sent. */
  spread(flow: number): number {
    return this.paths.spread(this.states[flow]!);
  }

  /** Other ways may be longer or shorter, and what they take is no queueing. */
  private learnWays(index: number): void {
    const { revision } = this.ground.fabric;
    if (this.learntAt[index] === revision) return;
    this.learntAt[index] = revision;
    this.congestion.setBase(index, this.idleRoundTicks(index));
  }

  /** By the way of a hash, or the quickest of all, as queueing is told from quick packets. */
  private idleRoundTicks(index: number): number {
    const { flows, fabric } = this.ground;
    const flow = this.flowOf[index]!;
    const [from, to] = [flows.from[flow]!, flows.to[flow]!];
    const packet = this.packetWire[index]!;
    if (this.options.spray === 'hash') {
      const entropy = flows.entropy[flow]!;
      return idleTicks(fabric, from, to, packet, entropy)
        + idleTicks(fabric, to, from, acknowledgementWire, entropy);
    }
    return quickestTicks(fabric, { from, to, isSprayed: true }, packet)
      + quickestTicks(fabric, { from: to, to: from, isSprayed: true }, acknowledgementWire);
  }

  /** Whether the next packet may go now. */
  private maySend(index: number, flow: number): boolean {
    const { state, ground } = this;
    const w = flowWords * index;
    if (state.words[w + lostAt] === 0) {
      if (ground.flows.sending[flow]! < 0) return false;
      const span = ground.flows.next[flow]! - state.words[w + unknownAt]!;
      if (span >= srdParameters.spanPackets) return false;
    }
    const d = flowDoubles * index;
    const inFlight = state.doubles[d + inFlightAt]!;
    const packet = this.packetWire[index]!;
    // A limit of two packets and a half lets two under way, and every other time a third.
    const turn = (Math.imul(ground.flows.next[flow]!, 0x9e37_79b1) >>> 0) / 4_294_967_296;
    const limit = state.doubles[d + windowAt]! + turn * packet;
    if (inFlight > 0 && inFlight + packet > limit) return false;
    return !this.isTooSoon(index);
  }

  /** Packets of a small window keep their distance; the flow is asked again when it is over. */
  private isTooSoon(index: number): boolean {
    const { state, ground } = this;
    const at = state.doubles[flowDoubles * index + spacedUntilAt]!;
    if (at <= ground.simulation.now) return false;
    const wakes = flowWords * index + wakesAt;
    if (state.words[wakes] === 0) {
      state.words[wakes] = 1;
      ground.simulation.schedule(at, this.mayGoOn, index, 0);
    }
    return true;
  }

  private emit(
    flow: number, index: number, sequence: number, message: number, payload: number, note: number,
  ): void {
    const { flows, fabric, simulation } = this.ground;
    const packet = fabric.packets.take();
    const { words, doubles } = fabric.packets;
    const p = packetWords * packet;
    const wire = wireBytes(payload + srdParameters.headerBytes);
    words[p + flowAt] = flow;
    words[p + flagsAt] = note << noteShift;
    words[p + sequenceAt] = sequence;
    words[p + messageAt] = message;
    words[p + payloadAt] = payload;
    doubles[packetDoubles * packet + sentAt] = simulation.now;
    this.state.doubles[flowDoubles * index + inFlightAt]! += wire;
    flows.tally(flow, figureAt.sentPackets);
    this.losses.listen(index);
    const entropy = this.paths.use(index, note & pathMask);
    fabric.send(flows.from[flow]!, packet, wire, flows.to[flow]!, entropy);
  }

  /** A packet reached its receiver, who says so by turning it round. */
  private arrived(flow: number, packet: number, port: number): void {
    const { fabric, flows, messages, simulation } = this.ground;
    const index = this.states[flow]!;
    const { words } = fabric.packets;
    const p = packetWords * packet;
    const sequence = words[p + sequenceAt]!;
    const w = flowWords * index;
    const message = words[p + messageAt]!;
    const payload = words[p + payloadAt]!;
    const isNew = this.state.noteArrival(index, sequence);
    const highest = this.state.words[w + highestAt]!;
    if (sequence > highest) this.state.words[w + highestAt] = sequence;
    words[p + flagsAt]! |= packetFlags.acknowledgement;
    words[p + cumulativeAt] = this.state.words[w + missingAt]!;
    const isSameWay = (words[p + flagsAt]! & (sameWay << noteShift)) !== 0;
    const entropy = isSameWay ? words[p + entropyAt]!
      : this.paths.backEntropy(index, flows.entropy[flow]!);
    fabric.send(port, packet, acknowledgementWire, flows.from[flow]!, entropy);
    if (!isNew) {
      flows.tally(flow, figureAt.twice);
      return;
    }
    if (sequence < highest) flows.noteLate(flow, highest - sequence);
    flows.notePacket(flow, payload, simulation.now);
    messages.missing[message]!--;
    if (this.options.isOrdered) this.deliverInOrder(flow, this.state.words[w + missingAt]!);
    else if (messages.missing[message] === 0) flows.deliver(flow, message);
  }

  /** The card puts packets in order for a guest that knows no other. */
  private deliverInOrder(flow: number, sequence: number): void {
    const { flows, simulation, messages } = this.ground;
    const delay = this.options.cardDelayTicks ?? 0;
    if (delay === 0) {
      flows.deliverUpTo(flow, sequence);
      return;
    }
    for (;;) {
      const message = flows.receiving[flow]!;
      if (message < 0 || messages.endOf(message) > sequence) return;
      flows.receiving[flow] = messages.following[message]!;
      simulation.scheduleAfter(delay, this.handOver, flow, message);
    }
  }

  /** The sender hears of a packet. */
  private acknowledged(flow: number, packet: number): void {
    const { fabric, simulation } = this.ground;
    const { state } = this;
    const { words, doubles } = fabric.packets;
    const p = packetWords * packet;
    const index = this.states[flow]!;
    const sequence = words[p + sequenceAt]!;
    const cumulative = words[p + cumulativeAt]!;
    const note = words[p + flagsAt]! >>> noteShift;
    const sent = doubles[packetDoubles * packet + sentAt]!;
    fabric.packets.release(packet);
    const { now } = simulation;
    const before = state.doubles[flowDoubles * index + inFlightAt]!;
    const known = sequence < state.words[flowWords * index + unknownAt]!
      || !this.clear(index, sequence);
    this.advance(index, flow, cumulative);
    if (known && before === state.doubles[flowDoubles * index + inFlightAt]!) return;
    const bytes = before - state.doubles[flowDoubles * index + inFlightAt]!;
    const isSlow = this.congestion.note(index, now - sent, bytes, now);
    this.paths.noteRound(index, note, isSlow, now);
    this.losses.judge(index, sent);
    this.ready(index);
  }

  /** A packet is known to have arrived. False: it was before. */
  private clear(index: number, sequence: number): boolean {
    const { state } = this;
    const entry = state.entryOf(index, sequence);
    const { words } = state.rings;
    const at = 4 * entry + 2;
    const mark = words[at]!;
    if ((mark & entryStates.arrived) !== 0) return false;
    words[at] = (mark & ~entryStates.lost) | entryStates.arrived;
    if ((mark & entryStates.lost) !== 0) state.words[flowWords * index + lostAt]!--;
    else {
      state.doubles[flowDoubles * index + inFlightAt]! -=
        this.wireOf(index, sequence, words[4 * entry + 3]!);
    }
    return true;
  }

  /** All packets up to one are known; messages that end there are behind the sender. */
  private advance(index: number, flow: number, cumulative: number): void {
    const { state, ground } = this;
    const w = flowWords * index;
    const { next } = ground.flows;
    let unknown = state.words[w + unknownAt]!;
    while (unknown < next[flow]!) {
      const entry = state.entryOf(index, unknown);
      if (unknown < cumulative) this.clear(index, unknown);
      else if ((state.rings.words[4 * entry + 2]! & entryStates.arrived) === 0) break;
      const message = state.rings.words[4 * entry + 3]!;
      unknown++;
      state.words[w + unknownAt] = unknown;
      if (unknown === ground.messages.endOf(message)) ground.flows.acknowledge(flow, message);
    }
    if (unknown < ground.flows.end[flow]! || state.words[w + throughAt] === 1) return;
    state.words[w + throughAt] = 1;
    this.flowsOfPair[this.pairOf[index]!]!--;
  }
}
