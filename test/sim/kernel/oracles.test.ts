import { expect, it, vi } from 'vitest';
import { estimateMean } from '#sim/kernel';
import {
  constantService, erlangB, erlangC, expectAgreement, exponentialService, meanServiceTicks,
  meanValues, rareErase, rareEraseSquare, rareEraseTicks, runClosed, runOpen, seeds,
} from '../../support/queueing.ts';
import type { OpenQueue } from '../../support/queueing.ts';

const runsOf = (queue: OpenQueue) => seeds.map((seed) => runOpen(queue, seed));
const waitsOf = (queue: OpenQueue) => runsOf(queue).map((run) => run.waitTicks);

// Twenty long runs each: seconds of work, more when the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

// Quick judgements: half-width at most 3 %. The slow tests ask for 1 %.
const quick = 0.03;

it.each([
  [0.5, 20_000],
  [0.8, 55_000],
])('makes customers of M/M/1 wait ρS/(1−ρ) and be answered in S/(1−ρ), at ρ = %d', (load, customers) => {
  const runs = runsOf({ load, customers, service: exponentialService });
  const wait = (load * meanServiceTicks) / (1 - load);
  expectAgreement(runs.map((run) => run.waitTicks), wait, quick);
  expectAgreement(runs.map((run) => run.responseTicks), wait / load, quick);
  // L = ρ/(1−ρ), and the server is busy a share ρ of the time.
  expectAgreement(runs.map((run) => run.present), load / (1 - load), quick);
  expectAgreement(runs.map((run) => run.utilization), load, quick);
});

it('answers 99 % of the customers of M/M/1 within 4.605 S/(1−ρ), at ρ = 0.5', () => {
  const runs = runsOf({ load: 0.5, customers: 15_000, service: exponentialService });
  const exact = -Math.log(0.01) * 2 * meanServiceTicks;
  expectAgreement(runs.map((run) => run.slowTicks), exact, quick);
});

it.each([
  [0.5, 20_000],
  [0.8, 40_000],
])('makes customers of M/D/1 wait half as long as of M/M/1, at ρ = %d', (load, customers) => {
  const waits = waitsOf({ load, customers, service: constantService });
  expectAgreement(waits, (load * meanServiceTicks) / (1 - load) / 2, quick);
});

it.each([
  [0.3, 89_650],
  [0.5, 209_180],
])('makes reads behind rare erases wait λE[S²]/2(1−ρ), at ρ = %d', (load, printedTicks) => {
  const exact = ((load / rareEraseTicks) * rareEraseSquare) / (2 * (1 - load));
  expect(Math.abs(exact - printedTicks)).toBeLessThan(10);
  const queue = { load, customers: 160_000, service: rareErase, serviceTicks: rareEraseTicks };
  expectAgreement(waitsOf(queue), exact, quick);
});

it.each([
  [2, 0.8, 1.77778, 80_000],
  [4, 0.8, 0.74554, 90_000],
  [8, 0.8, 0.28603, 80_000],
])('makes customers of M/M/%d wait as Erlang says, at ρ = %d', (servers, load, printed, customers) => {
  const exact = erlangC(servers, load) / (servers * (1 - load));
  expect(exact).toBeCloseTo(printed, 5);
  const queue = { load, servers, customers, service: exponentialService };
  expectAgreement(waitsOf(queue).map((wait) => wait / meanServiceTicks), exact, quick);
});

it('turns away the share of customers that Erlang says when nobody may wait', () => {
  const runs = runsOf({
    load: 0.75, servers: 4, capacity: 4, customers: 20_000, service: exponentialService,
  });
  for (const { waitTicks, presentMax } of runs) expect([waitTicks, presentMax]).toEqual([0, 4]);
  // B(4, 3) = (3⁴/24) / (1 + 3 + 9/2 + 27/6 + 81/24) = 3.375 / 16.375.
  expect(erlangB(4, 3)).toBeCloseTo(3.375 / 16.375, 12);
  expectAgreement(runs.map((run) => run.lostShare), erlangB(4, 3), quick);
  expectAgreement(runs.map((run) => run.utilization), 0.75 * (1 - erlangB(4, 3)), quick);
});

it.each([
  [[1_000_000], 5],
  [[1_000_000, 1_000_000, 1_000_000], 4],
  [[500_000, 1_000_000, 250_000], 6],
  [[100_000, 2_000_000, 700_000, 1_900_000], 9],
])('moves a closed loop of %j with %d customers as mean-value analysis says', (services, customers) => {
  const loop = { serviceTicks: services, customers };
  const exact = meanValues(loop);
  const balanced = services.every((service) => service === services[0]);
  // X = Q / ((Q + M − 1) S) when all stations are alike.
  if (balanced) {
    const throughput = customers / ((customers + services.length - 1) * 1_000_000);
    expect(exact.throughput).toBeCloseTo(throughput, 12);
  }
  const runs = seeds.map((seed) => runClosed(loop, 10_000, seed));
  expectAgreement(runs.map((run) => run.throughput), exact.throughput, quick);
  if (services.length === 1) return;
  exact.present.forEach((present, k) => {
    expectAgreement(runs.map((run) => run.present[k] ?? NaN), present, quick);
  });
});

it('holds Q customers all the time at a single server, which is never idle', () => {
  const loop = { serviceTicks: [1_000_000], customers: 5 };
  for (const seed of seeds) expect(runClosed(loop, 1000, seed).present).toEqual([5]);
});

it('finds the true mean inside the 95 % interval in 90 to 98 % of 200 repeats', () => {
  const queue = { load: 0.5, customers: 1_500, service: exponentialService };
  let held = 0;
  for (let repeat = 0; repeat < 200; repeat++) {
    const waits = Array.from({ length: 10 }, (_, run) =>
      runOpen(queue, 50_000 + repeat * 10 + run).waitTicks);
    const estimate = estimateMean(waits);
    if (estimate && estimate.low <= meanServiceTicks && meanServiceTicks <= estimate.high) held++;
  }
  expect(held / 200).toBeGreaterThanOrEqual(0.9);
  expect(held / 200).toBeLessThanOrEqual(0.98);
});
