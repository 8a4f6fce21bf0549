/**
 * What the last run showed of the thing under the cursor: of a workload its rate, latencies,
 * bottleneck and breakdown, of an element how busy it was. Not the run. Keeps true: what is said of
 * a run of another model says that it is stale.
 */
import type { RunResult, StreamResult } from '#results';
import { printQuantity } from '#kinds';
import {
  bottleneckOf, breakdownText, formatRate, meanUtilization, partTicks, roleText, shareText,
  throughputNoun,
} from '#views';
import type { CompiledModel } from './compiled.ts';
import type { ResultsStore } from './results-store.ts';

const STREAMS_MAX = 3;
const PARTS_MAX = 6;

interface LastRun {
  readonly scenario: string;
  readonly run: RunResult;
  readonly time: (ticks: number) => string;
  readonly stale: string;
  /** What was asked of it, by stream. */
  readonly whatIfs: ReadonlyMap<string, string>;
}

/** The first run of each scenario that has been run. */
function lastRuns(store: ResultsStore, uri: string, model: CompiledModel): readonly LastRun[] {
  return (model.ir?.scenarios ?? []).flatMap(({ name }): LastRun[] => {
    const variant = store.scenarioOf(uri, name)?.variants[0];
    const run = variant?.runs[0];
    const asked = store.whatIfsOf(uri, name)
      .filter((one) => one.variant === variant?.index && one.run === run?.run);
    const picoseconds = model.ir?.tickPicoseconds ?? 1;
    return run === undefined ? [] : [{
      scenario: name, run, stale: store.stateOf(uri, name) === 'stale' ? ', stale' : '',
      whatIfs: new Map(asked.map(({ stream, text }) => [stream, text])),
      time: (ticks) => (ticks === 0 ? '0 s' : printQuantity(ticks * picoseconds, 'time')),
    }];
  });
}

const percent = (share: number): string => `${String(Math.round(share * 100))} %`;

function streamText(
  stream: StreamResult, name: string, { scenario, time, stale, whatIfs }: LastRun,
): string {
  const latency = stream.completion ?? stream.latency;
  const found = bottleneckOf(stream);
  const head = [
    `last run of ${scenario}${stale}: **${name}** ${
      formatRate(stream.perSecond, throughputNoun(stream))}`,
    latency === null ? 'nothing came through'
      : `p50 ${time(latency.p50Ticks)}, p99 ${time(latency.p99Ticks)}`,
    ...(found === null ? []
      : [`bottleneck \`${found.station}\`, ${shareText(found.utilization)} busy${
        found.pausedShare === 0 ? '' : `, ${shareText(found.pausedShare)} paused`}`]),
  ].join(' · ');
  const ways = stream.ways.filter(({ count }) => count > 0).flatMap((way) => {
    const longest = [...way.parts].sort((one, two) => partTicks(two) - partTicks(one))
      .slice(0, PARTS_MAX).filter((part) => partTicks(part) > 0);
    const parts = longest.map((part) =>
      `${roleText(part.role)} \`${part.station}\` ${shareText(partTicks(part) / way.meanTicks)}`);
    return [
      `  - ${way.name}: ${breakdownText(way, time)}`,
      ...(parts.length === 0 ? [] : [`  - ${parts.join(', ')}`]),
    ];
  });
  const asked = whatIfs.get(stream.id);
  // A station may have a star in its name, which would be taken for emphasis.
  const told = asked === undefined ? [] : [`  - ${asked.replaceAll('*', '\\*')}`];
  return [`- ${head}`, ...ways, ...told].join('\n');
}

/** Empty where it has not been run, or where nothing is known of it. */
export function runText(
  store: ResultsStore, uri: string, id: string, model: CompiledModel,
): string {
  return lastRuns(store, uri, model).flatMap((last) => {
    const { run, scenario, stale } = last;
    const own = run.streams.filter((stream) => stream.workload === id);
    const left = own.length - STREAMS_MAX;
    if (own.length > 0) {
      return [
        ...own.slice(0, STREAMS_MAX).map((stream) =>
          streamText(stream, own.length > 1 ? stream.id : id, last)),
        ...(left > 0 ? [`- and ${String(left)} more streams`] : []),
      ];
    }
    const load = run.series === null ? undefined : meanUtilization(run.series)[id];
    const processor = run.processors.find((one) => one.id === id && one.busy > 0);
    const facts = [
      ...(load === undefined ? [] : [`${percent(load)} busy`]),
      ...(processor === undefined ? []
        : [`${percent(processor.busy)} of its ${String(processor.threads)} hardware threads`]),
    ];
    return facts.length === 0 ? []
      : [`- last run of ${scenario}${stale}: ${facts.join(' · ')}`];
  }).join('\n');
}
