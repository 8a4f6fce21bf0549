/**
 * The buses between a controller and its dies, each booked ahead: whoever wants to transfer gets
 * the first gap that is long enough from the instant he is ready. Not an event and not a queue.
 * Keeps true: no two transfers of a channel overlap, and none lies in the past.
 */

export class Channels {
  /** Time booked on all channels, up to now and ahead. */
  bookedTicks = 0;
  private readonly clock: { readonly now: number };
  /** Slots of bookings to come, by channel: starts and ends in order, and how many there are. */
  private readonly room: number;
  private readonly starts: Float64Array;
  private readonly ends: Float64Array;
  private readonly counts: Int32Array;

  /** A unit has at most two bookings to come: what it reads out and what it takes in again. */
  constructor(clock: { readonly now: number }, channels: number, unitsOfOne: number) {
    this.clock = clock;
    this.room = 2 * unitsOfOne + 2;
    this.starts = new Float64Array(channels * this.room);
    this.ends = new Float64Array(channels * this.room);
    this.counts = new Int32Array(channels);
  }

  /** Books a transfer that can begin at an instant, and says when it ends. */
  book(channel: number, readyTicks: number, lengthTicks: number): number {
    const { starts, ends, counts, room } = this;
    this.bookedTicks += lengthTicks;
    const first = channel * room;
    const count = this.forget(channel);
    let begin = readyTicks;
    let at = 0;
    for (; at < count; at++) {
      if (begin + lengthTicks <= (starts[first + at] as number)) break;
      begin = Math.max(begin, ends[first + at] as number);
    }
    for (let i = first + count; i > first + at; i--) {
      starts[i] = starts[i - 1] as number;
      ends[i] = ends[i - 1] as number;
    }
    starts[first + at] = begin;
    ends[first + at] = begin + lengthTicks;
    counts[channel] = count + 1;
    return begin + lengthTicks;
  }

  /** Drops what is over, and says how much is left. */
  private forget(channel: number): number {
    const { starts, ends, counts, room } = this;
    const first = channel * room;
    const count = counts[channel] as number;
    const { now } = this.clock;
    let over = 0;
    while (over < count && (ends[first + over] as number) <= now) over++;
    if (over === 0) return count;
    for (let i = first + over; i < first + count; i++) {
      starts[i - over] = starts[i] as number;
      ends[i - over] = ends[i] as number;
    }
    counts[channel] = count - over;
    return count - over;
  }
}
