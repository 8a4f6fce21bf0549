/**
 * A long run that is told to stop, as a process: it ends soon with the signal's code, leaves what
 * is done, marked as a part, and no half of a file.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Results } from '#results';
import { ROOT, STACK, start, temporaryFolder } from '../support/program.ts';

const folder = temporaryFolder();
afterAll(() => { folder.remove(); });

beforeAll(() => {
  const storm = readFileSync(join(ROOT, 'examples/boot-storm.nitro'), 'utf8');
  expect(storm).toContain('runs = 5');
  writeFileSync(join(folder.path, 'long.nitro'), storm.replace('runs = 5', 'runs = 2000'));
});

/** Long enough for threads to be at work, as they are after a third of a second of runs. */
const begun = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 2_500); });

it.each([['SIGTERM', 143, '2']] as const)(
  'ends on %s with %i, and marks what it has as a part', async (signal, code, jobs) => {
    const words = ['run', 'long.nitro', '--format', 'json', '-o', 'x.json', '--jobs', jobs,
      '--report', 'junit=x.xml', '--report', 'pretty=x.txt'];
    const { process: child, ended } = start(words, { cwd: folder.path });
    await begun();
    const atMs = performance.now();
    child.kill(signal);
    const end = await ended;
    expect(performance.now() - atMs).toBeLessThan(15_000);
    expect({ code: end.code, signal: end.signal }).toEqual({ code, signal: null });
    expect(end.err).not.toMatch(STACK);
    const results = JSON.parse(end.out) as Results;
    expect(results.partial).toBe(true);
    expect(readFileSync(join(folder.path, 'x.json'), 'utf8')).toBe(end.out);
    const variants = results.scenarios[0]?.variants ?? [];
    expect(variants.flatMap(({ runs }) => runs).length).toBeLessThan(8_000);
    expect(readFileSync(join(folder.path, 'x.txt'), 'utf8')).toContain('partial');
    expect(readFileSync(join(folder.path, 'x.xml'), 'utf8')).toMatch(/partial|\d+ of 2,?000 runs/u);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(() => process.kill(child.pid ?? 0, 0)).toThrow('ESRCH');
  },
);

it('a second signal ends it at once', async () => {
  const { process: child, ended } = start(['run', 'long.nitro'], { cwd: folder.path });
  await begun();
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
});
