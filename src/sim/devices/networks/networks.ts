/**
 * All fabrics of a world: flows over them, what fails in them, and what they came to.
 * Not what is sent: that is traffic's. Keeps true: a fabric that nobody sends over costs nothing.
 */
import { defined } from '#base';
import type { World } from '#ir';
import type { Simulation } from '#sim/kernel';
import type { FabricFlow, FabricPort, FlowRequest } from '../fabric-port.ts';
import { PacketRecorder } from '../fabric/index.ts';
import type { Log } from '../log.ts';
import type { Ailment } from './cables.ts';
import { FlowSite } from './flow-site.ts';
import { type FabricSite, fabricSites, hastened } from './sites.ts';
import { SiteNetwork } from './site-network.ts';

/** Which stream is looked at packet by packet, and from when on. */
export interface PacketRequest {
  readonly stream: string;
  readonly fromTicks: number;
}

/** A fabric while it runs, computed as it asks for. */
export type RunningSite = FlowSite | SiteNetwork;

export interface NetworksOptions {
  readonly world: World;
  readonly simulation: Simulation;
  readonly ticksPerSecond: number;
  readonly log: Log;
  /** A stream whose packets are written down; null: none is. */
  readonly packets: PacketRequest | null;
  /** How many times as fast as it does something works, to see what that would change. */
  readonly factorOf: (id: string) => number;
}

/** A world has many runs, and its variants the same elements. */
const sitesKnown = new WeakMap<World['elements'], readonly FabricSite[]>();

function sitesOf(world: World): readonly FabricSite[] {
  const known = sitesKnown.get(world.elements);
  if (known !== undefined) return known;
  const found = fabricSites(world);
  sitesKnown.set(world.elements, found);
  return found;
}

export class Networks implements FabricPort {
  private readonly options: NetworksOptions;
  private readonly siteOf = new Map<string, FabricSite>();
  /** Null: nobody asked for packets. */
  readonly recorder: PacketRecorder | null;
  private readonly running = new Map<FabricSite, RunningSite>();

  constructor(options: NetworksOptions) {
    this.options = options;
    this.recorder = options.packets === null ? null : new PacketRecorder(options.packets.fromTicks);
    for (const site of sitesOf(options.world)) {
      for (const { id } of [...site.cards, ...site.switches]) this.siteOf.set(id, site);
      for (const { id } of site.links) this.siteOf.set(id, site);
    }
  }

  joins(from: string, to: string): boolean {
    const site = this.siteOf.get(from);
    return from !== to && site !== undefined && this.siteOf.get(to) === site;
  }

  open(request: FlowRequest): FabricFlow {
    const site = defined(this.siteOf.get(request.from), () => `${request.from} is at a fabric`);
    const running = this.at(site);
    if (running.model === 'flows') return running.open(request);
    const flow = running.open(request);
    const stream = this.options.packets?.stream ?? '';
    // Answers go by a flow of their own, back.
    if (this.recorder !== null && [stream, `${stream}/answer`].includes(request.id)) {
      flow.record(this.recorder);
    }
    return flow;
  }

  /** Whether something is a link, switch or card of a fabric. */
  has(id: string): boolean {
    return this.siteOf.has(id);
  }

  /** It goes out of service, or comes back; nothing happens where nobody sends. */
  setUp(id: string, isUp: boolean): void {
    this.runningAt(id)?.setUp(id, isUp);
  }

  /** Something is wrong with its cables, or no more. */
  setAilment(id: string, ailment: Ailment, isAiling: boolean): void {
    const site = this.runningAt(id);
    for (const cable of site?.wiring.cablesOf(id) ?? []) {
      if (isAiling) site?.ailing.add(cable, ailment);
      else site?.ailing.remove(cable, ailment);
    }
    if (site?.model === 'packets') site.holdBack(id);
  }

  /**
   * What left by a link, a switch or a card, all its ways together, since the warm-up. Null: its
   * fabric is computed as flows.
   */
  counted(id: string, what: 'drops' | 'marks' | 'pausedTicks'): number | null {
    const site = this.runningAt(id);
    if (site === undefined) return 0;
    if (site.model !== 'packets') return null;
    return site.wiring.waysOf(id).reduce((sum, way) => sum + site.series.since(way)[what], 0);
  }

  /** Share of time that the busiest of its ways was sending. */
  utilizationOf(id: string): number {
    const site = this.runningAt(id);
    return Math.max(0, ...(site?.wiring.waysOf(id) ?? []).map((way) => {
      const { busyTicks, ticks } = site?.series.since(way) ?? { busyTicks: 0, ticks: 0 };
      return ticks > 0 ? Math.min(1, busyTicks / ticks) : 0;
    }));
  }

  /**
   * Whether flow control ever stood still for good in the fabric that something is, or is in. Null:
   * it is computed as flows, which nothing stops.
   */
  hadDeadlock(id: string): boolean | null {
    const isThere = ({ site }: RunningSite): boolean =>
      site.switches.some(({ id: own, parent }) => own === id || parent === id);
    if (this.all().some((one) => one.model === 'flows' && isThere(one))) return null;
    return this.packetSites().some((one) => one.watch.deadlock !== null && isThere(one));
  }

  /** Fabrics that something was sent over, in the order of their names. */
  all(): readonly RunningSite[] {
    return [...new Set(this.siteOf.values())].flatMap((site) => this.running.get(site) ?? []);
  }

  /** The warm-up is over. */
  cut(now: number): void {
    for (const network of this.running.values()) network.cut(now);
  }

  windowClosed(now: number): void {
    for (const network of this.running.values()) network.windowClosed(now);
  }

  windowsJoined(): void {
    for (const network of this.running.values()) network.windowsJoined();
  }

  /** The run is over: what is to be said of it is said. */
  close(): void {
    for (const site of this.packetSites()) {
      for (const { link, atTicks } of site.watch.freed) {
        this.options.log.find('run/link-freed', atTicks, site.elementOf(link),
          `A watchdog freed ${link}, which had been paused for too long: what waited was dropped.`);
      }
    }
  }

  /** A rough measure of what is kept of routes, and of packets and messages under way. */
  memoryBytes(): number {
    let bytes = 0;
    for (const { network } of this.running.values()) bytes += network.memoryBytes();
    return bytes;
  }

  audit(): void {
    for (const { network } of this.running.values()) network.audit();
  }

  /** Those of `all` that send packets. */
  packetSites(): readonly SiteNetwork[] {
    return this.all().filter((site) => site.model === 'packets');
  }

  private runningAt(id: string): RunningSite | undefined {
    const site = this.siteOf.get(id);
    return site === undefined ? undefined : this.running.get(site);
  }

  private at(site: FabricSite): RunningSite {
    const known = this.running.get(site);
    if (known !== undefined) return known;
    const { simulation, ticksPerSecond, factorOf } = this.options;
    const faster = hastened(site, factorOf);
    const made = site.model === 'flows' ? new FlowSite(faster, simulation, ticksPerSecond)
      : this.inPackets(faster);
    this.running.set(site, made);
    return made;
  }

  private inPackets(site: FabricSite): SiteNetwork {
    const { simulation, ticksPerSecond, log } = this.options;
    const made = new SiteNetwork(site, simulation, ticksPerSecond, ({ links, atTicks }) => {
      log.find('run/deadlock', atTicks, made.elementOf(links[0] ?? ''), `${links.join(', ')} wait for `
        + 'each other in a circle and send nothing any more.');
    });
    return made;
  }
}
