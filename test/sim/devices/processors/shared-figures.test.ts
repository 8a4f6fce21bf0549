/**
 * What is told of vCPUs that take turns: how busy each is by itself, who waits for it, and how hot
 * a guest and its sockets are, against arithmetic by hand.
 */
import { expect, it } from 'vitest';
import { Figures } from '../../../../src/sim/devices/traffic/figures.ts';
import { Windows } from '../../../../src/sim/devices/traffic/windows.ts';
import { Bench, ms } from '../../../support/processor-runs.ts';

const shared = { cpuSharing: 'shared', switchTimeTicks: 0, timeSliceTicks: 10 * ms, boost: 'no' };

const figuresOf = (bench: Bench): Figures => {
  const figures = new Figures(bench.network, () => null);
  figures.host = bench.processors;
  return figures;
};

it('tells the load and the queue of each guest, and not of its machine', () => {
  const bench = new Bench({
    cores: 2, hypervisor: shared, guests: [{ id: 'a' }, { id: 'b' }],
  });
  const figures = figuresOf(bench);
  bench.start();
  figures.cut(0);
  const [toA, toB] = [bench.route('a', 10 * ms), bench.route('b', 5 * ms)];
  for (const at of [0, 0, 0]) bench.send(toA, at);
  bench.send(toB, 50 * ms);
  bench.run(100 * ms);
  const [a, b] = ['a', 'b'].map((id) =>
    figures.station(bench.processors.vcpu(id, 0), bench.simulation.now));
  // Three of 10 ms one after another; the second waits for 10 ms and the third for 20.
  expect(a?.utilization).toBeCloseTo(0.3, 12);
  expect(a?.meanQueueLength).toBeCloseTo((10 + 20) / 100, 12);
  expect(b?.utilization).toBeCloseTo(0.05, 12);
  expect(b?.meanQueueLength).toBe(0);
});

it('counts a wait for a thread as load of a vCPU, and not as heat', () => {
  const bench = new Bench({
    cores: 1, hypervisor: shared, guests: [
      { id: 'a', compute: { spin: {} } }, { id: 'b', compute: { other: {} } },
    ],
  });
  const figures = figuresOf(bench);
  const windows = new Windows({
    network: bench.network, figures, host: bench.processors, loads: [],
  });
  bench.start();
  figures.cut(0);
  windows.open(0);
  bench.run(200 * ms);
  windows.close(bench.simulation.now);
  // Each has the only thread half of the time and wants it all of the time.
  expect(figures.utilization(bench.processors.vcpu('a', 0), bench.simulation.now)).toBe(1);
  const heat = Object.fromEntries(windows.utilization());
  expect(heat['a']?.[0]).toBeCloseTo(0.5, 12);
  expect(heat['b']?.[0]).toBeCloseTo(0.5, 12);
  expect(heat['box.cpu']?.[0]).toBe(1);
});

it('shows compute work on threads of their own as heat, and leaves it out of a bottleneck', () => {
  const bench = new Bench({
    cores: 4, guests: [{ id: 'a', vcpus: 2, compute: { spin: { threads: 1 } } }],
  });
  const figures = figuresOf(bench);
  const windows = new Windows({
    network: bench.network, figures, host: bench.processors, loads: [],
  });
  bench.start();
  figures.cut(0);
  windows.open(0);
  bench.run(100 * ms);
  windows.close(bench.simulation.now);
  expect(figures.utilization(bench.processors.vcpu('a', 0), bench.simulation.now)).toBe(0);
  const heat = Object.fromEntries(windows.utilization());
  expect(heat['a']?.[0]).toBe(1);
  expect(heat['box.cpu']?.[0]).toBeCloseTo(1 / 4, 12);
});
