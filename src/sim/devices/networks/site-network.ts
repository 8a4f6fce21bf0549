/**
 * One fabric of a world while it runs: its flows by the names of cards, and links by those of the
 * model. Not who sends what.
 * Keeps true: it is built when the first flow needs it; what a card with several ports sends over
 * one of them by its hash is sent no faster than that.
 */
import type { TransportIr } from '#ir';
import type { Simulation } from '#sim/kernel';
import {
  type BusyHop, type FabricFlow, type FlowCounts, type FlowRequest, spraysPackets,
} from '../fabric-port.ts';
import {
  type DropReason, dropReasons, endTicksPerByte, linkFlags, messageTicks, messageWireBytes, Network,
  type PacketRecorder, type Passage, slowestTicksPerByte,
} from '../fabric/index.ts';
import { BusiestHops } from './busiest-hops.ts';
import { CableSeries } from './cable-series.ts';
import { Cables } from './cables.ts';
import { ownerOf } from './flow-owner.ts';
import { type Deadlock, PauseWatch, written } from './pause-watch.ts';
import type { FabricSite } from './sites.ts';
import { addTransport } from './transports.ts';
import { type HostLine, Wiring } from './wiring.ts';

export class SiteNetwork {
  readonly site: FabricSite;
  readonly model = 'packets';
  readonly network: Network;
  readonly wiring: Wiring;
  readonly flows: NetworkFlow[] = [];
  readonly ailing: Cables;
  readonly series: CableSeries;
  readonly watch: PauseWatch;
  private readonly hops: BusiestHops;
  private dropsBefore = new Float64Array(0);
  private readonly transports = new Map<string, number>();
  private readonly ticksPerSecond: number;

  constructor(
    site: FabricSite, simulation: Simulation, ticksPerSecond: number,
    found: (deadlock: Deadlock) => void,
  ) {
    this.site = site;
    this.ticksPerSecond = ticksPerSecond;
    this.wiring = new Wiring(site, ticksPerSecond);
    this.network = new Network(simulation, this.wiring.plan);
    this.ailing = new Cables(this.network);
    for (const cable of this.wiring.cables) this.ailing.begin(cable);
    this.series = new CableSeries(this.network);
    this.watch = new PauseWatch(this.network, found);
    this.hops = new BusiestHops(this.network.fabric, this.wiring, (link) => {
      const { ticks, busyTicks, pausedTicks } = this.series.since(link);
      const share = (part: number): number => ticks > 0 ? Math.min(1, part / ticks) : 0;
      return { utilization: share(busyTicks), pausedShare: share(pausedTicks) };
    });
  }

  get id(): string {
    return this.site.id;
  }

  /** The warm-up is over; flows are told by their loads. */
  cut(now: number): void {
    this.series.cut(now);
    this.watch.cut();
    this.dropsBefore = this.network.fabric.totals.slice();
  }

  windowClosed(now: number): void {
    this.series.close(now);
    this.watch.look(now);
  }

  windowsJoined(): void {
    this.series.join();
  }

  /** The link of the model that a way is, by what people call it; within a card the fabric. */
  elementOf(way: string): string {
    const { ids } = this.network.fabric.links;
    const cable = this.wiring.cables.find(({ link }) =>
      [link, link + 1].some((one) => written(ids[one] ?? '') === way));
    return cable?.ir.id ?? this.id;
  }

  /** Packets that went no further since the warm-up, by reason. */
  drops(): ReadonlyMap<DropReason, number> {
    const { fabric } = this.network;
    const before = this.dropsBefore;
    return new Map(dropReasons.map((reason, i) =>
      [reason, fabric.totals[2 + i]! - (before[2 + i] ?? 0)]));
  }

  /** A link, switch or card of the model goes out of service, or comes back. */
  setUp(id: string, isUp: boolean): void {
    this.wiring.setUp(this.network.faults, id, isUp);
    this.holdBack(id);
  }

  /** The cables that a link, switch or card has fail or come back, or have another rate. */
  holdBack(id: string): void {
    for (const line of this.wiring.linesAt(id)) this.settle(line);
  }

  /** A host sends to a card no more than the cables of that take which are up. */
  private settle({ link, cables }: HostLine): void {
    const { network } = this;
    const { links } = network.fabric;
    const rate = cables.reduce((sum, cable) =>
      sum + (links.has(cable.link, linkFlags.down) ? 0 : network.rateOf(cable.link)), 0);
    const held = Math.min(rate, links.plans[link]!.bitsPerSecond);
    if (held > 0 && held !== network.rateOf(link)) network.setRate(link, held);
  }

  open(request: FlowRequest): NetworkFlow {
    const { wiring } = this;
    const transport = this.transportFor(request.transport, request);
    const port = spraysPackets(request) ? null : wiring.fastestPortOf(request.from);
    const limits = [request.limitBitsPerSecond, port];
    const flow = new NetworkFlow(this.network, request, {
      transport, from: wiring.portOf(request.from), to: wiring.portOf(request.to),
      bitsPerSecond: Math.min(...limits.map((one) => one ?? Infinity)), hops: this.hops,
    });
    this.flows.push(flow);
    return flow;
  }

