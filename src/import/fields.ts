/**
 * Which field of `describe-instance-types` is which property of an instance type: one table, read
 * by the importer and by the test that compares the catalogue with the API.
 * Not the walk over the types. Keeps true: a row gives the property as text of the language, so
 * that both readers compare the same words and numbers.
 */
import type { Kinds } from '#kinds';
import { sharedFactor, statedGigabits } from './checks.ts';
import { at, type JsonObject, numberAt, objectsAt, shown, textAt } from './json.ts';
import { memoryText, operationsText, quoted, rateText } from './text.ts';

export type InstanceProperty = keyof Kinds['instance']['properties'];

export type Reading =
  | { readonly is: 'value'; readonly text: string }
  /** Not there, and that is how the API says no. */
  | { readonly is: 'none' }
  /** Not there, though other types have it. */
  | { readonly is: 'missing' }
  | { readonly is: 'unreadable'; readonly found: string };

export interface FieldRow {
  /** As the API names it. */
  readonly field: string;
  readonly property: InstanceProperty;
  readonly read: (type: JsonObject) => Reading;
}

const value = (text: string): Reading => ({ is: 'value', text });
const none: Reading = { is: 'none' };
const missing: Reading = { is: 'missing' };
const unreadable = (found: unknown): Reading => ({ is: 'unreadable', found: shown(found) });

type Absent = typeof none | typeof missing;

const row = (
  property: InstanceProperty,
  field: string,
  read: (type: JsonObject, field: string) => Reading,
): FieldRow => ({ field, property, read: (type) => read(type, field) });

const number =
  (write: (found: number) => string | null, absent: Absent = missing) =>
  (type: JsonObject, field: string): Reading => {
    const raw = at(type, field);
    if (raw === undefined || raw === null) return absent;
    const found = numberAt(type, field);
    const text = found === null ? null : write(found);
    return text === null ? unreadable(raw) : value(text);
  };

const whole = (found: number): string | null =>
  (Number.isSafeInteger(found) ? String(found) : null);
const wholly = (write: (found: number) => string) => (found: number): string | null =>
  Number.isSafeInteger(found) ? write(found) : null;


const slack = 1e-3;

/** A decimal times a power of ten as the whole number it must be; null if digits would be lost. */
const scaled = (found: number, factor: number): number | null => {
  const near = Math.round(found * factor);
  return Number.isSafeInteger(near) && Math.abs(found * factor - near) < slack ? near : null;
};

const count = number(whole);
const countIfAny = number(whole, none);
const operations = number(wholly(operationsText));
const megabits = number((found) => {
  const kilobits = scaled(found, 1e3);
  return kilobits === null ? null : rateText(kilobits);
});
const gigahertz = number((found) => `${found} GHz`);

const flag = (type: JsonObject, field: string): Reading => {
  const found = at(type, field);
  if (found === undefined) return missing;
  return typeof found === 'boolean' ? value(found ? 'yes' : 'no') : unreadable(found);
};

type Words = Readonly<Record<string, string>>;

const wordFor = (words: Words, found: unknown): string | undefined =>
  typeof found === 'string' && Object.hasOwn(words, found) ? words[found] : undefined;

const word = (words: Words, absent: Absent = missing) => (
  type: JsonObject, field: string,
): Reading => {
  const found = at(type, field);
  if (found === undefined) return absent;
  const known = wordFor(words, found);
  return known === undefined ? unreadable(found) : value(known);
};

const list = (words: Words, absent: Absent = missing) => (
  type: JsonObject, field: string,
): Reading => {
  const found = at(type, field);
  if (found === undefined) return absent;
  if (!Array.isArray(found) || found.length === 0) return unreadable(found);
  const known: string[] = [];
  for (const element of found as readonly unknown[]) {
    const here = wordFor(words, element);
    if (here === undefined) return unreadable(element);
    if (!known.includes(here)) known.push(here);
  }
  return value(known.length === 1 ? (known[0] ?? '') : `[${known.join(', ')}]`);
};

const text = (type: JsonObject, field: string): Reading => {
  const found = at(type, field);
  if (found === undefined) return missing;
  return typeof found === 'string' ? value(quoted(found)) : unreadable(found);
};

const YES_NO: Words = { supported: 'yes', unsupported: 'no' };
const SAME = (...words: readonly string[]): Words => Object.fromEntries(words.map((w) => [w, w]));
const SUPPORT = SAME('required', 'supported', 'unsupported');

const CARDS = 'NetworkInfo.NetworkCards';
const DISKS = 'InstanceStorageInfo.Disks';

