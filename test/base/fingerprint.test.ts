import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprint, fingerprintJson, hashWords, hex } from '#base';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

it('is SHA-256 of the UTF-8 bytes, at every length around a block', () => {
  for (let length = 0; length <= 200; length++) {
    const text = 'x'.repeat(length);
    expect(hex(hashWords(text))).toBe(sha256(text));
  }
});

it('is SHA-256 of any well-formed text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(hex(hashWords(text))).toBe(sha256(text));
      expect(fingerprint(text)).toBe(sha256(text).slice(0, 32));
    }),
    { numRuns: 500, seed: 1 },
  );
});

it('tells unpaired surrogates apart', () => {
  expect(fingerprint('\ud800')).not.toBe(fingerprint('\ud801'));
  expect(fingerprint('\ud800')).not.toBe(fingerprint('\ufffd'));
});

it('does not depend on the order of keys', () => {
  expect(fingerprintJson({ a: 1, b: 2 })).toBe(fingerprintJson({ b: 2, a: 1 }));
  expect(fingerprintJson({ a: 1, b: 2 })).not.toBe(fingerprintJson({ a: 2, b: 1 }));
});
