/**
 * A run of all transports with losses and a cut, and all that can be told of it as text.
 * Not a test: it is run in several processes, to compare what they say byte for byte.
 */
import { FabricRun, ms, tree } from './fabric-runs.ts';

export function traceOfRun(seed: number): string {
  const run = new FabricRun({ ...tree(4, {}, 8000), convergenceTicks: ms }, seed);
  const kinds = [run.udp(), run.tcp(), run.srd(), run.roce()];
  kinds.forEach((kind, i) => {
    for (let j = 0; j < 4; j++) {
      run.network.send(run.flow(kind, 4 * j + i, (4 * j + i + 7) % 16), 300_000, i);
    }
  });
  const { fabric, faults, flows } = run.network;
  faults.setLoss(fabric.uplinks[2]!, { share: 0.01 });
  run.run(ms / 20);
  faults.setCable(fabric.linkOf('f/pod0/edge0', 'f/pod0/aggregation0'), false);
  run.run(300 * ms);
  const { simulation, told } = run;
  return JSON.stringify([
    simulation.eventFingerprint(), simulation.events, told, [...fabric.totals], [...flows.figures],
    [...fabric.links.doubles],
  ]);
}