/**
 * All cards together; the API counts in gigabits with decimals, we in whole kilobits. Of some types
 * with several cards it gives each card the rate of them all: then what it states of the whole type
 * holds, and `checkDescription` notes it.
 */
const cardSum = (key: string) => (type: JsonObject): Reading => {
  const cards = objectsAt(type, CARDS);
  if (cards.length === 0) return missing;
  let kilobits = 0;
  for (const card of cards) {
    const gigabits = numberAt(card, key);
    if (gigabits === null) return at(card, key) === undefined ? missing : unreadable(at(card, key));
    const here = scaled(gigabits, 1e6);
    if (here === null) return unreadable(gigabits);
    kilobits += here;
  }
  const stated = statedGigabits(type);
  const whole = cards.length > 1 && stated !== null ? scaled(stated, 1e6) : null;
  const shared = whole !== null && whole * sharedFactor < kilobits;
  return value(rateText(shared ? whole : kilobits));
};

const firstCard = (key: string, absent: Absent) => (type: JsonObject): Reading => {
  const card = objectsAt(type, CARDS)[0];
  return card === undefined ? absent : number(whole, absent)(card, key);
};

/** Cores are said only where they are not vCPUs divided by threads. */
const cores = (type: JsonObject, field: string): Reading => {
  const found = numberAt(type, field);
  const threads = numberAt(type, 'VCpuInfo.DefaultThreadsPerCore');
  const vcpus = numberAt(type, 'VCpuInfo.DefaultVCpus');
  if (found === null) return at(type, field) === undefined ? none : unreadable(at(type, field));
  return threads !== null && found * threads === vcpus ? none : count(type, field);
};

const hypervisor = (type: JsonObject, field: string): Reading =>
  at(type, 'BareMetal') === true ? value('none') : word(SAME('nitro', 'xen'))(type, field);

const disks = (type: JsonObject): Reading => {
  const found = objectsAt(type, DISKS);
  if (found.length === 0) return value('0');
  let all = 0;
  for (const disk of found) {
    const here = numberAt(disk, 'Count');
    if (here === null || !Number.isSafeInteger(here)) return unreadable(at(disk, 'Count'));
    all += here;
  }
  return value(String(all));
};

const firstDisk = (read: (disk: JsonObject) => Reading) => (type: JsonObject): Reading => {
  const disk = objectsAt(type, DISKS)[0];
  return disk === undefined ? none : read(disk);
};

const diskSize = firstDisk((disk) => number(wholly((n) => `${n} GB`))(disk, 'SizeInGB'));
const diskMedia = firstDisk((disk) => word({ ssd: 'flash', hdd: 'disk' })(disk, 'Type'));

const memoryOf = (device: JsonObject): string => {
  const mebibytes = numberAt(device, 'MemoryInfo.SizeInMiB');
  return mebibytes === null ? '' : `, ${mebibytes} MiB each`;
};

const deviceText = (device: JsonObject, maker: string | null): string => {
  const counted = numberAt(device, 'Count') ?? 1;
  // A slice of a device counts as none of it; its share says more.
  const many = counted === 0 ? (numberAt(device, 'GpuPartitionSize') ?? 0) : counted;
  const name = [maker, textAt(device, 'Name')].filter((part) => part !== null).join(' ');
  return `${many} x ${name}${memoryOf(device)}`;
};

const accelerators = (type: JsonObject): Reading => {
  const made = (path: string): readonly string[] =>
    objectsAt(type, path).map((device) => deviceText(device, textAt(device, 'Manufacturer')));
  const neuron = objectsAt(type, 'NeuronInfo.NeuronDevices').map((d) => deviceText(d, 'AWS'));
  const all = [
    ...made('GpuInfo.Gpus'),
    ...neuron,
    ...made('FpgaInfo.Fpgas'),
    ...made('MediaAcceleratorInfo.Accelerators'),
    // The same chips once more, by an older name, where Neuron devices are listed.
    ...(neuron.length > 0 ? [] : made('InferenceAcceleratorInfo.Accelerators')),
  ];
  return all.length === 0 ? none : value(quoted(all.join('; ')));
};

const EBS = 'EbsInfo.EbsOptimizedInfo';

