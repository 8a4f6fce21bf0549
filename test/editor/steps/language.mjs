/**
 * What the language gives while someone reads and types: colours, problems, fixes, completion,
 * hover, definition, rename.
 */
import { check, until } from '../suite.mjs';

/**
 * @param {import('../suite.mjs').Suite} suite
 * @param {import('../workbench.mjs').Workbench} workbench
 */
export function addLanguageTests(suite, workbench) {
  suite.test('opens a spec and colours it', async () => {
    await workbench.openFile('sled.nitro');
    await until(async () => {
      const classes = await workbench.lines.locator('span > span').evaluateAll(
        (spans) => new Set(spans.map((span) => span.className)).size,
      );
      return classes >= 3;
    }, 'several colours in the text');
    check(await workbench.errors.count() === 0, 'a spec without mistakes has no squiggle');
  }, { limitMs: 60_000 });

  suite.test('shows the problems of a broken spec, with their codes', async () => {
    await workbench.openFile('broken.nitro');
    await workbench.errors.first().waitFor();
    const rows = await workbench.problems();
    await until(async () => (await rows.allInnerTexts()).some((text) => text.includes('Gravitn3')),
      'a problem that names the word');
  });
}
