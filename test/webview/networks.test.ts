/**
 * A cable that is cut and routed around, after a run that really was made: on the Topology page as
 * time moves, and on the Results page. The pages are skipped where they are not built.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defined } from '#base';
import type { Ir } from '#ir';
import { elkInProcess, layout } from '#layout';
import type { Results, RunResult } from '#results';
import type { Scene } from '#scene';
import { planRuns, runJob, simulate, summarise } from '#sim/run';
import { renderHeat, themes } from '#views';
import {
  eventsOf, heatAt, overlayAt, shownRunOf, type ShownRun,
} from '../../extension/webview/topology/run-overlay.ts';
import { launchChromium } from '../editor/chromium.mjs';
import { irOf } from '../support/check-text.ts';
import { isBuilt, openPage } from './stub.ts';

const SPEC = `use aws
host type Node {
  socket soc : Graviton3
  hypervisor hv : Nitro on soc
  card nic : NitroVpc { rate = 100 Gbps }
  link nic -- soc : Pcie { generation = 5  lanes = 16 }
}
host node[4] : Node
fabric net : Clos { leaves = 2  spines = 2  rate = 100 Gbps  convergenceTime = 2 ms }
link node.nic -- net
instance web[2] : c7g.16xlarge on node[0..1].soc
instance db[2] : c7g.16xlarge on node[2..3].soc
flow fetch from web[0] to db[1] { transport = Srd  size = 1 MB  every = 200 us }
scenario cut {
  duration = 30 ms
  at 10 ms fail net.leaf[0] -- net.spine[1] for 10 ms
  expect fetch.lost == 0
}
`;

const DOWN = 'net.leaf[0] -- net.spine[1]';
const AROUND = 'net.leaf[0] -- net.spine[0]';

let browser: Browser | null = null;
let ir: Ir;
let scene: Scene;
let results: Results;
let run: RunResult;
let shown: ShownRun;

beforeAll(async () => {
  browser = isBuilt() ? await launchChromium().catch(() => null) : null;
  if (browser === null) console.warn('skipped: no page, or no browser (npm run build)');
  ir = await irOf(SPEC);
  scene = await layout(defined(ir.worlds[0], 'a world'), { engine: elkInProcess() });
  const options = { seed: null, runs: null, scenarios: [], shard: null };
  const plan = planRuns(ir, options);
  results = summarise(ir, options, plan.ok ? plan.jobs.map((job) => runJob(ir, job)) : []);
  run = defined(results.scenarios[0]?.variants[0]?.runs[0], 'a run');
  shown = defined(shownRunOf({
    type: 'run', state: 'current', scenario: 'cut', variant: 0, results,
    actions: ir.scenarios[0]!.variants[0]!.actions,
  }), 'a run that is shown');
}, 60_000);

afterAll(() => browser?.close());

const millisecond = (count: number): number => (count * 1e9) / results.tickPicoseconds;

/** The line of a cable at a moment, as it is drawn. */
function lineAt(id: string, ticks: number): string {
  const svg = renderHeat(scene, {
    theme: themes.light, title: 'cut', ...defined(heatAt(shown, ticks), 'heat'),
    overlay: overlayAt(shown, ticks),
  });
  const found = svg.split('<g class="line ').find((part) => part.includes(`data-id="${id}"`));
  return defined(found, () => `a line ${id}`);
}

it('has a line in the picture for every cable that something was sent over', () => {
  const lines = new Set(scene.lines.flatMap(({ members }) => members));
  const cables = run.networks.flatMap((network) => network.cables.map(({ id }) => id));
  expect(cables.length).toBeGreaterThan(4);
  expect(cables.filter((id) => !lines.has(id))).toEqual([]);
  const heated = new Set(run.series!.utilization.map(({ element }) => element));
  expect(cables.filter((id) => !heated.has(id))).toEqual([]);
});

