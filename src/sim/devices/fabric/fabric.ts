/**
 * Packets on their way from port to port: one event for each link that a packet crosses.
 * Not aware of transports: who is at a port is told what arrives there.
 * Keeps true: nothing is allocated for a packet; only the first packet of a link is among the
 * events to come; every packet that was sent was delivered, dropped for a counted reason, or is
 * inside, which is audited against the books of all links and the pool.
 */
import { defined, invariant } from '#base';
import { auditFlow } from '#sim/kernel';
import type { EventKind, Simulation } from '#sim/kernel';
import { Ahead } from './ahead.ts';
import {
  bufferAt, bytesAt, delayAt, destinationAt, entropyAt, flagsAt, freeAt, headAt, insideAt,
  kindDoubles, kindShift, linkDoubles, linkFlags, linkWords, markAboveAt, nextLeavesAt,
  none, oddMask, packetDoubles, packetFlags, packetWords, perByteAt, queuedAt, queuedMaxAt, stateAt,
  targetAt,
} from './fields.ts';
import { auditLinks } from './link-audit.ts';
import { Links } from './links.ts';
import type { PacketTap } from './packet-recorder.ts';
import { Packets } from './packets.ts';
import type { FabricPlan } from './plan.ts';
import { Routes } from './routes.ts';

/** Who is told of packets that reach a port; the packet is theirs then. */
export interface Receiver {
  receive(port: number, packet: number): void;
  /** A packet goes no further; it is the fabric's still. */
  dropped(packet: number): void;
}

/** Why a packet went no further. */
export const dropReasons = [
  'queue-full', 'link-down', 'lost', 'damaged', 'no-route', 'too-large', 'headroom',
  'watchdog',
] as const;
export type DropReason = (typeof dropReasons)[number];

/** What is not done the plain way: paused and ordered ports, and faults. */
export interface Oddities {
  /** A packet comes to a link that is out of the ordinary. True: it is taken care of. */
  takesOver(link: number, packet: number, bytes: number): boolean;
  /** A packet comes out of a link that loses some; whether it is gone. */
  loses(link: number, packet: number): boolean;
  /** Of a link whose departures are events: when all that waits will have left, */
  freeAt(link: number): number;
  /** whether it waits though nothing is sent, and how much it is. */
  isHeldUp(link: number): boolean;
  waitingBytes(link: number): number;
  /** Packets that wait for their turn; of one link, times the ticks that each waited. */
  heldCount(): number;
  waitedTicks(link: number): number;
  audit(): void;
  /** The last packet in a link leaves at another time. */
  retime(link: number, departure: number): void;
  /** A link has failed, and what is in it is lost. */
  fail(link: number): void;
}

/** So many bytes that have left may be counted as waiting, and no more. */
const countedMost = 1_073_741_824;

export class Fabric {
  readonly simulation: Simulation;
  readonly plan: FabricPlan;
  readonly packets = new Packets();
  readonly links: Links;
  readonly routes: Routes;
  readonly ahead: Ahead;
  /** The link from each port into the fabric, and back. */
  readonly uplinks: Int32Array;
  readonly downlinks: Int32Array;
  /** Sent and delivered packets, then those dropped by reason. */
  readonly totals = new Float64Array(2 + dropReasons.length);
  /** Packets that came out of a link, all together: what speed is counted in. */
  readonly hops = new Float64Array(1);
  oddities: Oddities | null = null;
  /** Who writes down what becomes of packets; null: nobody does. Set by `watch`. */
  tap: PacketTap | null = null;
  /** The link by which the packet came that is on its way through a switch; −1: from a port. */
  ingress = -1;
  /** The largest packet so far, on the wire. */
  private packetBytesMost = 0;
  private receiver: Receiver | null = null;
  private readonly arrival: EventKind;
  private readonly dice;
  private readonly nodes = new Map<string, number>();

