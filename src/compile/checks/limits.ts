/**
 * Whether volumes and instances stay inside the limits of their types. The limits themselves are
 * rows of the types in the catalogue; nothing is known here.
 */
import { type Dimension, printQuantity } from '#kinds';
import type { Fix } from '#diagnostics';
import type { Node } from '../draft.ts';
import type { Served } from '../io-paths.ts';
import type { Model } from '../model.ts';
import {
  nameAt, number, numberOrNull, oncePerValues, placeFor, sourceFor, typeName, word,
} from '../nodes.ts';
import type { Problems } from '../problems.ts';

const GIB = 1024 * 1024 * 1024;
/** A bound that was rounded for the eye would lie outside itself. */
const EXACT_DIGITS = 15;

const print = (value: number, dimension: Dimension): string => printQuantity(value, dimension, 6);

const range = (low: number | null, high: number | null, dimension: Dimension): string => {
  if (low === null) return `at most ${print(high ?? 0, dimension)}`;
  return high === null ? `at least ${print(low, dimension)}`
    : `${print(low, dimension)} to ${print(high, dimension)}`;
};

const nearestInside = (
  node: Node, property: string, low: number | null, high: number | null, value: number,
  dimension: Dimension,
): readonly Fix[] => {
  const source = sourceFor(node, property);
  if (source === undefined || source.origin === 'type') return [];
  const bound = low !== null && value < low ? low : high;
  if (bound === null) return [];
  const text = printQuantity(bound, dimension, EXACT_DIGITS);
  return [{ title: `Change to '${text}'`, edits: [{ at: source.valueAt, action: 'replace', text }] }];
};

const outside = (value: number, low: number | null, high: number | null): boolean =>
  (low !== null && value < low) || (high !== null && value > high);

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

const checkThroughput = (volume: Node, problems: Problems): void => {
  const throughput = numberOrNull(volume, 'throughputBitsPerSecond');
  if (throughput === null) return;
  const low = numberOrNull(volume, 'minimumThroughputBitsPerSecond');
  const high = numberOrNull(volume, 'maximumThroughputBitsPerSecond');
  if (!outside(throughput, low, high)) return;
  problems.report('limits/volume-throughput', placeFor(volume, 'throughput'), {
    volume: volume.id, type: typeName(volume), throughput: print(throughput, 'rate'),
    range: range(low, high, 'rate'),
  }, { fixes: nearestInside(volume, 'throughput', low, high, throughput, 'rate') });
};

const checkAttachments = (served: Served, problems: Problems): void => {
  const { instance } = served.placed;
  const interfaces = Math.max(1, served.interfaces.length);
  const mostInterfaces = numberOrNull(instance, 'maximumInterfaces');
  if (mostInterfaces !== null && served.interfaces.length > mostInterfaces) {
    problems.report('limits/interfaces', nameAt(instance), {
      name: instance.id, type: typeName(instance), asked: served.interfaces.length,
      most: mostInterfaces,
    });
  }
  const most = numberOrNull(instance, 'maximumAttachments');
  if (most === null) return;
  const shared = word(instance, 'attachmentLimit') === 'shared';
  const volumes = served.volumes.length;
  const asked = shared ? volumes + interfaces + served.drives.length : volumes;
  if (asked <= most || volumes === 0) return;
  problems.report('limits/attachments', nameAt(instance), {
    name: instance.id, type: typeName(instance), asked, most,
    counts: shared
      ? `${volumes} volumes, ${interfaces} interfaces, ${served.drives.length} drives`
      : `${volumes} volumes`,
  });
};

const checkQueues = (served: Served, problems: Problems): void => {
  const { instance } = served.placed;
  for (const one of served.interfaces) {
    const asked = numberOrNull(one, 'queues');
    if (asked === null) continue;
    const card = served.cards.vpc === null ? null : numberOrNull(served.cards.vpc, 'queues');
    const bounds: readonly (readonly [number | null, string])[] = [
      [number(instance, 'vcpus'), 'are useful with its vCPUs'],
      [numberOrNull(instance, 'maximumEnaQueues'), 'are allowed by its type'],
      [card, 'are given by its card'],
    ];
    let least: readonly [number, string] | null = null;
    for (const [most, reason] of bounds) {
      if (most !== null && (least === null || most < least[0])) least = [most, reason];
    }
    if (least === null || asked <= least[0]) continue;
    const [most, reason] = least;
    problems.report('limits/ena-queues', placeFor(one, 'queues'), {
      interface: one.id, asked, most, reason,
    }, { fixes: nearestInside(one, 'queues', null, most, asked, 'count') });
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

/** Only a number that somebody wrote is a limit; the default is a guess. */
const checkFunctions = (model: Model): void => {
  const used = new Map<Node, number>();
  const add = (card: Node | null, count: number): void => {
    if (card !== null && word(card, 'exposes') === 'function') {
      used.set(card, (used.get(card) ?? 0) + count);
    }
  };
  for (const served of model.served) {
    if (served.stage === 'metal') continue;
    add(served.cards.vpc, Math.max(1, served.interfaces.length));
    add(served.cards.ebs, served.volumes.length);
  }
  for (const [card, asked] of used) {
    const has = number(card, 'functions');
    if (asked <= has || sourceFor(card, 'functions') === undefined) continue;
    model.draft.problems.report('limits/functions', placeFor(card, 'functions'), {
      card: card.id, asked, has,
    }, { fixes: nearestInside(card, 'functions', asked, null, has, 'count') });
  }
};

/** The shares of a mix are of the same instructions. */
const checkMix = (compute: Node, problems: Problems): void => {
  const [sensitive, ports] = [number(compute, 'sensitive'), number(compute, 'ports')];
  const left = 1 - sensitive;
  if (ports <= left) return;
  problems.report('limits/instruction-mix', placeFor(compute, 'ports'), {
    compute: compute.id, sensitive: print(sensitive, 'ratio'), ports: print(ports, 'ratio'),
  }, { fixes: left < 0 ? [] : nearestInside(compute, 'ports', null, left, ports, 'ratio') });
};

export const checkLimits = (model: Model): void => {
  const { problems, nodes } = model.draft;
  for (const volume of oncePerValues(nodes.filter((n) => n.kind === 'volume'))) {
    checkSize(volume, problems);
    checkIops(volume, problems);
    checkThroughput(volume, problems);
  }
  for (const compute of oncePerValues(nodes.filter((n) => n.kind === 'compute'))) {
    checkMix(compute, problems);
  }
  for (const served of model.served) {
    checkAttachments(served, problems);
    checkQueues(served, problems);
    checkInstanceIops(served, problems);
  }
  checkFunctions(model);
};
