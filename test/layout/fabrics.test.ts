/** How fabrics are drawn: tiers as rows, pods in columns, many switches counted. */
import { expect, it } from 'vitest';
import { layout, rowsEngine } from '#layout';
import type { Box, Scene } from '#scene';
import * as worlds from '../support/picture-worlds.ts';

const draw = (k: number, sleds: number): Promise<Scene> =>
  layout(worlds.fatTreeWorld(k, sleds), { engine: rowsEngine });
const boxes = (scene: Scene, row: string): readonly Box[] =>
  scene.boxes.filter(({ id }) => id.startsWith(`net.${row}[`));
const inside = (scene: Scene): Scene['lines'] =>
  scene.lines.filter(({ from, to }) => from.startsWith('net.') && to.startsWith('net.'));

it('stands cores over spines over leaves, and the spines of a pod over its leaves', async () => {
  const scene = await draw(4, 2);
  const [cores, spines, leaves] = ['core', 'spine', 'leaf'].map((row) => boxes(scene, row));
  expect([cores, spines, leaves].map((row) => row?.length)).toEqual([4, 8, 8]);
  const heights = [cores, spines, leaves].map((row) => new Set(row?.map(({ y }) => y)));
  expect(heights.map((row) => row.size)).toEqual([1, 1, 1]);
  const [top = 0, middle = 0, bottom = 0] = heights.map(([y]) => y ?? 0);
  expect(top < middle && middle < bottom).toBe(true);
  const gaps = spines?.slice(1).map((box, i) => box.x - (spines[i]?.x ?? 0)) ?? [];
  expect(Math.max(gaps[0]!, gaps[2]!)).toBeLessThan(Math.min(gaps[1]!, gaps[3]!));
  expect(leaves?.map(({ x }) => x)).toEqual(spines?.map(({ x }) => x));
});

it('draws each link of a small fat tree as a thin line of its own', async () => {
  const lines = inside(await draw(4, 2));
  expect(lines).toHaveLength(32);
  expect(lines.every(({ weight, members }) => weight === 1 && members.length === 1)).toBe(true);
});

it('counts the pods for which there is no room, and loses no link between rows', async () => {
  const scene = await draw(8, 60);
  const hidden = boxes(scene, 'leaf').find(({ members }) => members.length > 1);
  expect(hidden?.members).toHaveLength(20);
  expect(hidden?.texts.map(({ text }) => text)).toEqual(['20 more']);
  const drawn = inside(scene).reduce((sum, { members }) => sum + members.length, 0);
  expect(drawn).toBe(2 * 8 ** 3 / 4);
});

it('closes a crowd of hosts behind a fabric but for one of each type', async () => {
  const open = (scene: Scene): number =>
    scene.boxes.filter(({ role, collapsed }) => role === 'host' && !collapsed).length;
  expect(open(await draw(4, 3))).toBe(3);
  expect(open(await draw(8, 60))).toBe(1);
});

it('says what a fabric is made of', async () => {
  const scene = await draw(4, 2);
  const net = scene.boxes.find(({ id }) => id === 'net');
  expect(net?.label).toBe('net: FatTree, 8 leaves × 8 spines × 4 cores · k = 4 · 100 Gbps');
});
