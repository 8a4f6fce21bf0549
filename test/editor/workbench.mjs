/**
 * The workbench of VS Code as a person sees it: files, text, problems, lists, panels. Knows the
 * editor's page, not our extension. Keeps true: it waits for what it needs, never for time alone.
 */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

/** @param {string} text */
const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const START_LIMIT_MS = 90_000;

export class Workbench {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(20_000);
  }

  /** @param {string} url */
  async open(url) {
    await this.page.goto(url);
    await this.ready();
  }

  async ready() {
    const status = this.page.locator('.monaco-workbench .part.statusbar .statusbar-item');
    await status.first().waitFor({ timeout: START_LIMIT_MS });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** @param {string} title  as the palette shows it, with its category */
  async command(title) {
    const box = this.page.locator('.quick-input-widget');
    const label = this.page.locator('.label-name', { hasText: new RegExp(`^${quoted(title)}$`) });
    const row = box.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first();
    // While the workbench is restoring, the first key can be lost.
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('F1');
      try {
        await box.locator('input.input').waitFor({ timeout: 5_000 });
        await box.locator('input.input').fill(`>${title}`);
        await row.waitFor({ timeout: 8_000 });
        break;
      } catch (error) {
        if (attempt === 3) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    await row.click();
  }

  /** Chooses from a list that an extension has opened. @param {string} text */
  async pick(text) {
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: text });
    await row.first().click();
  }

  /** @param {string} name */
  async openFile(name) {
    const label = this.page.locator('.label-name', { hasText: new RegExp(`^${quoted(name)}$`) });
    const rows = this.page.locator('.explorer-folders-view .monaco-list-row');
    await rows.filter({ has: label }).first().dblclick();
    await this.activeTab(name).first().waitFor();
    await this.lines.first().waitFor();
  }

  /** @param {string} name */
  activeTab(name) {
    return this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`);
  }

  async closeAllEditors() {
    await this.command('View: Close All Editors');
    const question = this.page.locator('.monaco-dialog-box .dialog-buttons a', { hasText: 'Don' });
    await question.click({ timeout: 1_500 }).catch(() => undefined);
  }

  /** The first text editor on screen. */
  get editor() {
    return this.page.locator('.editor-instance .monaco-editor').first();
  }

  get lines() {
    return this.editor.locator('.view-line');
  }

  /** The lines in view, from top to bottom. */
  async text() {
    const shown = await this.lines.evaluateAll((lines) => lines.map((line) => ({
      top: parseFloat(/** @type {HTMLElement} */ (line).style.top),
      text: (line.textContent ?? '').replace(/\u00a0/g, ' '),
    })));
    return shown.sort((one, two) => one.top - two.top).map(({ text }) => text).join('\n');
  }

  /** Of the first group. */
  async focusEditor() {
    await this.page.keyboard.press('Control+1');
    await this.page.waitForFunction(() =>
      document.activeElement?.closest('.editor-instance .monaco-editor') != null);
  }

  /** @param {number} line  from 1 @param {number} [column] */
  async goTo(line, column = 1) {
    const input = this.page.locator('.quick-input-widget input.input');
    // Coming from a panel, the text may have the focus a moment before the editor knows it.
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('Control+G');
      await input.waitFor();
      const label = (await input.getAttribute('aria-label')) ?? '';
      if (!label.startsWith('Open a text editor') || attempt === 5) break;
      await this.page.keyboard.press('Escape');
      await this.focusEditor();
    }
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** The number of the line that the cursor is on, also when the focus is elsewhere. */
  async activeLine() {
    const number = this.editor.locator('.line-numbers.active-line-number');
    return Number(await number.first().innerText().catch(() => '0'));
  }

  get errors() {
    return this.editor.locator('.squiggly-error');
  }

  async problems() {
    await this.command('Problems: Focus on Problems View');
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  /** @param {string} text */
  lens(text) {
    return this.editor.locator('.codelens-decoration a', { hasText: text });
  }

  async suggestions() {
    await this.page.keyboard.press('Control+Space');
    const box = this.page.locator('.suggest-widget.visible');
    await box.locator('.monaco-list-row').first().waitFor();
    return box.locator('.monaco-list-row');
  }

  /** Rests the mouse on a word of the text. @param {string} word @param {number} [nth] */
  async hover(word, nth = 0) {
    const place = this.editor.locator('.view-line span > span', { hasText: word }).nth(nth);
    await place.hover();
    const box = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content');
    await box.first().waitFor();
    return box;
  }

  get notifications() {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /**
   * The page inside a panel. Frames of panels that are hidden are there too, so only the one whose
   * page has the mark is taken.
   * @param {string} mark  a selector that only this page has
   * @param {string} [file]  that the page is about
   */
  async panel(mark, file = '') {
    const body = file === '' ? 'body' : `body[data-uri$="/${file}"]`;
    const startedAtMs = Date.now();
    while (Date.now() - startedAtMs < 25_000) {
      for (const frame of this.page.frames()) {
        if (frame.isDetached() || !frame.url().includes('fake.html')) continue;
        const found = await frame.locator(`${body} ${mark}`).count().catch(() => 0);
        if (found > 0 && await visible(frame)) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No panel shows ${mark}.`);
  }

  /** @param {string} path */
  async screenshot(path) {
    await this.page.screenshot({ path });
  }
}

/** @param {import('playwright-core').Frame} frame */
async function visible(frame) {
  const element = await frame.frameElement().catch(() => null);
  const outer = await (await element?.ownerFrame())?.frameElement().catch(() => null);
  return (await outer?.isVisible()) ?? false;
}
