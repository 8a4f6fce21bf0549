/** Limits, merging, replicas and snapshots, each with its arithmetic beside it. */
import { expect, it } from 'vitest';
import { Chance, ticks } from '#base';
import { QueueNetwork, Simulation } from '#sim/kernel';
import { constant } from '../../../support/ir-builder.ts';
import { Duration } from '../../../../src/sim/devices/duration.ts';
import { storageErrand, StorageOperation } from '../../../../src/sim/devices/storage-port.ts';
import { Chunks } from '../../../../src/sim/devices/volumes/chunks.ts';
import { Limiter } from '../../../../src/sim/devices/volumes/limiter.ts';
import type { Budget } from '../../../../src/sim/devices/volumes/limits.ts';
import type { ReplicaWay } from '../../../../src/sim/devices/volumes/replica-chain.ts';
import { Replicas } from '../../../../src/sim/devices/volumes/replicas.ts';
import { Snapshot } from '../../../../src/sim/devices/volumes/snapshot.ts';
import { StorageNode } from '../../../../src/sim/devices/volumes/storage-node.ts';
import { Waiting } from '../../../../src/sim/devices/volumes/waiting.ts';

const second = 1e12;
const ms = 1e9;
const kib = 1024;
const [read, write] = [StorageOperation.read, StorageOperation.write]
  .map((operation) => storageErrand(operation, 0)) as [number, number];

/** Sends so many at once through a limit, and tells when each passes, in seconds. */
function passes(budget: Budget, count: number): { readonly seconds: number[]; spent: number } {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const waiting = new Waiting();
  const told = { seconds: [] as number[], spent: 0 };
  const passed = simulation.register((customer) => network.served(customer, 0));
  const limiter = new Limiter({
    network, simulation, passed, ticksPerSecond: second, budget, factor: 1, together: 0,
    unitsOf: () => 1, waits: (_, now, until) => waiting.add(now, until),
    spent: () => told.spent++,
  });
  const station = network.addStation({ id: 'limit', discipline: 'port' }, limiter);
  const route = network.addRoute([{ station, role: 'limit' }], {
    done: () => { told.seconds.push(simulation.now / second); }, lost: () => undefined,
  });
  for (let i = 0; i < count; i++) network.begin(route, 4096, i);
  simulation.run({ untilTicks: ticks(4000 * second) });
  network.audit();
  // At all times until the last one passes somebody waits.
  expect(waiting.upTo(simulation.now)).toBe(Math.round((told.seconds.at(-1) ?? 0) * second));
  return told;
}

it('spends 5.4 credits beyond a baseline of 0.3 at a burst of 3 a second in 2 s, then keeps it', () => {
  // A millionth of gp2 at 100 GiB: 5.4 / (3 − 0.3) = 2 s at 3 a second, so 6 pass in the burst and
  // after it one each 3.33 s.
  const { seconds, spent } = passes(
    { perSecond: 0.3, peakPerSecond: 3, capacity: 5.4, initial: 5.4 }, 9,
  );
  [0, 1 / 3, 2 / 3, 1, 4 / 3].forEach((at, i) => { expect(seconds[i]).toBeCloseTo(at, 9); });
  // Credits at 5/3 s: 5.4 − 5 + 0.3 × 5/3 = 0.9, and one costs 1: it waits for another 1/3 s.
  expect(seconds[5]).toBeCloseTo(5 / 3 + 1 / 3, 9);
  expect(seconds[6]).toBeCloseTo(2 + 1 / 0.3, 9);
  expect(seconds[8]).toBeCloseTo(2 + 3 / 0.3, 9);
  expect(spent).toBe(1);
});

it('bursts gp2 of 100 GiB for 2,000 s: 6 million operations, and 300 a second after them', () => {
  const { seconds } = passes(
    { perSecond: 300, peakPerSecond: 3000, capacity: 54_000, initial: 54_000 }, 63_000,
  );
  // A hundredth of its credits: 54,000 / (3,000 − 300) = 20 s, in which 60,000 pass; the other
  // 3,000 take 10 s.
  expect(seconds[59_999]).toBeCloseTo(20, 2);
  expect(seconds.at(-1)).toBeCloseTo(30, 2);
});

it('merges requests in order up to an operation, splits long ones, and counts others each', () => {
  const network = new QueueNetwork(new Simulation({ seed: 1 }));
  const flash = new Chunks(network, 256 * kib);
  const count = (chunks: Chunks, errand: number, address: number, bytes: number): number => {
    network.customers.bytes[0] = bytes;
    network.customers.address[0] = address;
    return chunks.count(0, errand);
  };
  const total = (counts: readonly number[]): number => counts.reduce((sum, one) => sum + one, 0);
  // The table of the user guide: 8 × 32 KiB in order are one, at random eight; 1,024 KiB are four.
  const row = Array.from({ length: 8 }, (_, i) => count(flash, read, i * 32 * kib, 32 * kib));
  expect(row).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  expect(count(flash, read, 256 * kib, 32 * kib)).toBe(1);
  const apart = Array.from({ length: 8 }, (_, i) => count(flash, read, 1e9 + i * 1e6, 32 * kib));
  expect(total(apart)).toBe(8);
  expect(count(flash, read, 5e9, 1024 * kib)).toBe(4);
  // A write goes on no read, and two rows side by side are both merged.
  expect(count(flash, write, 5e9 + 1024 * kib, 4 * kib)).toBe(1);
  const disk = new Chunks(network, 1024 * kib);
  const pairs = Array.from({ length: 8 }, (_, i) =>
    [0, 7e9].map((from) => count(disk, read, from + i * 128 * kib, 128 * kib)));
  expect(pairs.map(total)).toEqual([2, 0, 0, 0, 0, 0, 0, 0]);
  expect([disk.requests, disk.operations, disk.merged]).toEqual([16, 2, 14]);
});

