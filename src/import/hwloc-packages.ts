/**
 * Finds the processor packages of an hwloc topology, version 1 or 2: cores, threads, caches and
 * memory. Not the text made from them. Keeps true: a core, a thread and a byte of memory is counted
 * once, wherever in the tree it stands.
 */
import type { ImportError, ImportNote } from './types.ts';
import type { XmlElement } from './xml.ts';

export interface Package {
  readonly architecture: 'arm64' | 'x86';
  readonly vendor: string | null;
  readonly model: string | null;
  readonly cores: number;
  readonly threadsPerCore: number;
  readonly memoryBytes: number;
  /** Properties of a socket with their size, nearest the core first. */
  readonly caches: readonly (readonly [string, number])[];
}

export interface Packages {
  readonly packages: readonly Package[];
  /** Memory stands beside the packages and was shared out equally. */
  readonly sharedMemory: boolean;
}

/** Elements below one, itself included; `stopAt` are not entered, but given. */
const below = (
  top: XmlElement, stopAt: (element: XmlElement) => boolean = () => false,
): XmlElement[] => {
  const all: XmlElement[] = [];
  const waiting = [top];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    all.push(here);
    if (here !== top && stopAt(here)) continue;
    for (const child of here.children.toReversed()) waiting.push(child);
  }
  return all;
};

const typeOf = (element: XmlElement): string =>
  element.name === 'object' ? (element.attributes.get('type') ?? '') : '';

const isPackage = (element: XmlElement): boolean => ['Package', 'Socket'].includes(typeOf(element));

const byteMax = Number.MAX_SAFE_INTEGER;

const bytes = (element: XmlElement, attribute: string): number => {
  const text = element.attributes.get(attribute) ?? '';
  const found = /^[0-9]{1,16}$/u.test(text) ? Number(text) : 0;
  return found <= byteMax ? found : 0;
};

const infoOf = (elements: readonly XmlElement[], name: string): string | null => {
  for (const element of elements) {
    for (const child of element.children) {
      if (child.name !== 'info' || child.attributes.get('name') !== name) continue;
      const value = child.attributes.get('value')?.trim() ?? '';
      if (value !== '') return value;
    }
  }
  return null;
};

const ARCHITECTURES: Readonly<Record<string, Package['architecture']>> = {
  x86_64: 'x86', i686: 'x86', i386: 'x86', amd64: 'x86', aarch64: 'arm64', arm64: 'arm64',
};

/** Who makes processors of one architecture only: enough to tell it where the file does not. */
const ARCHITECTURE_OF_VENDOR: Readonly<Record<string, Package['architecture']>> = {
  GenuineIntel: 'x86', AuthenticAMD: 'x86', HygonGenuine: 'x86',
};

const architectureOf = (all: readonly XmlElement[]): Package['architecture'] | null => {
  const told = infoOf(all, 'Architecture');
  if (told !== null) {
    return Object.hasOwn(ARCHITECTURES, told) ? (ARCHITECTURES[told] ?? null) : null;
  }
  const vendor = infoOf(all, 'CPUVendor') ?? '';
  const known = Object.hasOwn(ARCHITECTURE_OF_VENDOR, vendor);
  return known ? (ARCHITECTURE_OF_VENDOR[vendor] ?? null) : null;
};

const VENDORS: Readonly<Record<string, string>> = { GenuineIntel: 'Intel', AuthenticAMD: 'AMD' };

const nameOfVendor = (vendor: string): string =>
  (Object.hasOwn(VENDORS, vendor) ? (VENDORS[vendor] ?? vendor) : vendor);

const memoryBelow = (elements: readonly XmlElement[]): number =>
  elements.reduce((sum, element) => sum + bytes(element, 'local_memory'), 0);

/** `level2` of an `L2Cache`, or of a `Cache` with depth 2 as version 1 writes it. */
const cacheProperty = (element: XmlElement): string | null => {
  const match = /^L([123])(i?)Cache$/u.exec(typeOf(element));
  const old = typeOf(element) === 'Cache';
  const level = old ? element.attributes.get('depth') : match?.[1];
  if (level === undefined) return null;
  const instruction = match?.[2] === 'i' || element.attributes.get('cache_type') === '2';
  if (level === '1') return instruction ? 'level1Instruction' : 'level1Data';
  return ['2', '3'].includes(level) && !instruction ? `level${level}` : null;
};

const CACHES = ['level1Data', 'level1Instruction', 'level2', 'level3'];

/** Size of one cache of each level; the last level counts all of the package's together. */
const cachesOf = (elements: readonly XmlElement[]): Package['caches'] => {
  const found = new Map<string, number>();
  for (const element of elements) {
    const property = cacheProperty(element);
    const size = bytes(element, 'cache_size');
    if (property === null || size === 0) continue;
    const before = found.get(property) ?? 0;
    found.set(property, property === 'level3' ? before + size : Math.max(before, size));
  }
  return CACHES.flatMap((property) => {
    const size = found.get(property);
    return size === undefined ? [] : [[property, size] as const];
  });
};

const error = (code: ImportError['code'], message: string): ImportError => ({
  code, at: 'the topology', message,
});

/** The packages of a topology, or why there are none. */
export const packagesOf = (root: XmlElement): Packages | ImportError => {
  const all = below(root);
  const tops = all.filter(isPackage);
  const machine = all.find((element) => typeOf(element) === 'Machine');
  if (machine === undefined) return error('topology/not-hwloc', 'It has no object of type Machine.');
  const places = tops.length > 0 ? tops : [machine];
  const architecture = architectureOf(all);
  if (architecture === null) {
    const told = infoOf(all, 'Architecture') ?? infoOf(all, 'CPUVendor') ?? '';
    return error('topology/incomplete', `The architecture ${JSON.stringify(told)} is not known.`);
  }
  const inside = memoryBelow(places.flatMap((place) => below(place)));
  // Memory that stands above or beside the packages, as version 1 and single nodes have it.
  const outside = tops.length > 0 ? memoryBelow(all) - inside : 0;
  const packages: Package[] = [];
  for (const place of places) {
    const elements = below(place, (element) => isPackage(element));
    const cores = elements.filter((element) => typeOf(element) === 'Core').length;
    const threads = elements.filter((element) => typeOf(element) === 'PU').length;
    const memoryBytes = memoryBelow(elements) + Math.floor(outside / places.length);
    if (threads === 0) return error('topology/no-processor', 'A package has no processing unit.');
    if (memoryBytes === 0) return error('topology/incomplete', 'No memory is told of.');
    const vendor = infoOf([place, machine], 'CPUVendor');
    packages.push({
      architecture,
      vendor: vendor === null ? null : nameOfVendor(vendor),
      model: infoOf([place, machine], 'CPUModel'),
      cores: cores === 0 ? threads : cores,
      threadsPerCore: cores === 0 ? 1 : Math.max(1, Math.floor(threads / cores)),
      memoryBytes,
      caches: cachesOf(elements),
    });
  }
  return { packages, sharedMemory: outside > 0 && places.length > 1 };
};

/** What was assumed about memory. */
export const memoryNotesOf = (found: Packages, name: string): readonly ImportNote[] =>
  found.sharedMemory
    ? [{
      what: 'assumed', of: name, field: 'local_memory',
      message: 'Memory stands beside the packages in the file; it is shared out equally.',
    }]
    : [];
