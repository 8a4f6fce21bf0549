/** What a faster place changes: known laws before and after, and else nothing. */
import { beforeAll, expect, it } from 'vitest';
import { defined } from '#base';
import type { Ir } from '#ir';
import type { PartResult, RunResult } from '#results';
import {
  fasterResult, fasterRunOf, isMeant, planFaster, planRuns, runJob, simulate, summarise,
  type Faster,
} from '#sim/run';
import { irOf } from '../../support/check-text.ts';

/** Requests at random instants through a pace of 20,000 a second: they wait as in M/D/1. */
const SPEC = `use aws
host box : C5Host
instance app : c5.9xlarge on box {
  volume root : gp3 { size = 100 GiB }
  volume data : io2 { size = 1 TiB  iops = 20 Kiops }
}
io scan on app.data { block = 4 KiB  rate = 10 Kiops  arrivals = poisson }
scenario steady {
  duration = 4 s
  warmup = 100 ms
}
`;
const us = 1e6;

let ir: Ir;

beforeAll(async () => {
  ir = await irOf(SPEC);
});

const runOf = (faster: Faster | null): RunResult =>
  simulate(ir, { scenario: 'steady', variant: 0, run: 0, seed: 7, faster });

const partOf = (run: RunResult, station: string): PartResult => defined(
  run.streams[0]?.ways[0]?.parts.find((part) => part.station === station), station,
);

/** Mean wait of M/D/1 by Pollaczek and Khinchine. */
const waitOf = (perSecond: number, serviceTicks: number): number => {
  const load = (perSecond * serviceTicks) / 1e12;
  return (load * serviceTicks) / (2 * (1 - load));
};

it('halves the service of an M/D/1 queue, and its waits follow the law before and after', () => {
  for (const factor of [1, 2]) {
    const run = runOf({ element: 'app.data/iops', factor });
    const part = partOf(run, 'app.data/iops');
    const serviceTicks = (50 * us) / factor;
    expect(part.utilization! / (0.5 / factor)).toBeCloseTo(1, 1);
    // The pace of the instance comes first and takes some of the wait; of constant services in a
    // row the slowest decides what is waited in all.
    const waited = partOf(run, 'app/ebs-iops').queuedTicks + part.queuedTicks;
    const law = waitOf(run.streams[0]!.perSecond, serviceTicks);
    expect(Math.abs(waited / law - 1)).toBeLessThan(0.05);
  }
});

it('hastens all stations of an element, one station, or those that an index stands for', () => {
  const before = runOf(null);
  const halved = (faster: string, station: string): number => {
    const [was, is] = [before, runOf({ element: faster, factor: 2 })]
      .map((run) => partOf(run, station)) as [PartResult, PartResult];
    return (is.servedTicks + is.propagatedTicks) / (was.servedTicks + was.propagatedTicks);
  };
  expect(halved('box.ebs', 'box.ebs/in')).toBeCloseTo(0.5, 4);
  expect(halved('app.data', 'app.data')).toBeCloseTo(0.5, 4);
  expect(halved('app.data/iops', 'app.data')).toBe(1);
  // A wake that was saved is work that is not done.
  expect(halved('app/vcpu[*]', 'app/vcpu[*]')).toBeCloseTo(0.5, 1);
  expect(halved('box.ebs -- box.soc[0]', 'box.ebs -- box.soc[0]/in')).toBeCloseTo(0.5, 4);
});

it('means a station by its name, its element or a pattern, and nothing else', () => {
  expect(isMeant('app', 'app/vcpu[3]')).toBe(true);
  expect(isMeant('app/vcpu[*]', 'app/vcpu[3]')).toBe(true);
  expect(isMeant('box.drive[*]', 'box.drive[11]')).toBe(true);
  expect(isMeant('box.nic/moderation/app/*', 'box.nic/moderation/app/7')).toBe(true);
  expect(isMeant('app', 'app.data')).toBe(false);
  expect(isMeant('app/vcpu[1]', 'app/vcpu[11]')).toBe(false);
  expect(isMeant('a.*', 'a.b')).toBe(false);
});

it('changes nothing by a factor of one or the name of nothing', () => {
  const plain = runOf(null);
  expect(runOf({ element: 'app', factor: 1 })).toEqual(plain);
  expect(runOf({ element: 'nobody', factor: 9 })).toEqual(plain);
});

it('has its place in a job, gives the same each time, and is refused as a part of results', () => {
  const options = { seed: null, runs: 1, scenarios: [], shard: null };
  const plan = planRuns(ir, options);
  const job = defined(plan.ok ? plan.jobs[0] : null, 'a job');
  expect(Object.keys(job)).not.toContain('faster');
  const faster = { element: 'app.data', factor: 3 };
  const twice = [1, 2].map(() => runJob(ir, { ...job, faster }));
  expect(twice[0]).toEqual(twice[1]);
  expect(twice[0]!.job.faster).toEqual(faster);
  expect(twice[0]!.result.eventFingerprint).not.toBe(runJob(ir, job).result.eventFingerprint);
  expect(() => summarise(ir, options, twice.slice(0, 1))).toThrow('results are of the model as it is');
});

it('plans each faster run once, and finds what came of it for all who asked', () => {
  const given = { run: 0, seed: 7 };
  const [iops, again, more, other] = [
    fasterRunOf('steady', 0, given, { element: 'app.data/iops' }),
    fasterRunOf('steady', 0, given, { element: 'app.data/iops', factor: 2 }),
    fasterRunOf('steady', 0, given, { element: 'app.data/iops', factor: 4 }),
    fasterRunOf('steady', 0, { run: 1, seed: 8 }, { element: 'app.data/iops' }),
  ];
  const jobs = planFaster([iops, again, more, other]);
  expect(jobs.map(({ index, seed, faster }) => [index, seed, faster?.factor]))
    .toEqual([[0, 7, 2], [1, 7, 4], [2, 8, 2]]);
  const done = jobs.slice(0, 2).map((job) => runJob(ir, job));
  expect(fasterResult(done, iops)).toBe(done[0]?.result);
  expect(fasterResult(done, again)).toBe(done[0]?.result);
  expect(fasterResult(done, more)).toBe(done[1]?.result);
  expect(fasterResult(done, other)).toBeNull();
});
