/**
 * What must be true of every run of the life cycle, whatever the world and the actions.
 * The books of its stations are audited by the run itself, which throws when they do not agree.
 */
import { expect } from 'vitest';
import type { LaunchResult, LifeResult, RunResult } from '#results';

const next: Readonly<Record<string, readonly string[]>> = {
  off: ['pending'],
  pending: ['running', 'terminating', 'failed'],
  running: ['stopping', 'terminating', 'failed'],
  stopping: ['stopped', 'terminating', 'failed'],
  stopped: ['pending', 'terminating'],
  terminating: ['terminated', 'failed'],
  failed: ['pending', 'terminating'],
  terminated: [],
};

const order = [
  'requested', 'accepted', 'verified', 'allocated', 'powered', 'cards', 'started', 'firmware',
  'loaded', 'kernel', 'running',
];

function checkLaunch(launch: LaunchResult): void {
  let before = launch.requestedTicks;
  let place = -1;
  for (const step of launch.steps) {
    expect(step.fromTicks).toBe(before);
    const length = step.toTicks - step.fromTicks;
    expect(length).toBeGreaterThanOrEqual(0);
    expect(step.queuedTicks).toBeGreaterThanOrEqual(0);
    expect(step.timedOutTicks).toBeGreaterThanOrEqual(0);
    expect(step.queuedTicks + step.timedOutTicks).toBeLessThanOrEqual(length);
    expect(order.indexOf(step.step)).toBeGreaterThan(place);
    place = order.indexOf(step.step);
    before = step.toTicks;
  }
  const up = launch.steps.at(-1)?.step === 'running';
  expect(launch.bootTicks).toBe(up ? before - launch.requestedTicks : null);
}

function checkLife(life: LifeResult, endTicks: number): void {
  life.states.forEach((change, i) => {
    expect(change.atTicks).toBeLessThanOrEqual(endTicks);
    const previous = life.states[i - 1];
    if (previous === undefined) return;
    expect(change.atTicks).toBeGreaterThanOrEqual(previous.atTicks);
    expect(next[previous.state]).toContain(change.state);
  });
  for (const launch of life.launches) checkLaunch(launch);
  const pending = life.states.filter((change) => change.state === 'pending').length;
  expect(pending).toBe(life.launches.length);
}

/**
 * Fails unless all of them hold. Who passes a limit has no server, and one of those at it is taken
 * for served; who is on the way out of a card is still there; and those whom a sleeping device
 * model has servers for wait until it is woken: so many for each server may wait beside the
 * longest queue.
 */
export function checkLaws(run: RunResult, beside = 0): void {
  for (const life of run.lives) checkLife(life, run.endTicks);
  for (const station of run.stations) {
    expect(station.arrived).toBe(station.completed + station.dropped + station.inside);
    expect(station.utilization).toBeGreaterThanOrEqual(0);
    expect(station.utilization).toBeLessThanOrEqual(1 + 1e-12);
    const most = station.longestQueue + beside * Math.max(1, station.servers);
    expect(station.meanQueueLength, station.id).toBeLessThanOrEqual(most + 1e-9);
  }
  run.findings.forEach((finding, i) => {
    expect(finding.atTicks).toBeGreaterThanOrEqual(run.findings[i - 1]?.atTicks ?? 0);
    expect(finding.message).toMatch(/^.*\.$/u);
  });
}
