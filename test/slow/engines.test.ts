import { existsSync} from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runOnEngines } from '../support/engines.ts';
import { otherNode, ROOT, temporaryFolder } from '../support/program.ts';
import { exampleNames } from '../support/examples.ts';

const folder = temporaryFolder();
afterAll(() => { folder.remove(); });

const hasPage = ['/usr/bin/chromium', join(ROOT, 'node_modules/@sparticuz/chromium')]
  .some((path) => existsSync(path));
const engines = [
  'Node', otherNode() === null ? 'no other Node is there' : 'another Node',
  hasPage ? 'Chromium' : 'no Chromium is there',
].join(', ');

it.each(exampleNames)(`%s comes to the same bytes: ${engines}`, async (name) => {
  const [wanted, ...others] = await runOnEngines(name, { folder: folder.path, hasPage });
  expect(JSON.parse(wanted?.bytes ?? '')).toMatchObject({ partial: false });
  for (const { engine, code, bytes } of others) {
    expect(code, engine).toBe(wanted?.code);
    expect(bytes === wanted?.bytes, `${engine} differs: ${bytes.slice(0, 200)}`).toBe(true);
  }
});
