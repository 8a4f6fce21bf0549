/**
 * The same flows on ns-3, where it is installed (Debian's libns3-dev, or what pkg-config names)
 * beside a C++ compiler: packet-hops per CPU second of both, and their ratio. Installs nothing.
 *
 * Equal in both: the fat tree, rates, delays and buffers; who sends to whom; the packets' payload
 * and TCP header; Cubic with SACK, delayed acknowledgements, 10 packets at first and no time-out
 * below 200 us; the simulated time, which begins with open connections and ends when ns-3's last
 * flow does or its CPU time is spent; the clock, which runs in the event loop alone.
 * Not equal, for ns-3: routes are arithmetic, where its own global routing searches a list of all
 * hosts and made the same permutation of 128 five times slower; it counts hops and keeps no other
 * statistics, while ours keeps all and audits. Against it: it writes real headers and keeps bytes,
 * where ours counts packets; Debian's build has its assertions and logs inside, and a release
 * build of a later version ran 1.2 to 1.8 times as fast. Ours is timed from its second run, when
 * Node has compiled it.
 * Recovery, the luck of hashes and the frame (38 bytes here, 2 there) differ, so hops and
 * completions of both are shown: where those are far apart, the ratio says less.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { Simulation } from '#sim/kernel';
import { secondsOfCpu } from '../../support/cpu-clock.ts';
import { FabricRun, ms, tree, us } from '../../support/fabric-runs.ts';

const sourcePath = 'test/bench/peers/ns3-fat-tree.cc';
const cacheFolder = '.cache/peers';
const headerPath = '/usr/include/ns3/core-config.h';
const modules = ['ns3-internet', 'ns3-point-to-point', 'ns3-network', 'ns3-core'];
const flowBytes = 2_000_000;
const peerSecondsMost = 5;
const ourSecondsLeast = 1;

interface Case {
  readonly name: string;
  readonly k: number;
  readonly mtuBytes: number;
  readonly pairs: readonly (readonly [number, number])[];
}

interface Outcome {
  readonly hops: number;
  readonly seconds: number;
  readonly ranUs: number;
  /** How long each flow took that has ended. */
  readonly tookUs: readonly number[];
}

function permutation(count: number): Case['pairs'] {
  const order = Array.from({ length: count }, (_, i) => i);
  new Simulation({ seed: 1 }).streamOf('permutation').shuffle(order);
  return order.map((from, i) => [from, order[(i + 1) % count]!]);
}

const incast = Array.from({ length: 48 }, (_, i) => [16 + i, 0] as const);
const plans = [
  { name: 'incast 48 to 1', k: 8, pairs: incast },
  { name: 'permutation 128', k: 8, pairs: permutation(128) },
  { name: 'permutation 1,024', k: 16, pairs: permutation(1024) },
];
const cases: readonly Case[] = plans.flatMap((plan) => [4096, 8936].map((payloadBytes) =>
  ({ ...plan, name: `${plan.name}, ${payloadBytes} B`, mtuBytes: payloadBytes + 64 })));

/** What the compiler is told to find ns-3; null where it is not installed. */
function flagsOfPeer(): readonly string[] | null {
  const asked = spawnSync('pkg-config', ['--cflags', '--libs', ...modules], { encoding: 'utf8' });
  // Only these: Debian's description also names files of packages that ns-3 does not ask for.
  if (asked.status === 0) return asked.stdout.split(/\s+/u).filter((flag) => /^-[ILl]/u.test(flag));
  return existsSync(headerPath) ? modules.map((module) => `-l${module}`) : null;
}

