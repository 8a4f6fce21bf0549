/**
 * Drives of flash in whole runs, from a text: what their measures say against counts of the same
 * run, one translation over several drives, drives that are scaled down, the same run again.
 */
import { expect, it } from 'vitest';
import { canonicalJson, defined } from '#base';
import type { Ir } from '#ir';
import type { DriveResult, Results, RunResult } from '#results';
import { resultsFingerprint, simulate } from '#sim/run';
import { checkText, irOf, problemsOf } from '../support/check-text.ts';
import { results } from '../support/life-runs.ts';

/** Two drives that are written over in a moment; one is written, the other one only read. */
const modelOf = (card: string, more = ''): Promise<Ir> => irOf(`use aws
drive type Small : NvmeI3 {
  capacity = 16 MiB  channels = 1  packages = 1  dies = 2  planes = 1
  nand = MlcFlash  overProvisioning = 40 %  precondition = steady  scale = 1
}
instance type Guest { vcpus = 2  memory = 4 GiB  architectures = x86  disks = 2 }
host box {
  socket s : XeonIceLake
  hypervisor h : Nitro on s
  card local : NitroSsd { drive d[2] : Small  ${card} }
  link local -- s : Pcie4
}
instance app : Guest on box
io fill on box.local.d[0] { read = 0 %  depth = 8 }
io look on box.local.d[1] { rate = 500 iops }
scenario s {
  duration = 4 s
  warmup = 500 ms
  ${more}
  expect box.local.d[0].writeAmplification > 1
  expect box.local.d[0].erases > 0
  expect box.local.d[0].wear < 1 %
  expect box.local.d[0].lifetime > 1 h
  expect box.local.d[1].erases == 0
}`);

const estimatesOf = (all: Results): readonly unknown[] =>
  all.scenarios[0]!.expectations.map(({ estimate }) => estimate);

const runOf = (all: Results): RunResult =>
  defined(all.scenarios[0]?.variants[0]?.runs[0], 'a run');

const driveOf = (run: RunResult, id: string): DriveResult =>
  defined(run.drives.find((drive) => drive.id === id), () =>
    `no '${id}', but ${run.drives.map((drive) => drive.id).join(', ')}`);

function expectMeasured(all: Results, id: string): DriveResult {
  const drive = driveOf(runOf(all), id);
  const { flash, host, wear, geometry } = drive;
  const [amplification, erases, worn, lifetime] = estimatesOf(all) as number[];
  // All of the window: what is programmed and not of hosts is of collection. Eight are under way
  // at either end.
  const ofHosts = flash.programs - flash.collectionPrograms;
  expect(Math.abs(ofHosts - host.pagesWritten)).toBeLessThanOrEqual(8);
  expect(amplification).toBeCloseTo(flash.programs / ofHosts, 12);
  expect(amplification).toBeGreaterThan(1.05);
  // Each erase frees the pages of a block, and free blocks stay about as many.
  expect(erases).toBe(flash.erases);
  expect(Math.abs(flash.erases - flash.programs / geometry.pagesPerBlock))
    .toBeLessThanOrEqual(2 * geometry.planes);
  expect(flash.erases).toBeGreaterThan(20);
  expect(worn).toBeCloseTo(wear.meanErases / 10_000, 12);
  // Blocks last 10,000 erases: what is left of them, at the pace of 3.5 s.
  const left = geometry.blocks * (10_000 - wear.meanErases);
  expect(lifetime! / 1e12 / ((left / flash.erases) * 3.5)).toBeCloseTo(1, 1);
  return drive;
}

it('measures of a drive what its flash did', async () => {
  const all = results(await modelOf(''));
  expectMeasured(all, 'box.local.d[0]');
  expect(estimatesOf(all)[4]).toBe(0);
  expect(driveOf(runOf(all), 'box.local.d[1]').host.writes).toBe(0);
});

it('measures of each drive behind one translation what all of the flash did', async () => {
  const all = results(await modelOf('flashTranslation = shared'));
  const drive = expectMeasured(all, 'box.local');
  expect(runOf(all).drives).toHaveLength(1);
  expect(drive.elements).toEqual(['box.local.d[0]', 'box.local.d[1]']);
  expect(drive.host.reads).toBeGreaterThan(0);
  expect(estimatesOf(all)[4]).toBe(drive.flash.erases);
  // Two drives of 4,096 pages, and the planes of both.
  expect(drive.geometry).toMatchObject({ logicalPages: 8192, planes: 4, channels: 2 });
});

