/** What a layout promises beyond the rules of one picture: sameness, economy, and a way out. */
import { expect, it } from 'vitest';
import {
  elkInProcess, layout, LayoutCache, rowsEngine, type LayoutEngine, type PlainPlaces,
} from '#layout';
import type { World } from '#ir';
import { canonicalJson } from '#base';
import type { Scene } from '#scene';
import { world } from '../support/ir-builder.ts';
import {
  cable, clos, fourSledsWorld, graviton3Sled, graviton4Pair, i3SharedWorld, i3World, instance, many,
  plainSledWorld, sledWorld, smallThingsWorld,
} from '../support/picture-worlds.ts';
import { randomWorld } from '../support/random-worlds.ts';
import { brokenRules } from './geometry.ts';

const elk = elkInProcess();
const draw = (of: World, more: { collapsed?: string[]; sizeLimit?: number } = {}): Promise<Scene> =>
  layout(of, { engine: elk, sizeLimit: 300, ...more });

const boxOf = (scene: Scene, id: string): Scene['boxes'][number] => {
  const found = scene.boxes.find((box) => box.id === id);
  if (found === undefined) throw new Error(`no box ${id}`);
  return found;
};

/** Counts what it is asked. */
function counting(engine: LayoutEngine): LayoutEngine & { asked: number } {
  return {
    name: engine.name, asked: 0,
    place(graph) {
      this.asked++;
      return engine.place(graph);
    },
  };
}

it('gives the same bytes twice, with an engine of its own each time', async () => {
  const first = await layout(fourSledsWorld(), { engine: elkInProcess(), sizeLimit: 300 });
  const second = await layout(fourSledsWorld(), { engine: elkInProcess(), sizeLimit: 300 });
  expect(canonicalJson(second)).toBe(canonicalJson(first));
});

it('moves nothing when one instance gets another name', async () => {
  const renamed = JSON.parse(JSON.stringify(sledWorld()).replaceAll(
    '"db', '"a-database-with-a-name-so-long-that-no-card-has-room-for-it',
  )) as World;
  const [before, after] = [await draw(sledWorld()), await draw(renamed)];
  const places = (scene: Scene): string[] => scene.boxes
    .map(({ role, x, y, width, height, hue }) => [role, x, y, width, height, hue].join(' ')).sort();
  expect(places(after)).toEqual(places(before));
  expect(after.lines).toEqual(before.lines);
  expect(brokenRules(after)).toEqual([]);
  const card = after.boxes.find(({ id }) => id.startsWith('a-database'));
  expect(card?.texts[0]?.text.endsWith('…')).toBe(true);
  expect(card?.texts[0]?.full).toBe(card?.id);
});

it('asks the engine once for hosts of one structure, and never again with a cache', async () => {
  const engine = counting(rowsEngine);
  const cache = new LayoutCache();
  await layout(fourSledsWorld(), { engine, sizeLimit: 300, cache });
  expect(engine.asked).toBe(1);
  await layout(fourSledsWorld(), { engine, sizeLimit: 300, cache });
  expect(engine.asked).toBe(1);
});

it('draws a plain grid with a note when the engine fails', async () => {
  const broken: LayoutEngine = { name: 'broken', place: () => Promise.reject(new Error('no luck')) };
  const scene = await layout(sledWorld(), { engine: broken, sizeLimit: 300 });
  expect(scene.note).toBe('The layout engine failed, so this is a plain grid: no luck');
  expect(brokenRules(scene)).toEqual([]);
});

it('does not use an answer that breaks a rule', async () => {
  const piling: LayoutEngine = {
    name: 'piling',
    place: (graph): Promise<PlainPlaces> => Promise.resolve({
      width: 100, height: 100, edges: new Map(graph.edges.map(({ id }) => [id, [
        { x: 0, y: 0 }, { x: 9, y: 0 },
      ]])),
      nodes: new Map(graph.nodes.map(({ id, width, height }) =>
        [id, { x: 0, y: 0, width, height }])),
    }),
  };
  const scene = await layout(sledWorld(), { engine: piling, sizeLimit: 300 });
  const ours = await layout(sledWorld(), { engine: rowsEngine, sizeLimit: 300 });
  expect(canonicalJson(scene)).toBe(canonicalJson(ours));
});

