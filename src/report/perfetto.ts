/**
 * What happened in runs as a trace for Perfetto or Chrome's tracing: lives of instances as slices,
 * load and goodput as counters, and packets where they were written down. Of each variant the
 * first run. Not the format itself: that is the writer's.
 */
import type { LifeResult, RunResult, ScenarioResults, SeriesResult, VariantResults } from '#results';
import { writePackets } from './perfetto-packets.ts';
import { TraceWriter } from './perfetto-writer.ts';
import { variantText } from './terminal-runs.ts';
import type { FileReport, Report } from './types.ts';

const BITS_PER_GIGABIT = 1e9;

function writeLife(life: LifeResult, writer: TraceWriter, group: string): void {
  const track = writer.track(group, life.instance);
  for (const launch of life.launches) {
    const endTicks = Math.max(launch.requestedTicks, ...launch.steps.map(({ toTicks }) => toTicks));
    track.slice('launch', launch.requestedTicks, endTicks, { timeouts: launch.timeouts });
    for (const { step, fromTicks, toTicks, by } of launch.steps) {
      track.slice(step, fromTicks, toTicks, by === null ? {} : { by });
    }
  }
  for (const { atTicks, state } of life.states) track.instant(state, atTicks);
}

/** A counter holds from the beginning of its window. */
function writeSeries(series: SeriesResult, writer: TraceWriter, of: string): void {
  const { atTicks } = series;
  const [first = 0, second = 2 * first] = atTicks;
  const begins = atTicks.map((_, i) => atTicks[i - 1] ?? Math.max(0, 2 * first - second));
  const count = (group: string, name: string, unit: string, values: readonly number[]): void => {
    if (values.every((value) => value === 0)) return;
    values.forEach((value, i) => writer.count(group, name, begins[i] ?? 0, { [unit]: value }));
    writer.count(group, name, atTicks.at(-1) ?? 0, { [unit]: 0 });
  };
  for (const { id, bitsPerSecond } of series.streams) {
    count(`${of}: goodput`, id, 'Gbps', bitsPerSecond.map((bits) => bits / BITS_PER_GIGABIT));
  }
  for (const { element, values } of series.utilization) {
    count(`${of}: load`, element, 'busy', values);
  }
}

function writeRun(run: RunResult, writer: TraceWriter, of: string): void {
  if (run.packets != null) writePackets(run.packets, writer, of);
  for (const life of run.lives) writeLife(life, writer, `${of}: instances`);
  if (run.findings.length > 0) {
    const track = writer.track(`${of}: findings`, 'findings');
    for (const { message, atTicks, code } of run.findings) {
      track.instant(message, atTicks, { code });
    }
  }
  if (run.series !== null) writeSeries(run.series, writer, of);
}

function nameOf(
  file: FileReport, scenario: ScenarioResults, variant: VariantResults, isOneOfMany: boolean,
): string {
  const name = isOneOfMany ? `${file.file} ${scenario.name}` : scenario.name;
  return scenario.variants.length < 2 ? name : `${name}, ${variantText(variant)}`;
}

export function perfetto(report: Report): string {
  const writer = new TraceWriter();
  const ran = report.files.filter((file) => file.run !== null);
  for (const file of ran) {
    if (file.run === null) continue;
    const { scenarios, tickPicoseconds } = file.run.results;
    writer.tickPicoseconds = tickPicoseconds;
    for (const scenario of scenarios) {
      scenario.variants.forEach((variant) => {
        const [run] = variant.runs;
        const name = nameOf(file, scenario, variant, ran.length > 1);
        if (run !== undefined) writeRun(run, writer, name);
      });
    }
  }
  return writer.text();
}
