/**
 * What changes inside an instance: with the generation of its host, with what is attached and
 * detached, and with what a run counts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { Ir, World } from '#ir';
import { planRuns, runJob, summarise } from '#sim/run';
import {
  checks, ethtoolDriver, GUEST_COMMANDS, guestPrint, guestSubject, type GuestCommandName,
  type GuestPrint, type GuestRun, lsblk, lspci, lstopo, syntheticTopology, turbostat,
} from '#views';
import { irOf, worldOf } from '../support/check-text.ts';

const second = 1e12;

const firstRun = (ir: Ir): GuestRun => {
  const options = { seed: null, runs: 1, scenarios: [], shard: null };
  const plan = planRuns(ir, options);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join('\n'));
  const results = summarise(ir, options, plan.jobs.map((job) => runJob(ir, job)));
  const run = results.scenarios[0]?.variants[0]?.runs[0];
  if (run === undefined) throw new Error('no run');
  return { results, run, actions: ir.scenarios[0]?.variants[0]?.actions ?? [], warmupTicks: 0 };
};

const asker = async (spec: string) => {
  const ir = await irOf(spec);
  const run = firstRun(ir);
  const world = ir.worlds[0] as World;
  return (instance: string, command: GuestCommandName, atSeconds?: number): GuestPrint =>
    guestPrint({
      world, instance, command, run,
      atTicks: atSeconds === undefined ? null : (atSeconds * second) / ir.tickPicoseconds,
    });
};

const textOf = (print: GuestPrint): string => {
  if (print.is !== 'text') throw new Error(print.is);
  return print.text;
};

const subjectOn = async (host: string, type: string, more = '') => {
  const world = await worldOf(`use aws\nhost h : ${host}\ninstance a : ${type} on h {\n`
    + `  volume root : gp3 { size = 20 GiB }\n${more}\n}`);
  const subject = guestSubject(world, 'a');
  if (subject === null) throw new Error('no subject');
  return subject;
};

it('shows other devices and drivers on each generation of host', async () => {
  const seen: string[][] = [];
  for (const [host, type] of [
    ['SoftwareHost', 'm1.small'], ['C3Host', 'c3.8xlarge'], ['C4Host', 'c4.8xlarge'],
    ['C5Host', 'c5.9xlarge'], ['I3MetalHost', 'i3.metal'],
  ] as const) {
    const subject = await subjectOn(host, type);
    const bus = lspci(subject);
    seen.push([
      host, ethtoolDriver(subject).split('\n')[0] ?? '', lsblk(subject).split('\n')[1]?.split(' ')[0] ?? '',
      bus.includes('82599') ? '82599' : '', bus.includes('(ENA)') ? 'ENA' : '',
      bus.includes('NVMe EBS') || bus.includes('Device 0061') ? 'EBS' : '',
    ]);
  }
  expect(seen).toEqual([
    ['SoftwareHost', 'driver: vif', 'xvda', '', '', ''],
    ['C3Host', 'driver: ixgbevf', 'xvda', '82599', '', ''],
    ['C4Host', 'driver: ixgbevf', 'xvda', '82599', '', ''],
    ['C5Host', 'driver: ena', 'nvme0n1', '', 'ENA', 'EBS'],
    ['I3MetalHost', 'driver: ena', 'nvme0n1', '', 'ENA', 'EBS'],
  ]);
});

const BUSY = `use aws
host box : C5Host
instance app : c5.9xlarge on box {
  volume root : gp3 { size = 100 GiB }
  volume data : io2 { size = 1 TiB  iops = 40 Kiops }
  volume late : gp3 { size = 10 GiB  attached = no }
  interface first { }
  interface second { attached = no }
}
instance peer : c5.4xlarge on box { volume root : gp3 { size = 8 GiB } }
io scan on app.data { block = 16 KiB  rate = 400  arrivals = fixed  requests = 100 }
flow fetch from app to peer { size = 64 KiB  every = 100 ms  messages = 10 }
scenario s {
  duration = 40 s
  at 1 s attach app.late, app.second
  at 6 s detach app.data
  at 12 s stop peer
  expect mean(scan.iops) > 0
}
`;

it('has the devices of the instant: what is detached leaves a gap, what stays keeps its name', async () => {
  const ask = await asker(BUSY);
  const names = (text: string): readonly string[] =>
    [...text.matchAll(/^\/dev\/(\S+)/gmu)].map(([, name]) => name ?? '');
  const functions = (text: string): number => text.match(/\(ENA\)/gu)?.length ?? 0;
  expect(names(textOf(ask('app', 'nvme list')))).toEqual(['nvme0n1', 'nvme1n1']);
  expect(functions(textOf(ask('app', 'lspci')))).toBe(1);
  expect(names(textOf(ask('app', 'nvme list', 5)))).toEqual(['nvme0n1', 'nvme1n1', 'nvme2n1']);
  expect(functions(textOf(ask('app', 'lspci', 5)))).toBe(2);
  expect(names(textOf(ask('app', 'nvme list', 10)))).toEqual(['nvme0n1', 'nvme2n1']);
  expect(ask('peer', 'lspci', 40)).toMatchObject({ is: 'absent' });
});

it('counts what passed, by flow and in all, and what the service sees', async () => {
  const ask = await asker(BUSY);
  // Ten messages of eight packets in forty seconds.
  expect(textOf(ask('app', 'ethtool -S'))).toContain('tx_packets: 80\n     tx_bytes: 655360\n');
  expect(textOf(ask('peer', 'ethtool -S'))).toContain('rx_packets: 80\n');
  expect(textOf(ask('app', 'ethtool -S'))).toContain('bw_out_allowance_exceeded: 0\n');
  expect(textOf(ask('app', 'nethogs'))).toMatch(/^fetch\[0\] +16\.384 kB\/s +0\.000 kB\/s$/mu);
  const watch = textOf(ask('app', 'cloudwatch'));
  expect(watch).toMatch(/^NetworkOut +655360 Bytes$/mu);
  expect(watch).toMatch(/^EBSReadOps +100 Count$/mu);
  expect(watch).toMatch(/^EBSBytes +1638400 Bytes$/mu);
  expect(watch).toMatch(/^StatusCheckFailed +0 Count$/mu);
});

it('tells an ENA guest how much its allowances held up', async () => {
  const ask = await asker(`use aws
host box : C5Host
instance app : c5.large on box { networkPacketRate = 1000 }
instance peer : c5.large on box
flow fetch from app to peer { size = 1 KiB  depth = 4000 }
scenario s { duration = 1 s  expect fetch.lost == 0 }`);
  const held = /pps_allowance_exceeded: (\d+)/u.exec(textOf(ask('app', 'ethtool -S')))?.[1];
  expect(Number(held)).toBeGreaterThan(500);
});

it('shows the base clock in lscpu and the real one in turbostat', async () => {
  const subject = await subjectOn('C5Host', 'c5.9xlarge');
  const processor = { ...subject.processor, clockHertz: 3e9, turboHertz: 3.5e9 };
  expect(turbostat({ ...subject, processor }, null)).toBe(
    'Core\tCPU\tAvg_MHz\tBusy%\tBzy_MHz\tTSC_MHz\n-\t-\t0\t0.00\t3500\t3000\n');
  expect(turbostat({ ...subject, processor: { ...processor, turboHertz: null } }, null))
    .toBe('Core\tCPU\tBusy%\tTSC_MHz\n-\t-\t0.00\t3000\n');
});

it('checks what an image needs here and on the next generation', async () => {
  expect(checks(await subjectOn('C5Host', 'c5.9xlarge'))).toBe(`\
OK       driver nvme for NVMe devices is in the image
OK       driver ena for ENA adapters is in the image
OK       the image is registered with ENA support
OK       fstab names no devices
`);
  expect(checks(await subjectOn('C4Host', 'c4.8xlarge',
    '  drivers = [ixgbevf, blkfront]\n  enaSupport = no\n  mountsBy = device'))).toBe(`\
WARNING  driver nvme for NVMe devices is missing: the image will not run on a Nitro host
WARNING  driver ena for ENA adapters is missing: the image will not run on a Nitro host
OK       driver ixgbevf for 82599 functions is in the image
OK       driver blkfront for Xen's disks is in the image
WARNING  the image is not registered with ENA support
WARNING  fstab names devices, whose names change with the generation of the host
`);
});

it('says so when a command needs a run', async () => {
  const world = await worldOf(BUSY);
  const answers = GUEST_COMMANDS.map((command) => [
    command, guestPrint({ world, instance: 'app', command, run: null, atTicks: null }).is,
  ] as const);
  expect(answers.filter(([, is]) => is === 'needsRun').map(([command]) => command))
    .toEqual(['ethtool -S', 'nethogs', 'console', 'cloudwatch']);
  expect(guestPrint({ world, instance: 'nobody', command: 'lspci', run: null, atTicks: null }).is)
    .toBe('unknown');
});

it('offers the same commands on the command line, to clients and on the page', () => {
  const root = join(import.meta.dirname, '../..');
  for (const file of [
    'src/cli/command-table.ts', 'language-server/protocol.ts', 'extension/webview/guest/main.tsx',
  ]) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const command of GUEST_COMMANDS) {
      const word = command === 'nvme list' && file.includes('cli') ? 'nvme' : command;
      expect(text, `${file}: ${command}`).toContain(word);
    }
  }
});

const hwlocDraws = (input: string): string | null => {
  try {
    return execFileSync(process.env['LSTOPO'] ?? 'lstopo-no-graphics', [
      '--if', 'synthetic', '-i', input, '--of', 'ascii', '--rect', '--no-legend',
    ], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LANG: 'C.UTF-8' } });
  } catch {
    return null;
  }
};

const examples = join(import.meta.dirname, '../../examples');
const hwloc = hwlocDraws('pack:1 core:1 pu:1') !== null;

it.skipIf(!hwloc)('draws every instance of the examples as hwloc does, byte for byte', async () => {
  let compared = 0;
  for (const name of readdirSync(examples, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.nitro')) continue;
    const text = readFileSync(join(examples, name), 'utf8');
    // One that uses other files is not whole by itself.
    if (/^use "/mu.test(text)) continue;
    const world = await worldOf(text);
    for (const { instance } of world.placements) {
      const subject = guestSubject(world, instance);
      if (subject === null) throw new Error(instance);
      const shapes = new Set(subject.packages.map(({ cores, memoryBytes }) =>
        `${String(cores)} ${String(memoryBytes)}`));
      // hwloc's synthetic input has no unlike packages, and cores without caches fill rectangles.
      if (shapes.size > 1 || subject.processor.level2Bytes === null) continue;
      const input = syntheticTopology(subject);
      expect(lstopo(subject), `${name}: ${instance}`).toBe(hwlocDraws(input));
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(5);
});
