import { describe, expect, it } from 'vitest';
import { Headless } from '#language';
import { filesInMemory } from '../support/folder-files.ts';

const HOST = 'use aws\nhost sled : Graviton3Host\ninstance web[12] : c7g.large on sled.soc[0] {\n'
  + '  volume root : gp3 { size = 8 GiB }\n}\n';

const variantOf = async (steps: string) => {
  const text = `${HOST}scenario s {\n  duration = 5 min\n  ${steps}\n  expect boot(web[0]) > 0 s\n}\n`;
  const checked = await new Headless(filesInMemory({})).check('memory:/a.nitro', { text });
  const variant = checked?.ir?.scenarios[0]?.variants[0];
  if (variant === undefined) throw new Error(checked?.problems.map((p) => p.message).join('\n'));
  return variant;
};

describe('actions of a variant', () => {
  it('come in the order of indices as numbers', async () => {
    const { actions, launchedLater } = await variantOf('at 0 s launch web');
    const expected = Array.from({ length: 12 }, (_, index) => `web[${String(index)}]`);
    expect(actions.map(({ target }) => target)).toEqual(expected);
    expect(launchedLater).toEqual(expected);
  });

  it('leave an instance running from the start when it is stopped before it is launched', async () => {
    const { launchedLater } = await variantOf('at 1 min stop web[1]\n  at 2 min launch web[0], web[1]');
    expect(launchedLater).toEqual(['web[0]']);
  });
});
