/**
 * The commands that run nothing: compile, render, explain, guest, fmt, import, new, diff.
 */
import { expect, it } from 'vitest';
import { call, RACK, worldOf } from '../support/command-line.ts';

const files = { 'a.nitro': RACK };
const out = async (...words: string[]): Promise<string> => {
  const ended = await call(words, { files });
  expect(ended.err()).toBe('');
  expect(ended.code).toBe(0);
  return ended.out();
};

it('prints the model as JSON, the same for a reformatted file', async () => {
  const model = await out('compile', 'a.nitro');
  expect(JSON.parse(model)).toMatchObject({ irVersion: 1 });
  const loose = { 'a.nitro': RACK.replaceAll('\n', '\n\n').replaceAll(' = ', '   =   ') };
  expect((await call(['compile', 'a.nitro'], { files: loose })).out()).toBe(model);
});

it('puts a model that holds markup safely into a program and a page', async () => {
  const hostile = RACK.replace('host rack : Graviton3Host', 'host rack : Graviton3Host { label = "</script><!--" }');
  const world = worldOf({ files: { 'a.nitro': hostile } });
  for (const name of ['x.mjs', 'x.html']) {
    expect((await call(['compile', 'a.nitro', '-o', name], world)).code).toBe(0);
    const text = world.files.get(`/specs/${name}`) ?? '';
    expect(text).toContain('u003c/script');
    expect(text).not.toContain('</script><!--');
  }
  expect(world.files.get('/specs/x.html')?.match(/<\/script>/g)).toHaveLength(2);
});

it('says where programs and pages are made, where the copy of the editor has none', async () => {
  const world = worldOf({ files: { 'a.nitro': RACK } });
  const io = { ...world.io, shipped: async () => Promise.reject(new Error('no such file')) };
  for (const name of ['x.mjs', 'x.html']) {
    const ended = await call(['compile', 'a.nitro', '-o', name], { ...world, io });
    expect(ended.code).toBe(2);
    expect(ended.err()).toContain('This copy of nitrospec makes no programs or pages');
    expect(world.files.has(`/specs/${name}`)).toBe(false);
  }
});

it('says the problems of a file that has no model, on standard error', async () => {
  const broken = { 'a.nitro': RACK.replace('c7g.4xlarge', 'c7g.5xlarge') };
  for (const words of [['compile', 'a.nitro'], ['render', 'a.nitro'], ['guest', 'a.nitro', 'web[0]', 'lspci']]) {
    const ended = await call(words, { files: broken });
    expect({ code: ended.code, out: ended.out() }).toEqual({ code: 1, out: '' });
    expect(ended.err()).toContain('error name/unknown-type');
  }
});

it('draws a topology as SVG, text and page, in the format that the name says', async () => {
  expect(await out('render', 'a.nitro')).toMatch(/^<svg [\s\S]*rack\.soc\[0\]/);
  expect(await out('render', 'a.nitro', '--format', 'txt')).toMatch(/soc\[0\].*64 cores/);
  const world = worldOf({ files });
  expect((await call(['render', 'a.nitro', '-o', 'x.html'], world)).code).toBe(0);
  expect(world.files.get('/specs/x.html')).toMatch(/^<!DOCTYPE html>[\s\S]*<svg/);
  const unclear = await call(['render', 'a.nitro', '-o', 'x.png'], world);
  expect({ code: unclear.code, err: unclear.err() }).toMatchObject({ code: 2 });
});

it('explains a code, and names those of its area when there is no such code', async () => {
  expect(await out('explain', 'placement/no-room')).toMatch(/why {3}[\s\S]*fix {3}[\s\S]*This shows it/);
  expect(JSON.parse(await out('explain', 'placement/no-room', '--format', 'json')))
    .toMatchObject({ code: 'placement/no-room', severity: 'error' });
  const near = await call(['explain', 'placement/norom']);
  expect({ code: near.code, err: near.err() }).toMatchObject({ code: 2 });
  expect(near.err()).toContain('placement/no-room');
});

it('explains where a value comes from, what serves an instance and what is free', async () => {
  const web = await out('explain', 'a.nitro', 'web[0]');
  expect(web).toMatch(/memory +32 GiB +from type c7g\.4xlarge +builtin:/);
  expect(web).toMatch(/machine +rack\.soc\[0\]/);
  expect(web).toMatch(/offload +full/);
  expect(web).toMatch(/free +rack\.soc\[0\]: 32 of 64 cores/);
  const own = await out('explain', 'a.nitro', 'web[0].root.size');
  expect(own).toMatch(/size +20 GiB +said at the element +a\.nitro:6:/);
  const set = await out('explain', 'a.nitro', 'web[0].root.size', '--set', 'web[0].root.size=40GiB');
  expect(set).toMatch(/size +40 GiB +set on the command line/);
  const wrong = await call(['explain', 'a.nitro', 'wep[0]'], { files });
  expect(wrong.err()).toContain('Did you mean web[0]?');
});

