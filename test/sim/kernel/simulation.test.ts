import { expect, it } from 'vitest';
import { InvariantError, ticks } from '#base';
import { EventFingerprint, Simulation } from '#sim/kernel';
import type { RunRequest } from '#sim/kernel';

const forever = ticks(1_000_000_000);

/** Two entities that call each other at random distances, for ever. */
function pingPong(seed: number): Simulation {
  const simulation = new Simulation({ seed });
  const dice = simulation.streamOf('ping/gaps');
  const kind = simulation.register((entity, payload) => {
    simulation.scheduleAfter(dice.exponentialTicks(100), kind, 1 - entity, payload + 1);
  });
  simulation.schedule(0, kind, 0, 0);
  return simulation;
}

function runBy(seed: number, request: Partial<RunRequest>) {
  const simulation = pingPong(seed);
  const end = simulation.run({ untilTicks: forever, eventsMax: 5000, ...request });
  return { simulation, end, print: simulation.eventFingerprint() };
}

it('does the same again with the same seed, and something else with another', () => {
  expect(runBy(1, {}).print).toBe(runBy(1, {}).print);
  expect(runBy(1, {}).print).not.toBe(runBy(2, {}).print);
});

it('pins the fingerprint of a run, so that every engine and version can be compared', () => {
  expect(runBy(1, {}).print).toMatchInlineSnapshot(`"7f90703e9e9773f452e5cbc3dc364dbc"`);
});

it('ends at the limit of events, at exactly that number', () => {
  const { simulation, end } = runBy(1, { eventsMax: 1234, pollEveryEvents: 100 });
  expect([end, simulation.events]).toEqual(['event-limit', 1234]);
});

it('ends after its duration with the clock at the end, events of the last instant included', () => {
  const simulation = new Simulation({ seed: 1 });
  const seen: number[] = [];
  const kind = simulation.register((_, payload) => seen.push(payload));
  for (const at of [5, 10, 11]) simulation.schedule(at, kind, 0, at);
  expect(simulation.run({ untilTicks: ticks(10) })).toBe('duration');
  expect([seen, simulation.now, simulation.pending]).toEqual([[5, 10], 10, 1]);
  expect(simulation.run({ untilTicks: ticks(100) })).toBe('idle');
  expect([seen, simulation.now]).toEqual([[5, 10, 11], 11]);
});

it('is idle, not at a limit, when the last event is also the last allowed', () => {
  const simulation = new Simulation({ seed: 1 });
  const kind = simulation.register(() => undefined);
  simulation.schedule(1, kind, 0, 0);
  expect(simulation.run({ untilTicks: forever, eventsMax: 1 })).toBe('idle');
});

it('shows progress every so many events, and stops when it is told to', () => {
  const seen: number[] = [];
  const { simulation, end } = runBy(1, {
    pollEveryEvents: 1000,
    poll: ({ events, pending }) => {
      seen.push(events);
      expect(pending).toBe(1);
      return events >= 3000 ? 'cancelled' : null;
    },
  });
  expect([end, simulation.events, seen]).toEqual(['cancelled', 3000, [1000, 2000, 3000]]);
});

it('stops by a flag that another thread sets', () => {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  Atomics.store(flag, 0, 1);
  const poll = () => (Atomics.load(flag, 0) === 1 ? ('cancelled' as const) : null);
  expect(runBy(1, { poll, pollEveryEvents: 10 }).simulation.events).toBe(10);
});

it('lets a real clock end a run', () => {
  const poll = () => 'time-limit' as const;
  expect(runBy(1, { poll, pollEveryEvents: 7 }).end).toBe('time-limit');
});

it('ends at the limit of memory when events pile up', () => {
  const simulation = new Simulation({ seed: 1 });
  const kind = simulation.register(() => {
    simulation.scheduleAfter(1, kind, 0, 0);
    simulation.scheduleAfter(1000, kind, 0, 0);
  });
  simulation.schedule(0, kind, 0, 0);
  const memoryBytesMax = 1_000_000;
  const end = simulation.run({ untilTicks: forever, memoryBytesMax, pollEveryEvents: 100 });
  expect(end).toBe('memory-limit');
  expect(simulation.pending).toBeGreaterThan(5000);
});

it('comes to the same end however often it is paused and polled', () => {
  const whole = runBy(3, { eventsMax: 5000 });
  const parts = pingPong(3);
  for (let until = 0; parts.events < 5000; until += 997) {
    parts.run({ untilTicks: ticks(until), eventsMax: 5000, pollEveryEvents: 13, poll: () => null });
  }
  expect(parts.eventFingerprint()).toBe(whole.print);
});

