import { expect, it } from 'vitest';
import { ticks } from '#base';
import { QueueNetwork, Simulation } from '#sim/kernel';
import type { Port, StationPlan, VisitPlan } from '#sim/kernel';

const never = ticks(Number.MAX_SAFE_INTEGER);

type VisitCosts = Omit<VisitPlan, 'station' | 'role'>;

/** Customers by hand: who came out when, and who was lost where and was told so when. */
class Bench {
  readonly simulation = new Simulation({ seed: 1 });
  readonly network = new QueueNetwork(this.simulation);
  readonly gone: [tag: number, at: number][] = [];
  readonly lost: [tag: number, at: number, station: number][] = [];
  private readonly deed = this.simulation.register((index) => this.deeds[index]?.());
  private readonly deeds: (() => void)[] = [];

  station(plan: Omit<StationPlan, 'id'>, port?: Port): number {
    const id = `station${String(this.network.stations.count)}`;
    return this.network.addStation({ id, ...plan }, port);
  }

  route(...visits: (readonly [station: number, costs: VisitCosts])[]): number {
    const plans = visits.map(([station, costs]) => ({ station, role: 'visit', ...costs }));
    return this.network.addRoute(plans, {
      done: (_, tag, latency) => {
        expect(latency).toBeLessThanOrEqual(this.simulation.now);
        this.gone.push([tag, this.simulation.now]);
      },
      lost: (_, tag, station) => {
        this.lost.push([tag, this.simulation.now, station]);
      },
    });
  }

  at(instant: number, deed: () => void): void {
    this.deeds.push(deed);
    this.simulation.schedule(instant, this.deed, this.deeds.length - 1, 0);
  }

  /** One customer at each instant, with the bytes given or none, tagged 0, 1, 2 … */
  send(route: number, instants: readonly number[], bytes: readonly number[] = []): void {
    instants.forEach((instant, tag) => {
      this.at(instant, () => this.network.begin(route, bytes[tag] ?? 0, tag));
    });
  }

  run(until = never): this {
    this.simulation.run({ untilTicks: until });
    this.network.audit();
    return this;
  }

  /** What those who are through have spent and waited at each visit of all routes. */
  spent(): number[][] {
    const { routes } = this.network;
    return Array.from({ length: routes.visitCount }, (_, visit) =>
      [routes.spent.toNumber(visit), routes.waited.toNumber(visit)]);
  }
}

it('serves in order of arrival and turns away who finds no place: a timetable by hand', () => {
  const bench = new Bench();
  const desk = bench.station({ discipline: 'queue', capacity: 3 });
  // 0 is served at once; 1 and 2 wait; 3 finds no place; 4 comes when 0 has left one.
  bench.send(bench.route([desk, { baseTicks: 10 }]), [0, 1, 2, 3, 11]);
  bench.run();
  expect(bench.gone).toEqual([[0, 10], [1, 20], [2, 30], [4, 40]]);
  expect(bench.lost).toEqual([[3, 3, desk]]);
  const { stations, routes } = bench.network;
  const { arrived, completed, lost } = stations;
  expect([arrived[desk], completed[desk], lost[desk]]).toEqual([5, 4, 1]);
  expect([stations.longest[desk], routes.lost[0]]).toEqual([3, 1]);
  // Waits 0, 9, 18, 19 and four services of 10.
  expect(bench.spent()).toEqual([[86, 46]]);
  expect(stations.waited.toNumber(desk)).toBe(46);
  expect([stations.busyTicks(desk, 40), stations.areaUpTo(desk, 40).toNumber()]).toEqual([40, 86]);
});

it('gives a place that is left to who comes at the same instant, but after somebody refused', () => {
  const bench = new Bench();
  const desk = bench.station({ discipline: 'queue', capacity: 1 });
  const route = bench.route([desk, { baseTicks: 10 }]);
  // At 10 in this order: 1 comes and is refused, 0 leaves, 2 comes before 1 was told.
  bench.at(10, () => {
    bench.network.begin(route, 0, 1);
  });
  bench.at(0, () => {
    bench.network.begin(route, 0, 0);
    bench.at(10, () => {
      bench.network.begin(route, 0, 2);
    });
  });
  bench.run();
  expect(bench.gone).toEqual([[0, 10], [2, 20]]);
  expect(bench.lost).toEqual([[1, 10, desk]]);
});