/** In the order of the kinds table. */
export const FIELDS: readonly FieldRow[] = [
  row('vcpus', 'VCpuInfo.DefaultVCpus', count),
  row('threadsPerCore', 'VCpuInfo.DefaultThreadsPerCore', count),
  row('cores', 'VCpuInfo.DefaultCores', cores),
  row('memory', 'MemoryInfo.SizeInMiB', number(wholly(memoryText))),
  row('architectures', 'ProcessorInfo.SupportedArchitectures', list({
    arm64: 'arm64', x86_64: 'x86', i386: 'i386', arm64_mac: 'armMac', x86_64_mac: 'x86Mac',
  })),
  row('vendor', 'ProcessorInfo.Manufacturer', text),
  row('processorFeatures', 'ProcessorInfo.SupportedFeatures', list({
    'amd-sev-snp': 'sevSnp', 'nested-virtualization': 'nestedVirtualization',
  }, none)),
  row('clock', 'ProcessorInfo.SustainedClockSpeedInGhz', gigahertz),
  row('hypervisor', 'Hypervisor', hypervisor),
  row('metal', 'BareMetal', flag),
  row('currentGeneration', 'CurrentGeneration', flag),
  row('virtualizationTypes', 'SupportedVirtualizationTypes', list(SAME('hvm', 'paravirtual'))),
  row('networkBaseline', `${CARDS}[].BaselineBandwidthInGbps`, cardSum('BaselineBandwidthInGbps')),
  row('networkPeak', `${CARDS}[].PeakBandwidthInGbps`, cardSum('PeakBandwidthInGbps')),
  row('networkCards', 'NetworkInfo.MaximumNetworkCards', count),
  row('maximumInterfaces', 'NetworkInfo.MaximumNetworkInterfaces', count),
  row('addressesPerInterface', 'NetworkInfo.Ipv4AddressesPerInterface', count),
  row('ena', 'NetworkInfo.EnaSupport', word(SUPPORT)),
  row('enaQueues', `${CARDS}[].DefaultEnaQueueCountPerInterface`,
    firstCard('DefaultEnaQueueCountPerInterface', missing)),
  row('maximumEnaQueues', `${CARDS}[].MaximumEnaQueueCountPerInterface`,
    firstCard('MaximumEnaQueueCountPerInterface', none)),
  row('flexibleEnaQueues', 'NetworkInfo.FlexibleEnaQueuesSupport', word(YES_NO)),
  row('enaExpress', 'NetworkInfo.EnaSrdSupported', flag),
  row('efa', 'NetworkInfo.EfaSupported', flag),
  row('efaInterfaces', 'NetworkInfo.EfaInfo.MaximumEfaInterfaces', countIfAny),
  row('bandwidthWeightings', 'NetworkInfo.BandwidthWeightings', list({
    default: 'default', 'vpc-1': 'vpc1', 'ebs-1': 'ebs1',
  }, none)),
  row('encryptionInTransit', 'NetworkInfo.EncryptionInTransitSupported', flag),
  row('ebsNvme', 'EbsInfo.NvmeSupport', word(SUPPORT)),
  row('ebsOptimized', 'EbsInfo.EbsOptimizedSupport', word(SAME(
    'default', 'supported', 'unsupported',
  ))),
  row('ebsBaselineRate', `${EBS}.BaselineBandwidthInMbps`, megabits),
  row('ebsPeakRate', `${EBS}.MaximumBandwidthInMbps`, megabits),
  row('ebsBaselineIops', `${EBS}.BaselineIops`, operations),
  row('ebsPeakIops', `${EBS}.MaximumIops`, operations),
  row('maximumAttachments', 'EbsInfo.MaximumEbsAttachments', count),
  row('attachmentLimit', 'EbsInfo.AttachmentLimitType', word(SAME('shared', 'dedicated'))),
  row('ebsCards', 'EbsInfo.MaximumEbsCards', countIfAny),
  row('ebsEncryption', 'EbsInfo.EncryptionSupport', word(SAME('supported', 'unsupported'))),
  row('disks', `${DISKS}[].Count`, disks),
  row('diskSize', `${DISKS}[].SizeInGB`, diskSize),
  row('diskMedia', `${DISKS}[].Type`, diskMedia),
  row('diskNvme', 'InstanceStorageInfo.NvmeSupport', word(SUPPORT, none)),
  row('diskEncryption', 'InstanceStorageInfo.EncryptionSupport',
    word(SAME('required', 'unsupported'), none)),
  row('bootModes', 'SupportedBootModes', list({ 'legacy-bios': 'legacyBios', uefi: 'uefi' })),
  row('enclaves', 'NitroEnclavesSupport', word(YES_NO)),
  row('tpm', 'NitroTpmSupport', word(YES_NO)),
  row('rootDevices', 'SupportedRootDeviceTypes', list({
    ebs: 'ebs', 'instance-store': 'instanceStore',
  })),
  row('placementGroups', 'PlacementGroupInfo.SupportedStrategies', list(SAME(
    'cluster', 'partition', 'spread',
  ))),
  row('accelerators', 'GpuInfo, NeuronInfo, FpgaInfo, MediaAcceleratorInfo', accelerators),
];
