/**
 * What each generation sells of its board, as published: the whole of it fits, and one vCPU or one
 * byte more does not. The boards are those of the catalogue.
 */
import { expect, it } from 'vitest';
import { checkText } from '../support/check-text.ts';

const GIB = 1024 * 1024 * 1024;

const codesOn = async (host: string, instances: string): Promise<readonly string[]> => {
  const { problems } = await checkText(`use aws\nhost box : ${host}\n${instances}`);
  return problems.filter((p) => p.severity === 'error').map((p) => p.code);
};

/** The largest virtual type of a host, and what all of its board is. */
const WHOLE = [
  ['C3Host', 'c3.8xlarge', 32, 60],
  ['C4Host', 'c4.8xlarge', 36, 60],
  ['I3Host', 'i3.16xlarge', 64, 488],
  ['C5Host', 'c5.18xlarge', 72, 144],
] as const;

it.each(WHOLE)('%s sells %s with %d vCPUs, and nothing beside it', async (host, type, vcpus, gib) => {
  const { ir } = await checkText(`use aws\nhost box : ${host}\ninstance all : ${type} on box`);
  const world = ir?.worlds[0];
  const [machine] = world?.machines ?? [];
  const element = world?.elements.find((e) => e.id === 'all');
  expect(element?.properties).toMatchObject({ vcpus, memoryBytes: gib * GIB });
  expect(machine?.coresSellable).toBe(vcpus / 2);
  expect(machine?.memorySellableBytes).toBeGreaterThanOrEqual(gib * GIB);
  // A vCPU more is a core more, whether of the same instance or of another.
  expect(await codesOn(host, `instance all : ${type} on box { vcpus = ${vcpus + 1} }`))
    .toEqual(['placement/no-cores']);
  expect(await codesOn(host, `instance all : ${type} on box { memory = 1 GiB }\n`
    + `instance one : ${type} on box { vcpus = 1  memory = 1 GiB  disks = 0 }`))
    .toEqual(['placement/no-cores']);
});

it('sells all memory of an I3 and a C5 board that there is to sell, and not a byte more', async () => {
  for (const [host, type, gib] of [['I3Host', 'i3.16xlarge', 488], ['C5Host', 'c5.18xlarge', 144]] as const) {
    const bytes = gib * GIB;
    expect(await codesOn(host, `instance all : ${type} on box { memory = ${bytes} B }`)).toEqual([]);
    expect(await codesOn(host, `instance all : ${type} on box { memory = ${bytes + 1} B }`))
      .toEqual(['placement/no-memory']);
  }
});

it('gives i3.metal the 72 threads and 512 GiB of the board whose 64 and 488 are sold virtually', async () => {
  expect(await codesOn('I3MetalHost', 'instance all : i3.metal on box')).toEqual([]);
  const { ir } = await checkText('use aws\nhost box : I3MetalHost\ninstance all : i3.metal on box');
  const element = ir?.worlds[0]?.elements.find((e) => e.id === 'all');
  expect(element?.properties).toMatchObject({ vcpus: 72, memoryBytes: 512 * GIB });
  for (const more of ['vcpus = 73', 'memory = 513 GiB']) {
    expect(await codesOn('I3MetalHost', `instance all : i3.metal on box { ${more} }`))
      .toEqual(['placement/metal-size']);
  }
});
