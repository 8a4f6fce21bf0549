import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  compareIds,
  compareInTurn,
  compareNumbers,
  comparePaths,
  sorted,
  sortedBy,
  sortedById,
  sortedEntries,
} from '#base';

const path = fc.stringMatching(/^[a-c0-2[\]/]{0,8}$/);

it('orders ids by code unit, not by the alphabet of a language', () => {
  expect(sorted(['b', 'a', 'B', 'ä', 'z'], compareIds)).toEqual(['B', 'a', 'b', 'z', 'ä']);
});

it('counts digits in a path as a reader does', () => {
  const shuffled = ['web[10]', 'web[2]', 'web[2].nic10', 'web[2].nic9', 'web'];
  expect(sorted(shuffled, comparePaths)).toEqual([
    'web', 'web[2]', 'web[2].nic9', 'web[2].nic10', 'web[10]',
  ]);
});

it('compares digit runs that are longer than a double can hold', () => {
  expect(comparePaths('a90071992547409930', 'a90071992547409931')).toBe(-1);
});

it('gives a total order of paths', () => {
  fc.assert(
    fc.property(path, path, path, (a, b, c) => {
      expect(Math.sign(comparePaths(a, b))).toBe(0 - Math.sign(comparePaths(b, a)));
      expect(comparePaths(a, b) === 0).toBe(a === b);
      if (comparePaths(a, b) <= 0 && comparePaths(b, c) <= 0) {
        expect(comparePaths(a, c)).toBeLessThanOrEqual(0);
      }
    }),
    { numRuns: 3000, seed: 1 },
  );
});

it('sorts copies and leaves the input alone', () => {
  const input = [{ id: 'b' }, { id: 'a' }];
  expect(sortedById(input)).toEqual([{ id: 'a' }, { id: 'b' }]);
  expect(sortedBy(input, (value) => value.id)).toEqual([{ id: 'a' }, { id: 'b' }]);
  expect(input).toEqual([{ id: 'b' }, { id: 'a' }]);
  expect(sortedEntries({ b: 1, a: 2 })).toEqual([['a', 2], ['b', 1]]);
});

it('asks the next order only when the one before is undecided', () => {
  const compare = compareInTurn<readonly [number, string]>(
    (a, b) => compareNumbers(a[0], b[0]),
    (a, b) => compareIds(a[1], b[1]),
  );
  expect(sorted([[2, 'a'], [1, 'b'], [1, 'a']], compare)).toEqual([[1, 'a'], [1, 'b'], [2, 'a']]);
});
