import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InvariantError, ticks, TwoLimb } from '#base';
import {
  auditFlow, auditLittle, batchMeans, estimateMean, Simulation, Source, Station, TimeWeighted,
  TokenBucket,
} from '#sim/kernel';

const second = 1_000_000_000;
const never = ticks(Number.MAX_SAFE_INTEGER);

it('serves in order of arrival: a timetable worked out by hand', () => {
  const simulation = new Simulation({ seed: 1 });
  const gone: number[][] = [];
  const dropped: number[] = [];
  const station = new Station(simulation, {
    id: 'desk',
    servers: 1,
    waitingMax: 2,
    serviceTicks: () => 10,
    onDeparture: (customer) => gone.push([customer, simulation.now]),
    onDrop: (customer) => dropped.push(customer),
  });
  const arrival = simulation.register((customer) => {
    station.arrive(customer);
  });
  // 0 is served at once; 1 and 2 wait; 3 finds no room; 4 comes when 1 has just been taken.
  for (const [customer, at] of [[0, 0], [1, 1], [2, 2], [3, 3], [4, 11]] as const) {
    simulation.schedule(at, arrival, customer, 0);
  }
  simulation.run({ untilTicks: never });
  station.audit();
  expect(gone).toEqual([[0, 10], [1, 20], [2, 30], [4, 40]]);
  expect(dropped).toEqual([3]);
  expect(station.flow()).toEqual({
    insideBefore: 0, arrived: 5, completed: 4, dropped: 1, inside: 0,
  });
  // Waits 0, 9, 18, 19; the area under the line is their sum, over 40 ticks.
  expect(station.waitTicks.sum.toNumber()).toBe(46);
  expect(station.waiting.mean(40)).toBe(46 / 40);
  expect([station.waiting.max, station.present.max, station.utilization()]).toEqual([2, 3, 1]);
});

it('balances its books exactly at any instant, for any traffic, servers and room', () => {
  const gaps = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 200 });
  const room = fc.option(fc.nat({ max: 5 }));
  const servers = fc.integer({ min: 1, max: 4 });
  const cuts = fc.array(fc.nat({ max: 3000 }), { maxLength: 6 });
  fc.assert(
    fc.property(gaps, room, servers, fc.array(fc.nat({ max: 80 }), { minLength: 1 }), cuts,
      (gapList, waitingMax, serverCount, services, cutList) => {
        const simulation = new Simulation({ seed: 1 });
        let drawn = 0;
        const station = new Station(simulation, {
          id: 'desk',
          servers: serverCount,
          ...(waitingMax === null ? {} : { waitingMax }),
          serviceTicks: () => services[drawn++ % services.length] ?? 0,
        });
        let next = 0;
        const source = new Source(simulation, {
          gapTicks: () => gapList[next++] ?? 0,
          onArrival: (customer) => station.arrive(customer),
          customersMax: gapList.length,
        });
        source.start();
        cutList.sort((a, b) => a - b).forEach((cut, i) => {
          simulation.run({ untilTicks: ticks(cut) });
          station.audit();
          if (i % 2 === 0) station.openWindow();
        });
        simulation.run({ untilTicks: never });
        station.audit();
        expect(station.flow().inside).toBe(0);
      }),
    { numRuns: 500, seed: 1 },
  );
});

it('stops the program when a book does not balance', () => {
  const flow = { insideBefore: 1, arrived: 5, completed: 4, dropped: 1, inside: 0 };
  expect(() => {
    auditFlow('desk', flow);
  }).toThrow(InvariantError);
  expect(() => {
    auditFlow('desk', { ...flow, inside: 1 });
  }).not.toThrow();
  const area = new TwoLimb();
  area.add(5);
  expect(() => {
    auditLittle('desk', 'the number present', area, new TwoLimb());
  }).toThrow('desk: the area under the number present is 5 ticks, but the times add up to 0');
});

it('finds a book that was tampered with', () => {
  const simulation = new Simulation({ seed: 1 });
  const station = new Station(simulation, { id: 'desk', servers: 1, serviceTicks: () => 10 });
  station.arrive(0);
  simulation.run({ untilTicks: ticks(5) });
  station.audit();
  station.present.area.add(1);
  expect(() => {
    station.audit();
  }).toThrow('the number present');
});

