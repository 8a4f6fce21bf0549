import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TwoLimb } from '#base';

const whole = fc.maxSafeNat();
const wide = fc.nat({ max: 2 ** 50 });

it('adds any whole numbers exactly, as unbounded integers do', () => {
  fc.assert(
    fc.property(fc.array(whole, { maxLength: 40 }), (values) => {
      const sum = new TwoLimb();
      let exact = 0n;
      for (const value of values) {
        sum.add(value);
        exact += BigInt(value);
      }
      expect(sum.toText()).toBe(exact.toString());
    }),
    { seed: 1 },
  );
});

it('adds any products exactly, small and wide', () => {
  const factor = fc.oneof(fc.nat({ max: 1000 }), fc.nat(), wide);
  fc.assert(
    fc.property(fc.array(fc.tuple(factor, factor), { maxLength: 20 }), (pairs) => {
      const sum = new TwoLimb();
      let exact = 0n;
      for (const [count, value] of pairs) {
        sum.addProduct(count, value);
        exact += BigInt(count) * BigInt(value);
      }
      expect(sum.toText()).toBe(exact.toString());
    }),
    { numRuns: 1000, seed: 1 },
  );
});

it('adds and takes away whole sums, and compares them', () => {
  fc.assert(
    fc.property(wide, wide, wide, (a, b, c) => {
      const left = new TwoLimb();
      left.addProduct(a, b);
      const right = new TwoLimb();
      right.addProduct(c, c);
      const both = left.copy();
      both.addSum(right);
      const exact = BigInt(a) * BigInt(b) + BigInt(c) * BigInt(c);
      expect(both.toText()).toBe(exact.toString());
      both.subtractSum(right);
      expect(both.equals(left)).toBe(true);
      const order = BigInt(a) * BigInt(b) - BigInt(c) * BigInt(c);
      expect(Math.sign(left.compare(right))).toBe(order > 0n ? 1 : order < 0n ? -1 : 0);
    }),
    { seed: 1 },
  );
});

it('refuses to go below zero', () => {
  const one = new TwoLimb();
  one.add(1);
  expect(() => {
    new TwoLimb().subtractSum(one);
  }).toThrow('smaller');
});

it('stops rather than round when it outgrows 2^105', () => {
  const sum = new TwoLimb();
  expect(() => {
    sum.addProduct(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  }).toThrow('outgrew');
});

it('comes back from JSON, and refuses limbs that no sum has', () => {
  const sum = new TwoLimb();
  sum.addProduct(2 ** 51, Number.MAX_SAFE_INTEGER);
  expect(TwoLimb.fromJson(sum.toJson()).equals(sum)).toBe(true);
  expect(() => TwoLimb.fromJson([0, 2 ** 52])).toThrow('limbs');
  expect(() => TwoLimb.fromJson([-1, 0])).toThrow('limbs');
});