  private transportFor(
    transport: TransportIr, { expressTicks, isPatient }: FlowRequest,
  ): number {
    const key = `${transport.id} ${String(expressTicks)} ${String(isPatient)}`;
    const known = this.transports.get(key);
    if (known !== undefined) return known;
    const made = addTransport(this.network, transport, {
      ticksPerSecond: this.ticksPerSecond, isPatient,
      carried: expressTicks === null ? null : { delayTicks: expressTicks },
    });
    this.transports.set(key, made);
    return made;
  }
}

type Counted = 'sentPackets' | 'again' | 'late' | 'timeouts' | 'twice' | 'marked' | 'reconnects';

export class NetworkFlow implements FabricFlow {
  readonly id: string;
  readonly payloadBytes: number;
  readonly headerBytes: number;
  readonly segmentsMost = null;
  private readonly network: Network;
  private readonly flow: number;
  private readonly passage: Passage;
  private readonly hops: BusiestHops;
  private readonly before = new Map<Counted, number>();
  private dropsBefore = 0;
  private cutTicks = 0;

  constructor(network: Network, request: FlowRequest, at: {
    readonly transport: number; readonly from: string; readonly to: string;
    /** Infinity: no more than its port. */
    readonly bitsPerSecond: number;
    readonly hops: BusiestHops;
  }) {
    const { id, listener, packetBytes, mtuBytes } = request;
    this.id = id;
    this.network = network;
    this.hops = at.hops;
    this.passage = {
      from: network.fabric.portOf(at.from), to: network.fabric.portOf(at.to),
      isSprayed: spraysPackets(request),
    };
    this.headerBytes = network.headerBytes(at.transport);
    const carried = network.fabric.carriedBytes(at.from, at.to);
    const mtuMost = Math.min(carried, mtuBytes ?? carried, packetBytes + this.headerBytes);
    this.payloadBytes = mtuMost - this.headerBytes;
    this.flow = network.openFlow({
      id, from: at.from, to: at.to, transport: at.transport, owner: ownerOf(listener),
      mtuBytes: mtuMost,
      ...(at.bitsPerSecond === Infinity ? {} : { bitsPerSecond: at.bitsPerSecond }),
    });
  }

  idleTicks(bytes: number): number {
    const { payloadBytes, headerBytes } = this;
    return messageTicks(this.network.fabric, this.passage, { bytes, payloadBytes, headerBytes });
  }

  wireTicks(bytes: number): number {
    return this.wireBytes(bytes) * slowestTicksPerByte(this.network.fabric, this.passage);
  }

  endTicks(bytes: number): readonly [out: number, into: number] {
    const [out, into] = endTicksPerByte(this.network.fabric, this.passage);
    return [this.wireBytes(bytes) * out, this.wireBytes(bytes) * into];
  }

  busiestHop(): BusyHop | null {
    return this.hops.of(this.passage, this.network.flows.entropy[this.flow]!);
  }

  send(bytes: number, tag: number): void {
    this.network.send(this.flow, bytes, tag);
  }

  counts(): FlowCounts {
    const { flows, simulation } = this.network;
    return {
      sentPackets: this.since('sentPackets'), retransmitted: this.since('again'),
      reordered: this.since('late'), reorderedMost: flows.figure(this.flow, 'lateMost'),
      timeouts: this.since('timeouts'), reconnects: this.since('reconnects'),
      marked: this.since('marked'),
      dropped: (flows.drops[this.flow] ?? 0) - this.dropsBefore, duplicates: this.since('twice'),
      // A stall that began before the warm-up was over counts from then on.
      stallTicks: Math.min(
        flows.longestStall(this.flow, simulation.now), simulation.now - this.cutTicks,
      ),
      paths: this.network.spread(this.flow),
    };
  }

  cut(): void {
    const { flows } = this.network;
    for (const name of counted) this.before.set(name, flows.figure(this.flow, name));
    this.dropsBefore = flows.drops[this.flow] ?? 0;
    flows.forgetStall(this.flow);
    this.cutTicks = this.network.simulation.now;
  }

  /** Its packets are written down from now on. */
  record(recorder: PacketRecorder): void {
    recorder.watch(this.network.fabric, this.flow);
  }

  private wireBytes(bytes: number): number {
    const { payloadBytes, headerBytes } = this;
    return messageWireBytes({ bytes, payloadBytes, headerBytes });
  }

  private since(name: Counted): number {
    return this.network.flows.figure(this.flow, name) - (this.before.get(name) ?? 0);
  }
}

const counted: readonly Counted[] = [
  'sentPackets', 'again', 'late', 'timeouts', 'twice', 'marked', 'reconnects',
];
