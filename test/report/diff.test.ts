/**
 * What changed between two models or two results, by id and property.
 */
import { expect, it } from 'vitest';
import type { Ir } from '#ir';
import { diffModels, diffResults, jsonDiff, plainStyle, terminalDiff } from '#report';
import { instance, ir, machineOf, scenario, sled, variant, world } from '../support/ir-builder.ts';
import { expectation, judged, results } from './samples.ts';

function modelWith(memoryBytes: number, ...instances: readonly string[]): Ir {
  const host = sled('rack', { socket: { memoryBytes } });
  const placed = instances.map((id) => instance(id, { machine: machineOf(host) }));
  return ir([world(host, ...placed)], [scenario('boot', { variants: [variant()] })]);
}

it('finds nothing between equal models', () => {
  const one = modelWith(128, 'web');
  expect(diffModels(one, structuredClone(one))).toEqual([]);
  expect(terminalDiff([], 'model', plainStyle)).toBe('no difference in the model\n');
});

it('names what was added, removed and changed, by id and property', () => {
  const changes = diffModels(modelWith(128, 'web'), modelWith(256, 'db'));
  const lines = terminalDiff(changes, 'model', plainStyle);
  expect(lines).toMatch(/^- element web /m);
  expect(lines).toMatch(/^\+ element db /m);
  expect(lines).toContain('~ element rack.soc[0]   memory: 128 B → 256 B');
  expect(lines).toMatch(new RegExp(`${changes.length} changes in the model\n$`));
});

it('prints quantities as in the language, and says once what happened to an array', () => {
  const before = modelWith(8 * 2 ** 30, 'web[0]', 'web[1]', 'db');
  const after = modelWith(50 * 2 ** 30, 'web[0]', 'web[1]', 'web[2]', 'web[3]', 'db');
  const lines = terminalDiff(diffModels(before, after), 'model', plainStyle);
  expect(lines).toContain('memory: 8 GiB → 50 GiB');
  expect(lines).toMatch(/^\+ element web\[2\.\.3\] /m);
  expect(lines).not.toContain('web[2] ');
});

it('compares verdicts and measured values of results', () => {
  const after = judged.map((e) => e.index === 0 ? expectation({ verdict: 'fails', estimate: 41e12 }) : e);
  const lines = terminalDiff(diffResults(results(judged), results(after)), 'results', plainStyle);
  expect(lines).toBe('~ expectation boot: boot(web) < 40 s   measured: 31.25 s → 41 s\n'
    + '~ expectation boot: boot(web) < 40 s   verdict: holds → fails\n'
    + '2 changes in the results\n');
});

it('says the same as JSON', () => {
  const tool = { name: 'nitrospec', version: '0.1.0', homepage: null };
  expect(JSON.parse(jsonDiff([], 'model', tool))).toMatchObject({ same: true, what: 'model' });
});
