/**
 * The verdicts of a scenario from the runs of its variants. Not the rule itself: see verdict.ts.
 * Keeps true: an expectation holds when it holds in every variant it applies to; the variant that
 * decides is the first that fails, else the first that is undecided, else the one nearest to its
 * bound. What was seen up to a limit holds nothing: the rest might not. Whole results and merged
 * ones are judged by this one function.
 */
import type {
  ExpectationResult, ExpectationRule, Results, RunResult, VariantResults,
} from '#results';
import { judge, type Judgement } from './verdict.ts';

/** What is to be judged. */
export interface Question {
  readonly index: number;
  readonly text: string;
  readonly rule: ExpectationRule;
  readonly dimension: string;
  /** The variants it applies to, in order. */
  readonly variants: readonly number[];
}

interface JudgedVariant {
  readonly variant: number;
  readonly judgement: Judgement;
}

export function judgeScenario(
  questions: readonly Question[],
  variants: readonly VariantResults[],
  runs: number,
): readonly ExpectationResult[] {
  return questions.map((question) => {
    const judged = question.variants.map((variant): JudgedVariant => ({
      variant, judgement: judgeVariant(question, variants[variant], runs),
    }));
    return result(question, judged);
  });
}

function judgeVariant(
  question: Question,
  variant: VariantResults | undefined,
  runs: number,
): Judgement {
  const done = variant?.runs ?? [];
  const samples = done.flatMap((run) =>
    run.values.filter((value) => value.index === question.index)
      .map((value) => ({ ...value, run: run.run })));
  const judgement = judgeWhole(judge(question.rule, samples, runs), done);
  const empty = samples.find((sample) => sample.left === null || sample.right === null);
  if (empty === undefined) return judgement;
  // What the run says went wrong is most likely why there is nothing to measure.
  const finding = done.find((run) => run.run === empty.run)?.findings
    .find((f) => f.severity === 'error' || f.code === 'run/launch-unfinished');
  if (finding === undefined) return judgement;
  return { ...judgement, reason: `${(judgement.reason ?? '').slice(0, -1)}: ${finding.message}` };
}

/** It was ended before what the scenario describes was over. */
const metLimit = ({ end }: RunResult): boolean => end.endsWith('-limit');

/** Whether a named limit ended a run of these results. */
export const isCutShort = ({ scenarios }: Results): boolean =>
  scenarios.some(({ variants }) => variants.some(({ runs }) => runs.some((run) => metLimit(run))));

function judgeWhole(judgement: Judgement, done: readonly RunResult[]): Judgement {
  const cut = judgement.verdict === 'holds' ? done.find((run) => metLimit(run)) : undefined;
  if (cut === undefined) return judgement;
  return {
    ...judgement, verdict: 'undecided',
    reason: `Run ${String(cut.run)} was ended by a limit before it was over.`,
  };
}

function deciding(judged: readonly JudgedVariant[]): JudgedVariant | undefined {
  const first = (verdict: Judgement['verdict']): JudgedVariant | undefined =>
    judged.find((one) => one.judgement.verdict === verdict);
  const nearest = (): JudgedVariant | undefined => {
    let best = judged[0];
    for (const one of judged) {
      if (best === undefined || one.judgement.margin < best.judgement.margin) best = one;
    }
    return best;
  };
  return first('fails') ?? first('undecided') ?? nearest();
}

function result(question: Question, judged: readonly JudgedVariant[]): ExpectationResult {
  const { index, text, rule, dimension } = question;
  const decides = deciding(judged);
  const base = { index, text, rule, dimension };
  if (decides === undefined) {
    return {
      ...base, verdict: 'fails', variant: null, estimate: null, interval: null, bound: null,
      moreRuns: null, perVariant: [], reason: 'No variant is picked by its condition.',
    };
  }
  const { verdict, estimate, interval, bound, reason } = decides.judgement;
  const needed = judged.map((one) => one.judgement.moreRuns);
  return {
    ...base, verdict, variant: decides.variant, estimate, interval, bound, reason,
    moreRuns: verdict === 'undecided' ? mostOf(needed) : null,
    perVariant: judged.map(({ variant, judgement }) => ({
      variant, verdict: judgement.verdict, estimate: judgement.estimate,
      interval: judgement.interval,
    })),
  };
}

function mostOf(numbers: readonly (number | null)[]): number | null {
  let most: number | null = null;
  for (const number of numbers) if (number !== null && number > (most ?? 0)) most = number;
  return most;
}
