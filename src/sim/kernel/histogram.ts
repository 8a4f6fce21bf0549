/**
 * How often which value came up: whole numbers in buckets whose width grows with the value.
 * Not a sample store: single values are gone, and memory does not grow with their number.
 * Keeps true: values below 512 are exact; above, a quantile is within 0.2 % of the true one; count,
 * sum, minimum and maximum are exact; there is room for the doublings between the least and the
 * largest value alone, as a world has thousands of histograms and most see few doublings.
 */
import { invariant, TwoLimb } from '#base';
import type { TwoLimbJson } from '#base';

// Each doubling of the value is split into 2^8 buckets, and the middle of a bucket stands for it:
// 1 / 2^9 = 0.195 % is the farthest that any value lies from there.
const splitBits = 8;
const exactBelow = 512;
const bucketsPerDoubling = 256;
const twoTo32 = 4_294_967_296;

/** A histogram as plain data: the buckets in use, in order, with their counts. */
export interface HistogramJson {
  readonly count: number;
  readonly sum: TwoLimbJson;
  readonly min: number;
  readonly max: number;
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
}

function doublingOf(value: number): number {
  if (value < twoTo32) return 31 - Math.clz32(value);
  return 63 - Math.clz32(Math.floor(value / twoTo32));
}

const powers = new Float64Array(64);
const inversePowers = new Float64Array(64);
for (let i = 0, power = 1; i < 64; i++, power *= 2) {
  powers[i] = power;
  inversePowers[i] = 1 / power;
}

function bucketOf(value: number): number {
  if (value < exactBelow) return value;
  const shift = doublingOf(value) - splitBits;
  return shift * bucketsPerDoubling + Math.floor(value * (inversePowers[shift] as number));
}

function widthOf(bucket: number): number {
  if (bucket < exactBelow) return 1;
  return powers[Math.floor(bucket / bucketsPerDoubling) - 1] as number;
}

function lowOf(bucket: number): number {
  if (bucket < exactBelow) return bucket;
  const shift = Math.floor(bucket / bucketsPerDoubling) - 1;
  return (bucket - shift * bucketsPerDoubling) * (powers[shift] as number);
}

const none = new Float64Array(0);

export class Histogram {
  count = 0;
  min = Infinity;
  max = -Infinity;
  readonly sum = new TwoLimb();
  /** Of buckets in a row; the first is number `from`, where a doubling begins. */
  private counts = none;
  private from = 0;

  static fromJson(json: HistogramJson): Histogram {
    const histogram = new Histogram();
    let count = 0;
    json.buckets.forEach((bucket, i) => {
      histogram.reserve(bucket, bucket);
      histogram.counts[bucket - histogram.from] = json.counts[i] as number;
      count += json.counts[i] as number;
    });
    invariant(count === json.count, 'the counts of a histogram must add up to its count');
    histogram.count = count;
    histogram.sum.addSum(TwoLimb.fromJson(json.sum));
    if (count > 0) {
      histogram.min = json.min;
      histogram.max = json.max;
    }
    return histogram;
  }

  /** Counts a whole number from 0 to 2^53 - 1. */
  record(value: number): void {
    const bucket = bucketOf(value);
    if (bucket < this.from || bucket >= this.from + this.counts.length) {
      this.reserve(bucket, bucket);
    }
    const place = bucket - this.from;
    this.counts[place] = (this.counts[place] as number) + 1;
    this.count++;
    this.sum.add(value);
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  /** Forgets everything, as at the end of a warm-up. */
  clear(): void {
    this.counts.fill(0);
    this.count = 0;
    this.min = Infinity;
    this.max = -Infinity;
    this.sum.clear();
  }

