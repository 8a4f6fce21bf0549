/**
 * What a run came to, read from its devices when it has ended. Not a judgement.
 * Keeps true: books are audited before anything is read, and lists are sorted.
 */
import { comparePaths, grouped, sorted } from '#base';
import type { ScenarioIr, VariantIr, World } from '#ir';
import type { Finding, LifeResult, RunEnd, RunResult, StationResult } from '#results';
import { type Estate, FINDINGS, type PacketRequest } from '#sim/devices';
import type { Simulation } from '#sim/kernel';
import { driveResults } from './drive-results.ts';
import { evaluate } from './measure.ts';
import { cableUtilization, jobResults, networkResults } from './network-results.ts';
import { packetsResult } from './packet-results.ts';
import { volumeResults } from './volume-results.ts';
import {
  processorResults, seriesResult, stationResults, streamResults,
} from './workload-results.ts';

/** A run that has ended, and everything it was made of. */
export interface Ended {
  readonly simulation: Simulation;
  readonly estate: Estate;
  readonly scenario: ScenarioIr;
  readonly options: { readonly run: number; readonly seed: number };
  readonly ticksPerSecond: number;
  readonly variant: VariantIr;
  readonly end: RunEnd;
  readonly world: World;
  /** Null: nobody asked for packets. */
  readonly packets: PacketRequest | null;
}

const endings: Partial<Record<RunEnd, (events: number) => string>> = {
  'event-limit': (events) => `The run was ended at its limit of ${grouped(events)} events.`,
  'time-limit': () => 'The run was ended at the last instant that its clock can show.',
  'memory-limit': () => 'The run was ended because it needed more memory than it may have.',
};

export function readOut(ended: Ended): RunResult {
  const { simulation, estate, variant, options, end } = ended;
  const { now, events } = simulation;
  const { activity } = estate;
  estate.audit(now);
  estate.close();
  const measured = {
    estate, endTicks: now, warmupTicks: ended.scenario.warmupTicks,
    ticksPerSecond: ended.ticksPerSecond, whole: end === 'duration' || end === 'idle',
  };
  // One run of a variant is shown in time; of many the bytes would be too many.
  const series = activity === null || options.run > 0 ? null
    : seriesResult(activity, ended.ticksPerSecond, cableUtilization(estate.ground));
  const limit = endings[end]?.(events);
  const findings: Finding[] = estate.log.findings
    .map((finding) => ({ ...finding, severity: FINDINGS[finding.code] }));
  if (limit !== undefined) {
    findings.push({
      code: `run/${end}`, severity: 'error', atTicks: now, element: null, message: limit,
    });
  }
  return {
    run: options.run, seed: options.seed, end, endTicks: now, events,
    eventFingerprint: simulation.eventFingerprint(), findings,
    values: variant.expectations.map((expectation) => ({
      index: expectation.index, left: evaluate(expectation.left, measured),
      right: evaluate(expectation.right, measured),
    })),
    lives: sorted(
      estate.allLives().map((life): LifeResult => life.log),
      (a, b) => comparePaths(a.instance, b.instance),
    ),
    stations: sorted([
      ...estate.desks().map((desk): StationResult => ({
        id: desk.id, element: desk.id.replace(/\/.*$/, ''), ...desk.figures(now),
      })),
      ...stationResults(estate.ground, now),
    ], (a, b) => comparePaths(a.id, b.id)),
    streams: activity === null ? [] : streamResults(
      activity, now, ended.ticksPerSecond, options.run === 0,
    ),
    processors: activity === null ? [] : processorResults(activity, now),
    drives: driveResults(estate.ground, now, series !== null),
    volumes: volumeResults(estate.ground.volumes, now, series?.atTicks.length ?? null),
    networks: networkResults(estate.ground, series !== null), jobs: jobResults(activity), series,
    ...(ended.packets === null ? {}
      : { packets: packetsResult(estate.ground, ended.world, ended.packets) }),
  };
}
