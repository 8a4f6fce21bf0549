/** Rules 12 and 13: types that extend types, and which of several assignments wins. */
import { describe, expect, it } from 'vitest';
import { elementOf, fixed, problemsOf, valueOf, worldOf } from '../support/check-text.ts';

const SOCKET = 'architecture = arm64  cores = 4  memory = 8 GiB';

describe('rule 12: types', () => {
  it('sets properties and adds children in a subtype', async () => {
    const text = `socket type A { ${SOCKET} }
socket type B : A { cores = 8 }
host type H { socket s : A }
host type K : H { socket t : B }
host box : K`;
    const world = await worldOf(text);
    expect(world.elements.map((e) => e.id)).toEqual(['box', 'box.s', 'box.t']);
    expect(valueOf(world, 'box.t', 'cores')).toBe(8);
    expect(valueOf(world, 'box.t', 'memoryBytes')).toBe(8 * 1024 * 1024 * 1024);
    expect(elementOf(world, 'box.t').types).toEqual(['B', 'A']);
  });

  it('refuses a type of another kind, and an element of one', async () => {
    expect(await problemsOf('host type A { }\nsocket type B : A { }')).toContain('type/other-kind 2');
    expect(await problemsOf('host type A { }\nfabric net : A')).toEqual(['type/wrong-kind 2']);
  });

  it('reports a cycle at each of its colons', async () => {
    expect(await problemsOf('host type A : B { }\nhost type B : A { }\nhost type C : A { }'))
      .toEqual(['type/cycle 1', 'type/cycle 2']);
  });

  it('does not declare an inherited child anew', async () => {
    expect(await problemsOf(`socket type S { ${SOCKET} }
host type A { socket s : S }
host type B : A { socket s : S }`)).toEqual(['type/child-again 3']);
  });

  it('names the nearest type for one that is unknown, and can create it', async () => {
    expect(await problemsOf('use aws\nhost box { socket s : Gravitn3 }'))
      .toEqual(['name/unknown-type 2']);
  });

  it('says nothing of the parts of a thing whose type is unknown', async () => {
    expect(await problemsOf('use aws\nhost box : Nothing\ninstance web : c7g.large on box.s'))
      .toEqual(['name/unknown-type 2']);
  });

  it('says nothing of unknown types when a file that may have them is missing', async () => {
    expect(await problemsOf('use "none.nitro"\nhost box : Graviton3Host'))
      .toEqual(['file/use-missing 1']);
    expect(await problemsOf('use awz\nhost box : Graviton3Host'))
      .toEqual(['file/unknown-catalogue 1']);
  });

  it('offers the catalogue to a spec that uses none', async () => {
    expect(await problemsOf(await fixed('host box : Graviton3Host', 'name/unknown-type')))
      .toEqual([]);
  });
});

describe('rule 13: overriding', () => {
  const base = `socket type Low { ${SOCKET}  label = "type" }
socket type High : Low { label = "subtype" }
`;
  const label = async (text: string, id = 'box[1].s[0]', overrides?: string[]): Promise<unknown> =>
    valueOf(await worldOf(base + text, overrides === undefined ? {} : { overrides }), id, 'label');

  it('goes from default to type, subtype, body, outer body, file and --set', async () => {
    expect(await label('host box[2] { socket s[1] : Low }')).toBe('type');
    expect(await label('host box[2] { socket s[1] : High }')).toBe('subtype');
    expect(await label('host box[2] { socket s[1] : High { label = "body" } }')).toBe('body');
    const outer = 'host box[2] {\n  socket s[1] : High { label = "body" }\n  s.label = "outer"\n}';
    expect(await label(outer)).toBe('outer');
    expect(await label(`${outer}\nbox.s.label = "file"`)).toBe('file');
    expect(await label(`${outer}\nbox.s.label = "file"`, 'box[1].s[0]', ['box.s.label="set"']))
      .toBe('set');
  });

  it('lets a subtype win over the type that it extends', async () => {
    const types = `host type H { socket s[1] : Low { label = "body" }
  s.label = "host type" }
host type K : H { s.label = "host subtype" }
`;
    expect(await label(`${types}host box[2] : H`)).toBe('host type');
    expect(await label(`${types}host box[2] : K`)).toBe('host subtype');
    expect(await label(`${types}host box[2] : K { s.label = "host body" }`)).toBe('host body');
  });

  it('prefers a path with indices to one without, within one level', async () => {
    const text = `host box[2] { socket s[1] : Low }
box.s.label = "all"
box[1].s.label = "second"`;
    expect(await label(text, 'box[0].s[0]')).toBe('all');
    expect(await label(text, 'box[1].s[0]')).toBe('second');
  });

  it('reports two equal ones at both', async () => {
    expect(await problemsOf('host box { }\nbox.label = "a"\nbox.label = "b"'))
      .toEqual(['value/conflict 2', 'value/conflict 3']);
    expect(await problemsOf('host box { label = "a"  label = "b" }'))
      .toEqual(['value/conflict 1', 'value/conflict 1']);
  });

  it('sets the count of an array, and only of an array', async () => {
    const world = await worldOf('host box[2] { }\nbox.count = 3');
    expect(world.elements).toHaveLength(3);
    expect(await problemsOf('host box { }\nbox.count = 3')).toEqual(['array/count-elsewhere 2']);
  });

  it('reports a path that names nothing', async () => {
    expect(await problemsOf('host box { }\nbx.label = "a"')).toEqual(['name/unknown 2']);
    expect(await problemsOf('host box { }\nbox.soc.label = "a"')).toEqual(['name/unknown-child 2']);
    expect(await problemsOf('host box { }\nbox.lable = "a"')).toEqual(['text/unknown-property 2']);
    expect(await problemsOf('host box[2] { }\nbox[2].label = "a"'))
      .toEqual(['array/index-out-of-bounds 2']);
  });
});
