import { expect, it } from 'vitest';
import { estimateMean } from '#sim/kernel';
import {
  closedThroughput, constantService, erlangB, erlangC, expectAgreement, exponentialService,
  meanServiceTicks, meanWait, rareErase, rareEraseSquare, rareEraseTicks, runClosed, runOpen, seeds,
} from '../../support/queueing.ts';

// Quick judgements: half-width at most 3 %. The slow tests ask for 1 %.
const quick = 0.03;

it.each([
  [0.5, 20_000],
  [0.8, 55_000],
])('makes customers of M/M/1 wait ρS/(1−ρ) and be answered in S/(1−ρ), at ρ = %d', (load, customers) => {
  const queue = { load, customers, service: exponentialService };
  const present: number[] = [];
  const runs = seeds.map((seed) => {
    const { station, now } = runOpen(queue, seed);
    present.push(station.present.mean(now) ?? NaN);
    return station;
  });
  const wait = (load * meanServiceTicks) / (1 - load);
  expectAgreement(runs.map(meanWait), wait, quick);
  expectAgreement(runs.map((s) => s.responseTicks.mean() ?? NaN), wait / load, quick);
  // L = ρ/(1−ρ), and the server is busy a share ρ of the time.
  expectAgreement(present, load / (1 - load), quick);
  expectAgreement(runs.map((s) => s.utilization() ?? NaN), load, quick);
});

it('answers 99 % of the customers of M/M/1 within 4.605 S/(1−ρ), at ρ = 0.5', () => {
  const tails = seeds.map((seed) => {
    const queue = { load: 0.5, customers: 15_000, service: exponentialService };
    const { station } = runOpen(queue, seed);
    return station.responseTicks.quantile(0.99) ?? NaN;
  });
  expectAgreement(tails, -Math.log(0.01) * 2 * meanServiceTicks, quick);
});

it.each([
  [0.5, 20_000],
  [0.8, 40_000],
])('makes customers of M/D/1 wait half as long as of M/M/1, at ρ = %d', (load, customers) => {
  const waits = seeds.map((seed) =>
    meanWait(runOpen({ load, customers, service: constantService }, seed).station));
  expectAgreement(waits, (load * meanServiceTicks) / (1 - load) / 2, quick);
});

it.each([
  [0.3, 89_650],
  [0.5, 209_180],
])('makes reads behind rare erases wait λE[S²]/2(1−ρ), at ρ = %d', (load, printedTicks) => {
  const exact = ((load / rareEraseTicks) * rareEraseSquare) / (2 * (1 - load));
  expect(Math.abs(exact - printedTicks)).toBeLessThan(10);
  const queue = { load, customers: 160_000, service: rareErase, serviceTicks: rareEraseTicks };
  expectAgreement(seeds.map((seed) => meanWait(runOpen(queue, seed).station)), exact, quick);
});

it.each([
  [2, 0.8, 1.77778, 80_000],
  [4, 0.8, 0.74554, 90_000],
  [8, 0.8, 0.28603, 80_000],
])('makes customers of M/M/%d wait as Erlang says, at ρ = %d', (servers, load, printed, customers) => {
  const exact = erlangC(servers, load) / (servers * (1 - load));
  expect(exact).toBeCloseTo(printed, 5);
  const queue = { load, servers, customers, service: exponentialService };
  const waits = seeds.map((seed) => meanWait(runOpen(queue, seed).station) / meanServiceTicks);
  expectAgreement(waits, exact, quick);
});

it('turns away the share of customers that Erlang says when nobody may wait', () => {
  const queue = {
    load: 0.75, servers: 4, waitingMax: 0, customers: 20_000, service: exponentialService,
  };
  const lost = seeds.map((seed) => {
    const { station } = runOpen(queue, seed);
    expect(station.dropped).toBeGreaterThan(0);
    expect(station.waiting.max).toBe(0);
    return station.dropped / station.arrived;
  });
  // B(4, 3) = (3⁴/24) / (1 + 3 + 9/2 + 27/6 + 81/24) = 3.375 / 16.375.
  expect(erlangB(4, 3)).toBeCloseTo(3.375 / 16.375, 12);
  expectAgreement(lost, erlangB(4, 3), quick);
});

it.each([
  [[1_000_000], 5],
  [[1_000_000, 1_000_000, 1_000_000], 4],
  [[500_000, 1_000_000, 250_000], 6],
])('moves a closed loop of %j with %d customers as mean-value analysis says', (services, customers) => {
  const exact = closedThroughput(services, customers);
  const balanced = services.every((service) => service === services[0]);
  // X = Q / ((Q + M − 1) S) when all stations are alike.
  if (balanced) {
    expect(exact).toBeCloseTo(customers / ((customers + services.length - 1) * 1_000_000), 12);
  }
  const loop = { serviceTicks: services, customers, rounds: 10_000 };
  expectAgreement(seeds.map((seed) => runClosed(loop, seed).throughput), exact, quick);
});

it('holds Q customers for Q × S at a single server that is never idle', () => {
  const responses = seeds.map((seed) => {
    const loop = { serviceTicks: [1_000_000], customers: 5, rounds: 10_000 };
    const { stations: [station] } = runClosed(loop, seed);
    expect(station?.utilization()).toBe(1);
    return station?.responseTicks.mean() ?? NaN;
  });
  expectAgreement(responses, 5_000_000, quick);
});

it('finds the true mean inside the 95 % interval in 90 to 98 % of 200 repeats', () => {
  const queue = { load: 0.5, customers: 1_500, service: exponentialService };
  let held = 0;
  for (let repeat = 0; repeat < 200; repeat++) {
    const waits = Array.from({ length: 10 }, (_, run) =>
      meanWait(runOpen(queue, 50_000 + repeat * 10 + run).station));
    const estimate = estimateMean(waits);
    if (estimate && estimate.low <= meanServiceTicks && meanServiceTicks <= estimate.high) held++;
  }
  expect(held / 200).toBeGreaterThanOrEqual(0.9);
  expect(held / 200).toBeLessThanOrEqual(0.98);
});
