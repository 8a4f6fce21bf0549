/**
 * Volumes in the results. Not the counting. Keeps true: sorted by id, and as many windows as the
 * series of the run has.
 */
import { comparePaths, sorted } from '#base';
import type { VolumeBudget, VolumeCredits, VolumeResult } from '#results';
import type { Limiter, Volume, Volumes } from '#sim/devices';
import { flowCounts } from './network-results.ts';

const budgetOf = (limiter: Limiter | null): VolumeBudget | null => limiter === null ? null
  : { perSecond: limiter.budget.perSecond, peakPerSecond: limiter.budget.peakPerSecond };

function creditsOf(volume: Volume, now: number): VolumeCredits | null {
  const credits = volume.operations?.credits ?? volume.bytes?.credits ?? null;
  if (credits === null) return null;
  return {
    of: volume.operations?.credits === credits ? 'operations' : 'bytes',
    capacity: credits.capacity, left: credits.left(now), least: credits.leastSince(),
    spentTicks: credits.spentTicks < 0 ? null : credits.spentTicks,
  };
}

/** A volume that was first used within the run has no windows before that. */
const padded = <Value>(values: readonly Value[], windows: number, filler: Value): Value[] =>
  [...Array.from({ length: Math.max(0, windows - values.length) }, () => filler), ...values];

function volumeResult(volume: Volume, now: number, windows: number | null): VolumeResult {
  const { chunks, series, node, network } = volume;
  const { snapshot } = node;
  return {
    id: volume.element.id,
    limits: { operations: budgetOf(volume.operations), bytes: budgetOf(volume.bytes) },
    requests: chunks.requests, operations: chunks.operations, merged: chunks.merged,
    credits: creditsOf(volume, now), throttled: volume.throttled.share(now),
    throttledByInstance: volume.capped.share(now),
    snapshot: snapshot === null ? null : {
      loaded: snapshot.loadedShare(now), firstTouches: snapshot.firstTouches, cold: node.cold,
    },
    network: network === null ? null : {
      transport: network.placement.transport,
      hosts: network.placement.nodes.map(({ host }) => host), ...flowCounts(network.flows),
    },
    series: windows === null ? null : {
      credits: padded(series.credits, windows, volume.creditsLeft(0)),
      throttled: padded(series.throttled, windows, 0),
      throttledByInstance: padded(series.capped, windows, 0),
    },
  };
}

/** `windows`: of the series of the run; null: it has none. */
export function volumeResults(
  volumes: Volumes, now: number, windows: number | null,
): readonly VolumeResult[] {
  return sorted(
    volumes.volumes.map((volume) => volumeResult(volume, now, windows)),
    (a, b) => comparePaths(a.id, b.id),
  );
}
