/**
 * Ids as a reader wants them: several as one range, and without the name of what they are in.
 * Not the language's own paths, which are read as well as written. Keeps true: no id is lost in a
 * range.
 */
import { comparePaths, sorted } from '#base';

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

/** `web[0, 3 … 21]`: the first, the second and the last run of a long list of one array. */
export function shortRange(ids: readonly string[]): string {
  const whole = rangeName(ids);
  const match = /^([^[\]]*)\[([^[\]]*)\]$/.exec(whole);
  const parts = match?.[2]?.split(', ') ?? [];
  if (parts.length < 4) return whole;
  return `${match?.[1] ?? ''}[${parts.slice(0, 2).join(', ')} … ${parts.at(-1) ?? ''}]`;
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
