/**
 * Links whose departures are events, because they may be paused or serve classes in order: what
 * waits for each, and whose turn it is.
 * Not flow control: when a class may not be served is told by `pauses.ts`.
 * Keeps true: a packet that has begun to be sent is sent; on traffic without pauses and with one
 * class packets leave as they do from the links that compute departures on arrival.
 */
import { invariant, transferTicks, TwoLimb } from '#base';
import { auditLittle, TimeWeighted } from '#sim/kernel';
import type { EventKind } from '#sim/kernel';
import type { DropReason, Fabric } from './fabric.ts';
import {
  bufferAt, bytesAt, classShift, destinationAt, entropyAt, flagsAt, followingAt, freeAt, ingressAt,
  leavesAt, linkDoubles, linkFlags, linkWords, markAboveAt, none, packetDoubles, packetWords,
  queuedAt, queuedMaxAt,
} from './fields.ts';

const classesMost = 8;

/** Who pauses links, and is told what comes in and goes out. */
export interface PauseRules {
  mayServe(link: number, serviceClass: number): boolean;
  /** A packet that came by a link waits now. False: there is no room for it. */
  admits(ingress: number, bytes: number): boolean;
  left(ingress: number, bytes: number): void;
}

interface PortState {
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly waiting: TimeWeighted;
  readonly times: TwoLimb;
  waitingBytes: number;
  isServing: boolean;
  /** What is being sent: where it came from (−1: from a card), its bytes, and when it has left. */
  servedFrom: number;
  servedBytes: number;
  servedUntil: number;
}

export class ScheduledPorts {
  private readonly fabric: Fabric;
  private readonly ports = new Map<number, PortState>();
  private readonly done: EventKind;
  private rules: PauseRules | null = null;
  /** Is told when a card's link has sent something, or has thrown away what waited. */
  private sent: (port: number) => void = () => undefined;

  constructor(fabric: Fabric) {
    this.fabric = fabric;
    this.done = fabric.simulation.register((link) => {
      this.finish(link);
      const source = fabric.links.sources[link]!;
      if (source < 0) this.sent(~source);
    });
  }

  connect(rules: PauseRules, sent: (port: number) => void): void {
    this.rules = rules;
    this.sent = sent;
  }

  /** A link is served by events from now on. */
  add(link: number): void {
    this.fabric.links.setFlag(link, linkFlags.scheduled, true);
    this.ports.set(link, {
      first: new Int32Array(classesMost).fill(none),
      last: new Int32Array(classesMost).fill(none),
      waiting: new TimeWeighted(),
      times: new TwoLimb(),
      waitingBytes: 0,
      isServing: false,
      servedFrom: none,
      servedBytes: 0,
      servedUntil: 0,
    });
  }

  /** Links that are served by events. */
  links(): readonly number[] {
    return [...this.ports.keys()];
  }

  /** Packets that wait for a link and have not begun to be sent. */
  waitingAt(link: number): number {
    return this.ports.get(link)?.waiting.value ?? 0;
  }

  waitingBytes(link: number): number {
    return this.ports.get(link)!.waitingBytes;
  }

  /** When all that waits will have left, if nothing holds it up. */
  freeAt(link: number): number {
    const { waitingBytes } = this.ports.get(link)!;
    const { links, simulation } = this.fabric;
    const free = links.doubles[linkDoubles * link + freeAt]!;
    if (waitingBytes === 0) return free;
    const { whole, remainder, divisor } = links.rates[link]!;
    const more = Math.floor((waitingBytes * remainder + links.carries[link]!) / divisor);
    return Math.max(free, simulation.now) + waitingBytes * whole + more;
  }

  /** Something waits, and nothing is sent. */
  isHeldUp(link: number): boolean {
    const port = this.ports.get(link)!;
    return !port.isServing && port.waitingBytes > 0;
  }

