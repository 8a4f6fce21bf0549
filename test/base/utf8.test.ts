/** Bytes that are no UTF-8: escaped where they stand, and everything else as platforms read it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ESCAPED_BYTE, escapedByteAt, escapedUtf8 } from '#base';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

it('reads good bytes as every platform does', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(escapedUtf8(bytesOf(text))).toBe(lenient.decode(bytesOf(text)));
    expect(ESCAPED_BYTE.test(escapedUtf8(bytesOf(text)))).toBe(false);
  }));
});

it('finds a bad byte in exactly the bytes that platforms refuse', () => {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const isRefused = (bytes: Uint8Array): boolean => {
    try {
      strict.decode(bytes);
      return false;
    } catch {
      return true;
    }
  };
  const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(
    0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5,
  ));
  fc.assert(fc.property(fc.array(byte, { maxLength: 6 }), (list) => {
    const bytes = Uint8Array.from(list);
    expect(ESCAPED_BYTE.test(escapedUtf8(bytes))).toBe(isRefused(bytes));
  }), { numRuns: 5000 });
});

it('says which byte was bad, and at which offset of the file', () => {
  const bytes = Uint8Array.from([...bytesOf('aé€😀\n'), 0xe9, ...bytesOf('z')]);
  const text = escapedUtf8(bytes);
  const index = ESCAPED_BYTE.exec(text)?.index ?? -1;
  expect(escapedByteAt(text, index)).toEqual({ byte: 0xe9, offset: 11 });
  expect(bytes[11]).toBe(0xe9);
});
