/** Volumes in runs: what boots beside what runs, a volume that is taken away, a card that fails. */
import { expect, it } from 'vitest';
import { defined } from '#base';
import type { RunResult } from '#results';
import { simulate } from '#sim/run';
import { irOf } from '../support/check-text.ts';

const runOf = async (text: string): Promise<RunResult> => {
  const ir = await irOf(`use aws\n${text}`);
  const { name } = defined(ir.scenarios[0], 'a scenario');
  return simulate(ir, { scenario: name, variant: 0, run: 0, seed: 3 });
};

const loadedSeconds = (run: RunResult, instance: string): number => {
  const life = defined(run.lives.find((one) => one.instance === instance), instance);
  const step = defined(life.launches[0]?.steps.find((one) => one.step === 'loaded'), 'loaded');
  return (step.toTicks - step.fromTicks) / 1e12;
};

const booting = (load: string): string => `host box : C5Host
box.ebs.rate = 1 Gbps
instance old : c5.4xlarge on box { volume data : io2 { size = 1 TiB  iops = 16 Kiops } }
instance web : c5.xlarge on box { volume root : gp3 { size = 20 GiB } }
${load}
scenario s { duration = 1 min  at 1 s launch web  expect boot(web) < 1 min }`;

it('lets an instance that boots compete with requests for the card', async () => {
  const alone = loadedSeconds(await runOf(booting('')), 'web');
  const beside = loadedSeconds(
    await runOf(booting('io scan on old.data { block = 256 KiB  depth = 8 }')), 'web',
  );
  // The card of 1 Gb/s is narrower than the volume (1.049): 64 MiB take 0.537 s.
  expect(alone).toBeGreaterThan((64 * 1024 * 1024 * 8) / 1e9);
  expect(alone).toBeLessThan(0.56);
  // Eight blocks of each are in its line: each gets a half.
  expect(beside / alone).toBeGreaterThan(1.9);
  expect(beside / alone).toBeLessThan(2.1);
});

it('boots from a cold snapshot as its blocks come', async () => {
  const run = await runOf(`host box : C5Host
instance web : c5.xlarge on box {
  volume root : gp3 { size = 20 GiB  snapshot = yes }
}
scenario s { duration = 1 min  at 0 s launch web  expect boot(web) < 1 min }`);
  // 128 blocks of 512 KiB; eight halves at a time are four blocks, each 100 ms: 32 × 0.1 s.
  expect(loadedSeconds(run, 'web')).toBeGreaterThan(3.2);
  expect(loadedSeconds(run, 'web')).toBeLessThan(3.4);
  expect(run.volumes[0]?.snapshot).toMatchObject({ firstTouches: 128 });
});

it('reads again what a failing card lost, and boots', async () => {
  const run = await runOf(booting('').replace(
    'at 1 s launch web', 'at 1 s launch web  at 9700 ms fail box.ebs for 2 s',
  ));
  const card = run.stations.filter(({ element }) => element === 'box.ebs');
  expect(card.reduce((sum, { dropped }) => sum + dropped, 0)).toBeGreaterThan(0);
  expect(loadedSeconds(run, 'web')).toBeGreaterThan(2);
  expect(loadedSeconds(run, 'web')).toBeLessThan(3);
});

it('loses no request when a volume is detached and attached again', async () => {
  const run = await runOf(`host box : C5Host
instance web : c5.4xlarge on box {
  volume root : gp3 { size = 20 GiB }
  volume data : gp3 { size = 100 GiB }
}
io scan on web.data { block = 4 KiB  depth = 16 }
scenario s {
  duration = 20 s
  at 5 s detach web.data
  at 10 s attach web.data to web
  expect mean(scan.iops) > 0 iops
}`);
  const [stream] = run.streams;
  const codes = run.findings.map(({ code }) => code);
  expect(codes).toEqual(['run/detached', 'run/attached']);
  const [gone, back] = run.findings.map(({ atTicks }) => atTicks / 1e12) as [number, number];
  const there = 20 - (back - gone);
  // It does 3,000 a second for as long as it has the volume, and what was on its way came home.
  expect((stream?.completed ?? 0) / (3000 * there)).toBeCloseTo(1, 2);
  expect(stream?.lost).toBe(0);
});

it('sends what a volume does not encrypt past the cipher of the card', async () => {
  const parts = async (encrypted: string): Promise<readonly string[]> => {
    const run = await runOf(`host box : C5Host
box.ebs.encryptionRate = 10 Gbps
instance web : c5.4xlarge on box {
  volume data : gp3 { size = 100 GiB  encrypted = ${encrypted} }
}
io scan on web.data { block = 4 KiB }
scenario s { duration = 100 ms  expect mean(scan.iops) > 0 iops }`);
    return run.streams[0]?.ways[0]?.parts.map(({ role }) => role) ?? [];
  };
  expect(await parts('yes')).toContain('encryption');
  expect(await parts('no')).not.toContain('encryption');
});
