/**
 * How fast packets move through fabrics: packet-hops per CPU second with full transports, their
 * statistics on and all books audited, on one core.
 * Not a test: figures depend on the machine, so each stands beside its bar and beside a calibration
 * loop of the same process. A packet-hop is a packet, or an acknowledgement, over one link.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ticks } from '#base';
import { calibration, cpuSecondsOfNode, secondsOfCpu } from '../support/cpu-clock.ts';
import { FabricRun, ms, second, tree, us } from '../support/fabric-runs.ts';

const messageBytes = 2_000_000;
const secondsLeast = 2;
const warmUpSeconds = 0.5;
const eventsPerAudit = 1_000_000;
const permutationSecondsMost = 3;
const megabytesMost = 100;
const specSecondsMost = 7;

const verdict = (isMet: boolean): string => (isMet ? 'pass' : 'MISS');

/** The same permutation as a spec: between guests of 64 vCPUs each, over the whole command line. */
const permutationSpec = `use aws
host type Node {
  socket soc : Graviton3
  hypervisor hv : Nitro on soc
  card nic : NitroVpc { rate = 100 Gbps  flowRate = 100 Gbps }
  link nic -- soc : Pcie { generation = 5  lanes = 16 }
}
host node[1024] : Node
fabric net : FatTree { k = 16  rate = 100 Gbps  portBuffer = 1800 kB }
link node.nic -- net
instance worker[1024] : hpc7g.16xlarge on node.soc
flow exchange from worker to worker {
  transport = Srd
  pattern = permutation
  size = 2 MB
  messages = 1
}
scenario once { duration = 500 us  expect max(exchange.completion) < 500 us }
`;

function timeSpec(): void {
  const folder = mkdtempSync(join(tmpdir(), 'nitrospec-bench-'));
  try {
    const path = join(folder, 'permutation.nitro');
    writeFileSync(path, permutationSpec);
    const words = [resolve('dist', 'cli', 'nitrospec.mjs'), 'run', path];
    const seconds = Math.min(...Array.from({ length: 3 }, () => cpuSecondsOfNode(words)));
    console.log(`the same of a spec, 1,024 guests of 64 vCPUs   ${seconds.toFixed(2)} s CPU, `
      + `bar ${specSecondsMost}  ${verdict(seconds <= specSecondsMost)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Case {
  readonly name: string;
  readonly k: number;
  readonly payloadBytes: number;
  readonly transport: 'tcp' | 'srd';
  readonly isIncast: boolean;
  readonly bar: number;
}

function prepare({ k, payloadBytes, transport, isIncast }: Omit<Case, 'name' | 'bar'>): FabricRun {
  const mtuBytes = payloadBytes + 64;
  const run = new FabricRun(tree(k, { mtuBytes, bufferBytes: 200 * (mtuBytes + 38) }, 8000));
  const kind = transport === 'tcp' ? run.tcp({ rtoMinSeconds: 0.0002 }) : run.srd();
  // More than any measurement needs: flows that go on and on.
  const bytes = 1_000_000 * messageBytes;
  if (isIncast) {
    for (let i = 0; i < 48; i++) run.network.send(run.flow(kind, 16 + i, 0), bytes, 0);
  } else {
    run.permutation(kind, bytes);
  }
  return run;
}

/** Millions of packet-hops per CPU second, audits included. */
function rateOf(run: FabricRun, seconds: number): number {
  const { simulation, network } = run;
  const start = process.cpuUsage();
  const before = network.fabric.hops[0]!;
  let spent = 0;
  while (spent < seconds) {
    const eventsMax = simulation.events + eventsPerAudit;
    simulation.run({ untilTicks: ticks(1000 * second), eventsMax });
    network.fabric.audit();
    spent = secondsOfCpu(start);
  }
  return (network.fabric.hops[0]! - before) / spent / 1e6;
}

function timePermutation(): void {
  const run = new FabricRun(tree(16, {}, 8000));
  run.permutation(run.srd(), messageBytes);
  const start = process.cpuUsage();
  run.run(100 * ms);
  const spent = secondsOfCpu(start);
  const took = run.took();
  const hops = run.network.fabric.hops[0]!;
  console.log(
    `permutation of 1,024 hosts, 2 MB each, SRD at 4 KiB   ${spent.toFixed(2)} s CPU, `
    + `${(hops / 1e6).toFixed(2)} M hops, bar ${permutationSecondsMost}  `
    + verdict(spent <= permutationSecondsMost),
  );
  console.log(
    `  completion ${(took[0]! / us).toFixed(1)} / ${(took[took.length >> 1]! / us).toFixed(1)} / `
    + `${(took[took.length - 1]! / us).toFixed(1)} us (least, median, most)`,
  );
  globalThis.gc?.();
  const megabytes = process.memoryUsage().rss / 1e6;
  console.log(
    `  memory     ${megabytes.toFixed(0)} MB resident, bar ${megabytesMost}  `
    + verdict(megabytes <= megabytesMost),
  );
}

const cases: readonly Case[] = [8, 16].flatMap((k) => (['srd', 'tcp'] as const).flatMap(
  (transport) => [4096, 8936].flatMap((payloadBytes) => [true, false]
    .filter((isIncast) => k === 8 || !isIncast)
    .map((isIncast) => ({
      name: `${isIncast ? 'incast 48 to 1' : `permutation ${k === 8 ? '128' : '1,024'}`}, `
        + `${transport.toUpperCase()}, ${payloadBytes} B`,
      k, payloadBytes, transport, isIncast, bar: k === 8 ? 4.5 : 3,
    }))),
));

timePermutation();
timeSpec();
const steps = calibration();
console.log(`calibration ${steps.toFixed(0)} M/s`);
console.log('case'.padEnd(32), 'M hops/s', ' ×calibration', '  bar');
for (const { name, bar, ...what } of cases) {
  const run = prepare(what);
  rateOf(run, warmUpSeconds);
  const rate = rateOf(run, secondsLeast);
  const columns = [
    name.padEnd(32), rate.toFixed(2).padStart(8), (rate / steps).toFixed(5).padStart(13),
    `${bar.toFixed(1).padStart(5)}  ${verdict(rate >= bar)}`,
  ];
  console.log(columns.join(' '));
}
