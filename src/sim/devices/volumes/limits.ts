/**
 * What a volume and the instance it is attached to may do each second: provisioned, grown with the
 * size, or of the type; and what they may save up for bursts. Not the counting: see limiter.ts.
 * Keeps true: every number is a property of a type or of the element itself.
 */
import type { ElementIr, OffloadStage } from '#ir';

const bytesPerGib = 1_073_741_824;
const gibsPerTib = 1024;

/** A rate that may be kept, one that may be reached, and what was saved up to reach it. */
export interface Budget {
  /** Units a second that flow in: operations, or bytes. */
  readonly perSecond: number;
  /** Units a second that may flow out while something is saved up. */
  readonly peakPerSecond: number;
  /** Units that may be saved up, and how many there are at first; 0: there are no bursts. */
  readonly capacity: number;
  readonly initial: number;
}

export interface VolumeLimits {
  /** Null: not limited. */
  readonly operations: Budget | null;
  readonly bytes: Budget | null;
}

type Volume = ElementIr<'volume'>['properties'];

const steady = (perSecond: number): Budget =>
  ({ perSecond, peakPerSecond: perSecond, capacity: 0, initial: 0 });

/** An instance has no management domain: the card serves it by itself. */
export const isNitro = (stage: OffloadStage): boolean => stage === 'full' || stage === 'metal';

/** What flows in, and what may flow out where that is more and something may be saved up. */
function budget(
  perSecond: number | null, burst: number | null, saved: {
    readonly capacity: number | null; readonly share: number;
  },
): Budget | null {
  if (perSecond === null) return null;
  const capacity = saved.capacity ?? 0;
  if (burst === null || burst <= perSecond || capacity === 0) return steady(perSecond);
  return { perSecond, peakPerSecond: burst, capacity, initial: capacity * saved.share };
}

const atMost = (value: number | null, ...bounds: readonly (number | null)[]): number | null =>
  value === null ? null : Math.min(value, ...bounds.filter((bound) => bound !== null));

/** Operations a second that it keeps: asked for, or grown with its size, or of its type. */
function baseIops(own: Volume): number | null {
  const { iops, baselineIopsPerGib, minimumIops, maximumIops, baselineIops, sizeBytes } = own;
  if (iops !== null) return iops;
  if (baselineIopsPerGib !== null) {
    const grown = Math.floor((baselineIopsPerGib * sizeBytes) / bytesPerGib);
    return Math.max(minimumIops ?? 0, Math.min(maximumIops ?? Infinity, grown));
  }
  // A type that only says what it does at most does that.
  return baselineIops ?? minimumIops ?? maximumIops;
}

/** Bits a second that it keeps. */
function baseRate(own: Volume, iops: number | null): number | null {
  if (own.throughputBitsPerSecond !== null) return own.throughputBitsPerSecond;
  const most = own.sizeBytes <= (own.smallSizeBytes ?? 0)
    ? own.smallThroughputBitsPerSecond : own.maximumThroughputBitsPerSecond;
  if (own.baselineThroughputPerTibBitsPerSecond !== null) {
    return atMost(perTib(own.baselineThroughputPerTibBitsPerSecond, own.sizeBytes), most);
  }
  if (own.throughputPerIopsBytes !== null && iops !== null) {
    const grown = 8 * own.throughputPerIopsBytes * iops;
    return atMost(Math.max(own.baselineThroughputBitsPerSecond ?? 0, grown), most);
  }
  return own.baselineThroughputBitsPerSecond ?? most;
}

const perTib = (rate: number, sizeBytes: number): number =>
  (rate * sizeBytes) / (bytesPerGib * gibsPerTib);

export function volumeLimits(volume: ElementIr<'volume'>, nitro: boolean): VolumeLimits {
  const own = volume.properties;
  const [mostIops, mostRate] = nitro ? [null, null]
    : [own.elsewhereIops, own.elsewhereThroughputBitsPerSecond];
  const share = own.initialCredits;
  const iops = atMost(baseIops(own), mostIops);
  const rate = atMost(baseRate(own, iops), mostRate);
  const burstRate = own.burstThroughputPerTibBitsPerSecond === null ? null
    : atMost(
        perTib(own.burstThroughputPerTibBitsPerSecond, own.sizeBytes),
        own.maximumThroughputBitsPerSecond, mostRate,
      );
  const throughputCredits = own.throughputCreditsPerTibBytes === null ? null
    : perTib(own.throughputCreditsPerTibBytes, own.sizeBytes);
  return {
    operations: budget(iops, atMost(own.burstIops, mostIops), {
      capacity: own.iopsCredits, share,
    }),
    bytes: budget(rate === null ? null : rate / 8, burstRate === null ? null : burstRate / 8, {
      capacity: throughputCredits, share,
    }),
  };
}

/** What an instance may do to all its volumes together. */
export function instanceLimits(
  instance: ElementIr<'instance'>, ticksPerSecond: number,
): VolumeLimits {
  const own = instance.properties;
  const burstSeconds = own.ebsBurstTimeTicks / ticksPerSecond;
  const of = (base: number | null, peak: number | null): Budget | null => {
    const most = peak ?? base;
    if (most === null) return null;
    if (base === null || base >= most) return steady(most);
    // It lasts so long at the peak while the base flows in.
    const capacity = burstSeconds * (most - base);
    return budget(base, most, { capacity, share: 1 });
  };
  const [base, peak] = [own.ebsBaselineRateBitsPerSecond, own.ebsPeakRateBitsPerSecond];
  return {
    bytes: of(base === null ? null : base / 8, peak === null ? null : peak / 8),
    operations: of(own.ebsBaselineIops, own.ebsPeakIops),
  };
}
