/**
 * Which runs there are, in which order and with which seeds; and what forbids running at all.
 * Not the running: a job can be done by any worker, in any order.
 * Keeps true: the list depends on the IR and the options alone; variants share their seeds; the
 * first run of every variant comes before the second of any.
 */
import { compareIds, comparePaths, hashWords, nearest, sorted } from '#base';
import type { AnyElement, Distribution, Ir, ScenarioIr } from '#ir';
import type { PacketOptions, RunOptions } from '#results';
import { type Faster, isDuration } from '#sim/devices';

/** One run to be done. */
export interface Job {
  /** Its place in the list of all jobs, whatever the shard. */
  readonly index: number;
  readonly scenario: string;
  readonly variant: number;
  readonly run: number;
  readonly seed: number;
  /** To see what it would change; such a run is no part of results. */
  readonly faster?: Faster;
  /** To write packets down of a stream, which changes nothing else. */
  readonly packets?: PacketOptions;
}

export type RunProblemCode =
  | 'run/unknown-scenario' | 'run/unknown-stream' | 'run/not-simulated' | 'run/too-many-runs'
  | 'run/wrong-shard';

/** Why nothing is run. */
export interface RunProblem {
  readonly code: RunProblemCode;
  readonly message: string;
  readonly scenario: string | null;
  /** What is not simulated, sorted; empty for other codes. */
  readonly constructs: readonly string[];
  /** The variants that have it. */
  readonly variants: readonly number[];
}

export type Plan =
  | { readonly ok: true; readonly jobs: readonly Job[]; /** Of all shards. */
    readonly count: number; }
  | { readonly ok: false; readonly problems: readonly RunProblem[] };

/** Variants times runs of one scenario. */
export const RUNS_MAX = 10_000;

/** The seed of a run, so that runs next to each other share nothing. */
export function seedOfRun(seed: number, run: number): number {
  const words = hashWords(`run:${String(seed)}:${String(run)}`);
  return ((words[0] ?? 0) >>> 0) * 0x20_0000 + ((words[1] ?? 0) >>> 11);
}

/** The scenarios that the options pick, in the order of the IR. */
export function pickedScenarios(ir: Ir, options: RunOptions): readonly ScenarioIr[] {
  const { scenarios } = options;
  return scenarios.length === 0
    ? ir.scenarios
    : ir.scenarios.filter((scenario) => scenarios.includes(scenario.name));
}

export const runsOf = (scenario: ScenarioIr, options: RunOptions): number =>
  options.runs ?? scenario.runs;

export const seedOf = (scenario: ScenarioIr, options: RunOptions): number =>
  options.seed ?? scenario.seed;