it('takes drives behind one translation to stand for as many blocks as all of them do', async () => {
  const { worlds, ...rest } = await modelOf('flashTranslation = shared');
  const driveWith = (scales: readonly number[]): DriveResult => {
    const ir = { ...rest, worlds: worlds.map((world) => ({
      ...world, flash: world.flash.map((flash, i) => ({ ...flash, scale: scales[i]! })),
    })) };
    return driveOf(simulate(ir, { scenario: 's', variant: 0, run: 0, seed: 5 }), 'box.local');
  };
  const [plain, unlike] = [driveWith([1, 1]), driveWith([2, 4])];
  // As many blocks of each: 3 on average, and so many times the life.
  expect([plain.scale, unlike.scale]).toEqual([1, 3]);
  expect(unlike.flash).toEqual(plain.flash);
  expect(unlike.wear.lifetime!.ticks / plain.wear.lifetime!.ticks).toBeCloseTo(3, 12);
});

it.each(['', 'flashTranslation = shared'])('does the same again to the last byte, with %j', async (card) => {
  const [one, other] = [results(await modelOf(card)), results(await modelOf(card))];
  expect(canonicalJson(other)).toBe(canonicalJson(one));
  expect(resultsFingerprint(other)).toBe(resultsFingerprint(one));
  const ir = await modelOf(card);
  const unlike = simulate(ir, { scenario: 's', variant: 0, run: 0, seed: 6 });
  expect(canonicalJson(unlike.drives)).not.toBe(canonicalJson(runOf(one).drives));
});

/** Four drives whose maps take 429 MB each: 8 bytes for each page of 4 KiB of flash in all. */
const largeDrives = (card: string, loads: string): string => `use aws
drive type Whole : NvmeI3 { capacity = 200 GiB  scale = 1 }
instance type Guest { vcpus = 2  memory = 4 GiB  architectures = x86  disks = 4 }
host box {
  socket s : XeonIceLake
  hypervisor h : Nitro on s
  card local : NitroSsd { drive d[4] : Whole  ${card} }
  link local -- s : Pcie4
}
instance app : Guest on box
${loads}
scenario s { duration = 1 s  expect mean(one.iops) > 0 iops }`;

it.each([
  ['flashTranslation = perDrive', 'io one on app { }', 1],
  ['flashTranslation = shared', 'io one on box.local.d[0] { }', 1],
  ['flashTranslation = perDrive', 'io one on box.local.d[0] { }\nio two on box.local.d[1] { }', 0],
])('refuses maps that fit alone and not together: %s, %s', async (card, loads, problems) => {
  const said = await problemsOf(largeDrives(card, loads));
  expect(said.filter((one) => one.startsWith('limits/'))).toHaveLength(problems);
  if (problems === 0) return;
  const { problems: found } = await checkText(largeDrives(card, loads));
  expect(found.find(({ code }) => code === 'limits/flash-map')?.message)
    .toMatch(/'box\.local\.d\[0\]' and of 3 other drives .* With scale = 2 in each they fit\.$/u);
});

it.each([
  'at 2 s fail box.local.d[0] for 100 ms', 'at 2 s fail box.local for 100 ms',
])('reports what is inside a drive that fails, once, and goes on after it: %s', async (more) => {
  // Books are audited at the end of a run: of the drive, of its station and of the load.
  const [whole, broken] = [results(await modelOf('')), results(await modelOf('', more))];
  const lostOf = (all: Results): number | undefined =>
    runOf(all).streams.find(({ id }) => id === 'fill[0]')?.lost;
  const writesOf = (all: Results): number => driveOf(runOf(all), 'box.local.d[0]').host.writes;
  expect([lostOf(whole), lostOf(broken)]).toEqual([0, 8]);
  // It is away for 0.1 of 3.5 s.
  expect(writesOf(broken)).toBeLessThan(writesOf(whole));
  expect(writesOf(broken)).toBeGreaterThan(0.95 * writesOf(whole));
});
