/**
 * What the command line says to a wrong call: one sentence on standard error, and code 2.
 */
import { expect, it } from 'vitest';
import { call, RACK } from '../support/command-line.ts';

const refused = async (words: readonly string[], sentence: string | RegExp): Promise<void> => {
  const { code, out, err } = await call(words, { files: { 'a.nitro': RACK, 'sub/readme.md': '' } });
  expect({ code, out: out() }).toEqual({ code: 2, out: '' });
  expect(err()).toMatch(sentence);
  expect(err().trimEnd().split('\n')).toHaveLength(1);
};

it('names an unknown command and option, with the nearest one', async () => {
  await refused(['chek', 'a.nitro'], /Unknown command 'chek'; did you mean check\?/);
  await refused(['check', '--formt', 'json', 'a.nitro'], /Unknown option '--formt'; did you mean --format\?/);
});

it('says what is missing or too much', async () => {
  await refused(['check'], /Missing required argument/);
  await refused(['diff', 'a.nitro', 'b.nitro', 'c.nitro'], /Too many arguments/);
});

it('refuses values that an option does not take, and says which it does', async () => {
  await refused(['check', '--format', 'yaml', 'a.nitro'], /pretty, json, sarif/);
  await refused(['run', '--jobs', '0', 'a.nitro'], /whole number from 1/);
  await refused(['run', '--seed', '-1', 'a.nitro'], /whole number from 0/);
  await refused(['run', '--seed', '9007199254740993', 'a.nitro'], /whole number/);
  for (const shard of ['0/4', '5/4', '1', '1/0', 'x/y']) {
    await refused(['run', '--shard', shard, 'a.nitro'], /2\/8 for the second of eight/);
  }
  await refused(['check', '--report', 'xml', 'a.nitro'], /FORMAT=FILE/);
  await refused(['check', '--report', 'xml=a', 'a.nitro'], /There is no format 'xml'/);
});

it('says of a file that is not there, cannot be read or cannot be written so much', async () => {
  await refused(['check', 'nope.nitro'], /There is no file 'nope.nitro'/);
  await refused(['check', 'sub'], /no \.nitro file in the directory 'sub'/);
  await refused(['compile', 'a.nitro', '-o', 'nowhere/x.json'], /'nowhere\/x.json' cannot be written/);
  await refused(['merge', 'a.nitro'], /is no JSON/);
});

it('refuses a scenario, an override and an output that make no sense', async () => {
  await refused(['run', 'a.nitro', '-s', 'nope'], /no scenario 'nope'; there are boot/);
  await refused(['run', 'a.nitro', '--set', 'web'], /not of the form PATH=VALUE/);
  await refused(['compile', 'a.nitro', '-o', 'x.exe'], /\.json, \.mjs or \.html/);
  await refused(['check', '-', '-'], /only once/);
  await refused(['check', 'a.nitro', '--stdin-filename', 'b.nitro'], /goes with -/);
});

it('takes no standard output for a report or for results: that has a format of its own', async () => {
  await refused(['run', 'a.nitro', '-o', '-'], /Standard output .* say --format json/);
  await refused(['merge', 'a.json', '-o', '-'], /Standard output .* say --format json/);
  await refused(['check', 'a.nitro', '--report', 'sarif=-'], /Standard output .* say --format sarif/);
});

it('does nothing when there is no place for what is to be written', async () => {
  await refused(['check', 'a.nitro', '--report', 'sarif=no/x.sarif'], /its directory is not there/);
  await refused(['merge', 'a.json', '--report', 'html=no/x.html'], /its directory is not there/);
  await refused(['merge', 'a.json', '-o', 'no/x.json'], /its directory is not there/);
});

it('shows no control character of a hostile name', async () => {
  const { err } = await call(['check', 'a\u001b[2J\nb.nitro']);
  expect(err()).not.toContain('\u001b');
  expect(err().trimEnd().split('\n')).toHaveLength(1);
});

it('prints help with examples on standard output when asked, and with code 2 when called bare', async () => {
  const asked = await call(['run', '--help']);
  expect(asked.code).toBe(0);
  expect(asked.out()).toContain('--shard <i/n>');
  expect(asked.out()).toContain('$ nitrospec run');
  const bare = await call([]);
  expect({ code: bare.code, out: bare.out() }).toEqual({ code: 2, out: '' });
  expect(bare.err()).toContain('Commands:');
});

it('prints the version of the package', async () => {
  expect((await call(['--version'])).out()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it('takes a file in the place of a command for one to be checked', async () => {
  const ended = await call(['rack.nitro']);
  expect(ended.code).toBe(2);
  expect(ended.err()).toContain("Unknown command 'rack.nitro'; did you mean check rack.nitro?");
});

it('says in one sentence that a command whose help is asked for does not exist', async () => {
  const near = await call(['help', 'chek']);
  expect([near.code, near.out(), near.err()])
    .toEqual([2, '', "nitrospec: Unknown command 'chek'; did you mean check?\n"]);
  const far = await call(['help', 'nope']);
  expect([far.code, far.err()]).toEqual([2, "nitrospec: Unknown command 'nope'.\n"]);
  expect((await call(['help', 'check'])).code).toBe(0);
});
