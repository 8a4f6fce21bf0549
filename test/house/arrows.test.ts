/**
 * The arrows of the house hold anything up only if a wrong one is seen. A small house is built in
 * a temporary folder with the real rules, and every rule is broken there once.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { doors, root } from './repository.ts';

interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

interface Rules {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
}

const rules = (createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as Rules).forbidden;

/** A healthy house: each file with the imports that the table of arrows allows. */
const healthy: Readonly<Record<string, readonly string[]>> = {
  'src/ir/index.ts': ['#base'],
  'src/results/index.ts': ['#ir', '#base'],
  'src/compile/index.ts': ['#spec', '#kinds', '#ir', '#diagnostics', '#base', './pass.ts'],
  'src/compile/pass.ts': ['#ir'],
  'src/import/index.ts': ['#kinds', '#base'],
  'src/sim/kernel/index.ts': ['#base'],
  'src/sim/devices/index.ts': ['#sim/kernel', '#ir', '#base'],
  'src/sim/run/index.ts': ['#sim/kernel', '#sim/devices', '#ir', '#results'],
  'src/layout/index.ts': ['#ir', '#scene', 'elkjs'],
  'src/views/index.ts': ['#results', '#scene'],
  'src/report/index.ts': ['#views', '#results', '#diagnostics', '#kinds'],
  'src/cli/main.ts': ['#language', '#compile', '#sim/run', '#report', 'node:fs'],
  'language-server/headless.ts': ['#compile', '#ir', 'langium', './protocol.ts'],
  'language-server/protocol.ts': ['#results'],
  'language-server/main-node.ts': ['./headless.ts', 'node:process'],
  'extension/host/activate-node.ts': ['vscode', '../../language-server/protocol.ts', '#results'],
  'extension/webview/layout/messages.ts': ['#ir', '#scene'],
  'extension/webview/layout/main.ts': ['#layout', '#ir', './messages.ts'],
  'extension/webview/topology/main.ts': [
    '#views', '#scene', '../layout/messages.ts', '../../../language-server/protocol.ts',
  ],
};

/** One broken arrow per rule: the rule, the file, what it imports. */
const broken: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ['base-imports-nothing', 'src/base/wrong.ts', '#ir'],
  ['nouns-know-no-verbs', 'src/ir/wrong.ts', '#compile'],
  ['compile-knows-sense-not-time', 'src/compile/wrong.ts', 'langium'],
  ['import-makes-text', 'src/import/wrong.ts', '#compile'],
  ['kernel-knows-only-base', 'src/sim/kernel/wrong.ts', '#ir'],
  ['devices-know-kernel-and-ir', 'src/sim/devices/wrong.ts', '#results'],
  ['run-builds-the-world', 'src/sim/run/wrong.ts', '#compile'],
  ['layout-hides-elk', 'src/layout/wrong.ts', '#results'],
  ['views-read-what-happened', 'src/views/wrong.ts', 'elkjs'],
  ['report-reads-what-happened', 'src/report/wrong.ts', '#sim/run'],
  ['language-server-knows-no-editor', 'language-server/wrong.ts', '../src/cli/main.ts'],
  ['cli-enters-by-the-language-door', 'src/cli/wrong.ts', '../../language-server/services/hover.ts'],
  ['host-is-a-thin-shell', 'extension/host/wrong.ts', '#compile'],
  ['webview-draws-only', 'extension/webview/wrong.ts', '#sim/run'],
  ['webview-draws-only', 'extension/webview/wrong-layout.ts', '#layout'],
  ['layout-worker-only-places', 'extension/webview/layout/wrong.ts', '#views'],
  ['pages-speak-to-the-layout-worker', 'extension/webview/wrong-worker.ts', './layout/main.ts'],
  ['rooms-open-by-their-doors', 'src/results/wrong.ts', '../ir/index.ts'],
  ['upstairs-opens-by-the-doors', 'language-server/wrong-door.ts', '../src/ir/index.ts'],
  ['pure-floors-know-no-platform', 'src/views/wrong-platform.ts', 'node:fs'],
  ['pure-floors-know-no-platform', 'language-server/wrong-platform.ts', 'node:fs'],
  ['no-circles', 'src/scene/round-one.ts', './round-two.ts'],
  ['everything-resolves', 'src/spec/wrong.ts', './absent.ts'],
  ['nothing-imports-tests', 'language-server/wrong-test.ts', '../test/support.ts'],
];

let house = '';

function write(path: string, imports: readonly string[]): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  const lines = imports.map((from, index) => `import * as part${index} from '${from}';`);
  const uses = imports.map((_, index) => `part${index}`).join(', ');
  writeFileSync(join(house, path), `${lines.join('\n')}\nexport const parts = [${uses}];\n`);
}

function violations(): readonly (readonly [rule: string, file: string])[] {
  const bin = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const output = execFileSync(
    process.execPath,
    [bin, ...args, 'src', 'language-server', 'extension'],
    // It prints its report before it exits with the number of violations.
    { cwd: house, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const report = JSON.parse(output) as Report;
  return report.summary.violations.map(({ rule, from }) => [rule.name, from] as const);
}

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'nitrospec-arrows-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json']) {
    copyFileSync(join(root, file), join(house, file));
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'junction');
  for (const path of Object.values(doors())) write(path, []);
  for (const [path, imports] of Object.entries(healthy)) write(path, imports);
});

afterAll(() => {
  rmSync(house, { recursive: true, force: true });
});

it('finds nothing wrong in a house where every allowed arrow is drawn', { timeout: 30_000 }, () => {
  expect(violations()).toEqual([]);
});

it('reports every rule by name where it is broken', { timeout: 30_000 }, () => {
  write('test/support.ts', []);
  write('language-server/services/hover.ts', []);
  write('src/scene/round-two.ts', ['./round-one.ts']);
  for (const [, file, imported] of broken) write(file, [imported]);
  const found = violations();
  for (const [rule, file] of broken) expect(found).toContainEqual([rule, file]);
});

it('breaks every rule there is, and each rule says why it is there', () => {
  const names = rules.map(({ name }) => name);
  expect([...new Set(broken.map(([rule]) => rule))].sort()).toEqual([...names].sort());
  expect(rules.filter(({ comment }) => comment.length < 30)).toEqual([]);
});
