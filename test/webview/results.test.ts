/**
 * The Results page and the heat of the Topology page after a run that really was made: breakdowns,
 * small lines, processors, and loads that follow the slider. Skipped where the pages are not built.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defined } from '#base';
import type { Ir } from '#ir';
import type { Results, RunResult } from '#results';
import { planRuns, runJob, summarise } from '#sim/run';
import { launchChromium } from '../editor/chromium.mjs';
import { irOf } from '../support/check-text.ts';
import { isBuilt, openPage, type StubPage } from './stub.ts';

const SPEC = `use aws
host box : C5Host
instance app : c5.9xlarge on box {
  volume root : gp3 { size = 100 GiB }
  volume data : io2 { size = 1 TiB  iops = 40 Kiops }
}
instance peer : c5.9xlarge on box { volume root : gp3 { size = 100 GiB } }
io scan on app.data { block = 4 KiB  depth = 32 }
flow talk from app to peer { size = 64 KiB }
compute hog on peer { threads = 4 }
scenario steady {
  duration = 100 ms
  warmup = 20 ms
  expect mean(scan.iops) > 1
  at 60 ms end talk
}
`;

let browser: Browser | null = null;
let ir: Ir;
let results: Results;
let run: RunResult;

beforeAll(async () => {
  const built = isBuilt();
  if (!built) console.warn('skipped: the pages are not built (npm run build)');
  browser = built ? await launchChromium().catch((error: unknown) => {
    console.warn(`skipped: no browser: ${String(error)}`);
    return null;
  }) : null;
  ir = await irOf(SPEC);
  const options = { seed: null, runs: null, scenarios: [], shard: null };
  const plan = planRuns(ir, options);
  results = summarise(ir, options, plan.ok ? plan.jobs.map((job) => runJob(ir, job)) : []);
  run = defined(results.scenarios[0]?.variants[0]?.runs[0], 'a run');
}, 60_000);

afterAll(() => browser?.close());

const answer = () => ({
  type: 'results', name: 'one.nitro', scenarios: [{ name: 'steady', state: 'current' }],
  scenario: 'steady', progress: null,
  answer: { state: 'current', partial: false, results, previous: null },
});

it('shows latencies, what they are made of, how they went, and processors', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'results');
  await stub.tell(answer());
  const { page } = stub;
  const section = (name: string) => page.getByRole('region', { name, exact: true });
  await section('Latencies').waitFor();
  const rows = section('Latencies').locator('table.latencies tbody');
  expect(await rows.first().innerText()).toMatch(
    /^scan request\s+1\.0\d ms.*\s+3\d(?:\.\d)? K requests\/s · 1\.0\d Gbps\s+bottleneck/u,
  );
  expect(await rows.nth(1).innerText()).toMatch(/^talk packet[^]*whole message[^]* messages\/s · /u);
  const parts = section('What latencies are made of');
  expect(await parts.locator('svg.breakdown').count()).toBe(2);
  const label = await parts.locator('svg.breakdown').nth(1).getAttribute('aria-label');
  expect(label).toMatch(/^talk send: .* waiting .*Bottleneck: \S+\/network-\S+, \d+ % busy$/u);
  // The picture says the sum that the results have.
  const whole = run.streams[1]!.ways[0]!;
  expect(label).toContain(`${(whole.meanTicks / 1e6).toFixed(1).replace('.0', '')} µs = `);
  expect(await section('Streams over time').locator('svg.series').count()).toBe(2);
  expect(await section('Processors').locator('svg.bars').count()).toBe(1);
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  const csv = (await stub.said()).flatMap((each) => 'text' in each ? [String(each.text)] : []);
  expect(csv.join('')).toContain('What latencies are made of\r\nstream,way,role,station,waiting s');
  expect(await stub.refused()).toEqual([]);
  await page.close();
}, 30_000);

it('has room for all of it in a third of a window', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'results');
  const { page } = stub;
  await page.setViewportSize({ width: 340, height: 900 });
  // The size that the editor gives, by the object model, which the policy lets pass.
  await page.evaluate(() =>
    document.documentElement.style.setProperty('--vscode-font-size', '13px'));
  await stub.tell(answer());
  await page.locator('table.latencies').waitFor();
  const wide = await page.evaluate(() => [...document.querySelectorAll('body, section, .chart')]
    .filter((one) => one.scrollWidth > one.clientWidth).map((one) => [one.className, one.getAttribute('aria-label'), one.scrollWidth].join(' ')));
  expect(wide).toEqual([]);
  await page.close();
}, 30_000);

it('asks what twice as fast a bottleneck would do, and writes the answer', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'results');
  const { page } = stub;
  await stub.tell(answer());
  const question = { scenario: 'steady', variant: 0, run: 0, stream: run.streams[0]!.id };
  const ask = page.getByRole('button', { name: 'What if the bottleneck of scan were twice as fast?' });
  const other = page.getByRole('button', { name: 'What if the bottleneck of talk were twice' });
  await ask.click();
  expect((await stub.said()).at(-1)).toEqual({ type: 'whatIf', question });
  expect(await other.isDisabled()).toBe(true);
  await page.getByRole('button', { name: /^Stop finding out/u }).click();
  expect((await stub.said()).at(-1)).toEqual({ type: 'stopWhatIf' });
  await stub.tell({ type: 'whatIf', question, message: null });
  await ask.click();
  const text = 'with 2 × app.data/iops: p99 −50 %, mean −50 %, rate +100 %';
  const { answer: known, ...rest } = answer();
  const told = { ...known, whatIfs: [{ ...question, text }, { ...question, run: 1, text: 'no' }] };
  await stub.tell({ ...rest, answer: told });
  await stub.tell({ type: 'whatIf', question, message: null });
  await page.getByText(`scan ${text}`, { exact: true }).waitFor();
  expect(await page.getByRole('status').getByText('no', { exact: true }).count()).toBe(0);
  expect(await other.isDisabled()).toBe(false);
  await stub.tell({ ...rest, answer: { ...known, state: 'stale' } });
  await page.getByText('Stale: the model has changed').waitFor();
  expect(await ask.isDisabled()).toBe(true);
  expect(await page.getByText(text).count()).toBe(0);
  await page.close();
}, 30_000);

/** The words beside a box: how busy it is. */
const loadsOf = ({ page }: StubPage): Promise<string> =>
  page.locator('g.box.instance', { hasText: 'peer' }).first().innerHTML();

