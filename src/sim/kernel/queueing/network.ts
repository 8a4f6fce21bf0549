/**
 * Customers who walk routes through stations in simulated time: one event for each visit.
 * Not aware of what a station is in the world. Keeps true: nothing is allocated for a customer or
 * an event; every latency is the sum of what was spent on the visits of its route; both books of
 * every station agree at any instant.
 */
import { defined, TwoLimb } from '#base';
import type { EventKind, Simulation } from '../simulation.ts';
import { Customers } from './customers.ts';
import { Routes } from './routes.ts';
import type { VisitPlan } from './routes.ts';
import { replaceFirst } from './server-heap.ts';
import { disciplineCodes, Stations } from './stations.ts';
import type { StationPlan } from './stations.ts';

/** Who is told of customers that are through, or lost on their way. */
export interface Owner {
  done(customer: number, tag: number, latencyTicks: number): void;
  lost(customer: number, tag: number, station: number): void;
}

/**
 * A station whose service somebody else decides; it calls `served` when it is done. The errand is
 * that of the visit; where the customer wants it done stands in `customers.address`.
 */
export interface Port {
  serve(customer: number, station: number, serviceTicks: number, errand: number): void;
  /** Time that one of its servers worked so far, where it keeps that book. */
  readonly busyTicks?: () => number;
}

/** The threshold of the tail is looked up again after so many more, and at 128, 256 and 512. */
const tailEvery = 1024;

const { queue, delay, bucket, gather } = disciplineCodes;

