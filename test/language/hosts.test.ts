/**
 * Every ready host of the catalogue with the largest instance that is sold on it: it compiles
 * without a word of complaint, and the stage of offload that history gives it comes out of the
 * topology, which never names it.
 */
import { expect, it } from 'vitest';
import { importInstanceTypes } from '#import';
import { Headless } from '#language';
import { describedTypes, WITHOUT_EVIDENCE } from '../support/shared.ts';

const headless = new Headless({ read: () => Promise.resolve(undefined) });

const check = async (text: string) => {
  const checked = await headless.check('file:///test.nitro', { text });
  if (checked === undefined) throw new Error('the text was given');
  const problems = checked.problems.map(({ code, message }) => `${code}: ${message}`);
  return { problems, ir: checked.ir };
};

const HOSTS = [
  ['SoftwareHost', 'm1.xlarge', 'h', 'software', ['domain', 'domain', 'domain']],
  ['C3Host', 'c3.8xlarge', 'h', 'network', ['function', 'domain', 'domain']],
  ['I2Host', 'i2.8xlarge', 'h', 'network', ['function', 'domain', 'domain']],
  ['C4Host', 'c4.8xlarge', 'h', 'volumes', ['function', 'domain', null]],
  ['X1Host', 'x1.32xlarge', 'h', 'networkAdapter', ['function', 'domain', 'domain']],
  ['I3Host', 'i3.16xlarge', 'h', 'drives', ['function', 'function', 'function']],
  ['C5Host', 'c5.18xlarge', 'h', 'full', ['function', 'function', null]],
  ['I4iHost', 'i4i.32xlarge', 'h', 'full', ['function', 'function', 'function']],
  ['Graviton3Host', 'c7g.16xlarge', 'h.soc[1]', 'full', ['function', 'function', null]],
  ['Graviton4Host', 'c8g.48xlarge', 'h', 'full', ['function', 'function', null]],
  ['I3MetalHost', 'i3.metal', 'h', 'metal', ['metal', 'metal', 'metal']],
  ['Mac1Host', 'mac1.metal', 'h.mini', 'metal', ['metal', 'metal', null]],
  ['Mac2Host', 'mac2.metal', 'h.mini', 'metal', ['metal', 'metal', null]],
] as const;

it.each(HOSTS)('%s carries %s on %s at stage %s', async (host, type, place, stage, exposures) => {
  const { problems, ir } = await check(
    `use aws\nhost h : ${host}\n`
      + `instance i : ${type} on ${place} { volume root : gp2 { size = 100 GiB } }\n`,
  );
  expect(problems).toEqual([]);
  const placement = ir?.worlds[0]?.placements[0];
  expect(placement?.stage).toBe(stage);
  const paths = [placement?.network, placement?.volumes, placement?.drives];
  expect(paths.map((path) => path?.exposure ?? null)).toEqual(exposures);
});

it('sells all of a host with the largest type, so that one more has no room', async () => {
  for (const [host, type, place] of HOSTS.filter(([, , , stage]) => stage !== 'software')) {
    const { problems } = await check(
      `use aws\nhost h : ${host}\n`
        + `instance i[2] : ${type} on ${place} { volume root : gp2 { size = 1 GiB } }\n`,
    );
    const full = problems.some((problem) => problem.startsWith('placement/'));
    expect(full, `${host}: ${problems.join()}`).toBe(true);
  }
});

it('gives three metal instances a socket each of a sled: three sockets are three machines', async () => {
  const { problems, ir } = await check(
    'use aws\nhost h : Graviton3Host\n'
      + 'instance i[3] : c7g.metal on h.soc { volume root : gp3 { size = 8 GiB } }\n',
  );
  expect(problems).toEqual([]);
  const machines = ir?.worlds[0]?.placements.map((one) => one.machine);
  expect(machines).toEqual(['h.soc[0]', 'h.soc[1]', 'h.soc[2]']);
});

it('says nothing about a file that only uses the catalogue', async () => {
  expect((await check('use aws\n')).problems).toEqual([]);
});

const described = describedTypes();

it.skipIf(described !== null)(`cannot compile imported types: ${WITHOUT_EVIDENCE}`, () => {
  expect(described).toBeNull();
});

it.runIf(described !== null)('compiles every tenth type of the API as it is imported', async () => {
  const tenth = described?.filter((_, i) => i % 10 === 0);
  const { text } = importInstanceTypes({ InstanceTypes: tenth });
  expect((await check(text)).problems).toEqual([]);
});
