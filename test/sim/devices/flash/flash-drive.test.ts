import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { Channels } from '../../../../src/sim/devices/flash/channels.ts';
import { Work } from '../../../../src/sim/devices/flash/translation.ts';
import { anyPage, FlashBench, overwrite, us, type TimedGiven } from '../../../support/flash-runs.ts';
import { effectiveUse, greedyAmplification } from '../../../support/mean-field.ts';

vi.setConfig({ testTimeout: 60_000 });

const [read, write, trim] = [0, 1, 2] as const;

/** Writes at random, so many at a time, until so many have come back. */
function writeAtRandom(bench: FlashBench, requests: number, depth: number): number {
  const dice = bench.chance.stream('requests');
  const told = { back: 0 };
  const more = (): void => {
    if (bench.sent < requests) bench.send(write, anyPage(dice, bench.logicalPages));
  };
  bench.told = () => {
    told.back++;
    more();
  };
  for (let i = 0; i < depth; i++) more();
  bench.run();
  return told.back;
}

it('takes the times of its flash, by hand', () => {
  const bench = new FlashBench({
    units: 2, channels: 1, blocks: 8, pagesPerBlock: 4, logicalPages: 16,
    times: { read: 60 * us, program: 600 * us, transfer: 10 * us },
  });
  const gone: (readonly [number, number])[] = [];
  bench.told = (tag, latency) => gone.push([tag, latency / us]);
  bench.send(write, 0, 0);
  bench.send(write, 1, 1);
  bench.send(write, 2, 2);
  bench.run();
  // Both units share the channel: the second page waits 10 us for it, the third 610 us for a unit.
  expect(gone).toEqual([[0, 610], [1, 620], [2, 1220]]);
  gone.length = 0;
  bench.send(read, 0, 0);
  bench.send(read, 1, 1);
  // Half a page goes over the channel in half the time, behind the two others.
  bench.send(read, 0, 2, 2048);
  bench.send(read, 9, 3);
  bench.run();
  // What was never written is no business of the flash.
  expect(gone).toEqual([[3, 0.000001], [0, 70], [1, 80], [2, 135]]);
  expect(bench.drive.commands.unmapped).toBe(1);
});

it('reads the rest of a page before it writes a part of it', () => {
  const bench = new FlashBench({ blocks: 8, pagesPerBlock: 4, logicalPages: 16 });
  const latencies: number[] = [];
  bench.told = (_, latency) => latencies.push(latency / us);
  bench.send(write, 3, 0, 1024);
  bench.run();
  bench.send(write, 3, 0, 1024);
  bench.run();
  expect(latencies).toEqual([750, 825]);
});

it('splits a request into pages and answers when the last one is done', () => {
  const bench = new FlashBench({
    units: 4, channels: 4, blocks: 8, pagesPerBlock: 4, logicalPages: 64,
  });
  const latencies: number[] = [];
  bench.told = (_, latency) => latencies.push(latency / us);
  bench.send(write, 0, 0, 8 * 4096);
  bench.run();
  expect(latencies).toEqual([1500]);
  expect([...bench.drive.commands.requests]).toEqual([0, 1, 0]);
  expect([...bench.drive.commands.pageCounts]).toEqual([0, 8, 0]);
});

it('answers a write when it is in the buffer, and makes later ones wait for a place there', () => {
  const bench = new FlashBench({
    blocks: 8, pagesPerBlock: 4, logicalPages: 16, timing: { bufferPages: 2 },
  });
  const gone: (readonly [number, number])[] = [];
  bench.told = (tag, latency) => gone.push([tag, Math.round(latency / us)]);
  for (let page = 0; page < 4; page++) bench.send(write, page, page);
  bench.run();
  expect(gone).toEqual([[0, 0], [1, 0], [2, 750], [3, 1500]]);
  expect(bench.simulation.now).toBe(3000 * us);
});

it('serves the queues of its guests in turn, however long they are', () => {
  const bench = new FlashBench({
    blocks: 64, pagesPerBlock: 16, logicalPages: 512, timing: { slots: 1 },
  });
  overwrite(bench.translation, bench.chance.stream('fill'), 0);
  const order: number[] = [];
  bench.told = (tag) => order.push(tag);
  for (let i = 0; i < 6; i++) bench.send(read, i, 0, 4096, 0);
  for (let i = 0; i < 2; i++) bench.send(read, i, 1, 4096, 1);
  for (let i = 0; i < 2; i++) bench.send(read, i, 2, 4096, 2);
  bench.run();
  expect(order).toEqual([0, 0, 1, 2, 0, 1, 2, 0, 0, 0]);
});

