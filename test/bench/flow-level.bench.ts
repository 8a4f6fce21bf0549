/**
 * How fast fabrics are computed as flows: permutations of a thousand and of eight thousand hosts,
 * and messages that come by chance, with all books audited, on one core.
 * Not a test: figures depend on the machine, so each stands beside its bar.
 */
import { secondsOfCpu } from '../support/cpu-clock.ts';
import { ms, second, tree } from '../support/fabric-runs.ts';
import { FlowRun } from '../support/flow-runs.ts';
import type { Dealing } from '../../src/sim/devices/fabric/index.ts';

const messageBytes = 2_000_000;
const dealings: readonly Dealing[] = ['adaptive', 'hashed'];

const verdict = (isMet: boolean): string => (isMet ? 'pass' : 'MISS');

function print(what: string, spent: number, bar: number, more = ''): void {
  console.log(`${what.padEnd(58)} ${spent.toFixed(3)} s CPU, bar ${bar}  ${
    verdict(spent <= bar)}${more}`);
}

/** A fabric of k³/4 hosts, in each of which something is to be sent to another. */
function permutation(k: number, dealing: Dealing): FlowRun {
  const run = new FlowRun(tree(k));
  const hosts = (k * k * k) / 4;
  const order = Array.from({ length: hosts }, (_, i) => i);
  run.simulation.streamOf('permutation').shuffle(order);
  order.forEach((from, i) => {
    run.network.send(run.flow(from, order[(i + 1) % hosts]!, { dealing }), messageBytes, 0);
  });
  return run;
}

function timePermutation(k: number, dealing: Dealing, bar: number): void {
  const run = permutation(k, dealing);
  const start = process.cpuUsage();
  run.run(second);
  const spent = secondsOfCpu(start);
  const took = run.took();
  print(
    `permutation of ${String((k * k * k) / 4)} hosts, 2 MB each, ${dealing}`, spent, bar,
    `   ${(took[0]! / ms).toFixed(3)} … ${(took[took.length - 1]! / ms).toFixed(3)} ms`,
  );
}

/** From anybody to anybody, so that ports are busy for half of the time. */
function timeArrivals(dealing: Dealing, bar: number): void {
  const hosts = 1024;
  const messages = 100_000;
  const run = new FlowRun(tree(16));
  const dice = run.simulation.streamOf('arrivals');
  const flows = new Map<number, number>();
  const from = run.simulation.register((flow) => {
    run.network.send(flow, Math.ceil(dice.exponential(messageBytes)), 0);
  });
  const meanGap = (messageBytes * 80 * 2) / hosts;
  let at = 0;
  for (let i = 0; i < messages; i++) {
    at += dice.exponential(meanGap);
    const [source, other] = [dice.integerBelow(hosts), dice.integerBelow(hosts - 1)];
    const target = other < source ? other : other + 1;
    const pair = hosts * source + target;
    if (!flows.has(pair)) flows.set(pair, run.flow(source, target, { dealing }));
    run.simulation.schedule(Math.ceil(at), from, flows.get(pair)!, 0);
  }
  const start = process.cpuUsage();
  run.run(100 * second);
  print(
    `${String(run.told.length)} messages by chance among ${String(hosts)} hosts, ${dealing}`,
    secondsOfCpu(start), bar,
  );
}

// Only what the engine has compiled is measured.
for (const dealing of dealings) for (let i = 0; i < 5; i++) permutation(8, dealing).run(second);
for (const dealing of dealings) timePermutation(16, dealing, 0.1);
for (const dealing of dealings) timePermutation(32, dealing, 2);
timeArrivals('adaptive', 5);
// Hashes fill links within the fabric, and what begins at one of them reaches many flows.
timeArrivals('hashed', 12);
