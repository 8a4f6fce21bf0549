/**
 * What a run adds to the picture at one moment: states, headline figures, loads, faults, verdicts.
 * Not the picture. Keeps true: a moment before a thing happened does not show it.
 */
import type { ActionIr } from '#ir';
import type { LifeResult, RunResult, ScenarioResults } from '#results';
import {
  formatSeconds, meanUtilization, outageMoments, outagesAt, utilizationIn, windowAt, windowStart,
  type Overlay, type StateMark, type Utilization,
} from '#views';
import type { TopologyRun } from '../protocol.ts';

const PICOSECONDS = 1e12;

/** The run that a picture shows: the first of the variant. */
export interface ShownRun {
  readonly scenario: ScenarioResults;
  readonly run: RunResult;
  readonly tickPicoseconds: number;
  readonly actions: readonly ActionIr[];
}

export function shownRunOf(message: TopologyRun | null): ShownRun | null {
  if (message === null) return null;
  const { results, scenario: scenarioName, variant, actions } = message;
  const scenario = results?.scenarios.find(({ name }) => name === scenarioName);
  const found = scenario?.variants.find(({ index }) => index === variant) ?? scenario?.variants[0];
  const run = found?.runs[0];
  if (results === null || scenario === undefined || run === undefined) return null;
  return { scenario, run, tickPicoseconds: results.tickPicoseconds, actions };
}

export const secondsText = (ticks: number, tickPicoseconds: number): string =>
  formatSeconds((ticks * tickPicoseconds) / PICOSECONDS);

function stateAt(life: LifeResult, ticks: number): StateMark | null {
  const change = life.states.filter(({ atTicks }) => atTicks <= ticks).at(-1);
  if (change === undefined) return null;
  const launch = life.launches.filter(({ requestedTicks }) => requestedTicks <= ticks).at(-1);
  const steps = launch?.steps ?? [];
  const index = steps.findIndex(({ fromTicks, toTicks }) => fromTicks <= ticks && ticks < toTicks);
  const step = steps[index];
  return {
    state: change.state,
    detail: step === undefined ? null
      : `step ${String(index + 1)} of ${String(steps.length)}: ${step.step}`,
  };
}

export function overlayAt({ run, tickPicoseconds, actions }: ShownRun, ticks: number): Overlay {
  const states: Record<string, StateMark> = {};
  const figures: Record<string, string> = {};
  for (const life of run.lives) {
    const state = stateAt(life, ticks);
    if (state !== null) states[life.instance] = state;
    const booted = life.launches.filter(({ requestedTicks, bootTicks }) =>
      bootTicks !== null && requestedTicks + bootTicks <= ticks).at(-1);
    if (booted?.bootTicks != null) {
      figures[life.instance] = `boot ${secondsText(booted.bootTicks, tickPicoseconds)}`;
    }
  }
  return {
    states, figures,
    // Of an element that is several stations the busiest counts, as in the heat.
    loads: {
      ...Object.fromEntries(run.stations.map(({ id, utilization }) => [id, utilization])),
      ...(run.series === null ? {} : meanUtilization(run.series)),
    },
    faults: [
      ...outagesAt(actions, ticks),
      ...run.findings.flatMap(({ element, atTicks, message }) =>
        element !== null && atTicks <= ticks ? [{ id: element, text: message }] : []),
    ],
  };
}

/** How busy each thing was, and when that was. */
export interface Heat {
  readonly utilization: Utilization;
  readonly about: string;
}

/**
 * The window that a moment lies in; at the end of the run all of it together, which is what one
 * sees first. Null where nothing flowed, or not yet.
 */
export function heatAt({ run, tickPicoseconds }: ShownRun, ticks: number): Heat | null {
  const { series } = run;
  if (series === null || series.utilization.length === 0) return null;
  const say = (at: number): string => secondsText(at, tickPicoseconds);
  if (ticks >= run.endTicks) {
    return { utilization: meanUtilization(series), about: 'busy share, mean of the run' };
  }
  const window = windowAt(series, ticks);
  const from = windowStart(series.atTicks, window ?? 0);
  if (window === null) return { utilization: {}, about: `busy share, measured from ${say(from)} on` };
  return {
    utilization: utilizationIn(series, window),
    about: `busy share, ${say(from)} to ${say(series.atTicks[window] ?? 0)}`,
  };
}

/** Moments worth stopping at: something changes its state, fails or is found. 0 to 1. */
export function eventsOf({ run, actions }: ShownRun): readonly number[] {
  if (run.endTicks === 0) return [];
  const moments = new Set(outageMoments(actions).filter((ticks) => ticks <= run.endTicks));
  for (const { states } of run.lives) for (const { atTicks } of states) moments.add(atTicks);
  for (const { atTicks } of run.findings) moments.add(atTicks);
  return [...moments].sort((one, two) => one - two).map((ticks) => ticks / run.endTicks);
}
