import { expect, it } from 'vitest';
import { InvariantError, TwoLimb } from '#base';
import { auditFlow, auditLittle, batchMeans, estimateMean, TimeWeighted } from '#sim/kernel';

it('stops the program when a book does not balance', () => {
  const flow = { insideBefore: 1, arrived: 5, completed: 4, dropped: 1, inside: 0 };
  expect(() => {
    auditFlow('desk', flow);
  }).toThrow(InvariantError);
  expect(() => {
    auditFlow('desk', { ...flow, inside: 1 });
  }).not.toThrow();
  const area = new TwoLimb();
  area.add(5);
  expect(() => {
    auditLittle('desk', 'the number present', area, new TwoLimb());
  }).toThrow('desk: the area under the number present is 5 ticks, but the times add up to 0');
});

it('weighs a value by how long it lasted', () => {
  const length = new TimeWeighted();
  length.set(10, 3);
  length.set(30, 1);
  // 0 for 10, 3 for 20, 1 for 10 ticks: area 70.
  expect([length.areaUpTo(40).toNumber(), length.mean(40), length.max]).toEqual([70, 70 / 40, 3]);
  length.openWindow(40);
  expect([length.mean(40), length.mean(50), length.max]).toEqual([null, 1, 1]);
});

it('estimates a mean with the interval of a textbook', () => {
  // Values 1 … 5: mean 3, deviation √2.5, t(0.975, 4) = 2.776445, half-width 1.963243.
  const estimate = estimateMean([1, 2, 3, 4, 5]);
  expect(estimate?.mean).toBe(3);
  expect(estimate?.deviation).toBeCloseTo(Math.sqrt(2.5), 14);
  expect(estimate?.halfWidth).toBeCloseTo(1.963243, 6);
  expect([estimate?.low, estimate?.high].map((x) => x?.toFixed(6))).toEqual(['1.036757', '4.963243']);
  expect(estimateMean([])).toBe(null);
  expect(estimateMean([7])).toMatchObject({ mean: 7, halfWidth: Infinity });
  expect(estimateMean([7, 7, 7])?.halfWidth).toBe(0);
});

it('cuts a run into batches of equal length and leaves out the rest', () => {
  expect(batchMeans([1, 3, 5, 7, 100], 2)).toEqual([2, 6]);
  expect(batchMeans([1], 2)).toEqual([]);
});