  constructor(simulation: Simulation, plan: FabricPlan) {
    this.simulation = simulation;
    this.plan = plan;
    const { nodes } = this;
    plan.switches.forEach(({ id }, index) => nodes.set(id, index));
    plan.ports.forEach((id, index) => nodes.set(id, ~index));
    invariant(
      nodes.size === plan.switches.length + plan.ports.length,
      'switches and ports have different names',
    );
    this.links = new Links(2 * plan.cables.length, plan.ticksPerSecond, this.packets);
    this.uplinks = new Int32Array(plan.ports.length).fill(-1);
    this.downlinks = new Int32Array(plan.ports.length).fill(-1);
    const alike = new Map<string, number>();
    for (const cable of plan.cables) {
      const pair = cable.ends.join('>');
      const before = alike.get(pair) ?? 0;
      alike.set(pair, before + 1);
      // Cables side by side are told apart by a number.
      const suffix = before === 0 ? '' : ` #${String(before + 1)}`;
      const [first, second] = cable.ends.map((id) =>
        defined(nodes.get(id), () => `a cable leads to ${id}, which is not there`));
      const [there, back] = cable.ways ?? [{}, {}];
      const ids = [`${pair}${suffix}`, `${cable.ends[1]}>${cable.ends[0]}${suffix}`];
      this.joinPort(this.links.add({ ...cable, ...there }, ids[0]!, first!, second!));
      this.joinPort(this.links.add({ ...cable, ...back }, ids[1]!, second!, first!));
    }
    invariant(this.uplinks.every((link) => link >= 0), 'every port has a cable');
    this.routes = this.newRoutes();
    this.dice = simulation.streamOf(`${plan.id}/mark`);
    this.arrival = simulation.register((link) => {
      this.arrive(link);
    });
    this.ahead = new Ahead(this.links, this.packets, this.routes, this.downlinks);
    this.packets.becameFar = () => {
      simulation.foresee(this.arrival, (links, count) => this.ahead.look(links, count));
    };
  }

  /** Shortest ways over the links that are up now. */
  newRoutes(): Routes {
    const { plan, simulation, links } = this;
    return new Routes(links, {
      switches: plan.switches,
      portCount: plan.ports.length,
      chance: simulation.chance,
      isSalted: plan.isSalted ?? true,
      fabric: plan.id,
    });
  }

  /** Says who is at the ports. */
  connect(receiver: Receiver): void {
    this.receiver = receiver;
  }

  /** Tells somebody of all packets from now on; null: nobody. */
  watch(tap: PacketTap | null): void {
    this.tap = tap;
    // So that nothing is asked at a hop while nobody wants to know.
    for (let link = 0; link < this.links.count; link++) {
      this.links.setFlag(link, linkFlags.watched, tap !== null);
    }
  }

  /** A switch, or ~port, by its id. */
  nodeOf(id: string): number {
    return defined(this.nodes.get(id), () => `the fabric has no ${id}`);
  }

  portOf(id: string): number {
    const node = this.nodeOf(id);
    invariant(node < 0, () => `${id} is a switch, not a port`);
    return ~node;
  }

  /** The link from one end of a cable to the other. */
  linkOf(from: string, to: string): number {
    const link = this.links.ids.indexOf(`${from}>${to}`);
    invariant(link >= 0, () => `no cable leads from ${from} to ${to}`);
    return link;
  }

  /** How often links or ways became others; neither count ever falls. */
  get revision(): number {
    return this.links.revision + this.routes.revision;
  }

  /** Ticks a byte at the port, with fractions. */
  ticksPerByte(port: number): number {
    const { whole, remainder, divisor } = this.links.rates[this.uplinks[port]!]!;
    return whole + remainder / divisor;
  }

  /** The largest packet that the cables of two ports carry, headers of IP included. */
  carriedBytes(from: string, to: string): number {
    return Math.min(...[from, to].map((port) =>
      this.links.plans[this.uplinks[this.portOf(port)]!]!.mtuBytes));
  }

