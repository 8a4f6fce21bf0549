/**
 * Runs: started from the text, followed, cancelled, judged in the margin and in Test Explorer,
 * stale when the model changes and current again when it changes back.
 */
import { inRoot } from '../../../scripts/lib/house.mjs';
import { check, until } from '../suite.mjs';

/** @param {string} name */
const picture = (name) => inRoot('out', 'editor', `${name}.png`);

/**
 * @param {import('../suite.mjs').Suite} suite
 * @param {import('../workbench.mjs').Workbench} workbench
 */
export function addRunTests(suite, workbench) {
  const { page } = workbench;

  suite.test('runs a scenario by its lens, and the results open beside the text', async () => {
    await workbench.closeAllEditors();
    await workbench.openFile('sled.nitro');
    await workbench.focusEditor();
    await workbench.lens('Run').first().click();
    const panel = await workbench.panel('table.verdict-list');
    const rows = panel.locator('table.verdict-list tbody tr');
    check(await rows.count() === 3, 'one row for each expectation');
    const verdicts = await rows.evaluateAll((all) =>
      all.map((row) => row.getAttribute('data-verdict')));
    check(verdicts.join() === 'holds,fails,holds', `verdicts as expected: ${verdicts.join()}`);
    check(await panel.locator('svg.timeline g.life').count() === 3, 'a line for each instance');
    check(await panel.locator('section[aria-label="Stations"] tbody tr').count() > 3,
      'a table of stations');
    await workbench.screenshot(picture('results'));
  }, { limitMs: 60_000 });

  suite.test('marks each expectation in the margin with its verdict', async () => {
    await until(async () => (await marks(workbench)).join() === 'holds,fails,holds',
      'two that hold and one that fails');
    await workbench.lens('last: 1 of 3 fails').waitFor();
  });

  suite.test('greys verdicts when the model changes, and not when it changes back', async () => {
    await workbench.focusEditor();
    await workbench.goTo(7, 31);
    await page.keyboard.type('5');
    await until(async () => (await marks(workbench)).every((mark) => mark.startsWith('stale')),
      'grey marks', 10_000);
    const panel = await workbench.panel('main.stale-content');
    check((await panel.locator('.notice').innerText()).startsWith('Stale'), 'the panel says stale');
    await workbench.screenshot(picture('stale'));
    await workbench.command('File: Revert File');
    await until(async () => (await marks(workbench)).join() === 'holds,fails,holds',
      'the marks are current again', 10_000);
    await workbench.panel('main:not(.stale-content)');
  });

  suite.test('shows progress of a long run, and cancels it', async () => {
    await workbench.openFile('long.nitro');
    await workbench.focusEditor();
    await workbench.lens('Run').first().click();
    const notice = workbench.notifications.filter({ hasText: 'Running long' });
    await notice.waitFor();
    await until(async () => /\d+ of 10000 runs/.test(await notice.innerText()), 'a count of runs');
    await workbench.screenshot(picture('progress'));
    await notice.hover();
    await notice.locator('a.monaco-button, .monaco-button', { hasText: 'Cancel' }).click();
    await notice.waitFor({ state: 'hidden', timeout: 8_000 });
    // The server still answers.
    await workbench.lens('Run').first().waitFor();
  }, { limitMs: 60_000 });

  suite.test('runs expectations as tests, with expected and actual where one fails', async () => {
    await workbench.closeAllEditors();
    await workbench.openFile('sled.nitro');
    await workbench.command('Testing: Focus on Test Explorer View');
    const rows = page.locator('.test-explorer .monaco-list-row');
    await until(async () => (await rows.allInnerTexts()).join().includes('sled.nitro'),
      'the file is a test');
    await workbench.command('Test: Run Tests in Current File');
    await until(async () => (await page.locator(
      '.test-explorer .codicon-testing-failed-icon').count()) > 0, 'a failed test', 30_000);
    const peek = page.locator('.peekview-widget, .test-output-peek-message-container');
    await peek.first().waitFor();
    await workbench.screenshot(picture('tests'));
    const shown = await until(async () => {
      const text = (await peek.allInnerTexts()).join('\n').replace(/\u00a0/g, ' ');
      return text.includes('boot(db) < 1 s') ? text : null;
    }, 'what was expected');
    check(/\d min|\d s/.test(shown), `what was measured: ${shown.slice(0, 300)}`);
    await page.keyboard.press('Escape');
  }, { limitMs: 60_000 });

  suite.test('remembers runs in a tree of their own', async () => {
    await workbench.command('Nitro: Focus on Runs View');
    const rows = page.locator('.pane-body .monaco-list-row', { hasText: 'sled.nitro' });
    await rows.first().waitFor();
    await workbench.screenshot(picture('runs'));
    await workbench.command('View: Show Explorer');
  });
}

/**
 * Verdicts in the margin from top to bottom, read from the pictures that are shown there.
 * @param {import('../workbench.mjs').Workbench} workbench
 * @returns {Promise<string[]>}
 */
async function marks(workbench) {
  const found = await workbench.editor.locator('.glyph-margin-widgets > *').evaluateAll((elements) =>
    elements.map((element) => ({
      top: element.getBoundingClientRect().top,
      image: getComputedStyle(element).backgroundImage,
    })));
  return found.sort((one, two) => one.top - two.top).flatMap(({ image }) => {
    const [, verdict, theme] = /marks(?:\/|%2F)([a-z]+)-([a-z]+)\.svg/.exec(image) ?? [];
    return verdict === undefined ? [] : [theme === 'stale' ? `stale-${verdict}` : verdict];
  });
}
