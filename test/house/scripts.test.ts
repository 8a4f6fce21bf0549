/**
 * The promises of the scripts that would fail quietly: order and exit code of checks, and what
 * counts as fresh.
 */
import {
  existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { missedBars } from '../../scripts/lib/bars.mjs';
import { isFresh, remember } from '../../scripts/lib/fresh.mjs';
import { removeOthers, writeOutputs } from '../../scripts/lib/outputs.mjs';
import { runSteps } from '../../scripts/lib/steps.mjs';
import { root } from './repository.ts';

let folder = '';
const name = `test-${process.pid}`;

beforeAll(() => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache', 'scripts-test-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(root, '.cache', 'build', `${name}.json`), { force: true });
});

const after = <T>(delayMs: number, value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), delayMs));

it('exits with the first failing step of the list, whichever failed first', async () => {
  const lines: string[] = [];
  const print = vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
  const outcome = (code: number, output: string) => ({ code, output, wallMs: 1 });
  const code = await runSteps(
    [
      { name: 'slow', run: () => after(30, outcome(3, 'slow says why')) },
      { name: 'quick', run: () => after(1, outcome(4, 'quick says why')) },
      { name: 'fine', run: () => after(1, outcome(0, 'nobody asked')) },
    ],
    { atOnce: 2 },
  );
  print.mockRestore();
  expect(code).toBe(3);
  expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual([
    'slow',
    'slow',
    'quick',
    'quick',
    'fine',
  ]);
  expect(lines.join('\n')).not.toContain('nobody asked');
});

it('runs no more steps at once than it was told', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  let running = 0;
  let runningMax = 0;
  const step = (index: number) => ({
    name: `step ${index}`,
    run: async () => {
      runningMax = Math.max(runningMax, ++running);
      await after(5, undefined);
      running -= 1;
      return { code: 0, output: '', wallMs: 5 };
    },
  });
  await runSteps([0, 1, 2, 3, 4].map(step), { atOnce: 2 });
  print.mockRestore();
  expect(runningMax).toBe(2);
});

it('builds again after a change of input, of recipe, and after the loss of an output', () => {
  const [input, output] = [join(folder, 'input.ts'), join(folder, 'output.js')];
  writeFileSync(input, '');
  writeFileSync(output, '');
  const startedAtMs = 2_000_000;
  utimesSync(input, 1_000, 1_000);
  const paths = { inputs: [relative(root, input)], outputs: [relative(root, output)] };
  remember(name, { ...paths, recipe: 'one', startedAtMs });
  expect(isFresh(name, 'one')).toBe(true);
  expect(isFresh(name, 'two')).toBe(false);
  utimesSync(input, 3_000, 3_000);
  expect(isFresh(name, 'one')).toBe(false);
  utimesSync(input, 1_000, 1_000);
  rmSync(output);
  expect(isFresh(name, 'one')).toBe(false);
});

it('lets a program that has begun load the rest of itself after another build', async () => {
  const dist = join(folder, 'dist');
  const chunks = join(dist, 'chunks');
  /** What a build of the program makes: its main file, and a chunk that it loads when asked. */
  const build = (digest: string, before: readonly string[]): readonly string[] => {
    const contents = (text: string): Uint8Array => new TextEncoder().encode(text);
    const later = join(chunks, `later-${digest}.mjs`);
    const main = join(dist, 'main.mjs');
    writeOutputs([
      { path: main, contents: contents(`export const later = () => import('./chunks/later-${digest}.mjs');`) },
      { path: later, contents: contents(`export const digest = '${digest}';`) },
    ], chunks);
    removeOthers(chunks, [main, later, ...before]);
    return [main, later];
  };
  type Program = { readonly later: () => Promise<{ readonly digest: string }> };
  const first = build('one', []);
  const running = await import(/* @vite-ignore */ join(dist, 'main.mjs')) as Program;
  const second = build('two', first);
  expect((await running.later()).digest).toBe('one');
  build('three', second);
  expect(readdirSync(chunks)).toEqual(['later-three.mjs', 'later-two.mjs']);
  expect(existsSync(join(dist, 'main.mjs'))).toBe(true);
});

it('puts chunks in place before the program that names them, and leaves nothing half written', () => {
  const dist = join(folder, 'order');
  const chunks = join(dist, 'chunks');
  const contents = new Uint8Array();
  // The program cannot be put in place: by then its chunk is there.
  mkdirSync(join(dist, 'main.mjs', 'in-the-way'), { recursive: true });
  const files = [join(dist, 'main.mjs'), join(chunks, 'a.mjs')].map((path) => ({ path, contents }));
  expect(() => writeOutputs(files, chunks)).toThrow('main.mjs');
  expect(readdirSync(chunks)).toEqual(['a.mjs']);
});

it('finds the lines of figures that miss their bar, and no others', () => {
  const output = 'case      M/s   bar\nhold     9.10  10.0  MISS\nfeed    12.00  10.0  pass\n'
    + 'check  0.40 s  bar 0.3 s  MISSED\nMISSED is a word\n';
  expect(missedBars(output)).toEqual([
    'hold     9.10  10.0  MISS', 'check  0.40 s  bar 0.3 s  MISSED',
  ]);
  expect(missedBars('')).toEqual([]);
});
