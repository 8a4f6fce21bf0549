/**
 * Whether volumes stay inside what their types sell, and what the instances they are attached to
 * carry. The limits themselves are rows of the types in the catalogue; nothing is known here.
 */
import type { Fix } from '#diagnostics';
import type { Node } from '../draft.ts';
import type { Served } from '../io-paths.ts';
import type { Model } from '../model.ts';
import {
  nameAt, numberOrNull, oncePerValues, placeFor, sourceFor, typeName, words,
} from '../nodes.ts';
import type { Problems } from '../problems.ts';
import { nearestInside, outside, print, range } from './bounds.ts';

const GIB = 1024 * 1024 * 1024;

const isInside = (volume: Node, key: string, low: string, high: string): boolean => {
  const value = numberOrNull(volume, key);
  return value !== null && !outside(value, numberOrNull(volume, low), numberOrNull(volume, high));
};

const removal = (volume: Node, property: string): readonly Fix[] => {
  const source = sourceFor(volume, property);
  if (source === undefined || source.origin === 'type') return [];
  const edits = [{ at: source.pointer, action: 'remove', text: '' }] as const;
  return [{ title: `Remove '${property}'`, edits }];
};

/** What a type does not sell is asked for in vain, and what it must be asked for is missing. */
const checkProvisioned = (volume: Node, problems: Problems): boolean => {
  const sold = words(volume, 'provisioned');
  if (sold.length === 0) return true;
  for (const [property, key] of [
    ['iops', 'iops'], ['throughput', 'throughputBitsPerSecond'],
  ] as const) {
    if (sold.includes(property) || numberOrNull(volume, key) === null) continue;
    problems.report('limits/volume-provisioned', placeFor(volume, property), {
      volume: volume.id, type: typeName(volume), property, sold: sold.join(' and '),
    }, { fixes: removal(volume, property) });
    return false;
  }
  const least = numberOrNull(volume, 'minimumIops');
  const isMissing = sold.includes('iops') && numberOrNull(volume, 'iops') === null
    && numberOrNull(volume, 'baselineIops') === null;
  if (!isMissing || !isInside(volume, 'sizeBytes', 'minimumSizeBytes', 'maximumSizeBytes')) {
    return true;
  }
  problems.report('limits/volume-iops-missing', nameAt(volume), {
    volume: volume.id, type: typeName(volume), least: print(least ?? 1, 'operations'),
  });
  return false;
};

const checkSize = (volume: Node, problems: Problems): void => {
  const size = numberOrNull(volume, 'sizeBytes');
  // A size that is missing or wrong has been reported; nothing more is known of it.
  if (size === null) return;
  const low = numberOrNull(volume, 'minimumSizeBytes');
  const high = numberOrNull(volume, 'maximumSizeBytes');
  if (!outside(size, low, high)) return;
  problems.report('limits/volume-size', placeFor(volume, 'size'), {
    volume: volume.id, type: typeName(volume), size: print(size, 'size'),
    range: range(low, high, 'size'),
  }, { fixes: nearestInside(volume, 'size', low, high, size, 'size') });
};

const checkIops = (volume: Node, problems: Problems): void => {
  const iops = numberOrNull(volume, 'iops');
  if (iops === null) return;
  const low = numberOrNull(volume, 'minimumIops');
  const high = numberOrNull(volume, 'maximumIops');
  const at = placeFor(volume, 'iops');
  if (outside(iops, low, high)) {
    problems.report('limits/volume-iops', at, {
      volume: volume.id, type: typeName(volume), iops: print(iops, 'operations'),
      range: range(low, high, 'operations'),
    }, { fixes: nearestInside(volume, 'iops', low, high, iops, 'operations') });
    return;
  }
  const ratio = numberOrNull(volume, 'iopsPerGib');
  const size = numberOrNull(volume, 'sizeBytes');
  if (ratio === null || size === null) return;
  const baseline = numberOrNull(volume, 'baselineIops') ?? 0;
  const most = Math.max(low ?? 0, baseline, Math.floor((ratio * size) / GIB));
  if (iops <= most) return;
  problems.report('limits/volume-ratio', at, {
    volume: volume.id, iops: print(iops, 'operations'), size: print(size, 'size'),
    most: print(most, 'operations'), ratio: String(ratio),
  }, { fixes: nearestInside(volume, 'iops', null, most, iops, 'operations') });
};

