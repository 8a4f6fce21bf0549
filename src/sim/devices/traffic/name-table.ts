/**
 * Names that are looked up by their bytes, so that a line of a file is compared without becoming
 * a text. Not case-blind: ids are not.
 */
import { utf8Bytes } from '#base';

/** FNV-1a, which spreads names that differ in their last letter. */
const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

const hashOf = (bytes: Uint8Array, start: number, end: number): number => {
  let hash = offsetBasis;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, prime);
  return hash;
};

export class NameTable {
  readonly names: readonly string[];
  private readonly bytes: readonly Uint8Array[];
  private readonly byHash = new Map<number, number[]>();

  /** @param names each of them once */
  constructor(names: readonly string[]) {
    this.names = names;
    this.bytes = names.map((name) => utf8Bytes(name));
    this.bytes.forEach((one, i) => {
      const hash = hashOf(one, 0, one.length);
      const known = this.byHash.get(hash);
      if (known === undefined) this.byHash.set(hash, [i]);
      else known.push(i);
    });
  }

  /** The place of a name among all; −1: it is none of them. */
  find(bytes: Uint8Array, start: number, end: number): number {
    for (const i of this.byHash.get(hashOf(bytes, start, end)) ?? []) {
      const name = this.bytes[i]!;
      let k = 0;
      while (k < name.length && name[k] === bytes[start + k]) k++;
      if (k === name.length && start + k === end) return i;
    }
    return -1;
  }
}
