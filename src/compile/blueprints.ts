/**
 * What all elements of one declaration have in common: their type, values, parts and links, worked
 * out once. Not what assignments from outside change: that is expand.ts.
 * Keeps true: nearer bodies win: the declaration's own, then its type, then what that extends.
 */
import type { PropertyValue } from '#ir';
import { kindRow, type KindName } from '#kinds';
import { bodyOf } from './bodies.ts';
import type {
  Blueprint, Body, Declaration, Draft, Foundation, LinkDeclaration, Source, Sources,
  TypeEntry,
} from './draft.ts';
import { tiesOf } from './ties.ts';
import { reportUnknownType, typeNamed } from './types.ts';
import { defaultsOf, type ValueContext } from './values.ts';

/** What is prepared once; what was said meanwhile counts for everyone who takes it afterwards. */
const once = <K, V extends object>(
  known: Map<K, V>, key: K, draft: Draft, make: () => V,
): V => {
  const { tied } = draft.shared;
  const before = known.get(key);
  if (before !== undefined) {
    if (tied.has(before)) draft.ties += 1;
    return before;
  }
  const ties = tiesOf(draft);
  const made = make();
  if (tiesOf(draft) !== ties) tied.add(made);
  known.set(key, made);
  return made;
};

/** The prepared body of a type, made when first asked for. */
export const typeBody = (type: TypeEntry, draft: Draft, context: ValueContext): Body =>
  once(draft.shared.typeBodies, type, draft, () => {
    const { kind } = type;
    if (kind === null) return { sources: [], overrides: [], children: [], links: [] };
    return bodyOf(type.spec.items, {
      kind, pointer: type.pointer, file: type.file, catalogue: type.catalogue, origin: 'type',
      type: type.name,
    }, context);
  });

/** The type an element names; null when it names none, or one that is wrong. */
const typeOf = (declaration: Declaration, draft: Draft): TypeEntry | null => {
  const { spec, kind, pointer } = declaration;
  const { names } = draft.shared;
  const written = spec.types[0];
  if (written === undefined) {
    if (kindRow(kind).typeRequired) {
      const known = [...names.types.values()].filter((t) => t.kind === kind).map((t) => t.name);
      // `volume gp3 { }`: what was meant as the type was taken for the name.
      const near = known.includes(spec.name)
        ? [spec.name] : draft.problems.near(spec.name, () => known);
      draft.problems.report('type/required', `${pointer}/name`, { kind, name: spec.name }, {
        fixes: near.map((text) => ({
          title: `Add ': ${text}'`,
          edits: [{
            at: `${pointer}/name`, action: 'replace', text: `${spec.name} : ${text}`,
          }],
        })),
      });
    }
    return null;
  }
  const at = `${pointer}/types/0`;
  const type = typeNamed(written, names, declaration.catalogue);
  if (type === undefined) reportUnknownType(written, kind, at, names, draft.problems);
  else if (type.kind !== null && type.kind !== kind) {
    draft.problems.report('type/wrong-kind', at, {
      name: spec.name, kind, type: written, typeKind: type.kind,
    }, {
      related: [{ at: `${type.pointer}/name`, message: `'${written}' is declared here.` }],
      fixes: [{
        title: `Change '${kind}' to '${type.kind}'`,
        edits: [{ at: `${pointer}/kind`, action: 'replace', text: type.kind }],
      }],
    });
  } else if (type.kind !== null) return type;
  return null;
};

const CLAUSE_WORDS = { type: ':', from: 'from', to: 'to', on: 'on' } as const;

const CLAUSES = ['on', 'from', 'to'] as const;

const checkClauses = (declaration: Declaration, draft: Draft): void => {
  const { spec, kind, pointer } = declaration;
  const row = kindRow(kind);
  for (const [i, clause] of spec.clauses.entries()) {
    if (spec.clauses.indexOf(clause) < i) {
      draft.problems.report('text/clause-twice', pointer, {
        clause: CLAUSE_WORDS[clause], name: spec.name,
      });
    }
  }
  for (const clause of CLAUSES) {
    if (spec[clause].length > 0 && row[clause].length === 0) {
      const allowed = CLAUSES.filter((other) => row[other].length > 0);
      draft.problems.report('text/clause-not-allowed', `${pointer}/${clause}/0`, {
        kind, clause, allowed: allowed.map((c) => `'${c}'`),
      });
    }
  }
};

