import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Chance } from '#base';
import type { Stream } from '#base';
import { EventQueue } from '#sim/kernel';

const timerCount = 24;

function times(count: number, action: () => void): void {
  for (let i = 0; i < count; i++) action();
}
const timerKind = 7;

interface Reference {
  readonly at: number;
  readonly order: number;
  readonly timer: number;
  readonly entity: number;
}

/** The queue beside a plain array that is kept in order by (time, order of scheduling). */
class Twins {
  now = 0;
  readonly queue = new EventQueue();
  readonly sorted: Reference[] = [];
  private readonly timers: number[];
  private order = 0;

  constructor(timers: number) {
    this.timers = Array.from({ length: timers }, (_, i) => this.queue.createTimer(timerKind, i));
  }

  push(delay: number): void {
    this.queue.push(this.now + delay, 1, this.order, -this.order);
    this.insert({ at: this.now + delay, order: this.order, timer: -1, entity: this.order });
  }

  arm(index: number, delay: number): void {
    this.remove(index);
    this.queue.arm(this.timers[index] as number, this.now + delay, -this.order);
    this.insert({ at: this.now + delay, order: this.order, timer: index, entity: index });
  }

  disarm(index: number): void {
    this.remove(index);
    this.queue.disarm(this.timers[index] as number);
  }

  /** Takes one event from both; they must be the same. */
  next(wait: number): void {
    const until = this.now + wait;
    const wanted = this.sorted[0];
    const due = wanted !== undefined && wanted.at <= until;
    const { queue } = this;
    if (queue.next(until) !== due) throw new Error(`due ${String(due)} at ${String(until)}`);
    if (due) {
      this.sorted.shift();
      this.now = wanted.at;
      const kind = wanted.timer < 0 ? 1 : timerKind;
      const got = [queue.at, queue.kind, queue.entity, queue.payload].join();
      const want = [wanted.at, kind, wanted.entity, -wanted.order].join();
      if (got !== want) throw new Error(`got ${got}, wanted ${want}`);
    } else if (until !== Infinity) {
      this.now = until;
    }
    if (queue.pendingCount !== this.sorted.length) throw new Error('pending is miscounted');
  }

  drain(): void {
    while (this.sorted.length > 0) this.next(Infinity);
    this.next(Infinity);
  }

  private insert(entry: Reference): void {
    this.order++;
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] as Reference).at <= entry.at) low = middle + 1;
      else high = middle;
    }
    this.sorted.splice(low, 0, entry);
  }

  private remove(timer: number): void {
    const at = this.sorted.findIndex((entry) => entry.timer === timer);
    if (at >= 0) this.sorted.splice(at, 1);
  }
}

const patterns: Record<string, (dice: Stream) => number> = {
  'few different instants': (dice) => dice.integerBelow(5),
  exponential: (dice) => dice.exponentialTicks(1000),
  'two percent 200,000 times longer': (dice) =>
    dice.exponentialTicks(dice.happens(0.02) ? 200_000_000 : 1000),
  'now or in the far future': (dice) => (dice.happens(0.5) ? 0 : dice.integerBelow(1e12)),
  'steps of a thousand': (dice) => dice.integerBelow(3) * 1000,
  'mostly now': (dice) => (dice.happens(0.9) ? 0 : dice.exponentialTicks(50)),
};

it.each(Object.keys(patterns))('agrees with a sorted array over long lives: %s', (name) => {
  const delay = patterns[name] as (dice: Stream) => number;
  for (let seed = 0; seed < 40; seed++) live(new Chance(seed).stream(name), delay);
});

function live(dice: Stream, delay: (dice: Stream) => number): void {
  const twins = new Twins(timerCount);
  let growing = true;
  for (let step = 0; step < 1500; step++) {
    if (dice.happens(0.005)) growing = !growing;
    const choice = dice.uniform() + (growing ? 0 : 0.2);
    if (choice < 0.5) {
      const burst = dice.happens(0.05) ? dice.integerBelow(60) : 1;
      for (let i = 0; i < burst; i++) twins.push(delay(dice));
    } else if (choice < 0.6) twins.arm(dice.integerBelow(timerCount), delay(dice));
    else if (choice < 0.64) twins.disarm(dice.integerBelow(timerCount));
    else twins.next(dice.happens(0.2) ? delay(dice) : Infinity);
  }
  twins.drain();
}

