/**
 * What the API says twice: sums and products that must agree, and words too vague to be numbers.
 * Not about the language. Keeps true: a disagreement is a note, and the text keeps what the table
 * of fields reads; nothing is repaired by guessing.
 */
import { at, isObject, type JsonObject, numberAt, objectsAt, textAt } from './json.ts';
import type { ImportNote } from './types.ts';

type Note = Omit<ImportNote, 'of'>;

const note = (what: Note['what'], field: string, message: string): Note => ({ what, field, message });

const disagree = (field: string, said: number, derived: number, from: string): readonly Note[] =>
  said === derived
    ? []
    : [note('contradiction', field, `It says ${said}, but ${from} give ${derived}.`)];

const bits = 8;
/** The API rounds megabytes to two decimals. */
const roundingMax = 0.005_001;

/** Megabytes a second against megabits a second, which are the same thing twice. */
const throughput = (type: JsonObject, which: 'Baseline' | 'Maximum'): readonly Note[] => {
  const info = 'EbsInfo.EbsOptimizedInfo';
  const megabytes = numberAt(type, `${info}.${which}ThroughputInMBps`);
  const megabits = numberAt(type, `${info}.${which}BandwidthInMbps`);
  if (megabytes === null || megabits === null) return [];
  if (Math.abs(megabytes - megabits / bits) <= roundingMax) return [];
  return disagree(`${info}.${which}ThroughputInMBps`, megabytes, megabits / bits, 'megabits');
};

const peakBelowBaseline = (type: JsonObject): readonly Note[] => {
  const notes: Note[] = [];
  for (const card of objectsAt(type, 'NetworkInfo.NetworkCards')) {
    const baseline = numberAt(card, 'BaselineBandwidthInGbps');
    const peak = numberAt(card, 'PeakBandwidthInGbps');
    if (baseline === null || peak === null || baseline <= peak) continue;
    const field = 'NetworkInfo.NetworkCards[].PeakBandwidthInGbps';
    notes.push(note('contradiction', field, `Peak ${peak} is below baseline ${baseline}.`));
  }
  return notes;
};

const STATED = /^(?:Up to )?(?:(\d{1,3})x )?(\d{1,6}(?:\.\d{1,6})?) Gigabit$/u;

/** `Up to 25 Gigabit` and `4x 100 Gigabit` as numbers; null for words such as `Moderate`. */
export const statedGigabits = (type: JsonObject): number | null => {
  const match = STATED.exec(textAt(type, 'NetworkInfo.NetworkPerformance') ?? '');
  return match === null ? null : Number(match[1] ?? '1') * Number(match[2]);
};

/** The API cuts decimals off what it states, so a hundredth is no contradiction. */
const cutMax = 0.01;

/** Cards whose sum is above the stated rate by more than this share one line rate. */
export const sharedFactor = 1 + cutMax;

/** What is stated of the whole type against its cards' peaks. */
const statedRate = (type: JsonObject): readonly Note[] => {
  const found = objectsAt(type, 'NetworkInfo.NetworkCards');
  const whole = statedGigabits(type);
  if (whole === null || found.length === 0) return [];
  const sum = found.reduce((all, card) => all + (numberAt(card, 'PeakBandwidthInGbps') ?? 0), 0);
  if (Math.abs(sum - whole) <= whole * cutMax) return [];
  const taken = found.length > 1 && sum > whole ? 'what is stated' : 'what the cards say';
  const message = `It states ${whole} Gbps, its cards give ${sum}; the text has ${taken}.`;
  return [note('contradiction', 'NetworkInfo.NetworkPerformance', message)];
};

const cards = (type: JsonObject): readonly Note[] => {
  const found = objectsAt(type, 'NetworkInfo.NetworkCards');
  const stated = numberAt(type, 'NetworkInfo.MaximumNetworkCards');
  const field = 'NetworkInfo.NetworkCards[]';
  const notes: Note[] = [];
  if (stated !== null && found.length > 0) {
    notes.push(...disagree('NetworkInfo.MaximumNetworkCards', stated, found.length, 'cards'));
  }
  const rates = new Set(found.map((card) => numberAt(card, 'BaselineBandwidthInGbps')));
  if (rates.size > 1) {
    const all = [...rates].map(String).join(', ');
    notes.push(note('uneven', field, `Cards differ (${all} Gbps); the text has their sum.`));
  }
  return [...notes, ...statedRate(type), ...peakBelowBaseline(type)];
};

/** EBS rates that are kept up, against those that credits allow. */
const ebsPeaks = (type: JsonObject): readonly Note[] => {
  const info = 'EbsInfo.EbsOptimizedInfo';
  return ['BandwidthInMbps', 'Iops'].flatMap((what) => {
    const baseline = numberAt(type, `${info}.Baseline${what}`);
    const peak = numberAt(type, `${info}.Maximum${what}`);
    if (baseline === null || peak === null || baseline <= peak) return [];
    const message = `Peak ${peak} is below baseline ${baseline}.`;
    return [note('contradiction', `${info}.Maximum${what}`, message)];
  });
};

