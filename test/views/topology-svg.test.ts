/** The picture as SVG: what it says, that it says it safely, and that it can be read. */
import { expect, it } from 'vitest';
import { layout, rowsEngine } from '#layout';
import { renderTopology, themes, type Overlay, type Strip, type Theme } from '#views';
import type { Scene } from '#scene';
import type { World } from '#ir';
import { world } from '../support/ir-builder.ts';
import {
  fourSledsWorld, graviton4Pair, i3SharedWorld, instance, macWorld, many, sledWorld,
} from '../support/picture-worlds.ts';
import { paintedTexts } from './contrast.ts';

const sceneOf = (of: World): Promise<Scene> => layout(of, { engine: rowsEngine, sizeLimit: 300 });

const overlay: Overlay = {
  states: {
    'web[0]': { state: 'running', detail: null }, 'web[1]': { state: 'stopped', detail: null },
    db: { state: 'failed', detail: null },
    'batch[0]': { state: 'booting', detail: 'step 5 of 7: cards attach' },
  },
  figures: { 'web[0]': 'p99 1.31 ms' },
  loads: {
    'sled[0].nic[0]': 0.83, 'sled[0].ebs[0]': 0.12, 'sled[0].nic[1]': 0, 'sled[0].ebs[1]': 1.2,
    'sled[0].nic[0] -- sled[0].soc[0]': 0.83,
  },
  faults: [{ id: 'net.leaf[0] -- net.spine[1]', text: 'down from 1 s to 1.2 s' }],
};
const strip: Strip = {
  name: 'failover', about: 'seed 7 · 20 runs · srd',
  verdicts: [
    { verdict: 'holds', text: 'p99(fetch.completion) < 2 ms', value: '1.31 ms' },
    { verdict: 'fails', text: 'fetch.lost == 0', value: '3' },
    { verdict: 'undecided', text: 'mean(scan.iops) within 5 % of 40 Kiops', value: '41.7 K ± 1.9 K' },
  ],
  time: { at: 0.5, text: '1 s', endText: '2 s', events: [0.5, 0.6] },
};
const render = async (theme: Theme, of = sledWorld()): Promise<string> =>
  renderTopology(await sceneOf(of), { theme, title: 'sled.nitro', overlay, strip });

it('gives the same bytes twice', async () => {
  expect(await render(themes.light)).toBe(await render(themes.light));
});

it('lets the picture and the text find each other by ids', async () => {
  const scene = await sceneOf(sledWorld());
  const svg = renderTopology(scene, { theme: themes.light, title: 'sled' });
  for (const { id } of [...scene.boxes, ...scene.lines]) expect(svg).toContain(`data-id="${id}"`);
  expect(svg).toContain('data-members="web[0] web[1] web[2] web[3]"');
  expect(svg).toContain('<title>sled[0].nic[0]: NitroVpc30, VPC · 30 Gbps</title>');
});

it('writes what an author wrote as text and never as markup', async () => {
  const nasty = '"><script>alert(1)</script>&\u0000\ud800';
  const of = world(graviton4Pair('host'), instance(nasty, 'c8g.<b>', {
    machine: 'host', vcpus: 1, memory: 1, cores: [{ socket: 'host.soc[0]', first: 0, count: 1 }],
  }));
  const svg = renderTopology(await sceneOf(of), { theme: themes.light, title: nasty });
  expect(svg).not.toContain('<script');
  expect(svg).not.toContain('<b>');
  expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;');
  expect(svg.includes('\u0000') || svg.includes('\ud800')).toBe(false);
});

it('needs no style sheet, script or address, so that any page may show it', async () => {
  const svg = await render(themes.light);
  expect(svg).not.toMatch(/<style|<script|style=|href=|onload|url\((?!#)/);
  expect(svg.match(/https?:\/\/[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
});

it('is well formed: every element that opens closes in order', async () => {
  const svg = await render(themes.dark, fourSledsWorld());
  const open: string[] = [];
  for (const [, slash, name, rest] of svg.matchAll(/<(\/?)([a-zA-Z]+)((?:[^">]|"[^"]*")*)>/g)) {
    if (slash === '/') expect(open.pop()).toBe(name);
    else if (!rest!.endsWith('/')) open.push(name!);
  }
  expect(open).toEqual([]);
});

it('says a load as colour, length and number', async () => {
  const svg = await render(themes.light);
  expect(svg).toContain('>83 %</text>');
  expect(svg).toContain('>120 %</text>');
  // A bar of 46 pixels: 0.83 of it is 38.18, and one that is more than full stays in its frame.
  expect(svg).toContain('width="38.18" height="6" rx="3" fill="#0a183a"');
  expect(svg).toContain('width="46" height="6" rx="3" fill="#0a183a"');
});

it('dashes and marks what failed, besides painting it red', async () => {
  const svg = await render(themes.light);
  const line = /<g class="line ethernet failed"[^>]*>.*?<\/g>/.exec(svg)?.[0] ?? '';
  expect(line).toContain('stroke-dasharray="5 4"');
  expect(line).toContain(', failed</title>');
  expect(svg).toContain('>down from 1 s to 1.2 s</text>');
  expect(svg).toMatch(/<g class="fault" data-id="net\.leaf\[0\] -- net\.spine\[1\]"/);
});

it('counts the states of instances that are drawn as one', async () => {
  const svg = await render(themes.light);
  expect(svg).toContain('>1 running, 1 stopped</text>');
  expect(svg).toContain('>booting · step 5 of 7: cards attach</text>');
});

it('tells verdicts by mark and word', async () => {
  const svg = await render(themes.light);
  for (const [mark, word] of [['✓', 'holds'], ['✗', 'fails'], ['?', 'undecided']]) {
    expect(svg).toContain(`<title>${word!}</title>${mark!}</text>`);
  }
});

it('hatches instances once the hues have run out, and cores that are held back', async () => {
  const of = world(graviton4Pair('host'), ...many(14, (i) => instance(`x${String(i)}`, 'c8g.large', {
    machine: 'host', vcpus: 2, memory: 4, cores: [{ socket: 'host.soc[0]', first: i * 2, count: 2 }],
  })));
  const svg = renderTopology(await sceneOf(of), { theme: themes.light, title: 'crowd' });
  for (const hue of [6, 7, 11, 12, 13]) {
    expect(svg).toContain(`<pattern id="hatch-light-${String(hue)}"`);
    expect(svg).toContain(`fill="url(#hatch-light-${String(hue)})"`);
  }
  expect(svg).not.toContain('hatch-light-5');
  const shared = renderTopology(await sceneOf(i3SharedWorld()), { theme: themes.light, title: 'i3' });
  expect(shared.match(/class="core reserved"/g)).toHaveLength(4);
});

it('uses nothing but the colours of the editor in the editor', async () => {
  const svg = await render(themes.vscode);
  expect(svg).not.toMatch(/(?:fill|stroke)="#/);
  expect(svg).toContain('fill="var(--vscode-editor-background, #0d1117)"');
});

for (const theme of [themes.light, themes.dark, themes.contrast]) {
  it(`keeps text readable in the ${theme.name} theme: 4.5 to 1 on whatever lies under it`, async () => {
    for (const of of [sledWorld(), i3SharedWorld(), macWorld()]) {
      const texts = paintedTexts(await render(theme, of));
      expect(texts.length).toBeGreaterThan(20);
      // The mark of a fault stands on a triangle and no rectangle; its pair is asked elsewhere.
      const faint = texts.filter(({ words, contrast }) => words !== '!' && contrast < 4.5);
      expect(faint).toEqual([]);
    }
  });
}