async function slideTo({ page }: StubPage, share: number): Promise<void> {
  await page.getByRole('slider', { name: 'Moment of the run' }).evaluate((input, value) => {
    (input as HTMLInputElement).value = String(value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, share * 1000);
}

it('colours the topology by load, of all the run or of the window at the slider', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'topology');
  const { page } = stub;
  await stub.tell({
    type: 'model', name: 'one.nitro', choice: { scenario: 'steady', variant: 0 },
    choices: [{ name: 'steady', variants: [''] }], world: ir.worlds[0], errors: 0, fingerprint: 'a',
  });
  await stub.tell({ type: 'run', state: 'current', scenario: 'steady', variant: 0, results, actions: [] });
  const legend = page.locator('g.legend');
  await legend.filter({ hasText: 'busy share, mean of the run' }).waitFor();
  const busy = run.series!.utilization.find(({ element }) => element === 'box.nic')!.values;
  const percent = (share: number): string => `${String(Math.round(share * 100))} %`;
  const card = page.locator('g.box.card[data-id="box.nic"]');
  const mean = busy.reduce((sum, value) => sum + value, 0) / busy.length;
  expect(await card.innerHTML()).toContain(`, ${percent(mean)} used`);
  await slideTo(stub, 0.4);
  await legend.filter({ hasText: 'busy share, 39.2 ms to 40 ms' }).waitFor();
  expect(await card.innerHTML()).toContain(`, ${percent(busy[24]!)} used`);
  expect(busy[24]).toBeGreaterThan(0.3);
  await slideTo(stub, 0.9);
  await legend.filter({ hasText: 'busy share, 89.6 ms to 90.4 ms' }).or(
    legend.filter({ hasText: 'busy share, 89.2 ms to 90 ms' })).first().waitFor();
  expect(await card.innerHTML()).toContain(', 0 % used');
  await slideTo(stub, 0.1);
  await legend.filter({ hasText: 'busy share, measured from 20 ms on' }).waitFor();
  await page.getByRole('button', { name: 'Heat' }).click();
  await expect.poll(() => legend.count()).toBe(0);
  await expect.poll(() => stub.state()).toMatchObject({ heat: false });
  expect(await loadsOf(stub)).not.toContain('class="heat"');
  expect(await stub.refused()).toEqual([]);
  await page.close();
}, 30_000);