interface NodeOptions {
  readonly replicas?: number; readonly hopTicks?: number; readonly concurrency?: number;
  readonly snapshot?: Snapshot;
  /** Messages take the hop between replicas, and not a plain delay. */
  readonly isOverFabric?: boolean;
}

function node(options: NodeOptions, requests: readonly (readonly [number, number])[]): number[] {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const times: number[] = [];
  const wayOf = (): ReplicaWay => {
    const [arrived, acknowledged] = [
      simulation.register((customer, replica) => { made.chain?.arrived(replica, customer); }),
      simulation.register((customer, replica) => { made.chain?.acknowledged(replica, customer); }),
    ];
    const hop = options.hopTicks ?? 0;
    return {
      handOn: (replica, customer, dataBytes) => {
        expect(dataBytes).toBe(128 * kib);
        simulation.scheduleAfter(hop, arrived, customer, replica);
      },
      acknowledge: (replica, customer) => {
        simulation.scheduleAfter(hop, acknowledged, customer, replica - 1);
      },
    };
  };
  const made: StorageNode = new StorageNode({
    index: 0, network, simulation, way: options.isOverFabric === true ? wayOf() : null,
    fetched: simulation.register((customer) => { made.begin(customer); }),
    done: simulation.register((customer) => { made.finish(customer); }),
    worked: simulation.register((customer, replica) => { made.chain?.worked(replica, customer); }),
    replicas: new Replicas({
      latencies: Array.from({ length: options.replicas ?? 1 }, (_, i) =>
        new Duration(constant((i + 1) * ms), new Chance(1), `latency/${String(i)}`)),
      concurrency: options.concurrency ?? null, factor: 1,
    }),
    hopTicks: options.hopTicks ?? 0,
    snapshot: options.snapshot ?? null,
  });
  made.askerOf('web');
  const station = network.addStation({ id: 'node', discipline: 'port' }, made);
  const owner = {
    done: (_: number, tag: number) => { times[tag] = simulation.now / ms; }, lost: () => undefined,
  };
  const routes = [read, write].map((errand) =>
    network.addRoute([{ station, role: 'remote', errand }], owner));
  requests.forEach(([operation, address], i) => {
    network.begin(routes[operation] as number, 128 * kib, i, address);
  });
  simulation.run({ untilTicks: ticks(100 * second) });
  network.audit();
  return times;
}

it('reads from one node, and is done with a write when the last of its replicas has it', () => {
  // The first takes 1 ms; the second 2 ms, after a hop of 0.25 ms, and its word takes another.
  expect(node({ replicas: 2, hopTicks: ms / 4 }, [[0, 0], [1, 0]])).toEqual([1, 2.5]);
  // The third 3 ms after two hops, and two back.
  expect(node({ replicas: 3, hopTicks: ms / 4 }, [[1, 0]])).toEqual([4]);
});

it('writes as late over messages as over delays of their length', () => {
  for (const replicas of [1, 2, 3]) {
    for (const concurrency of [1, 2]) {
      const options = { replicas, concurrency, hopTicks: ms / 4 };
      const requests = Array.from({ length: 7 }, (_, i) => [i % 3 === 0 ? 0 : 1, 0] as const);
      expect(node({ ...options, isOverFabric: true }, requests)).toEqual(node(options, requests));
    }
  }
});

it('queues at a node that works on so many at a time, and at each replica', () => {
  const reads = Array.from({ length: 5 }, () => [0, 0] as const);
  expect(node({ concurrency: 2 }, reads)).toEqual([1, 1, 2, 2, 3]);
  // The slower of two decides: each write takes 2 ms at the second.
  expect(node({ replicas: 2, concurrency: 1 }, [[1, 0], [1, 0], [1, 0]])).toEqual([2, 4, 6]);
});

it('waits for a block of a snapshot once, and for all blocks at the rate at which they come', () => {
  const snapshot = (share: number): Snapshot => new Snapshot({
    sizeBytes: 100 * 512 * kib, blockBytes: 512 * kib, loadedShare: share, backgroundPerTick: 0,
    touch: new Duration(constant(100 * ms), new Chance(1), 'touch'), blockTicks: 5 * ms,
  });
  const at = (block: number, part = 0): readonly [number, number] =>
    [0, block * 512 * kib + part * 128 * kib];
  const cold = snapshot(0);
  // Four parts of one block come with it; the second block comes 5 ms after the first.
  expect(node({ snapshot: cold }, [at(0), at(0, 1), at(0, 2), at(0, 3), at(1)]))
    .toEqual([101, 101, 101, 101, 106]);
  expect([cold.firstTouches, cold.loadedShare(0)]).toEqual([2, 0.02]);
  const warm = snapshot(0.5);
  expect(node({ snapshot: warm }, [at(49), at(50)])).toEqual([1, 101]);
  expect([warm.firstTouches, warm.loadedShare(0)]).toEqual([1, 0.51]);
});
