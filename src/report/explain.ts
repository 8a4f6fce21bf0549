/**
 * Why a run went as it did: what latencies are made of, which place holds each stream up, and what
 * would be if a place worked faster. Not the running: both runs are given. Keeps true: a change is
 * a ratio of two measured figures, and where one of them is missing there is none.
 */
import { canonicalJsonLines } from '#base';
import type { ProcessorResult, Results, RunResult, StreamResult } from '#results';
import { aroundBottleneck, type Bottleneck, bottleneckOf, bottleneckWords, roleText } from '#views';
import {
  processorLines, streamHead, streamName, wayLines,
} from './terminal-streams.ts';
import type { TerminalLook } from './terminal-problems.ts';
import { printable, wrap } from './text.ts';

/** What one stream would be with a place so many times as fast: figures after, over before. */
export interface Counterfactual {
  readonly element: string;
  readonly factor: number;
  readonly meanRatio: number | null;
  readonly p50Ratio: number | null;
  readonly p99Ratio: number | null;
  readonly rateRatio: number | null;
  /** The station that is the busiest then. */
  readonly bottleneck: string | null;
}

export interface ExplainedStream {
  readonly stream: StreamResult;
  readonly bottleneck: Bottleneck | null;
  readonly counterfactuals: readonly Counterfactual[];
  /** What the run found of it, such as who refuses what it sends. */
  readonly findings: readonly string[];
}

export interface ExplainedRun {
  readonly scenario: string;
  readonly variant: number;
  readonly assignments: readonly { readonly target: string; readonly value: string }[];
  readonly run: number;
  readonly runs: number;
  readonly seed: number;
  readonly streams: readonly ExplainedStream[];
  readonly processors: readonly ProcessorResult[];
}

const ratio = (after: number | undefined, before: number | undefined): number | null =>
  after === undefined || before === undefined || before <= 0 ? null : after / before;

/** What came of a stream in a run where a place was faster, against the run as it is. */
export function counterfactualOf(
  before: StreamResult, after: RunResult,
  faster: { readonly element: string; readonly factor: number },
): Counterfactual {
  const same = after.streams.find(({ id }) => id === before.id);
  const [was, is] = [before.latency, same?.latency];
  return {
    ...faster,
    meanRatio: ratio(is?.meanTicks, was?.meanTicks), p50Ratio: ratio(is?.p50Ticks, was?.p50Ticks),
    p99Ratio: ratio(is?.p99Ticks, was?.p99Ticks),
    rateRatio: ratio(same?.perSecond, before.perSecond),
    bottleneck: same === undefined ? null : bottleneckOf(same)?.station ?? null,
  };
}

export function explainedStream(
  stream: StreamResult, counterfactuals: readonly Counterfactual[], run: RunResult,
): ExplainedStream {
  const found = bottleneckOf(stream);
  return {
    stream, counterfactuals,
    findings: run.findings.filter(({ element }) =>
      element === stream.id || element === stream.workload).map(({ message }) => message),
    bottleneck: found,
  };
}

/** `−38 %`, `+4 %`, `as before`. */
function changeText(value: number | null): string {
  if (value === null) return 'no sample';
  const percent = (value - 1) * 100;
  if (Math.abs(percent) < 0.05) return 'as before';
  const digits = Math.abs(percent) < 9.95 ? 1 : 0;
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(digits)} %`;
}

/** `with 2 × app/ebs-iops: p99 −38 %, rate +12 %`, and what would hold it up then. */
export function counterfactualText(would: Counterfactual, stream: StreamResult): string {
  const { element, factor, meanRatio, p99Ratio, rateRatio, bottleneck } = would;
  const isSame = [p99Ratio, meanRatio, rateRatio].every((one) => changeText(one) === 'as before');
  // Nothing but a fabric is asked about that is around a link.
  const place = element === aroundBottleneck(stream) ? `all links within ${printable(element)}`
    : printable(element);
  const changes = `with ${String(factor)} × ${place}: ${isSame ? 'all as before'
    : `p99 ${changeText(p99Ratio)}, mean ${changeText(meanRatio)}, rate ${changeText(rateRatio)}`}`;
  const before = bottleneckOf(stream)?.station ?? null;
  return bottleneck === null || bottleneck === before ? changes
    : `${changes}; then ${printable(bottleneck)} is the busiest`;
}

function streamText(
  explained: ExplainedStream, all: readonly StreamResult[], results: Results, look: TerminalLook,
): string[] {
  const { stream, bottleneck, counterfactuals, findings } = explained;
  const { style } = look;
  const name = streamName(stream, all);
  const [head = '', ...more] = streamHead(stream, name, results, look.width);
  const ways = stream.ways.filter(({ count }) => count > 0)
    .flatMap((way) => ['', ...wayLines(way, results, look)]);
  const words = bottleneckWords(stream, printable);
  const told = bottleneck === null || words === '' ? []
    : [`  ${style.dim('bottleneck')}  ${style.bold(words)} (${roleText(bottleneck.role)})`];
  return [
    `${style.bold(name)}${head.slice(name.length)}`, ...more, ...ways,
    ...(told.length + counterfactuals.length + findings.length === 0 ? [] : ['']), ...told,
    ...findings.flatMap((text) => wrap(printable(text), look.width - 14)
      .map((line, i) => `  ${style.dim(i === 0 ? 'found     ' : '          ')}  ${line}`)),
    ...counterfactuals.flatMap((one) => wrap(counterfactualText(one, stream), look.width - 14)
      .map((line, i) => `  ${style.dim(i === 0 ? 'what if   ' : '          ')}  ${line}`)),
  ];
}

/** Said of a run of nothing but lives; they have no parts that something waits for. */
const nothingToExplain = '  no io, flow or compute ran, so there is no latency to explain';

/** What `explain` prints of a run. */
export function terminalExplain(
  explained: ExplainedRun, results: Results, look: TerminalLook,
): string {
  const { scenario, assignments, run, runs, seed } = explained;
  const variant = assignments.map(({ target, value }) => `${target} = ${value}`).join(', ');
  const which = runs > 1 ? `run ${String(run + 1)} of ${String(runs)}` : '1 run';
  const head = [
    look.style.bold(printable(scenario)), ...(variant === '' ? [] : [printable(variant)]),
    look.style.dim(which), look.style.dim(`seed ${String(seed)}`),
  ].join('   ');
  const all = explained.streams.map(({ stream }) => stream);
  const streams = explained.streams.flatMap((one) => ['', ...streamText(one, all, results, look)]);
  const legend = all.some(({ ways }) => ways.some(({ count }) => count > 0))
    ? ['', look.style.dim('  ▒ waiting   █ served   ─ on its way   ▸ busiest on the way')]
    : [];
  const processors = processorLines(explained.processors, look);
  return [
    head, ...(streams.length + processors.length === 0 ? [nothingToExplain] : streams), ...legend, ...(processors.length === 0 ? [] : ['', ...processors]), '',
  ].join('\n');
}

export const jsonExplain = (
  file: string, runs: readonly ExplainedRun[], results: Results,
  /** What else is known of what was asked about. */
  about: { readonly [key: string]: unknown } = {},
): string =>
  canonicalJsonLines({
    ...about,
    explainVersion: 1, file, irFingerprint: results.irFingerprint,
    tickPicoseconds: results.tickPicoseconds, scenarios: runs.map((run) => ({ ...run })),
  });
