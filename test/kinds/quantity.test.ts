/** Quantities as people read them. */
import { expect, it } from 'vitest';
import { printQuantity, readQuantity } from '#kinds';

it.each([
  [9001, '9001 B'], [1500, '1500 B'], [8192, '8 KiB'], [1536, '1.5 KiB'], [9216, '9 KiB'],
  [576, '576 B'], [200_000, '195.3 KiB'],
])('prints %d bytes as %s', (bytes, text) => {
  expect(printQuantity(bytes, 'size')).toBe(text);
  const read = readQuantity(text);
  if (bytes < 10_000) expect(read).toMatchObject({ ok: true, value: bytes });
});
