/**
 * Properties that may be said and that nothing reads: a list that is kept by hand, so that a
 * property is not written into specs for years without an effect and without anybody's knowing.
 * Names are looked for in the sources of those who read, not whose they are there: a name that
 * means something of several kinds counts as read when one of them is.
 */
import { expect, it } from 'vitest';
import { irKey } from '#ir';
import { KIND_NAMES, kindRow, type KindName } from '#kinds';
import { read, repositoryFiles } from './repository.ts';

/** They describe an instance type or a part for people, and are compared with public lists. */
const described: Partial<Record<KindName, readonly string[]>> = {
  hypervisor: ['design'],
  machine: ['internalStorage'],
  instance: [
    'currentGeneration', 'addressesPerInterface', 'flexibleEnaQueues',
    'bandwidthWeightings', 'encryptionInTransit', 'ebsOptimized', 'ebsCards', 'ebsEncryption',
    'diskSize', 'diskMedia', 'diskNvme', 'bootModes', 'enclaves', 'tpm', 'rootDevices',
    'placementGroups', 'accelerators',
  ],
};

/** Who hands properties on does not read them: tables, schemas, words about mistakes, arrays. */
const passing =
  /^src\/(kinds|ir|import|diagnostics)\/|^src\/compile\/expand\.ts$|\/(catalog|generated|reference)\//;
const comments = /\/\*[\s\S]*?\*\/|(?<=\s)\/\/.*$/gm;

function wordsOfReaders(): ReadonlySet<string> {
  const files = repositoryFiles().filter((path) =>
    /^(src|language-server|extension)\/.*\.tsx?$/.test(path) && !passing.test(path));
  return new Set(files.flatMap((path) =>
    read(path).replace(comments, '').match(/[A-Za-z_$][\w$]*/g) ?? []));
}

/** Its name stands in the table alone: a kind makes as many children as it says. */
const counts = (kind: KindName, name: string): boolean =>
  kindRow(kind).generates.some(({ countedBy }) => countedBy === name);

const named = (list: Partial<Record<KindName, readonly string[]>>): readonly string[] =>
  Object.entries(list).flatMap(([kind, names]) => names.map((name) => `${kind}.${name}`));

it('reads every property that is not on the list of those nothing reads', () => {
  const words = wordsOfReaders();
  const unread = KIND_NAMES.flatMap((kind) => Object.entries(kindRow(kind).properties)
    .filter(([name, { value }]) => !counts(kind, name) && !words.has(irKey(name, value)))
    .map(([name]) => `${kind}.${name}`));
  expect([...unread].sort()).toEqual([...named(described)].sort());
});

it('knows a property that nobody reads from one that somebody does', () => {
  const words = wordsOfReaders();
  expect(words.has('memoryBandwidthBitsPerSecond')).toBe(true);
  expect(words.has('encryptionInTransit')).toBe(false);
});