export function planRuns(ir: Ir, options: RunOptions): Plan {
  const picked = pickedScenarios(ir, options);
  const problems = [
    ...unknownScenarios(ir, options), ...unknownStream(ir, picked, options),
    ...wrongShard(options),
    ...picked.flatMap((scenario) => problemsOf(ir, scenario, options)),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const all = allJobs(picked, options);
  const { shard } = options;
  const jobs = shard === null ? all : all.filter((job) => job.index % shard.of === shard.index);
  return { ok: true, jobs, count: all.length };
}

function allJobs(picked: readonly ScenarioIr[], options: RunOptions): readonly Job[] {
  const jobs: Job[] = [];
  const most = Math.max(0, ...picked.map((scenario) => runsOf(scenario, options)));
  for (let run = 0; run < most; run++) {
    for (const scenario of picked) {
      if (run >= runsOf(scenario, options)) continue;
      const seed = seedOfRun(seedOf(scenario, options), run);
      for (let variant = 0; variant < scenario.variants.length; variant++) {
        const job = { index: jobs.length, scenario: scenario.name, variant, run, seed };
        const { packets } = options;
        jobs.push(packets === undefined || run > 0 ? job : { ...job, packets });
      }
    }
  }
  return jobs;
}

const problem = (
  code: RunProblemCode,
  message: string,
  more: Partial<RunProblem> = {},
): RunProblem => ({ code, message, scenario: null, constructs: [], variants: [], ...more });

function unknownScenarios(ir: Ir, options: RunOptions): readonly RunProblem[] {
  const known = ir.scenarios.map((scenario) => scenario.name);
  return options.scenarios.filter((name) => !known.includes(name)).map((name) =>
    problem('run/unknown-scenario', `There is no scenario '${name}'; there are ${listed(known)}.`, {
      scenario: name,
    }));
}

/** Flows between instances that variants of these scenarios have, by their streams. */
export function flowStreams(ir: Ir, picked: readonly ScenarioIr[]): readonly string[] {
  const worlds = new Set(picked.flatMap(({ variants }) => variants.map(({ world }) => world)));
  const found = [...worlds].flatMap((world) => (ir.worlds[world]?.streams ?? []).flatMap(
    ({ id, to }) => (to === null ? [] : [id]),
  ));
  return sorted(new Set(found), comparePaths);
}

function unknownStream(
  ir: Ir, picked: readonly ScenarioIr[], { packets }: RunOptions,
): readonly RunProblem[] {
  if (packets === undefined || picked.length === 0) return [];
  const known = flowStreams(ir, picked);
  if (known.includes(packets.stream)) return [];
  return [problem('run/unknown-stream', unknownStreamText(packets.stream, known))];
}

/** Says that there is no such stream, and which is meant or which there are. */
export function unknownStreamText(wanted: string, known: readonly string[]): string {
  const near = nearest(wanted, known);
  const more = known.length - streamsShown;
  const there = known.length === 0 ? 'there are no flows.' : `there are ${
    listed(known.slice(0, streamsShown))}${more > 0 ? ` and ${String(more)} more` : ''}.`;
  const said = near.length > 0 ? `did you mean ${near.join(' or ')}?` : there;
  return `There is no stream '${wanted}' of a flow; ${said}`;
}

const streamsShown = 8;

const listed = (names: readonly string[]): string => names.length === 0 ? 'none' : names.join(', ');

function wrongShard(options: RunOptions): readonly RunProblem[] {
  const { shard } = options;
  if (shard === null) return [];
  const whole = Number.isSafeInteger(shard.index) && Number.isSafeInteger(shard.of);
  if (whole && shard.index >= 0 && shard.index < shard.of) return [];
  return [problem(
    'run/wrong-shard',
    `A shard is one of so many, counted from 0; ${String(shard.index)} of ${String(shard.of)} is not.`,
  )];
}

function problemsOf(ir: Ir, scenario: ScenarioIr, options: RunOptions): readonly RunProblem[] {
  const found: RunProblem[] = [];
  const count = runsOf(scenario, options) * scenario.variants.length;
  if (count > RUNS_MAX) {
    found.push(problem(
      'run/too-many-runs',
      `Scenario '${scenario.name}' asks for ${String(count)} runs; ${String(RUNS_MAX)} is the most.`,
      { scenario: scenario.name },
    ));
  }
  const constructs = new Set<string>();
  const variants: number[] = [];
  scenario.variants.forEach((variant, index) => {
    const own = [...variant.notSimulated, ...burstyTimes(ir.worlds[variant.world]?.elements ?? [])];
    if (own.length > 0) variants.push(index);
    for (const construct of own) constructs.add(construct);
  });
  if (constructs.size === 0) return found;
  const names = sorted(constructs, compareIds);
  found.push(problem(
    'run/not-simulated',
    `Scenario '${scenario.name}' uses what is not simulated yet: ${names.join(', ')}.`,
    { scenario: scenario.name, constructs: names, variants },
  ));
  return found;
}

/** Bursts describe arrivals; as the length of one thing they have no meaning. */
function burstyTimes(elements: readonly AnyElement[]): readonly string[] {
  return elements.flatMap((element) =>
    Object.entries(element.properties).flatMap(([key, value]) =>
      isDistribution(value) && key.endsWith('Ticks') && !isDuration(value)
        ? [`bursts as ${key.slice(0, -'Ticks'.length)} of ${element.id}`]
        : []));
}

function isDistribution(value: unknown): value is Distribution {
  return typeof value === 'object' && value !== null && 'shape' in value;
}
