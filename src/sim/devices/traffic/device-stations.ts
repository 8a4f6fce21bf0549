/**
 * The stations of devices: links, cards, drives, volumes and the allowances of instances, each made
 * when the first path passes it. Not paths. Keeps true: what two paths share is one station.
 */
import { defined } from '#base';
import type { AnyElement, Distribution, ElementIr, LinkIr, World } from '#ir';
import type { Port, QueueNetwork, StationPlan } from '#sim/kernel';
import type { Duration } from '../duration.ts';
import type { Log } from '../log.ts';
import type { PortKind, PortVisit, VolumePorts } from '../volume-port.ts';
import type { Hastening } from './faster.ts';

export type Direction = 'in' | 'out';

export interface DeviceOptions {
  readonly world: World;
  readonly network: QueueNetwork;
  readonly ticksPerSecond: number;
  readonly draw: (name: string, distribution: Distribution) => Duration;
  readonly log: Log;
  readonly hastening: Hastening;
  readonly drivePort: (drive: string) => DrivePort | null;
  readonly volumes: VolumePorts;
}

/** Who serves the requests of a drive, behind the time of its controller while others pass. */
export interface DrivePort extends Port {
  readonly commandTicks: number;
}

/** A TLP carries at most 256 bytes here, with 24 of framing, header and check around them. */
const pcieOverhead = (256 + 24) / 256;
/** A bucket of strict pace still lets so many bytes pass together: one segment offload. */
const paceBytes = 65_536;

export class DeviceStations {
  readonly elements: ReadonlyMap<string, AnyElement>;
  readonly links: ReadonlyMap<string, LinkIr>;
  readonly options: DeviceOptions;
  private readonly stations = new Map<string, number>();
  /** The element of each station of the network, and what is made anew in a table by id. */
  private readonly owners = new Map<number, string>();
  private readonly byOwner = new Map<string, number[]>();
  private readonly portKinds = new Map<number, PortKind>();

  constructor(options: DeviceOptions) {
    this.options = options;
    this.elements = new Map(options.world.elements.map((element) => [element.id, element]));
    this.links = new Map(options.world.links.map((link) => [link.id, link]));
  }

  element<K extends AnyElement['kind']>(id: string, kind: K): ElementIr<K> {
    const element = defined(this.elements.get(id), () => `the model has no '${id}'`);
    // The kind was checked when the paths were made.
    return defined(element.kind === kind ? element as unknown as ElementIr<K> : null,
      () => `'${id}' is no ${kind}`);
  }

  /** The element or link that a station belongs to. */
  ownerOf(station: number): string {
    return defined(this.owners.get(station), 'a station of a device');
  }

  has(station: number): boolean {
    return this.owners.has(station);
  }

  /** All stations of an element or link. */
  of(owner: string): readonly number[] {
    return this.byOwner.get(owner) ?? [];
  }

  /** Ticks for a byte at a rate in bits a second; nothing where no rate is said. */
  byteTicks(bitsPerSecond: number | null): number {
    return bitsPerSecond === null ? 0 : (8 * this.options.ticksPerSecond) / bitsPerSecond;
  }

  ticksAt(perSecond: number): number {
    return this.options.ticksPerSecond / perSecond;
  }

  link(id: string, direction: Direction): number {
    return this.station(id, `${id}/${direction}`, { discipline: 'queue' });
  }

  linkByteTicks(link: LinkIr): number {
    const plain = this.byteTicks(link.rateBitsPerSecond);
    return link.medium === 'ethernet' ? plain : plain * pcieOverhead;
  }

  card(id: string, direction: Direction): number {
    return this.station(id, `${id}/${direction}`, { discipline: 'queue' });
  }

  /** Through a switch; the queue of its port is that of the link that leaves it. */
  switch(id: string): number {
    return this.station(id, id, { discipline: 'delay' });
  }

