/**
 * Ports whose departures are computed on arrival, and ports whose departures are events: where
 * nothing is paused and there is one class, every packet leaves at the same instant by both,
 * whatever the transport, the rate, the packets' size and what fails. And neither lets a packet of
 * a flow overtake another on its way.
 */
import { expect, it } from 'vitest';
import { Chance } from '#base';
import { figureAt } from '../../../src/sim/devices/fabric/fields.ts';
import { leafSpine } from '../../../src/sim/devices/fabric/index.ts';
import type { CableKind, FabricPlan, PausePlan } from '../../../src/sim/devices/fabric/index.ts';
import { FabricRun, gigabit, second, star, tree, us } from '../../support/fabric-runs.ts';

/** Departures are events: with two classes of which one is used, or pauses that nobody asks for. */
const byEvents: readonly (readonly [string, Partial<CableKind>])[] = [
  ['two classes', { classes: 2 }],
  ['pauses', { pauses: { pauseAboveBytes: 1e9, resumeBelowBytes: 1e8, headroomBytes: 1e9 } }],
];

const transports = {
  UDP: (run: FabricRun) => run.udp(),
  TCP: (run: FabricRun) => run.tcp({ rtoMinSeconds: 0.001 }),
  DCTCP: (run: FabricRun) => run.tcp({ rtoMinSeconds: 0.001, congestion: 'dctcp' }),
  SRD: (run: FabricRun) => run.srd(),
  'RoCE, go back N': (run: FabricRun) => run.roce(),
  'RoCE, selective, DCQCN': (run: FabricRun) => run.roce({ recovery: 'selective', hasDcqcn: true }),
};

/** All that became of packets and flows. */
function outcome(run: FabricRun): unknown {
  const { fabric, flows } = run.network;
  const { links } = fabric;
  return {
    told: run.told,
    lost: run.lost,
    totals: [...fabric.totals],
    drops: [...links.drops],
    marks: [...links.marks],
    longestQueues: links.plans.map((_, link) => links.longestQueueBytes(link)),
    figures: flows.ids.map((id, flow) => [id, Object.keys(figureAt).map((figure) =>
      flows.figure(flow, figure as keyof typeof figureAt))]),
    hops: fabric.hops[0],
  };
}

const steps = 20;

/** A network with traffic and faults that are drawn from the seed, and how it ended. */
function drawn(
  seed: number, make: (run: FabricRun) => number, isBounded: boolean, change: Partial<CableKind>,
): FabricRun {
  const dice = new Chance(seed).stream('network');
  const pick = <Value>(values: readonly Value[]): Value =>
    values[dice.integerBelow(values.length)]!;
  const mtuBytes = pick([1500, 4160, 9000]);
  const buffers = [10, 50].map((packets) => packets * mtuBytes);
  const bufferBytes = pick(buffers);
  const kind: CableKind = {
    bitsPerSecond: pick([10, 25, 30, 100, 400]) * gigabit,
    delayTicks: pick([0.1, 1]) * us,
    mtuBytes,
    bufferBytes: isBounded ? bufferBytes : null,
    ...(dice.happens(0.5) && {
      marks: { fromBytes: 4 * mtuBytes, toBytes: 20 * mtuBytes, share: 0.5 },
    }),
    ...change,
  };
  const jitterTicks = pick([0, 8000, 20_000]);
  const plans: readonly (() => FabricPlan)[] = [
    () => star(6, kind, jitterTicks),
    () => tree(4, kind, jitterTicks),
    () => leafSpine({
      id: 'f', leaves: 3, spines: 2, hostsPerLeaf: 3, ticksPerSecond: second, cable: kind, jitterTicks,
    }),
  ];
  const run = new FabricRun({ ...pick(plans)(), convergenceTicks: pick([0, 200 * us]) }, seed);
  const hosts = run.network.fabric.plan.ports.length;
  const transport = make(run);
  for (let i = 0; i < 8; i++) {
    const from = dice.integerBelow(hosts);
    const isToOne = dice.happens(0.5);
    const to = isToOne ? Number(from === 0) : (from + 1 + dice.integerBelow(hosts - 1)) % hosts;
    const limit = dice.happens(0.2) ? 5 * gigabit : null;
    const flow = run.flow(transport, from, to, `flow${i}`, limit);
    for (let tag = 0; tag < 3; tag++) run.network.send(flow, 1 + dice.integerBelow(300_000), tag);
  }
  disturb(run, dice.integerBelow(4));
  return run;
}