it('draws members of one array on one socket as one card, with the cores that they hold', async () => {
  const scene = await draw(plainSledWorld());
  const card = boxOf(scene, 'web[0]');
  expect(card.members).toEqual(['web[0]', 'web[1]', 'web[2]', 'web[3]']);
  expect(card.texts.map(({ text }) => text)).toEqual([
    'web[0..3]', '4 × c7g.4xlarge', 'root gp3 100 GiB 3,000 IOPS',
  ]);
  expect(card.slots[0]?.idle).toBe('each 16 vCPUs · 32 GiB · cores 0–63');
  const cells = boxOf(scene, 'sled[0].soc[0]').cells;
  expect(cells.map(({ instance: holder }) => holder)).toEqual(
    many(64, (core) => `web[${String(Math.floor(core / 16))}]`),
  );
});

it('draws microVMs of one array as a counted stack, in the instance or beside it', async () => {
  const scene = await draw(smallThingsWorld());
  const small = scene.boxes.filter(({ role }) => role === 'microvm');
  expect(small.map(({ id, parent, members }) => [id, parent, members.length])).toEqual([
    ['beside[0]', 'board.soc[0]', 64],
    ['p[0]', 'sled.soc[1]', 1], ['q[0]', 'sled.soc[1]', 701], ['r[0]', 'sled.soc[1]', 1401],
  ]);
  expect(boxOf(scene, 'q[0]').texts.map(({ text }) => text)).toEqual(['q[0..700]', '701 × Function']);
  expect(boxOf(scene, 'q[0]').slots[0]?.idle).toBe('each 1 vCPU · 128 MiB · in worker');
  expect(boxOf(scene, 'p[0]').slots[0]?.idle).toBe('1 vCPU · 128 MiB · in worker');
  // Of six arrays in one instance the last three are counted: 2,101 + 2,801 + 3,501.
  expect(boxOf(scene, 's[0]').texts[0]?.text).toBe('8,403 more microVMs');
  // 64 of 128 MiB are 8 GiB, half on each socket; those in an instance have its memory.
  const memory = (id: string): string | undefined => boxOf(scene, id).texts.at(-1)?.text;
  expect(memory('board.soc[1]')).toMatch(/^4 of 256 GiB/u);
  expect(memory('sled.soc[1]')).toMatch(/^128 of 128 GiB/u);
});

it('cuts a core that several share into slices, one for each array', async () => {
  const cells = boxOf(await draw(smallThingsWorld()), 'board.soc[0]').cells;
  const first = cells.filter(({ core }) => core === 0);
  expect(first.map(({ instance: holder }) => holder)).toEqual(['a[0]', 'b[1]', 'c[2]']);
  first.forEach((cell, i) => {
    if (i > 0) expect(cell.x).toBe(first[i - 1]!.x + first[i - 1]!.width);
  });
  expect(new Set(cells.map(({ core }) => core)).size).toBe(18);
});

it('gives each volume a line with room for its load, and counts those beyond three', async () => {
  const card = boxOf(await draw(smallThingsWorld()), 'a[0]');
  expect(card.texts.map(({ text }) => text)).toEqual([
    'a[0]', 'XenDomain', 'vol0 gp3 8 GiB 3,000 IOPS', 'vol1 gp3 8 GiB 3,000 IOPS', '3 more volumes',
  ]);
  expect(card.slots.filter(({ what }) => what === 'load').map(({ of }) => of)).toEqual([
    ['a[0].vol0'], ['a[0].vol1'], ['a[0].vol2', 'a[0].vol3', 'a[0].vol4'],
  ]);
  const web = boxOf(await draw(plainSledWorld()), 'web[0]');
  expect(web.slots.at(-1)?.of).toEqual(many(4, (i) => `web[${String(i)}].root`));
});

