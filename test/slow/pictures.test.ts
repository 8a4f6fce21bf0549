/**
 * Pictures measured where they are looked at: in Chromium, with the fonts it finds; and the rules
 * of a picture over two hundred worlds by seed. Skipped, with a word, where there is no Chromium;
 * in continuous integration, where nobody reads the word, that is a failure.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromium, type Browser, type Page } from 'playwright-core';
import { elkInProcess, layout, LayoutCache, rowsEngine } from '#layout';
import {
  renderBars, renderTimeline, renderTopology, themes, type Overlay, type Theme,
} from '#views';
import type { World } from '#ir';
import type { Scene } from '#scene';
import { brokenRules } from '../layout/geometry.ts';
import { worldOf } from '../support/check-text.ts';
import {
  fourSledsWorld, graviton4World, i3SharedWorld, i3World, macWorld, many, sledWorld,
} from '../support/picture-worlds.ts';
import { randomWorld } from '../support/random-worlds.ts';
import { paintedTexts } from '../views/contrast.ts';
import { exampleNames, examplesFolder } from '../support/examples.ts';

const elk = elkInProcess();

for (const engine of [elk, rowsEngine]) {
  it(`keeps every rule by ${engine.name} in two hundred worlds by seed`, async () => {
    const cache = new LayoutCache();
    for (let seed = 1000; seed < 1200; seed++) {
      const sizeLimit = seed % 4 === 0 ? 40 : 300;
      const scene = await layout(randomWorld(seed), { engine, sizeLimit, cache });
      expect({ seed, broken: brokenRules(scene).slice(0, 5), note: scene.note })
        .toEqual({ seed, broken: [], note: null });
    }
  });
}

async function executablePath(): Promise<string | null> {
  for (const path of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) {
    if (existsSync(path)) return path;
  }
  try {
    const { default: bundled } = await import('@sparticuz/chromium');
    return await bundled.executablePath();
  } catch {
    return null;
  }
}

const path = await executablePath();
const isCi = (process.env['CI'] ?? '') !== '';
if (path === null && !isCi) {
  console.warn('There is no Chromium here, so pictures are not measured in one.');
}

it.runIf(isCi)('has a Chromium to measure pictures in, where nobody would read that it has none', () => {
  expect(path).not.toBeNull();
});

let browser: Browser | undefined;
let page: Page | undefined;

beforeAll(async () => {
  if (path === null) return;
  browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
});

afterAll(async () => {
  await browser?.close();
});

/** Left, top, right and bottom. */
interface Frame {
  readonly id: string;
  readonly edges: readonly number[];
}

interface Seen {
  readonly texts: number;
  readonly wrong: string[];
  /** What stands for the boxes and lines of the scene. */
  readonly boxes: Frame[];
  readonly lines: Frame[];
}

/** Runs in the page: the one picture that it shows, and what is wrong with its texts. */
function measured(): Seen {
  interface Place { x: number; y: number; right: number; bottom: number }
  const wrong: string[] = [];
  const places: { words: string; place: Place }[] = [];
  for (const text of document.querySelectorAll<SVGTextElement>('svg text')) {
    const words = [...text.childNodes].filter(({ nodeType }) => nodeType === 3)
      .map(({ nodeValue }) => nodeValue ?? '').join('');
    const box = text.getBoundingClientRect();
    const size = Number(text.getAttribute('font-size'));
    // A font's own box is higher than its letters; from cap height to tail is one font size.
    const middle = (box.top + box.bottom) / 2;
    const place = {
      x: box.left, y: middle - size / 2, right: box.right, bottom: middle + size / 2,
    };
    const frame = text.parentElement?.querySelector(':scope > rect')?.getBoundingClientRect();
    const inBox = text.parentElement?.matches('.box, .pill') === true;
    if (inBox && frame !== undefined && (
      place.x < frame.left - 0.5 || place.right > frame.right + 0.5
      || place.y < frame.top - 0.5 || place.bottom > frame.bottom + 0.5
    )) {
      wrong.push(`'${words}' leaves its box`);
    }
    for (const other of places) {
      if (place.x < other.place.right && other.place.x < place.right
        && place.y < other.place.bottom && other.place.y < place.bottom) {
        wrong.push(`'${words}' touches '${other.words}'`);
      }
    }
    places.push({ words, place });
  }
  const framesOf = (selector: string): Frame[] =>
    [...document.querySelectorAll<SVGGraphicsElement>(selector)].map((shape) => {
      const { x, y, width, height } = shape.getBBox();
      const id = shape.parentElement?.dataset['id'] ?? '';
      return { id, edges: [x, y, x + width, y + height] };
    });
  return {
    texts: places.length, wrong,
    boxes: framesOf('g.box > title + rect'), lines: framesOf('g.line > polyline'),
  };
}

const overlay: Overlay = {
  states: {
    'web[0]': { state: 'running', detail: null },
    'batch[0]': { state: 'booting', detail: 'step 5 of 7: cards attach, and then some more of it' },
    db: { state: 'running', detail: null }, builder: { state: 'scrubbing', detail: null },
  },
  figures: { 'web[0]': 'p99 1.31 ms', db: '41.2 Kiops' },
  loads: Object.fromEntries(many(3, (i) => [`sled[0].nic[${String(i)}]`, [0.02, 0.83, 1][i]!])),
  faults: [],
};

const named: Readonly<Record<string, () => World>> = {
  sledWorld, i3World, i3SharedWorld, macWorld, graviton4World, fourSledsWorld,
};

async function look(svg: string): Promise<Seen> {
  if (page === undefined) throw new Error('no page');
  await page.setContent(`<!doctype html><body style="margin:0">${svg}</body>`);
  return page.evaluate(measured);
}

