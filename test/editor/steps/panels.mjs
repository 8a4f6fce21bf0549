/**
 * The panels: the picture and the text find each other, results stand beside the text, an
 * instance is looked into, and all of it is there again after a reload.
 */
import { inRoot } from '../../../scripts/lib/house.mjs';
import { check, until } from '../suite.mjs';

/** @param {string} name */
const picture = (name) => inRoot('out', 'editor', `${name}.png`);

const BOXES = 'svg.stage g.box';

/**
 * @param {import('../suite.mjs').Suite} suite
 * @param {import('../workbench.mjs').Workbench} workbench
 */
export function addPanelTests(suite, workbench) {
  suite.test('opens the Topology panel beside the text, which keeps the focus', async () => {
    await workbench.closeAllEditors();
    await workbench.openFile('graviton3-sled.nitro');
    await workbench.focusEditor();
    await workbench.command('Nitro: Open Topology to the Side');
    const panel = await workbench.panel(BOXES);
    const counts = await panel.locator(BOXES).evaluateAll((boxes) => {
      const roles = boxes.map((box) => box.getAttribute('class')?.split(' ')[1] ?? '');
      return Object.fromEntries([...new Set(roles)].map((role) =>
        [role, roles.filter((each) => each === role).length]));
    });
    await workbench.screenshot(picture('topology'));
    check(counts['host'] === 1, `one host is drawn, not ${JSON.stringify(counts)}`);
    check(counts['socket'] === 3, 'its three sockets are drawn');
    check(counts['controller'] === 1 && counts['chip'] === 1, 'controller and chip are drawn');
    check((counts['instance'] ?? 0) >= 3, 'the instances are drawn');
    const focused = await workbench.page.evaluate(() =>
      document.activeElement?.closest('.editor-instance') !== null);
    check(focused, 'the text has kept the focus');
  }, { limitMs: 60_000 });
}