  /** Operations or packets a second that a card carries. */
  cardPace(id: string, direction: Direction, perSecond: number): number {
    const depthTicks = Math.round(this.ticksAt(perSecond));
    return this.station(id, `${id}/pace/${direction}`, { discipline: 'bucket', depthTicks });
  }

  /** Bytes a second that pass a card which sends on what still comes in. */
  cardRate(id: string, direction: Direction, bitsPerSecond: number): number {
    const depthTicks = Math.round(this.paceTicks(bitsPerSecond));
    return this.station(id, `${id}/rate/${direction}`, { discipline: 'bucket', depthTicks });
  }

  /** The time on the card where it is drawn anew for each. */
  processing(id: string): number {
    return this.station(id, `${id}/processing`, { discipline: 'delay' });
  }

  cipher(id: string, direction: Direction): number {
    return this.station(id, `${id}/cipher/${direction}`, { discipline: 'queue' });
  }

  /** Completions of a card wait here for a common interrupt of one queue of a guest. */
  moderation(card: string, guest: string, queue: number): number {
    const id = `${card}/moderation/${guest}/${String(queue)}`;
    return this.station(card, id, { discipline: 'gather' });
  }

  /** A drive works on so many requests at a time, unless flash behind a port serves them. */
  drive(id: string): {
    readonly station: number; readonly servers: number; readonly commandTicks: number | null;
  } {
    const port = this.options.drivePort(id);
    if (port !== null) {
      const station = this.station(id, id, { discipline: 'port' }, port);
      return { station, servers: 1, commandTicks: port.commandTicks };
    }
    const { readIops, readTimeTicks } = this.element(id, 'drive').properties;
    const { ticksPerSecond } = this.options;
    const servers = readIops === null
      ? 1 : Math.max(1, Math.round((readIops * readTimeTicks) / ticksPerSecond));
    return {
      station: this.station(id, id, { discipline: 'queue', servers }), servers,
      commandTicks: null,
    };
  }

  /** A limit or node of a volume, which a port serves. */
  behind(visit: PortVisit): number {
    const { owner, id, port, servers } = visit;
    const station = this.station(owner, id, { discipline: 'port', servers }, port);
    this.portKinds.set(station, visit.kind);
    return station;
  }

  /** Requests a second that the controller of a drive carries. */
  drivePace(id: string, perSecond: number): number {
    const depthTicks = Math.round(this.ticksAt(perSecond));
    return this.station(id, `${id}/pace`, { discipline: 'bucket', depthTicks });
  }

  /** Of a port that counts its own work; null: of any other. */
  portKind(station: number): PortKind | null {
    return this.portKinds.get(station) ?? (this.has(station) ? 'queue' : null);
  }

  /** The way between a card and a storage node: a plain delay where nobody carries it. */
  leg(volume: string, way: 'out' | 'in', port: Port | null): number {
    const id = `${volume}/network/${way}`;
    if (port === null) return this.station(volume, id, { discipline: 'delay' });
    const station = this.station(volume, id, { discipline: 'port' }, port);
    this.portKinds.set(station, 'delay');
    return station;
  }

  /** An allowance of an instance: what it may keep, and how much it may save up. */
  allowance(
    instance: string, name: string, depthTicks: number,
  ): number {
    return this.station(instance, `${instance}/${name}`, { discipline: 'bucket', depthTicks });
  }

  paceTicks(bitsPerSecond: number): number {
    return paceBytes * this.byteTicks(bitsPerSecond);
  }

  private station(owner: string, id: string, plan: Omit<StationPlan, 'id'>, port?: Port): number {
    const known = this.stations.get(id);
    if (known !== undefined) return known;
    const station = this.options.network.addStation(
      this.options.hastening.plan({ id, ...plan }), port,
    );
    this.stations.set(id, station);
    this.owners.set(station, owner);
    const own = this.byOwner.get(owner);
    if (own === undefined) this.byOwner.set(owner, [station]);
    else own.push(station);
    return station;
  }
}