it('names members that are far apart by the first, the second and the last', async () => {
  const scene = await draw(world(graviton3Sled('sled'), ...many(8, (i) =>
    instance(`web[${String(i * 3)}]`, 'c7g.2xlarge', {
      machine: 'sled.soc[0]', vcpus: 8, memory: 16,
      cores: [{ socket: 'sled.soc[0]', first: i * 8, count: 8 }],
    }))));
  const [name] = boxOf(scene, 'web[0]').texts;
  expect(name?.text).toBe('web[0, 3 … 21]');
  expect(name?.full).toBe('web[0, 3, 6, 9, 12, 15, 18, 21]');
});

it('shows as many cells as there are cores, in 96 as in 1,024', async () => {
  const scene = await draw(world(graviton4Pair('host')));
  expect(boxOf(scene, 'host.soc[1]').cells).toHaveLength(96);
  const sizes = (seed: number): Promise<Scene> => draw(randomWorld(seed));
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const of = randomWorld(seed);
    for (const box of (await sizes(seed)).boxes) {
      const element = of.elements.find(({ id }) => id === box.id);
      if (box.role === 'socket' && element?.kind === 'socket') {
        expect(box.cells).toHaveLength(element.properties.cores);
      }
    }
  }
});

it('marks the cores and memory that a management domain keeps', async () => {
  const scene = await draw(i3SharedWorld());
  const sockets = ['board.soc[0]', 'board.soc[1]'].map((id) => boxOf(scene, id));
  // Four cores of the machine, two on each of its two sockets.
  const kept = sockets.map(({ cells }) => cells.filter(({ reserved }) => reserved).length);
  expect(kept).toEqual([2, 2]);
  expect(sockets.every(({ bars }) => bars.some(({ reserved }) => reserved))).toBe(true);
});

it('gives an instance on two sockets a card in each, and one hue', async () => {
  const cards = (await draw(i3World())).boxes.filter(({ id }) => id === 'store');
  expect(cards.map(({ parent, hue }) => [parent, hue]))
    .toEqual([['board.soc[0]', 0], ['board.soc[1]', 0]]);
});

it('names links by pills, with their rates, and management once for the bus', async () => {
  const scene = await draw(i3World());
  const pills = scene.lines.flatMap(({ pill }) => pill?.text ?? []).sort();
  expect(pills).toEqual([
    'PCIe 3 ×16 · 128 Gbps', ...many(5, () => 'PCIe 3 ×8 · 64 Gbps'), 'QPI · 154 Gbps',
    'firmware', 'management',
  ]);
});

it('shows every element and every link of a world that is not too large', async () => {
  for (const seed of [1, 2, 3, 6, 17, 32]) {
    const of = randomWorld(seed);
    const scene = await draw(of, { sizeLimit: 100_000 });
    const shown = new Set(scene.boxes.flatMap(({ id, members }) => [id, ...members]));
    const missing = of.elements.filter(({ kind, id }) =>
      kind !== 'volume' && kind !== 'hypervisor' && !shown.has(id)).map(({ id }) => id);
    expect({ seed, missing }).toEqual({ seed, missing: [] });
    const drawn = new Set(scene.lines.flatMap(({ members }) => members));
    const lost = of.links.filter(({ id }) => !drawn.has(id)).map(({ id }) => id);
    expect({ seed, lost }).toEqual({ seed, lost: [] });
  }
});

