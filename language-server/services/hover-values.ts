/**
 * Values of an element as hover prints them: resolved, in useful units, with their origin; and what
 * was derived of an instance: its machine, its I/O paths, its offload stage, its last run.
 */
import type { IoPath, OffloadStage, PropertyValue } from '#ir';
import type { ResolvedProperty } from '#compile';
import { IR_SUFFIX } from '#ir';
import { printQuantity, type Dimension } from '#kinds';
import type { CompiledModel } from './compiled.ts';
import { usefulText } from './describe.ts';
import type { ResultsStore } from './results-store.ts';

export const STAGE_WORDS: { readonly [S in OffloadStage]: string } = {
  software: 'all device models in software',
  network: 'network offloaded (as C3)',
  volumes: 'network and volumes offloaded (as C4)',
  networkAdapter: 'network adapter offloaded (as X1)',
  drives: 'local drives offloaded too (as I3)',
  full: 'everything offloaded (as C5)',
  metal: 'bare metal',
};

const ORIGIN_WORDS: { readonly [O in ResolvedProperty['origin']]: string } = {
  default: 'default', type: 'type', own: 'own', outer: 'from the body around it', file: 'this file',
  scenario: 'scenario', vary: 'vary', set: 'command line', derived: 'derived',
};

/** `rateBitsPerSecond` as its dimension, by the unit in its name. */
const dimensionOf = (key: string): Dimension | null => {
  for (const [dimension, suffix] of Object.entries(IR_SUFFIX)) {
    if (suffix !== '' && key.endsWith(suffix)) return dimension as Dimension;
  }
  return null;
};

const valueText = (key: string, value: PropertyValue, written: string): string => {
  const dimension = dimensionOf(key);
  if (typeof value !== 'number' || dimension === null) return written;
  const useful = usefulText(value, dimension);
  return useful === written || useful.startsWith(`${written} = `) ? useful : `${written} = ${useful}`;
};

const originText = (property: ResolvedProperty): string => {
  const assumed = property.assumed ? ', assumed' : '';
  if (property.origin === 'type' && property.type !== null) return `from ${property.type}${assumed}`;
  return `${ORIGIN_WORDS[property.origin]}${assumed}`;
};

/** `rate = 100 Gbps = 12.5 GB/s (from NitroVpc100)`. */
export const propertyLine = (property: ResolvedProperty): string =>
  `\`${property.name}\` = ${valueText(property.key, property.value, property.text)}`
  + ` *(${originText(property)})*`;

const SHOWN_MAX = 14;

/** The values that were set; defaults only say how many there are. The source comes last. */
export const elementText = (
  properties: readonly ResolvedProperty[],
  whenEmpty: string,
): string => {
  const given = properties.filter((one) =>
    one.value !== null && one.origin !== 'default' && one.name !== 'source');
  const source = properties.find((one) => one.name === 'source' && one.value !== null);
  const lines = given.slice(0, SHOWN_MAX).map((one) => `- ${propertyLine(one)}`);
  if (given.length > SHOWN_MAX) lines.push(`- and ${given.length - SHOWN_MAX} more`);
  if (lines.length === 0 && source === undefined) return whenEmpty;
  const sourceLine = typeof source?.value === 'string' ? `Source: ${source.value}` : '';
  return [lines.join('\n'), sourceLine].filter((part) => part !== '').join('\n\n');
};

/** `web[0] → nic[0] → …` with how the guest meets the device. */
const pathText = (what: string, path: IoPath | null): string => {
  if (path === null) return `- ${what}: none`;
  const stations = path.stations.map((one) => `${one.element} *(${one.role})*`).join(' → ');
  const how = path.interface === null ? path.exposure : `${path.interface}, ${path.exposure}`;
  return `- ${what}: ${stations || path.card} · ${how}`;
};

/** Where an instance or volume is and how requests travel; a machine: what is left on it. */
export const placementText = (model: CompiledModel, id: string): string => {
  const { index } = model.compiled;
  const placed = index.placementOf(id);
  if (placed !== null) {
    return [
      `On **${placed.machine}** · ${STAGE_WORDS[placed.stage]}`,
      [
        pathText('network', placed.network),
        ...placed.moreNetworks.map((path) => pathText('network', path)),
        pathText('volumes', placed.volumes), pathText('local drives', placed.drives),
      ].join('\n'),
    ].join('\n\n');
  }
  const kept = index.keptOn(id);
  if (kept !== null) {
    const hosts = kept.hosts.map((host) => `**${host}**`).join(' → ');
    return `Kept on ${hosts} · from ${kept.card} over ${kept.transport}`;
  }
  const free = index.freeOf(id);
  if (free === null) return '';
  const metal = free.metal === null ? '' : `, taken whole by ${free.metal}`;
  return `Free: ${free.cores} of ${free.coresSellable} cores, `
    + `${printQuantity(free.memoryBytes, 'size')} of `
    + `${printQuantity(free.memorySellableBytes, 'size')}${metal}`;
};

/** How an instance fared when it was last run. */
export const lifeText = (
  store: ResultsStore, uri: string, id: string, model: CompiledModel,
): string => {
  const lines = (model.ir?.scenarios ?? []).flatMap(({ name }) => {
    const results = store.scenarioOf(uri, name);
    const life = results?.variants[0]?.runs[0]?.lives.find((one) => one.instance === id);
    const boot = life?.launches[0]?.bootTicks ?? null;
    if (life === undefined || boot === null) return [];
    const picoseconds = boot * (model.ir?.tickPicoseconds ?? 1);
    const stale = store.stateOf(uri, name) === 'stale' ? ', stale' : '';
    return [`- last run of ${name}: booted in ${printQuantity(picoseconds, 'time')}${stale}`];
  });
  return lines.join('\n');
};