it('never comes to what lies beyond the clock, and says that there was something', () => {
  const simulation = new Simulation({ seed: 1 });
  const kind = simulation.register(() => {});
  simulation.schedule(10, kind, 0, 0);
  expect(simulation.isBeyond).toBe(false);
  simulation.schedule(2 ** 53, kind, 0, 0);
  simulation.arm(simulation.createTimer(kind, 0), 2 ** 53 + 2, 0);
  expect(simulation.isBeyond).toBe(true);
  expect(simulation.run({ untilTicks: forever })).toBe('duration');
  expect(simulation.events).toBe(1);
});

it('refuses an event in the past, and one at no whole tick', () => {
  const simulation = new Simulation({ seed: 1 });
  const kind = simulation.register(() => {
    simulation.schedule(9, kind, 0, 0);
  });
  simulation.schedule(10, kind, 0, 0);
  const run = () => simulation.run({ untilTicks: forever });
  expect(run).toThrow(InvariantError);
  expect(run).not.toThrow();
  for (const at of [9.5, 10.5, NaN, Infinity]) {
    expect(() => {
      simulation.schedule(at, kind, 0, 0);
    }).toThrow(InvariantError);
    expect(() => {
      simulation.arm(simulation.createTimer(kind, 0), at, 0);
    }).toThrow(InvariantError);
  }
});

it('fires a timer once, at its last instant, and never after it was called off', () => {
  const simulation = new Simulation({ seed: 1 });
  const fired: number[][] = [];
  const kind = simulation.register((entity, payload) => {
    fired.push([simulation.now, entity, payload]);
  });
  const first = simulation.createTimer(kind, 1);
  const second = simulation.createTimer(kind, 2);
  simulation.arm(first, 10, 100);
  simulation.arm(second, 10, 200);
  simulation.arm(first, 30, 101);
  simulation.arm(first, 20, 102);
  simulation.disarm(second);
  expect([simulation.dueAt(first), simulation.dueAt(second), simulation.pending]).toEqual([
    20, null, 1,
  ]);
  expect(simulation.run({ untilTicks: forever })).toBe('idle');
  expect(fired).toEqual([[20, 1, 102]]);
  simulation.arm(first, 40, 103);
  simulation.run({ untilTicks: forever });
  expect(fired).toEqual([[20, 1, 102], [40, 1, 103]]);
});

it('changes the fingerprint for each part of an event and for their order', () => {
  const events = [[5, 1, 2, 3], [6, 1, 2, 3], [5, 2, 2, 3], [5, 1, 3, 3], [5, 1, 2, 4],
    [5 + 2 ** 32, 1, 2, 3]] as const;
  const printOf = (...list: (typeof events)[number][]) => {
    const print = new EventFingerprint();
    for (const [at, kind, entity, payload] of list) print.add(at, kind, entity, payload);
    return print.toHex();
  };
  const prints = new Set(events.map((event) => printOf(event)));
  prints.add(printOf(events[0], events[1]));
  prints.add(printOf(events[1], events[0]));
  prints.add(printOf());
  expect(prints.size).toBe(events.length + 3);
});

it('looks at what events will read before they happen, and changes nothing by it', () => {
  const run = (isForeseen: boolean) => {
    const simulation = new Simulation({ seed: 5 });
    const happened: number[] = [];
    const looked = new Set<number>();
    let tooLate = 0;
    const kind = simulation.register((entity) => {
      happened.push(entity);
      if (entity < 4000) simulation.scheduleAfter(1 + (entity % 7919) * 13, kind, entity + 400, 0);
    });
    if (isForeseen) {
      simulation.foresee(kind, (entities, count) => {
        for (const entity of entities.subarray(0, count)) {
          looked.add(entity);
          if (happened.includes(entity)) tooLate++;
        }
        return count;
      });
    }
    for (let i = 0; i < 400; i++) simulation.schedule(i * 101, kind, i, 0);
    simulation.run({ untilTicks: ticks(10_000_000) });
    return { fingerprint: simulation.eventFingerprint(), happened, looked: looked.size, tooLate };
  };
  const [plain, foreseen] = [run(false), run(true)];
  expect(foreseen.happened).toEqual(plain.happened);
  expect(foreseen.fingerprint).toBe(plain.fingerprint);
  expect([foreseen.looked > plain.happened.length / 4, foreseen.tooLate]).toEqual([true, 0]);
});
