/**
 * Networks of stations run under a magnifying glass, and the judge of what they showed.
 * Keeps true: every run audits its books; seeds are fixed beforehand, so chance does not decide.
 */
import { expect } from 'vitest';
import type { Stream, Ticks } from '#base';
import { estimateMean, QueueNetwork, Simulation } from '#sim/kernel';
import { feed, nobody } from './open-arrivals.ts';

export const seeds = Array.from({ length: 20 }, (_, i) => 1000 + i);

/** One service time on average, in ticks: fine enough that rounding does not show. */
export const meanServiceTicks = 1_000_000;

export interface OpenQueue {
  /** Arrival rate × mean service / servers. */
  readonly load: number;
  readonly servers?: number;
  readonly capacity?: number;
  readonly service: (dice: Stream) => number;
  /** Mean of `service`. */
  readonly serviceTicks?: number;
  readonly customers: number;
}

/** What one run showed after its warm-up. */
export interface OpenRun {
  readonly waitTicks: number;
  readonly responseTicks: number;
  /** Not exceeded by 99 % of the responses. */
  readonly slowTicks: number;
  /** Customers present, averaged over time. */
  readonly present: number;
  readonly utilization: number;
  readonly lostShare: number;
  /** The most that were ever present. */
  readonly presentMax: number;
}

export const exponentialService = (dice: Stream) => dice.exponentialTicks(meanServiceTicks);
export const constantService = () => meanServiceTicks;

/** The read of 75 µs that meets an erase of 3.8 ms twice in a thousand times, in nanoseconds. */
export const rareErase = (dice: Stream) => (dice.happens(0.002) ? 3_800_000 : 75_000);
export const rareEraseTicks = 0.998 * 75_000 + 0.002 * 3_800_000;
export const rareEraseSquare = 0.998 * 75_000 ** 2 + 0.002 * 3_800_000 ** 2;

/** The books of a station that grow with time, as they are now. */
function booksOf(network: QueueNetwork, station: number, now: number) {
  const { stations } = network;
  return {
    area: stations.areaUpTo(station, now).toNumber(),
    busy: stations.busyTicks(station, now),
    arrived: stations.arrived[station] ?? NaN,
    lost: stations.lost[station] ?? NaN,
  };
}

/** Runs one station fed by Poisson arrivals; the first fifth of the time is warm-up. */
export function runOpen(queue: OpenQueue, seed: number): OpenRun {
  const simulation = new Simulation({ seed });
  const network = new QueueNetwork(simulation);
  const servers = queue.servers ?? 1;
  const gapTicks = (queue.serviceTicks ?? meanServiceTicks) / (queue.load * servers);
  const services = simulation.streamOf('station/services');
  const arrivals = simulation.streamOf('station/arrivals');
  const { capacity } = queue;
  const station = network.addStation({
    id: 'station', discipline: 'queue', servers, ...(capacity === undefined ? {} : { capacity }),
  });
  const draw = () => queue.service(services);
  const route = network.addRoute([{ station, role: 'station', draw }], nobody);
  feed(simulation, () => arrivals.exponentialTicks(gapTicks), (tag) => {
    network.begin(route, 0, tag);
  });
  const windowTicks = Math.round(queue.customers * gapTicks);
  simulation.run({ untilTicks: Math.round(windowTicks / 4) as Ticks });
  network.audit();
  network.routes.cut();
  const before = booksOf(network, station, simulation.now);
  const since = simulation.now;
  simulation.run({ untilTicks: Math.round(windowTicks * 1.25) as Ticks });
  network.audit();
  const after = booksOf(network, station, simulation.now);
  const length = simulation.now - since;
  const latencies = network.routes.latencies[route];
  return {
    waitTicks: network.routes.waited.toNumber(0) / (latencies?.count ?? NaN),
    responseTicks: latencies?.mean() ?? NaN,
    slowTicks: latencies?.quantile(0.99) ?? NaN,
    present: (after.area - before.area) / length,
    utilization: (after.busy - before.busy) / length / servers,
    lostShare: (after.lost - before.lost) / (after.arrived - before.arrived),
    presentMax: network.stations.longest[station] ?? NaN,
  };
}

/**
 * The estimate over the seeds agrees with the exact value: it is off by no more than 3.3 standard
 * errors, and those are small enough for the agreement to mean something.
 */
export function expectAgreement(
  values: readonly number[],
  exact: number,
  relativeHalfWidthMax: number,
): void {
  const estimate = estimateMean(values);
  if (estimate === null) throw new Error('no values');
  const standardError = estimate.deviation / Math.sqrt(estimate.count);
  const sigmas = Math.abs(estimate.mean - exact) / standardError;
  const text = `mean ${String(estimate.mean)}, exact ${String(exact)}`;
  expect(estimate.halfWidth / exact, `half-width of ${text}`).toBeLessThanOrEqual(
    relativeHalfWidthMax,
  );
  expect(sigmas, `standard errors between ${text}`).toBeLessThanOrEqual(3.3);
}

/** P(wait) of M/M/c, by Erlang's C formula. */
export function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, servers * load);
  return blocked / (1 - load * (1 - blocked));
}

/** The share lost by M/M/c/c, by Erlang's B formula. */
export function erlangB(servers: number, offered: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (offered * blocked) / (c + offered * blocked);
  return blocked;
}

export interface ClosedLoop {
  readonly serviceTicks: readonly number[];
  readonly customers: number;
}

/** A closed loop's rounds per tick, and how many customers are at each of its stations. */
export interface ClosedFlow {
  readonly throughput: number;
  readonly present: readonly number[];
}

/** A closed loop of single exponential servers in a row, by mean-value analysis. */
export function meanValues({ serviceTicks, customers }: ClosedLoop): ClosedFlow {
  let present = serviceTicks.map(() => 0);
  let throughput = 0;
  for (let q = 1; q <= customers; q++) {
    const responses = serviceTicks.map((service, k) => service * (1 + (present[k] ?? 0)));
    throughput = q / responses.reduce((sum, response) => sum + response, 0);
    present = responses.map((response) => throughput * response);
  }
  return { throughput, present };
}

/** Customers that go round and round through stations; the first fifth of the time is warm-up. */
export function runClosed(loop: ClosedLoop, rounds: number, seed: number): ClosedFlow {
  const simulation = new Simulation({ seed });
  const network = new QueueNetwork(simulation);
  const visits = loop.serviceTicks.map((meanTicks, k) => {
    const id = `station${String(k)}`;
    const dice = simulation.streamOf(`${id}/services`);
    const station = network.addStation({ id, discipline: 'queue' });
    return { station, role: id, draw: () => dice.exponentialTicks(meanTicks) };
  });
  const route = network.addRoute(visits, {
    done: (_, tag) => {
      network.begin(route, 0, tag);
    },
    lost: () => undefined,
  });
  for (let customer = 0; customer < loop.customers; customer++) network.begin(route, 0, customer);
  const windowTicks = Math.round(rounds * Math.max(...loop.serviceTicks));
  const areas = () =>
    visits.map(({ station }) => network.stations.areaUpTo(station, simulation.now).toNumber());
  simulation.run({ untilTicks: Math.round(windowTicks / 4) as Ticks });
  network.routes.cut();
  const before = areas();
  simulation.run({ untilTicks: Math.round(windowTicks * 1.25) as Ticks });
  network.audit();
  const length = simulation.now - Math.round(windowTicks / 4);
  return {
    throughput: (network.routes.latencies[route]?.count ?? NaN) / length,
    present: areas().map((area, k) => (area - (before[k] ?? NaN)) / length),
  };
}