  /** Adds all values of another histogram. */
  merge(other: Histogram): void {
    if (other.count === 0) return;
    this.reserve(other.from, other.from + other.counts.length - 1);
    const ahead = other.from - this.from;
    for (let i = 0; i < other.counts.length; i++) {
      this.counts[ahead + i] = (this.counts[ahead + i] as number) + (other.counts[i] as number);
    }
    this.count += other.count;
    this.sum.addSum(other.sum);
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  /** The mean, or null without values. */
  mean(): number | null {
    return this.count === 0 ? null : this.sum.dividedBy(this.count);
  }

  /** The value that the given share of all values does not exceed (nearest rank), or null. */
  quantile(share: number): number | null {
    const bounds = this.quantileBounds(share);
    return bounds && (bounds.low + bounds.high) / 2;
  }

  /** The values of several shares, which rise, in one pass; none without values. */
  quantiles(shares: readonly number[]): readonly number[] {
    if (this.count === 0) return [];
    let place = 0;
    let below = this.counts[0] as number;
    return shares.map((share) => {
      const rank = this.rankOf(share);
      if (rank >= this.count) return this.max;
      while (below < rank) below += this.counts[++place] as number;
      return this.middleOf(this.from + place);
    });
  }

  /** The two values between which the true quantile lies for certain, or null. */
  quantileBounds(share: number): { readonly low: number; readonly high: number } | null {
    invariant(share >= 0 && share <= 1, () => `a share lies between 0 and 1, not ${String(share)}`);
    if (this.count === 0) return null;
    const rank = this.rankOf(share);
    if (rank >= this.count) return { low: this.max, high: this.max };
    let place = 0;
    let below = this.counts[0] as number;
    while (below < rank) below += this.counts[++place] as number;
    const bucket = this.from + place;
    const low = lowOf(bucket);
    return {
      low: Math.max(low, this.min),
      high: Math.min(low + widthOf(bucket) - 1, this.max),
    };
  }

  /** How many values were at most this one; exact below 512, else to the width of a bucket. */
  countUpTo(value: number): number {
    const last = Math.min(bucketOf(value) - this.from, this.counts.length - 1);
    let total = 0;
    for (let i = 0; i <= last; i++) total += this.counts[i] as number;
    return total;
  }

  /** Every bucket in use, from the least value up, by its middle. */
  forEachBucket(visit: (middle: number, count: number) => void): void {
    this.counts.forEach((count, i) => {
      if (count === 0) return;
      const bucket = this.from + i;
      visit(lowOf(bucket) + (widthOf(bucket) - 1) / 2, count);
    });
  }

  toJson(): HistogramJson {
    const buckets: number[] = [];
    const counts: number[] = [];
    this.counts.forEach((count, i) => {
      if (count === 0) return;
      buckets.push(this.from + i);
      counts.push(count);
    });
    const empty = this.count === 0;
    return {
      count: this.count,
      sum: this.sum.toJson(),
      min: empty ? 0 : this.min,
      max: empty ? 0 : this.max,
      buckets,
      counts,
    };
  }

  private rankOf(share: number): number {
    // 0.99 × 100 is 99.00000000000001 in doubles, and must still be rank 99.
    return Math.max(1, Math.ceil(share * this.count * (1 - 1e-14)));
  }

  private middleOf(bucket: number): number {
    const low = lowOf(bucket);
    return (Math.max(low, this.min) + Math.min(low + widthOf(bucket) - 1, this.max)) / 2;
  }

  /** Makes room for the buckets from one to another, in whole doublings. */
  private reserve(first: number, last: number): void {
    const { counts } = this;
    const isEmpty = counts.length === 0;
    const from = Math.floor(first / bucketsPerDoubling) * bucketsPerDoubling;
    const to = (Math.floor(last / bucketsPerDoubling) + 1) * bucketsPerDoubling;
    const least = isEmpty ? from : Math.min(from, this.from);
    const most = isEmpty ? to : Math.max(to, this.from + counts.length);
    if (most - least === counts.length) return;
    const wider = new Float64Array(most - least);
    wider.set(counts, isEmpty ? 0 : this.from - least);
    [this.counts, this.from] = [wider, least];
  }
}
