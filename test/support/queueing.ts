/**
 * Queueing stations run under a magnifying glass, and the judge of what they showed.
 * Keeps true: every run audits its books; seeds are fixed beforehand, so chance does not decide.
 */
import { expect } from 'vitest';
import type { Stream, Ticks } from '#base';
import { estimateMean, Simulation, Source, Station } from '#sim/kernel';

export const seeds = Array.from({ length: 20 }, (_, i) => 1000 + i);

/** One service time on average, in ticks: fine enough that rounding does not show. */
export const meanServiceTicks = 1_000_000;

export interface OpenQueue {
  /** Arrival rate × mean service / servers. */
  readonly load: number;
  readonly servers?: number;
  readonly waitingMax?: number;
  readonly service: (dice: Stream) => number;
  /** Mean of `service`. */
  readonly serviceTicks?: number;
  readonly customers: number;
}

export const exponentialService = (dice: Stream) => dice.exponentialTicks(meanServiceTicks);
export const constantService = () => meanServiceTicks;

/** The read of 75 µs that meets an erase of 3.8 ms twice in a thousand times, in nanoseconds. */
export const rareErase = (dice: Stream) => (dice.happens(0.002) ? 3_800_000 : 75_000);
export const rareEraseTicks = 0.998 * 75_000 + 0.002 * 3_800_000;
export const rareEraseSquare = 0.998 * 75_000 ** 2 + 0.002 * 3_800_000 ** 2;

/** Runs the queue; the first fifth of the time is warm-up. */
export function runOpen(
  queue: OpenQueue,
  seed: number,
): { readonly station: Station; readonly now: Ticks } {
  const simulation = new Simulation({ seed });
  const servers = queue.servers ?? 1;
  const meanTicks = queue.serviceTicks ?? meanServiceTicks;
  const gapTicks = meanTicks / (queue.load * servers);
  const services = simulation.streamOf('station/services');
  const arrivals = simulation.streamOf('station/arrivals');
  const station = new Station(simulation, {
    id: 'station',
    servers,
    ...(queue.waitingMax === undefined ? {} : { waitingMax: queue.waitingMax }),
    serviceTicks: () => queue.service(services),
  });
  new Source(simulation, {
    gapTicks: () => arrivals.exponentialTicks(gapTicks),
    onArrival: (customer) => station.arrive(customer),
  }).start();
  const windowTicks = Math.round(queue.customers * gapTicks);
  simulation.run({ untilTicks: Math.round(windowTicks / 4) as Ticks });
  station.audit();
  station.openWindow();
  simulation.run({ untilTicks: Math.round(windowTicks * 1.25) as Ticks });
  station.audit();
  return { station, now: simulation.now };
}

export const meanWait = (station: Station) => station.waitTicks.mean() ?? NaN;

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

/** Throughput of a closed loop of single exponential servers in a row, by mean-value analysis. */
export function closedThroughput(serviceTicks: readonly number[], customers: number): number {
  let lengths = serviceTicks.map(() => 0);
  let throughput = 0;
  for (let q = 1; q <= customers; q++) {
    const responses = serviceTicks.map((service, k) => service * (1 + (lengths[k] ?? 0)));
    throughput = q / responses.reduce((sum, response) => sum + response, 0);
    lengths = responses.map((response) => throughput * response);
  }
  return throughput;
}

/** Customers that go round and round through stations; completions of the first, per tick. */
export function runClosed(
  loop: { readonly serviceTicks: readonly number[]; readonly customers: number; rounds: number },
  seed: number,
): { throughput: number; stations: readonly Station[] } {
  const simulation = new Simulation({ seed });
  const stations: Station[] = loop.serviceTicks.map((meanTicks, k) => {
    const dice = simulation.streamOf(`station${String(k)}/services`);
    return new Station(simulation, {
      id: `station${String(k)}`,
      servers: 1,
      serviceTicks: () => dice.exponentialTicks(meanTicks),
      onDeparture: (customer) => stations[(k + 1) % stations.length]?.arrive(customer),
    });
  });
  for (let customer = 0; customer < loop.customers; customer++) stations[0]?.arrive(customer);
  const windowTicks = Math.round(loop.rounds * Math.max(...loop.serviceTicks));
  simulation.run({ untilTicks: Math.round(windowTicks / 4) as Ticks });
  for (const station of stations) station.openWindow();
  simulation.run({ untilTicks: Math.round(windowTicks * 1.25) as Ticks });
  for (const station of stations) station.audit();
  const length = simulation.now - Math.round(windowTicks / 4);
  return { throughput: (stations[0]?.completed ?? NaN) / length, stations };
}
