import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, canonicalJsonLines, InvariantError } from '#base';

it('sorts keys by code unit at every depth', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null, B: true })).toBe(
    '{"B":true,"a":null,"b":[{"c":2,"d":1}]}',
  );
});

it('writes what JSON.parse reads back, whatever the order of keys was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(JSON.parse(canonicalJsonLines(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 500, seed: 1 },
  );
});

it('keeps the order of an array, indents lines by two spaces, and has a line for a row of numbers', () => {
  expect(canonicalJsonLines({ b: [2, 1], a: {}, c: [], d: [1, null] })).toBe(
    '{\n  "a": {},\n  "b": [2, 1],\n  "c": [],\n  "d": [\n    1,\n    null\n  ]\n}\n',
  );
});

it('keeps the order of keys that objects list by themselves, at any depth', () => {
  const awkward: unknown = JSON.parse('{"b":{"__proto__":2},"a":[],"9":{},"10":1}');
  const inner = '{"10":1,"9":{},"a":[],"b":{"__proto__":2}}';
  let [value, text] = [awkward, inner];
  for (let depth = 0; depth < 12; depth++) {
    expect(canonicalJson(value)).toBe(text);
    [value, text] = [depth % 2 === 0 ? [value, value] : { z: value, y: 1 },
      depth % 2 === 0 ? `[${text},${text}]` : `{"y":1,"z":${text}}`];
  }
});

it('writes a value that stands at several places in full at each', () => {
  const shared = { b: [1, -0], a: { d: 'x', c: null } };
  const text = '{"a":{"c":null,"d":"x"},"b":[1,0]}';
  expect(canonicalJson([[[[[[shared, shared], shared]]]], shared]))
    .toBe(`[[[[[[${text},${text}],${text}]]]],${text}]`);
});

it('has one text for both zeros', () => {
  expect(canonicalJson([-0, 0])).toBe('[0,0]');
});

it.each([
  ['undefined', { a: { b: undefined } }, "'/a/b'"],
  ['NaN', { a: [1, NaN] }, "'/a/1'"],
  ['infinity', Infinity, "''"],
  ['a bigint', [1n], "'/0'"],
  ['a function', { f: () => 1 }, "'/f'"],
  ['a Map', { m: new Map() }, "'/m'"],
  ['a typed array', { t: new Int32Array(1) }, "'/t'"],
])('refuses %s and says where it stands', (_name, value, where) => {
  expect(() => canonicalJson(value)).toThrow(InvariantError);
  expect(() => canonicalJson(value)).toThrow(where);
});

it('refuses a hole in an array', () => {
  const holed: number[] = [];
  holed[2] = 1;
  expect(() => canonicalJson(holed)).toThrow(InvariantError);
});

it('ends at a named depth where a value contains itself', () => {
  const ring: Record<string, unknown> = {};
  ring['self'] = ring;
  expect(() => canonicalJson(ring)).toThrow('deeper than 200');
});
