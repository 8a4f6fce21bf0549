/**
 * Numbers of the IR in words of a picture: `384 GiB`, `30 Gbps`, `web[0..3]`. Not the language's
 * own units, which read as well as write. Keeps true: a reader sees at most three digits that matter.
 */
import { comparePaths, sorted } from '#base';

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimal = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const rates = ['bps', 'Kbps', 'Mbps', 'Gbps', 'Tbps', 'Pbps'];

function scaled(value: number, step: number, units: readonly string[]): string {
  let left = value;
  let index = 0;
  while (left >= step && index < units.length - 1) {
    left /= step;
    index++;
  }
  const digits = left >= 100 || Number.isInteger(left) ? 0 : left >= 10 ? 1 : 2;
  const text = left.toFixed(digits).replace(/\.0+$|(\.\d*[1-9])0+$/, '$1');
  return `${text} ${units[index] ?? ''}`;
}

/** Memory and volumes: powers of 1024. */
export const formatBytes = (bytes: number): string => scaled(bytes, 1024, binary);

/** Drives are sold by powers of 1000. */
export const formatCapacity = (bytes: number): string => scaled(bytes, 1000, decimal);

export const formatRate = (bitsPerSecond: number): string => scaled(bitsPerSecond, 1000, rates);

/** Thousands parted by commas. */
export function formatCount(count: number): string {
  const digits = String(Math.round(count));
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

const indexed = /^(.*)\[(\d+)\]$/;

/** `web[3]` is member 3 of `web`; a plain name is its own. */
export function arrayOf(id: string): { readonly base: string; readonly index: number | null } {
  const match = indexed.exec(id);
  if (match === null) return { base: id, index: null };
  return { base: match[1] ?? id, index: Number(match[2]) };
}

/** `web[0..3]`, `web[0..1, 4]`; members of several arrays are parted by commas. */
export function rangeName(ids: readonly string[]): string {
  const byBase = new Map<string, number[]>();
  for (const id of sorted(ids, comparePaths)) {
    const { base, index } = arrayOf(id);
    const held = byBase.get(base) ?? [];
    byBase.set(base, held);
    if (index !== null) held.push(index);
  }
  return [...byBase].map(([base, indices]) => (
    indices.length === 0 ? base : `${base}[${runs(indices).join(', ')}]`
  )).join(', ');
}

function runs(indices: readonly number[]): string[] {
  const found: string[] = [];
  let from = 0;
  for (let i = 1; i <= indices.length; i++) {
    if (i < indices.length && indices[i] === (indices[i - 1] ?? 0) + 1) continue;
    const first = String(indices[from]);
    const last = String(indices[i - 1]);
    found.push(first === last ? first : `${first}..${last}`);
    from = i;
  }
  return found;
}

/** The last part of a path: `sled[0].soc[1]` is `soc[1]` inside its host. */
export function localName(id: string, parent: string | null): string {
  return parent !== null && id.startsWith(`${parent}.`) ? id.slice(parent.length + 1) : id;
}
