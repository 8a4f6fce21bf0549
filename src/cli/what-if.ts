/**
 * What a report says of twice as fast a bottleneck: for the largest streams of each scenario, run
 * once more. Not the sentence, and no part of results. Keeps true: what is run depends on results
 * and their model alone; a what-if is of the same variant, run and seed as the run that is shown.
 */
import { compareIds, compareNumbers, sorted } from '#base';
import type { Ir } from '#ir';
import { counterfactualOf, counterfactualText, shownVariant, type WhatIf } from '#report';
import type { Results, ScenarioResults, StreamResult } from '#results';
import {
  fabricsOf, fasterResult, fasterRunOf, planFaster, type FasterRun, type FilesAt,
} from '#sim/run';
import { bottleneckOf, drawnStreams, fabricOfBottleneck } from '#views';
import type { Context } from './context.ts';
import { doJobs, type Progress } from './pool.ts';
import { ProgressMeter } from './progress.ts';

const STREAMS_MAX = 4;
/** A run with more events is too long to be made again for a sentence. */
const EVENTS_MAX = 5e6;

interface Question {
  readonly stream: StreamResult;
  readonly wanted: FasterRun;
}

/** The largest of drawn streams that something holds up, by bytes and then by requests. */
function questionsOf(ir: Ir, scenario: ScenarioResults): readonly Question[] {
  const variant = shownVariant(scenario);
  const run = variant?.runs[0];
  if (variant === undefined || run === undefined || run.events > EVENTS_MAX) return [];
  const largest = sorted(drawnStreams(run.streams), (one, two) =>
    compareNumbers(two.bytes, one.bytes)
    || compareNumbers(two.completed, one.completed) || compareIds(one.id, two.id));
  const fabrics = fabricsOf(ir, scenario.name, variant.index);
  return largest.flatMap((stream): readonly Question[] => {
    const element = fabricOfBottleneck(stream, fabrics) ?? bottleneckOf(stream)?.station;
    return element === undefined ? []
      : [{ stream, wanted: fasterRunOf(scenario.name, variant.index, run, { element }) }];
  }).slice(0, STREAMS_MAX);
}

export async function whatIfsOf(context: Context, ir: Ir, results: Results, given: {
  readonly file: string; readonly threads: number; readonly files: FilesAt;
}): Promise<readonly WhatIf[]> {
  const questions = results.scenarios.flatMap((scenario) => questionsOf(ir, scenario));
  if (questions.length === 0 || context.io.stop.aborted) return [];
  // Streams that the same place holds up share a run.
  const jobs = planFaster(questions.map(({ wanted }) => wanted));
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
  return questions.flatMap(({ stream, wanted }): readonly WhatIf[] => {
    const run = fasterResult(done, wanted);
    if (run === null) return [];
    const text = counterfactualText(counterfactualOf(stream, run, wanted.faster), stream);
    return [{ scenario: wanted.scenario, stream: stream.id, text }];
  });
}