  /** A port sends a packet of so many bytes on the wire into the fabric. */
  send(port: number, packet: number, bytes: number, destination: number, entropy: number): void {
    this.totals[0]!++;
    this.ingress = -1;
    if (bytes > this.packetBytesMost) this.packetBytesMost = bytes;
    const { words } = this.packets;
    const p = packetWords * packet;
    words[p + bytesAt] = bytes;
    words[p + destinationAt] = destination;
    words[p + entropyAt] = entropy;
    this.tap?.sent(packet);
    this.enqueue(this.uplinks[port]!, packet, bytes);
  }

  drop(link: number, packet: number, reason: DropReason): void {
    this.totals[2 + dropReasons.indexOf(reason)]!++;
    if (link >= 0) this.links.drops[link]!++;
    this.tap?.dropped(packet, reason);
    this.receiver!.dropped(packet);
    this.packets.release(packet);
  }

  dropped(reason: DropReason): number {
    return this.totals[2 + dropReasons.indexOf(reason)]!;
  }

  /** Puts a packet behind those that wait for a link, or drops it. */
  enqueue(link: number, packet: number, bytes: number): void {
    const { links } = this;
    const { doubles, words } = links;
    const { now } = this.simulation;
    const w = linkWords * link;
    const d = linkDoubles * link;
    const state = words[w + stateAt]!;
    const isOdd = (state & oddMask) !== 0;
    if (isOdd && this.oddities!.takesOver(link, packet, bytes)) return;
    const { kinds } = links;
    const kind = kindDoubles * (state >>> kindShift);
    const markAbove = kinds[kind + markAboveAt]!;
    let queued = words[w + queuedAt]! + bytes;
    // What has left may still be counted; it matters only where more wait than ever.
    const least = Math.min(words[w + queuedMaxAt]!, markAbove);
    if (queued > least && this.mayExceed(link, least - bytes, queued)) {
      links.settle(link, now);
      queued = words[w + queuedAt]! + bytes;
      if (queued > kinds[kind + bufferAt]!) {
        this.drop(link, packet, 'queue-full');
        return;
      }
      if (queued > markAbove) this.mark(link, packet, queued);
      if (queued > words[w + queuedMaxAt]!) words[w + queuedMaxAt] = queued;
    }
    words[w + queuedAt] = queued;
    const free = doubles[d + freeAt]!;
    let service = bytes * kinds[kind + perByteAt]!;
    if (isOdd) {
      const more = this.leftOver(link, bytes, free <= now);
      service += more;
      links.addBusy(link, more);
    }
    const departure = (free > now ? free : now) + service;
    doubles[d + freeAt] = departure;
    if (links.append(link, packet, bytes, now, departure)) {
      this.expect(link, departure, packet);
    }
  }

  /**
   * Whether more than so many bytes may wait for a link, judged by when the last of them leaves:
   * they leave one after another, and only the first has been sent in part.
   */
  private mayExceed(link: number, bytes: number, counted: number): boolean {
    const { doubles, kinds } = this.links;
    const slack = bytes - this.packetBytesMost;
    const ticks = doubles[linkDoubles * link + freeAt]! - this.simulation.now;
    const perByte = kinds[this.links.kindOf(link) + perByteAt]!;
    return slack < 0 || ticks > slack * perByte || counted > countedMost;
  }

  /** Plans that the first packet of a link comes out. */
  expect(link: number, departure: number, packet: number): void {
    const { links } = this;
    const state = links.words[linkWords * link + stateAt]!;
    let due = departure + links.kinds[kindDoubles * (state >>> kindShift) + delayAt]!;
    // The way may have become shorter meanwhile: it comes right behind the one before.
    if (due < this.simulation.now) due = this.simulation.now;
    if ((state & linkFlags.retimed) !== 0) links.dues[link] = due;
    this.simulation.schedule(due, this.arrival, link, packet);
  }

