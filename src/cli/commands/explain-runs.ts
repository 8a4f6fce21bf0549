/**
 * `explain` of what happens: runs the first run of each variant, or takes results, and says what
 * latencies are made of, what holds each stream up, and what a faster place would change, by
 * running that too. Not the figures. Keeps true: a what-if is of the same variant, run and seed as
 * the run that it is held against.
 */
import { compareIds, sorted } from '#base';
import type { Ir } from '#ir';
import {
  counterfactualOf, explainedStream, jsonExplain, shownVariant, terminalExplain,
  type Counterfactual, type ExplainedRun,
} from '#report';
import type { Results, RunResult, ScenarioResults, StreamResult, VariantResults } from '#results';
import {
  fabricsOf, fasterResult, fasterRunOf, irFingerprint, isMeant, planFaster, planRuns, summarise,
  type Faster, type FilesAt, type Job, type JobResult,
} from '#sim/run';
import { bottleneckOf, fabricOfBottleneck, longestPartOf } from '#views';
import { lookFor, type Context } from '../context.ts';
import { UsageError } from '../exit-codes.ts';
import { quoted } from '../inputs.ts';
import { doJobs } from '../pool.ts';
import { ProgressMeter } from '../progress.ts';
import { readResults } from './merge.ts';

export interface ExplainRunsOptions {
  readonly format: 'pretty' | 'json';
  readonly scenario?: readonly string[];
  readonly seed?: number;
  readonly faster?: readonly Faster[];
  readonly results?: string;
  readonly jobs?: number;
}

/** What is asked about, by the names of a workload or a stream; null: all of them. */
export interface Subject {
  readonly ir: Ir;
  readonly file: string;
  /** Those that the model names. */
  readonly files: FilesAt;
  readonly name: string | null;
  /** What is known of it without running; stands in the JSON too. */
  readonly about: { readonly [key: string]: unknown };
}

/** A what-if is made for so many streams; who wants others names them. */
const STREAMS_MAX = 8;

class Explainer {
  private readonly context: Context;
  private readonly subject: Subject;
  private readonly options: ExplainRunsOptions;

  constructor(context: Context, subject: Subject, options: ExplainRunsOptions) {
    this.context = context;
    this.subject = subject;
    this.options = options;
  }

  async results(): Promise<Results> {
    const { context, subject: { ir }, options } = this;
    if (options.results !== undefined) {
      const results = await readResults(context, options.results);
      if (results.irFingerprint === irFingerprint(ir)) return results;
      throw new UsageError(`${quoted(options.results)} has results of another model than ${
        quoted(this.subject.file)}.`);
    }
    const picked = sorted(new Set(options.scenario ?? []), compareIds);
    const wanted = { seed: options.seed ?? null, runs: 1, scenarios: picked, shard: null };
    const plan = planRuns(ir, wanted);
    if (!plan.ok) throw new UsageError(plan.problems.map(({ message }) => message).join(' '));
    return summarise(ir, wanted, await this.run(plan.jobs));
  }

  /** What the shown run of a scenario was made of; null where nothing of the subject took part. */
  async scenario(scenario: ScenarioResults): Promise<ExplainedRun | null> {
    const variant = shownVariant(scenario);
    const run = variant?.runs[0];
    if (variant === undefined || run === undefined) return null;
    const { name } = this.subject;
    const streams = run.streams.filter(({ id, workload }) =>
      name === null || id === name || workload === name);
    const asked = streams.slice(0, STREAMS_MAX);
    const whatIfs = await this.whatIfs(scenario, variant, run, asked);
    const { index, assignments } = variant;
    return {
      scenario: scenario.name, variant: index, assignments, run: run.run, runs: scenario.runs,
      seed: scenario.seed, processors: run.processors,
      streams: streams.map((stream) =>
        explainedStream(stream, whatIfs.get(stream.id) ?? [], run)),
    };
  }

