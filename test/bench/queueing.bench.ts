/**
 * How fast requests walk through stations: a path of nine visits, closed loops on eight queues,
 * with histograms, breakdown by visit and audits on, on one core.
 * Not a test: the figure depends on the machine, so it stands beside its bar and beside a
 * calibration loop of the same process. Also shown: memory does not grow with the requests.
 */
import type { Ticks } from '#base';
import { Simulation } from '#sim/kernel';
import { calibration, secondsOfCpu } from '../support/cpu-clock.ts';
import { ioPath, visitsPerRequest } from '../support/io-path.ts';

const barMillions = 4.5;
const warmUpSeconds = 1;
const roundSeconds = 0.5;
const rounds = 7;
const eventsPerAudit = 65_536;

const simulation = new Simulation({ seed: 1 });
const { network, told } = ioPath(simulation, 8, 16);

/** Runs and audits for so many CPU seconds, and says how many visits there were in each. */
function visitsPerSecond(seconds: number): number {
  const start = process.cpuUsage();
  const before = told.done;
  while (secondsOfCpu(start) < seconds) {
    const eventsMax = simulation.events + eventsPerAudit;
    simulation.run({ untilTicks: Number.MAX_SAFE_INTEGER as Ticks, eventsMax });
    network.audit();
  }
  return ((told.done - before) * visitsPerRequest) / secondsOfCpu(start);
}

function kilobytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024;
}

visitsPerSecond(warmUpSeconds);
network.routes.cut();
const requestsBefore = told.done;
const kilobytesBefore = kilobytes();
const rates = Array.from({ length: rounds }, () => visitsPerSecond(roundSeconds) / 1e6);
const kilobytesAfter = kilobytes();
rates.sort((a, b) => a - b);
const rate = rates[(rounds - 1) / 2] ?? NaN;
const verdict = rate >= barMillions ? 'pass' : 'MISS';
const spread = `${(rates[0] ?? NaN).toFixed(2)} to ${(rates[rounds - 1] ?? NaN).toFixed(2)}`;
const steps = calibration();
console.log(`station visits   ${rate.toFixed(2)} M/s (${spread}), bar ${String(barMillions)}  ${verdict}`);
console.log(`requests         ${((rate * 1000) / visitsPerRequest).toFixed(0)} k/s of 9 visits`);
console.log(`calibration      ${steps.toFixed(0)} M/s; visits / calibration ${(rate / steps).toFixed(5)}`);
console.log(`memory           ${kilobytesBefore.toFixed(0)} KiB after ${String(requestsBefore)} requests, `
  + `${kilobytesAfter.toFixed(0)} KiB after ${String(told.done)}`);