it('moves no other station when one is added: streams are named', () => {
  const waitsOf = (others: number) => {
    const simulation = new Simulation({ seed: 9 });
    const stations = ['a', ...Array.from({ length: others }, (_, i) => `b${String(i)}`)].map((id) => {
      const services = simulation.streamOf(`${id}/services`);
      const arrivals = simulation.streamOf(`${id}/arrivals`);
      const station = new Station(simulation, {
        id, servers: 1, serviceTicks: () => services.exponentialTicks(1000),
      });
      new Source(simulation, {
        gapTicks: () => arrivals.exponentialTicks(1500),
        onArrival: (customer) => station.arrive(customer),
      }).start();
      return station;
    });
    simulation.run({ untilTicks: ticks(3_000_000) });
    return stations[0]?.waitTicks.toJson();
  };
  expect(waitsOf(3)).toEqual(waitsOf(0));
});

it('bursts from a full token bucket, then runs at its baseline: worked out by hand', () => {
  const bucket = new TokenBucket({ capacity: 1000, tokensPerSecond: 100, ticksPerSecond: second });
  const tenth = (k: number) => ticks((k * second) / 10);
  // 35 tokens every tenth of a second, 10 drip in: before take k there are 1000 − 25 k, so takes
  // 0 to 38 succeed, and 39 finds 25. In the limit the burst lasts 1000 / (350 − 100) = 4 s.
  for (let k = 0; k <= 38; k++) expect(bucket.tryTake(tenth(k), 35)).toBe(true);
  expect(bucket.tryTake(tenth(39), 35)).toBe(false);
  expect(bucket.levelAt(tenth(39))).toBe(25);
  expect(bucket.readyAt(tenth(39), 35)).toBe(tenth(40));
  // From then on 100 tokens a second: 10 takes of 35 in 3.5 s.
  let taken = 0;
  for (let k = 40; k < 75; k++) if (bucket.tryTake(tenth(k), 35)) taken++;
  expect(taken).toBe(10);
});

it('keeps a token bucket exact: no token is lost or made', () => {
  const rate = fc.integer({ min: 1, max: 50_000_000_000 });
  const steps = fc.array(fc.tuple(fc.nat({ max: 1e12 }), fc.nat({ max: 1000 })), { maxLength: 50 });
  const brimful = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(rate, brimful, steps, (tokensPerSecond, capacity, list) => {
      const ticksPerSecond = 1_000_000_000_000;
      const bucket = new TokenBucket({ capacity, tokensPerSecond, ticksPerSecond });
      const brim = BigInt(capacity) * BigInt(ticksPerSecond);
      let level = brim;
      let now = 0;
      for (const [passed, wanted] of list) {
        now += passed;
        level += BigInt(passed) * BigInt(tokensPerSecond);
        if (level > brim) level = brim;
        expect(BigInt(bucket.levelAt(ticks(now)))).toBe(level / BigInt(ticksPerSecond));
        const scaled = BigInt(wanted) * BigInt(ticksPerSecond);
        if (wanted <= capacity) {
          const missing = scaled > level ? scaled - level : 0n;
          const wait = (missing + BigInt(tokensPerSecond) - 1n) / BigInt(tokensPerSecond);
          expect(BigInt(bucket.readyAt(ticks(now), wanted) - now)).toBe(wait);
        }
        const taken = bucket.tryTake(ticks(now), wanted);
        expect(taken).toBe(scaled <= level);
        if (taken) level -= scaled;
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});

it('weighs a value by how long it lasted', () => {
  const length = new TimeWeighted();
  length.set(10, 3);
  length.set(30, 1);
  // 0 for 10, 3 for 20, 1 for 10 ticks: area 70.
  expect([length.areaUpTo(40).toNumber(), length.mean(40), length.max]).toEqual([70, 70 / 40, 3]);
  length.openWindow(40);
  expect([length.mean(40), length.mean(50), length.max]).toEqual([null, 1, 1]);
});

it('estimates a mean with the interval of a textbook', () => {
  // Values 1 … 5: mean 3, deviation √2.5, t(0.975, 4) = 2.776445, half-width 1.963243.
  const estimate = estimateMean([1, 2, 3, 4, 5]);
  expect(estimate?.mean).toBe(3);
  expect(estimate?.deviation).toBeCloseTo(Math.sqrt(2.5), 14);
  expect(estimate?.halfWidth).toBeCloseTo(1.963243, 6);
  expect([estimate?.low, estimate?.high].map((x) => x?.toFixed(6))).toEqual(['1.036757', '4.963243']);
  expect(estimateMean([])).toBe(null);
  expect(estimateMean([7])).toMatchObject({ mean: 7, halfWidth: Infinity });
  expect(estimateMean([7, 7, 7])?.halfWidth).toBe(0);
});

it('cuts a run into batches of equal length and leaves out the rest', () => {
  expect(batchMeans([1, 3, 5, 7, 100], 2)).toEqual([2, 6]);
  expect(batchMeans([1], 2)).toEqual([]);
});
