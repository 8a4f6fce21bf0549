/**
 * Reads of a guest's boot code: requests to its boot volume like those of a workload, in order and
 * so many at a time, over the same stations. Not a file system, and not the work of the guest.
 * Keeps true: a block that is lost with a card that fails is read again when something on the way
 * works again, so a read ends or is given up, and never shrinks.
 */
import { defined } from '#base';
import type { ElementIr, PlacementIr } from '#ir';
import type { Owner } from '#sim/kernel';
import type { Ground } from './ground.ts';
import { type CardSite, elementOf, type Site } from './site.ts';
import { VolumePath } from './traffic/index.ts';

/** EBS counts so much in a row as one operation, and takes no larger request. */
const bootBlockBytes = 262_144;

/** Where an instance boots from. */
export interface BootPath {
  readonly placement: PlacementIr;
  readonly instance: ElementIr<'instance'>;
  readonly volume: string;
  readonly card: CardSite;
}

/** A block that was lost on its way. */
interface Lost {
  readonly address: number;
  readonly bytes: number;
}

interface Read {
  readonly route: number;
  readonly bytes: number;
  readonly depth: number;
  readonly whenDone: (queuedTicks: number) => void;
  /** Bytes that were asked for, and blocks that are on their way. */
  asked: number;
  inFlight: number;
  readonly lost: Lost[];
  cancelled: boolean;
}

/** The path of an instance to its boot volume, or null where it has none. */
export function bootPath(site: Site, placement: PlacementIr): BootPath | null {
  const volume = placement.volumeIds[0];
  if (volume === undefined || placement.volumes === null) return null;
  return {
    placement, volume, instance: elementOf(site, placement.instance, 'instance'),
    card: defined(site.cards.get(placement.volumes.card), 'volumes are served by a card'),
  };
}

export class BootReads implements Owner {
  private readonly ground: Ground;
  private readonly site: Site;
  private readonly reads: Read[] = [];
  /** Ways of instances that have booted, by their ids. */
  private readonly routes = new Map<string, number>();
  /** Reads with lost blocks, in the order in which they lost the first. */
  private readonly held = new Set<number>();

  constructor(ground: Ground, site: Site) {
    this.ground = ground;
    this.site = site;
  }

  /**
   * Starts reading, at least one byte; returns a number to cancel it by. `whenDone` is told for how
   * long the last block stood in line.
   */
  begin(path: BootPath, whenDone: (queuedTicks: number) => void): number {
    const { bootReadBytes, bootReadDepth } = path.instance.properties;
    for (const property of ['bootRead', 'bootReadDepth']) this.site.log.use(path.instance, property);
    const index = this.reads.push({
      route: this.routeOf(path), bytes: bootReadBytes, depth: bootReadDepth, whenDone, asked: 0,
      inFlight: 0, lost: [], cancelled: false,
    }) - 1;
    this.ask(index);
    return index;
  }

  /** The guest is gone: blocks on their way still pass, and nobody waits for them. */
  cancel(index: number): void {
    this.at(index).cancelled = true;
    this.held.delete(index);
  }

  done(customer: number, index: number): void {
    const read = this.at(index);
    read.inFlight--;
    if (read.cancelled) return;
    if (read.asked < read.bytes) this.ask(index);
    else if (read.inFlight === 0 && read.lost.length === 0) read.whenDone(this.waited(customer));
  }

  lost(customer: number, index: number, station: number): void {
    const read = this.at(index);
    const { customers, stations } = this.ground.network;
    read.inFlight--;
    if (read.cancelled) return;
    // Its number is free again, but nobody has taken it yet.
    read.lost.push({
      address: customers.address[customer] as number, bytes: customers.bytes[customer] as number,
    });
    // News of a short failure may come when it is over, and nobody calls a second time.
    if (stations.works(station)) this.ask(index);
    else this.held.add(index);
  }

  /** Something works again: what was lost is read again. */
  restored(): void {
    const held = [...this.held];
    this.held.clear();
    for (const index of held) this.ask(index);
  }

  /** Asks for as many blocks as may be on their way, lost ones first. */
  private ask(index: number): void {
    const read = this.at(index);
    const { network } = this.ground;
    while (read.inFlight < read.depth) {
      const again = read.lost.shift();
      const address = again?.address ?? read.asked;
      const bytes = again?.bytes ?? Math.min(bootBlockBytes, read.bytes - read.asked);
      if (bytes === 0) return;
      if (again === undefined) read.asked += bytes;
      read.inFlight++;
      network.begin(read.route, bytes, index, address);
    }
  }

  /** What a block that came last had waited, in all lines on its way. */
  private waited(customer: number): number {
    const { customers, routes } = this.ground.network;
    const visits = routes.lengths[this.at(customers.tag[customer] as number).route] as number;
    let sum = 0;
    for (let i = 0; i < visits; i++) {
      sum += customers.parts[2 * (customers.width * customer + i) + 1] as number;
    }
    return sum;
  }

  private routeOf({ placement, volume }: BootPath): number {
    const known = this.routes.get(placement.instance);
    if (known !== undefined) return known;
    const { devices, network, hastening } = this.ground;
    const path = defined(placement.volumes, 'an instance that boots has a path to its volume');
    const visits = new VolumePath(devices, { placement, path, volume, direction: 'read' }).visits();
    const route = network.addRoute(visits.map((visit) =>
      hastening.visit(visit, network.stations.ids[visit.station] as string)), this);
    this.routes.set(placement.instance, route);
    return route;
  }

  private at(index: number): Read {
    return defined(this.reads[index], () => `there is no read ${String(index)}`);
  }
}
