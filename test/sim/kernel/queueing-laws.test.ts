import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InvariantError, ticks } from '#base';
import { QueueNetwork, Simulation } from '#sim/kernel';
import { ioPath } from '../../support/io-path.ts';
import { feed, nobody } from '../../support/open-arrivals.ts';
import { networkRecipe, randomNetwork } from '../../support/random-networks.ts';
import { slowQueues } from '../../support/slow-queues.ts';

const never = ticks(Number.MAX_SAFE_INTEGER);

/** The sum over the visits of a route. */
function spentOn(network: QueueNetwork, route: number, sums: 'spent' | 'waited' | 'tail'): number {
  const { routes } = network;
  const start = routes.starts[route] ?? 0;
  let sum = 0;
  for (let k = 0; k < (routes.lengths[route] ?? 0); k++) sum += routes[sums].toNumber(start + k);
  return sum;
}

it('balances its books exactly at any instant, in any network, under any traffic', () => {
  const instants = fc.array(fc.nat({ max: 4000 }), { maxLength: 6 });
  fc.assert(
    fc.property(networkRecipe, instants, (recipe, cuts) => {
      const { simulation, network, told } = randomNetwork(recipe);
      const inOrder = cuts.toSorted((a, b) => a - b);
      for (const until of [...inOrder.map((cut) => ticks(cut)), never]) {
        simulation.run({ untilTicks: until });
        network.audit();
        const inside = network.stations.inside.reduce((sum, present) => sum + present, 0);
        const open = told.reduce((sum, book) => sum + book.begun - book.done - book.lost, 0);
        // Who is lost and not told so yet is inside no station.
        expect(inside).toBeLessThanOrEqual(open);
        told.forEach((book, route) => {
          expect(network.routes.latencies[route]?.count).toBe(book.done);
          expect(network.routes.lost[route]).toBe(book.lost);
          expect(network.routes.latencies[route]?.sum.toNumber()).toBe(book.latencyTicks);
          expect(spentOn(network, route, 'spent')).toBe(book.latencyTicks);
          expect(spentOn(network, route, 'waited')).toBeLessThanOrEqual(book.latencyTicks);
        });
      }
      expect(network.stations.inside.every((present) => present === 0)).toBe(true);
      for (const book of told) expect(book.done + book.lost).toBe(book.begun);
    }),
    { numRuns: 600, seed: 1 },
  );
});

it('never has more inside than there are places, nor works more than its servers can', () => {
  fc.assert(
    fc.property(networkRecipe, fc.nat({ max: 4000 }), (recipe, until) => {
      const { simulation, network } = randomNetwork(recipe);
      simulation.run({ untilTicks: ticks(until) });
      const now = simulation.now;
      recipe.stations.forEach(({ discipline, servers, capacity }, station) => {
        const { stations } = network;
        expect(stations.longest[station]).toBeLessThanOrEqual(capacity);
        if (discipline !== 'queue') return;
        expect(stations.busyTicks(station, now)).toBeGreaterThanOrEqual(0);
        expect(stations.busyTicks(station, now)).toBeLessThanOrEqual(servers * now);
      });
    }),
    { numRuns: 300, seed: 2 },
  );
});