  private async whatIfs(
    scenario: ScenarioResults, variant: VariantResults, run: RunResult,
    streams: readonly StreamResult[],
  ): Promise<ReadonlyMap<string, readonly Counterfactual[]>> {
    const { faster } = this.options;
    const fabrics = fabricsOf(this.subject.ir, scenario.name, variant.index);
    const wanted = new Map(streams.map((stream) => [
      stream.id,
      (faster ?? slowPlaces(stream, fabrics))
        .map((one) => fasterRunOf(scenario.name, variant.index, run, one)),
    ] as const));
    for (const one of faster ?? []) requireKnown(one, run);
    const done = await this.run(planFaster([...wanted.values()].flat()));
    return new Map(streams.map((stream) => [
      stream.id,
      (wanted.get(stream.id) ?? []).flatMap((one) => {
        const after = fasterResult(done, one);
        return after === null ? [] : [counterfactualOf(stream, after, one.faster)];
      }),
    ] as const));
  }

  private async run(jobs: readonly Job[]): Promise<readonly JobResult[]> {
    const { context, subject: { ir, file, files }, options } = this;
    const meter = new ProgressMeter(context, file, jobs.length);
    let last = { jobsDone: 0, events: 0 };
    const done = await doJobs(context, ir, jobs, {
      threads: options.jobs ?? Math.max(1, context.io.cores - 1), files,
      onProgress: (progress) => {
        last = progress;
        meter.update(progress);
      },
    });
    meter.end(last);
    return done;
  }
}

/** The busiest place, with the fabric around it, and that where the most time is spent. */
function slowPlaces(
  stream: StreamResult, fabrics: ReadonlySet<string>,
): readonly Pick<Faster, 'element'>[] {
  const places = [
    bottleneckOf(stream)?.station, fabricOfBottleneck(stream, fabrics),
    longestPartOf(stream)?.part.station,
  ].filter((station) => station != null);
  return [...new Set(places)].map((element) => ({ element }));
}

/** A name that no station of the run answers to would change nothing, and say so by nothing. */
function requireKnown({ element }: Faster, run: RunResult): void {
  const parts = run.streams.flatMap(({ ways }) => ways.flatMap((way) => way.parts));
  const fabrics = run.networks.flatMap(({ id, cables }) =>
    [id, ...cables.map((cable) => cable.id)]);
  const stations = [
    ...fabrics, ...run.stations.map(({ id }) => id),
    ...parts.flatMap((part) => [part.station, part.element]),
  ];
  // A part stands for stations that differ in an index; a name may give one of them.
  const plain = element.replaceAll(/\d+/g, '0');
  const known = stations.some((station) => station === element || isMeant(element, station)
    || (station.includes('*') && isMeant(station, plain)));
  if (known) return;
  const some = [...new Set(parts.map(({ station }) => station))].slice(0, 6).join(', ');
  throw new UsageError(`No request or packet passes ${quoted(element)}${
    some === '' ? '.' : `; stations are ${some}.`}`);
}

/** What the streams of a subject went through, in every scenario or those that were picked. */
export async function explainRuns(
  context: Context, subject: Subject, options: ExplainRunsOptions,
): Promise<string> {
  const explainer = new Explainer(context, subject, options);
  const results = await explainer.results();
  const picked = results.scenarios.filter(({ name }) =>
    options.scenario === undefined || options.scenario.includes(name));
  const runs: ExplainedRun[] = [];
  for (const scenario of picked) {
    const explained = await explainer.scenario(scenario);
    if (explained !== null) runs.push(explained);
  }
  if (options.format === 'json') {
    return jsonExplain(subject.file, runs, results, subject.about);
  }
  const { io } = context;
  const look = lookFor(io, io.stdout);
  if (runs.length === 0) return 'There is no scenario to run.\n';
  return runs.map((run) => terminalExplain({
    ...run, streams: run.streams.slice(0, STREAMS_MAX),
  }, results, look) + moreText(run.streams.length - STREAMS_MAX)).join('\n');
}

const moreText = (left: number): string =>
  left <= 0 ? '' : `and ${String(left)} more streams; name a workload or a stream to see it\n`;
