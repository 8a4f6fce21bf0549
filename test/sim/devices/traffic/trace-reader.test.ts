import { expect, it } from 'vitest';
import { type Content, contentOfBytes } from '#sim/devices';
import { TraceReader } from '../../../../src/sim/devices/traffic/trace-reader.ts';

type Row = readonly [atTicks: number, operation: number, address: number, bytes: number];

/** Reads a text to its end, in pieces of a few bytes. */
function readAll(text: string, given: {
  readonly ticksPerSecond?: number; readonly speed?: number; readonly piece?: number;
} = {}) {
  const all = contentOfBytes(new TextEncoder().encode(text));
  const { piece = 65_536, ticksPerSecond = 1e12, speed = 1 } = given;
  const content: Content = {
    ...all, read: (into, from) => all.read(into.subarray(0, Math.min(piece, into.length)), from),
  };
  const malformed: string[] = [];
  const reader = new TraceReader({
    content, ticksPerSecond, speed,
    malformed: (line, found, expected) => malformed.push(`${line}: ${found}: ${expected}`),
  });
  const rows: Row[] = [];
  while (reader.next()) {
    rows.push([reader.atTicks, reader.operation, reader.address, reader.bytes]);
  }
  return { rows, malformed, backwards: reader.backwards };
}

const MSR = `128166372003061629,usr,0,Read,7014609920,24576,41286
128166372016382155,usr,0,Write,1317441536,8192,1963
128166372026382245,usr,0,Read,2436440064,4096,1835
`;

it('reads the columns of MSR Cambridge, and times in 100 ns to the picosecond', () => {
  const { rows, malformed } = readAll(MSR);
  expect(malformed).toEqual([]);
  expect(rows).toEqual([
    [0, 0, 7_014_609_920, 24_576],
    [13_320_526 * 100_000, 1, 1_317_441_536, 8192],
    [23_320_616 * 100_000, 0, 2_436_440_064, 4096],
  ]);
});

it.each([1, 2, 3, 7, 64])('reads the same in pieces of %i bytes', (piece) => {
  expect(readAll(MSR, { piece })).toEqual(readAll(MSR));
});

it.each([
  '\ufeff', '# as it was found\n\n',
])('reads named columns in any order, among others, whatever ends the lines, after %j', (head) => {
  const text = `${head}size, Operation ,comment,time_ms,offset\r\n`
    + '4096,R,first,1000.5,0\r\n\r\n512,write,,1000.750001,4096\n8192,Discard,x,1001,8192';
  expect(readAll(text).rows).toEqual([
    [0, 0, 0, 4096], [250_001_000, 1, 4096, 512], [500_000_000, 2, 8192, 8192],
  ]);
});

it.each([
  ['s', 1e12], ['ms', 1e9], ['us', 1e6], ['ns', 1e3],
])('takes times in %s', (unit, ticks) => {
  const text = `time_${unit},operation,offset,size\n7,read,0,512\n9.5,read,0,512\n`;
  expect(readAll(text).rows.map(([at]) => at)).toEqual([0, 2.5 * ticks]);
});

it('counts a week in ticks of a nanosecond without losing one', () => {
  const text = 'time_us,operation,offset,size\n1700000000000000,read,0,512\n'
    + '1700604799999999.999,read,0,512\n';
  expect(readAll(text, { ticksPerSecond: 1e9 }).rows[1]?.[0]).toBe(604_799_999_999_999);
});

it('divides times by the speed', () => {
  expect(readAll(MSR, { speed: 10 }).rows.map(([at]) => at))
    .toEqual([0, 13_320_526 * 10_000, 23_320_616 * 10_000]);
});

it('lets no time go back, and counts what was recorded so', () => {
  const text = 'time_us,operation,offset,size\n10,read,0,512\n30,read,0,512\n20,write,0,512\n'
    + '40,read,0,512\n';
  const { rows, backwards } = readAll(text);
  expect(rows.map(([at]) => at / 1e6)).toEqual([0, 20, 20, 30]);
  expect(backwards).toBe(1);
});

const HEADER = 'time_us,operation,offset,size\n0,read,0,512\n';

it.each([
  ['1,lees,0,512', '3: lees: an operation: read, write or trim'],
  ['1,read,0x10,512', '3: 0x10: an offset in bytes'],
  ['1,read,-4,512', '3: -4: an offset in bytes'],
  ['1,read,99999999999999999,512', '3: 99999999999999999: an offset in bytes'],
  ['1,read,0,0', '3: 0: a size in bytes, above 0'],
  ['1,read,0,4k', '3: 4k: a size in bytes, above 0'],
  ['1e3,read,0,512', '3: 1e3: a time in digits, with a point before a fraction'],
  ['1.,read,0,512', '3: 1.: a time in digits, with a point before a fraction'],
  [',read,0,512', '3: : a time in digits, with a point before a fraction'],
  ['1,read,0', '3: 1,read,0: 4 fields instead of 3'],
  ['1,read,0,512,', '3: 1,read,0,512,: 4 fields instead of 5'],
  ['\u0007\u00e9,read,0,512', '3: ???: a time in digits, with a point before a fraction'],
])('leaves %j out, and says what stands there and what should', (line, said) => {
  const { rows, malformed } = readAll(`${HEADER}${line}\n9,write,0,512\n`);
  expect(malformed).toEqual([said]);
  expect(rows.map(([at]) => at / 1e6)).toEqual([0, 9]);
});

it('shows the beginning of a line that is too long, and goes on after it', () => {
  const { rows, malformed } = readAll(`${HEADER}1,${'x'.repeat(5000)},0,512\n2,read,0,512\n`);
  expect(malformed).toEqual([`3: 1,${'x'.repeat(38)}…: at most 4096 bytes`]);
  expect(rows).toHaveLength(2);
});

it.each(['', '\n\n', '# nothing\n', 'nothing\n', 'time,operation,offset,size\n1,read,0,512\n', '1,2,3\n'])(
  'makes nothing of %j', (text) => {
    const { rows, malformed } = readAll(text);
    expect(rows).toEqual([]);
    expect(malformed.length).toBe(/^(?:#.*)?$/u.test(text.trim()) ? 0 : 1);
    for (const one of malformed) expect(one).toContain('a header with time_us');
  },
);
