import { it } from 'vitest';
import {
  constantService, erlangC, expectAgreement, exponentialService, meanServiceTicks, meanWait,
  rareErase, rareEraseSquare, rareEraseTicks, runOpen, seeds,
} from '../support/queueing.ts';

// 95 % half-width relative to the exact value.
const slow = 0.01;

it.each([
  [0.5, 110_000],
  [0.8, 320_000],
  [0.9, 1_300_000],
])('agrees with M/M/1 within 1 %, at ρ = %d', (load, customers) => {
  const waits = seeds.map((seed) =>
    meanWait(runOpen({ load, customers, service: exponentialService }, seed).station));
  expectAgreement(waits, (load * meanServiceTicks) / (1 - load), slow);
});

it.each([
  [0.5, 80_000],
  [0.8, 320_000],
])('agrees with M/D/1 within 1 %, at ρ = %d', (load, customers) => {
  const waits = seeds.map((seed) =>
    meanWait(runOpen({ load, customers, service: constantService }, seed).station));
  expectAgreement(waits, (load * meanServiceTicks) / (1 - load) / 2, slow);
});

it.each([
  [0.3, 1_500_000],
  [0.5, 1_500_000],
  [0.7, 3_200_000],
])('agrees with rare long services within 1 %, at ρ = %d', (load, customers) => {
  const queue = { load, customers, service: rareErase, serviceTicks: rareEraseTicks };
  const exact = ((load / rareEraseTicks) * rareEraseSquare) / (2 * (1 - load));
  expectAgreement(seeds.map((seed) => meanWait(runOpen(queue, seed).station)), exact, slow);
});

it.each([
  [2, 0.8, 500_000],
  [4, 0.8, 500_000],
  [8, 0.5, 1_700_000],
  [8, 0.8, 500_000],
])('agrees with M/M/%d within 1 %, at ρ = %d', (servers, load, customers) => {
  const queue = { load, servers, customers, service: exponentialService };
  const exact = (erlangC(servers, load) / (servers * (1 - load))) * meanServiceTicks;
  expectAgreement(seeds.map((seed) => meanWait(runOpen(queue, seed).station)), exact, slow);
});
