/**
 * How fast requests walk the path of a C5 host: every station of it simulated, from the guest's
 * driver over link, card and volume and back by interrupt, with breakdown, time windows and audits
 * on, as a run does it. One core, whole runs. Not a test: the figure depends on the machine.
 * Also shown: memory does not grow with the number of requests.
 */
import { fileURLToPath } from 'node:url';
import { Headless } from '#language';
import { simulate } from '#sim/run';
import { secondsOfCpu } from '../support/cpu-clock.ts';

const barMillions = 4.5;
const roundSeconds = 0.7;
const rounds = 5;

const spec = `use aws
host box : C5Host
instance app : c5.18xlarge on box {
  volume data : io2 { size = 1 TiB  iops = 64 Kiops }
}
io scan on app.data { block = 4 KiB  depth = 128 }
scenario short { duration = 1 s  warmup = 100 ms  expect mean(scan.iops) > 0 iops }
scenario long { duration = 8 s  warmup = 100 ms  expect mean(scan.iops) > 0 iops }
`;

function kilobytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024;
}

const uri = `file://${fileURLToPath(import.meta.url)}.nitro`;
const checked = await new Headless({ read: () => Promise.resolve(undefined) })
  .check(uri, { text: spec });
const ir = checked?.ir;
if (!ir) throw new Error(checked?.problems.map((p) => p.message).join('\n') ?? 'no model');

/** One run: how many visits and requests it made, and in how much time. */
function run(scenario: string): { visits: number; requests: number; seconds: number } {
  if (!ir) throw new Error('no model');
  const start = process.cpuUsage();
  const result = simulate(ir, { scenario, variant: 0, run: 0, seed: 1 });
  const seconds = secondsOfCpu(start);
  const [stream] = result.streams;
  // Visits of the warm-up count too: every event but the windows is one.
  return { visits: result.events, requests: stream?.completed ?? 0, seconds };
}

const first = run('long');
const visitsPerRequest = first.visits / (first.requests / (7.9 / 8));
const rates: number[] = [];
for (let round = 0; round < rounds; round++) {
  let visits = 0;
  let seconds = 0;
  while (seconds < roundSeconds) {
    const one = run('long');
    visits += one.visits;
    seconds += one.seconds;
  }
  rates.push(visits / seconds / 1e6);
}
rates.sort((a, b) => a - b);
const rate = rates[(rounds - 1) / 2] ?? NaN;
const spread = `${(rates[0] ?? NaN).toFixed(2)} to ${(rates.at(-1) ?? NaN).toFixed(2)}`;
const verdict = rate >= barMillions ? 'pass' : 'MISS';
console.log(`station visits   ${rate.toFixed(2)} M/s (${spread}), bar ${String(barMillions)}  ${verdict}`);
console.log(`requests         ${((rate * 1000) / visitsPerRequest).toFixed(0)} k/s of `
  + `${visitsPerRequest.toFixed(1)} visits`);
const short = run('short').requests;
const afterShort = kilobytes();
const long = run('long').requests;
console.log(`memory           ${afterShort.toFixed(0)} KiB after ${String(short)} requests, `
  + `${kilobytes().toFixed(0)} KiB after ${String(long)}`);
