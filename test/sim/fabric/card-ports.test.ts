/** Routes around cards with several ports: what each knows when, and who goes through whom. */
import { describe, expect, it } from 'vitest';
import type { FabricPlan } from '../../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, second, us } from '../../support/fabric-runs.ts';

/** Two leaves under a spine; `a` and `b` have a cable to each, `c` one to the left. */
const plan: FabricPlan = {
  id: 'f', ticksPerSecond: second, ports: ['a/host', 'b/host', 'c'], convergenceTicks: 100 * us,
  switches: [
    { id: 'left', tier: 0 }, { id: 'right', tier: 0 }, { id: 'spine', tier: 1 },
    { id: 'a', tier: 0, isCard: true }, { id: 'b', tier: 0, isCard: true },
  ],
  cables: ([
    ['a', 'left'], ['a', 'right'], ['b', 'left'], ['b', 'right'], ['c', 'left'],
    ['left', 'spine'], ['right', 'spine'], ['a/host', 'a'], ['b/host', 'b'],
  ] as const).map((ends) => ({ ...cable, ends })),
};

const routesOf = (run: FabricRun) => {
  const { fabric } = run.network;
  return (at: string, to: string): readonly string[] =>
    fabric.routes.choicesAt(fabric.nodeOf(at), fabric.portOf(to))
      .map((link) => fabric.links.ids[link] ?? '');
};

const later = (run: FabricRun, ticks: number): void => {
  run.simulation.run({ untilTicks: run.simulation.now + ticks as never });
};

describe('a card with two ports', () => {
  it('sends by all ports that are on shortest ways', () => {
    const ways = routesOf(new FabricRun(plan));
    expect(ways('a', 'b/host')).toEqual(['a>left', 'a>right']);
    expect(ways('a', 'c')).toEqual(['a>left']);
    expect(ways('left', 'b/host')).toEqual(['left>b']);
  });

  it('is no way for what is sent to others', () => {
    const run = new FabricRun(plan);
    const ways = routesOf(run);
    expect(ways('right', 'c')).toEqual(['right>spine']);
    // Nor where no other way is left.
    const { network } = run;
    network.faults.setCable(network.fabric.linkOf('right', 'spine'), false);
    later(run, 200 * us);
    expect(ways('right', 'c')).toEqual([]);
    expect(ways('right', 'a/host')).toEqual(['right>a']);
  });

  it('knows of its own cables at once, and of others when all do', () => {
    const run = new FabricRun(plan);
    const ways = routesOf(run);
    const { faults, fabric } = run.network;
    faults.setCable(fabric.linkOf('a', 'left'), false);
    expect(ways('a', 'b/host')).toEqual(['a>right']);
    // The long way, as the short one is gone.
    expect(ways('a', 'c')).toEqual(['a>right']);
    expect(ways('left', 'a/host')).toEqual(['left>a']);
    expect(ways('spine', 'a/host')).toEqual(['spine>left', 'spine>right']);
    later(run, 50 * us);
    faults.setCable(fabric.linkOf('b', 'right'), false);
    expect(ways('a', 'b/host')).toEqual(['a>right']);
    later(run, 60 * us);
    expect(ways('left', 'a/host')).toEqual(['left>spine']);
    later(run, 60 * us);
    expect(ways('spine', 'b/host')).toEqual(['spine>left']);
    faults.setCable(fabric.linkOf('a', 'left'), true);
    expect(ways('a', 'b/host')).toEqual(['a>left']);
    expect(ways('spine', 'a/host')).toEqual(['spine>right']);
  });

  it('sees that the switch at its other end is gone', () => {
    const run = new FabricRun(plan);
    const { routes } = run.network.fabric;
    const { revision } = routes;
    run.network.faults.setNode('left', false);
    expect(routesOf(run)('a', 'b/host')).toEqual(['a>right']);
    // As does the other card there, and ways are searched once for both.
    expect(routesOf(run)('b', 'a/host')).toEqual(['b>right']);
    expect(routes.revision).toBe(revision + 1);
  });

  it('counts for what is kept of ways', () => {
    const { network } = new FabricRun(plan);
    const { routes, packets } = network.fabric;
    // Of five switches to three that have ports, four bytes each, and their groups.
    expect(routes.memoryBytes()).toBeGreaterThan(5 * 3 * 4);
    expect(network.memoryBytes() - packets.memoryBytes())
      .toBeGreaterThanOrEqual(routes.memoryBytes());
  });
});
