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
import { freeAt, linkDoubles, linkFlags } from './links.ts';
import type { Transport } from './transports/transport.ts';

/** A card fills its line ahead by so many of the largest packets. Assumed. */
const fillPackets = 4;
/** And takes more when only so many are left. Assumed. */
const refillPackets = 1;
const none = -1;

export class Ports {
  /** The flow after it among those of its port that are ready; −2: it is not ready. */
  private following = new Int32Array(64).fill(-2);
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly isWaking: Uint8Array;
  private readonly fillTicks: Float64Array;
  private readonly refillTicks: Float64Array;
  private readonly jitters: readonly Stream[];
  private readonly jitterTicks: number;
  private readonly wake: EventKind;
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
    this.jitterTicks = plan.jitterTicks ?? 0;
    this.jitters = this.jitterTicks === 0 ? []
      : plan.ports.map((id) => simulation.streamOf(`${id}/jitter`));
    this.wake = simulation.register((port) => {
      this.isWaking[port] = 0;
      this.pump(port);
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

  /** A flow has something to send. */
  ready(flow: number, port: number): void {
    while (flow >= this.following.length) this.grow();
    if (this.following[flow] === -2) this.append(flow, port);
    this.pump(port);
  }

  /** Takes packets from flows in turn until the line is filled ahead. */
  pump(port: number): void {
    const { fabric } = this;
    const link = fabric.uplinks[port]!;
    const { doubles } = fabric.links;
    const { now } = fabric.simulation;
    const full = now + this.fillTicks[port]!;
    while (this.first[port] !== none) {
      const free = doubles[linkDoubles * link + freeAt]!;
      // Where departures are events, each of them asks for more.
      if (this.isPaused(link)) return;
      if (free >= full) {
        this.wakeLater(port, Math.max(free - this.refillTicks[port]!, now));
        return;
      }
      if (this.jitterTicks > 0 && free <= now) this.hesitate(port, link);
      const flow = this.first[port]!;
      const following = this.following[flow]!;
      const hasMore = this.transportOf(flow).pull(flow);
      this.first[port] = following;
      if (following === none) this.last[port] = none;
      this.following[flow] = -2;
      if (hasMore) this.append(flow, port);
    }
  }

  private isPaused(link: number): boolean {
    return this.fabric.links.has(link, linkFlags.scheduled)
      && (this.fabric.oddities?.isBlocked(link) ?? false);
  }

  private wakeLater(port: number, at: number): void {
    if (this.isWaking[port] === 1) return;
    this.isWaking[port] = 1;
    this.fabric.simulation.schedule(at, this.wake, port, 0);
  }

  /** An idle line begins a little later than it could, so that ties do not always hurt the same. */
  private hesitate(port: number, link: number): void {
    const { links, simulation } = this.fabric;
    const delay = (this.jitters[port]!.bits() * this.jitterTicks) / 4_294_967_296;
    links.doubles[linkDoubles * link + freeAt] = simulation.now + Math.floor(delay);
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
    this.following.fill(-2, before);
  }
}