it('does with every customer what queues told in the plainest way do', () => {
  const station = fc.record({
    servers: fc.integer({ min: 1, max: 4 }),
    capacity: fc.oneof(fc.constant(1000), fc.integer({ min: 4, max: 9 })),
    propagationTicks: fc.constantFrom(0, 1_234_567),
  });
  fc.assert(
    fc.property(fc.array(station, { minLength: 1, maxLength: 4 }), fc.nat(), (stations, seed) => {
      const simulation = new Simulation({ seed });
      const network = new QueueNetwork(simulation);
      const dice = simulation.streamOf('customers');
      // Times so long that no two instants fall together.
      let arrivesAt = 0;
      const customers = Array.from({ length: 60 }, () => {
        arrivesAt += dice.exponentialTicks(1e9);
        return {
          arrivesAt,
          serviceTicks: stations.map(({ servers }) => dice.exponentialTicks(0.9e9 * servers)),
        };
      });
      const slow = slowQueues(stations, customers);
      const ended: number[] = [];
      const lostAt: number[] = [];
      const ids = stations.map(({ servers, capacity }, k) =>
        network.addStation({ id: `s${String(k)}`, discipline: 'queue', servers, capacity }));
      const arrival = simulation.register((tag) => {
        // A route of its own, so that its services and what it spent are its own.
        const visits = ids.map((id, k) => ({
          station: id,
          role: 'r',
          baseTicks: customers[tag]?.serviceTicks[k] ?? NaN,
          propagationTicks: stations[k]?.propagationTicks ?? NaN,
        }));
        const note = (lost: number) => {
          ended[tag] = simulation.now;
          lostAt[tag] = lost;
        };
        const owner = {
          done: () => { note(-1); },
          lost: (_: number, __: number, where: number) => { note(where); },
        };
        network.begin(network.addRoute(visits, owner), 0, tag);
      });
      customers.forEach((customer, tag) => {
        simulation.schedule(customer.arrivesAt, arrival, tag, 0);
      });
      simulation.run({ untilTicks: never });
      network.audit();
      expect(ended).toEqual(slow.map((fate) => fate.endedAt));
      expect(lostAt).toEqual(slow.map((fate) => fate.lostAt));
      slow.forEach((fate, route) => {
        if (fate.lostAt >= 0) return;
        const start = network.routes.starts[route] ?? NaN;
        const own = ids.map((_, k) => start + k);
        expect(own.map((visit) => network.routes.spent.toNumber(visit))).toEqual(fate.spent);
        expect(own.map((visit) => network.routes.waited.toNumber(visit))).toEqual(fate.waited);
      });
    }),
    { numRuns: 100, seed: 3 },
  );
});

it('finds a book that was tampered with', () => {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const desk = network.addStation({ id: 'desk', discipline: 'queue' });
  const route = network.addRoute([{ station: desk, role: 'r', baseTicks: 10 }], nobody);
  network.begin(route, 0, 0);
  simulation.run({ untilTicks: ticks(5) });
  network.audit();
  network.stations.area.add(desk, 1);
  expect(() => { network.audit(); }).toThrow('desk: the area under the number inside is 6 ticks');
  network.stations.spent.add(desk, 1);
  network.audit();
  network.stations.arrived[desk] = 2;
  expect(() => { network.audit(); }).toThrow(InvariantError);
});

it('sums what the slowest hundredth spent on each visit, once it knows who that is', () => {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const hall = network.addStation({ id: 'hall', discipline: 'delay' });
  let drawn = 0;
  // The last of each fifty takes 500 instead of 10; the visit before takes 3.
  const route = network.addRoute([
    { station: hall, role: 'first', baseTicks: 3 },
    { station: hall, role: 'second', draw: () => (++drawn % 50 === 0 ? 500 : 10) },
  ], nobody);
  const arrival = simulation.register((tag) => {
    network.begin(route, 0, tag);
  });
  for (let tag = 0; tag < 4096; tag++) simulation.schedule(1000 * tag, arrival, tag, 0);
  simulation.run({ untilTicks: never });
  // The hundredth is known from the 128th on: of the others 81 − 2 are slow.
  const slow = Math.floor(4096 / 50) - Math.floor(127 / 50);
  const { tail, tailCount, tailFrom } = network.routes;
  expect([tailFrom[route], tailCount[route]]).toEqual([503, slow]);
  expect([tail.toNumber(0), tail.toNumber(1)]).toEqual([3 * slow, 500 * slow]);
});

it('sums about a hundredth of the latencies, the slowest, in a network with waiting', () => {
  const simulation = new Simulation({ seed: 1 });
  const { network } = ioPath(simulation, 4, 8);
  simulation.run({ untilTicks: never, eventsMax: 300_000 });
  network.routes.cut();
  simulation.run({ untilTicks: never, eventsMax: 1_500_000 });
  for (const route of [0, 1, 2, 3]) {
    const latencies = network.routes.latencies[route];
    const count = network.routes.tailCount[route] ?? NaN;
    expect(count / (latencies?.count ?? NaN)).toBeGreaterThan(0.009);
    expect(count / (latencies?.count ?? NaN)).toBeLessThan(0.0115);
    // A mean of the tail lies above the 99th percentile, and below the maximum.
    const mean = spentOn(network, route, 'tail') / count;
    expect(mean).toBeGreaterThan(latencies?.quantile(0.99) ?? NaN);
    expect(mean).toBeLessThan(latencies?.max ?? NaN);
  }
});

