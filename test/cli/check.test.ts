/**
 * `check`: problems, exit codes, formats, standard input, folders and watching.
 */
import { expect, it } from 'vitest';
import { Headless } from '#language';
import { irFingerprint } from '#sim/run';
import { call, RACK, worldOf } from '../support/command-line.ts';
import { runCli } from '../../src/cli/cli.ts';

const WRONG = RACK.replace('c7g.4xlarge', 'c7g.5xlarge');

it('ends with 0 and one line for a file without problems', async () => {
  const { code, out, err } = await call(['check', 'a.nitro'], { files: { 'a.nitro': RACK } });
  expect(code).toBe(0);
  expect(out()).toMatch(/^✓ a\.nitro {3}1 host · 2 instances · 1 scenario · model [0-9a-f]{8}\n$/);
  expect(err()).toBe('');
});

it('names a model as its results do', async () => {
  const files = { 'a.nitro': RACK };
  const { out } = await call(['check', 'a.nitro', '--format', 'json'], { files });
  const { files: [checked] } = JSON.parse(out()) as {
    files: readonly { readonly fingerprint: string }[];
  };
  const read = (): Promise<string> => Promise.resolve(RACK);
  const { ir } = (await new Headless({ read }).check('file:///a.nitro')) ?? {};
  if (!ir) throw new Error('no model');
  expect(checked?.fingerprint).toBe(irFingerprint(ir));
});

it('ends with 1 and shows the words, the carets, the reason and the fix', async () => {
  const { code, out } = await call(['check', 'a.nitro'], { files: { 'a.nitro': WRONG } });
  expect(code).toBe(1);
  const lines = out().split('\n');
  expect(lines[0]).toBe('error name/unknown-type');
  expect(lines[1]).toBe('  a.nitro:5:19');
  expect(lines[2]).toBe('5 │ instance web[2] : c7g.5xlarge on rack.soc[0] {');
  expect(lines[3]).toMatch(/^ {2}│ {19}\^{11}( |$)/);
  expect(out()).toMatch(/\n {2}why {3}/);
  expect(out()).toMatch(/\n {2}fix {3}/);
  expect(out()).toMatch(/1 error in 1 file\n$/);
});

it('finds the files of a folder in order, and skips hidden ones', async () => {
  const files = {
    'specs/b.nitro': RACK, 'specs/a.nitro': RACK, 'specs/deep/c.nitro': RACK,
    'specs/.git/d.nitro': WRONG, 'specs/node_modules/e.nitro': WRONG, 'specs/notes.txt': '',
  };
  const { code, out } = await call(['check', 'specs'], { files });
  expect(code).toBe(0);
  expect([...out().matchAll(/✓ (\S+)/g)].map((match) => match[1]))
    .toEqual(['specs/a.nitro', 'specs/b.nitro', 'specs/deep/c.nitro']);
});

it('reads standard input under the name it is given, and files beside that name', async () => {
  const { code, out } = await call(['check', '-', '--stdin-filename', 'sub/x.nitro'], {
    stdin: `use "parts.nitro"\ninstance web : c7g.large on rack.soc[9]\n`,
    files: { 'sub/parts.nitro': 'use aws\nhost rack : Graviton3Host\n' },
  });
  expect(code).toBe(1);
  expect(out()).toContain('sub/x.nitro:2:');
  expect(out()).not.toContain('parts.nitro');
});

it('counts warnings against --max-warnings', async () => {
  const files = { 'a.nitro': RACK.replace(/ {2}expect .*\n/g, '') };
  expect((await call(['check', 'a.nitro'], { files })).code).toBe(0);
  const limited = await call(['check', 'a.nitro', '--max-warnings', '0'], { files });
  expect(limited.code).toBe(1);
  expect(limited.err()).toContain('--max-warnings allows 0');
});

it('writes several reports beside what it prints, whole', async () => {
  const { files, out } = await call([
    'check', 'a.nitro', '--format', 'json', '--report', 'sarif=x.sarif', '--report', 'junit=x.xml',
    '--report', 'pretty=x.txt',
  ], { files: { 'a.nitro': WRONG } });
  const printed = JSON.parse(out()) as { valid: boolean; problems: { code: string }[] };
  expect(printed.valid).toBe(false);
  expect(printed.problems[0]?.code).toBe('name/unknown-type');
  expect(files.get('/specs/x.sarif')).toContain('"version": "2.1.0"');
  expect(files.get('/specs/x.xml')).toContain('<testsuites');
  expect(files.get('/specs/x.txt')).toContain('error name/unknown-type');
});

it('adds a table to the summary of a job when it writes workflow notes', async () => {
  const { files, out } = await call(['check', 'a.nitro', '--format', 'github'], {
    files: { 'a.nitro': WRONG }, env: { GITHUB_STEP_SUMMARY: '/specs/summary.md' },
  });
  expect(out()).toMatch(/^::error file=a\.nitro,line=5,endLine=5,col=19,/);
  expect(files.get('/specs/summary.md')).toContain('| error | a.nitro:5 |');
});

