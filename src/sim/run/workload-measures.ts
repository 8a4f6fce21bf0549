/**
 * What an expectation asks about workloads: latencies, rates, exits, stolen time. Not a judgement,
 * and not the measures of the life cycle: those are in measure.ts.
 * Keeps true: where nothing was completed there is no latency, and a rate of nothing is 0.
 */
import type { Activity, FlashReading, Ground, Load } from '#sim/devices';
import { Histogram } from '#sim/kernel';
import { statisticOf, statisticOfHistogram } from './statistics.ts';

export interface WorkloadMeasured {
  readonly activity: Activity;
  readonly ground: Ground;
  readonly endTicks: number;
  readonly ticksPerSecond: number;
}

type Answer = (
  of: readonly string[], statistic: string | null, run: WorkloadMeasured,
) => number | null;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Their sum; null as soon as one of them is not known. */
const known = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce((total, n) => total === null || n === null ? null : total + n, 0);

const latencies = (loads: readonly Load[], run: WorkloadMeasured): Histogram => {
  const pooled = new Histogram();
  for (const load of loads) {
    pooled.merge(run.activity.traffic.latency(load));
  }
  return pooled;
};

/** A rate over the whole time, or its distribution over equal windows of it. */
const rate = (
  loads: readonly Load[], what: 'completed' | 'bytes', statistic: string | null,
  run: WorkloadMeasured,
): number | null => {
  const { traffic } = run.activity;
  const whole = run.endTicks - traffic.cutTicks;
  if (whole <= 0 || loads.length === 0) return null;
  const each = what === 'bytes' ? 8 * run.ticksPerSecond : run.ticksPerSecond;
  if (statistic === null || statistic === 'mean') {
    return (sum(loads.map((load) => load[what])) * each) / whole;
  }
  const { windows } = traffic;
  const rates = windows.pooled(loads, what).map((count, i) =>
    Math.round((count * each) / windows.lengthTicks(i, traffic.cutTicks)));
  return statisticOf(rates, statistic);
};

/** Translations that serve some of these drives. */
const drives = (of: readonly string[], run: WorkloadMeasured): readonly FlashReading[] => {
  const wanted = new Set(of);
  return run.ground.flash.readings(run.endTicks)
    .filter(({ plan }) => plan.drives.some(({ id }) => wanted.has(id)));
};

const programsOf = (drive: FlashReading): number =>
  drive.hostPrograms + drive.collectionPrograms + drive.levelingPrograms;

const onFabrics = (
  of: readonly string[], what: 'drops' | 'marks' | 'pausedTicks', run: WorkloadMeasured,
): number | null => known(of.map((id) => run.ground.fabrics.counted(id, what)));

const answers: Readonly<Record<string, Answer>> = {
  latency: (of, statistic, run) =>
    statisticOfHistogram(latencies(run.activity.traffic.loadsOf(of), run), statistic),
  completion: (of, statistic, run) => {
    const pooled = new Histogram();
    for (const load of run.activity.traffic.loadsOf(of)) pooled.merge(load.completions);
    return statisticOfHistogram(pooled, statistic);
  },
  goodput: (of, statistic, run) =>
    rate(run.activity.traffic.loadsOf(of), 'bytes', statistic, run),
  throughput: (of, statistic, run) =>
    rate(run.activity.traffic.loadsOf(of), 'bytes', statistic, run),
  iops: (of, statistic, run) =>
    rate(run.activity.traffic.loadsOf(of), 'completed', statistic, run),
  lost: (of, _, run) => sum(run.activity.traffic.loadsOf(of).map((load) => load.lostCount)),
  dropped: (of, _, run) => known([
    run.activity.traffic.dropped(of), run.activity.traffic.counted(of, 'dropped'),
    onFabrics(of, 'drops', run),
  ]),
  marked: (of, _, run) =>
    known([run.activity.traffic.counted(of, 'marked'), onFabrics(of, 'marks', run)]),
  paused: (of, _, run) => onFabrics(of, 'pausedTicks', run),
  job: (of, statistic, run) => statisticOf(run.activity.jobTicks(of), statistic),
  retransmitted: (of, _, run) => run.activity.traffic.counted(of, 'retransmitted'),
  reordered: (of, _, run) => run.activity.traffic.counted(of, 'reordered'),
  speed: (of, _, run) => sum(streams(of, run).map((id) => run.activity.processors.speed(id))),
  crashed: (of, _, run) => sum(streams(of, run).map((id) => run.activity.processors.crashed(id))),
  exits: (of, _, run) => sum(of.flatMap((id) => {
    const guests = streams([id], run);
    return guests.length === 0 || guests[0] === id
      ? [run.activity.processors.exits(id)]
      : guests.map((stream) => run.activity.processors.exits(stream));
  })),
  stolen: (of, _, run) => {
    const ids = of.flatMap((id) => streams([id], run));
    const whose = ids.length === 0 ? of : ids;
    return whose.length === 0 ? null
      : sum(whose.map((id) => run.activity.processors.stolen(id))) / whose.length;
  },
  writeAmplification: (of, _, run) => {
    const written = drives(of, run);
    const hosts = sum(written.map((drive) => drive.hostPrograms));
    return hosts === 0 ? null : sum(written.map(programsOf)) / hosts;
  },
  erases: (of, _, run) => {
    const erased = drives(of, run);
    return erased.length === 0 ? null
      : sum(erased.map((drive) => drive.collectionErases + drive.levelingErases));
  },
  wear: (of, _, run) => {
    const worn = drives(of, run);
    return worn.length === 0 ? null
      : sum(worn.map(({ wear }) => wear.wornRatio)) / worn.length;
  },
  lifetime: (of, _, run) => {
    const lives = drives(of, run).flatMap(({ life }) => (life === null ? [] : [life.ticks]));
    return lives.length === 0 ? null : Math.min(...lives);
  },
  exceeded: (of, _, run) => sum(of.map((id) => run.activity.traffic.exceeded(id))),
};

/** Streams of workloads named by themselves or by their workload. */
const streams = (of: readonly string[], run: WorkloadMeasured): readonly string[] => {
  const wanted = new Set(of);
  return run.activity.streams
    .filter(({ id, workload }) => wanted.has(id) || wanted.has(workload)).map(({ id }) => id);
};

/** Whether a measure is one of workloads. */
export const isWorkloadMeasure = (name: string): boolean => Object.hasOwn(answers, name);

export function measureWorkload(
  name: string, statistic: string | null, of: readonly string[], run: WorkloadMeasured,
): number | null {
  return answers[name]?.(of, statistic, run) ?? null;
}
