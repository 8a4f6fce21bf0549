import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance, nearest } from '#base';

it('counts one edit for a letter added, lost, wrong or swapped', () => {
  expect(editDistance('nic', 'nics', 9)).toBe(1);
  expect(editDistance('nics', 'nic', 9)).toBe(1);
  expect(editDistance('nic', 'nik', 9)).toBe(1);
  expect(editDistance('nic', 'inc', 9)).toBe(1);
  expect(editDistance('', 'abc', 9)).toBe(3);
  expect(editDistance('kitten', 'sitting', 9)).toBe(3);
});

it('gives the same answer whatever the limit, or says that it is too far', () => {
  const word = fc.stringMatching(/^[abc]{0,7}$/);
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 5 }), (left, right, distanceMax) => {
      const distance = editDistance(left, right, 99);
      expect(editDistance(right, left, 99)).toBe(distance);
      expect(editDistance(left, right, distanceMax)).toBe(Math.min(distance, distanceMax + 1));
    }),
    { numRuns: 2000, seed: 1 },
  );
});

it('guesses nothing from a single letter, but for its case', () => {
  expect(nearest('b', ['a', 'c', 'hv'])).toEqual([]);
  expect(nearest('b', ['a', 'B'])).toEqual(['B']);
});

it('offers the nearest names first, in an order that input order does not change', () => {
  const known = ['volume', 'volumes', 'column', 'host'];
  expect(nearest('volums', known)).toEqual(['volume', 'volumes']);
  expect(nearest('volums', [...known].reverse())).toEqual(['volume', 'volumes']);
});

it('offers the same name in another case, and nothing where nothing is near', () => {
  expect(nearest('Host', ['host', 'nic'])).toEqual(['host']);
  expect(nearest('host', ['quantum', 'link'])).toEqual([]);
});