  /** Those packets, times the ticks that each waited. */
  waitedTicks(link: number): number {
    const port = this.ports.get(link);
    return port === undefined ? 0
      : port.waiting.areaUpTo(this.fabric.simulation.now).toNumber();
  }

  heldCount(): number {
    let held = 0;
    for (const port of this.ports.values()) held += port.waiting.value;
    return held;
  }

  /** Puts a packet behind those of its class, or drops it. */
  enqueue(link: number, packet: number, bytes: number): void {
    const { links, packets, simulation, ingress } = this.fabric;
    const { now } = simulation;
    const port = this.ports.get(link)!;
    links.settle(link, now);
    // At one instant departures precede arrivals.
    this.finish(link);
    const w = linkWords * link;
    const kind = links.kindOf(link);
    const queued = links.words[w + queuedAt]! + bytes;
    const isLossless = ingress >= 0 && links.plans[ingress]!.pauses !== undefined;
    if (isLossless ? !this.rules!.admits(ingress, bytes) : queued > links.kinds[kind + bufferAt]!) {
      this.fabric.drop(link, packet, isLossless ? 'headroom' : 'queue-full');
      return;
    }
    if (queued > links.kinds[kind + markAboveAt]!) this.fabric.mark(link, packet, queued);
    links.words[w + queuedAt] = queued;
    if (queued > links.words[w + queuedMaxAt]!) links.words[w + queuedMaxAt] = queued;
    const { words, doubles } = packets;
    const p = packetWords * packet;
    words[p + followingAt] = none;
    words[p + ingressAt] = isLossless ? ingress : none;
    doubles[packetDoubles * packet + leavesAt] = now;
    const flags = words[p + flagsAt]!;
    const serviceClass = (flags >>> classShift) & (classesMost - 1);
    const last = port.last[serviceClass]!;
    if (last === none) port.first[serviceClass] = packet;
    else words[packetWords * last + followingAt] = packet;
    port.last[serviceClass] = packet;
    port.waitingBytes += bytes;
    port.waiting.add(now, 1);
    this.serve(link);
  }

  /** Begins to send the next packet, if the link is free and something may go. */
  serve(link: number): void {
    const port = this.ports.get(link)!;
    if (port.isServing) return;
    for (let serviceClass = 0; serviceClass < classesMost; serviceClass++) {
      if (port.first[serviceClass] === none) continue;
      if (!this.rules!.mayServe(link, serviceClass)) continue;
      this.begin(link, port, serviceClass);
      return;
    }
  }

  /** Every packet that waits for a link, class by class. */
  eachWaiting(
    link: number, visit: (destination: number, entropy: number, ingress: number) => void,
  ): void {
    const port = this.ports.get(link)!;
    const { words } = this.fabric.packets;
    for (let packet of port.first) {
      while (packet !== none) {
        const p = packetWords * packet;
        visit(words[p + destinationAt]!, words[p + entropyAt]!, words[p + ingressAt]!);
        packet = words[p + followingAt]!;
      }
    }
  }

  /** What is being sent takes longer than it was to, or less long. */
  retime(link: number, departure: number): void {
    const port = this.ports.get(link)!;
    if (!port.isServing) return;
    port.servedUntil = departure;
    this.fabric.simulation.schedule(departure, this.done, link, 0);
  }

  /** Throws away what waits for a link. */
  discard(link: number, reason: DropReason): void {
    const port = this.ports.get(link)!;
    for (let serviceClass = 0; serviceClass < classesMost; serviceClass++) {
      while (port.first[serviceClass] !== none) {
        const packet = this.take(port, serviceClass);
        const { words } = this.fabric.packets;
        const bytes = words[packetWords * packet + bytesAt]!;
        this.fabric.links.words[linkWords * link + queuedAt]! -= bytes;
        const ingress = words[packetWords * packet + ingressAt]!;
        this.fabric.drop(link, packet, reason);
        if (ingress >= 0) this.rules!.left(ingress, bytes);
      }
    }
    // A card that waited for its turn goes on, but not before the link is known to be down.
    const { links, simulation } = this.fabric;
    if (links.sources[link]! < 0) simulation.schedule(simulation.now, this.done, link, 0);
  }

