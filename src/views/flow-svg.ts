/**
 * How flows over fabrics went: when their messages were through, goodput in time, rounds of jobs.
 * Not the drawing of lines. Keeps true: of many flows the least, the middle and the most of each
 * window are drawn, and those flows that one asks for first by themselves.
 */
import { grouped } from '#base';
import type { ActionIr } from '#ir';
import type { JobResult, ScenarioResults, SeriesResult, StreamResult, VariantResults } from '#results';
import { formatBits } from './breakdown.ts';
import { axisText, linesMax, type ChartOptions } from './chart-svg.ts';
import { renderDistribution, type Bound, type Curve } from './distribution-svg.ts';
import {
  completionsOf, flowGroups, hasFew, idealOf, slowestOf, type FlowGroup,
} from './flows.ts';
import { windowStart } from './heat-figures.ts';
import { timeAxis } from './lines-svg.ts';
import { longestRound, medianRound, rangeWords } from './network-words.ts';
import { outagesOf } from './outages.ts';
import { renderPlot, type PlotLine } from './plot-svg.ts';
import { formatSeconds, secondsOf } from './time-axis.ts';

/**
 * All messages of a workload, or of each, in every variant; that which is shown first where more
 * vary than can be drawn.
 */
export function completionCurves(
  { variants }: ScenarioResults, shown: VariantResults, workload: string | null = null,
): readonly Curve[] {
  const curvesIn = (variant: VariantResults): readonly Curve[] =>
    flowGroups(variant.runs[0]?.streams ?? []).flatMap((group) => {
      const found = workload === null || workload === group.workload ? completionsOf(group) : null;
      const name = [group.workload, ...assigned(variant, group.workload)].join(', ');
      return found === null ? [] : [{ name, distribution: found.distribution }];
    });
  const all = variants.flatMap(curvesIn);
  return all.length <= linesMax ? all
    : [shown, ...variants.filter((variant) => variant !== shown)].flatMap(curvesIn);
}

/** `transport = Srd`: what is said of a workload, where it stands behind its name. */
const assigned = ({ assignments }: VariantResults, workload: string): readonly string[] =>
  assignments.map(({ target, value }) => `${
    target.startsWith(`${workload}.`) ? target.slice(workload.length + 1) : target} = ${value}`);

export interface Drawing {
  readonly title: string;
  readonly svg: string;
}

/** All variants side by side: of all workloads together, or of each by itself where both vary. */
export function drawCompletions(
  scenario: ScenarioResults, shown: VariantResults, options: Omit<ChartOptions, 'title'>,
): readonly Drawing[] {
  const groups = flowGroups(shown.runs[0]?.streams ?? []);
  const varies = scenario.variants.length > 1;
  const parts = varies && groups.length > 1 ? groups.map((group) => [group]) : [groups];
  return parts.map((part) => {
    const workload = part.length === 1 ? part[0]?.workload ?? null : null;
    const title = `Share of messages${workload === null ? '' : ` of ${workload}`} that were through after so long${
      varies ? ', in the first run of each variant' : ''}`;
    const svg = renderDistribution(
      completionCurves(scenario, shown, workload), { ...options, title },
      idealBounds(part, options.tickPicoseconds),
    );
    return { title, svg };
  });
}

/** What the messages of each workload would take alone; one where all would take the same. */
function idealBounds(groups: readonly FlowGroup[], tickPicoseconds: number): readonly Bound[] {
  const say = (ticks: number): string => formatSeconds(secondsOf(ticks, tickPicoseconds));
  const ideals = groups.flatMap((group) => {
    const ideal = idealOf(group);
    return ideal === null ? [] : [{ ...ideal, workload: group.workload }];
  });
  const isOne = ideals.every(({ low, high }) => low === ideals[0]?.low && high === ideals[0].high);
  const shown = isOne ? ideals.slice(0, 1) : ideals.slice(0, linesMax);
  return shown.map(({ low, high, workload }) => ({
    low, high,
    words: `ideal${isOne ? '' : ` of ${workload}`} ${rangeWords(low, high, say)}`,
  }));
}

