import { expect, it, vi } from 'vitest';
import {
  rareEraseMeanTicks, rareEraseSquareTicks, us, waitBehindErases,
} from '../../../support/flash-runs.ts';
import { expectAgreement, seeds } from '../../../support/queueing.ts';

// Twenty long runs: seconds of work, more when the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

it('makes reads behind rare erases of a drive wait λE[S²]/2(1−ρ), at ρ = 0.5', () => {
  const load = 0.5;
  const exact = ((load / rareEraseMeanTicks) * rareEraseSquareTicks) / (2 * (1 - load));
  // As printed for Pollaczek and Khinchine: 209.18 us, where equal services would wait 41.22.
  expect(exact / us).toBeCloseTo(209.18, 2);
  const waits = seeds.map((seed) => waitBehindErases(load, 160_000, seed));
  expectAgreement(waits, exact, 0.03);
});
