/** Themes, the terminal, boot timelines, bars, axes: each against arithmetic that stands here. */
import { expect, it } from 'vitest';
import { layout, rowsEngine } from '#layout';
import {
  emptyOverlay, formatSeconds, renderBars, renderTimeline, renderVerdicts, themes, topologyText,
  type Overlay, type Theme,
} from '#views';
import type { LifeResult, StepResult } from '#results';
import type { World } from '#ir';
import { axisMarks } from '../../src/views/time-axis.ts';
import { columns } from '../../src/views/terminal-ink.ts';
import {
  fourSledsWorld, i3SharedWorld, macWorld, many, sledWorld, smallThingsWorld,
} from '../support/picture-worlds.ts';
import { randomWorld } from '../support/random-worlds.ts';
import { contrastOf, paintedTexts } from './contrast.ts';

const hexThemes: readonly Theme[] = [themes.light, themes.dark, themes.contrast];

it('computes contrast as WCAG does: 21 to 1 for black on white, 1 for nothing', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrastOf('#777777', '#777777')).toBe(1);
  // The well-known grey that just fails on white.
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
});

for (const theme of hexThemes) {
  it(`gives the ${theme.name} theme texts of 4.5 to 1 and marks of 3 to 1`, () => {
    const backs = [theme.canvas, theme.frame, theme.surface, theme.part];
    const weak: string[] = [];
    const ask = (name: string, colour: string, back: string, least: number): void => {
      if (contrastOf(colour, back) < least) weak.push(`${name} ${colour} on ${back}`);
    };
    for (const back of backs) {
      ask('text', theme.text, back, 4.5);
      ask('muted', theme.muted, back, 4.5);
    }
    for (const back of [theme.canvas, theme.surface]) {
      for (const tone of [theme.good, theme.busy, theme.bad]) ask('tone', tone, back, 4.5);
      for (const hue of theme.hues) ask('hue', hue, back, 3);
    }
    for (const step of [theme.stepEven, theme.stepOdd]) ask('step', theme.text, step, 4.5);
    ask('bad', theme.canvas, theme.bad, 4.5);
    expect(weak).toEqual([]);
  });

  it(`climbs with load in the ${theme.name} theme, in steps that differ in lightness`, () => {
    const steps = theme.ramp.map((colour) => contrastOf(colour, theme.canvas));
    for (let i = 1; i < steps.length; i++) expect(steps[i]! / steps[i - 1]!).toBeGreaterThan(1.2);
  });
}

const textOf = async (
  of: World,
  more: { width?: number; ascii?: boolean; colour?: boolean; overlay?: Overlay } = {},
): Promise<string> =>
  topologyText(await layout(of, { engine: rowsEngine, sizeLimit: 300 }), {
    width: 80, ascii: false, colour: false, ...more,
  });

it('draws a Mac on its shelf in plain ASCII', async () => {
  expect(await textOf(macWorld(), { width: 60, ascii: true })).toMatchInlineSnapshot(`
    "+- shelf - Mac1Host - 6 cores - 32 GiB - 25 Gbps - 14 Gb~ -+
    | nic       VPC - 25 Gbps                                  |
    | ebs       EBS - 14 Gbps                                  |
    | +- mini - MacMini2018 - 6 cores - 32 GiB --------------+ |
    | | aaaaaa                                               | |
    | | #################### 32 of 32 GiB                    | |
    | | a  builder  mac1.metal  root gp3 200 GiB 3,000 IOPS  | |
    | +------------------------------------------------------+ |
    | ctl       NitroController - holds 1 power switch         |
    | guard     NitroSecurity - firmware writes refused        |
    | ctl -- guard  firmware                                   |
    | ctl -- mini  power switch                                |
    | ebs -- mini  Thunderbolt 3 - 31.5 Gbps                   |
    | mini -- nic  Thunderbolt 3 - 31.5 Gbps                   |
    +----------------------------------------------------------+
    "
  `);
});

it('keeps a terminal\'s width, with colours and without', async () => {
  for (const of of [sledWorld(), fourSledsWorld(), ...many(12, (i) => randomWorld(i + 1))]) {
    for (const width of [40, 64, 120]) {
      const lines = (await textOf(of, { width, colour: true })).split('\n');
      expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(width);
    }
  }
});

