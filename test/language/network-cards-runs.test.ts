/** Flows of instances with several network cards, from the text of a spec to what they got. */
import { describe, expect, it } from 'vitest';
import { goodputs, twoCards } from '../support/network-cards.ts';

const flows = (from: readonly [string, string]): string => from.map((end, i) =>
  `flow ${i === 0 ? 'f' : 'g'} from ${end} to x[1] { transport = Srd  size = 1 MB  depth = 8 }\n`)
  .join('');

describe('an instance with two cards of 100 Gbps', () => {
  it('sends two flows as fast as both', async () => {
    const [f, g] = await goodputs(twoCards() + flows(['x[0]', 'x[0]']));
    expect(f).toBeGreaterThan(90);
    expect(g).toBeGreaterThan(90);
  });

  it('sends them as fast as one of the cards where they name its interface', async () => {
    const [f = 0, g = 0] = await goodputs(
      twoCards('', '{ interface eth[2] { } }') + flows(['x[0].eth[1]', 'x[0].eth[1]']),
    );
    expect(f + g).toBeGreaterThan(90);
    expect(f + g).toBeLessThan(100);
  });

  it('sends no more than its type allows for all cards together', async () => {
    const type = 'networkBaseline = 120 Gbps  networkPeak = 120 Gbps';
    const [f = 0, g = 0] = await goodputs(twoCards(type) + flows(['x[0]', 'x[0]']));
    expect(f + g).toBeGreaterThan(110);
    expect(f + g).toBeLessThan(120);
  });

  it('goes on over the one when the other fails', async () => {
    const [f, g] = await goodputs(
      twoCards() + flows(['x[0]', 'x[0]']), 'at 1 ms fail box[0].nic[1]',
    );
    expect(f).toBeGreaterThan(90);
    expect(g).toBeLessThan(40);
  });
});
