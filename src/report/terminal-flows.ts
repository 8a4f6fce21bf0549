/**
 * Flows over fabrics on a terminal: a line each where a workload has few, else one for all of them;
 * then rounds of jobs, and what fabrics dropped or paused. Not deadlocks: those are findings.
 */
import { grouped } from '#base';
import type { JobResult, NetworkResult, Results, RunResult, StreamResult } from '#results';
import {
  completionsOf, dropWords, flowGroups, flowsWords, formatBits, hasFew, hasStalled, idealWords,
  longestRound, medianRound, mostOf, sumOf, uncountedWords, type FlowGroup,
} from '#views';
import { itemLines, moreLine } from './items.ts';
import { printTicks } from './quantities.ts';
import type { TerminalLook } from './terminal-problems.ts';
import { busiestText, streamName } from './terminal-streams.ts';
import { counted, printable } from './text.ts';

const ROWS_MAX = 8;

/** Parts of a request that was not the last one here have no time of their own. */
const nothingSaid = (flows: readonly StreamResult[]): string => {
  const parts = flows.reduce((sum, { completed }) => sum + completed, 0);
  return parts === 0 ? 'no message is through' : `${grouped(parts)} parts`;
};

/**
 * `burst   48 flows   29.6 Gbps   p50 25.3 ms   p99 25.96 ms   ideal 163 … 166 us   2,041 packets
 * sent again, longest stall 20.3 ms`.
 */
export function flowLines(run: RunResult, results: Results, look: TerminalLook): string[] {
  const rows = flowGroups(run.streams).flatMap((group) => hasFew(group)
    ? group.flows.map((flow) => flowCells({ ...group, flows: [flow] }, run, results))
    : [flowCells(group, run, results)]);
  const jobs = run.jobs.map((job) => jobCells(job, results));
  const networks = run.networks.flatMap(networkWords);
  return [
    ...itemLines([...rows.slice(0, ROWS_MAX), ...jobs.slice(0, ROWS_MAX)], look, [2]),
    ...moreLine(rows.length - ROWS_MAX, 'flows', look),
    ...moreLine(jobs.length - ROWS_MAX, 'jobs', look),
    ...itemLines(networks, look),
  ];
}

function flowCells(group: FlowGroup, { streams }: RunResult, results: Results): string[] {
  const { flows } = group;
  const say = (ticks: number): string => printTicks(ticks, results);
  const found = completionsOf(group);
  const bits = flows.reduce((sum, { bitsPerSecond }) => sum + bitsPerSecond, 0);
  const ideal = idealWords(group, say);
  const [first] = flows;
  return [
    flows.length > 1 || first === undefined ? printable(group.workload)
      : streamName(first, streams),
    flows.length > 1 ? counted(flows.length, 'flow') : '',
    formatBits(bits),
    found === null ? nothingSaid(flows) : `p50 ${say(found.p50Ticks)}`,
    found === null ? '' : `p99 ${say(found.p99Ticks)}`,
    ideal === '' ? '' : `ideal ${ideal}`,
    happenedWords(group, say),
  ];
}

/** What went wrong on the way, and what holds it up. */
function happenedWords(group: FlowGroup, say: (ticks: number) => string): string {
  const lost = group.flows.reduce((sum, flow) => sum + flow.lost, 0);
  const again = sumOf(group, 'retransmitted');
  const bottleneck = busiestText(group.flows);
  const uncounted = uncountedWords(group);
  return [
    lost === 0 ? '' : `${grouped(lost)} lost`,
    again === 0 ? '' : `${counted(again, 'packet')} sent again`,
    hasStalled(group) ? `longest stall ${say(mostOf(group, 'stallTicks'))}` : '',
    uncounted === '' ? '' : `packets ${uncounted}`,
    bottleneck === '' ? '' : `bottleneck ${bottleneck}`,
  ].filter((words) => words !== '').join(', ');
}

function jobCells(job: JobResult, results: Results): string[] {
  const { workload, roundTicks, idealTicks } = job;
  const say = (ticks: number): string => printTicks(ticks, results);
  return [
    printable(workload), counted(roundTicks.length, 'round'), '',
    roundTicks.length === 0 ? 'none was done' : `p50 ${say(medianRound(job))}`,
    roundTicks.length === 0 ? '' : `most ${say(longestRound(job))}`,
    idealTicks === null ? '' : `ideal ${say(idealTicks)}`, '',
  ];
}

/** Nothing of a fabric in which nothing was dropped or stood still. */
function networkWords(network: NetworkResult): string[][] {
  if (network.model === 'flows') return [[printable(network.id), `computed ${flowsWords}`]];
  const dropped = dropWords(network);
  const still = network.pauses?.blockedMost ?? 0;
  return dropped === '' && still === 0 ? [] : [[
    printable(network.id), dropped === '' ? '' : `packets dropped: ${dropped}`,
    still === 0 ? '' : `at most ${counted(still, 'link')} stood still at one time`,
  ]];
}