it('draws a collapsed host as one box that keeps its cables', async () => {
  const scene = await draw(sledWorld(), { collapsed: ['sled[0]'] });
  const sled = boxOf(scene, 'sled[0]');
  expect(sled.collapsed).toBe(true);
  expect(sled.texts.map(({ text }) => text)).toContain('6 instances');
  expect(scene.boxes.filter(({ id }) => id.startsWith('sled[0].'))).toEqual([]);
  const cables = scene.lines.filter(({ to, from }) => to === 'sled[0]' || from === 'sled[0]');
  expect(cables.flatMap(({ members }) => members)).toHaveLength(3);
  expect(brokenRules(scene)).toEqual([]);
});

const rack = (sleds: number): World => world(
  ...many(sleds, (i) => graviton3Sled(`sled[${String(i)}]`)), clos('net', 24, 4),
  {
    elements: [],
    links: many(sleds * 3, (i) => cable(
      `sled[${String(Math.floor(i / 3))}].nic[${String(i % 3)}]`, `net.leaf[${String(i % 24)}]`,
    )),
  },
  instance('web', 'c7g.medium', {
    machine: 'sled[0].soc[0]', vcpus: 1, memory: 2,
    cores: [{ socket: 'sled[0].soc[0]', first: 0, count: 1 }],
  }),
);

it('closes hosts from the end when there is no room, and counts what it hides', async () => {
  const scene = await draw(rack(300), { sizeLimit: 120 });
  expect(scene.boxes.length).toBeLessThanOrEqual(120);
  expect(boxOf(scene, 'sled[0]').collapsed).toBe(false);
  const hidden = scene.boxes.filter(({ role, id }) => role === 'more' && id.startsWith('sled'));
  const closed = scene.boxes.filter(({ role, collapsed }) => role === 'host' && collapsed);
  const open = scene.boxes.filter(({ role, collapsed }) => role === 'host' && !collapsed);
  const counted = hidden.reduce((sum, { members }) => sum + members.length, 0);
  expect(counted + closed.length + open.length).toBe(300);
  expect(hidden.some(({ texts }) => texts.some(({ text }) => text.includes('hosts')))).toBe(true);
  expect(brokenRules(scene)).toEqual([]);
});

it('keeps every rule when worlds by seed are squeezed', async () => {
  const cache = new LayoutCache();
  for (let seed = 51; seed <= 80; seed++) {
    const of = randomWorld(seed);
    const hosts = of.elements.filter(({ kind }) => kind === 'host').map(({ id }) => id);
    const scene = await layout(of, {
      engine: rowsEngine, sizeLimit: 5 + seed, cache,
      collapsed: hosts.filter((_, i) => (i + seed) % 3 === 0),
    });
    expect({ seed, broken: brokenRules(scene).slice(0, 5) }).toEqual({ seed, broken: [] });
  }
});

it('draws an empty world as an empty sheet', async () => {
  const scene = await draw(world());
  expect(scene.boxes).toEqual([]);
  expect(scene.width).toBeGreaterThan(0);
});

it('would notice a box on another, a line through a box, and a text outside', async () => {
  const scene = await draw(plainSledWorld());
  const [soc0, soc1] = [boxOf(scene, 'sled[0].soc[0]'), boxOf(scene, 'sled[0].soc[1]')];
  const overlapping = {
    ...scene,
    boxes: scene.boxes.map((box) => (box.id === soc1.id ? { ...box, x: soc0.x + 9 } : box)),
  };
  expect(brokenRules(overlapping)).toContain(`${soc0.id} and ${soc1.id} overlap`);
  const [line] = scene.lines;
  const through = {
    ...scene, lines: [{
      ...line!, points: [{ x: 0, y: soc0.y + 9 }, { x: scene.width, y: soc0.y + 9 }],
    }],
  };
  expect(brokenRules(through)).toContain(`${line!.id} passes ${soc0.id}`);
  const outside = {
    ...scene, boxes: scene.boxes.map((box) => (box.id !== soc0.id ? box
      : { ...box, texts: box.texts.map((text) => ({ ...text, width: 900 })) })),
  };
  expect(brokenRules(outside)).toContain(`'soc[0]' leaves ${soc0.id}`);
});
