/**
 * MicroVMs: where they fit, and how they start, stop and share the processors of their place. The
 * figures are worked out by hand from the work that each start needs.
 */
import { expect, it } from 'vitest';
import type { RunResult } from '#results';
import { simulate } from '#sim/run';
import { irOf, problemsOf, worldOf } from '../../support/check-text.ts';
import { launchOf, lifeOf } from '../../support/life-runs.ts';

const ms = 1e9;
const METAL = `use aws
host box {
  socket cpu : Graviton3 { cores = 4 }
  card nic : NitroVpc
  card ebs : NitroEbs
  controller ctl : NitroController
  chip guard : NitroSecurity
  link nic -- cpu : Pcie
  link ebs -- cpu : Pcie
  link ctl -- cpu : Management
  link guard -- ctl : FirmwareBus
}
instance worker : c7g.metal on box.cpu { vcpus = 4  volume root : gp3 { size = 8 GiB } }
`;

const run = async (text: string): Promise<RunResult> => {
  const ir = await irOf(text);
  expect(ir.scenarios[0]?.variants[0]?.notSimulated).toEqual([]);
  return simulate(ir, { scenario: 'test', variant: 0, run: 0, seed: 1 });
};

const bootOf = (result: RunResult, id: string): number =>
  (launchOf(result, id).bootTicks ?? NaN) / ms;

const codesOf = (result: RunResult): readonly string[] => result.findings.map(({ code }) => code);

it('starts one on an idle core in the time of its VMM and its kernel', async () => {
  const result = await run(`${METAL}microvm fn on worker
scenario test { at 0 s launch fn }`);
  const { steps } = launchOf(result, 'fn');
  expect(steps.map(({ step, toTicks }) => [step, toTicks / ms])).toEqual([
    ['requested', 0], ['allocated', 12], ['started', 12], ['kernel', 137], ['running', 137],
  ]);
  expect(steps.map(({ queuedTicks }) => queuedTicks)).toEqual([0, 0, 0, 0, 0]);
  expect(lifeOf(result, 'fn').states.map(({ state }) => state)).toEqual(['off', 'pending', 'running']);
});

it('makes as many a second as the cores have time for', async () => {
  const result = await run(`${METAL}microvm fn[200] on worker
scenario test { at 0 s launch fn }`);
  const last = Math.max(...result.lives.flatMap(({ launches }) =>
    launches.map(({ bootTicks }) => (bootTicks ?? NaN) / ms)));
  // 200 starts of 8 + 125 ms of processor time on four cores; nobody is idle but at first.
  expect(last).toBeGreaterThanOrEqual(200 * 133 / 4);
  expect(last).toBeLessThan(200 * 133 / 4 + 12);
  const { busy, useful } = result.processors.find(({ id }) => id === 'worker')
    ?? { busy: NaN, useful: NaN };
  expect(busy).toBeGreaterThan(0.99);
  expect(useful).toBeCloseTo(busy, 6);
});

it('says that a start waited for a processor', async () => {
  const result = await run(`${METAL}microvm fn on worker
compute busy on worker { threads = 4 }
scenario test { duration = 1 s  at 0 s launch fn }`);
  // Half of a core each: the VMM takes 16 ms and waits 4 more, the kernel twice its time.
  expect(bootOf(result, 'fn')).toBeCloseTo(16 + 4 + 250, 3);
  expect((launchOf(result, 'fn').steps[1]?.queuedTicks ?? NaN) / ms).toBeCloseTo(8, 3);
});

it('lets guests in them compute, and tells how much others took of their time', async () => {
  const text = `${METAL}microvm fn[8] on worker
compute work on fn { work = 500 ms }
scenario test {
  at 0 s launch fn
  expect max(work.job) > 0 s
  expect fn[0].stolen > 0 %
}`;
  const result = await run(text);
  const [job, stolen] = result.values;
  // Two on each core: two jobs of half a second take a second together.
  expect(job?.left).toBeCloseTo(1000 * ms, -7);
  // Half of all the time it wanted: the VMM's 8 ms, the kernel's 125 ms, and the job.
  expect(stolen?.left).toBeCloseTo(0.5, 2);
});

it('counts the exits of a guest on metal, which leaves its guest mode for its own VMM', async () => {
  const result = await run(`${METAL}microvm fn on worker
compute work on fn { work = 100 ms  ports = 0.0001 % }
scenario test { at 0 s launch fn  expect work.exits == 0 }`);
  // 2.6 GHz and one instruction a cycle: 260 million, of which one in a million is an access.
  expect(result.values[0]?.left).toBe(260);
});

