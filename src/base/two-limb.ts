/**
 * An exact sum of whole numbers beyond 2^53: of times, and of a count multiplied by a time.
 * Not a big-number library: values are not negative, and only adding and comparing are offered.
 * Keeps true: the sum is high × 2^52 + low, with 0 ≤ low < 2^52 and high < 2^53; nothing rounds.
 */
import { invariant } from './invariant.ts';

const limb = 4_503_599_627_370_496;
const half = 67_108_864;
const highMax = 2 * limb;

/** A sum as two whole numbers that JSON holds exactly: high × 2^52 + low. */
export type TwoLimbJson = readonly [high: number, low: number];

function isLimb(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value < limb;
}

export class TwoLimb {
  // A typed array, because a field that turns from small integer to double would allocate.
  private readonly limbs = new Float64Array(2);

  static fromJson(json: TwoLimbJson): TwoLimb {
    const [high, low] = json;
    invariant(
      Number.isSafeInteger(high) && high >= 0 && isLimb(low),
      () => `not the two limbs of a sum: ${String(high)}, ${String(low)}`,
    );
    const sum = new TwoLimb();
    sum.limbs[0] = high;
    sum.limbs[1] = low;
    return sum;
  }

  get high(): number {
    return this.limbs[0] as number;
  }

  get low(): number {
    return this.limbs[1] as number;
  }

  clear(): void {
    this.limbs[0] = 0;
    this.limbs[1] = 0;
  }

  /** Adds a whole number from 0 to 2^53 - 1. */
  add(value: number): void {
    const limbs = this.limbs;
    let low = limbs[1] as number;
    // low + value stays below 2^53 only if value is below one limb.
    if (value >= limb) {
      value -= limb;
      limbs[0] = (limbs[0] as number) + 1;
    }
    low += value;
    if (low >= limb) {
      low -= limb;
      limbs[0] = (limbs[0] as number) + 1;
    }
    limbs[1] = low;
  }

  /** Adds count × value exactly; both are whole numbers from 0 to 2^53 - 1, the sum below 2^105. */
  addProduct(count: number, value: number): void {
    const product = count * value;
    // A product that rounds to less than one limb was exact.
    if (product < limb) this.add(product);
    else this.addWideProduct(count, value);
  }

  /** Adds another sum to this one. */
  addSum(other: TwoLimb): void {
    const high = this.high + other.high;
    invariant(high < highMax, 'a sum outgrew 2^105');
    this.limbs[0] = high;
    this.add(other.low);
  }

  /** Takes a sum that is not larger away from this one. */
  subtractSum(other: TwoLimb): void {
    let high = this.high - other.high;
    let low = this.low - other.low;
    if (low < 0) {
      low += limb;
      high -= 1;
    }
    invariant(high >= 0, 'a sum must not be taken away from a smaller one');
    this.limbs[0] = high;
    this.limbs[1] = low;
  }

  copy(): TwoLimb {
    return TwoLimb.fromJson(this.toJson());
  }

  equals(other: TwoLimb): boolean {
    return this.high === other.high && this.low === other.low;
  }

  compare(other: TwoLimb): number {
    return this.high === other.high ? this.low - other.low : this.high - other.high;
  }

  /** The nearest double: exact below 2^53. */
  toNumber(): number {
    return this.high * limb + this.low;
  }

  /** This sum divided by a positive number, to within a rounding or two. */
  dividedBy(divisor: number): number {
    return this.toNumber() / divisor;
  }

  /** All digits. */
  toText(): string {
    return (BigInt(this.high) * BigInt(limb) + BigInt(this.low)).toString();
  }

  toJson(): TwoLimbJson {
    return [this.high, this.low];
  }

  private addWideProduct(count: number, value: number): void {
    const countHigh = Math.floor(count / half);
    const countLow = count - countHigh * half;
    const valueHigh = Math.floor(value / half);
    const valueLow = value - valueHigh * half;
    // With halves of 26 bits, high × high counts whole limbs: 2^26 × 2^26 = 2^52.
    const high = this.high + countHigh * valueHigh;
    invariant(high < highMax, 'a sum outgrew 2^105');
    this.limbs[0] = high;
    this.addShifted(countHigh * valueLow);
    this.addShifted(countLow * valueHigh);
    this.add(countLow * valueLow);
  }

  /** Adds middle × 2^26, where middle is below 2^53. */
  private addShifted(middle: number): void {
    const carry = Math.floor(middle / half);
    this.limbs[0] = this.high + carry;
    this.add((middle - carry * half) * half);
  }
}
