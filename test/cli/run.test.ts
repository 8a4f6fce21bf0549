/**
 * `run`: verdicts and exit codes, the same bytes with any number of threads, shards, stopping.
 */
import { expect, it } from 'vitest';
import type { Results } from '#results';
import { runCli } from '../../src/cli/cli.ts';
import { call, FAILING, RACK, worldOf } from '../support/command-line.ts';

const files = { 'a.nitro': RACK, 'b.nitro': FAILING };

const parsed = (text: string): Results => JSON.parse(text) as Results;

it('prints a table of verdicts and ends with 0 when all hold', async () => {
  const { code, out, err } = await call(['run', 'a.nitro'], { files });
  expect(code).toBe(0);
  expect(out()).toMatch(/^a\.nitro {3}1 host · 2 instances/);
  expect(out()).toMatch(/\nboot {3}4 runs × 2 variants {3}[\d.,k ]+ events {3}seed 1\n/);
  expect(out()).toMatch(/\n {2}✓ boot\(web\) < 60 s +[\d.]+ s +95 %: [\d.]+ … [\d.]+ s +web\.count = 2\n/);
  expect(out()).toMatch(/\n2 of 2 expectations hold\n$/);
  expect(err()).toBe('');
});

it('ends with 1 when one fails, and says where it stands', async () => {
  const { code, out } = await call(['run', 'b.nitro'], { files });
  expect(code).toBe(1);
  expect(out()).toMatch(/\n {2}✗ boot\(web\) < 1 s +[\d.]+ s +b\.nitro:16:3 +web\.count = /);
  expect(out()).toMatch(/\n1 of 2 expectations fails\n$/);
});

it('takes an undecided expectation for a failure, unless it may pass', async () => {
  const runs = { 'a.nitro': RACK.replace('boot(web) < 60 s', 'boot(web) > 29.9 s') };
  const strict = await call(['run', 'a.nitro', '--runs', '2'], { files: runs });
  expect(strict.out()).toContain('? boot(web) > 29.9 s');
  expect(strict.code).toBe(1);
  const lenient = await call(['run', 'a.nitro', '--runs', '2', '--undecided', 'pass'], { files: runs });
  expect(lenient.code).toBe(0);
  expect(lenient.out()).toBe(strict.out());
});

it('runs nothing of a file with errors, and says them', async () => {
  const broken = { 'a.nitro': RACK.replace('Graviton3Host', 'Graviton3Hose') };
  const { code, out } = await call(['run', 'a.nitro'], { files: broken });
  expect(code).toBe(1);
  expect(out()).toContain('error name/unknown-type');
  expect(out()).not.toContain('expectation');
});

it('gives the same bytes with one thread and with four, and without any', async () => {
  const words = (jobs: string): string[] => ['run', 'a.nitro', '--format', 'json', '--jobs', jobs];
  const here = await call(words('1'), { files });
  // A clock that leaps makes every run look long, so that threads take over.
  const one = await call(words('1'), { files, tickMs: 200 });
  const four = await call(words('4'), { files, tickMs: 200 });
  expect(parsed(here.out()).scenarios[0]?.variants[1]?.runs).toHaveLength(4);
  expect(one.out() === here.out()).toBe(true);
  expect(four.out() === here.out()).toBe(true);
  expect(one.threads() + four.threads()).toBe(0);
});

it('begins the runs of a large world on a thread at once', async () => {
  const spec = (hosts: number): string => `use aws
host rack[${String(hosts)}] : Graviton3Host
instance web : c7g.4xlarge on rack[0].soc[0] { volume root : gp3 { size = 20 GiB } }
scenario boot { at 0 s launch web  expect boot(web) < 60 s }
`;
  const threadsFor = async (hosts: number): Promise<number> => {
    const world = worldOf({ files: { 'a.nitro': spec(hosts) } });
    let started = 0;
    const startThread = (): ReturnType<typeof world.io.startThread> => {
      started++;
      return world.io.startThread();
    };
    expect(await runCli(['run', 'a.nitro'], { ...world.io, startThread })).toBe(0);
    return started;
  };
  // A host is itself, three sockets with a hypervisor and a chip each, cards and a controller.
  expect(await threadsFor(10)).toBe(0);
  expect(await threadsFor(400)).toBe(1);
});

it('uses the seed and the number of runs it is given', async () => {
  const run = async (...more: string[]): Promise<Results> =>
    parsed((await call(['run', 'a.nitro', '--format', 'json', ...more], { files })).out());
  const own = await run();
  const other = await run('--seed', '5', '--runs', '2');
  expect(other.scenarios[0]).toMatchObject({ seed: 5, runs: 2 });
  expect(other.scenarios[0]?.variants[0]?.runs[0]?.eventFingerprint)
    .not.toBe(own.scenarios[0]?.variants[0]?.runs[0]?.eventFingerprint);
});

