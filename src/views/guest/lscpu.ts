/**
 * `lscpu` inside an instance. Keeps true: counts are those of the instance, clock and caches those
 * of its socket; a line whose figure the model does not have is left out.
 */
import type { GuestSubject } from './subject.ts';

type Row = readonly [string, string];

const KIB = 1024;

/** `64 KiB (1 instance)`: the sum over all instances, then how many. */
function cacheText(bytesEach: number, instances: number): string {
  const all = bytesEach * instances;
  const [unit, size] = all >= KIB * KIB ? (['MiB', KIB * KIB] as const) : (['KiB', KIB] as const);
  const amount = all / size;
  const text = Number.isInteger(amount) ? String(amount) : amount.toFixed(1);
  return `${text} ${unit} (${instances} ${instances === 1 ? 'instance' : 'instances'})`;
}

const VENDORS: { readonly [vendor: string]: string } = {
  Intel: 'GenuineIntel', AMD: 'AuthenticAMD',
};

/** `0-3,8-11` as `0-15`: a package's processors follow each other here. */
const listText = (first: number, count: number): string =>
  count === 1 ? String(first) : `${first}-${first + count - 1}`;

function cacheRows(subject: GuestSubject, cores: number): readonly Row[] {
  const { processor, packages } = subject;
  const caches: readonly (readonly [string, number | null, number])[] = [
    ['L1d', processor.level1DataBytes, cores],
    ['L1i', processor.level1InstructionBytes, cores],
    ['L2', processor.level2Bytes, cores],
    ['L3', processor.level3Bytes, packages.length],
  ];
  const known = caches.flatMap(([name, bytes, count]): readonly Row[] =>
    bytes === null ? [] : [[`  ${name}:`, cacheText(bytes, count)]]);
  return known.length === 0 ? [] : [['Caches (sum of all):', ''], ...known];
}

function nodeRows(subject: GuestSubject): readonly Row[] {
  let first = 0;
  const rows = subject.packages.map((each, index): Row => {
    const count = each.cores * subject.threadsPerCore;
    const row: Row = [`  NUMA node${index} CPU(s):`, listText(first, count)];
    first += count;
    return row;
  });
  return [['NUMA:', ''], ['  NUMA node(s):', String(subject.packages.length)], ...rows];
}

function virtualRows(subject: GuestSubject): readonly Row[] {
  if (!subject.hasHypervisor) return [];
  return [
    ['Virtualization features:', ''],
    ['  Hypervisor vendor:', subject.isXen ? 'Xen' : 'KVM'],
    ['  Virtualization type:', 'full'],
  ];
}

export function lscpu(subject: GuestSubject): string {
  const { processor, threadsPerCore, packages } = subject;
  const cores = packages.reduce((sum, each) => sum + each.cores, 0);
  const processors = cores * threadsPerCore;
  const isArm = processor.architecture === 'arm64';
  const vendor = processor.vendor === null
    ? [] : [['Vendor ID:', isArm ? 'ARM' : (VENDORS[processor.vendor] ?? processor.vendor)] as Row];
  const model = isArm ? (processor.microarchitecture ?? processor.model) : processor.model;
  const clock = processor.clockHertz;
  const rows: readonly Row[] = [
    ['Architecture:', isArm ? 'aarch64' : 'x86_64'],
    ['  CPU op-mode(s):', isArm ? '32-bit, 64-bit' : '32-bit, 64-bit'],
    ['  Byte Order:', 'Little Endian'],
    ['CPU(s):', String(processors)],
    ['  On-line CPU(s) list:', listText(0, processors)],
    ...vendor,
    ...(model === null ? [] : [['  Model name:', isArm ? model.replaceAll(' ', '-') : model] as Row]),
    ['    Thread(s) per core:', String(threadsPerCore)],
    ['    Core(s) per socket:', String(packages[0]?.cores ?? 0)],
    ['    Socket(s):', String(packages.length)],
    ...(clock === null ? [] : [['    CPU MHz:', (clock / 1e6).toFixed(3)] as Row]),
    ...virtualRows(subject),
    ...cacheRows(subject, cores),
    ...nodeRows(subject),
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) =>
    `${value === '' ? name : `${name.padEnd(width)}${value}`}\n`).join('');
}
