import { expect, it } from 'vitest';
import { contentOfBytes } from '#sim/devices';
import { QueueNetwork, Simulation } from '#sim/kernel';
import type { Load } from '../../../../src/sim/devices/traffic/load.ts';
import { TraceLoad, type TracePart } from '../../../../src/sim/devices/traffic/trace-load.ts';

/** What came to a drive: when, which, what, where and how much. */
type Arrival = readonly [
  atTicks: number, drive: number, operation: number, address: number, bytes: number,
];

const stream = {
  id: 'r[0]', workload: 'r', from: 'd', to: null, messageBytes: null, steps: 1, after: [],
  cards: null, interfaces: null,
};

/** Replays a text on drives that are behind nothing, and writes down what comes to them. */
function replay(text: string, parts: readonly TracePart[]): readonly Arrival[] {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const arrivals: Arrival[] = [];
  const drives = parts.map((_, drive) => network.addStation({ id: `d${drive}`, discipline: 'port' }, {
    serve: (customer, _station, _ticks, errand) => {
      const { address, bytes } = network.customers;
      arrivals.push([
        simulation.now, drive, errand, address[customer] ?? NaN, bytes[customer] ?? NaN,
      ]);
      network.served(customer, 0);
    },
  }));
  // Two ways to each drive, as two queues of a guest are.
  const ends = Array.from({ length: 2 * parts.length }, (_, way) => way % parts.length);
  const routes: { 0: number[]; 1: number[]; 2: number[] } = { 0: [], 1: [], 2: [] };
  const kind = simulation.register((_, serial) => { load.arrive(serial); });
  const load: Load = new TraceLoad({
    stream, needs: [], network, routes, ends, parts,
    plan: (_load, atTicks, serial) => simulation.schedule(atTicks, kind, 0, serial),
    now: () => simulation.now, ticksPerSecond: 1e12, file: 'a.csv', speed: 1, requests: null,
    open: () => contentOfBytes(new TextEncoder().encode(text)),
    find: (code, message) => { throw new Error(`${code}: ${message}`); },
  });
  for (const errand of [0, 1, 2] as const) {
    routes[errand].push(...ends.map((end) =>
      network.addRoute([{ station: drives[end] ?? -1, role: 'drive', errand }], load)));
  }
  load.start();
  simulation.run({ untilTicks: Number.MAX_SAFE_INTEGER as never, eventsMax: 1e6,
    memoryBytesMax: 1e9, pollEveryEvents: 1e6, poll: () => null });
  network.audit();
  expect(load.completed).toBe(arrivals.length);
  return arrivals;
}

const whole = (gib: number): TracePart => ({ fromBytes: 0, spanBytes: gib * 1024 ** 3 });

it('brings each request to the drive at its very tick, where and as it was recorded', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => {
    const at = i * 37 + (i % 3) * 11 + Math.floor(i / 100) * 1000;
    return [at, i % 3, ((i * 7919) % 65_536) * 512, 512 * (1 + (i % 16))] as const;
  });
  const words = ['read', 'write', 'trim'];
  const sorted = [...rows].sort((a, b) => a[0] - b[0]);
  const text = `time_ns,operation,offset,size\n${sorted.map(([at, what, offset, size]) =>
    `${String(1_700_000_000_000_000_000n + BigInt(at)).slice(0, 10)}${String(at).padStart(8, '0')},${
      words[what] ?? ''},${String(offset)},${String(size)}`).join('\n')}`;
  const arrivals = replay(text, [whole(1)]);
  const first = sorted[0]?.[0] ?? 0;
  expect(arrivals).toEqual(sorted.map(([at, what, offset, size]) =>
    [(at - first) * 1000, 0, what, offset, size]));
});

it('lays the address of a trace over drives one behind the other', () => {
  const gib = 1024 ** 3;
  const text = `time_us,operation,offset,size
0,read,0,4096
1,write,${gib},4096
2,read,${gib + 8192},4096
3,read,${gib - 4096},8192
`;
  expect(replay(text, [whole(1), whole(2)]).map(([, drive, , address]) => [drive, address]))
    // What would reach over the end of a drive moves back so far that it does not.
    .toEqual([[0, 0], [1, 0], [1, 8192], [0, gib - 8192]]);
});

it('stays within the part of a drive that it is given', () => {
  const part = { fromBytes: 1_048_576, spanBytes: 65_536 };
  const [one, two] = replay('time_us,operation,offset,size\n0,read,0,4096\n1,read,61440,4096\n', [part]);
  expect([one?.[3], two?.[3]]).toEqual([1_048_576, 1_048_576 + 61_440]);
});
