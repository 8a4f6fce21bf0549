/**
 * How busy elements are window by window, against arithmetic by hand: work that ends in a later
 * window, rest, computing without customers, and stations that nobody comes to.
 */
import { expect, it } from 'vitest';
import { BusyShares } from '../../../../src/sim/devices/traffic/busy-shares.ts';
import { Figures } from '../../../../src/sim/devices/traffic/figures.ts';
import type { HostPort } from '../../../../src/sim/devices/traffic/host-port.ts';
import { Bench, ms } from '../../../support/processor-runs.ts';

const whole = { cpuSharing: 'dedicated' };

function sharesOf(bench: Bench, host: HostPort = bench.processors): BusyShares {
  const figures = new Figures(bench.network, () => null);
  return new BusyShares({ network: bench.network, figures, host });
}

/** Shares after windows of 10 ms each. */
function after(
  bench: Bench, shares: BusyShares, windows: number,
): Record<string, readonly number[]> {
  shares.open(bench.simulation.now);
  for (let window = 0; window < windows; window++) {
    bench.run((window + 1) * 10 * ms);
    shares.close(bench.simulation.now, window, 10 * ms);
  }
  return Object.fromEntries(shares.read(windows));
}

it('tells of each window how busy the busiest vCPU was, and the threads of its machine', () => {
  const bench = new Bench({ cores: 4, hypervisor: whole, guests: [{ id: 'a', vcpus: 2 }, { id: 'b' }] });
  bench.start();
  const [long, short] = [bench.route('a', 15 * ms), bench.route('a', 2 * ms, 1)];
  // Begins in the second window, ends in the third; nothing happens in the fourth.
  bench.send(long, 14 * ms);
  for (const at of [1, 12, 44]) bench.send(short, at * ms);
  const shares = after(bench, sharesOf(bench), 5);
  expect(shares['a']).toEqual([0.2, 0.6, 0.9, 0, 0.2]);
  expect(shares['b']).toEqual([0, 0, 0, 0, 0]);
  const ofThreads = [2, 2 + 6, 9, 0, 2].map((worked) => worked / 10 / 4);
  shares['box.cpu']?.forEach((share, i) => { expect(share).toBeCloseTo(ofThreads[i] ?? -1, 12); });
});

it('sees compute work that begins and ends within a window, with no customer in it', () => {
  const bench = new Bench({
    cores: 2, hypervisor: whole, guests: [{ id: 'a', compute: { spin: {} } }],
  });
  bench.start(['spin']);
  bench.simulation.schedule(13 * ms, bench.simulation.register(() => {
    bench.processors.startCompute(bench.stream('spin'));
  }), 0, 0);
  bench.simulation.schedule(17 * ms, bench.simulation.register(() => {
    bench.processors.endCompute(bench.stream('spin'));
  }), 0, 0);
  expect(after(bench, sharesOf(bench), 3)['a']).toEqual([0, 0.4, 0]);
});

it('reads nothing of vCPUs that nobody was at since the last window', () => {
  const bench = new Bench({ cores: 64, hypervisor: whole, guests: [{ id: 'a', vcpus: 64 }] });
  let readings = 0;
  const { processors } = bench;
  const host: HostPort = Object.assign(Object.create(processors) as typeof processors, {
    timesAt: (station: number) => {
      readings++;
      return processors.timesAt(station);
    },
  });
  bench.start();
  const shares = sharesOf(bench, host);
  bench.send(bench.route('a', 15 * ms, 7), 4 * ms);
  shares.open(0);
  readings = 0;
  for (const [window, least] of [1, 1, 0, 0].entries()) {
    bench.run((window + 1) * 10 * ms);
    shares.close(bench.simulation.now, window, 10 * ms);
    expect(readings).toBe(least);
    readings = 0;
  }
  expect(shares.read(4).get('a')).toEqual([0.6, 0.9, 0, 0]);
});

it('takes in stations that are made while it counts', () => {
  const bench = new Bench({ cores: 1, hypervisor: whole, guests: [{ id: 'a' }] });
  bench.start();
  const shares = sharesOf(bench);
  shares.open(0);
  bench.run(10 * ms);
  shares.close(bench.simulation.now, 0, 10 * ms);
  const station = bench.network.addStation({ id: 'ebs/link', discipline: 'queue' });
  bench.send(bench.visit(station, 4 * ms), 12 * ms);
  bench.run(20 * ms);
  shares.close(bench.simulation.now, 1, 10 * ms);
  expect(shares.read(2).get('ebs')).toEqual([0, 0.4]);
});
