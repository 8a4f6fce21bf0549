/**
 * What a report says of twice as fast a bottleneck: for the largest streams of each scenario, run
 * once more. Not the sentence, and no part of results. Keeps true: what is run depends on the
 * results alone; a what-if is of the same variant, run and seed as the run that is shown.
 */
import { compareIds, compareNumbers, sorted } from '#base';
import type { Ir } from '#ir';
import { counterfactualOf, counterfactualText, shownVariant, type WhatIf } from '#report';
import type { Results, RunResult, ScenarioResults, StreamResult } from '#results';
import type { FilesAt, Job } from '#sim/run';
import { bottleneckOf } from '#views';
import type { Context } from './context.ts';
import { doJobs, type Progress } from './pool.ts';
import { ProgressMeter } from './progress.ts';

const STREAMS_MAX = 4;
const FACTOR = 2;
/** A run with more events is too long to be made again for a sentence. */
const EVENTS_MAX = 5e6;

interface Question {
  readonly scenario: string;
  readonly variant: number;
  readonly run: RunResult;
  readonly stream: StreamResult;
  readonly element: string;
}

/** The largest streams that something holds up, by bytes and then by requests. */
function questionsOf(scenario: ScenarioResults): readonly Question[] {
  const variant = shownVariant(scenario);
  const run = variant?.runs[0];
  if (variant === undefined || run === undefined || run.events > EVENTS_MAX) return [];
  const largest = sorted(run.streams, (one, two) => compareNumbers(two.bytes, one.bytes)
    || compareNumbers(two.completed, one.completed) || compareIds(one.id, two.id));
  return largest.flatMap((stream): readonly Question[] => {
    const element = bottleneckOf(stream)?.part.station;
    return element === undefined ? []
      : [{ scenario: scenario.name, variant: variant.index, run, stream, element }];
  }).slice(0, STREAMS_MAX);
}

const keyOf = (scenario: string, element: string): string => `${scenario} ${element}`;

/** Streams that the same place holds up share a run. */
function jobsOf(questions: readonly Question[]): readonly Job[] {
  const all = new Map(questions.map((question) =>
    [keyOf(question.scenario, question.element), question] as const));
  return [...all.values()].map(({ scenario, variant, run, element }, index) => ({
    index, scenario, variant, run: run.run, seed: run.seed, faster: { element, factor: FACTOR },
  }));
}

export async function whatIfsOf(context: Context, ir: Ir, results: Results, given: {
  readonly file: string; readonly threads: number; readonly files: FilesAt;
}): Promise<readonly WhatIf[]> {
  const questions = results.scenarios.flatMap((scenario) => questionsOf(scenario));
  if (questions.length === 0 || context.io.stop.aborted) return [];
  const jobs = jobsOf(questions);
  const meter = new ProgressMeter(context, `${given.file}, what if`, jobs.length);
  let last: Progress = { jobsDone: 0, events: 0 };
  const done = await doJobs(context, ir, jobs, {
    threads: given.threads, files: given.files,
    onProgress: (progress) => {
      last = progress;
      meter.update(progress);
    },
  });
  meter.end(last);
  const after = new Map(done.map(({ job, result }) =>
    [keyOf(job.scenario, job.faster?.element ?? ''), result] as const));
  return questions.flatMap(({ scenario, stream, element }): readonly WhatIf[] => {
    const run = after.get(keyOf(scenario, element));
    if (run === undefined) return [];
    const would = counterfactualOf(stream, run, { element, factor: FACTOR });
    return [{ scenario, stream: stream.id, text: counterfactualText(would, stream) }];
  });
}
