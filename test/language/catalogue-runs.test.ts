/**
 * Hypervisors and hosts of the catalogue at work: what they were made for can be run as it stands.
 * The published figures are compared elsewhere; here each is only the right thing.
 */
import { expect, it } from 'vitest';
import type { RunResult } from '#results';
import { simulate } from '#sim/run';
import { checkText, irOf } from '../support/check-text.ts';

const run = async (text: string): Promise<RunResult> =>
  simulate(await irOf(`use aws\n${text}`), { scenario: 's', variant: 0, run: 0, seed: 1 });

const measured = (result: RunResult): number => Number(result.values[0]?.left);

it('shares the two processors of the first Xen among 128 domains, at the published loss', async () => {
  const lost = async (slice: string): Promise<number> => {
    const result = await run(`host box : XenFirstHost
      instance hog[128] : XenDomain on box
      compute spin on hog
      box.hv.timeSlice = ${slice}
      scenario s { duration = 10 s  warmup = 2 s  expect spin.speed > 0 }`);
    return 1 - measured(result) / 2;
  };
  // The first was chosen, the second follows.
  expect(await lost('5 ms')).toBeCloseTo(0.075, 2);
  expect(await lost('50 ms')).toBeCloseTo(0.0075, 2);
});

it('has memory for 129 domains and no more', async () => {
  const text = (count: number): string =>
    `use aws\nhost box : XenFirstHost\ninstance one[${count}] : XenDomain on box\n`;
  const { problems, ir } = await checkText(text(129));
  expect(problems).toEqual([]);
  // The hypervisor serves the devices, and no processor helps it: all is software.
  expect(ir?.worlds[0]?.placements[0]?.stage).toBe('software');
  expect((await checkText(text(137))).problems.map((p) => p.code)).toEqual(['placement/no-memory']);
});

it('makes sensitive instructions cost what each way to virtualize costs', async () => {
  const speed = async (hypervisor: string, socket = ''): Promise<number> => {
    const result = await run(`host box {
        socket s : XeonE5v4 { cores = 4  threadsPerCore = 1 ${socket} }
        hypervisor hv : ${hypervisor} on s { cpuTax = 0 %  managementCores = 0  cpuSharing = shared }
      }
      instance one : i3.large on box { threadsPerCore = 1  disks = 0 ${
  hypervisor === 'XenParavirtual' ? 'virtualizationTypes = paravirtual' : ''} }
      compute kernel on one { threads = 1  sensitive = 0.1 % }
      scenario s { duration = 1 s  expect kernel.speed > 0 }`);
    return measured(result);
  };
  // Cycles on top of a thousand instructions: 531 + 1500, the same by trapping, 300 / 8, and 214.
  expect(await speed('Kvm')).toBeCloseTo(1000 / (1000 + 2031), 3);
  expect(await speed('TrapAndEmulate', 'sensitiveTraps = yes')).toBeCloseTo(1000 / (1000 + 2031), 3);
  expect(await speed('XenParavirtual')).toBeCloseTo(1000 / (1000 + 37.5), 3);
  expect(await speed('BinaryTranslation')).toBeCloseTo(1000 / (1000 + 214), 3);
});

it('ends a plain process at its first sensitive instruction, and lets it compute till then', async () => {
  const text = `host box { socket s : XeonE5v4  hypervisor os : Process on s }
    instance one : i3.large on box { disks = 0 }
    compute kernel on one { sensitive = 0.0001 % }
    scenario s { duration = 1 s  expect kernel.crashed == 2 }`;
  const { problems } = await checkText(`use aws\n${text}`);
  expect(problems.map((p) => p.code)).toEqual(['offload/plain-process']);
  const result = await run(text);
  expect(result.findings.map((f) => f.code)).toContain('run/process-crashed');
  const calm = await run(text.replace('sensitive = 0.0001 %', '').replace('crashed == 2', 'crashed == 0'));
  expect(calm.findings).toEqual([]);
});

it('says that an x86 cannot be virtualized by trapping, nor a processor without a guest mode', async () => {
  const codes = async (socket: string, hypervisor: string): Promise<readonly string[]> =>
    (await checkText(`use aws\nhost box { socket s : ${socket}  hypervisor h : ${hypervisor} on s }`))
      .problems.map((p) => p.code);
  expect(await codes('XeonE5v4', 'TrapAndEmulate')).toEqual(['offload/not-virtualizable']);
  expect(await codes('Graviton3', 'TrapAndEmulate')).toEqual([]);
  expect(await codes('XeonNetBurst', 'Kvm')).toEqual(['offload/no-hardware-assist']);
  for (const hypervisor of ['XenFirst', 'BinaryTranslation', 'Process']) {
    expect(await codes('XeonNetBurst', hypervisor)).toEqual([]);
  }
});

it('sends packets between two C3 hosts over the cards in their wires', async () => {
  const result = await run(`host box[2] : C3Host
    link box[0].wire -- box[1].wire : Ethernet10
    instance a : c3.8xlarge on box[0]
    instance b : c3.8xlarge on box[1]
    flow talk from a to b { size = 1 KiB  transport = Udp }
    scenario s { duration = 10 ms  expect talk.lost == 0 }`);
  const parts = result.streams[0]?.ways[0]?.parts ?? [];
  const cards = parts.flatMap(({ role, element }) => (role === 'card' ? [element] : []));
  expect(cards).toEqual(['box[0].nic', 'box[0].wire', 'box[1].wire', 'box[1].nic']);
  expect(parts.filter(({ role }) => role === 'link')).toHaveLength(5);
});
