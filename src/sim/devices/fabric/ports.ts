/**
 * The ports of hosts' cards: flows that have something to send take turns, a packet each.
 * Not a queue of packets: a port takes from its flows only what will soon be on the wire, so that
 * what a flow sends next is decided late.
 * Keeps true: a port never holds much more than `fillBytes`, and no flow waits for ever while
 * others send.
 */
import { transferTicks } from '#base';
import type { Stream } from '#base';
import { doubled } from '#sim/kernel';
import type { EventKind } from '#sim/kernel';
import type { Fabric } from './fabric.ts';
import { freeAt, idle, linkDoubles, linkFlags, none, waitsForLimit } from './fields.ts';
import type { Transport } from './transports/transport.ts';

/** A card fills its line ahead by so many of the largest packets. Assumed. */
export const fillPackets = 4;
/** And takes more when only so many are left. Assumed. */
const refillPackets = 1;

/** Numbers that are drawn of a stream at a time. */
const drawnTogether = 8;

export class Ports {
  /** The flow after it among those of its port that are ready, or that it is not in line. */
  private following = new Int32Array(64).fill(idle);
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly isWaking: Uint8Array;
  private readonly fillTicks: Float64Array;
  private readonly refillTicks: Float64Array;
  private readonly jitters: readonly (Stream | null)[];
  /** Numbers of each stream that were drawn ahead, and how many of them are left. */
  private readonly drawn: Uint32Array;
  private readonly drawnLeft: Uint8Array;
  private readonly jitterTicks: Float64Array;
  private readonly wake: EventKind;
  private readonly mayGoOn: EventKind;
  /** Flows that an interface limits: ticks a byte, and when each may send again. */
  private readonly limits = new Map<number, { readonly ticksPerByte: number; nextAt: number }>();
  private readonly fabric: Fabric;
  private readonly transportOf: (flow: number) => Transport;

  constructor(fabric: Fabric, transportOf: (flow: number) => Transport) {
    this.fabric = fabric;
    this.transportOf = transportOf;
    const { simulation, plan } = fabric;
    const portCount = plan.ports.length;
    this.first = new Int32Array(portCount).fill(none);
    this.last = new Int32Array(portCount).fill(none);
    this.isWaking = new Uint8Array(portCount);
    this.fillTicks = new Float64Array(portCount);
    this.refillTicks = new Float64Array(portCount);
    this.jitterTicks = Float64Array.from(
      plan.ports, (id) => plan.jitters?.get(id) ?? plan.jitterTicks ?? 0,
    );
    this.jitters = plan.ports.map((id, port) =>
      this.jitterTicks[port] === 0 ? null : simulation.streamOf(`${id}/jitter`));
    this.drawn = new Uint32Array(drawnTogether * portCount);
    this.drawnLeft = new Uint8Array(portCount);
    this.wake = simulation.register((port) => {
      this.isWaking[port] = 0;
      this.pump(port);
    });
    this.mayGoOn = simulation.register((flow, port) => {
      this.ready(flow, port);
    });
    for (let port = 0; port < portCount; port++) this.noteRate(port);
  }

  /** How long a port is filled ahead depends on the rate of its cable. */
  noteRate(port: number): void {
    const { links, uplinks } = this.fabric;
    const link = uplinks[port]!;
    const packetTicks = transferTicks(links.rates[link]!, links.plans[link]!.mtuBytes);
    this.fillTicks[port] = fillPackets * packetTicks;
    this.refillTicks[port] = refillPackets * packetTicks;
  }

  /** What one flow may send, however idle its port is. */
  limit(flow: number, bitsPerSecond: number): void {
    const ticksPerByte = (8 * this.fabric.plan.ticksPerSecond) / bitsPerSecond;
    this.limits.set(flow, { ticksPerByte, nextAt: 0 });
  }

  /** A flow has something to send. */
  ready(flow: number, port: number): void {
    if (this.limits.size > 0 && this.isHeldBack(flow, port)) return;
    while (flow >= this.following.length) this.grow();
    if (this.following[flow]! <= idle) this.append(flow, port);
    this.pump(port);
  }

  /** The line has sent something: takes more, unless it knows already when to. */
  sent(port: number): void {
    if (this.isWaking[port] === 0) this.pump(port);
  }