it('takes the server that is free first, and says how long its servers worked', () => {
  const bench = new Bench();
  const desk = bench.station({ discipline: 'queue', servers: 2 });
  const route = bench.route([desk, { byteTicks: 1 }]);
  // Servers are free at 10 and 4; then 7 and 10; then 10 and 12; then 13 and 12.
  bench.send(route, [0, 0, 1, 2, 3], [10, 4, 3, 5, 3]);
  bench.run(ticks(9));
  expect(bench.network.stations.busyTicks(desk, 9)).toBe(9 + 9);
  bench.run();
  expect(bench.gone).toEqual([[1, 4], [2, 7], [0, 10], [3, 12], [4, 13]]);
  expect(bench.network.stations.busyTicks(desk, 13)).toBe(25);
});

it('lets everybody pass a delay at once', () => {
  const bench = new Bench();
  const hall = bench.station({ discipline: 'delay' });
  bench.send(bench.route([hall, { baseTicks: 5, byteTicks: 2 }]), [0, 0, 1], [10, 1, 1]);
  bench.run();
  expect(bench.gone).toEqual([[1, 7], [2, 8], [0, 25]]);
  expect(bench.spent()).toEqual([[25 + 7 + 7, 0]]);
});

it('holds nobody up by propagation, and counts it to the station that was left', () => {
  const bench = new Bench();
  const first = bench.station({ discipline: 'queue' });
  const second = bench.station({ discipline: 'queue' });
  const away = { baseTicks: 10, propagationTicks: 100 };
  bench.send(bench.route([first, away], [second, { baseTicks: 1 }]), [0, 0, 0]);
  bench.run(ticks(35));
  // All are served, and on their way to the second station.
  expect([bench.network.stations.inside[first], bench.network.stations.busyTicks(first, 35)])
    .toEqual([3, 30]);
  bench.run();
  expect(bench.gone).toEqual([[0, 111], [1, 121], [2, 131]]);
  expect(bench.spent()).toEqual([[360, 30], [3, 0]]);
});

it('rounds what bytes cost once for each visit', () => {
  const bench = new Bench();
  const link = bench.station({ discipline: 'queue' });
  bench.send(bench.route([link, { baseTicks: 2, byteTicks: 0.8 }]), [0, 0, 0], [3, 3, 1500]);
  bench.run();
  // 2.4 → 2 and 1200.
  expect(bench.gone).toEqual([[0, 4], [1, 8], [2, 1210]]);
});

it('adds what is drawn anew each time', () => {
  const bench = new Bench();
  const desk = bench.station({ discipline: 'queue' });
  const draws = [3, 1, 4];
  bench.send(bench.route([desk, { baseTicks: 10, draw: () => draws.shift() ?? 0 }]), [0, 0, 0]);
  bench.run();
  expect(bench.gone).toEqual([[0, 13], [1, 24], [2, 38]]);
});

it('costs a wake-up only when the server was idle', () => {
  const bench = new Bench();
  const core = bench.station({ discipline: 'queue' });
  // 1 comes while 0 is served; 2 long after; 3 at the instant at which the server becomes free.
  bench.send(bench.route([core, { baseTicks: 10, wakeTicks: 3 }]), [0, 5, 40, 53]);
  bench.run();
  expect(bench.gone).toEqual([[0, 13], [1, 23], [2, 53], [3, 66]]);
  expect(bench.network.routes.wakes[0]).toBe(3);
  expect(bench.network.stations.busyTicks(core, 66)).toBe(49);
});

it('lets an idle server begin later without counting the delay as work', () => {
  const bench = new Bench();
  const core = bench.station({ discipline: 'queue' });
  bench.send(bench.route([core, { baseTicks: 10, wakeDelayTicks: 60 }]), [0, 5, 200]);
  bench.run();
  expect(bench.gone).toEqual([[0, 70], [1, 80], [2, 270]]);
  expect(bench.network.stations.busyTicks(core, 270)).toBe(30);
});

it('slows a station down while its sibling is busy, or kept busy by something else', () => {
  const bench = new Bench();
  const one = bench.station({ discipline: 'queue' });
  const other = bench.station({ discipline: 'queue' });
  bench.network.stations.pair(one, other, 1.5);
  const mine = bench.route([one, { baseTicks: 10 }]);
  const theirs = bench.route([other, { baseTicks: 100 }]);
  bench.send(theirs, [0]);
  bench.send(mine, [50, 200, 300]);
  bench.at(250, () => {
    bench.network.stations.loaded[other] = 1;
  });
  bench.run();
  // The other one is not slowed down: it has no sibling.
  expect(bench.gone).toEqual([[0, 65], [0, 100], [1, 210], [2, 315]]);
  expect(bench.network.stations.busyTicks(one, 315)).toBe(40);
});

