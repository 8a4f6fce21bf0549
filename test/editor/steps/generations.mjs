/**
 * Every generation of hosts, run in the editor: what latencies are made of stands in the results,
 * and how busy things were is to be seen in the picture.
 */
import { readdirSync } from 'node:fs';
import { inRoot } from '../../../scripts/lib/house.mjs';
import { check, until } from '../suite.mjs';

export const generationsFolder = inRoot('examples', 'generations');

/**
 * @param {import('../suite.mjs').Suite} suite
 * @param {import('../workbench.mjs').Workbench} workbench
 */
export function addGenerationTests(suite, workbench) {
  suite.test('shows of every generation where its time goes and how busy it was', async () => {
    await workbench.closeAllEditors();
    for (const file of readdirSync(generationsFolder).sort()) {
      const name = file.replace('.nitro', '');
      await workbench.openFile(file);
      await workbench.focusEditor();
      await workbench.lens('Run').first().click();
      const results = await workbench.panel('section[aria-label="Latencies"] table', file);
      check(await results.locator('svg[role="img"]').count() >= 4, `${name}: parts are drawn`);
      await workbench.screenshot(inRoot('out', 'editor', `${name}-results.png`));
      await workbench.focusEditor();
      await workbench.command('Nitro: Open Topology to the Side');
      const topology = await workbench.panel('svg.stage g.box', file);
      const heat = topology.locator('button', { hasText: 'Heat' });
      await heat.waitFor();
      if (await heat.getAttribute('aria-pressed') !== 'true') await heat.click();
      await until(async () => (await topology.locator('svg.stage').allTextContents()).join()
        .includes('100 %'), `${name}: something that is always busy`);
      await workbench.screenshot(inRoot('out', 'editor', `${name}-heat.png`));
      await workbench.closeAllEditors();
    }
  }, { limitMs: 180_000 });
}
