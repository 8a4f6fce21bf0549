/** Heat on the topology: what it colours, that it can be read, that it is never colour alone. */
import { expect, it } from 'vitest';
import type { World } from '#ir';
import { layout, rowsEngine } from '#layout';
import { textSizes, type Scene } from '#scene';
import { renderHeat, renderTopology, themes, type Theme, type Utilization } from '#views';
import {
  fourSledsWorld, graviton4World, i3SharedWorld, i3World, macWorld, sledWorld,
} from '../support/picture-worlds.ts';
import { contrastOf, paintedTexts } from './contrast.ts';

const sceneOf = (of: World): Promise<Scene> => layout(of, { engine: rowsEngine });

/** Every box and every link of a world, each with a load of its own from nothing to too much. */
const everything = ({ elements, links }: World): Utilization =>
  Object.fromEntries([...elements, ...links].map(({ id }, i) => [id, (i % 13) / 11]));

const heat = async (of: World, theme: Theme, utilization = everything(of)): Promise<string> =>
  renderHeat(await sceneOf(of), { theme, title: 'heat', utilization });

const groupOf = (svg: string, kind: string, id: string): string => {
  const start = svg.indexOf(`<g class="${kind}" data-id="${id}"`);
  return start < 0 ? '' : svg.slice(start, svg.indexOf('<g class="', start + 5));
};

it('fills a part, borders what holds others, and says the number of both', async () => {
  const svg = await heat(sledWorld(), themes.light, {
    'sled[0].nic[0]': 0.83, 'sled[0].soc[0]': 0.41, 'net.leaf[0]': 1.2,
  });
  const [, , , , hottest] = themes.light.ramp;
  const card = groupOf(svg, 'box card', 'sled[0].nic[0]');
  expect(card).toContain(`rx="6" fill="${hottest!}"`);
  expect(card).toContain('VPC · 30 Gbps, 83 % used</title>');
  expect(card).toContain('>83 %</text>');
  const socket = groupOf(svg, 'box socket', 'sled[0].soc[0]');
  expect(socket).toContain(`fill="#ffffff" stroke="${themes.light.ramp[2]!}" stroke-width="3"`);
  expect(svg).toContain('>41 %</text>');
  expect(svg).toContain('>120 %</text>');
});

it('makes a line darker, wider and labelled by its load, and thin where none is known', async () => {
  const [busy, idle, unknown] = [0, 1, 2].map((i) =>
    `sled[0].nic[${String(i)}] -- sled[0].soc[${String(i)}]`) as [string, string, string];
  const svg = await heat(sledWorld(), themes.dark, { [busy]: 1, [idle]: 0 });
  expect(groupOf(svg, 'line pcie', busy))
    .toContain(`stroke="${themes.dark.ramp[4]!}" stroke-width="7"`);
  expect(groupOf(svg, 'line pcie', idle))
    .toContain(`stroke="${themes.dark.muted}" stroke-width="1.6"`);
  expect(groupOf(svg, 'line pcie', unknown))
    .toContain(`stroke="${themes.dark.line}" stroke-width="1.2"`);
  expect(svg).toContain('>PCIe 5 ×16 · 100 %</text>');
  expect(svg).toContain('>PCIe 5 ×16 · 512 Gbps</text>');
});

it('takes the busiest of things that are drawn as one', async () => {
  const svg = await heat(sledWorld(), themes.light, { 'web[1]': 0.2, 'web[3]': 0.9 });
  expect(groupOf(svg, 'box instance', 'web[0]')).toContain(', 90 % used</title>');
});

it('leaves out ids that are not shown and what is no number', async () => {
  const scene = await sceneOf(macWorld());
  const none = renderHeat(scene, { theme: themes.light, title: 'heat', utilization: {} });
  const odd = { 'no.such.thing': 1, 'shelf.nic': Number.NaN };
  expect(renderHeat(scene, { theme: themes.light, title: 'heat', utilization: odd })).toBe(none);
  expect(none).not.toContain('% used');
});

it('stands where the plain picture stands, with a legend below it', async () => {
  const scene = await sceneOf(i3World());
  const places = (svg: string): string[] => [...svg.matchAll(
    /<g class="box [^>]*><title>[^<]*<\/title>(<rect x="\d+" y="\d+" width="\d+" height="\d+")/g,
  )].map(([, rect]) => rect!);
  const plain = renderTopology(scene, { theme: themes.light, title: 'heat' });
  const hot = await heat(i3World(), themes.light);
  expect(places(hot)).toEqual(places(plain));
  expect(hot).toMatch(/<g class="legend">.*>utilization<.*>below 1 %<.*>1–20 %<.*>80–100 %<.*>not measured</);
});

it('uses nothing but the colours of the editor in the editor', async () => {
  expect(await heat(sledWorld(), themes.vscode)).not.toMatch(/(?:fill|stroke)="#/);
});

for (const theme of [themes.light, themes.dark, themes.contrast]) {
  it(`can be read in the ${theme.name} theme: 4.5 to 1, for words, borders and lines`, async () => {
    for (const of of [sledWorld(), i3SharedWorld(), macWorld(), graviton4World()]) {
      const texts = paintedTexts(await heat(of, theme));
      expect(texts.length).toBeGreaterThan(20);
      expect(texts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
    }
    for (const colour of theme.ramp) {
      for (const ground of [theme.canvas, theme.frame, theme.surface]) {
        expect(contrastOf(colour, ground)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
}

it('puts no number over a word', async () => {
  const broken: string[] = [];
  for (const of of [sledWorld(), i3World(), macWorld(), fourSledsWorld()]) {
    const scene = await sceneOf(of);
    const tags = [...renderHeat(scene, {
      theme: themes.light, title: 'heat', utilization: everything(of),
    }).matchAll(/<g class="heat"><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g)]
      .map(([, x, y, width]) => ({ x: Number(x), y: Number(y), right: Number(x) + Number(width) }));
    expect(tags.length).toBeGreaterThan(4);
    for (const text of scene.boxes.flatMap(({ texts }) => texts)) {
      const { sizePixels } = textSizes[text.style];
      const left = text.anchor === 'start' ? text.x
        : text.anchor === 'end' ? text.x - text.width : text.x - text.width / 2;
      const over = tags.some(({ x, y, right }) => left < right && left + text.width > x
        && text.y - 0.75 * sizePixels < y + 14 && text.y + 2 > y);
      if (over) broken.push(text.text);
    }
  }
  expect(broken).toEqual([]);
});
