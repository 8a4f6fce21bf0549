/**
 * Nothing comes from nowhere: on every link, what came in went out, was lost there or is inside, at
 * any moment and whatever fails; and once nothing is under way, every packet is accounted for.
 */
import { expect, it } from 'vitest';
import { FabricRun, gigabit, ms, second, tree } from '../../support/fabric-runs.ts';

/** All transports at once over a small tree, while cables and a switch fail and come back. */
function troubled(seed: number): FabricRun {
  const plan = tree(4, { bufferBytes: 30 * 4198 }, 8000);
  const run = new FabricRun({ ...plan, convergenceTicks: ms }, seed);
  const kinds = [run.udp(), run.tcp({ rtoMinSeconds: 0.001 }), run.srd(), run.roce()];
  const dice = run.simulation.streamOf('workload');
  for (let i = 0; i < 32; i++) {
    const from = dice.integerBelow(16);
    const to = (from + 1 + dice.integerBelow(15)) % 16;
    const flow = run.flow(kinds[i % 4]!, from, to, `flow${i}`);
    for (let tag = 0; tag < 4; tag++) {
      run.network.send(flow, 1000 + dice.integerBelow(400_000), tag);
    }
  }
  return run;
}

for (const seed of [1, 2, 3]) {
  it(`keeps the books of every link while things fail, with seed ${seed}`, () => {
    const run = troubled(seed);
    const { fabric, faults } = run.network;
    const cut = fabric.linkOf('f/pod0/edge0', 'f/pod0/aggregation0');
    faults.setLoss(fabric.uplinks[3]!, { everyPackets: 50 });
    faults.setLoss(fabric.downlinks[5]!, { share: 0.01, damagedShare: 0.01 });
    const flapping = fabric.linkOf('f/pod1/edge0', 'f/pod1/aggregation1');
    for (let step = 1; step <= 40; step++) {
      if (step % 3 === 1) faults.setCable(flapping, false);
      if (step % 3 === 2) faults.setCable(flapping, true);
      if (step === 4) faults.setCable(cut, false);
      if (step === 12) faults.setCable(cut, true);
      if (step === 8) faults.setNode('f/core1', false);
      if (step === 20) faults.setNode('f/core1', true);
      if (step === 6) run.network.setRate(fabric.uplinks[7]!, 25 * gigabit);
      // The audit of each run compares the bytes and times of every link, and all packets.
      run.run((step * ms) / 10);
    }
    run.run(20 * second);
    const { packets, totals } = fabric;
    expect(packets.inUse).toBe(0);
    const dropped = totals.slice(2).reduce((sum, value) => sum + value, 0);
    expect(totals[0]).toBe(totals[1]! + dropped);
    expect(fabric.dropped('lost')).toBeGreaterThan(0);
    expect(fabric.dropped('link-down')).toBeGreaterThan(0);
    // All but UDP deliver all of their messages in spite of it.
    const told = run.told.filter(({ flow }) => flow % 4 !== 0);
    expect(told).toHaveLength(24 * 4);
  });
}