const disks = (type: JsonObject): readonly Note[] => {
  const found = objectsAt(type, 'InstanceStorageInfo.Disks');
  const total = numberAt(type, 'InstanceStorageInfo.TotalSizeInGB');
  const sizes = found.map((disk) => numberAt(disk, 'SizeInGB') ?? 0);
  const notes: Note[] = [];
  if (new Set(sizes).size > 1) {
    const message = `Drives differ (${sizes.join(', ')} GB); the text has the first size.`;
    notes.push(note('uneven', 'InstanceStorageInfo.Disks[]', message));
  }
  if (total !== null) {
    const sum = found.reduce((all, disk, i) => all + (numberAt(disk, 'Count') ?? 0) * (sizes[i] ?? 0), 0);
    notes.push(...disagree('InstanceStorageInfo.TotalSizeInGB', total, sum, 'drives'));
  }
  const supported = at(type, 'InstanceStorageSupported');
  if (typeof supported === 'boolean' && supported !== found.length > 0) {
    const message = `It says ${String(supported)}, but ${found.length} kinds of drive are listed.`;
    notes.push(note('contradiction', 'InstanceStorageSupported', message));
  }
  return notes;
};

/** Network performance in words, such as `Moderate`, where other types say gigabits. */
const vague = (type: JsonObject): readonly Note[] => {
  const field = 'NetworkInfo.NetworkPerformance';
  const said = textAt(type, field);
  if (said === null || /[0-9]/u.test(said)) return [];
  return [note('vague', field, `${JSON.stringify(said)} is no number; the cards' rates are taken.`)];
};

const cores = (type: JsonObject): readonly Note[] => {
  const info = at(type, 'VCpuInfo');
  if (!isObject(info)) return [];
  const [vcpus, found, threads] = ['DefaultVCpus', 'DefaultCores', 'DefaultThreadsPerCore'].map(
    (key) => numberAt(info, key),
  );
  if (vcpus == null || found == null || threads == null) return [];
  return disagree('VCpuInfo.DefaultVCpus', vcpus, found * threads, 'cores and threads');
};

/** All that one description says against itself. */
export const checkDescription = (type: JsonObject): readonly Note[] => [
  ...cores(type),
  ...cards(type),
  ...vague(type),
  ...throughput(type, 'Baseline'),
  ...throughput(type, 'Maximum'),
  ...ebsPeaks(type),
  ...disks(type),
];

const derived = 'It follows from what the text says.';
const operational = 'How the service runs it, not what it is.';
const detail = 'No simulation or check asks for it.';

/** Fields that are known and not in the text. */
export const NOT_CARRIED: Readonly<Record<string, string>> = {
  InstanceStorageSupported: derived,
  'InstanceStorageInfo.TotalSizeInGB': derived,
  'EbsInfo.EbsOptimizedInfo.BaselineThroughputInMBps': derived,
  'EbsInfo.EbsOptimizedInfo.MaximumThroughputInMBps': derived,
  'NetworkInfo.NetworkPerformance': derived,
  'NetworkInfo.NetworkCards[].NetworkPerformance': derived,
  'NetworkInfo.NetworkCards[].NetworkCardIndex': derived,
  'NetworkInfo.DefaultNetworkCardIndex': detail,
  'NetworkInfo.NetworkCards[].MaximumNetworkInterfaces': detail,
  'NetworkInfo.NetworkCards[].AdditionalFlexibleNetworkInterfaces': detail,
  'NetworkInfo.NetworkCards[].MaximumEnaQueueCount': detail,
  'NetworkInfo.Ipv6AddressesPerInterface': detail,
  'NetworkInfo.Ipv6Supported': detail,
  'NitroTpmInfo.SupportedVersions[]': detail,
  'VCpuInfo.ValidCores[]': detail,
  'VCpuInfo.ValidThreadsPerCore[]': detail,
  AutoRecoverySupported: operational,
  BurstablePerformanceSupported: operational,
  DedicatedHostsSupported: operational,
  FreeTierEligible: operational,
  HibernationSupported: operational,
  PhcSupport: operational,
  RebootMigrationSupport: operational,
  'SupportedUsageClasses[]': operational,
};

/** Families of fields of which the text keeps a summary. */
export const SUMMARIZED: Readonly<Record<string, string>> = {
  'EbsInfo.EbsCards[]': 'The text has how many cards there are, and the rates of all together.',
  GpuInfo: 'The text has one line for people.',
  NeuronInfo: 'The text has one line for people.',
  FpgaInfo: 'The text has one line for people.',
  MediaAcceleratorInfo: 'The text has one line for people.',
  InferenceAcceleratorInfo: 'The text has one line for people.',
};
