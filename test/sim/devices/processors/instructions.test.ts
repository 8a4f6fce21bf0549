/**
 * What instructions cost that cannot simply run: exits × cycles / clock, by each way to catch them.
 */
import { expect, it } from 'vitest';
import type { PropertyValue } from '#ir';
import { Bench, second } from '../../../support/processor-runs.ts';

type Given = Readonly<Record<string, PropertyValue>>;

const run = (
  compute: Given, hypervisor: Given | null, socket: Given = {}, guest: Given = {},
): Bench => new Bench({
  cores: 1, hypervisor, socket, guests: [{ id: 'web', given: guest, compute: { burn: compute } }],
}).start().run(10 * second);

it('slows a guest by exits × cycles / clock', () => {
  // 100,000 exits a second of 2,000 cycles at 2.93 GHz: 6.8 %.
  const bench = run(
    { sensitive: 1e5 / 2.93e9 }, { emulateCycles: 0 }, { clockHertz: 2.93e9, exitCycles: 2000 },
  );
  const speed = bench.processors.speed('burn[0]');
  expect(1 / speed - 1).toBeCloseTo((1e5 * 2000) / 2.93e9, 12);
  expect(1 / speed - 1).toBeCloseTo(0.068, 3);
  // Each useful second has its 100,000, and a part of one is not counted.
  expect(bench.processors.exits('burn[0]')).toBe(Math.floor(1e6 * speed));
  expect(bench.processors.exits('web')).toBe(bench.processors.exits('burn[0]'));
  const [figures] = bench.processors.readOut(10 * second);
  expect(figures?.busy).toBe(1);
  expect(figures?.useful).toBeCloseTo(speed, 12);
  expect(figures?.exiting).toBeCloseTo(1 - speed, 12);
});

it('carries the part of an exit on, so that none is lost at a cut', () => {
  const bench = new Bench({
    cores: 1, hypervisor: {}, socket: { clockHertz: 1e9, exitCycles: 0 },
    guests: [{ id: 'web', compute: { burn: { sensitive: 0.7e-9 } } }],
  });
  let sum = 0;
  bench.start();
  for (let at = 1; at <= 10; at++) {
    bench.run(at * second);
    sum += bench.processors.exits('burn[0]');
    bench.processors.cut(bench.simulation.now);
  }
  // An exit costs 1,500 cycles to emulate: 7 of them are 10.5 us, and the tenth second is full.
  expect(sum).toBe(6);
});

const slowdown = (virtualization: string, compute: Given): number => 1 / run(
  compute, {
    virtualization, emulateCycles: 1500, hypercallCycles: 320, hypercallBatch: 8,
    translatedCycles: 214, portCycles: 11_500,
  }, { clockHertz: 1e9, exitCycles: 1000 },
).processors.speed('burn[0]') - 1;

it('asks each kind of virtualization its own price of a sensitive instruction', () => {
  const price = (virtualization: string): number =>
    Math.round(slowdown(virtualization, { sensitive: 1e-4 }) * 1e4);
  expect(['hardware', 'full', 'paravirtual', 'translation'].map(price))
    .toEqual([2500, 2500, 40, 214]);
});

it('adds the device behind a port, and reads it in place where code is translated', () => {
  const price = (virtualization: string): number =>
    Math.round(slowdown(virtualization, { ports: 1e-4 }) * 1e4);
  expect(['hardware', 'full', 'paravirtual', 'translation'].map(price))
    .toEqual([12_500, 12_500, 12_500, 214]);
});

it('counts one exit for a batch of hypercalls and none for translated code', () => {
  const exits = (hypervisor: Given): number =>
    run({ sensitive: 1e-6 }, { ...hypervisor, hypercallCycles: 0, translatedCycles: 0 },
      { clockHertz: 1e9, exitCycles: 0 }).processors.exits('burn[0]');
  expect(exits({ virtualization: 'paravirtual', hypercallBatch: 8 })).toBe(1250);
  expect(exits({ virtualization: 'translation' })).toBe(0);
});