it('writes as often with time as without', () => {
  const given = { units: 4, channels: 2, blocks: 512, pagesPerBlock: 32, used: 0.8 };
  const bench = new FlashBench({
    ...given, times: { transfer: 12 * us }, timing: { preemptible: false },
  });
  overwrite(bench.translation, bench.chance.stream('fill'), 7);
  bench.translation.clearWork();
  const requests = 4 * bench.logicalPages;
  expect(writeAtRandom(bench, requests, 16)).toBe(requests);
  const exact = greedyAmplification(32, effectiveUse(0.8, 512, 2));
  expect(Math.abs(bench.translation.programs / requests / exact - 1)).toBeLessThan(0.01);
});

it('keeps to the bound of its planes and comes near it', () => {
  const bench = new FlashBench({
    units: 8, channels: 8, blocks: 256, pagesPerBlock: 32, used: 0.8,
  });
  overwrite(bench.translation, bench.chance.stream('fill'), 6);
  bench.translation.clearWork();
  const requests = 2 * bench.logicalPages;
  writeAtRandom(bench, requests, 64);
  const each = bench.translation.programs / requests;
  const erases = bench.translation.erases / requests;
  const seconds = each * 750e-6 + (each - 1) * 75e-6 + 3800e-6 * erases;
  const share = requests / (bench.simulation.now / 1e12) / (8 / seconds);
  expect(share).toBeLessThanOrEqual(1);
  expect(share).toBeGreaterThan(0.98);
});

it('loses nobody and forgets nobody, at any fill level, spare space, threshold and depth', () => {
  const settings: readonly (readonly [used: number, below: number, depth: number])[] = [
    [0.5, 2, 1], [0.72, 12, 16], [0.85, 12, 16], [0.93, 12, 16], [0.93, 12, 1], [0.93, 3, 256],
    [0.97, 2, 64], [0.985, 2, 16],
  ];
  for (const [used, collectBelow, depth] of settings) {
    for (const preemptible of [true, false]) {
      for (const separate of [true, false]) {
        const bench = new FlashBench({
          units: 4, channels: 2, blocks: 256, pagesPerBlock: 16, used,
          rules: { collectBelow, separate }, timing: { preemptible }, times: { transfer: 12 * us },
        });
        overwrite(bench.translation, bench.chance.stream('fill'), 1);
        expect(writeAtRandom(bench, 8000, depth)).toBe(8000);
        const { drive, network } = bench;
        const { finished, refused } = drive.commands;
        expect([drive.inside, finished, refused]).toEqual([0, 8000, 0]);
        // Little: the area under the number present is the sum of latencies, to the last tick.
        const area = network.stations.areaUpTo(0, bench.simulation.now);
        expect(area.equals(bench.latencies[0]!.sum)).toBe(true);
      }
    }
  }
});

it('survives any mix of requests on any small drive, and maps what was written', () => {
  fc.assert(fc.property(
    fc.record({
      units: fc.integer({ min: 1, max: 5 }), channels: fc.integer({ min: 1, max: 3 }),
      pagesPerBlock: fc.integer({ min: 1, max: 8 }), blocks: fc.integer({ min: 8, max: 20 }),
      separate: fc.boolean(), preemptible: fc.boolean(), readsFirst: fc.boolean(),
      slots: fc.integer({ min: 1, max: 40 }), bufferPages: fc.integer({ min: 0, max: 6 }),
      collectingMost: fc.integer({ min: 1, max: 5 }),
      policy: fc.constantFrom('greedy', 'dChoices', 'fifo', 'random'),
      staticLeveling: fc.option(fc.integer({ min: 1, max: 5 })), dynamicLeveling: fc.boolean(),
      seed: fc.integer({ min: 0, max: 1e6 }),
    }),
    (given) => {
      const { units, blocks, pagesPerBlock, separate, policy, staticLeveling } = given;
      const bench = new FlashBench({
        ...given, logicalPages: units * (blocks - 5) * pagesPerBlock,
        rules: {
          separate, policy, staticLeveling, dynamicLeveling: given.dynamicLeveling,
          collectBelow: 3, hardBelow: 2,
        },
        timing: {
          preemptible: given.preemptible, readsFirst: given.readsFirst, slots: given.slots,
          bufferPages: given.bufferPages, collectingMost: given.collectingMost,
        },
        times: { transfer: 5 * us },
      });
      const dice = bench.chance.stream('requests');
      let back = 0;
      const more = (): void => {
        if (bench.sent >= 1500) return;
        const kind = dice.integerBelow(10);
        const operation = kind < 3 ? read : kind < 9 ? write : trim;
        const bytes = 512 * (1 + dice.integerBelow(40));
        bench.send(operation, anyPage(dice, bench.logicalPages), 0, bytes, dice.integerBelow(4));
      };
      bench.told = (_, __, isLost) => {
        expect(isLost).toBe(false);
        back++;
        more();
      };
      for (let i = 0; i < 24; i++) more();
      bench.run();
      expect(back).toBe(bench.sent);
      const { map, holds, mapped, valid } = bench.translation.pages;
      const lying = map.filter((page, logical) => page >= 0 && holds[page] === logical).length;
      expect([lying, valid.reduce((sum, count) => sum + count, 0)]).toEqual([mapped, mapped]);
      expect(holds.filter((logical) => logical >= 0).length).toBe(mapped);
    },
  ), { numRuns: 60 });
});