/** The value in the middle of each window; of an even number the upper one. */
function spread(rows: readonly (readonly number[])[]): {
  readonly least: readonly number[]; readonly middle: readonly number[];
  readonly most: readonly number[];
} {
  const windows = (rows[0] ?? []).map((_, i) =>
    rows.map((row) => row[i] ?? 0).sort((one, two) => one - two));
  return {
    least: windows.map((values) => values[0] ?? 0),
    middle: windows.map((values) => values[Math.floor(values.length / 2)] ?? 0),
    most: windows.map((values) => values.at(-1) ?? 0),
  };
}

/** What is drawn of the goodput of a workload, in bits a second in each window. */
export function goodputLines(group: FlowGroup, { streams }: SeriesResult): readonly PlotLine[] {
  const valuesOf = (flow: StreamResult): readonly number[] =>
    streams.find(({ id }) => id === flow.id)?.bitsPerSecond ?? [];
  const lineOf = (flow: StreamResult, name: string): PlotLine =>
    ({ name, words: `mean ${formatBits(flow.bitsPerSecond)}`, values: valuesOf(flow) });
  if (hasFew(group)) return group.flows.map((flow) => lineOf(flow, flow.id));
  const rates = group.flows.map(({ bitsPerSecond }) => bitsPerSecond);
  const { least, middle, most } = spread(group.flows.map(valuesOf));
  const slowest = slowestOf(group);
  return [
    {
      name: `least to most of ${grouped(group.flows.length)} flows`, values: most, lower: least,
      words: `mean ${rangeWords(Math.min(...rates), Math.max(...rates), formatBits)}`,
    },
    { name: 'the one in the middle', words: '', values: middle },
    lineOf(slowest, `${slowest.id}, the slowest`),
  ];
}

/** Whether there is more than one window to draw. */
export const hasWindows = (series: SeriesResult | null): series is SeriesResult =>
  series !== null && series.atTicks.length > 1;

/** With what the actions of the scenario made worse meanwhile. */
export function renderGoodput(
  group: FlowGroup, series: SeriesResult, options: ChartOptions, actions: readonly ActionIr[] = [],
): string {
  const { theme, tickPicoseconds } = options;
  const { atTicks } = series;
  const [start, end] = [windowStart(atTicks, 0), atTicks.at(-1) ?? 0];
  return renderPlot(goodputLines(group, series), {
    edges: [start, ...atTicks], say: formatBits, unit: 1,
    spans: outagesOf(actions).filter(({ fromTicks, toTicks }) => fromTicks < end && toTicks > start)
      .map(({ words, fromTicks, toTicks }) => ({ words, from: fromTicks, to: toTicks })),
    axis: (at) => timeAxis({ ...at, theme, start, end, tickPicoseconds }),
  }, options);
}

export function renderRounds(job: JobResult, options: ChartOptions): string {
  const { theme, tickPicoseconds } = options;
  const { roundTicks, idealTicks, workload } = job;
  const seconds = roundTicks.map((ticks) => secondsOf(ticks, tickPicoseconds));
  const ideal = idealTicks === null ? null : secondsOf(idealTicks, tickPicoseconds);
  const say = (ticks: number): string => formatSeconds(secondsOf(ticks, tickPicoseconds));
  const most = Math.max(ideal ?? 0, secondsOf(longestRound(job), tickPicoseconds));
  const unit = [1, 1e-3, 1e-6, 1e-9].find((each) => most >= each) ?? 1e-9;
  const step = Math.max(1, Math.ceil(seconds.length / 16));
  return renderPlot([{
    name: workload, values: seconds,
    words: `p50 ${say(medianRound(job))} · most ${say(longestRound(job))}`,
  }], {
    edges: Array.from({ length: seconds.length + 1 }, (_, i) => i), say: formatSeconds, unit,
    ...(ideal === null ? {} : { bound: { words: `ideal ${formatSeconds(ideal)}`, value: ideal } }),
    axis: ({ xOf, y }) => seconds.flatMap((_, i) => i % step !== 0 ? []
      : [axisText(theme, String(i + 1), xOf(i + 0.5), y + 16, 'middle')]),
  }, options);
}