it('draws a cable as failed while it is down, cold, and the way around warmer', () => {
  const heat = (id: string, ticks: number): number => heatAt(shown, ticks)!.utilization[id] ?? 0;
  const [before, during, after] = [millisecond(5), millisecond(17), millisecond(28)];
  expect(heat(DOWN, before)).toBeGreaterThan(0.05);
  expect(heat(DOWN, during)).toBe(0);
  expect(heat(AROUND, during)).toBeGreaterThan(1.5 * heat(AROUND, before));
  expect(heat(DOWN, after)).toBeGreaterThan(0.05);
  expect(lineAt(DOWN, before)).not.toContain('failed');
  expect(lineAt(DOWN, during)).toMatch(/^ethernet failed"[^]*0 % used, failed<\/title>/u);
  expect(lineAt(DOWN, after)).not.toContain('failed');
  expect(lineAt(AROUND, during)).not.toContain('failed');
  // Both moments are stops of the slider.
  const stops = eventsOf(shown).map((share) => Math.round(share * 30));
  expect(stops).toEqual(expect.arrayContaining([10, 20]));
});

it('asks for packets of a stream, and draws what came of it with its table', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'results');
  const { page } = stub;
  await page.setViewportSize({ width: 340, height: 900 });
  const answer = { state: 'current', partial: false, results, previous: null } as const;
  const told = {
    type: 'results', name: 'one.nitro', scenarios: [{ name: 'cut', state: 'current' }],
    scenario: 'cut', progress: null, answer,
  } as const;
  await stub.tell(told);
  const section = (name: string) => page.getByRole('region', { name, exact: true });
  const question = { scenario: 'cut', variant: 0, run: 0, stream: 'fetch[0]' };
  const ask = section('Packets').getByRole('button', { name: 'Show packets' });
  await ask.click();
  expect((await stub.said()).at(-1)).toEqual({ type: 'packets', question });
  await section('Packets').getByRole('button', { name: 'Stop' }).click();
  expect((await stub.said()).at(-1)).toEqual({ type: 'stopPackets' });
  await stub.tell({ type: 'packets', question, packets: null, message: 'It was too long.' });
  await section('Packets').getByText('It was too long.').waitFor();
  await ask.click();
  const { seed } = run;
  const { packets } = simulate(ir, {
    scenario: 'cut', variant: 0, run: 0, seed, packets: { stream: 'fetch[0]', fromTicks: 9.9e9 },
  });
  await stub.tell({ type: 'packets', question, packets: packets ?? null, message: null });
  const drawn = section('Packets of fetch[0]');
  await drawn.locator('svg.packets').waitFor();
  // What was on the cable when it was cut.
  expect(await drawn.locator('svg.packets g.lost').count()).toBeGreaterThan(0);
  const wide = await page.evaluate(() => [...document.querySelectorAll('body, section, .chart')]
    .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.getAttribute('aria-label')));
  expect(wide).toEqual([]);
  expect(await drawn.locator('table').textContent()).toContain('link-down');
  await stub.tell({ ...told, answer: { ...answer, state: 'stale' } });
  await page.getByText('Stale: the model has changed').waitFor();
  expect(await ask.isDisabled()).toBe(true);
  expect(await stub.refused()).toEqual([]);
  await page.close();
}, 30_000);

it('shows flows, completions, goodput and a chosen cable in the panel, with their tables', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'results');
  const { page } = stub;
  await page.setViewportSize({ width: 340, height: 900 });
  await stub.tell({
    type: 'results', name: 'one.nitro', scenarios: [{ name: 'cut', state: 'current' }],
    scenario: 'cut', progress: null,
    answer: {
      state: 'current', partial: false, results, previous: null, actions: [shown.actions],
    },
  });
  const section = (name: string) => page.getByRole('region', { name, exact: true });
  await section('Flows over fabrics').waitFor();
  expect(await section('Flows over fabrics').locator('table.facts').innerText())
    .toMatch(/completion\s+p50 .* ideal /u);
  expect(await section('Completion of messages').locator('svg.distribution .bound').count())
    .toBe(1);
  expect(await section('Goodput over time').locator('svg.plot .span title').innerHTML())
    .toBe(`${DOWN} failed`);
  expect(await section('Fabrics').innerText()).toMatch(/packets dropped\s+[\d,]+ \(a link was down\)/u);
  expect(await section('Rounds of jobs').count()).toBe(0);
  const chosen = `net.spine[0] > net.leaf[1]`;
  await page.getByLabel('Cable', { exact: true }).selectOption(chosen);
  await section('Cables over time').getByRole('img', { name: `${chosen} over time` }).waitFor();
  const wide = await page.evaluate(() => [...document.querySelectorAll('body, section, .chart')]
    .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.getAttribute('aria-label')));
  expect(wide).toEqual([]);
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  const csv = (await stub.said()).flatMap((each) => 'text' in each ? [String(each.text)] : []);
  for (const sheet of ['Flows over fabrics', 'Completion of messages', 'Cables over time']) {
    expect(csv.join('')).toContain(`${sheet}\r\n`);
  }
  expect(await stub.refused()).toEqual([]);
  await page.close();
}, 30_000);
