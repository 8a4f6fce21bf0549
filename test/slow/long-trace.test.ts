/**
 * A week of a million requests, replayed: the memory of the run does not know how many there are.
 * The lines are made when they are read, so that the test does not hold them either.
 */
import { expect, it } from 'vitest';
import type { Content } from '#sim/devices';
import { simulate } from '#sim/run';
import { irOf } from '../support/check-text.ts';

const requests = 1_000_000;
const header = 'time_ms,operation,offset,size\n';
/** All of one length, so that any piece of the file can be made. */
const lineBytes = 40;

/** A request every 604.8 ms: 604,800 s in all. */
function line(index: number): string {
  const at = String(index * 604 + Math.floor(index * 0.8)).padStart(12, '0');
  const offset = String(((index * 7919) % 65_536) * 4096).padStart(12, '0');
  return `${at},read ,${offset},4096`.padEnd(lineBytes - 1, ' ').concat('\n');
}

const sizeBytes = header.length + requests * lineBytes;

const week: Content = {
  sizeBytes,
  read: (into, from) => {
    let at = from;
    let filled = 0;
    while (filled < into.length && at < sizeBytes) {
      const inLines = at - header.length;
      const text = inLines < 0 ? header : line(Math.floor(inLines / lineBytes));
      const start = inLines < 0 ? at : inLines % lineBytes;
      for (let i = start; i < text.length && filled < into.length; i++, at++, filled++) {
        into[filled] = text.charCodeAt(i);
      }
    }
    return filled;
  },
  close: () => undefined,
};

const memoryBytes = (): number => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

it('replays a week of a million requests in a few megabytes, and misses none', async () => {
  const ir = await irOf(`use aws
    host box : C5Host
    instance app : c5.9xlarge on box { volume data : gp3 { size = 100 GiB  iops = 3 Kiops } }
    io replayed on app.data { trace = "week.csv" }
    scenario s { duration = 7.5 d  expect replayed.lost == 0 }`, {
    files: { 'week.csv': { sizeBytes, sha256: '0'.repeat(64) } },
  });
  expect(ir.tickPicoseconds).toBe(1000);
  const before = memoryBytes();
  let most = 0;
  const result = simulate(ir, {
    scenario: 's', variant: 0, run: 0, seed: 1, open: () => week,
    progress: () => { most = Math.max(most, process.memoryUsage().arrayBuffers); },
  });
  expect(result.findings).toEqual([]);
  expect(result.streams[0]?.completed).toBe(requests);
  // Buffers of the run itself: those of the tests' machinery were there before.
  expect(most).toBeLessThan(32 * 1024 * 1024);
  expect(memoryBytes() - before).toBeLessThan(64 * 1024 * 1024);
});
