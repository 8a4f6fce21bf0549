/**
 * Examples that are no generation of hosts, run in the editor: what each is about is to be seen.
 * Also the question of a bottleneck, and the commands of a guest after a run.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/lib/house.mjs';
import { check, until } from '../suite.mjs';

/** @param {string} name */
const picture = (name) => inRoot('out', 'editor', `${name}.png`);

const FLOWS = 'h2:has-text("Flows over fabrics")';

/** By path: a mark of the results and one of the picture, and words that the picture has. */
const shownExamples = {
  'microvms': {
    results: 'svg.timeline', topology: 'g.box.microvm', words: ['lambda[0..3941]', '3,942 ×'],
  },
  'security': {
    results: '.findings li', topology: 'g.box.instance', words: ['firmware writes refused'],
  },
  'shared-cores': {
    results: 'table.latencies tbody', topology: 'g.box.instance', words: ['shares core 0'],
  },
  'storage/one-translation': {
    results: 'table.latencies tbody', topology: 'g.box.drive', words: ['ssd[0..7]'],
  },
  'network/link-failure': {
    results: FLOWS, topology: 'g.box.switch', words: ['spine[0]', 'leaf[3]'],
  },
  'network/pauses': {
    results: FLOWS, topology: 'g.box.switch', words: ['ring[0]', 'ring[4]'],
  },
};

/** The name of its file in the workspace. @param {string} name */
const fileOf = (name) => `${name.replace(/^.*\//, '')}.nitro`;

/** Puts the examples that are shown into a workspace. @param {string} folder */
export function copyExamples(folder) {
  for (const name of Object.keys(shownExamples)) {
    cpSync(inRoot('examples', `${name}.nitro`), join(folder, fileOf(name)));
  }
}

/**
 * @param {import('../suite.mjs').Suite} suite
 * @param {import('../workbench.mjs').Workbench} workbench
 */
export function addExampleTests(suite, workbench) {
  suite.test('shows what microVMs, security, drives and networks are about', async () => {
    for (const [name, { results, topology, words }] of Object.entries(shownExamples)) {
      const file = fileOf(name);
      await workbench.closeAllEditors();
      await workbench.openFile(file);
      await workbench.focusEditor();
      await workbench.command('Nitro: Open Topology to the Side');
      const drawn = await workbench.panel(topology, file);
      const text = (await drawn.locator('svg.stage').allTextContents()).join();
      for (const each of words) check(text.includes(each), `${name}: '${each}' is drawn`);
      await workbench.focusEditor();
      await workbench.command('Nitro: Run All Scenarios of This File');
      const panel = await workbench.panel(results, file);
      check(await panel.locator('tr[data-verdict="fails"]').count() === 0, `${name}: all hold`);
      await workbench.screenshot(picture(`${name.replace('/', '-')}-results`));
    }
  }, { limitMs: 240_000 });

  suite.test('answers what twice as fast a bottleneck would do', async () => {
    await workbench.closeAllEditors();
    await workbench.openFile('c5.nitro');
    await workbench.focusEditor();
    await workbench.lens('Run').first().click();
    const panel = await workbench.panel('table.latencies', 'c5.nitro');
    const disk = panel.locator('table.latencies tbody[aria-label="disk"]');
    await disk.locator('button').click();
    await until(async () => /disk with 2 × app\.data\/iops: p99 −\d/u.test(
      await disk.locator('[role=status]').innerText()), 'the answer stands at its stream');
    await workbench.screenshot(picture('what-if'));
  }, { limitMs: 60_000 });

  suite.test('shows a guest what went over its devices', async () => {
    await workbench.focusEditor();
    await workbench.command('Nitro: Open Guest View of an Instance…');
    const panel = await workbench.panel('pre', 'c5.nitro');
    const output = panel.locator('pre');
    for (const [command, seen] of Object.entries({
      'nethogs': /bulk\[0\] +\d+\.\d+ kB\/s/u, 'ethtool -S': /tx_packets: [1-9]/u,
      'nvme list': /Amazon Elastic Block Store/u, 'lstopo': /Machine \(144GB total\)/u,
    })) {
      await panel.locator('button', { hasText: command }).click();
      await until(async () => seen.test(await output.innerText()), `${command} says ${seen}`);
    }
    await workbench.screenshot(picture('guest-after-run'));
  }, { limitMs: 60_000 });
}
