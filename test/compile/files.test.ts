/** Rules 15 and 16: files that use files, and files that properties name. */
import { describe, expect, it } from 'vitest';
import { filesOf } from '#compile';
import { checkText, HOSTS, irOf, problemsOf } from '../support/check-text.ts';

describe('rule 15: files', () => {
  it('makes one model of a closure, cycles of use included', async () => {
    const files = {
      'main.nitro': 'use "rack.nitro"\nhost box : Rack',
      'rack.nitro': 'use "main.nitro"\nhost type Rack { }',
    };
    expect((await irOf(files)).worlds[0]?.elements.map((e) => e.type)).toEqual(['Rack']);
  });

  it('runs only the scenarios of the main file', async () => {
    const files = {
      'main.nitro': 'use "rack.nitro"\nscenario mine : theirs { }',
      'rack.nitro': 'scenario theirs { duration = 3 s }',
    };
    const { scenarios } = await irOf(files);
    expect(scenarios.map((s) => [s.name, s.durationTicks])).toEqual([['mine', 3e12]]);
  });

  it('reports two files that define one name in the file that brings them together', async () => {
    const two = { 'a.nitro': 'host box { }', 'b.nitro': 'host box { }' };
    expect(await problemsOf({ 'main.nitro': 'use "a.nitro"\nuse "b.nitro"', ...two }))
      .toEqual(['name/clash 2']);
    expect(await problemsOf({ 'main.nitro': 'use "a.nitro"\nhost box { }', ...two }))
      .toEqual(['name/clash 2']);
    expect(await problemsOf({
      'main.nitro': 'use "c.nitro"', 'c.nitro': 'use "a.nitro"\nuse "b.nitro"', ...two,
    })).toEqual(['name/clash c.nitro:2']);
  });

  it('lets a name of the user hide the one of the catalogue, and says so', async () => {
    const text = 'use aws\nsocket type Graviton3 { architecture = arm64  cores = 2  memory = 1 GiB }\n'
      + 'host box { socket s : Graviton3 }\nhost rack { socket s : Graviton3General }';
    expect(await problemsOf(text)).toEqual(['name/hides-catalogue 2']);
    const world = (await irOf(text)).worlds[0];
    const cores = world?.elements.flatMap((e) => (e.kind === 'socket' ? [e.properties.cores] : []));
    // What the catalogue builds on its own type keeps meaning that one.
    expect(cores).toEqual([2, 64]);
  });

  it('reports a file that is not there, and one that is no relative path', async () => {
    expect(await problemsOf('use "nowhere.nitro"')).toEqual(['file/use-missing 1']);
    expect(await problemsOf('use "https://example.com/a.nitro"')).toEqual(['file/not-relative 1']);
    expect(await problemsOf('use azure')).toEqual(['file/unknown-catalogue 1']);
  });
});

describe('rule 16: files that properties name', () => {
  const text = `${HOSTS}instance web : c7g.large on box[0].s {
  volume data : gp3 { size = 8 GiB }\n}\nio scan on web.data { trace = "traces/a.csv" }`;

  it('lists them, and puts size and digest into the model', async () => {
    const { spec } = await checkText(text);
    expect(filesOf(spec)).toEqual(['traces/a.csv']);
    const files = { 'traces/a.csv': { sizeBytes: 5, sha256: 'ab' } };
    expect((await irOf(text, { files })).files)
      .toEqual([{ name: 'traces/a.csv', sizeBytes: 5, sha256: 'ab' }]);
  });

  it('lists those that only a variant, a scenario or an assignment from outside names', async () => {
    const { spec, named } = await checkText(`${text}
scan.trace = "b.csv"
scenario s {
  scan.trace = "../c.csv"
  vary scan.trace in ["d.csv", "e.csv"]
}`, { overrides: ['scan.trace="f.csv"'] });
    expect(filesOf(spec)).toEqual(['../c.csv', 'b.csv', 'd.csv', 'e.csv', 'traces/a.csv']);
    expect(named.map((uri) => uri.slice('file:///'.length))).toEqual([
      'c.csv', 'specs/b.csv', 'specs/d.csv', 'specs/e.csv', 'specs/f.csv', 'specs/traces/a.csv',
    ]);
  });

  it('reports a missing one', async () => {
    expect(await problemsOf(text, { files: { 'traces/a.csv': null } })).toEqual(['file/missing 14']);
  });
});

it('reports one name twice in one file, with a fix that renames', async () => {
  const { problems } = await checkText('host box { }\nhost box { }');
  expect(problems.map((p) => p.code)).toEqual(['name/duplicate']);
  expect(problems[0]?.fixes.map((f) => f.title)).toEqual(["Rename to 'box2'"]);
});
