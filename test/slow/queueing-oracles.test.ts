import { it } from 'vitest';
import {
  constantService, erlangB, erlangC, expectAgreement, exponentialService, meanServiceTicks,
  meanValues, rareErase, rareEraseSquare, rareEraseTicks, runClosed, runOpen, seeds,
} from '../support/queueing.ts';
import type { OpenQueue } from '../support/queueing.ts';

const waitsOf = (queue: OpenQueue) => seeds.map((seed) => runOpen(queue, seed).waitTicks);

// 95 % half-width relative to the exact value.
const slow = 0.01;

it.each([
  [0.5, 110_000],
  [0.8, 320_000],
  [0.9, 1_300_000],
])('agrees with M/M/1 within 1 %, at ρ = %d', (load, customers) => {
  const waits = waitsOf({ load, customers, service: exponentialService });
  expectAgreement(waits, (load * meanServiceTicks) / (1 - load), slow);
});

it.each([
  [0.5, 80_000],
  [0.8, 320_000],
])('agrees with M/D/1 within 1 %, at ρ = %d', (load, customers) => {
  const waits = waitsOf({ load, customers, service: constantService });
  expectAgreement(waits, (load * meanServiceTicks) / (1 - load) / 2, slow);
});

it.each([
  [0.3, 1_500_000],
  [0.5, 1_500_000],
  [0.7, 3_200_000],
])('agrees with rare long services within 1 %, at ρ = %d', (load, customers) => {
  const queue = { load, customers, service: rareErase, serviceTicks: rareEraseTicks };
  const exact = ((load / rareEraseTicks) * rareEraseSquare) / (2 * (1 - load));
  expectAgreement(waitsOf(queue), exact, slow);
});

it.each([
  [2, 0.8, 500_000],
  [4, 0.8, 500_000],
  [8, 0.5, 1_700_000],
  [8, 0.8, 500_000],
])('agrees with M/M/%d within 1 %, at ρ = %d', (servers, load, customers) => {
  const queue = { load, servers, customers, service: exponentialService };
  const exact = (erlangC(servers, load) / (servers * (1 - load))) * meanServiceTicks;
  expectAgreement(waitsOf(queue), exact, slow);
});

it('turns away the share that Erlang says within 1 %', () => {
  const queue = {
    load: 0.75, servers: 4, capacity: 4, customers: 150_000, service: exponentialService,
  };
  const shares = seeds.map((seed) => runOpen(queue, seed).lostShare);
  expectAgreement(shares, erlangB(4, 3), slow);
});

it.each([
  [[1_000_000, 1_000_000, 1_000_000], 4],
  [[500_000, 1_000_000, 250_000], 6],
  [[100_000, 2_000_000, 700_000, 1_900_000], 9],
])('agrees with mean-value analysis of %j with %d customers within 1 %', (services, customers) => {
  const loop = { serviceTicks: services, customers };
  const exact = meanValues(loop);
  const runs = seeds.map((seed) => runClosed(loop, 100_000, seed));
  expectAgreement(runs.map((run) => run.throughput), exact.throughput, slow);
  exact.present.forEach((present, k) => {
    expectAgreement(runs.map((run) => run.present[k] ?? NaN), present, slow);
  });
});
