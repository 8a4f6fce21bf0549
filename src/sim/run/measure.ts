/**
 * What an expectation asks about, read from a run that has ended: boot times, steps, states, and
 * the measures of the life cycle. Not a judgement: that is verdict.ts.
 * Keeps true: where there is nothing to measure the value is null, never a number made up.
 */
import { compareIds, sorted } from '#base';
import type { MeasureIr } from '#ir';
import type { Desk, Estate, Lived } from '#sim/devices';
import { percentiles, statisticOf } from './statistics.ts';
import { measureVolumes } from './volume-measures.ts';
import { isWorkloadMeasure, measureWorkload } from './workload-measures.ts';

export interface Measured {
  readonly estate: Estate;
  /** When the run ended, and from when on measures count. */
  readonly endTicks: number;
  readonly warmupTicks: number;
  readonly ticksPerSecond: number;
  /** False when a limit cut it short: what comes after is not known. */
  readonly whole: boolean;
}

type Value = number | string | null;

/** Instances that disagree on their state are written with this between their states. */
export const stateSeparator = ', ';

/** A histogram puts every value within this share of the middle of its bucket. */
const histogramErrorRatio = 1 / 512;

/** How far a side of an expectation may be off by the way it is counted, as a share of it. */
export function errorRatio(measure: MeasureIr): number {
  if (measure.is === 'binary') return errorRatio(measure.left) + errorRatio(measure.right);
  const counted = measure.is === 'measure' && measure.statistic !== null
    && Object.hasOwn(percentiles, measure.statistic);
  return counted ? histogramErrorRatio : 0;
}

/** What a side of an expectation can be at all; null: it has no such end. */
export interface Range {
  readonly least: number | null;
  readonly most: number | null;
}

/** Measures that are a share of something. */
const shares: ReadonlySet<string> = new Set(['utilization', 'stolen', 'throttled', 'credits']);

export function rangeOf(measure: MeasureIr): Range {
  switch (measure.is) {
    case 'constant':
      return { least: measure.value, most: measure.value };
    case 'binary': {
      const ends = [rangeOf(measure.left).least, rangeOf(measure.right).least];
      // A difference may be anything; of what is not below 0 nothing else is.
      const isBelow = measure.operator === '-' || ends.some((end) => end === null || end < 0);
      return { least: isBelow ? null : 0, most: null };
    }
    case 'measure':
      return { least: 0, most: shares.has(measure.measure) ? 1 : null };
    case 'boot':
    case 'reached':
      return { least: 0, most: null };
    default:
      return { least: null, most: null };
  }
}

/** What the measure was in this run; words stand for states. */
export function evaluate(measure: MeasureIr, run: Measured): Value {
  switch (measure.is) {
    case 'constant':
      return measure.value;
    case 'word':
      return measure.word;
    case 'binary':
      return combine(measure.operator, evaluate(measure.left, run), evaluate(measure.right, run));
    case 'boot':
      return slowestBoot(livesOf(measure.of, run), run);
    case 'reached':
      return lastReached(livesOf(measure.of, run), measure.step);
    case 'state':
      return stateAt(livesOf(measure.of, run), measure.atTicks, run);
    case 'measure':
      return total(measure.measure, measure.statistic, measure.of, run);
    case 'deadlock': {
      const had = measure.of.map((id) => run.estate.ground.fabrics.hadDeadlock(id));
      if (had.includes(true)) return 'yes';
      return had.includes(null) ? null : 'no';
    }
  }
}

function combine(operator: '+' | '-' | '*' | '/', left: Value, right: Value): Value {
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
  }
}

function livesOf(ids: readonly string[], run: Measured): readonly Lived[] {
  const wanted = new Set(ids);
  return run.estate.allLives().filter((life) => wanted.has(life.id));
}

/** Boot times of launches that were done after the warm-up. */
function boots(life: Lived, run: Measured): readonly number[] {
  return life.log.launches.flatMap(({ requestedTicks, bootTicks }) =>
    bootTicks !== null && requestedTicks + bootTicks >= run.warmupTicks ? [bootTicks] : []);
}

/** Null when any of them never reached running: the slowest has no time then. */
function slowestBoot(lives: readonly Lived[], run: Measured): number | null {
  let slowest: number | null = null;
  for (const life of lives) {
    const own = boots(life, run);
    const unfinished = life.log.launches.some((launch) => launch.bootTicks === null);
    if (unfinished || own.length === 0) return null;
    slowest = Math.max(slowest ?? 0, ...own);
  }
  return slowest;
}

function lastReached(lives: readonly Lived[], step: string): number | null {
  let last: number | null = null;
  for (const life of lives) {
    const reached = life.log.launches.flatMap((launch) =>
      launch.steps.filter((s) => s.step === step).map((s) => s.toTicks));
    if (reached.length === 0) return null;
    last = Math.max(last ?? 0, ...reached);
  }
  return last;
}

function stateAt(
  lives: readonly Lived[],
  at: number | null,
  run: Measured,
): string | null {
  const atTicks = at ?? run.endTicks;
  if (!run.whole && (at === null || atTicks > run.endTicks)) return null;
  const states = new Set<string>();
  for (const life of lives) {
    const last = life.log.states.findLast((change) => change.atTicks <= atTicks);
    if (last !== undefined) states.add(last.state);
  }
  return states.size === 0 ? null : sorted(states, compareIds).join(stateSeparator);
}

function total(
  name: string,
  statistic: string | null,
  of: readonly string[],
  run: Measured,
): number | null {
  if (isWorkloadMeasure(name)) {
    const { activity } = run.estate;
    return activity === null ? null : measureWorkload(name, statistic, of, {
      ...run, activity, ground: run.estate.ground,
    });
  }
  switch (name) {
    case 'boot':
      return statisticOf(livesOf(of, run).flatMap((life) => boots(life, run)), statistic);
    case 'utilization':
      return utilization(of, run);
    case 'credits':
    case 'throttled':
    case 'firstTouches':
      return measureVolumes(name, of, run.estate.ground.volumes, run.endTicks);
    case 'timeouts':
      return of.reduce((sum, id) => sum + run.estate.timeoutsOf(id), 0);
    case 'launched':
      return launched(new Set(of), run);
    case 'refused':
    case 'readable':
    case 'unreadable':
    case 'outbound':
      return run.estate.security.count(name, of);
    default:
      return null;
  }
}

/** Of several parts the mean; a card has two places where work queues, the busier one counts. */
function utilization(of: readonly string[], run: Measured): number | null {
  const desks = new Map(run.estate.desks().map((desk) => [desk.id, desk] as const));
  const { activity, ground } = run.estate;
  const share = (desk: Desk | undefined): number => desk?.busyShare(run.endTicks) ?? 0;
  if (of.length === 0 || run.endTicks <= run.warmupTicks) return null;
  const shares = of.map((id) => Math.max(
    share(desks.get(id)), ground.utilizationOf(id, run.endTicks),
    activity?.utilizationOf(id) ?? 0,
  ));
  return shares.reduce((sum, one) => sum + one, 0) / of.length;
}

/** Launches that reached running: of instances, or of all instances on a host. */
function launched(of: ReadonlySet<string>, run: Measured): number {
  let count = 0;
  for (const life of run.estate.allLives()) {
    if (of.has(life.id)) count += boots(life, run).length;
    if (of.has(life.host ?? '')) count += boots(life, run).length;
  }
  return count;
}
