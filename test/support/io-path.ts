/**
 * A path like that of a remote volume's requests: nine visits, some stations shared by all queues,
 * each queue's processor visited twice. For measuring; the figures are of the right size, no more.
 */
import type { Simulation } from '#sim/kernel';
import { QueueNetwork } from '#sim/kernel';

export const visitsPerRequest = 9;

const microsecond = 1_000_000;

export interface IoPath {
  readonly network: QueueNetwork;
  /** Requests that are through, and those that were lost. */
  readonly told: { done: number; lost: number };
}

/** Closed loops of `depth` requests of 16 KiB on each of so many queues. */
export function ioPath(simulation: Simulation, queues: number, depth: number): IoPath {
  const network = new QueueNetwork(simulation);
  const dice = simulation.streamOf('store/services');
  const down = network.addStation({ id: 'link-down', discipline: 'queue' });
  const card = network.addStation({ id: 'card', discipline: 'queue', servers: 8 });
  const limit = network.addStation({
    id: 'limit', discipline: 'bucket', depthTicks: 1000 * microsecond,
  });
  const fabric = network.addStation({ id: 'fabric', discipline: 'delay' });
  const store = network.addStation({ id: 'store', discipline: 'queue', servers: 16 });
  const up = network.addStation({ id: 'link-up', discipline: 'queue' });
  const told = { done: 0, lost: 0 };
  for (let i = 0; i < queues; i++) {
    const processor = network.addStation({ id: `processor${String(i)}`, discipline: 'queue' });
    const interrupt = network.addStation({ id: `interrupt${String(i)}`, discipline: 'gather' });
    const draw = () => dice.exponentialTicks(40 * microsecond);
    const wakeTicks = 2 * microsecond;
    const route = network.addRoute([
      { station: processor, role: 'driver', baseTicks: 1.5 * microsecond, wakeTicks },
      { station: down, role: 'link', byteTicks: 16, propagationTicks: 200_000 },
      { station: card, role: 'card', baseTicks: microsecond, byteTicks: 100 },
      { station: limit, role: 'limit', baseTicks: 3 * microsecond },
      { station: fabric, role: 'fabric', baseTicks: 20 * microsecond },
      { station: store, role: 'store', baseTicks: 10 * microsecond, draw },
      { station: up, role: 'link', byteTicks: 64, propagationTicks: 200_000 },
      { station: interrupt, role: 'interrupt', baseTicks: 8 * microsecond },
      { station: processor, role: 'completion', baseTicks: microsecond, wakeTicks },
    ], {
      done: (_, tag) => {
        told.done++;
        network.begin(route, 16_384, tag);
      },
      lost: () => {
        told.lost++;
      },
    });
    for (let k = 0; k < depth; k++) network.begin(route, 16_384, k);
  }
  return { network, told };
}