it('merges shards to the bytes of the whole run, and refuses parts that do not fit', async () => {
  const world = worldOf({ files });
  for (const part of ['1', '2', '3']) {
    await runCli(['run', 'a.nitro', '--shard', `${part}/3`, '-o', `part-${part}.json`], world.io);
  }
  const parts = ['part-1.json', 'part-2.json', 'part-3.json'];
  expect(await runCli(['merge', ...parts, '-o', 'all.json'], world.io)).toBe(0);
  const whole = await call(['run', 'a.nitro', '--format', 'json'], { files });
  expect(world.files.get('/specs/all.json')).toBe(whole.out());
  expect(parsed(world.files.get('/specs/part-1.json') ?? '').partial).toBe(true);
  const gap = await call(['merge', 'part-1.json', 'part-3.json'], world);
  expect(gap.code).toBe(2);
  expect(gap.err()).toContain('No part has');
});

it('prints what it has, marked partial, when a signal comes', async () => {
  const world = worldOf({ files: { 'a.nitro': RACK.replace('runs = 4', 'runs = 400') }, tickMs: 20 });
  const ended = runCli(['run', 'a.nitro', '-o', 'x.json', '--jobs', '1'], world.io);
  await expect.poll(() => world.threads()).toBe(1);
  world.stop.abort('SIGTERM');
  expect(await ended).toBe(143);
  expect(world.out()).toContain('partial');
  expect(world.out()).toMatch(/\d+ of 400 runs × 2 variants/);
  expect(parsed(world.files.get('/specs/x.json') ?? '').partial).toBe(true);
  expect(world.threads()).toBe(0);
});

it('tells progress on standard error alone: redrawn on a terminal, rare lines elsewhere', async () => {
  const words = ['run', 'a.nitro', '--format', 'json'];
  const terminal = await call(words, { files, isTerminal: true, tickMs: 60 });
  expect(terminal.err()).toMatch(/\r\u001b\[Ka\.nitro {3}\d of 8 runs {3}.* events a second/);
  expect(terminal.err()).toMatch(/\r\u001b\[K\S*8 runs and/);
  const plain = await call(words, { files, tickMs: 6_000 });
  expect(plain.err()).not.toContain('\u001b');
  expect(plain.err()).toMatch(/left\n/);
  expect(plain.out()).toBe((await call(words, { files })).out());
});

it('judges several files at one call', async () => {
  const { code, out } = await call(['run', 'a.nitro', 'b.nitro', '--format', 'json'], { files });
  expect(code).toBe(1);
  const all = JSON.parse(out()) as { fine: boolean; files: { file: string }[] };
  expect(all.fine).toBe(false);
  expect(all.files.map((file) => file.file)).toEqual(['a.nitro', 'b.nitro']);
});

it('refuses to run what is not simulated yet, as a problem at its scenario', async () => {
  const spec = `io scan on lone { block = 4 KiB }
scenario scans { duration = 1 s  expect mean(scan.iops) > 0 iops }
volume lone : gp3 { size = 8 GiB }
${RACK}`;
  const { code, out } = await call(['run', 'a.nitro'], { files: { 'a.nitro': spec } });
  expect(code).toBe(1);
  expect(out()).toContain('error run/not-simulated');
  expect(out()).toMatch(/a\.nitro:2:10/);
});

it('says of a fault of its own the version, the model, the seed and the call', async () => {
  const world = worldOf({ files, tickMs: 200 });
  const io = {
    ...world.io,
    startThread: () => ({
      ...world.io.startThread(), post: () => undefined,
      onFailure: (listener: (error: Error) => void) => {
        setImmediate(() => { listener(new Error('the clock ran backwards')); });
      },
    }),
  };
  expect(await runCli(['run', 'a.nitro', '--seed', '3'], io)).toBe(3);
  expect(world.err()).toContain('the clock ran backwards');
  expect(world.err()).toMatch(/version +0\.\d+\.\d+, Node/);
  expect(world.err()).toMatch(/replay +nitrospec run a\.nitro --seed 3/);
  expect(world.err()).not.toMatch(/^Error:|^ {4}at /m);
});

it('runs nothing when there is no place for what it is to write', async () => {
  for (const words of [['-o', 'no/x.json'], ['--report', 'junit=no/x.xml']]) {
    const { code, out, err } = await call(['run', 'a.nitro', ...words], { files });
    expect({ code, out: out() }).toEqual({ code: 2, out: '' });
    expect(err()).toMatch(/'no\/x\.\w+' cannot be written: its directory is not there\.\n$/);
  }
});