it('bursts from a full token bucket for B / (peak − base), then keeps exactly its rate', () => {
  const bench = new Bench();
  const limit = bench.station({ discipline: 'bucket', depthTicks: 1000 });
  // Each takes what flows in within 35 ticks, and one comes every 10 ticks: peak 3.5 × base. Before
  // customer k there are 1000 − 25 k, so 0 to 38 pass at once: 1000 / (3.5 − 1) = 400 ticks.
  const instants = Array.from({ length: 100 }, (_, k) => 10 * k);
  bench.send(bench.route([limit, { baseTicks: 35 }]), instants);
  bench.run();
  const passes = instants.map((at, k) => (k < 39 ? at : 400 + 35 * (k - 39)));
  expect(bench.gone).toEqual(passes.map((at, k) => [k, at]));
  expect(bench.network.stations.delayed[limit]).toBe(61);
});

it('fills a token bucket again to its brim and no further', () => {
  const bench = new Bench();
  const limit = bench.station({ discipline: 'bucket', depthTicks: 100 });
  // Empty at 0, full again at 100; at 1000 there are 100 for four customers of 30.
  bench.send(bench.route([limit, { baseTicks: 30 }]), [0, 0, 0, 0, 1000, 1000, 1000, 1000]);
  bench.run();
  const at = bench.gone.map((pair) => pair[1]);
  expect(at).toEqual([0, 0, 0, 20, 1000, 1000, 1000, 1020]);
});

it('lets who asks for more than a token bucket holds pass when it is full, at its rate', () => {
  const bench = new Bench();
  const limit = bench.station({ discipline: 'bucket', depthTicks: 20 });
  bench.send(bench.route([limit, { baseTicks: 50 }]), [100, 100, 100, 100]);
  bench.run();
  // After the first the bucket lacks 30; it is full 50 ticks later, and so on.
  expect(bench.gone.map((pair) => pair[1])).toEqual([100, 150, 200, 250]);
});

it('gathers all who come while the door is open: interrupts by hand', () => {
  const bench = new Bench();
  const door = bench.station({ discipline: 'gather' });
  // The door opens at 0, and again at 100, when it has just closed, and at 350.
  bench.send(bench.route([door, { baseTicks: 100 }]), [0, 30, 99, 100, 150, 350]);
  bench.run();
  expect(bench.gone).toEqual([[0, 100], [1, 100], [2, 100], [3, 200], [4, 200], [5, 450]]);
  expect(bench.spent()).toEqual([[100 + 70 + 1 + 100 + 50 + 100, 421]]);
});

it('loses who is inside a station that stops, and takes no more until it works again', () => {
  const bench = new Bench();
  const desk = bench.station({ discipline: 'queue', capacity: 3 });
  const { network } = bench;
  bench.send(bench.route([desk, { baseTicks: 10 }]), [0, 1, 2, 16, 25, 26, 27]);
  bench.at(15, () => {
    network.stop(desk);
    network.audit();
    // 0 is through; 1 was in service for 5, and 2 waited.
    expect([network.stations.inside[desk], network.stations.lost[desk]]).toEqual([0, 2]);
    expect(network.stations.busyTicks(desk, 15)).toBe(15);
  });
  bench.at(20, () => {
    network.resume(desk);
  });
  bench.run();
  // Those who come after it works again wait for nobody, and find three places.
  expect(bench.gone).toEqual([[0, 10], [4, 35], [5, 45], [6, 55]]);
  // 3 is told at once; 1 and 2 when they would have come out.
  expect(bench.lost).toEqual([[3, 16, desk], [1, 20, desk], [2, 30, desk]]);
  const { arrived, completed, lost } = network.stations;
  const counts = [arrived[desk], completed[desk], lost[desk], network.routes.lost[0]];
  expect(counts).toEqual([7, 4, 3, 3]);
  expect(network.stations.busyTicks(desk, 55)).toBe(45);
});

it('works again when it was resumed as often as stopped', () => {
  const bench = new Bench();
  const desk = bench.station({ discipline: 'queue' });
  const { network } = bench;
  bench.send(bench.route([desk, { baseTicks: 1 }]), [5, 15, 25]);
  for (const at of [0, 1]) bench.at(at, () => { network.stop(desk); });
  for (const at of [10, 20]) bench.at(at, () => { network.resume(desk); });
  bench.run();
  expect([bench.gone, bench.lost]).toEqual([[[2, 26]], [[0, 5, desk], [1, 15, desk]]]);
});

