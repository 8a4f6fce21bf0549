/** Cores that guests share: how many fit, and on which cores each may run. */
import { expect, it } from 'vitest';
import { guestSubject, lscpu } from '#views';
import { checkText, problemsOf, worldOf } from '../support/check-text.ts';

/** Two sockets of four cores with two threads each; two cores and 4 GiB are the domain's. */
const host = (sharing: string): string => `use aws
host box {
  socket s[2] { architecture = x86  cores = 4  threadsPerCore = 2  memory = 16 GiB }
  link s[0] -- s[1] : Qpi
  hypervisor h : Xen on s { managementCores = 2  managementMemory = 4 GiB  cpuSharing = ${sharing} }
}
instance type Small {
  vcpus = 2  threadsPerCore = 2  memory = 1 GiB  architectures = x86  hypervisor = xen
}
`;
const coresOf = async (text: string): Promise<readonly string[]> =>
  (await worldOf(text)).placements.map(({ instance, cores }) =>
    `${instance}: ${cores.map((c) => `${c.socket} ${c.first}+${c.count}`).join(', ')}`);

it('sells each core once where vCPUs have threads of their own', async () => {
  expect(await problemsOf(`${host('dedicated')}instance web[6] : Small on box`)).toEqual([]);
  expect(await problemsOf(`${host('dedicated')}instance web[7] : Small on box`))
    .toEqual(['placement/no-cores 10']);
});

it('lets vCPUs be more than threads where they take turns, and memory never', async () => {
  expect(await problemsOf(`${host('shared')}instance web[28] : Small on box`)).toEqual([]);
  const { problems } = await checkText(`${host('shared')}instance web[29] : Small on box`);
  expect(problems.map((p) => p.message)).toEqual([
    "'web[28]' needs 1 GiB of memory, but 'box' has 0 B of 28 GiB free.",
  ]);
});

it('lets a guest run on all cores that are sold, whichever socket it was placed on', async () => {
  expect(await coresOf(`${host('shared')}instance web[2] : Small on box.s[1]`)).toEqual([
    'web[0]: box.s[0] 1+3, box.s[1] 1+3', 'web[1]: box.s[0] 1+3, box.s[1] 1+3',
  ]);
});

it('shows a guest the cores of its vCPUs only, however many it may run on', async () => {
  const world = await worldOf(`${host('shared')}instance web : Small on box`);
  const subject = guestSubject(world, 'web');
  if (subject === null) throw new Error('it was placed');
  expect(subject.packages.map(({ cores }) => cores)).toEqual([1]);
  expect(lscpu(subject)).toMatch(/CPU\(s\): +2\n/u);
});

it('keeps a pinned guest on the cores of its threads, counted over those that are sold', async () => {
  const pinned = (thread: number, vcpus = 2): string =>
    `${host('shared')}instance web : Small on box { pinnedCore = ${thread}  vcpus = ${vcpus} }`;
  expect(await coresOf(pinned(0))).toEqual(['web: box.s[0] 1+1']);
  expect(await coresOf(pinned(1))).toEqual(['web: box.s[0] 1+2']);
  expect(await coresOf(pinned(5))).toEqual(['web: box.s[0] 3+1, box.s[1] 1+1']);
  expect(await coresOf(pinned(10))).toEqual(['web: box.s[1] 3+1']);
  expect(await coresOf(pinned(0, 12))).toEqual(['web: box.s[0] 1+3, box.s[1] 1+3']);
  expect(await problemsOf(pinned(11))).toEqual(['placement/pinned-core 10']);
  expect(await problemsOf(pinned(1, 12))).toEqual(['placement/pinned-core 10']);
});

it('says that a weight or a pin means nothing on metal and where cores are not shared', async () => {
  const web = 'instance web : Small on box { weight = 512  pinnedCore = 0 }';
  expect(await problemsOf(`${host('shared')}${web}`)).toEqual([]);
  expect(await problemsOf(`${host('dedicated')}${web}`))
    .toEqual(['placement/not-shared 10', 'placement/not-shared 10']);
  // A domain without cores of its own shares those of the guests.
  const bare = host('dedicated').replace('managementCores = 2', 'managementCores = 0');
  expect(await problemsOf(`${bare}${web}`)).toEqual(['placement/domain-without-cores 5']);
  const { problems } = await checkText('use aws\nhost box : I3MetalHost\n'
    + 'instance db : i3.metal on box { weight = 512 }');
  expect(problems.map((p) => p.code)).toEqual(['placement/not-shared']);
});

it('leaves a machine alone that metal has, shared hypervisor or not', async () => {
  const metal = 'instance whole : Small on box { metal = yes  hypervisor = none  vcpus = 16  memory = 32 GiB }\n';
  expect(await problemsOf(`${host('shared')}${metal}instance web : Small on box`))
    .toContain('placement/metal-shared 11');
  expect(await coresOf(`${host('shared')}${metal}`)).toEqual(['whole: box.s[0] 0+4, box.s[1] 0+4']);
});
