/**
 * What commands print inside an instance: from the model, in the tools' own formats.
 */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { World } from '#ir';
import { guestSubject, lscpu, lspci, lstopo, nvmeList, syntheticTopology, type GuestSubject } from '#views';
import { Headless } from '#language';
import { filesInMemory } from '../support/folder-files.ts';

/** The subject of an instance in a spec of the catalogue's hosts. */
async function subject(spec: string, id: string): Promise<GuestSubject> {
  const uri = 'file:///a.nitro';
  const checked = await new Headless(filesInMemory({ [uri]: `use aws\n${spec}` })).check(uri);
  const world = checked?.ir?.worlds[0] as World;
  const found = guestSubject(world, id);
  if (found === null) throw new Error(`no ${id}`);
  return found;
}

const graviton3 = 'host h : Graviton3Host\ninstance a : c7g.4xlarge on h.soc[0] {\n'
  + '  volume root : gp3 { size = 20 GiB }\n  volume data : gp3 { size = 1 TiB }\n}\n';

it('lists the functions that a Nitro instance drives itself, with their ids in words', async () => {
  expect(lspci(await subject(graviton3, 'a'))).toBe(`\
00:00.0 Host bridge: Amazon.com, Inc. Device 0200
00:01.0 Serial controller: Amazon.com, Inc. Device 8250
00:04.0 Non-Volatile memory controller: Amazon.com, Inc. NVMe EBS Controller
00:05.0 Ethernet controller: Amazon.com, Inc. Elastic Network Adapter (ENA)
00:1f.0 Non-Volatile memory controller: Amazon.com, Inc. NVMe EBS Controller
`);
});

it('lists volumes as NVMe namespaces with the size of each', async () => {
  const lines = nvmeList(await subject(graviton3, 'a')).split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[2]).toMatch(/^\/dev\/nvme0n1 +vol0[0-9a-f]{16} Amazon Elastic Block Store +1 +21\.47 {2}GB/);
  expect(lines[3]).toMatch(/^\/dev\/nvme1n1 +vol0[0-9a-f]{16} Amazon Elastic Block Store +1 +1\.10 {2}TB/);
});

it('counts processors, caches and nodes as lscpu does', async () => {
  const text = lscpu(await subject(graviton3, 'a'));
  expect(text).toMatch(/^Architecture: +aarch64$/m);
  expect(text).toMatch(/^CPU\(s\): +16$/m);
  expect(text).toMatch(/^ {2}L1d: +1 MiB \(16 instances\)$/m);
  expect(text).toMatch(/^ {2}L3: +32 MiB \(1 instance\)$/m);
  expect(text).toMatch(/^ {2}NUMA node0 CPU\(s\): +0-15$/m);
});

it('shows the local drives of i3.metal, and the device id of EBS that metal sees', async () => {
  const metal = await subject('host h : I3MetalHost\ninstance m : i3.metal on h {\n'
    + '  volume root : gp3 { size = 20 GiB }\n}\n', 'm').catch(() => null);
  if (metal === null) return;
  expect(lspci(metal)).toContain('Device 0061');
  expect(lspci(metal).match(/NVMe SSD Controller/g)).toHaveLength(8);
  expect(lscpu(metal)).toMatch(/^ {4}Thread\(s\) per core: +2$/m);
  expect(lscpu(metal)).not.toContain('Hypervisor vendor');
});

const shape = (
  packages: number, cores: number, threadsPerCore: number, caches: boolean,
): GuestSubject => ({
  id: 'a', type: null, isMetal: true, isMac: false, isXen: false, hasHypervisor: false,
  threadsPerCore,
  packages: Array.from({ length: packages }, () => ({ cores, memoryBytes: 64 * 1024 ** 3 })),
  processor: {
    architecture: 'arm64', vendor: null, model: null, microarchitecture: null, clockHertz: null,
    turboHertz: null,
    level1DataBytes: caches ? 65_536 : null, level1InstructionBytes: caches ? 65_536 : null,
    level2Bytes: caches ? 1_048_576 : null, level3Bytes: caches ? 33_554_432 : null,
  },
  memoryBytes: packages * 64 * 1024 ** 3, network: null, interfaces: 1, volumeDevice: null,
  volumes: [], driveDevice: null, drives: [],
  image: { drivers: null, isEnaSupported: true, mountsByDevice: false },
});

it('draws nested boxes as hwloc draws two cores of one package', () => {
  expect(lstopo(shape(1, 2, 1, false))).toBe(`\
┌────────────────────────────────────┐
│ Machine (64GB total)               │
│                                    │
│ ┌────────────────────────────────┐ │
│ │ Package L#0                    │ │
│ │                                │ │
│ │ ┌────────────────────────────┐ │ │
│ │ │ NUMANode L#0 P#0 (64GB)    │ │ │
│ │ └────────────────────────────┘ │ │
│ │                                │ │
│ │ ┌────────────┐  ┌────────────┐ │ │
│ │ │ Core L#0   │  │ Core L#1   │ │ │
│ │ │            │  │            │ │ │
│ │ │ ┌────────┐ │  │ ┌────────┐ │ │ │
│ │ │ │ PU L#0 │ │  │ │ PU L#1 │ │ │ │
│ │ │ │        │ │  │ │        │ │ │ │
│ │ │ │  P#0   │ │  │ │  P#1   │ │ │ │
│ │ │ └────────┘ │  │ └────────┘ │ │ │
│ │ └────────────┘  └────────────┘ │ │
│ └────────────────────────────────┘ │
└────────────────────────────────────┘
`);
});

/** The real tool, where it is installed; `LSTOPO` may name it. */
const lstopoProgram = process.env['LSTOPO'] ?? 'lstopo-no-graphics';

function drawnByHwloc(input: string): string | null {
  try {
    return execFileSync(lstopoProgram, [
      '--if', 'synthetic', '-i', input, '--of', 'ascii', '--rect', '--no-legend',
    ], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LANG: 'C.UTF-8' } });
  } catch {
    return null;
  }
}

const hwloc = drawnByHwloc('pack:1 core:1 pu:1') !== null;

it.skipIf(!hwloc)('draws byte for byte what hwloc draws from the same synthetic topology', () => {
  for (const [packages, cores, threads] of [
    [1, 1, 1], [1, 2, 2], [1, 4, 1], [1, 5, 1], [1, 16, 1], [1, 64, 1], [2, 4, 2], [2, 36, 2],
    [2, 96, 1], [1, 3, 2], [1, 12, 2], [3, 4, 1], [4, 16, 2],
  ] as const) {
    const own = shape(packages, cores, threads, true);
    const input = syntheticTopology(own);
    expect(lstopo(own), input).toBe(drawnByHwloc(input));
  }
});
