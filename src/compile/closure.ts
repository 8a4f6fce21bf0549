/**
 * Which files a file uses, directly and through others, and where two files first meet.
 * Cycles of `use` are legal. Keeps true: the answer does not depend on the order of files.
 */
import { compareIds } from '#base';
import type { Spec } from '#spec';

/** For each file, itself and all that it uses. */
export const closureOf = (spec: Spec): readonly ReadonlySet<number>[] =>
  spec.files.map((_, start) => {
    const seen = new Set([start]);
    for (const file of seen) {
      for (const use of spec.files[file]?.uses ?? []) if (use.file !== null) seen.add(use.file);
    }
    return seen;
  });

export interface Meeting {
  readonly file: number;
  /** Pointer of the `use` that brings in the last of them. */
  readonly use: string;
}

/**
 * The file that brings declarations of these files together: the smallest closure that holds two
 * of them. Of equal ones (a cycle) one that declares the name, then the first by name.
 */
export const meetingOf = (
  declaring: readonly number[], spec: Spec, closures: readonly ReadonlySet<number>[],
): Meeting => {
  const rank = (file: number): readonly [number, number, string] => [
    closures[file]?.size ?? 0, declaring.includes(file) ? 0 : 1, spec.files[file]?.name ?? '',
  ];
  const meets = [...closures.keys()].filter(
    (file) => declaring.filter((d) => closures[file]?.has(d) === true).length > 1,
  );
  meets.sort((left, right) => {
    const [a, b, c] = rank(left);
    const [x, y, z] = rank(right);
    return a - x || b - y || compareIds(c, z);
  });
  const file = meets[0] ?? spec.main;
  const uses = spec.files[file]?.uses ?? [];
  let last = 0;
  for (const [i, use] of uses.entries()) {
    const { file: target } = use;
    if (target !== null && declaring.some((d) => closures[target]?.has(d) === true)) last = i;
  }
  return { file, use: `/files/${file}/uses/${last}` };
};