it('uses no colour codes unless asked, and nothing but ASCII when asked', async () => {
  expect(await textOf(sledWorld())).not.toContain('\u001b');
  expect(await textOf(sledWorld(), { colour: true })).toContain('\u001b[34ma\u001b[0m');
  expect(await textOf(fourSledsWorld(), { ascii: true })).toMatch(/^[\n -~]*$/);
});

it('gives each core a letter, and those of the management domain another', async () => {
  const text = await textOf(i3SharedWorld());
  // 18 cores: 16 held and 2 kept on the first socket, 8 held, 8 free and 2 kept on the second.
  expect(text).toContain('aaaaaaaa aaaaaaaa ▒▒');
  expect(text).toContain('bbbbbbbb ········ ▒▒');
});

it('says which microVMs there are, which cores are shared, and how busy volumes were', async () => {
  const text = await textOf(smallThingsWorld(), {
    width: 130, overlay: { ...emptyOverlay, loads: { 'a[0].vol0': 0.4, 'a[0].vol4': 0.7 } },
  });
  expect(text).toContain(':  beside[0..63]  64 × Function  each 1 vCPU · 128 MiB');
  expect(text).toContain('│ +······· ········ ··');
  expect(text).toContain('+  a core that several of them share');
  expect(text).toMatch(/a {2}a\[0\] .* IOPS 40 % busy {2}vol1 [^%]* {2}3 more volumes 70 % busy/u);
  expect(text).toContain('8,403 more microVMs');
});

const second = 1e12;
const step = (
  name: string, from: number, to: number, more: Partial<StepResult> = {},
): StepResult => ({
  step: name, fromTicks: from * second, toTicks: to * second, queuedTicks: 0, timedOutTicks: 0,
  by: null, ...more,
});
const life = (instance: string, steps: readonly StepResult[]): LifeResult => ({
  instance, states: [{ atTicks: 0, state: 'pending' }, { atTicks: 5 * second, state: 'running' }],
  launches: [{ requestedTicks: 0, bootTicks: 20 * second, steps, timeouts: 0 }],
});
const timeline = (theme: Theme): string => renderTimeline([
  life('web[0]', [
    step('request', 0, 5, { queuedTicks: 2 * second }),
    step('kernel', 5, 20, { timedOutTicks: 3 * second, by: 'sled[0].ctl' }),
  ]),
], {
  theme, title: 'boot', tickPicoseconds: 1, endTicks: 40 * second, width: 1006,
  findings: [
    { code: 'x', severity: 'error', atTicks: 30 * second, element: 'web[0]', message: 'it <failed>' },
  ],
});

it('draws steps to scale: queued first, then lost to time-outs, then the work', () => {
  const svg = timeline(themes.light);
  // 1006 wide less 16 + 150 on the left and 16 + 24 on the right leaves 800 pixels for 40 seconds.
  expect(svg).toContain('<rect x="166" y="46" width="40" height="18" fill="url(#waiting-light)"');
  expect(svg).toContain('<rect x="206" y="46" width="60" height="18" fill="#cfe3fb"');
  expect(svg).toContain('<rect x="266" y="46" width="60" height="18" fill="#ffebe9"');
  expect(svg).toContain('<rect x="326" y="46" width="240" height="18"');
  expect(svg).toContain('<title>request: 5 s, 2 s queued</title>');
  expect(svg).toContain('<title>kernel: 15 s, 3 s lost to time-outs, by sled[0].ctl</title>');
  expect(svg).toContain('<title>30 s: it &lt;failed&gt;</title>');
  expect(svg).toContain('M766.0,42 l8,14 h-16 Z');
});