it('says what an array holds when it is asked for as one thing, and of which a property is', async () => {
  const said = async (...words: string[]): Promise<string> =>
    (await call(words, { files })).err();
  expect(await said('explain', 'a.nitro', 'web')).toContain('There are web[0] to web[1].');
  expect(await said('explain', 'a.nitro', 'rack.soc[3]')).toContain('There are rack.soc[0] to rack.soc[2].');
  expect(await said('explain', 'a.nitro', 'rack.hv.design')).toContain('There are rack.hv[0] to rack.hv[2].');
  expect(await said('explain', 'a.nitro', 'web[0].memroy'))
    .toContain("'web[0]' has no property 'memroy'; did you mean memory?");
  expect(await said('explain', 'no-room')).toContain('Did you mean placement/no-room?');
  expect(await said('guest', 'a.nitro', 'web', 'lspci')).toContain('There are web[0] to web[1].');
  expect(await said('guest', 'a.nitro', 'rack', 'lspci')).toContain('The first is web[0].');
});

it('says that an instance is not in the variant that the console shows', async () => {
  const ended = await call(['guest', 'a.nitro', 'web[1]', 'console'], { files });
  expect({ code: ended.code, out: ended.out() }).toEqual({ code: 2, out: '' });
  expect(ended.err()).toContain("The first variant of 'boot', whose run the console shows, has no 'web[1]'.");
});

it('shows what commands print inside an instance', async () => {
  expect(await out('guest', 'a.nitro', 'web[0]', 'lscpu')).toMatch(/^CPU\(s\): +16$/m);
  expect(await out('guest', 'a.nitro', 'web[0]', 'nvme-list')).toBe(await out('guest', 'a.nitro', 'web[0]', 'nvme'));
  expect(await out('guest', 'a.nitro', 'web[0]', 'lstopo')).toContain('Machine (32GB total)');
  const shown = await out('guest', 'a.nitro', 'web[0]', 'console');
  const times = [...shown.matchAll(/^\[ *([\d.]+)\]/gm)].map((match) => Number(match[1]));
  expect(times.length).toBeGreaterThan(8);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const wrong = await call(['guest', 'a.nitro', 'web[7]', 'lspci'], { files });
  expect(wrong.err()).toContain("no instance 'web[7]'. There are web[0] to web[1].");
});

it('formats in place, tells without touching under --check, and leaves broken files alone', async () => {
  const loose = RACK.replace('volume root', 'volume    root');
  const world = worldOf({ files: { 'a.nitro': loose, 'b.nitro': RACK, 'c.nitro': 'host {{' } });
  const checked = await call(['fmt', '--check', 'a.nitro', 'b.nitro'], world);
  expect({ code: checked.code, out: checked.out() }).toEqual({ code: 1, out: 'a.nitro\n' });
  expect(world.files.get('/specs/a.nitro')).toBe(loose);
  expect((await call(['fmt', 'a.nitro'], world)).code).toBe(0);
  const formatted = world.files.get('/specs/a.nitro');
  expect(formatted).toContain('volume root : gp3');
  expect((await call(['fmt', '--check', 'a.nitro'], world)).code).toBe(0);
  expect((await call(['fmt', 'c.nitro'], world)).code).toBe(1);
  expect(world.files.get('/specs/c.nitro')).toBe('host {{');
  expect((await call(['fmt', '-'], { stdin: loose })).out()).toBe(formatted);
});

it('imports an answer of the API, and says of other input what it is not', async () => {
  const refused = await call(['import', '-'], { stdin: 'hello' });
  expect(refused.code).toBe(2);
  const empty = await call(['import', '-'], { stdin: '{"InstanceTypes": 1}' });
  expect(empty.code).toBe(1);
  expect(empty.err()).toContain('input/not-an-answer');
});

it('writes an example that checks and runs, and never replaces a file', async () => {
  const world = worldOf();
  expect((await call(['new', 'rack'], world)).code).toBe(0);
  expect((await call(['run', 'rack.nitro'], world)).code).toBe(0);
  const again = await call(['new', 'rack'], world);
  expect(again.code).toBe(2);
  expect(again.err()).toContain('is there already');
});

it('tells what changed between two specs, and nothing between two ways of writing one', async () => {
  const other = RACK.replace('size = 20 GiB', 'size = 40 GiB');
  const world = worldOf({ files: { 'a.nitro': RACK, 'b.nitro': other, 'c.nitro': `// same\n${RACK}` } });
  const same = await call(['diff', 'a.nitro', 'c.nitro', '--exit-code'], world);
  expect({ code: same.code, out: same.out() }).toEqual({ code: 0, out: 'no difference in the model\n' });
  const different = await call(['diff', 'a.nitro', 'b.nitro', '--exit-code'], world);
  expect(different.code).toBe(1);
  expect(different.out()).toMatch(/~ element web\[0\.\.1\]\.root {3}size: \d+ GiB → \d+ GiB/);
});

it('compares results of two runs, and refuses to compare a model with results', async () => {
  const world = worldOf({ files: { 'a.nitro': RACK } });
  await call(['run', 'a.nitro', '-o', 'one.json'], world);
  await call(['run', 'a.nitro', '-o', 'two.json', '--seed', '9'], world);
  const results = await call(['diff', 'one.json', 'two.json'], world);
  expect(results.out()).toMatch(/~ scenario boot {3}seed: 1 → 9/);
  expect((await call(['diff', 'a.nitro', 'one.json'], world)).code).toBe(2);
});