/** Lets time pass, while so many things go wrong. */
function disturb(run: FabricRun, count: number): void {
  const { fabric, faults } = run.network;
  const dice = run.simulation.streamOf('faults');
  const isDown = new Set<number>();
  const happenings = [
    (link: number) => { faults.setLoss(link, { everyPackets: 20 }); },
    (link: number) => { faults.setLoss(link, { share: 0.02, damagedShare: 0.01 }); },
    (link: number) => { run.network.setRate(link, 3 * gigabit); },
    (link: number) => { run.network.setRate(link, 40 * gigabit); },
    (link: number) => { faults.setDelay(link, 5 * us); },
    (link: number) => {
      const first = link & ~1;
      faults.setCable(first, isDown.has(first));
      if (!isDown.delete(first)) isDown.add(first);
    },
  ];
  for (let step = 1; step <= steps; step++) {
    if (step <= 3 * count) {
      happenings[dice.integerBelow(happenings.length)]!(dice.integerBelow(fabric.links.count));
    }
    run.run(20 * us * step);
  }
  for (const link of isDown) faults.setCable(link, true);
  run.run(3 * second);
}

for (const [name, make] of Object.entries(transports)) {
  for (const [how, change] of byEvents) {
    it(`serves ${name} by events as by computed departures, with ${how}`, { timeout: 60_000 }, () => {
      let dropped = 0;
      for (let seed = 1; seed <= 12; seed++) {
        // A buffer is what makes pauses needless.
        const isBounded = change.pauses === undefined;
        const computed = drawn(seed, make, isBounded, {});
        expect(outcome(drawn(seed, make, isBounded, change)), `seed ${seed}`)
          .toEqual(outcome(computed));
        dropped += computed.network.fabric.totals.slice(2).reduce((sum, value) => sum + value, 0);
      }
      expect(dropped).toBeGreaterThan(0);
    });
  }
}

/** Pauses begin after so many packets, and fit what comes until they work. */
const pausesAfter = (packets: number, mtuBytes: number): PausePlan => ({
  pauseAboveBytes: packets * mtuBytes, resumeBelowBytes: (packets - 1) * mtuBytes,
  headroomBytes: 1e6,
});

const hows = {
  'computed departures': () => ({}),
  events: () => ({ classes: 2 }),
  'events and pauses': (mtuBytes: number) => ({ pauses: pausesAfter(10, mtuBytes) }),
};

const settings = (['UDP', 'TCP', 'RoCE, go back N', 'RoCE, selective, DCQCN'] as const)
  .flatMap((name) => [1068, 1500, 4160, 9000].flatMap((mtuBytes) =>
    [0, 20_000].map((jitterTicks) => ({ name, mtuBytes, jitterTicks }))));

for (const gigabits of [10, 25, 100, 400]) {
  for (const [how, change] of Object.entries(hows)) {
    it(`lets no packet overtake another on one path at ${gigabits} Gb/s, with ${how}`, () => {
      let pausedTicks = 0;
      for (const { name, mtuBytes, jitterTicks } of settings) {
        const run = new FabricRun(tree(4, {
          bitsPerSecond: gigabits * gigabit, mtuBytes, bufferBytes: null, ...change(mtuBytes),
        }, jitterTicks));
        const transport = transports[name](run);
        for (let from = 8; from < 12; from++) {
          run.network.send(run.flow(transport, from, 0), 100_000, from);
          run.network.send(run.flow(transport, from, from - 1, `back${from}`), 100_000, from);
        }
        run.run(second);
        const setting = `${name}, ${mtuBytes} bytes, ${jitterTicks} ps`;
        expect(run.told, setting).toHaveLength(8);
        const { fabric, flows, pauses } = run.network;
        const late = flows.ids.map((_, flow) => flows.figure(flow, 'late'));
        expect(late, setting).toEqual(late.map(() => 0));
        pausedTicks += fabric.links.plans.reduce((sum, _, link) =>
          sum + pauses.pausedTicks(link), 0);
      }
      expect(pausedTicks > 0).toBe(how === 'events and pauses');
    });
  }
}
