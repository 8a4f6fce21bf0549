/**
 * Random volumes on hosts are carried out, whatever is written, twice alike, with all books in
 * order; and once faults are over every request has come through or is known to be lost.
 */
import { expect, it } from 'vitest';
import { runOf } from '../../support/network-specs.ts';
import { randomVolumes, requestsEach } from '../../support/random-volumes.ts';

const seeds = Array.from({ length: 12 }, (_, i) => i + 1);

it.each(seeds)('carries the requests of random volumes %d out', async (seed) => {
  const text = randomVolumes(seed);
  const run = await runOf(text, { seed });
  for (const { completed, lost } of run.streams) {
    expect(completed + lost, text).toBe(requestsEach);
  }
  const mayLose = /transport = Udp/u.test(text) || /(?:fail|flap) box\[0\]\.ebs /u.test(text);
  if (!mayLose) expect(run.streams.map(({ lost }) => lost), text).toEqual([0, 0, 0]);
  expect(await runOf(text, { seed })).toEqual(run);
});
