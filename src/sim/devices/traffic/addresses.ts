/**
 * Where on a device the requests of one load go: anywhere alike, one after another, or to some
 * places far more often than to others. Not how many bytes, nor when.
 * Keeps true: a request lies whole within the part of the device that the load touches; nothing is
 * allocated for a request. Places of random and zipf are apart by the smallest block.
 *
 * Places that zipf wants most lie scattered over the part, as hot data does: rank r goes to the
 * place r × m modulo their number, m without a common divisor with it, so that no two ranks meet.
 * The places are the same for every load on the same part.
 */
import { greatestCommonDivisor, type Stream, Zipf } from '#base';

export type Order = 'random' | 'sequential' | 'zipf';

export interface AddressOptions {
  readonly order: Order;
  readonly skew: number;
  /** The part of the device that is touched. */
  readonly fromBytes: number;
  readonly spanBytes: number;
  /** The smallest block: addresses are its multiples. */
  readonly gridBytes: number;
  /** Each job has a place of its own in a sequence. */
  readonly jobs: number;
  readonly dice: Stream;
}

const goldenShare = 0.6180339887498949;
const multiplierMax = 262_144;
const safeMax = Number.MAX_SAFE_INTEGER;

/** Near the golden share of `places`, so that neighbours in rank lie far apart. */
function multiplierFor(places: number): number {
  const most = Math.min(multiplierMax, Math.floor(safeMax / places));
  let multiplier = Math.max(1, Math.min(most, Math.round(places * goldenShare)));
  while (multiplier > 1 && greatestCommonDivisor(multiplier, places) !== 1) multiplier--;
  return multiplier;
}

export class Addresses {
  private readonly options: AddressOptions;
  private readonly places: number;
  private readonly zipf: Zipf | null;
  private readonly multiplier: number;
  /** The next place of each job in its sequence, in bytes from the beginning of the part. */
  private readonly cursors: Float64Array;

  constructor(options: AddressOptions) {
    this.options = options;
    const { order, skew, spanBytes, gridBytes, jobs } = options;
    this.places = Math.max(1, Math.floor(spanBytes / gridBytes));
    this.zipf = order === 'zipf' ? new Zipf(this.places, skew) : null;
    this.multiplier = multiplierFor(this.places);
    this.cursors = new Float64Array(order === 'sequential' ? jobs : 0);
    this.rewind();
  }

  /** Sequences begin anew, the jobs evenly apart. */
  rewind(): void {
    const { gridBytes, jobs } = this.options;
    this.cursors.forEach((_, job) => {
      this.cursors[job] = Math.floor((this.places * job) / jobs) * gridBytes;
    });
  }

  /** Of the next request of a job, of so many bytes. */
  next(bytes: number, job: number): number {
    const { order, fromBytes, spanBytes, gridBytes, dice } = this.options;
    if (order === 'sequential') return fromBytes + this.advance(bytes, job);
    const last = Math.max(0, Math.floor((spanBytes - bytes) / gridBytes));
    const place = this.zipf === null ? dice.integerBelow(last + 1)
      : Math.min(last, this.placeOf(this.zipf.draw(dice)));
    return fromBytes + place * gridBytes;
  }

  /** The place that a rank of zipf is at, both from their first on. */
  placeOf(rank: number): number {
    return ((rank - 1) * this.multiplier) % this.places;
  }

  private advance(bytes: number, job: number): number {
    const { spanBytes } = this.options;
    const cursor = this.cursors[job] as number;
    const at = cursor + bytes <= spanBytes ? cursor : 0;
    this.cursors[job] = at + bytes;
    return at;
  }
}