export class QueueNetwork {
  readonly stations: Stations;
  readonly routes = new Routes();
  readonly customers = new Customers();
  private readonly simulation: Simulation;
  private readonly arrival: EventKind;
  private readonly owners: Owner[] = [];
  private readonly ports = new Map<number, Port>();
  /** When the service that was looked at last will end. A number handed back would be allocated. */
  private doneAt = 0;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.stations = new Stations(simulation);
    this.arrival = simulation.register((customer, visit) => {
      this.advance(customer, visit);
    });
  }

  addStation(plan: StationPlan, port?: Port): number {
    const station = this.stations.add(plan);
    if (port !== undefined) this.ports.set(station, port);
    if (port?.busyTicks !== undefined) this.stations.meters.set(station, port.busyTicks);
    return station;
  }

  addRoute(visits: readonly VisitPlan[], owner: Owner): number {
    this.owners.push(owner);
    this.customers.widen(visits.length);
    return this.routes.add(visits);
  }

  /** Sends a customer on a route; `tag` is told to the owner at the end. */
  begin(route: number, bytes: number, tag: number, address = 0): number {
    const { customers } = this;
    const customer = customers.take();
    customers.bytes[customer] = bytes;
    customers.address[customer] = address;
    customers.bornAt[customer] = this.simulation.now;
    customers.tag[customer] = tag;
    customers.lost[customer] = 0;
    this.enter(customer, this.routes.starts[route] as number);
    return customer;
  }

  /** A port is done with a customer, who had waited so long before the service. */
  served(customer: number, waitedTicks: number): void {
    const { customers, routes, simulation } = this;
    const visit = customers.visit[customer] as number;
    this.noteWait(customer, visit, waitedTicks);
    const propagation = routes.propagation[visit] as number;
    if (propagation === 0) this.advance(customer, visit);
    else simulation.scheduleAfter(propagation, this.arrival, customer, visit);
  }

  /** A port cannot do what a customer wants: the customer is lost, and its owner told so. */
  failed(customer: number): void {
    const { customers, stations, routes } = this;
    const visit = customers.visit[customer] as number;
    if (customers.lost[customer] === 0) {
      const station = routes.station[visit] as number;
      stations.vacate(station, customers.enteredAt[customer] as number);
      stations.lost[station] = (stations.lost[station] as number) + 1;
    }
    this.lose(customer, visit);
  }

  /** Who is inside a station that stops is lost, and told so when it would have come out. */
  stop(station: number): void {
    const { customers, stations, routes } = this;
    stations.stop(station, this.simulation.now);
    for (let customer = 0; customer < customers.count; customer++) {
      const visit = customers.visit[customer] as number;
      if (visit < 0 || customers.lost[customer] === 1) continue;
      if (routes.station[visit] !== station) continue;
      customers.lost[customer] = 1;
      stations.vacate(station, customers.enteredAt[customer] as number);
      stations.lost[station] = (stations.lost[station] as number) + 1;
    }
  }

  resume(station: number): void {
    this.stations.resume(station);
  }

  /** Stops the program unless the books of every station agree. */
  audit(): void {
    const { customers, stations, routes } = this;
    const { now } = this.simulation;
    const present = stations.ids.map(() => new TwoLimb());
    for (let customer = 0; customer < customers.count; customer++) {
      const visit = customers.visit[customer] as number;
      if (visit < 0 || customers.lost[customer] === 1) continue;
      const times = defined(present[routes.station[visit] as number], 'a station of a visit');
      times.add(now - (customers.enteredAt[customer] as number));
    }
    present.forEach((times, station) => stations.audit(station, now, times));
  }

  memoryBytes(): number {
    return this.customers.memoryBytes();
  }

  /** A customer comes out of the station of a visit. */
  private advance(customer: number, visit: number): void {
    const { customers, routes, stations } = this;
    if (customers.lost[customer] === 1) {
      this.lose(customer, visit);
      return;
    }
    const enteredAt = customers.enteredAt[customer] as number;
    const station = routes.station[visit] as number;
    stations.vacate(station, enteredAt);
    stations.completed[station] = (stations.completed[station] as number) + 1;
    const part = customers.width * customer + (routes.ordinal[visit] as number);
    customers.parts[2 * part] = this.simulation.now - enteredAt;
    if (routes.last[visit] === 1) this.finish(customer, visit);
    else this.enter(customer, visit + 1);
  }

  private enter(customer: number, visit: number): void {
    const { stations, customers, routes, simulation } = this;
    const station = routes.station[visit] as number;
    const { now } = simulation;
    customers.visit[customer] = visit;
    customers.enteredAt[customer] = now;
    const hasRoom = (stations.inside[station] as number) < (routes.room[visit] as number);
    if (!hasRoom || !stations.accepts(station)) {
      stations.refuse(station);
      customers.lost[customer] = 1;
      simulation.schedule(now, this.arrival, customer, visit);
      return;
    }
    stations.occupy(station);
    const code = stations.code[station] as number;
    if (code === queue) this.serveInTurn(customer, visit, station);
    else if (code === delay) this.serveAtOnce(customer, visit);
    else if (code === bucket) this.serveFromBucket(customer, visit, station);
    else if (code === gather) this.serveTogether(customer, visit, station);
    else {
      this.serveByPort(customer, visit, station);
      return;
    }
    const comesOutAt = this.doneAt + (routes.propagation[visit] as number);
    simulation.schedule(comesOutAt, this.arrival, customer, visit);
  }

  private serviceTicks(customer: number, visit: number): number {
    const { customers, routes } = this;
    const bytes = Math.max(customers.bytes[customer] as number, routes.least[visit] as number);
    const plain = (routes.base[visit] as number)
      + Math.round(bytes * (routes.perByte[visit] as number));
    const draw = routes.draws[visit];
    return draw ? plain + draw() : plain;
  }

  private serveAtOnce(customer: number, visit: number): void {
    this.doneAt = this.simulation.now + this.serviceTicks(customer, visit);
    this.noteWait(customer, visit, 0);
  }

  private serveTogether(customer: number, visit: number, station: number): void {
    const { stations } = this;
    const { now } = this.simulation;
    const service = this.serviceTicks(customer, visit);
    const start = stations.first[station] as number;
    if ((stations.frees[start] as number) <= now) stations.frees[start] = now + service;
    const done = stations.frees[start] as number;
    this.doneAt = done;
    this.noteWait(customer, visit, done - now);
  }

  private serveByPort(customer: number, visit: number, station: number): void {
    const port = defined(this.ports.get(station), 'a port has somebody behind it');
    const errand = this.routes.errand[visit] as number;
    port.serve(customer, station, this.serviceTicks(customer, visit), errand);
  }

  private serveInTurn(customer: number, visit: number, station: number): void {
    const { stations, routes } = this;
    const { now } = this.simulation;
    const start = stations.first[station] as number;
    const free = stations.frees[start] as number;
    let service = this.serviceTicks(customer, visit);
    let begins = free;
    if (free <= now) {
      begins = now + (routes.wakeDelay[visit] as number);
      service += routes.wake[visit] as number;
      routes.wakes[visit] = (routes.wakes[visit] as number) + 1;
    }
    const sibling = stations.sibling[station] as number;
    if (sibling >= 0 && stations.isBusy(sibling, now)) {
      service = Math.round(service * (stations.slowdown[station] as number));
    }
    const done = begins + service;
    const servers = stations.servers[station] as number;
    if (servers === 1) stations.frees[start] = done;
    else replaceFirst(stations.frees, start, servers, done);
    stations.served.add(station, service);
    this.noteWait(customer, visit, begins - now);
    if (begins > now) stations.waited.add(station, begins - now);
    this.doneAt = done;
  }

  /**
   * A bucket lets nobody pass before it holds what is asked for. Who asks for more than it can
   * hold passes when it is full, and leaves it in debt.
   */
  private serveFromBucket(customer: number, visit: number, station: number): void {
    const { stations } = this;
    const { now } = this.simulation;
    const cost = this.serviceTicks(customer, visit);
    const start = stations.first[station] as number;
    const full = stations.full[station] as number;
    const depth = stations.depth[station] as number;
    const enough = full - Math.max(0, depth - cost);
    const passes = Math.max(now, stations.frees[start] as number, enough);
    stations.frees[start] = passes;
    stations.full[station] = Math.max(full, passes) + cost;
    stations.served.add(station, cost);
    this.noteWait(customer, visit, passes - now);
    if (passes > now) {
      stations.delayed[station] = (stations.delayed[station] as number) + 1;
      stations.waited.add(station, passes - now);
    }
    this.doneAt = passes;
  }

  private noteWait(customer: number, visit: number, ticks: number): void {
    const { customers, routes } = this;
    const part = customers.width * customer + (routes.ordinal[visit] as number);
    customers.parts[2 * part + 1] = ticks;
  }

  private finish(customer: number, visit: number): void {
    const { customers, routes } = this;
    const route = routes.route[visit] as number;
    const latency = this.simulation.now - (customers.bornAt[customer] as number);
    const latencies = routes.latencies[route]!;
    latencies.record(latency);
    routes.bytes[route] = (routes.bytes[route] as number) + (customers.bytes[customer] as number);
    const { count } = latencies;
    if (count % tailEvery === 0 || (count >= 128 && (count & (count - 1)) === 0)) {
      routes.tailFrom[route] = latencies.quantileBounds(0.99)?.low ?? Infinity;
    }
    const inTail = latency >= (routes.tailFrom[route] as number);
    if (inTail) routes.tailCount[route] = (routes.tailCount[route] as number) + 1;
    let part = 2 * customers.width * customer;
    for (let at = routes.starts[route] as number; at <= visit; at++, part += 2) {
      const spent = customers.parts[part] as number;
      routes.spent.add(at, spent);
      routes.waited.add(at, customers.parts[part + 1] as number);
      if (inTail) routes.tail.add(at, spent);
    }
    const tag = customers.tag[customer] as number;
    customers.release(customer);
    this.owners[route]!.done(customer, tag, latency);
  }

  /** Tells the owner; the station has it in its books already. */
  private lose(customer: number, visit: number): void {
    const { customers, routes } = this;
    const route = routes.route[visit] as number;
    routes.lost[route] = (routes.lost[route] as number) + 1;
    const tag = customers.tag[customer] as number;
    customers.release(customer);
    this.owners[route]!.lost(customer, tag, routes.station[visit] as number);
  }
}
