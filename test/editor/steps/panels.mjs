/**
 * The panels: the picture and the text find each other, an instance is looked into, and all of it
 * is there again after a reload.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/lib/house.mjs';
import { check, until } from '../suite.mjs';

/** @param {string} name */
const picture = (name) => inRoot('out', 'editor', `${name}.png`);

const BOXES = 'svg.stage g.box';
const SPEC = 'graviton3-sled.nitro';

/**
 * @param {import('../suite.mjs').Suite} suite
 * @param {import('../workbench.mjs').Workbench} workbench
 * @param {string} folder  of the workspace
 */
export function addPanelTests(suite, workbench, folder) {
  const { page } = workbench;
  const focusIsInText = () => page.evaluate(() =>
    document.activeElement?.closest('.editor-instance') !== null);

  suite.test('draws the topology beside the text, which keeps the focus', async () => {
    await workbench.closeAllEditors();
    await workbench.command('View: Hide Panel').catch(() => undefined);
    await workbench.openFile(SPEC);
    await workbench.focusEditor();
    await workbench.command('Nitro: Open Topology to the Side');
    const panel = await workbench.panel(BOXES, SPEC);
    const counts = await panel.locator(BOXES).evaluateAll((boxes) => {
      const roles = boxes.map((box) => box.getAttribute('class')?.split(' ')[1] ?? '');
      return Object.fromEntries([...new Set(roles)].map((role) =>
        [role, roles.filter((each) => each === role).length]));
    });
    await workbench.screenshot(picture('topology'));
    check(counts['host'] === 1, `one host is drawn, not ${JSON.stringify(counts)}`);
    check(counts['socket'] === 3, 'its three sockets are drawn');
    check(counts['card'] === 6, 'its six cards are drawn');
    check(counts['controller'] === 1 && counts['chip'] === 1, 'controller and chip are drawn');
    check((counts['instance'] ?? 0) >= 3, 'the instances are drawn');
    check(await focusIsInText(), 'the text has kept the focus');
  }, { limitMs: 60_000 });

  suite.test('goes from a box to its line', async () => {
    const panel = await workbench.panel(BOXES, SPEC);
    await panel.locator('g.box.controller').click();
    await until(async () => (await workbench.activeLine()) === 10, 'the line of the controller');
    check((await panel.locator('g.box.controller.selected').count()) === 1, 'the box is selected');
    check(!(await focusIsInText()), 'the panel has kept the focus');
  });

  suite.test('highlights in the picture what the cursor is on', async () => {
    await workbench.focusEditor();
    await workbench.goTo(11, 8);
    const panel = await workbench.panel(BOXES, SPEC);
    await panel.locator('g.box.chip.at-cursor').waitFor();
    check(await focusIsInText(), 'the text has kept the focus');
    await workbench.goTo(26, 1);
    await panel.locator('g.box.chip.at-cursor').waitFor({ state: 'detached' });
  });

  suite.test('draws while someone types', async () => {
    const panel = await workbench.panel(BOXES, SPEC);
    await workbench.focusEditor();
    await workbench.goTo(19, 1);
    await page.keyboard.press('End');
    await page.keyboard.insertText('\nhost other : Sled');
    await until(async () => (await panel.locator('g.box.host').count()) === 2, 'a second host');
  });

  suite.test('keeps the last good picture while the text has errors, and says so', async () => {
    const panel = await workbench.panel(BOXES, SPEC);
    await page.keyboard.press('Backspace');
    const notice = panel.locator('.notice');
    await notice.waitFor();
    check((await notice.innerText()).includes('last picture'), 'it says that the picture is old');
    check((await panel.locator('g.box.host').count()) === 2, 'the picture is still there');
    await workbench.screenshot(picture('errors'));
    await workbench.command('File: Revert File');
    await notice.waitFor({ state: 'detached' });
    await until(async () => (await panel.locator('g.box.host').count()) === 1, 'one host again');
  });

  suite.test('searches, zooms, fits, and closes a host', async () => {
    const panel = await workbench.panel(BOXES, SPEC);
    await panel.locator('input[type=search]').fill('ebs');
    await until(async () => (await panel.locator('g.box.card.found').count()) === 3, 'three cards');
    await panel.locator('input[type=search]').fill('');
    const scale = () => panel.locator('svg.stage > g').getAttribute('transform');
    const fitted = await scale();
    await panel.locator('button[aria-label^="Zoom in"]').click();
    await until(async () => (await scale()) !== fitted, 'a larger picture');
    await panel.locator('button[aria-label^="Fit"]').click();
    await until(async () => (await scale()) === fitted, 'the whole picture again');
    await panel.locator('g.box.host').focus();
    await page.keyboard.press(' ');
    await until(async () => (await panel.locator('g.box.socket').count()) === 0, 'a closed host');
    await page.keyboard.press(' ');
    await until(async () => (await panel.locator('g.box.socket').count()) === 3, 'an open host');
  });

  suite.test('is walked through by keys', async () => {
    const panel = await workbench.panel(BOXES, SPEC);
    await panel.locator('g.box.controller').focus();
    await page.keyboard.press('ArrowRight');
    await until(() => panel.evaluate(() =>
      document.activeElement?.matches('g.box.chip') === true), 'the chip beside the controller');
    await page.keyboard.press('Enter');
    await until(async () => (await workbench.activeLine()) === 11, 'the line of the chip');
    await until(focusIsInText, 'Enter goes to the text');
  });

  suite.test('shows a run in the picture, at any moment of it', async () => {
    await workbench.lens('Run').first().click();
    // The results open in front of the picture.
    await workbench.panel('table.verdict-list', SPEC);
    await workbench.focusEditor();
    await workbench.command('Nitro: Open Topology to the Side');
    const panel = await workbench.panel(`${BOXES} .state`, SPEC);
    await panel.locator('.verdicts [role=listitem]').first().waitFor();
    check((await panel.locator('.verdicts [role=listitem]').count()) === 6, 'six verdicts');
    await workbench.screenshot(picture('topology-run'));
    await panel.locator('input[type=range]').fill('20');
    await until(async () => (await panel.locator(BOXES).allTextContents()).join()
      .includes('step '), 'a step of the boot');
  }, { limitMs: 60_000 });

  suite.test('chooses a variant of a scenario', async () => {
    await workbench.focusEditor();
    await workbench.openFile('sled.nitro');
    await workbench.focusEditor();
    await workbench.command('Nitro: Open Topology to the Side');
    const panel = await workbench.panel(BOXES, 'sled.nitro');
    await panel.locator('select[aria-label="What is drawn"]').selectOption('storm');
    const variant = panel.locator('select[aria-label="Variant"]');
    await variant.waitFor();
    check((await variant.locator('option').allInnerTexts()).join().includes('web.count = 4'),
      'variants by what they set');
    const web = () => panel.locator('g.box.instance').allTextContents();
    await variant.selectOption('2');
    await until(async () => (await web()).join().includes('web[0..3]'), 'four instances');
  });

  suite.test('exports the picture as SVG', async () => {
    await workbench.panel(BOXES, 'sled.nitro');
    await workbench.focusEditor();
    await workbench.command('Nitro: Export Topology as SVG…');
    const input = page.locator('.quick-input-widget input.input');
    await until(async () => (await input.inputValue()).endsWith('.svg'), 'a name is offered');
    await page.keyboard.press('Enter');
    const path = join(folder, 'sled.svg');
    await until(() => existsSync(path), 'the file is there');
    const svg = readFileSync(path, 'utf8');
    check(svg.startsWith('<svg ') && svg.includes('data-id="db"'), 'it is the picture');
    check(!svg.includes('var(--vscode'), 'it needs no editor to be seen');
  });

  suite.test('shows what an instance would print', async () => {
    await workbench.focusEditor();
    await workbench.openFile('sled.nitro');
    await workbench.focusEditor();
    await workbench.command('Nitro: Open Guest View of an Instance…');
    const panel = await workbench.panel('pre', 'sled.nitro');
    const output = panel.locator('pre');
    await until(async () => (await output.innerText()).includes('Elastic Network Adapter'),
      'the network card');
    await panel.locator('select[aria-label="Instance"]').selectOption('db');
    await panel.locator('button', { hasText: 'lscpu' }).click();
    await until(async () => /CPU\(s\):\s+64/.test(await output.innerText()), '64 processors');
    await workbench.screenshot(picture('guest'));
  });

  suite.test('shows the compiled model', async () => {
    await workbench.focusEditor();
    await workbench.openFile('sled.nitro');
    await workbench.focusEditor();
    await workbench.command('Nitro: Show Compiled Model');
    await workbench.activeTab('sled.nitro.ir.json').waitFor();
    await until(async () => (await page.locator('.view-line').allTextContents()).join()
      .includes('irVersion'), 'the model as JSON');
    await workbench.command('View: Close Editor');
  });

  suite.test('is as it was after a reload', async () => {
    await workbench.closeAllEditors();
    await workbench.openFile(SPEC);
    await workbench.focusEditor();
    await workbench.command('Nitro: Open Topology to the Side');
    const before = await workbench.panel(BOXES, SPEC);
    await before.locator('button[aria-label^="Zoom in"]').click();
    await before.locator('input[type=search]').fill('nic');
    await before.locator('g.box.chip').click();
    const stage = 'svg.stage > g';
    // The editor writes down what is open every five seconds, and tells nobody when it has.
    await page.waitForTimeout(6_500);
    // Read only now: the cursor has followed the box, and the picture the cursor.
    const transform = await before.locator(stage).getAttribute('transform');
    await page.reload();
    await workbench.ready();
    const after = await workbench.panel(BOXES, SPEC);
    check((await after.locator(stage).getAttribute('transform')) === transform, 'the same zoom');
    check((await after.locator('input[type=search]').inputValue()) === 'nic', 'the same search');
    await after.locator('g.box.chip.selected').waitFor();
    await after.locator('g.box.card.found').first().waitFor();
  }, { limitMs: 90_000 });
}
