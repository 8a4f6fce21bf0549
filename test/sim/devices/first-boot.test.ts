import { expect, it } from 'vitest';
import { judge, simulate } from '#sim/run';
import {
  action, expectation, instance, ir, machineOf, scenario, second, sled, variant, world,
} from '../../support/ir-builder.ts';

it('boots one instance on one socket', () => {
  const host = sled('sled[0]');
  const model = ir(
    [world(host, instance('web', { machine: machineOf(host) }))],
    [scenario('boot', {
      variants: [variant({
        actions: [action(0, 'launch', 'web')],
        expectations: [expectation({
          left: { is: 'boot', of: ['web'] }, right: { is: 'constant', value: 40 * second },
        })],
      })],
    })],
  );
  const result = simulate(model, { scenario: 'boot', variant: 0, run: 0, seed: 1 });
  expect(result.end).toBe('idle');
  // 1.54 + 3 × 0.1 + 1.6 + 2 + 1 + 2 + 14.6 + 5.64 s, and half a second of reading.
  const rule = { operator: '<', tolerance: null, errorRatio: 0 } as const;
  const samples = result.values.map((value) => ({ ...value, run: result.run }));
  expect(judge(rule, samples, 1)).toMatchObject({ verdict: 'holds', bound: 40 * second });
  expect(judge(rule, samples, 1).estimate).toBeGreaterThan(28.68 * second);
});
