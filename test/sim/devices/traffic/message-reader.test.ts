import { expect, it } from 'vitest';
import { contentOfBytes } from '#sim/devices';
import { MessageReader } from '../../../../src/sim/devices/traffic/messages/message-reader.ts';

type Row = readonly [atTicks: number, bytes: number, streams: readonly number[]];

const pairs = (...names: readonly string[]): { readonly from: string; readonly to: string }[] =>
  names.map((name) => {
    const [from = '', to = ''] = name.split('>');
    return { from, to };
  });

const four = pairs('web[0]>db', 'web[0]>log', 'web[1]>db', 'straße>log');

/** Reads a text to its end: each message with the streams that may carry it. */
function readAll(text: string, streams = four, speed = 1) {
  const malformed: string[] = [];
  const reader = new MessageReader(streams, {
    content: contentOfBytes(new TextEncoder().encode(text)), ticksPerSecond: 1e12, speed,
    malformed: (line, found, expected) => malformed.push(`${line}: ${found}: ${expected}`),
  });
  const rows: Row[] = [];
  while (reader.next()) {
    rows.push([reader.atTicks, reader.bytes, reader.choices[reader.choice] ?? []]);
  }
  return { rows, malformed, backwards: reader.backwards };
}

it('leaves every stream to a message whose ends are not named', () => {
  const { rows, malformed } = readAll('time_us,size\n10,4096\n10.5,1\n');
  expect(malformed).toEqual([]);
  expect(rows).toEqual([[0, 4096, [0, 1, 2, 3]], [500_000, 1, [0, 1, 2, 3]]]);
});

it('finds the streams between the ends that are named, in any order of columns', () => {
  const { rows } = readAll('To,size,comment,from,time_ns\ndb,9,,web[1],5\nlog,9,x,straße,6\n');
  expect(rows.map(([, , streams]) => streams)).toEqual([[2], [3]]);
  expect(readAll('time_s,size,from\n0,1,web[0]\n').rows[0]?.[2]).toEqual([0, 1]);
  expect(readAll('time_s,size,to\n0,1,db\n').rows[0]?.[2]).toEqual([0, 2]);
});

it('divides times by the speed', () => {
  expect(readAll('time_ms,size\n1,1\n3,1\n', four, 4).rows.map(([at]) => at)).toEqual([0, 5e8]);
});

it('says of ends that there are none of them, and which there are', () => {
  const { rows, malformed } = readAll(`time_us,size,from,to
0,1,web[2],db
1,1,WEB[0],db
2,1,web[0],cache
3,1,web[1],log
4,1,web[1],db
`);
  expect(rows).toEqual([[0, 1, [2]]]);
  expect(malformed).toEqual([
    '2: web[2]: an instance that the flow is from: web[0], web[1], straße',
    '3: WEB[0]: an instance that the flow is from: web[0], web[1], straße',
    '4: cache: an instance that the flow is to: db, log',
    '5: log: an instance that web[1] sends to: db',
  ]);
  const many = pairs(...Array.from({ length: 9 }, (_, i) => `a[${i}]>b`));
  expect(readAll('time_s,size,from\n0,1,c\n', many).malformed).toEqual([
    '2: c: an instance that the flow is from: a[0], a[1], a[2], a[3], a[4] or 4 more',
  ]);
});

it.each([
  ['time_us,bytes\n0,1\n', '1: time_us,bytes: a header with time_us (or _ns, _ms, _s) and size, and '
    + 'if wanted from and to'],
  ['time_us,size\n0\n', '2: 0: 2 fields instead of 1'],
  ['time_us,size\n0,0\n', '2: 0: a size in bytes, above 0'],
  ['time_us,size\n0,1.5\n', '2: 1.5: a size in bytes, above 0'],
  ['time_us,size\n-1,1\n', '2: -1: a time in digits, with a point before a fraction'],
])('says of %j what it cannot read', (text, wanted) => {
  expect(readAll(text)).toEqual({ rows: [], malformed: [wanted], backwards: 0 });
});

it('lets time stand where it would go back, and counts how often', () => {
  const { rows, backwards } = readAll('time_us,size\n5,1\n3,2\n6,3\n');
  expect(rows.map(([at]) => at)).toEqual([0, 0, 1e6]);
  expect(backwards).toBe(1);
});
