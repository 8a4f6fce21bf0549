/**
 * Types: what each extends, and looking one up. Reports cycles and extensions across kinds.
 * Keeps true: every chain is finite, and the catalogue's own types never see a user's.
 */
import type { KindName } from '#kinds';
import type { Names, TypeEntry } from './draft.ts';
import type { Problems } from './problems.ts';

/** The type a name means where it is written; the catalogue means its own. */
export const typeNamed = (
  name: string, names: Names, fromCatalogue: boolean,
): TypeEntry | undefined =>
  (fromCatalogue ? names.catalogueTypes.get(name) : undefined) ?? names.types.get(name);

const typesOf = (kind: KindName, names: Names): readonly string[] => {
  const known: string[] = [];
  for (const type of names.types.values()) if (type.kind === kind) known.push(type.name);
  return known;
};

/** Reports a name that no type of the kind has, unless the file that has it may be missing. */
export const reportUnknownType = (
  name: string, kind: KindName, at: string, names: Names, problems: Problems,
): void => {
  if (!names.complete) return;
  const near = problems.near(name, () => typesOf(kind, names));
  const isWord = !name.includes('.');
  const file = /^\/files\/(\d+)\//u.exec(at)?.[1] ?? '0';
  problems.report('name/unknown-type', at, { name, kind, nearest: near }, {
    fixes: [
      ...near.map((text) => ({
        title: `Change to '${text}'`,
        edits: [{ at, action: 'replace' as const, text }],
        ...(near.length === 1 ? { preferred: true } : {}),
      })),
      ...(near.length === 0 && names.catalogueTypes.size === 0 ? [{
        title: "Add 'use aws'",
        edits: [{ at: `/files/${file}`, action: 'before' as const, text: 'use aws' }],
      }] : []),
      // A dotted name that is nearly one of the catalogue's is a slip, not a type to come.
      ...(isWord || near.length === 0 ? [{
        title: `Create ${kind} type '${name}'`,
        edits: [{
          at: `/files/${file}`, action: 'inside' as const,
          text: `${kind} type ${isWord ? name : JSON.stringify(name)} {\n}`,
        }],
      }] : []),
    ],
  });
};

const extend = (type: TypeEntry, names: Names, problems: Problems): readonly TypeEntry[] => {
  const chain: TypeEntry[] = [type];
  for (let last = type; last.spec.base !== undefined;) {
    const base = typeNamed(last.spec.base, names, last.catalogue);
    if (base === undefined || base.kind !== last.kind) return chain;
    if (base === type) {
      const cycle = [...chain.map((t) => t.name), type.name];
      problems.report('type/cycle', `${type.pointer}/base`, { name: type.name, chain: cycle });
      return [type];
    }
    // A cycle further up is reported at its own members.
    if (chain.includes(base)) return chain;
    chain.push(base);
    last = base;
  }
  return chain;
};

/** Fills in the chain of every type. */
export const linkTypes = (names: Names, problems: Problems): void => {
  const all = new Set([...names.types.values(), ...names.catalogueTypes.values()]);
  for (const type of all) {
    const base = type.spec.base;
    if (base !== undefined && type.kind !== null) {
      const found = typeNamed(base, names, type.catalogue);
      if (found === undefined) {
        reportUnknownType(base, type.kind, `${type.pointer}/base`, names, problems);
      } else if (found.kind !== null && found.kind !== type.kind) {
        problems.report('type/other-kind', `${type.pointer}/base`, {
          name: type.name, kind: type.kind, base, baseKind: found.kind,
        });
      }
    }
    type.chain = extend(type, names, problems);
  }
};