it('colours only a terminal, unless it is told otherwise', async () => {
  const files = { 'a.nitro': WRONG };
  const colour = async (options: { isTerminal?: boolean; env?: Record<string, string> }) =>
    (await call(['check', 'a.nitro'], { files, ...options })).out().includes('\u001b[');
  expect(await colour({})).toBe(false);
  expect(await colour({ isTerminal: true })).toBe(true);
  expect(await colour({ isTerminal: true, env: { NO_COLOR: '1' } })).toBe(false);
  expect(await colour({ isTerminal: true, env: { NO_COLOR: '' } })).toBe(true);
  expect(await colour({ isTerminal: true, env: { TERM: 'dumb' } })).toBe(false);
  expect(await colour({ env: { FORCE_COLOR: '1' } })).toBe(true);
  expect(await colour({ env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(false);
});

it('overrides a property from the command line', async () => {
  const files = { 'a.nitro': RACK };
  const { code, out } = await call(['check', 'a.nitro', '--set', 'web.count=9'], { files });
  expect({ code, says: out().includes('placement/no-cores') }).toEqual({ code: 1, says: true });
});

it('checks again when a file changes, once for several changes, and leaves nothing behind', async () => {
  const world = worldOf({ files: { 'a.nitro': RACK } });
  const ended = runCli(['check', 'a.nitro', '--watch'], world.io);
  const times = (): number => world.err().split('watching').length - 1;
  await expect.poll(times).toBe(1);
  world.files.set('/specs/a.nitro', WRONG);
  world.touch();
  world.touch();
  world.touch();
  await expect.poll(times).toBe(2);
  expect(world.out()).toContain('unknown-type');
  world.files.delete('/specs/a.nitro');
  world.touch();
  await expect.poll(() => world.err()).toContain('There is no file');
  world.files.set('/specs/a.nitro', RACK);
  world.touch();
  await expect.poll(times).toBe(4);
  world.stop.abort('SIGINT');
  expect(await ended).toBe(130);
  expect(world.watchers()).toBe(0);
});

it('takes an override of nothing, or one that cannot be read, for wrong usage', async () => {
  const files = { 'a.nitro': RACK };
  const said = async (set: string): Promise<string> => {
    const { code, err, out } = await call(['check', 'a.nitro', '--set', set], { files });
    expect({ set, code, out: out() }).toEqual({ set, code: 2, out: '' });
    expect(err()).toContain(`'--set ${set}'`);
    return err();
  };
  expect(await said('wbe.count=3')).toContain("did you mean 'web'?");
  expect(await said('web.cunt=3')).toContain("no property 'cunt'");
  expect(await said('web[7].label="a"')).toContain('no [7]');
  expect(await said('count=3')).toContain('a property of nothing');
  for (const set of ['web.count', 'web.count=', 'web.count=1 web.count=2', 'host x { }']) {
    expect(await said(set)).toContain('not of the form PATH=VALUE');
  }
});

it('names an override with a wrong value as the place of the problem, and nothing else', async () => {
  const files = { 'a.nitro': RACK };
  const words = ['check', 'a.nitro', '--set', 'web.count=nope'];
  const { code, out } = await call(words, { files });
  expect(code).toBe(1);
  expect(out()).toContain('  command line, for a.nitro\n1 │ --set web.count=nope\n'
    + "  │                 ^^^^ The override '--set web.count=nope' is wrong. Nothing is named 'nope'");
  expect(out()).toMatch(/\n1 error in 1 file\n$/);
  const json = (await call([...words, '--format', 'json'], { files })).out();
  const { problems } = JSON.parse(json) as { problems: { message: string; fixes: unknown[] }[] };
  expect(problems.map((problem) => problem.message.split(' is wrong')[0]))
    .toEqual(["The override '--set web.count=nope'"]);
  // What would mend it is not in the file, so nothing offers to change the file.
  expect(problems[0]?.fixes).toEqual([]);
});

it('says that an override is wrong also of a file whose first line is broken', async () => {
  const files = { 'a.nitro': RACK.replace('use aws', 'use aws )') };
  const { code, out } = await call(['check', 'a.nitro', '--set', 'web.count=nope'], { files });
  expect(code).toBe(1);
  expect(out()).toContain('error syntax/unexpected');
  expect(out()).toContain("The override '--set web.count=nope' is wrong.");
});

it('says where a file is not in UTF-8, and formats no such file', async () => {
  const latin = Uint8Array.from(`use aws\n// café\n`, (character) => character.charCodeAt(0));
  const { code, out } = await call(['check', 'a.nitro'], { binaries: { 'a.nitro': latin } });
  expect(code).toBe(1);
  expect(out()).toContain('error syntax/encoding\n  a.nitro:2:7\n');
  expect(out()).toContain('the byte E9 at offset 14, in line 2');
  const world = worldOf({ binaries: { 'a.nitro': latin } });
  expect((await call(['fmt', 'a.nitro'], world)).code).toBe(1);
  expect(world.files.size).toBe(0);
  const other = await call(['import', 'a.xml'], { binaries: { 'a.xml': latin } });
  expect(other.code).toBe(2);
  expect(other.err()).toContain("'a.xml' is not in UTF-8: see the byte at offset 14.");
});

it('shows no line of a file that is no text', async () => {
  const binaries = { 'a.nitro': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 0, 0, 0x3e]) };
  const { code, out } = await call(['check', 'a.nitro'], { binaries });
  expect(code).toBe(1);
  expect(out()).toContain("\n  'a.nitro' is not text.\n");
  expect(out()).not.toMatch(/\^|u\{0\}/);
});