it('forgets at a cut what was spent, and neither who is inside nor the books of stations', () => {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const desk = network.addStation({ id: 'desk', discipline: 'queue', capacity: 2 });
  const route = network.addRoute(
    [{ station: desk, role: 'r', baseTicks: 10, wakeTicks: 0 }], nobody);
  for (let tag = 0; tag < 3; tag++) network.begin(route, 7, tag);
  simulation.run({ untilTicks: ticks(15) });
  const { routes, stations } = network;
  const books = () => [
    routes.latencies[route]?.count, routes.lost[route], routes.wakes[0], routes.bytes[route],
    routes.spent.toNumber(0), routes.waited.toNumber(0),
  ];
  expect(books()).toEqual([1, 1, 1, 7, 10, 0]);
  routes.cut();
  expect(books()).toEqual([0, 0, 0, 0, 0, 0]);
  expect([stations.inside[desk], stations.arrived[desk]]).toEqual([1, 3]);
  network.audit();
  simulation.run({ untilTicks: never });
  network.audit();
  // The one that was inside counts with all of its latency.
  expect([routes.latencies[route]?.sum.toNumber(), routes.spent.toNumber(0)]).toEqual([20, 20]);
  expect([routes.waited.toNumber(0), routes.bytes[route]]).toEqual([10, 7]);
});

it('does the same again with the same seed, however often it is paused', () => {
  const inOneGo = (seed: number, pauseEvery: number) => {
    const simulation = new Simulation({ seed });
    const { network, told } = ioPath(simulation, 3, 5);
    while (simulation.events < 60_000) {
      const eventsMax = Math.min(60_000, simulation.events + pauseEvery);
      simulation.run({ untilTicks: never, eventsMax });
    }
    network.audit();
    const { routes } = network;
    return JSON.stringify([
      simulation.eventFingerprint(), told, routes.latencies.map((latency) => latency.toJson()),
      Array.from({ length: routes.visitCount }, (_, visit) => routes.waited.read(visit).toJson()),
    ]);
  };
  expect(inOneGo(1, 777)).toBe(inOneGo(1, 60_000));
  expect(inOneGo(2, 60_000)).not.toBe(inOneGo(1, 60_000));
});

it('moves no other station when one is added: streams are named', () => {
  const waitsOf = (others: number) => {
    const simulation = new Simulation({ seed: 9 });
    const network = new QueueNetwork(simulation);
    for (const id of ['a', ...Array.from({ length: others }, (_, i) => `b${String(i)}`)]) {
      const services = simulation.streamOf(`${id}/services`);
      const arrivals = simulation.streamOf(`${id}/arrivals`);
      const station = network.addStation({ id, discipline: 'queue' });
      const draw = () => services.exponentialTicks(1000);
      const route = network.addRoute([{ station, role: id, draw }], nobody);
      feed(simulation, () => arrivals.exponentialTicks(1500), (tag) => {
        network.begin(route, 0, tag);
      });
    }
    simulation.run({ untilTicks: ticks(3_000_000) });
    return [network.routes.waited.read(0).toJson(), network.routes.latencies[0]?.toJson()];
  };
  expect(waitsOf(3)).toEqual(waitsOf(0));
});

it('takes no more memory for two million customers than for a hundred thousand', () => {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const dice = simulation.streamOf('gaps');
  const desk = network.addStation({ id: 'desk', discipline: 'queue' });
  const route = network.addRoute([{ station: desk, role: 'r', baseTicks: 1000 }], nobody);
  let begun = 0;
  feed(simulation, () => dice.exponentialTicks(2000), (tag) => {
    begun++;
    network.begin(route, 0, tag);
  });
  const pass = (events: number) => {
    simulation.run({ untilTicks: never, eventsMax: simulation.events + events });
  };
  const buffers = () => process.memoryUsage().arrayBuffers + network.memoryBytes();
  while (begun < 100_000) pass(1000);
  const before = buffers();
  while (begun < 2_000_000) pass(50_000);
  network.audit();
  expect(buffers() - before).toBeLessThan(262_144);
  // M/D/1 at ρ = 0.5: more than 60 at once would be a leak, not chance.
  expect(network.customers.count).toBeLessThan(60);
});

it('keeps sums of times exact beyond 2^53', () => {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const hall = network.addStation({ id: 'hall', discipline: 'delay' });
  const long = 2 ** 53 - 3;
  const route = network.addRoute([{ station: hall, role: 'r', baseTicks: long }], nobody);
  for (let tag = 0; tag < 5; tag++) network.begin(route, 0, tag);
  simulation.run({ untilTicks: never });
  network.audit();
  const exact = (5n * BigInt(long)).toString();
  expect(network.routes.spent.read(0).toText()).toBe(exact);
  expect(network.stations.areaUpTo(hall, simulation.now).toText()).toBe(exact);
});
