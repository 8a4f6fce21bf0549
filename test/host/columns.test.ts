/** Where panels open: never over the text, nor over another picture that can be seen. */
import { expect, it } from 'vitest';
import { columnFor, wouldHide, type Stands } from '../../extension/host/panels/columns.ts';

const BESIDE = -2;
const columnOf = (kind: string, text: number | undefined, panels: readonly Stands[]): number =>
  columnFor(kind, text, panels, BESIDE);

const topology = { kind: 'topology', column: 2, visible: true };
const results = { kind: 'results', column: 2, visible: false };

it('the first panel opens beside the text', () => {
  expect(columnOf('results', 1, [])).toBe(BESIDE);
  expect(columnOf('results', 1, [{ ...topology, column: 1 }])).toBe(BESIDE);
  expect(columnOf('results', 1, [{ ...topology, column: undefined }])).toBe(BESIDE);
});

it('results open right of a picture that can be seen, wherever the text is', () => {
  expect(columnOf('results', 1, [topology])).toBe(3);
  expect(columnOf('results', 3, [topology])).toBe(4);
  expect(columnOf('results', undefined, [topology])).toBe(3);
  expect(columnOf('results', 8, [{ ...topology, column: 9 }])).toBe(9);
});

it('a panel joins its like, or a column where no other can be seen', () => {
  expect(columnOf('topology', 1, [topology])).toBe(2);
  expect(columnOf('results', 1, [{ ...topology, visible: false }])).toBe(2);
  expect(columnOf('results', 1, [topology, { ...results, column: 3, visible: true }])).toBe(3);
});

it('a hidden panel would hide a picture of another kind only in the same column', () => {
  expect(wouldHide(results, [topology, results])).toBe(true);
  expect(wouldHide({ ...results, column: 3 }, [topology])).toBe(false);
  expect(wouldHide({ ...results, visible: true }, [topology])).toBe(false);
  expect(wouldHide(results, [{ ...topology, visible: false }])).toBe(false);
});
