/** Reads of one page in a closed loop, over planes alone, against theory of such loops. */
import { expect, it } from 'vitest';
import { anyPage, FlashBench, overwrite, us } from '../../../support/flash-runs.ts';

const readTicks = 75 * us;

/** Planes that work on average while so many random pages are read at a time. */
function busyPlanes(units: number, depth: number, requests: number): number {
  const bench = new FlashBench({
    units, channels: units, blocks: 16, pagesPerBlock: 32, used: 0.5, times: { read: readTicks },
  });
  overwrite(bench.translation, bench.chance.stream('fill'), 0);
  const dice = bench.chance.stream('requests');
  const more = (): void => {
    if (bench.sent < requests) bench.send(0, anyPage(dice, bench.logicalPages));
  };
  bench.told = () => more();
  for (let i = 0; i < depth; i++) more();
  bench.run();
  return (requests * readTicks) / bench.simulation.now;
}

it.each([
  [8, 1], [8, 4], [8, 16], [8, 64], [8, 256], [3, 5],
])('reads from %d planes at %d at a time between what mean values and planes allow', (units, depth) => {
  const busy = busyPlanes(units, depth, 40_000);
  // n of K equal stations are visited at random. If service were exponential, mean value analysis
  // gives K·n/(n + K − 1); constant service waits less, and no more than all work.
  expect(busy).toBeGreaterThan(0.995 * units * depth / (depth + units - 1));
  expect(busy).toBeLessThanOrEqual(Math.min(units, depth));
});

it('keeps 2 − √2 of many planes busy with as many reads at a time', () => {
  // All take as long, so they go in step. What comes to a plane in a step is Poisson of mean p, and
  // p + p²/2(1 − p) are there: as many as planes, so that p² − 4p + 2 = 0.
  expect(busyPlanes(128, 128, 300_000) / 128).toBeCloseTo(2 - Math.sqrt(2), 2);
});