const exampleWorld = (name: string): Promise<World> =>
  worldOf(readFileSync(join(examplesFolder, name), 'utf8'));

/** Placed once: a theme moves nothing. */
let scenes: Promise<readonly (readonly [name: string, scene: Scene])[]> | undefined;

async function allScenes(): Promise<readonly (readonly [name: string, scene: Scene])[]> {
  const cache = new LayoutCache();
  const worlds = [
    ...await Promise.all(exampleNames.map(async (name) =>
      [name, await exampleWorld(name)] as const)),
    ...Object.entries(named).map(([name, make]) => [name, make()] as const),
    ...many(200, (seed) => [`seed ${String(seed)}`, randomWorld(seed)] as const),
  ];
  const placed: (readonly [string, Scene])[] = [];
  for (const [name, world] of worlds) {
    placed.push([name, await layout(world, { engine: elk, sizeLimit: 300, cache })]);
  }
  return placed;
}

/** The page shows boxes and lines where the rules found them; an id may have several boxes. */
function displaced(scene: Scene, seen: Seen): string[] {
  const isAmong = (frames: readonly Frame[], id: string, edges: readonly number[]): boolean =>
    frames.some((frame) => frame.id === id
      && edges.every((edge, i) => Math.abs(edge - (frame.edges[i] ?? NaN)) <= 0.5));
  const span = (values: readonly number[]): [number, number] =>
    [Math.min(...values), Math.max(...values)];
  return [
    ...scene.boxes.filter(({ id, x, y, width, height }) =>
      !isAmong(seen.boxes, id, [x, y, x + width, y + height])),
    ...scene.lines.filter(({ id, points }) => {
      const [left, right] = span(points.map(({ x }) => x));
      const [top, bottom] = span(points.map(({ y }) => y));
      return !isAmong(seen.lines, id, [left, top, right, bottom]);
    }),
  ].map(({ id }) => `${id} is drawn elsewhere than it is placed`);
}

function faint(svg: string, theme: Theme): string[] {
  // The editor's own colours are known to the editor alone.
  if (theme === themes.vscode) return [];
  return paintedTexts(svg).filter(({ words, contrast }) => words !== '!' && contrast < 4.5)
    .map(({ words, colour, back }) => `'${words}' is ${colour} on ${back}`);
}

const strip = {
  name: 'failover', about: 'seed 7 · 20 runs', verdicts: [
    { verdict: 'fails' as const, text: 'p99(fetch.completion) < 2 ms when a == b', value: '3 ms' },
  ],
  time: { at: 1, text: '2.0 s', endText: '2.0 s', events: [0.5] },
};

for (const theme of [themes.light, themes.dark, themes.contrast, themes.vscode]) {
  const title = `shows all examples and two hundred worlds within every rule in the ${theme.name} theme`;
  it.skipIf(path === null)(title, async () => {
    for (const [name, scene] of await (scenes ??= allScenes())) {
      const svg = renderTopology(scene, { theme, title: name, overlay, strip });
      expect(renderTopology(scene, { theme, title: name, overlay, strip })).toBe(svg);
      const seen = await look(svg);
      // What no run has painted over has other words, but the same in every theme.
      const bare = theme === themes.light
        ? (await look(renderTopology(scene, { theme, title: name }))).wrong : [];
      const wrong = [
        ...brokenRules(scene), ...displaced(scene, seen), ...seen.wrong, ...bare,
        ...faint(svg, theme),
      ];
      expect({ name, wrong: wrong.slice(0, 5) }).toEqual({ name, wrong: [] });
      expect(seen.texts, name).toBeGreaterThan(0);
    }
  });
}

it.skipIf(path === null)('would notice a text that is wider than its box, and one on another', async () => {
  const words = '<text x="2" y="12" font-size="12">far too long</text>';
  const seen = await look('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
    + `<g class="box"><rect width="20" height="20"/>${words}</g><g>${words}</g></svg>`);
  expect(seen.wrong).toEqual([
    "'far too long' leaves its box", "'far too long' touches 'far too long'",
  ]);
});

it('would notice a text that is too faint', () => {
  const svg = '<svg><rect x="0" y="0" width="9" height="20" fill="#ffffff"/>'
    + '<text x="2" y="12" fill="#999999">faint</text></svg>';
  expect(faint(svg, themes.light)).toEqual(["'faint' is #999999 on #ffffff"]);
});

it.skipIf(path === null)('keeps the words of timelines and bars apart', async () => {
  const second = 1e12;
  const lives = many(6, (i) => ({
    instance: i === 5 ? 'an-instance-with-a-very-long-name[0]' : `web[${String(i)}]`,
    states: [{ atTicks: 0, state: 'pending' }, { atTicks: 6 * second, state: 'running' }],
    launches: [{
      requestedTicks: 0, bootTicks: (30 + i) * second, timeouts: 0,
      steps: ['request', 'allocate', 'cards', 'firmware', 'kernel', 'services'].map((step, k) => ({
        step, fromTicks: k * 5 * second, toTicks: (k + 1) * 5 * second, by: null,
        queuedTicks: k === 1 ? i * second * 0.5 : 0, timedOutTicks: 0,
      })),
    }],
  }));
  const timeline = await look(renderTimeline(lives, {
    theme: themes.light, title: 'boot', tickPicoseconds: 1, endTicks: 36 * second, width: 700,
  }));
  const bars = await look(renderBars([
    { name: 'srd with a name that is far too long for its place', value: 1, text: '1.00 ms' },
    { name: 'tcp', value: 400, text: '400 ms', verdict: 'fails' },
  ], { theme: themes.dark, title: 'p99', width: 420, bound: { value: 399, text: 'bound 399 ms' } }));
  expect([...timeline.wrong, ...bars.wrong]).toEqual([]);
});