const nameOf = (svg: string): readonly string[] =>
  [...svg.matchAll(/<g class="life" data-id="[^"]*"><text [^>]*>(?:<title>[^<]*<\/title>)?([^<]*)/gu)]
    .map(([, name]) => name ?? '');

it('draws lives that went alike as one, and of a long array some that stand for it', () => {
  const look = { theme: themes.light, title: 'x', tickPicoseconds: 1, endTicks: 40 * second };
  const same = Array.from({ length: 500 }, (_, i) => life(`idle[${String(i)}]`, []));
  const each = Array.from({ length: 100 }, (_, i) =>
    life(`web[${String(i)}]`, [step('kernel', 0, 5 + i / 10)]));
  const svg = renderTimeline([...same, ...each], { ...look, width: 900 });
  expect(nameOf(svg)).toEqual([
    'idle[0..499]',
    ...[0, 9, 18, 27, 36, 45, 54, 63, 72, 81, 90, 99].map((i) => `web[${String(i)}]`),
  ]);
  expect(svg).toContain('and 88 more, which the table has');
  const mark = renderTimeline(same, { ...look, width: 320, findings: [
    { code: 'x', severity: 'error', atTicks: second, element: 'idle[7]', message: 'it fails' },
  ] });
  // At the row that the failed one is part of, not over all of them.
  expect(mark).toContain(',42 l8,14 h-16 Z');
});

it('keeps the words of timelines, bars and verdicts readable in each theme', () => {
  for (const theme of hexThemes) {
    const bars = renderBars([
      { name: 'srd', value: 1, text: '1 ms', verdict: 'holds', interval: { low: 0.5, high: 1.5 } },
      { name: 'tcp', value: 4, text: '4 ms', verdict: 'fails' },
    ], { theme, title: 'p99', width: 500, bound: { value: 2, text: '2 ms' } });
    const verdicts = renderVerdicts({
      name: 'failover', about: 'seed 7', time: null,
      verdicts: [{ verdict: 'undecided', text: 'a < b', value: '7' }],
    }, { theme, width: 600 });
    for (const svg of [timeline(theme), bars, verdicts]) {
      const texts = paintedTexts(svg);
      expect(texts.length).toBeGreaterThan(3);
      expect(texts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
    }
  }
});

it('draws bars to scale up to the largest value or bound', () => {
  const svg = renderBars([
    { name: 'a', value: 1, text: '1' }, { name: 'b', value: 4, text: '4' },
  ], { theme: themes.light, title: 'x', width: 400 });
  const widths = [...svg.matchAll(/width="([\d.]+)" height="12" rx="3" fill="#0969da"/g)]
    .map((match) => Number(match[1]));
  expect(widths).toHaveLength(2);
  expect(widths[1]! / widths[0]!).toBeCloseTo(4, 1);
});

it('says times with the unit that suits them', () => {
  expect([0, 1.31e-3, 40.2, 0.5e-6, 360, 90, 7200].map(formatSeconds))
    .toEqual(['0 s', '1.31 ms', '40.2 s', '500 ns', '6 min', '90 s', '2 h']);
});

it('puts round times on an axis', () => {
  expect(axisMarks(50, 6).map(({ text }) => text)).toEqual(['0 s', '10 s', '20 s', '30 s', '40 s', '50 s']);
  expect(axisMarks(0.004, 4).map(({ text }) => text)).toEqual(['0 ms', '1 ms', '2 ms', '3 ms', '4 ms']);
  expect(axisMarks(1500, 5).map(({ text }) => text)).toEqual(['0 min', '5 min', '10 min', '15 min', '20 min', '25 min']);
  expect(axisMarks(0, 5)).toHaveLength(1);
});

it('gives each name of an instance one letter on all hosts, and no other name the same', async () => {
  for (const world of [i3SharedWorld(), ...many(10, (i) => randomWorld(i + 1))]) {
    const text = await textOf(world, { width: 100 });
    const pairs = [...new Set([
      ...text.matchAll(/^\W*([a-zA-Z]) {2}([\w-]+)(?:\[[\d.]+\])? {2}\S/gmu),
    ].map(([, letter, name]) => `${letter} ${name}`))];
    expect(new Set(pairs.map((pair) => pair.slice(0, 1))).size).toBe(pairs.length);
    expect(new Set(pairs.map((pair) => pair.slice(2))).size).toBe(pairs.length);
    if (world.placements.length > 1) expect(pairs.length, text).toBeGreaterThan(0);
  }
});
