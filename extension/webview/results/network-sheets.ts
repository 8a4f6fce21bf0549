/**
 * The numbers of flows over fabrics, of jobs and of cables, as tables. Not how they look. Times are
 * in seconds, shares of one.
 */
import {
  completionCurves, flowGroups, goodputLines, hasWindows, linkWays, windowStart, type LinkWay,
} from '#views';
import type { Sheet } from './csv.ts';
import { figure, seconds, type Shown } from './shown.ts';
import { streamNameOf } from './stream-sheets.ts';

/** Nothing where a fabric is computed as flows. */
const known = (ticks: number | null, results: Shown['results']): number | null =>
  ticks === null ? null : seconds(ticks, results);

export function flowSheet({ run, results }: Shown): Sheet {
  return {
    title: 'Flows over fabrics',
    head: [
      'flow', 'from', 'to', 'bit/s', 'p50 s', 'p99 s', 'most s', 'ideal s', 'lost', 'packets',
      'sent again', 'out of order', 'behind at most', 'dropped', 'marked', 'came twice',
      'time-outs', 'reconnects', 'longest stall s', 'paths',
    ],
    rows: run.streams.flatMap((flow): Sheet['rows'] => {
      const { network, completion } = flow;
      return network === null ? [] : [[
        streamNameOf(flow, run.streams), flow.from, flow.to, figure(flow.bitsPerSecond),
        ...[completion?.p50Ticks, completion?.p99Ticks, completion?.maxTicks]
          .map((ticks) => ticks === undefined ? null : seconds(ticks, results)),
        known(network.idealTicks, results), flow.lost, network.sentPackets,
        network.retransmitted, network.reordered, network.reorderedMost, network.dropped,
        network.marked, network.duplicates, network.timeouts, network.reconnects,
        known(network.stallTicks, results), network.paths,
      ]];
    }),
  };
}

/** Of the first run of each variant. */
export function completionSheet({ scenario, variant, results }: Shown): Sheet {
  return {
    title: 'Completion of messages', head: ['flows', 'share', 'at most s'],
    rows: completionCurves(scenario, variant).flatMap(({ name, distribution: { shares, ticks } }) =>
      ticks.map((value, i) => [name, shares[i] ?? null, seconds(value, results)])),
  };
}

/** What is drawn of it; of each flow: the sheet of all streams. */
export function goodputSheet({ run: { streams, series }, results }: Shown): Sheet {
  return {
    title: 'Goodput over time', head: ['flows', 'from s', 'to s', 'bit/s', 'least'],
    rows: !hasWindows(series) ? [] : flowGroups(streams).flatMap((group) =>
      goodputLines(group, series).flatMap(({ name, values, lower }) => values.map((value, i) => [
        `${group.workload}: ${name}`, seconds(windowStart(series.atTicks, i), results),
        seconds(series.atTicks[i] ?? 0, results), figure(value), figure(lower?.[i]),
      ]))),
  };
}

export function jobSheet({ run, results }: Shown): Sheet {
  return {
    title: 'Rounds of jobs', head: ['job', 'round', 'took s', 'ideal s'],
    rows: run.jobs.flatMap(({ workload, roundTicks, idealTicks }) => roundTicks.map((ticks, i) =>
      [workload, i + 1, seconds(ticks, results), known(idealTicks, results)])),
  };
}

export function fabricSheet({ run, results }: Shown): Sheet {
  return {
    title: 'Fabrics', head: ['fabric', 'what', 'packets or links', 'at s', 'where'],
    rows: run.networks.flatMap(({ id, model, drops, pauses }): Sheet['rows'] => [
      ...(model === 'flows' ? [[id, 'computed as flows', null, null, null]] : []),
      ...(drops ?? []).map(({ reason, packets }) => [id, `dropped: ${reason}`, packets, null, null]),
      ...(pauses === null ? [] : [
        [id, 'stood still at one time', pauses.blockedMost, null, null],
        [id, 'longest chain', pauses.chainMost, null, null],
        [id, 'held up at one time', pauses.heldUpMost, null, null],
        ...(pauses.deadlock === null ? [] : [[
          id, 'deadlock', pauses.deadlock.links.length, seconds(pauses.deadlock.atTicks, results),
          pauses.deadlock.links.join(', '),
        ]]),
        ...pauses.freed.map(({ link, atTicks }) =>
          [id, 'freed by a watchdog', 1, seconds(atTicks, results), link]),
      ]),
    ]),
  };
}

export function cableSheet({ run, results }: Shown): Sheet {
  return {
    title: 'Cables',
    head: [
      'fabric', 'from > to', 'bytes', 'utilization', 'mean queue packets', 'longest queue bytes',
      'dropped', 'marked', 'paused s',
    ],
    rows: run.networks.flatMap((network) => linkWays(network).map((way) => [
      network.id, way.name, way.bytes, figure(way.utilization), figure(way.meanQueuePackets),
      way.longestQueueBytes, way.dropped, way.marked, known(way.pausedTicks, results),
    ])),
  };
}

export function cableSeriesSheet(
  { run, results }: Shown, ways: readonly LinkWay[] = run.networks.flatMap(linkWays),
): Sheet {
  const atTicks = run.series?.atTicks ?? [];
  return {
    title: 'Cables over time',
    head: [
      'from > to', 'from s', 'to s', 'utilization', 'longest queue bytes', 'dropped', 'marked',
      'paused',
    ],
    rows: ways.flatMap(({ name, series }) => series === null ? [] : atTicks.map((end, i) => [
      name, seconds(windowStart(atTicks, i), results), seconds(end, results),
      figure(series.utilization[i]), series.longestQueueBytes?.[i] ?? null,
      series.dropped?.[i] ?? null, series.marked?.[i] ?? null, figure(series.paused?.[i]),
    ])),
  };
}
