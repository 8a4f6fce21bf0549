/**
 * Networks of any shape under any traffic, for laws that must hold in all of them.
 * Keeps true: a network is a function of its recipe, so a failing one can be shrunk and run again.
 */
import fc from 'fast-check';
import { QueueNetwork, Simulation } from '#sim/kernel';
import type { Discipline } from '#sim/kernel';

const disciplines: readonly Discipline[] = ['queue', 'delay', 'bucket', 'gather', 'port'];

const stationRecipe = fc.record({
  discipline: fc.constantFrom(...disciplines),
  servers: fc.integer({ min: 1, max: 4 }),
  capacity: fc.oneof(fc.constant(1_000_000), fc.integer({ min: 1, max: 5 })),
  depthTicks: fc.nat({ max: 100 }),
});

const visitRecipe = fc.record({
  station: fc.nat({ max: 7 }),
  baseTicks: fc.nat({ max: 40 }),
  byteTicks: fc.constantFrom(0, 0.3, 2),
  wakeTicks: fc.nat({ max: 5 }),
  propagationTicks: fc.constantFrom(0, 0, 25),
  drawsMax: fc.constantFrom(0, 0, 30),
});

const routeRecipe = fc.array(visitRecipe, { minLength: 1, maxLength: 7 });

const failureRecipe = fc.record({
  at: fc.nat({ max: 2000 }),
  station: fc.nat({ max: 7 }),
  lasts: fc.nat({ max: 400 }),
});

export const networkRecipe = fc.record({
  seed: fc.nat(),
  stations: fc.array(stationRecipe, { minLength: 1, maxLength: 6 }),
  routes: fc.array(routeRecipe, { minLength: 1, maxLength: 4 }),
  customers: fc.array(
    fc.record({ gap: fc.nat({ max: 40 }), route: fc.nat({ max: 7 }), bytes: fc.nat({ max: 20 }) }),
    { maxLength: 120 },
  ),
  /** Stations that stop and start to work again. */
  failures: fc.array(failureRecipe, { maxLength: 4 }),
  siblings: fc.boolean(),
});

export type NetworkRecipe = typeof networkRecipe extends fc.Arbitrary<infer R> ? R : never;

export interface RandomNetwork {
  readonly simulation: Simulation;
  readonly network: QueueNetwork;
  /** By route: how many were sent, came through and were lost, as their owner was told. */
  readonly told: readonly { begun: number; done: number; lost: number; latencyTicks: number }[];
}

/** Builds a network and plans its traffic; nothing has happened yet. */
export function randomNetwork(recipe: NetworkRecipe): RandomNetwork {
  const simulation = new Simulation({ seed: recipe.seed });
  const network = new QueueNetwork(simulation);
  const dice = simulation.streamOf('draws');
  const back = simulation.register((customer) => {
    network.served(customer, 1);
  });
  const port = {
    serve: (customer: number, _: number, serviceTicks: number) => {
      simulation.scheduleAfter(1 + serviceTicks, back, customer, 0);
    },
  };
  const count = recipe.stations.length;
  recipe.stations.forEach((plan, i) => {
    const behind = plan.discipline === 'port' ? port : undefined;
    network.addStation({ id: `s${String(i)}`, ...plan }, behind);
  });
  if (recipe.siblings && count > 1) network.stations.pair(0, 1, 1.37);
  const told = recipe.routes.map((visits, route) => {
    const book = { begun: 0, done: 0, lost: 0, latencyTicks: 0 };
    const plans = visits.map(({ station, drawsMax, ...costs }, k) => ({
      ...costs,
      station: station % count,
      role: `r${String(route)}.${String(k)}`,
      ...(drawsMax > 0 ? { draw: () => Math.floor(dice.exponential(drawsMax)) } : {}),
    }));
    network.addRoute(plans, {
      done: (_, __, latency) => {
        book.done++;
        book.latencyTicks += latency;
      },
      lost: () => {
        book.lost++;
      },
    });
    return book;
  });
  const arrival = simulation.register((index) => {
    const customer = recipe.customers[index];
    if (!customer) return;
    const following = recipe.customers[index + 1];
    if (following) simulation.scheduleAfter(following.gap, arrival, index + 1, 0);
    const route = customer.route % told.length;
    (told[route] ?? { begun: 0 }).begun++;
    network.begin(route, customer.bytes, index);
  });
  simulation.schedule(0, arrival, 0, 0);
  const fail = simulation.register((station) => {
    network.stop(station);
  });
  const repair = simulation.register((station) => {
    network.resume(station);
  });
  for (const { at, station, lasts } of recipe.failures) {
    simulation.schedule(at, fail, station % count, 0);
    simulation.schedule(at + lasts, repair, station % count, 0);
  }
  return { simulation, network, told };
}