it('agrees with a sorted array whatever is asked of it', () => {
  const delay = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 10_000 }), fc.nat({ max: 2 ** 40 }));
  const timer = fc.nat({ max: timerCount - 1 });
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.constant('push' as const), delay, fc.nat({ max: 60 })) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('arm' as const), delay, timer) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('disarm' as const), delay, timer) },
    { weight: 3, arbitrary: fc.tuple(fc.constant('next' as const), delay, fc.nat({ max: 60 })) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const twins = new Twins(timerCount);
      for (const [what, wait, number] of steps) {
        if (what === 'arm') twins.arm(number, wait);
        else if (what === 'disarm') twins.disarm(number);
        else if (what === 'push') times(number + 1, () => { twins.push(wait); });
        else times(number + 1, () => { twins.next(wait); });
      }
      twins.drain();
    }),
    { numRuns: 400, seed: 1 },
  );
});

it('keeps order when a crowd at one instant schedules another at the same instant', () => {
  const twins = new Twins(0);
  for (let i = 0; i < 3000; i++) twins.push(1000);
  for (let i = 0; i < 3000; i++) {
    twins.next(Infinity);
    twins.push(0);
    twins.push(i % 3);
  }
  twins.drain();
});

it('sweeps out entries whose timers were brought forward again and again', () => {
  const twins = new Twins(50);
  for (let round = 0; round < 200; round++) {
    for (let timer = 0; timer < 50; timer++) twins.arm(timer, 1_000_000 - round * 5000 + timer);
    twins.push(round);
    expect(twins.queue.orphanCount).toBeLessThanOrEqual(1025);
  }
  // Two hundred times fifty entries were made; memory stays that of a few thousand.
  expect(twins.queue.memoryBytes()).toBeLessThan(400_000);
  twins.drain();
});

it('loses nothing when it sweeps in the midst of crowds, stale timers and far events', () => {
  for (let seed = 0; seed < 5; seed++) {
    const dice = new Chance(seed).stream('sweep');
    const twins = new Twins(100);
    let sweeps = 0;
    for (let round = 0; round < 40; round++) {
      // A crowd at one instant that calls for another at the same instant fills the heap.
      times(150, () => { twins.push(1000); });
      times(20, () => { twins.push(dice.exponentialTicks(100_000)); });
      times(10, () => { twins.next(Infinity); });
      times(60, () => { twins.push(0); });
      sweeps += bringTimersForward(twins, round, dice);
      times(215, () => { twins.next(1_000_000); });
    }
    expect(sweeps).toBeGreaterThan(0);
    twins.drain();
  }
});

/** Arms a hundred timers earlier than the round before, some late or off; how often it swept. */
function bringTimersForward(twins: Twins, round: number, dice: Stream): number {
  let sweeps = 0;
  for (let timer = 0; timer < 100; timer++) {
    const orphans = twins.queue.orphanCount;
    const late = dice.happens(0.1) ? 1e9 : 0;
    twins.arm(timer, 400_000_000 - round * 5_000_000 + late + dice.integerBelow(1000));
    if (dice.happens(0.05)) twins.disarm(timer);
    if (twins.queue.orphanCount < orphans) sweeps++;
  }
  return sweeps;
}

it('costs no memory to put a timer off again and again', () => {
  const queue = new EventQueue();
  const timer = queue.createTimer(0, 5);
  const before = queue.memoryBytes();
  for (let i = 0; i < 100_000; i++) queue.arm(timer, 1000 + i, i);
  expect(queue.memoryBytes()).toBe(before);
  expect(queue.pendingCount).toBe(1);
  expect(queue.dueAt(timer)).toBe(100_999);
  expect(queue.next(100_998)).toBe(false);
  expect(queue.next(100_999)).toBe(true);
  expect([queue.at, queue.entity, queue.payload]).toEqual([100_999, 5, 99_999]);
  expect([queue.dueAt(timer), queue.next(Infinity)]).toEqual([-1, false]);
});
