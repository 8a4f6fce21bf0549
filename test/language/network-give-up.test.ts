/**
 * Flows to a peer that answers no more, from the text of a spec to what a run says of them.
 */
import { expect, it } from 'vitest';
import { boxes, clos, codesOf, ms, runOf } from '../support/network-specs.ts';

  it.each([
    ['Srd', 500, 510], ['Roce', 536, 538],
  ])('of %s end a run without a duration when nobody answers', async (transport, least, most) => {
    const run = await runOf(`${boxes(3)}${clos()}
flow f from x[0..1] to x[2] { transport = ${transport}  size = 1 MB  messages = 1 }
scenario s {
  at 50 us fail box[2].nic
  expect f.lost == 2
}`);
    expect(run.end).toBe('idle');
    expect(run.streams.map(({ completed, lost, network }) =>
      [completed, lost, network?.reconnects])).toEqual([[0, 1, 1], [0, 1, 1]]);
    expect(run.endTicks / ms).toBeGreaterThan(least);
    expect(run.endTicks / ms).toBeLessThan(most);
    expect(codesOf(run)).toEqual(['run/flow-broken', 'run/flow-broken']);
    expect(run.findings.map(({ element }) => element)).toEqual(['f', 'f']);
    expect(run.findings.map(({ message }) => message).sort()).toEqual(['f[0]', 'f[1]'].map((id) =>
      `${id} hears nothing from x[2] any more: its transport gives up what it was handed, which is `
      + 'lost, and begins anew with the rest.'));
  });