  /** Ticks beyond the whole ones of each byte; what is less than one waits for the next packet. */
  leftOver(link: number, bytes: number, isIdle: boolean): number {
    const { remainder, divisor } = this.links.rates[link]!;
    if (remainder === 0) return 0;
    const carried = bytes * remainder + (isIdle ? 0 : this.links.carries[link]!);
    const rest = carried % divisor;
    this.links.carries[link] = rest;
    return (carried - rest) / divisor;
  }

  /** A switch marks a packet, by chance where the plan asks for a ramp. */
  mark(link: number, packet: number, queued: number): void {
    const flags = packetWords * packet + flagsAt;
    const { words } = this.packets;
    if ((words[flags]! & packetFlags.markable) === 0) return;
    const plan = this.links.plans[link]!.marks!;
    if (queued <= plan.toBytes) {
      const share = plan.share * (queued - plan.fromBytes) / (plan.toBytes - plan.fromBytes);
      if (!this.dice.happens(share)) return;
    }
    words[flags]! |= packetFlags.marked;
    this.links.marks[link]!++;
    this.tap?.marked(packet);
  }

  /** The first packet of a link comes out at its other end. */
  private arrive(link: number): void {
    const { links, ahead } = this;
    const { words } = links;
    const { now } = this.simulation;
    const w = linkWords * link;
    const state = words[w + stateAt]!;
    // What was expected before a link failed, or its rate changed, does not come any more.
    if ((state & linkFlags.retimed) !== 0 && links.dues[link] !== now) return;
    const packet = links.shift(link, now);
    this.hops[0]!++;
    // What is said of the next packet of the link is written over when this one goes on.
    const isLast = words[w + insideAt] === 0;
    const departure = this.packets.doubles[packetDoubles * packet + nextLeavesAt]!;
    const next = words[w + headAt]!;
    const onward = ahead.onward[link]!;
    ahead.onward[link] = none;
    this.ingress = link;
    if ((state & linkFlags.faulty) === 0 || !this.oddities!.loses(link, packet)) {
      const target = words[w + targetAt]!;
      if (target >= 0) this.forward(target, packet, onward);
      else this.deliver(~target, packet);
    }
    if (!isLast) this.expect(link, departure, next);
    else if ((state & linkFlags.retimed) !== 0) links.dues[link] = -1;
  }

  private deliver(port: number, packet: number): void {
    this.totals[1]!++;
    this.tap?.delivered(packet);
    this.receiver!.receive(port, packet);
  }

  /** A packet goes on from a switch, by a link that may have been looked up ahead. */
  private forward(at: number, packet: number, known: number): void {
    const { words } = this.packets;
    const onward = known === none ? this.ahead.find(at, packet) : known;
    if (onward >= 0) this.enqueue(onward, packet, words[packetWords * packet + bytesAt]!);
    else this.drop(-1, packet, 'no-route');
  }

  private joinPort(link: number): void {
    const source = this.links.sources[link]!;
    const target = this.links.words[linkWords * link + targetAt]!;
    if (source < 0) {
      invariant(this.uplinks[~source]! < 0, () => `${this.plan.ports[~source]!} has two cables`);
      this.uplinks[~source] = link;
    }
    if (target < 0) this.downlinks[~target] = link;
  }

  /** Stops the program unless all books agree. */
  audit(): void {
    const { links, totals } = this;
    const { now } = this.simulation;
    const inside = (this.oddities?.heldCount() ?? 0) + auditLinks(links, this.packets, now);
    this.oddities?.audit();
    let dropped = 0;
    for (const reason of dropReasons) dropped += this.dropped(reason);
    auditFlow(this.plan.id, {
      insideBefore: 0, arrived: totals[0]!, completed: totals[1]!, dropped, inside,
    });
    invariant(inside === this.packets.inUse, () =>
      `${this.plan.id}: ${inside} packets are inside, but ${this.packets.inUse} are in use`);
  }
}
