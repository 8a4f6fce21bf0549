/**
 * The numbers behind each chart, as tables: for reading without eyes, and for files.
 * Not how they look. Times are in seconds, because a table is for people.
 */
import { variantText } from '../words.ts';
import type { Sheet } from './csv.ts';
import { driveSeriesSheet, driveSheet, wearSheet } from './drive-sheets.ts';
import {
  cableSeriesSheet, cableSheet, completionSheet, fabricSheet, flowSheet, jobSheet,
} from './network-sheets.ts';
import { bootTicksOf, seconds, type Shown } from './shown.ts';
import { distributionSheet, latencySheet, partSheet, processorSheet, seriesSheet } from './stream-sheets.ts';
import { volumeSeriesSheet, volumeSheet } from './volume-sheets.ts';

function verdictSheet({ scenario, results }: Shown): Sheet {
  const timely = (value: number | string | null, dimension: string): number | string | null =>
    typeof value === 'number' && dimension === 'time' ? seconds(value, results) : value;
  return {
    title: 'Verdicts', head: ['expectation', 'verdict', 'measured', 'low', 'high', 'unit'],
    rows: scenario.expectations.map(({ text, verdict, estimate, interval, dimension }) => [
      text, verdict, timely(estimate, dimension),
      timely(interval?.low ?? null, dimension), timely(interval?.high ?? null, dimension),
      dimension === 'time' ? 's' : dimension,
    ]),
  };
}

export function bootSheet({ run, results }: Shown): Sheet {
  return {
    title: 'Boot steps',
    head: ['instance', 'step', 'from s', 'to s', 'queued s', 'timed out s', 'by'],
    rows: run.lives.flatMap(({ instance, launches }) => launches.flatMap(({ steps }) =>
      steps.map(({ step, fromTicks, toTicks, queuedTicks, timedOutTicks, by }) => [
        instance, step, ...[fromTicks, toTicks, queuedTicks, timedOutTicks].map((ticks) =>
          seconds(ticks, results)), by ?? 'guest',
      ]))),
  };
}

export function stateSheet({ run, results }: Shown): Sheet {
  return {
    title: 'States', head: ['instance', 'at s', 'state'],
    rows: run.lives.flatMap(({ instance, states }) =>
      states.map(({ atTicks, state }) => [instance, seconds(atTicks, results), state])),
  };
}

export function stationSheet({ run, results }: Shown): Sheet {
  return {
    title: 'Stations',
    head: [
      'station', 'arrived', 'completed', 'dropped', 'inside', 'servers', 'utilization',
      'mean queue', 'longest queue', 'mean wait s', 'mean service s',
    ],
    rows: run.stations.map((station) => [
      station.id, station.arrived, station.completed, station.dropped, station.inside,
      station.servers, Number(station.utilization.toPrecision(6)),
      Number(station.meanQueueLength.toPrecision(6)), station.longestQueue,
      seconds(station.meanWaitTicks, results), seconds(station.meanServiceTicks, results),
    ]),
  };
}

export function findingSheet({ run, results }: Shown): Sheet {
  return {
    title: 'Findings', head: ['at s', 'severity', 'code', 'element', 'message'],
    rows: run.findings.map(({ atTicks, severity, code, element, message }) =>
      [seconds(atTicks, results), severity, code, element, message]),
  };
}

/** Boot times of every instance in every variant. */
export function variantSheet({ scenario, results }: Shown): Sheet {
  const rows = scenario.variants.flatMap((variant) =>
      (variant.runs[0]?.lives ?? []).map(({ instance }) => {
        const ticks = bootTicksOf(variant, instance);
        const all = ticks.map((each) => seconds(each, results));
        const mean = all.length === 0 ? null
          : Number((all.reduce((sum, each) => sum + each, 0) / all.length).toPrecision(6));
        return [
          variantText(variant), instance, all.length === 0 ? null : Math.min(...all), mean,
          all.length === 0 ? null : Math.max(...all), all.length,
        ] as const;
      }));
  return {
    title: 'Boot by variant', head: ['variant', 'instance', 'least s', 'mean s', 'most s', 'boots'],
    // Where nothing is launched there is nothing to compare.
    rows: rows.some((row) => row[5] > 0) ? rows : [],
  };
}

export const allSheets = (shown: Shown): readonly Sheet[] => [
  verdictSheet, latencySheet, distributionSheet, partSheet, (all: Shown) => seriesSheet(all),
  flowSheet, completionSheet, jobSheet, fabricSheet, cableSheet,
  (all: Shown) => cableSeriesSheet(all), volumeSheet,
  volumeSeriesSheet, driveSheet, driveSeriesSheet, wearSheet, processorSheet, variantSheet,
  bootSheet, stateSheet, stationSheet, findingSheet,
].map((make) => make(shown)).filter(({ rows }) => rows.length > 0);