it('runs everything at full speed on bare metal', () => {
  const bench = run({ sensitive: 0.1, ports: 0.1 }, null);
  expect(bench.processors.speed('burn[0]')).toBe(1);
  expect(bench.processors.exits('web')).toBe(0);
  expect(bench.processors.exitTicks('web')).toBe(0);
  expect(bench.processors.interruptExitTicks('web')).toBe(0);
});

it('kills a plain process at its first sensitive instruction, and says so', () => {
  const bench = run({ sensitive: 1e-9 }, { virtualization: 'none' }, { clockHertz: 2e9 });
  expect(bench.log.findings.map(({ code, atTicks, element }) => [code, atTicks, element]))
    .toEqual([['run/process-crashed', 0.5 * second, 'burn']]);
  expect(bench.log.findings[0]?.message).toContain('nobody catches the fault');
  expect(bench.processors.crashed('burn[0]')).toBe(1);
  expect(bench.processors.job('burn[0]')).toEqual([]);
  expect(bench.processors.speed('burn[0]')).toBeCloseTo(0.05, 12);
  expect(bench.ended).toEqual(['burn[0]']);
});

it('lets a plain process run that is done before, or has no such instruction', () => {
  const done = run({ sensitive: 1e-9, workTicks: 0.4 * second }, { virtualization: 'none' }, {
    clockHertz: 2e9,
  });
  expect(done.processors.job('burn[0]')).toEqual([0.4 * second]);
  expect(done.processors.crashed('burn[0]')).toBe(0);
  const plain = run({}, { virtualization: 'none' });
  expect(plain.processors.speed('burn[0]')).toBe(1);
  expect(plain.log.findings).toEqual([]);
});

it('takes the tax of the hypervisor from useful time, and tells it to requests', () => {
  const bench = run({}, { cpuTax: 0.2 });
  expect(bench.processors.speed('burn[0]')).toBeCloseTo(0.8, 12);
  expect(bench.processors.slowness('web')).toBe(1.25);
});

it('says what an exit and an interrupt cost a guest', () => {
  const { processors } = run({}, {}, { clockHertz: 2e9, exitCycles: 1000 }, { interruptExits: 3 });
  expect(processors.exitTicks('web')).toBe(500_000);
  expect(processors.interruptExits('web')).toBe(3);
  expect(processors.interruptExitTicks('web')).toBe(1_500_000);
  const direct = run({}, {}, { directInterrupts: 'yes' }).processors;
  expect(direct.interruptExits('web')).toBe(0);
  expect(direct.interruptExitTicks('web')).toBe(0);
  expect(direct.exitTicks('web')).toBe(400_000);
});

it('notes what an exit costs as a guess only when requests are charged for it', () => {
  const direct = run({}, {}, { directInterrupts: 'yes' });
  direct.processors.interruptExitTicks('web');
  expect(direct.log.assumed()).toEqual([]);
  direct.processors.exitTicks('web');
  expect(direct.log.assumed()).toEqual(['exitCycles of socket']);
  const trapped = run({}, {}, {}, { interruptExits: 1 });
  trapped.processors.interruptExitTicks('web');
  expect(trapped.log.assumed()).toEqual(['exitCycles of socket']);
});

it('lists the guesses that a cost stands on', () => {
  expect(run({}, {}).log.assumed()).toEqual([]);
  expect(run({ sensitive: 1e-6 }, {}).log.assumed())
    .toEqual(['emulateCycles of hypervisor', 'exitCycles of socket']);
  expect(run({ sensitive: 1e-6 }, { cpuSharing: 'shared', virtualization: 'paravirtual' })
    .log.assumed()).toEqual([
    'hypercallBatch of hypervisor', 'hypercallCycles of hypervisor', 'switchTime of hypervisor',
    'timeSlice of hypervisor',
  ]);
  expect(run({ sensitive: 1e-6 }, { virtualization: 'translation' }, { clockHertz: null })
    .log.assumed()).toEqual(['clock of socket']);
});
