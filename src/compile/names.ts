/**
 * Who is named what across the `use` closure: types, elements, links and scenarios. Reports names
 * that clash or hide. Not the references to them. Keeps true: the order of declarations and of
 * files decides nothing but which of two equal names is shown first.
 */
import { compareIds, comparePaths, nearest } from '#base';
import { isKindName, KIND_NAMES, type KindName, TYPED_KINDS } from '#kinds';
import type { Spec, SpecFile } from '#spec';
import type {
  Assigned, Declaration, LinkDeclaration, Names, ScenarioEntry, TypeEntry,
} from './draft.ts';
import { closureOf, meetingOf } from './closure.ts';
import type { Problems } from './problems.ts';
import { sameJson } from './same-json.ts';

/** Words of the language that name no element. */
const RESERVED: ReadonlySet<string> = new Set([
  ...KIND_NAMES, 'type', 'use', 'as', 'vary', 'at', 'expect', 'in', 'from', 'to', 'on', 'for',
  'of', 'when', 'and', 'within',
]);
const NAME_SHAPE = /^[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*$/u;

/** Something that takes a name in one of the three spaces: types, things, scenarios. */
interface Claim {
  readonly name: string;
  readonly file: number;
  readonly catalogue: boolean;
  readonly pointer: string;
}

export const reportUnknownKind = (kind: string, pointer: string, problems: Problems): void => {
  const near = nearest(kind, KIND_NAMES);
  problems.report('text/unknown-kind', `${pointer}/kind`, { kind, nearest: near }, {
    fixes: near.map((text) => ({
      title: `Change to '${text}'`,
      edits: [{ at: `${pointer}/kind`, action: 'replace', text }],
    })),
  });
};

/** Checks a name by itself; a reserved or misshapen one is still used. */
export const checkName = (name: string, pointer: string, problems: Problems): void => {
  const at = `${pointer}/name`;
  if (RESERVED.has(name)) {
    problems.report('text/reserved-name', at, { name }, {
      fixes: [{
        title: `Rename to '${name}1'`, edits: [{ at, action: 'replace', text: `${name}1` }],
      }],
    });
  } else if (!NAME_SHAPE.test(name)) {
    const text = name.normalize('NFD').replaceAll(/\p{M}+/gu, '').replaceAll(/[^A-Za-z0-9_]+/gu, '-').replaceAll(/^[-0-9]+|-+$/gu, '');
    problems.report('text/name-shape', at, { name }, {
      fixes: text === '' ? [] : [{
        title: `Rename to '${text}'`, edits: [{ at, action: 'replace', text }],
      }],
    });
  }
};

const free = (name: string, taken: (name: string) => boolean): string => {
  for (let i = 2; ; i++) if (!taken(`${name}${i}`)) return `${name}${i}`;
};

/** Reports claims of one name in one space, and returns the ones that count. */
const settle = <C extends Claim>(
  claims: readonly C[], spec: Spec, closures: readonly ReadonlySet<number>[],
  taken: (name: string) => boolean, problems: Problems,
): readonly C[] => {
  const users = claims.filter((c) => !c.catalogue);
  const others = claims.filter((c) => c.catalogue);
  const first = users[0];
  if (first === undefined) return others;
  for (const hidden of others.slice(0, 1)) {
    const file = spec.files[hidden.file]?.name ?? '';
    problems.report('name/hides-catalogue', `${first.pointer}/name`, { name: first.name, file }, {
      related: [{ at: `${hidden.pointer}/name`, message: 'The one of the catalogue.' }],
    });
  }
  const files = new Set(users.map((u) => u.file));
  for (const file of files) {
    const [kept, ...again] = users.filter((u) => u.file === file);
    for (const claim of again) {
      const text = free(claim.name, taken);
      problems.report('name/duplicate', `${claim.pointer}/name`, { name: claim.name }, {
        related: kept === undefined ? [] : [{ at: `${kept.pointer}/name`, message: 'The first one.' }],
        fixes: [{
          title: `Rename to '${text}'`,
          edits: [{ at: `${claim.pointer}/name`, action: 'replace', text }],
        }],
      });
    }
  }
  if (files.size > 1) reportClash(users, spec, closures, problems);
  return users;
};

const reportClash = (
  users: readonly Claim[], spec: Spec, closures: readonly ReadonlySet<number>[],
  problems: Problems,
): void => {
  const files = [...new Set(users.map((u) => u.file))];
  const place = meetingOf(files, spec, closures);
  const own = users.find((u) => u.file === place.file);
  const name = users[0]?.name ?? '';
  const at = own === undefined ? place.use : `${own.pointer}/name`;
  const names = files.map((f) => spec.files[f]?.name ?? '');
  problems.report('name/clash', at, { name, files: names.sort(compareIds) }, {
    related: users
      .filter((u) => u !== own)
      .map((u) => ({ at: `${u.pointer}/name`, message: `'${name}' is declared here.` })),
  });
};

const byName = <C extends Claim>(claims: readonly C[]): ReadonlyMap<string, C[]> => {
  const map = new Map<string, C[]>();
  for (const claim of claims) {
    const list = map.get(claim.name);
    if (list === undefined) map.set(claim.name, [claim]);
    else list.push(claim);
  }
  return map;
};

const settled = <C extends Claim>(
  claims: readonly C[], spec: Spec, closures: readonly ReadonlySet<number>[], problems: Problems,
): Map<string, C> => {
  const groups = byName(claims);
  const result = new Map<string, C>();
  for (const [name, list] of groups) {
    const taken = (other: string): boolean => groups.has(other);
    const valid = list.length === 1 ? list : settle(list, spec, closures, taken, problems);
    if (valid[0] !== undefined) result.set(name, valid[0]);
  }
  return result;
};

interface Collected {
  readonly types: TypeEntry[];
  readonly declared: (readonly (Declaration | null)[])[];
  readonly elements: Declaration[];
  readonly links: LinkDeclaration[];
  readonly assignments: Assigned[];
  readonly scenarios: ScenarioEntry[];
}

interface Written {
  readonly spec: object;
  readonly pointer: string;
}

/** The earlier object for what says the same at the same place, else a new one. */
const keptOr = <W extends Written>(
  earlier: W | null | undefined, spec: object, pointer: string, make: () => W,
): W => earlier?.pointer === pointer && sameJson(earlier.spec, spec) ? earlier : make();

const collectTypes = (
  spec: Spec, into: Collected, earlier: Names | null, problems: Problems,
): void => {
  for (const [f, file] of spec.files.entries()) {
    for (const [i, type] of file.types.entries()) {
      const pointer = `/files/${f}/types/${i}`;
      const known = isKindName(type.kind) && TYPED_KINDS.includes(type.kind);
      const kind: KindName | null = known && isKindName(type.kind) ? type.kind : null;
      if (kind === null) reportUnknownKind(type.kind, pointer, problems);
      into.types.push(keptOr(earlier?.typeEntries[into.types.length], type, pointer, () => ({
        spec: type, name: type.name, kind, file: f, catalogue: file.catalogue, pointer, chain: [],
      })));
    }
  }
};

/** The declarations of one file, at their places. */
const collectElements = (
  file: SpecFile, f: number, earlier: Names | null, problems: Problems,
): readonly (Declaration | null)[] => {
  const before = earlier?.declared[f];
  return file.elements.map((element, i): Declaration | null => {
    const { name, kind } = element;
    const pointer = before?.[i]?.pointer ?? `/files/${f}/elements/${i}`;
    if (!isKindName(kind)) {
      reportUnknownKind(kind, pointer, problems);
      return null;
    }
    checkName(name, pointer, problems);
    return keptOr(before?.[i], element, pointer, () => ({
      spec: element, kind, name, pointer, file: f, catalogue: file.catalogue,
    }));
  });
};

const collect = (spec: Spec, earlier: Names | null, problems: Problems): Collected => {
  const into: Collected = {
    types: [], declared: [], elements: [], links: [], assignments: [], scenarios: [],
  };
  collectTypes(spec, into, earlier, problems);
  for (const [f, file] of spec.files.entries()) {
    const { catalogue } = file;
    const declared = collectElements(file, f, earlier, problems);
    into.declared.push(declared);
    for (const declaration of declared) if (declaration !== null) into.elements.push(declaration);
    for (const [i, link] of file.links.entries()) {
      const pointer = `/files/${f}/links/${i}`;
      into.links.push(keptOr(earlier?.links[into.links.length], link, pointer, () => ({
        spec: link, pointer, file: f, catalogue,
      })));
    }
    for (const [i, assignment] of file.assignments.entries()) {
      const pointer = `/files/${f}/assignments/${i}`;
      const before = earlier?.assignments[into.assignments.length];
      into.assignments.push(keptOr(before, assignment, pointer, () => ({
        spec: assignment, pointer, file: f,
      })));
    }
    for (const [i, scenario] of file.scenarios.entries()) {
      const pointer = `/files/${f}/scenarios/${i}`;
      checkName(scenario.name, pointer, problems);
      into.scenarios.push({ spec: scenario, name: scenario.name, pointer, file: f });
    }
  }
  return into;
};

/** Reports what is used and is not there; whether all of it is. */
const checkUses = (spec: Spec, problems: Problems): boolean => {
  const before = problems.errors();
  for (const [f, file] of spec.files.entries()) {
    for (const [i, use] of file.uses.entries()) {
      const at = `/files/${f}/uses/${i}`;
      if (use.catalogue && use.file !== null) continue;
      if (use.catalogue) problems.report('file/unknown-catalogue', at, { name: use.target });
      else if (/^[/\\]|^[A-Za-z]:|\\|:\/\//u.test(use.target)) {
        problems.report('file/not-relative', at, { file: use.target });
      } else if (use.file === null) {
        problems.report('file/use-missing', at, { file: use.target });
      }
    }
  }
  return problems.errors() === before;
};

/**
 * All names of the closure, after reporting what is wrong with them. What says the same as it did
 * earlier at the same place is the same object.
 */
export const namesOf = (spec: Spec, earlier: Names | null, problems: Problems): Names => {
  const complete = checkUses(spec, problems);
  const closures = closureOf(spec);
  const found = collect(spec, earlier, problems);
  const types = settled(found.types, spec, closures, problems);
  const catalogueTypes = new Map(
    found.types.filter((t) => t.catalogue).map((t) => [t.name, t]),
  );
  const things: (Claim & { declaration: Declaration | null })[] = [
    ...found.elements.map((e) => ({
      name: e.name, file: e.file, catalogue: e.catalogue, pointer: e.pointer, declaration: e,
    })),
    ...found.links.flatMap((l) => l.spec.name === undefined ? [] : [{
      name: l.spec.name, file: l.file, catalogue: l.catalogue, pointer: l.pointer,
      declaration: null,
    }]),
  ];
  const kept = settled(things, spec, closures, problems);
  const scenarios = settled(
    found.scenarios.map((s) => ({ ...s, catalogue: false })), spec, closures, problems,
  );
  return {
    typeEntries: found.types,
    declared: found.declared,
    types,
    catalogueTypes,
    elements: [...kept.values()]
      .flatMap((t) => t.declaration === null ? [] : [t.declaration])
      .sort((left, right) => comparePaths(left.name, right.name)),
    links: found.links,
    assignments: found.assignments,
    scenarios,
    complete,
  };
};
