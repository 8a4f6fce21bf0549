import { afterAll, expect, it } from 'vitest';
import { runOnEngines } from '../support/engines.ts';
import { otherNode, temporaryFolder } from '../support/program.ts';

const folder = temporaryFolder();
afterAll(() => { folder.remove(); });

const other = otherNode() === null ? 'no other Node is there, so only this one' : 'two Nodes';

it.each(['mac-mini.nitro', 'graviton3-sled.nitro'])(`%s comes to the same bytes: ${other}`, async (name) => {
  const [wanted, ...others] = await runOnEngines(name, { folder: folder.path, hasPage: false });
  expect(JSON.parse(wanted?.bytes ?? '')).toMatchObject({ partial: false });
  expect(others.length).toBeGreaterThanOrEqual(2);
  for (const { engine, code, bytes } of others) {
    expect(code, engine).toBe(wanted?.code);
    expect(bytes === wanted?.bytes, `${engine} differs: ${bytes.slice(0, 200)}`).toBe(true);
  }
});
