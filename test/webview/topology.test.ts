/**
 * The Topology page without an editor: it draws, is picked from, survives errors and a reload, and
 * asks for nothing that its policy refuses. Skipped where the pages are not built.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../editor/chromium.mjs';
import { instance, machineOf, sled, world } from '../support/ir-builder.ts';
import { isBuilt, openPage } from './stub.ts';

const built = isBuilt();
let browser: Browser | null = null;

beforeAll(async () => {
  if (!built) console.warn('skipped: the pages are not built (npm run build)');
  // Where no browser can be had, the tests are skipped with a word.
  browser = built ? await launchChromium().catch((error: unknown) => {
    console.warn(`skipped: no browser: ${String(error)}`);
    return null;
  }) : null;
}, 60_000);

afterAll(() => browser?.close());

const host = sled('sled');
const model = {
  type: 'model', name: 'one.nitro', choice: { scenario: null, variant: 0 }, choices: [],
  world: world(host, instance('web', { machine: machineOf(host) })), errors: 0, fingerprint: 'a',
};

it('asks for the model, draws it, and is refused nothing', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'topology');
  expect((await stub.said()).map(({ type }) => type)).toEqual(['ready']);
  await stub.tell(model);
  await stub.page.locator('g.box.socket').first().waitFor();
  expect(await stub.page.locator('g.box.host').count()).toBe(1);
  expect(await stub.page.locator('g.box.controller').count()).toBe(1);
  expect(await stub.refused()).toEqual([]);
  await stub.page.close();
}, 30_000);

it('tells which box was picked, and is as it was when it loads again', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'topology');
  await stub.tell(model);
  await stub.page.locator('g.box.controller').click();
  expect(await stub.said()).toContainEqual({ type: 'reveal', id: 'sled.ctl', focus: false });
  await expect.poll(() => stub.state()).toMatchObject({
    uri: 'file:///one.nitro', selected: 'sled.ctl',
  });
  await stub.page.reload();
  await stub.tell(model);
  await stub.page.locator('g.box.controller.selected').waitFor();
  await stub.page.close();
}, 30_000);

it('shows the whole when the page grows, until the reader has chosen a place', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'topology');
  await stub.tell(model);
  await stub.page.locator('g.box.socket').first().waitFor();
  const scale = async (): Promise<number> => Number(/scale\(([\d.]+)\)/u.exec(
    await stub.page.locator('svg.stage > g').getAttribute('transform') ?? '')?.[1]);
  await stub.page.setViewportSize({ width: 300, height: 500 });
  await expect.poll(scale).toBeLessThan(0.7);
  await stub.page.setViewportSize({ width: 900, height: 700 });
  await expect.poll(scale).toBeGreaterThan(0.8);
  await stub.page.getByRole('button', { name: 'Zoom in (+)' }).click();
  const chosen = await scale();
  await expect.poll(() => stub.state()).toMatchObject({ zoom: { k: chosen } });
  await stub.page.setViewportSize({ width: 500, height: 500 });
  await stub.page.waitForTimeout(200);
  expect(await scale()).toBe(chosen);
  await stub.page.getByRole('button', { name: 'Fit (0)' }).click();
  await expect.poll(() => stub.state()).toMatchObject({ zoom: null });
  await stub.page.close();
}, 30_000);

it('keeps the last good picture while the text has errors, and says so', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'topology');
  await stub.tell(model);
  await stub.page.locator('g.box.socket').first().waitFor();
  await stub.tell({ ...model, world: null, errors: 2, fingerprint: null });
  const notice = stub.page.locator('.notice');
  await notice.waitFor();
  expect(await notice.innerText()).toContain('The text has 2 errors. This is the last picture');
  expect(await stub.page.locator('g.box.socket').count()).toBeGreaterThan(0);
  await stub.page.close();
}, 30_000);

it('shows a name that looks like markup as text', async (context) => {
  if (browser === null) return context.skip();
  const stub = await openPage(browser, 'topology');
  const name = '<script>window.bad = 1</script>';
  await stub.tell({ ...model, choices: [{ name, variants: [''] }], name });
  await stub.page.locator('g.box.socket').first().waitFor();
  expect(await stub.page.locator('option', { hasText: name }).count()).toBe(1);
  expect(await stub.page.evaluate(() => 'bad' in window)).toBe(false);
  await stub.page.close();
}, 30_000);