const checkRow = (declaration: Declaration, draft: Draft): void => {
  const { spec, kind, pointer } = declaration;
  if (kind === 'transport' || kind === 'nand' || kind === 'link') {
    draft.problems.report('text/needs-type-word', `${pointer}/kind`, { kind, name: spec.name }, {
      fixes: [{
        title: "Add the word 'type'",
        edits: [{ at: `${pointer}/kind`, action: 'replace', text: `${kind} type` }],
      }],
    });
  }
  checkClauses(declaration, draft);
};

interface Overlay {
  readonly values: Record<string, PropertyValue>;
  readonly assumed: Set<string>;
  readonly sources: Map<string, Source>;
}

const overlay = (body: Body, onto: Overlay): void => {
  for (const source of body.sources) {
    onto.sources.set(source.property, source);
    if (source.assumed) onto.assumed.add(source.property);
    else onto.assumed.delete(source.property);
    if (source.value !== undefined) onto.values[source.key] = source.value;
  }
};

interface Parts {
  readonly children: Map<string, Declaration>;
  readonly links: LinkDeclaration[];
}

const addParts = (body: Body, owner: string, into: Parts, draft: Draft): void => {
  for (const child of body.children) {
    const inherited = into.children.get(child.name);
    if (inherited === undefined) into.children.set(child.name, child);
    else {
      draft.problems.report('type/child-again', `${child.pointer}/name`, {
        name: child.name, type: owner, inherited: 'the type it extends',
      }, {
        related: [{ at: `${inherited.pointer}/name`, message: 'It is declared here.' }],
        fixes: [{
          title: `Rename to '${child.name}2'`,
          edits: [{ at: `${child.pointer}/name`, action: 'replace', text: `${child.name}2` }],
        }],
      });
    }
  }
  into.links.push(...body.links);
};

/** What a type gives to all its elements, worked out once however many declarations name it. */
const foundationOf = (
  kind: KindName, type: TypeEntry | null, draft: Draft, context: ValueContext,
): Foundation => {
  const make = (): Foundation => newFoundation(kind, type?.chain ?? [], draft, context);
  return type === null ? make() : once(draft.shared.foundations, type, draft, make);
};

const newFoundation = (
  kind: KindName, chain: readonly TypeEntry[], draft: Draft, context: ValueContext,
): Foundation => {
  const bodies = chain.map((t) => typeBody(t, draft, context));
  const defaults = defaultsOf(kind);
  const into: Overlay = {
    values: { ...defaults.values }, assumed: new Set(defaults.assumed), sources: new Map(),
  };
  const parts: Parts = { children: new Map(), links: [] };
  for (let i = bodies.length - 1; i >= 0; i--) {
    const body = bodies[i];
    if (body === undefined) continue;
    overlay(body, into);
    addParts(body, chain[i]?.name ?? '', parts, draft);
  }
  return {
    values: into.values, assumed: [...into.assumed], sources: into.sources,
    dynamic: [...into.sources.values()].filter((s) => s.dynamic !== null),
    children: parts.children, childList: [...parts.children.values()],
    links: parts.links, bodies, typeNames: chain.map((t) => t.name),
  };
};

/** The few assignments of a declaration over the many of its type, which are not copied. */
class Layered implements Sources {
  private readonly own: readonly Source[];
  private readonly below: Sources;

  constructor(own: readonly Source[], below: Sources) {
    this.own = own;
    this.below = below;
  }

  get(property: string): Source | undefined {
    return this.own.find((s) => s.property === property) ?? this.below.get(property);
  }

  has(property: string): boolean {
    return this.get(property) !== undefined;
  }
}

/** What the body of a declaration changes of the foundation. */
const changed = (own: Body, foundation: Foundation): Pick<
  Blueprint, 'values' | 'assumed' | 'sources' | 'dynamic'
> => {
  const { sources } = own;
  if (sources.length === 0) return foundation;
  const values: Record<string, PropertyValue> = { ...foundation.values };
  for (const source of sources) {
    if (source.value !== undefined) values[source.key] = source.value;
  }
  const isOwn = (property: string): boolean => sources.some((s) => s.property === property);
  const inherited = foundation.dynamic.filter((s) => !isOwn(s.property));
  const dynamic = sources.filter((s) => s.dynamic !== null);
  const { assumed } = foundation;
  const still = assumed.some(isOwn) ? assumed.filter((name) => !isOwn(name)) : assumed;
  const added = sources.filter((s) => s.assumed).map((s) => s.property);
  return {
    values,
    assumed: added.length === 0 ? still : [...still, ...added],
    sources: new Layered(sources, foundation.sources),
    dynamic: inherited.length === 0 ? dynamic : [...inherited, ...dynamic],
  };
};