it.each([0, 4])('refuses what has no space when worn out, and reads, with a buffer of %d', (bufferPages) => {
  const bench = new FlashBench({
    units: 2, blocks: 16, pagesPerBlock: 8, logicalPages: 160, rules: { eraseLimits: [30, 30] },
    timing: { bufferPages },
  });
  const dice = bench.chance.stream('requests');
  const told = { done: 0, lost: 0 };
  const more = (): void => {
    if (bench.sent < 20_000) bench.send(write, anyPage(dice, 160));
  };
  bench.told = (_, __, isLost) => {
    if (isLost) told.lost++;
    else told.done++;
    more();
  };
  for (let i = 0; i < 8; i++) more();
  bench.run();
  expect(told.done + told.lost).toBe(20_000);
  expect(told.lost).toBeGreaterThan(1000);
  // What it said was written lies on flash, but for what its buffer held when the space ended.
  expect(told.done).toBeLessThanOrEqual(bench.translation.work[Work.hostPrograms]! + bufferPages);
  expect(bench.fullCount).toBeGreaterThan(0);
  // Blocks last thirty erases, so nothing more can be written than all of them hold so often.
  const pagesEver = 2 * 16 * 8 * 30;
  expect(bench.translation.programs).toBeLessThanOrEqual(pagesEver);
  expect(bench.translation.programs).toBeGreaterThan(0.7 * pagesEver);
  const lostBefore = told.lost;
  for (let page = 0; page < 160; page++) bench.send(read, page);
  bench.run();
  expect(told.lost).toBe(lostBefore);
});

it('stalls hosts for a whole collection unless they may come between its pages', () => {
  const slowest = (preemptible: boolean): number => {
    const bench = new FlashBench({
      blocks: 256, pagesPerBlock: 64, used: 0.8, timing: { preemptible, readsFirst: true },
      rules: { collectBelow: 4, collectUntil: 4 },
    });
    overwrite(bench.translation, bench.chance.stream('fill'), 4);
    const dice = bench.chance.stream('requests');
    // A write every 10 ms leaves time to collect, and reads are 7 % of it.
    for (let i = 0; i < 2000; i++) {
      bench.at(i * 10_000 * us, () => bench.send(write, anyPage(dice, bench.logicalPages)));
      for (const late of [1000, 3000]) {
        bench.at((i * 10_000 + late) * us + 1, () =>
          bench.send(read, anyPage(dice, bench.logicalPages), 1));
      }
    }
    let most = 0;
    bench.told = (tag, latency) => {
      if (tag === 1) most = Math.max(most, latency);
    };
    bench.run();
    return most / us;
  };
  // Before a read there is one step of collection at most, of which the erase is longest.
  expect(slowest(true)).toBeLessThanOrEqual(3800 + 750 + 75);
  expect(slowest(false)).toBeGreaterThan(15_000);
});

it('books channels so that no two transfers overlap and none begins too early', () => {
  fc.assert(fc.property(
    fc.array(fc.tuple(fc.nat(30), fc.nat(100), fc.integer({ min: 1, max: 20 })), { maxLength: 60 }),
    (asked) => {
      const clock = { now: 0 };
      const channels = new Channels(clock, 1, 60);
      const booked = asked.map(([passed, ahead, length]) => {
        clock.now += passed;
        const end = channels.book(0, clock.now + ahead, length);
        expect(end - length).toBeGreaterThanOrEqual(clock.now + ahead);
        return [end - length, end] as const;
      }).sort((a, b) => a[0] - b[0]);
      booked.slice(1).forEach(([start], i) => {
        expect(start).toBeGreaterThanOrEqual(booked[i]![1]);
      });
    },
  ));
});

it('does the same again, to the last event', () => {
  const given: TimedGiven = {
    units: 4, channels: 2, blocks: 64, pagesPerBlock: 16, used: 0.8, times: { transfer: 12 * us },
  };
  const run = (): string => {
    const bench = new FlashBench(given);
    overwrite(bench.translation, bench.chance.stream('fill'), 1);
    writeAtRandom(bench, 5000, 16);
    return bench.simulation.eventFingerprint();
  };
  expect(run()).toBe(run());
});
