/**
 * Many exact sums of times side by side in two typed arrays. Not one sum with a life of its own:
 * that is TwoLimb of the base, which a sum becomes when it is read.
 * Keeps true: sum i is high[i] × 2^52 + low[i] with 0 ≤ low < 2^52, whatever was added.
 */
import { TwoLimb } from '#base';
import { doubled } from '../grow.ts';

const limbSize = 4_503_599_627_370_496;

export class ExactSums {
  low = new Float64Array(16);
  high = new Float64Array(16);

  /** Makes room for sums below this index. */
  reserve(count: number): void {
    while (this.low.length < count) {
      this.low = doubled(this.low, Float64Array);
      this.high = doubled(this.high, Float64Array);
    }
  }

  /** Adds a whole number from 0 to 2^53 − 1. */
  add(index: number, value: number): void {
    const low = (this.low[index] as number) + value;
    if (low < limbSize) this.low[index] = low;
    else this.carry(index, value);
  }

  /** Adds count × value, both whole and not negative. */
  addProduct(index: number, count: number, value: number): void {
    const product = count * value;
    if (product < limbSize) {
      this.add(index, product);
      return;
    }
    const wide = this.read(index);
    wide.addProduct(count, value);
    this.low[index] = wide.low;
    this.high[index] = wide.high;
  }

  /** The sum as it is now. */
  read(index: number): TwoLimb {
    return TwoLimb.fromJson([this.high[index] as number, this.low[index] as number]);
  }

  /** The nearest double. */
  toNumber(index: number): number {
    return (this.high[index] as number) * limbSize + (this.low[index] as number);
  }

  clear(): void {
    this.low.fill(0);
    this.high.fill(0);
  }

  private carry(index: number, value: number): void {
    const sum = this.read(index);
    sum.add(value);
    this.low[index] = sum.low;
    this.high[index] = sum.high;
  }
}