/** The program of the peer, built when it was not yet; a plain line where it cannot be. */
function buildPeer(): { readonly path: string } | { readonly missing: string } {
  const flags = flagsOfPeer();
  if (flags === null) return { missing: 'ns-3 is not installed here (Debian: libns3-dev)' };
  const compiler = process.env['CXX'] ?? 'c++';
  const about = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  if (about.status !== 0) return { missing: `there is no C++ compiler here (${compiler})` };
  const args = ['-std=c++17', '-O2', sourcePath, ...flags];
  const recipe = JSON.stringify([readFileSync(sourcePath, 'utf8'), about.stdout, args]);
  const path = `${cacheFolder}/ns3-${createHash('sha256').update(recipe).digest('hex')}`;
  if (existsSync(path)) return { path };
  mkdirSync(cacheFolder, { recursive: true });
  const built = spawnSync(compiler, [...args, '-o', `${path}.new`], { encoding: 'utf8' });
  if (built.status !== 0) {
    const why = built.stderr.split('\n').find((line) => /error|cannot/u.test(line)) ?? '';
    return { missing: `the program for ns-3 3.37 does not build with the one here: ${why}` };
  }
  renameSync(`${path}.new`, path);
  return { path };
}

function runPeer(path: string, { k, mtuBytes, pairs }: Case): Outcome {
  const input = [[k, mtuBytes, flowBytes, peerSecondsMost], ...pairs]
    .map((line) => line.join(' ')).join('\n');
  return JSON.parse(execFileSync(path, { input, encoding: 'utf8' })) as Outcome;
}

/** One run of ours from its start to the same moment. */
function runOnce({ k, mtuBytes, pairs }: Case, untilUs: number): Outcome {
  const run = new FabricRun(tree(k, { mtuBytes, bufferBytes: 200 * (mtuBytes + 38) }, 8000));
  const tcp = run.tcp({ rtoMinSeconds: 0.0002 });
  for (const [from, to] of pairs) run.network.send(run.flow(tcp, from, to), flowBytes, 0);
  const start = process.cpuUsage();
  run.run(Math.round(untilUs * us));
  return {
    hops: run.network.fabric.hops[0]!, seconds: secondsOfCpu(start), ranUs: untilUs,
    tookUs: run.took().map((took) => took / us),
  };
}

/** The same again and again, after once that is not counted. */
function runOurs(what: Case, untilUs: number): Outcome {
  const first = runOnce(what, untilUs);
  let seconds = 0;
  let runs = 0;
  while (seconds < ourSecondsLeast) {
    seconds += runOnce(what, untilUs).seconds;
    runs++;
  }
  return { ...first, seconds: seconds / runs };
}

const rateOf = ({ hops, seconds }: Outcome): number => hops / seconds / 1e6;

function completions({ tookUs }: Outcome, flows: number): string {
  if (tookUs.length === 0) return 'none ended';
  const sorted = [...tookUs].sort((a, b) => a - b);
  const times = [sorted[sorted.length >> 1]!, sorted.at(-1)!]
    .map((took) => (took * us / ms).toFixed(2)).join(' / ');
  return tookUs.length === flows ? times : `${times} (${String(tookUs.length)} ended)`;
}

function compare(path: string): void {
  const row = (columns: readonly string[]): void => {
    const widths = [26, 6, 7, 7, 17];
    console.log(columns.map((text, i) =>
      i === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[i] ?? 0)).join(''));
  };
  row(['M hops/s', 'ours', 'ns-3', 'ratio', 'M hops of both',
    '   median / last completion in ms: ours, ns-3']);
  for (const what of cases) {
    const theirs = runPeer(path, what);
    const ours = runOurs(what, theirs.ranUs);
    row([
      what.name, rateOf(ours).toFixed(2), rateOf(theirs).toFixed(3),
      (rateOf(ours) / rateOf(theirs)).toFixed(1),
      [ours, theirs].map(({ hops }) => (hops / 1e6).toFixed(3)).join(', '),
      `   ${[ours, theirs].map((one) => completions(one, what.pairs.length)).join(', ')}`,
    ]);
  }
}

const peer = buildPeer();
if ('missing' in peer) console.log(`nothing to compare with: ${peer.missing}`);
else compare(peer.path);