  /** Takes packets from flows in turn until the line is filled ahead. */
  pump(port: number): void {
    const { fabric } = this;
    const link = fabric.uplinks[port]!;
    const { doubles } = fabric.links;
    const { now } = fabric.simulation;
    const full = now + this.fillTicks[port]!;
    while (this.first[port] !== none) {
      const odd = fabric.links.has(link, linkFlags.scheduled) ? fabric.oddities : null;
      const free = odd === null ? doubles[linkDoubles * link + freeAt]! : odd.freeAt(link);
      if (free >= full) {
        // Nobody knows when what is held up will leave; when it has, more is asked for.
        if (odd?.isHeldUp(link) === true) return;
        this.wakeLater(port, Math.max(free - this.refillTicks[port]!, now));
        return;
      }
      if (this.jitterTicks[port]! > 0 && free <= now) this.hesitate(port, link);
      const flow = this.first[port]!;
      const following = this.following[flow]!;
      const isLimited = this.limits.size > 0;
      const before = isLimited ? this.handedBytes(link) : 0;
      const hasMore = this.transportOf(flow).pull(flow);
      const isFree = !isLimited
        || !this.charge(flow, port, this.handedBytes(link) - before);
      this.first[port] = following;
      if (following === none) this.last[port] = none;
      if (this.following[flow] !== waitsForLimit) this.following[flow] = idle;
      if (hasMore && isFree) this.append(flow, port);
    }
  }

  /** A limited flow that asks too soon is asked again when it may send. */
  private isHeldBack(flow: number, port: number): boolean {
    const limit = this.limits.get(flow);
    if (limit === undefined || limit.nextAt <= this.fabric.simulation.now) return false;
    if (this.following[flow] === waitsForLimit) return true;
    while (flow >= this.following.length) this.grow();
    this.following[flow] = waitsForLimit;
    this.fabric.simulation.schedule(Math.ceil(limit.nextAt), this.mayGoOn, flow, port);
    return true;
  }

  /** Puts what a limited flow has sent to its account. True: it is asked again later. */
  private charge(flow: number, port: number, bytes: number): boolean {
    const limit = this.limits.get(flow);
    if (limit === undefined || bytes === 0) return false;
    const { now } = this.fabric.simulation;
    limit.nextAt = Math.max(limit.nextAt, now) + bytes * limit.ticksPerByte;
    return this.isHeldBack(flow, port);
  }

  /** All that a link was handed and did not throw away. */
  private handedBytes(link: number): number {
    const { links, oddities } = this.fabric;
    const isScheduled = links.has(link, linkFlags.scheduled);
    return links.bytesIn(link) + (isScheduled ? oddities!.waitingBytes(link) : 0);
  }

  private wakeLater(port: number, at: number): void {
    if (this.isWaking[port] === 1) return;
    this.isWaking[port] = 1;
    this.fabric.simulation.schedule(at, this.wake, port, 0);
  }

  /** An idle line begins a little later than it could, so that ties do not always hurt the same. */
  private hesitate(port: number, link: number): void {
    const { links, simulation } = this.fabric;
    if (this.drawnLeft[port] === 0) this.draw(port);
    const left = --this.drawnLeft[port]!;
    const bits = this.drawn[drawnTogether * port + left]!;
    const delay = (bits * this.jitterTicks[port]!) / 4_294_967_296;
    links.doubles[linkDoubles * link + freeAt] = simulation.now + Math.floor(delay);
  }

  /** Streams lie far apart in memory, so several numbers are drawn of one; first is taken first. */
  private draw(port: number): void {
    for (let i = drawnTogether - 1; i >= 0; i--) {
      this.drawn[drawnTogether * port + i] = this.jitters[port]!.bits();
    }
    this.drawnLeft[port] = drawnTogether;
  }

  private append(flow: number, port: number): void {
    this.following[flow] = none;
    const last = this.last[port]!;
    if (last === none) this.first[port] = flow;
    else this.following[last] = flow;
    this.last[port] = flow;
  }

  private grow(): void {
    const before = this.following.length;
    this.following = doubled(this.following, Int32Array);
    this.following.fill(idle, before);
  }
}