  /** What was being sent is lost with the link. */
  abort(link: number): void {
    const port = this.ports.get(link)!;
    const { servedFrom, servedBytes } = port;
    port.isServing = false;
    port.servedFrom = none;
    if (servedFrom >= 0) this.rules!.left(servedFrom, servedBytes);
  }

  /** Stops the program unless both books of what waits agree. */
  audit(): void {
    const { now } = this.fabric.simulation;
    for (const [link, port] of this.ports) {
      const times = port.times.copy();
      const { words, doubles } = this.fabric.packets;
      for (let packet of port.first) {
        while (packet !== none) {
          times.add(now - doubles[packetDoubles * packet + leavesAt]!);
          packet = words[packetWords * packet + followingAt]!;
        }
      }
      const area = port.waiting.areaUpTo(now);
      auditLittle(this.fabric.links.ids[link]!, 'what waits its turn', area, times);
    }
  }

  private begin(link: number, port: PortState, serviceClass: number): void {
    const { links, packets, simulation } = this.fabric;
    const { now } = simulation;
    const packet = this.take(port, serviceClass);
    const bytes = packets.words[packetWords * packet + bytesAt]!;
    const d = linkDoubles * link;
    const free = links.doubles[d + freeAt]!;
    // Who comes when the packet before it has just left did not wait for it.
    const hasWaited = packets.doubles[packetDoubles * packet + leavesAt]! < now;
    const isIdle = hasWaited ? free < now : free <= now;
    const { whole } = links.rates[link]!;
    const more = this.fabric.leftOver(link, bytes, isIdle);
    // A card's line may begin later than it could.
    const departure = Math.max(free, now) + bytes * whole + more;
    links.doubles[d + freeAt] = departure;
    port.isServing = true;
    port.servedFrom = packets.words[packetWords * packet + ingressAt]!;
    port.servedBytes = bytes;
    port.servedUntil = departure;
    links.addBusy(link, more);
    if (links.append(link, packet, bytes, now, departure)) {
      this.fabric.expect(link, departure, packet);
    }
    simulation.schedule(departure, this.done, link, 0);
  }

  private take(port: PortState, serviceClass: number): number {
    const { words, doubles } = this.fabric.packets;
    const { now } = this.fabric.simulation;
    const packet = port.first[serviceClass]!;
    invariant(packet !== none, 'something waits');
    const following = words[packetWords * packet + followingAt]!;
    port.first[serviceClass] = following;
    if (following === none) port.last[serviceClass] = none;
    port.waitingBytes -= words[packetWords * packet + bytesAt]!;
    port.waiting.add(now, -1);
    port.times.add(now - doubles[packetDoubles * packet + leavesAt]!);
    return packet;
  }

  /** A packet has left, if it has; the next may begin. */
  private finish(link: number): void {
    const port = this.ports.get(link)!;
    // The event may come after an arrival at the same instant did its work, or after a failure.
    if (!port.isServing || port.servedUntil > this.fabric.simulation.now) return;
    port.isServing = false;
    const { servedFrom, servedBytes } = port;
    port.servedFrom = none;
    if (servedFrom >= 0) this.rules!.left(servedFrom, servedBytes);
    this.serve(link);
  }
}

/** The longest pause that a frame can ask for: 65,535 times 512 bits (IEEE 802.1Qbb). */
export function longestPauseTicks(bitsPerSecond: number, ticksPerSecond: number): number {
  return transferTicks(
    { whole: Math.floor(ticksPerSecond / bitsPerSecond), remainder: ticksPerSecond % bitsPerSecond,
      divisor: bitsPerSecond },
    65_535 * 512,
  );
}