it('stops, launches again and terminates them', async () => {
  const result = await run(`${METAL}microvm fn on worker
scenario test {
  duration = 2 s
  at 0 s launch fn
  at 500 ms stop fn
  at 1 s launch fn
  at 1.05 s terminate fn
  at 1.5 s launch fn
}`);
  expect(lifeOf(result, 'fn').states.map(({ atTicks, state }) => [state, atTicks / ms])).toEqual([
    ['off', 0], ['pending', 0], ['running', 12], ['stopping', 500], ['stopped', 510],
    ['pending', 1000], ['running', 1012], ['terminating', 1050], ['terminated', 1060],
  ]);
  expect(lifeOf(result, 'fn').launches.map(({ bootTicks }) => bootTicks)).toEqual([137 * ms, null]);
  expect(codesOf(result)).toEqual(['run/action-ignored']);
});

it('reboots by a new VMM', async () => {
  const result = await run(`${METAL}microvm fn on worker
compute work on fn { work = 300 ms }
scenario test { at 100 ms reboot fn  expect max(work.job) > 0 s }`);
  // The job that ran is lost with its guest; the next one starts after 10 + 12 + 125 ms.
  expect(result.endTicks / ms).toBeCloseTo(100 + 147 + 300, 6);
});

it('loses them with their place, and starts them with it', async () => {
  const result = await run(`${METAL}microvm fn[3] on worker
scenario test {
  duration = 40 min
  at 1 s stop worker
  at 1 min launch worker
}`);
  const lost = result.findings.filter(({ code }) => code === 'run/killed');
  expect(lost.map(({ element, message }) => [element, message])).toEqual([
    ['worker', '3 microVMs were lost with worker; the first is fn[0].'],
  ]);
  expect(lifeOf(result, 'fn[2]').states.map(({ state }) => state))
    .toEqual(['running', 'failed', 'pending', 'running']);
});

it('refuses to launch one where its instance is off', async () => {
  const result = await run(`${METAL}microvm fn on worker
scenario test { at 0 s launch worker  at 1 s launch fn }`);
  expect(result.findings.find(({ code }) => code === 'run/action-ignored')?.message)
    .toBe('fn cannot be launched: worker is not up.');
});

it('runs them beside instances on the threads that nobody else has', async () => {
  const text = `use aws
host box {
  socket cpu : Graviton3 { cores = 4 }
  hypervisor hv : Nitro on cpu
}
instance web : c7g.large on box.cpu
microvm fn[4] on box.cpu
compute busy on web { threads = 2 }
scenario test { duration = 1 s  at 0 s launch fn  at 500 ms fail box.cpu }`;
  expect((await worldOf(text)).microvms[0]).toEqual({
    microvm: 'fn[0]', machine: 'box.cpu', instance: null,
  });
  const result = await run(text);
  // Two on each of two threads, of which the hypervisor takes its tax; the instance has the others.
  expect(bootOf(result, 'fn[3]')).toBeCloseTo(266 / 0.995 + 4, 3);
  expect(result.processors.map(({ id }) => id)).toEqual(['box.cpu/system', 'web']);
  expect(lifeOf(result, 'fn[3]').states.at(-1)?.state).toBe('failed');
});

it('lets them and an instance take turns where threads are shared', async () => {
  const result = await run(`use aws
host box {
  socket cpu : Graviton3 { cores = 1 }
  hypervisor hv : Nitro on cpu { cpuSharing = shared  cpuTax = 0 %  timeSlice = 1 ms }
}
instance web : c7g.medium on box.cpu
microvm fn on box.cpu
compute busy on web
scenario test { duration = 1 s  at 0 s launch fn }`);
  // Half of the core, but for what turning from one to the other takes: 5 us of each millisecond.
  expect(bootOf(result, 'fn')).toBeGreaterThan(266);
  expect(bootOf(result, 'fn')).toBeLessThan(266 * 1.02 + 4);
});

it('fills the memory of its place and not a byte more', async () => {
  // 128 GiB less nothing: 985 of 133 MiB.
  expect(await problemsOf(`${METAL}microvm fn[985] on worker`)).toEqual([]);
  expect(await problemsOf(`${METAL}microvm fn[986] on worker`)).toEqual(['placement/no-memory 14']);
  expect(await problemsOf(`${METAL}microvm fn on box.cpu`)).toEqual(['placement/metal-shared 14']);
});

it('draws the same numbers whatever else is launched', async () => {
  const text = (more: string): string => `${METAL}microvm fn[2] on worker {
  startTime = uniform(6 ms, 60 ms)
}
scenario test { at 0 s launch fn[0]${more} }`;
  const [alone, beside] = [await run(text('')), await run(text(', fn[1]'))];
  expect(bootOf(beside, 'fn[0]')).toBe(bootOf(alone, 'fn[0]'));
});
