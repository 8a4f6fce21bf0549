import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitRate, Pacer, ticks, ticksPerSecondPico, transferTicks, unitRate } from '#base';

const picoseconds = (bitsPerSecond: number) =>
  bitRate({ bitsPerSecond, ticksPerSecond: ticksPerSecondPico });

it.each([
  [10e9, 800],
  [25e9, 320],
  [40e9, 200],
  [100e9, 80],
  [200e9, 40],
  [400e9, 20],
])('takes a whole number of picoseconds for a byte at %d bit/s', (bitsPerSecond, byteTicks) => {
  expect(transferTicks(picoseconds(bitsPerSecond), 1)).toBe(byteTicks);
  expect(transferTicks(picoseconds(bitsPerSecond), 9000)).toBe(9000 * byteTicks);
});

it('rounds once for a packet: 30 Gb/s is 266 2/3 ps a byte', () => {
  const rate = picoseconds(30e9);
  expect(transferTicks(rate, 1)).toBe(267);
  expect(transferTicks(rate, 2)).toBe(533);
  expect(transferTicks(rate, 1500)).toBe(400_000);
});

it('is the exact quotient rounded half up, for any bytes and rate', () => {
  const anyRate = fc.integer({ min: 1, max: 1_000_000_000_000 });
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000_000 }), anyRate, (bytes, bitsPerSecond) => {
      const exact = (2n * BigInt(bytes) * 8_000_000_000_000n + BigInt(bitsPerSecond)) /
        (2n * BigInt(bitsPerSecond));
      fc.pre(exact <= BigInt(Number.MAX_SAFE_INTEGER));
      expect(BigInt(transferTicks(picoseconds(bitsPerSecond), bytes))).toBe(exact);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

it('keeps a saturated line at exactly its rate over any packets', () => {
  const anyRate = fc.integer({ min: 1_000, max: 999_999_999_999 });
  const packets = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(packets, anyRate, (sizes, bitsPerSecond) => {
      const pacer = new Pacer(picoseconds(bitsPerSecond));
      let took = 0n;
      let bytes = 0n;
      for (const size of sizes) {
        took += BigInt(pacer.nextTicks(size));
        bytes += BigInt(size);
        expect(took).toBe((bytes * 8_000_000_000_000n) / BigInt(bitsPerSecond));
      }
    }),
    { seed: 1 },
  );
});

it('starts a new row without the old remainder after a pause', () => {
  const pacer = new Pacer(picoseconds(30e9));
  expect([1, 1, 1].map((size) => pacer.nextTicks(size))).toEqual([266, 267, 267]);
  pacer.nextTicks(1);
  pacer.restart();
  expect(pacer.nextTicks(1)).toBe(266);
});

it('times operations as well as bytes', () => {
  const rate = unitRate({ unitsPerSecond: 412_500, ticksPerSecond: 1_000_000_000 });
  expect(transferTicks(rate, 412_500)).toBe(1_000_000_000);
});

it('refuses a rate of nothing and a time beyond the clock', () => {
  expect(() => picoseconds(0)).toThrow('above 0');
  expect(() => picoseconds(0.5)).toThrow('whole number');
  expect(() => transferTicks(picoseconds(1), 10_000)).toThrow('longer than the clock');
});

it('brands only whole, safe, non-negative numbers as ticks', () => {
  expect(ticks(7)).toBe(7);
  for (const wrong of [-1, 0.5, NaN, 2 ** 53]) expect(() => ticks(wrong)).toThrow('whole number');
});