it('leaves the service of a port to whoever stands behind it', () => {
  const bench = new Bench();
  const { network, simulation } = bench;
  const asked: number[][] = [];
  const back = simulation.register((customer) => {
    network.served(customer, 7);
  });
  const port = bench.station({ discipline: 'port' }, {
    serve: (customer, station, serviceTicks) => {
      asked.push([simulation.now, station, serviceTicks]);
      if (serviceTicks === 0) network.served(customer, 0);
      else simulation.scheduleAfter(7 + serviceTicks, back, customer, 0);
    },
  });
  const desk = bench.station({ discipline: 'queue' });
  const away = { byteTicks: 1, propagationTicks: 2 };
  bench.send(bench.route([port, away], [desk, { baseTicks: 1 }]), [0, 10], [20, 0]);
  bench.run();
  expect(asked).toEqual([[0, port, 20], [10, port, 0]]);
  expect(bench.gone).toEqual([[1, 13], [0, 30]]);
  expect(bench.spent()).toEqual([[29 + 2, 7], [2, 0]]);
  expect(() => {
    const orphan = bench.station({ discipline: 'port' });
    network.begin(bench.route([orphan, {}]), 0, 0);
  }).toThrow('a port has somebody behind it');
});

it('keeps the order of arrival among routes that share a station, and their books apart', () => {
  const bench = new Bench();
  const own = bench.station({ discipline: 'delay' });
  const shared = bench.station({ discipline: 'queue' });
  const one = bench.route([own, { baseTicks: 5 }], [shared, { baseTicks: 10 }]);
  // This one comes twice to the shared station.
  const other = bench.route([shared, { baseTicks: 4 }], [shared, { baseTicks: 1 }]);
  bench.send(one, [0]);
  bench.send(other, [6, 7]);
  bench.run();
  // The shared station works for one from 5 to 15, for the others to 19, 23, and to 24, then 25.
  expect(bench.gone).toEqual([[0, 15], [0, 24], [1, 25]].map(([tag, at]) => [tag, at]));
  expect(bench.spent()).toEqual([[5, 0], [10, 0], [13 + 16, 9 + 12], [5 + 2, 4 + 1]]);
  const { latencies, starts, lengths } = bench.network.routes;
  expect([starts, lengths]).toEqual([[0, 2], [2, 2]]);
  expect(latencies.map((latency) => latency.sum.toNumber())).toEqual([15, 18 + 18]);
});

it('takes a longer route while customers are on their way, and loses nothing they have noted', () => {
  const bench = new Bench();
  const desk = bench.station({ discipline: 'queue' });
  const short = bench.route([desk, { baseTicks: 10 }], [desk, { baseTicks: 1 }]);
  bench.send(short, [0, 1]);
  bench.at(15, () => {
    const costs = [desk, { baseTicks: 1 }] as const;
    bench.network.begin(bench.route(costs, costs, costs), 0, 9);
  });
  bench.run();
  const sums = bench.network.routes.latencies.map((latency) => latency.sum.toNumber());
  const spent = bench.spent().map(([all]) => all ?? NaN);
  expect([spent[0], (spent[0] ?? NaN) + (spent[1] ?? NaN)]).toEqual([10 + 19, sums[0]]);
  expect(spent.slice(2).reduce((sum, part) => sum + part, 0)).toBe(sums[1]);
});

it('tells a port which errand a customer is on, and where it wants that done', () => {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const told: (readonly number[])[] = [];
  const port = {
    serve: (customer: number, _station: number, serviceTicks: number, errand: number) => {
      told.push([errand, network.customers.address[customer] as number, serviceTicks]);
      network.served(customer, 0);
    },
  };
  const station = network.addStation({ id: 'drive', discipline: 'port' }, port);
  const owner = { done: () => undefined, lost: () => undefined };
  const plain = network.addRoute([{ station, role: 'drive' }], owner);
  const trim = network.addRoute([{ station, role: 'drive', errand: 6, baseTicks: 3 }], owner);
  network.begin(plain, 4096, 0);
  network.begin(trim, 4096, 0, 5e12);
  network.begin(plain, 4096, 0, 8192);
  expect(told).toEqual([[0, 0, 0], [6, 5e12, 3], [0, 8192, 0]]);
});