/** What a declaration is made of: the parts of its type, and those it adds. */
const partsOf = (
  own: Body, name: string, foundation: Foundation, draft: Draft,
): Pick<Blueprint, 'children' | 'links'> => {
  if (own.children.length === 0) {
    const links = own.links.length === 0 ? foundation.links : [...foundation.links, ...own.links];
    return { children: foundation.childList, links };
  }
  if (foundation.childList.length === 0 && foundation.links.length === 0) return own;
  const parts: Parts = { children: new Map(foundation.children), links: [...foundation.links] };
  addParts(own, name, parts, draft);
  return { children: [...parts.children.values()], links: parts.links };
};

/** Merges the bodies of a declaration and of its type. */
const merge = (
  declaration: Declaration, type: TypeEntry | null, draft: Draft, context: ValueContext,
): Blueprint => {
  const { kind, spec, pointer, file, catalogue } = declaration;
  const foundation = foundationOf(kind, type, draft, context);
  const own = bodyOf(spec.items, {
    kind, pointer, file, catalogue, origin: 'own', type: null,
  }, context);
  const { children, links } = partsOf(own, spec.name, foundation, draft);
  const { values, assumed, sources, dynamic } = changed(own, foundation);
  return {
    declaration, kind, type, typeNames: foundation.typeNames, values, assumed, sources, dynamic,
    children, links, bodies: [own, ...foundation.bodies],
  };
};

/** What a type gives to whoever names it as a value, such as the transport of a flow. */
export const typeValuesOf = (
  kind: KindName, name: string, draft: Draft, context: ValueContext,
): Pick<Foundation, 'values' | 'assumed' | 'typeNames'> | null => {
  const type = typeNamed(name, draft.shared.names, false);
  return type?.kind === kind ? foundationOf(kind, type, draft, context) : null;
};

/** The blueprint of a declaration, made when first asked for. */
export const blueprintOf = (
  declaration: Declaration, draft: Draft, context: ValueContext,
): Blueprint => once(draft.shared.blueprints, declaration, draft, () => {
  checkRow(declaration, draft);
  return merge(declaration, typeOf(declaration, draft), draft, context);
});

/** The blueprint of a link; its type is one word after the colon. */
export const linkBlueprintOf = (
  link: LinkDeclaration, draft: Draft, context: ValueContext,
): Blueprint => once(draft.shared.linkBlueprints, link, draft, () => newLinkBlueprint(
  link, draft, context,
));

const newLinkBlueprint = (
  link: LinkDeclaration, draft: Draft, context: ValueContext,
): Blueprint => {
  const { spec, pointer, file, catalogue } = link;
  const declaration: Declaration = {
    kind: 'link', name: spec.name ?? 'link', pointer, file, catalogue,
    spec: {
      is: 'element', kind: 'link', name: spec.name ?? 'link',
      types: spec.type === undefined ? [] : [spec.type],
      from: [], to: [], on: [], clauses: [], items: spec.items,
    },
  };
  const { names } = draft.shared;
  const found = spec.type === undefined ? undefined : typeNamed(spec.type, names, catalogue);
  const at = `${pointer}/type`;
  if (spec.type !== undefined && found === undefined) {
    reportUnknownType(spec.type, 'link', at, names, draft.problems);
  } else if (found?.kind != null && found.kind !== 'link') {
    draft.problems.report('type/wrong-kind', at, {
      name: declaration.name, kind: 'link', type: found.name, typeKind: found.kind,
    });
  }
  return merge(declaration, found?.kind === 'link' ? found : null, draft, context);
};

/** Checks the body of a type that nothing uses, so that its mistakes show before its first use. */
export const checkType = (type: TypeEntry, draft: Draft, context: ValueContext): void => {
  const body = typeBody(type, draft, context);
  if (type.kind !== null) foundationOf(type.kind, type, draft, context);
  for (const child of body.children) {
    if (child.spec.types[0] !== undefined || child.spec.items.length > 0) {
      blueprintOf(child, draft, context);
    }
  }
};
