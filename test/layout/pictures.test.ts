/** The rules of a picture, over scenes of real hosts and of worlds by seed. */
import { expect, it } from 'vitest';
import { elkInProcess, layout, LayoutCache, rowsEngine } from '#layout';
import { randomWorld } from '../support/random-worlds.ts';
import * as worlds from '../support/picture-worlds.ts';
import { brokenRules } from './geometry.ts';

const named = {
  'a Graviton3 sled': worlds.plainSledWorld,
  'a Graviton3 sled on a fabric': worlds.sledWorld,
  'the board of i3.metal': worlds.i3World,
  'the same board shared under a management domain': worlds.i3SharedWorld,
  'a Mac on its shelf': worlds.macWorld,
  'two coherent Graviton4 sockets': worlds.graviton4World,
  'four sleds on a fabric': worlds.fourSledsWorld,
  'microVMs and shared cores': worlds.smallThingsWorld,
  'a fat tree of k = 4': () => worlds.fatTreeWorld(4, 8),
  'a crowd on a fat tree of k = 8': () => worlds.fatTreeWorld(8, 60),
  'the largest fat tree': () => worlds.fatTreeWorld(32, 2),
  'more leaves than a row shows': worlds.manyLeavesWorld,
};
const elk = elkInProcess();

for (const [name, make] of Object.entries(named)) {
  for (const engine of [elk, rowsEngine]) {
    it(`draws ${name} by ${engine.name} within every rule`, async () => {
      const scene = await layout(make(), { engine, sizeLimit: 300 });
      expect(brokenRules(scene)).toEqual([]);
      expect(scene.note).toBeNull();
    });
  }
}

for (const engine of [elk, rowsEngine]) {
  it(`keeps every rule by ${engine.name} in fifty worlds by seed`, async () => {
    const cache = new LayoutCache();
    for (let seed = 1; seed <= 50; seed++) {
      const scene = await layout(randomWorld(seed), { engine, sizeLimit: 300, cache });
      expect({ seed, broken: brokenRules(scene).slice(0, 5), note: scene.note })
        .toEqual({ seed, broken: [], note: null });
    }
  }, 60_000);
}