/** Throughput is sold in proportion to operations. */
const checkThroughputRatio = (volume: Node, throughput: number, problems: Problems): void => {
  const each = numberOrNull(volume, 'mostThroughputPerIopsBytes');
  const iops = numberOrNull(volume, 'iops') ?? numberOrNull(volume, 'baselineIops');
  if (each === null || iops === null) return;
  const most = Math.max(
    numberOrNull(volume, 'baselineThroughputBitsPerSecond') ?? 0, 8 * each * iops,
  );
  if (throughput <= most) return;
  problems.report('limits/volume-throughput-ratio', placeFor(volume, 'throughput'), {
    volume: volume.id, throughput: print(throughput, 'rate'), iops: print(iops, 'operations'),
    most: print(most, 'rate'), each: print(each, 'size'),
  }, { fixes: nearestInside(volume, 'throughput', null, most, throughput, 'rate') });
};

const checkThroughput = (volume: Node, problems: Problems): void => {
  const throughput = numberOrNull(volume, 'throughputBitsPerSecond');
  if (throughput === null) return;
  const low = numberOrNull(volume, 'minimumThroughputBitsPerSecond');
  const high = numberOrNull(volume, 'maximumThroughputBitsPerSecond');
  if (!outside(throughput, low, high)) {
    checkThroughputRatio(volume, throughput, problems);
    return;
  }
  problems.report('limits/volume-throughput', placeFor(volume, 'throughput'), {
    volume: volume.id, type: typeName(volume), throughput: print(throughput, 'rate'),
    range: range(low, high, 'rate'),
  }, { fixes: nearestInside(volume, 'throughput', low, high, throughput, 'rate') });
};

/** Before Nitro an instance does not reach what a volume can do. */
const checkElsewhere = (served: Served, problems: Problems): void => {
  if (served.stage === 'full' || served.stage === 'metal') return;
  for (const volume of served.volumes) {
    const most = numberOrNull(volume, 'elsewhereIops');
    const iops = numberOrNull(volume, 'iops');
    if (most === null || iops === null || iops <= most) continue;
    problems.report('limits/volume-elsewhere', placeFor(volume, 'iops'), {
      volume: volume.id, iops: print(iops, 'operations'), most: print(most, 'operations'),
      instance: typeName(served.placed.instance),
    }, { fixes: nearestInside(volume, 'iops', null, most, iops, 'operations') });
  }
};

const checkInstanceIops = (served: Served, problems: Problems): void => {
  const { instance } = served.placed;
  const most = numberOrNull(instance, 'ebsPeakIops') ?? numberOrNull(instance, 'ebsBaselineIops');
  if (most === null) return;
  const asked = served.volumes.reduce((sum, v) => sum + (numberOrNull(v, 'iops') ?? 0), 0);
  if (asked <= most) return;
  problems.report('limits/instance-iops', nameAt(instance), {
    name: instance.id, type: typeName(instance), asked: print(asked, 'operations'),
    most: print(most, 'operations'),
  });
};

const checkInstanceThroughput = (served: Served, problems: Problems): void => {
  const { instance } = served.placed;
  const most = numberOrNull(instance, 'ebsPeakRateBitsPerSecond')
    ?? numberOrNull(instance, 'ebsBaselineRateBitsPerSecond');
  if (most === null) return;
  // What is above the limit of a type has been reported, and is not to be had anyway.
  const asked = served.volumes.reduce((sum, v) => sum + Math.min(
    numberOrNull(v, 'throughputBitsPerSecond') ?? 0,
    numberOrNull(v, 'maximumThroughputBitsPerSecond') ?? Infinity,
  ), 0);
  if (asked <= most) return;
  problems.report('limits/instance-throughput', nameAt(instance), {
    name: instance.id, type: typeName(instance), asked: print(asked, 'rate'),
    most: print(most, 'rate'),
  });
};

export const checkVolumes = (model: Model): void => {
  const { problems, nodes } = model.draft;
  for (const volume of oncePerValues(nodes.filter((n) => n.kind === 'volume'))) {
    checkSize(volume, problems);
    if (!checkProvisioned(volume, problems)) continue;
    checkIops(volume, problems);
    checkThroughput(volume, problems);
  }
  for (const served of model.served) {
    checkElsewhere(served, problems);
    checkInstanceIops(served, problems);
    checkInstanceThroughput(served, problems);
  }
};
