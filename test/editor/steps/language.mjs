/**
 * What the language gives while someone reads and types: colours, problems, fixes, completion,
 * hover, definition, rename, outline.
 */
import { check, until } from '../suite.mjs';

/**
 * @param {import('../suite.mjs').Suite} suite
 * @param {import('../workbench.mjs').Workbench} workbench
 */
export function addLanguageTests(suite, workbench) {
  const { page } = workbench;

  suite.test('opens a spec, colours it, and finds nothing wrong', async () => {
    await workbench.openFile('sled.nitro');
    await until(async () => {
      const classes = await workbench.lines.locator('span > span').evaluateAll(
        (spans) => new Set(spans.map((span) => span.className)).size,
      );
      return classes >= 4;
    }, 'several colours in the text');
    await workbench.lens('Run').first().waitFor();
    check(await workbench.errors.count() === 0, 'a spec without mistakes has no squiggle');
  }, { limitMs: 60_000 });

  suite.test('shows the problem of a broken spec, with its code and a remedy', async () => {
    await workbench.openFile('broken.nitro');
    await workbench.errors.first().waitFor();
    const rows = await workbench.problems();
    const text = await until(async () =>
      (await rows.allInnerTexts()).find((each) => each.includes('Gravitn3')),
    'a problem that names the word');
    check(text.includes('name/unknown-type'), `the code stands beside it: ${text}`);
    check(text.includes('did you mean'), `it says what may be meant: ${text}`);
  });

  suite.test('repairs it by a quick fix', async () => {
    await workbench.openFile('broken.nitro');
    await workbench.focusEditor();
    await workbench.goTo(5, 18);
    const action = page.locator('.action-widget .monaco-list-row', { hasText: 'Graviton3' });
    // Asked before the problem is there, the editor has nothing to offer and says so.
    await until(async () => {
      if (await action.first().isVisible()) return true;
      await page.keyboard.press('Control+.');
      await page.waitForTimeout(1000);
      return action.first().isVisible();
    }, 'the quick fix is offered');
    await page.keyboard.press('Enter');
    await until(async () => (await workbench.text()).includes('socket soc : Graviton3'),
      'the word is repaired');
    await until(async () => (await workbench.errors.count()) === 0, 'the problem is gone');
  });

  suite.test('completes kinds, types and units', async () => {
    await workbench.openFile('types.nitro');
    await workbench.goTo(8, 1);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('  card extra : NitroV');
    const rows = await workbench.suggestions();
    const found = await rows.allInnerTexts();
    check(found.some((text) => text.includes('NitroVpc')), `types that fit: ${found.join(' | ')}`);
    await page.keyboard.press('Escape');
    await page.keyboard.type('pc { rate = 10 ');
    const units = await (await workbench.suggestions()).allInnerTexts();
    check(units.some((text) => text.includes('Gbps')), `units of a rate: ${units.join(' | ')}`);
    await page.keyboard.press('Escape');
    await workbench.command('File: Revert File');
  });

  suite.test('explains on hover what a rate amounts to', async () => {
    await workbench.openFile('types.nitro');
    const box = await workbench.hover('30');
    const text = await until(async () => {
      const all = (await box.allInnerTexts()).join('\n');
      return /[GM]B\/s/.test(all) ? all : null;
    }, 'the rate in bytes a second');
    check(text.includes('3.75 GB/s'), `30 Gbps in bytes: ${text}`);
    await page.mouse.move(600, 5);
  });

  suite.test('goes to a definition in the catalogue, which is read-only', async () => {
    await workbench.openFile('types.nitro');
    await workbench.goTo(5, 20);
    await page.keyboard.press('F12');
    await workbench.activeTab('sockets.nitro').waitFor();
    await until(async () => (await workbench.text()).includes('socket type Graviton3'),
      'the declaration is in view');
    await page.keyboard.type('x');
    check(!(await workbench.activeTab('sockets.nitro').getAttribute('class'))?.includes('dirty'),
      'typing changes nothing');
    await workbench.command('View: Close Editor');
  });

  suite.test('renames across files', async () => {
    await workbench.openFile('types.nitro');
    await workbench.goTo(4, 13);
    await page.keyboard.press('F2');
    const input = page.locator('.rename-box input');
    await input.waitFor();
    await input.fill('Shelf');
    await page.keyboard.press('Enter');
    await until(async () => (await workbench.text()).includes('host type Shelf'), 'renamed here');
    await workbench.openFile('sled.nitro');
    await until(async () => (await workbench.text()).includes(': Shelf'),
      'renamed where it is used');
    check(await workbench.errors.count() === 0, 'nothing is broken by it');
    await workbench.command('File: Save All Files');
  });

  suite.test('finds declarations by name', async () => {
    await workbench.openFile('sled.nitro');
    await page.keyboard.press('Control+Shift+O');
    const rows = page.locator('.quick-input-widget .monaco-list-row');
    await rows.first().waitFor();
    const names = (await rows.allInnerTexts()).join(' ');
    for (const name of ['sled', 'web', 'boot', 'storm']) {
      check(names.includes(name), `${name} is in the list: ${names}`);
    }
    await page.keyboard.press('Escape');
  });

  suite.test('formats a text, and leaves a formatted one alone', async () => {
    await workbench.openFile('types.nitro');
    const before = await workbench.text();
    await workbench.goTo(5, 1);
    await page.keyboard.type('      ');
    await workbench.command('Format Document');
    await until(async () => (await workbench.text()) === before, 'the text as it was');
    await workbench.command('File: Revert File');
  });
}
