/**
 * Makes the links of one model: pairs, fan-outs, ends at generated fabrics, and what a link really
 * runs at. Not the checks of a whole machine's wiring: that is wiring.ts.
 * Keeps true: the links of a model do not depend on the order in which they are declared.
 */
import { compareIds, comparePaths } from '#base';
import type { PropertyValue } from '#ir';
import type { PathSpec } from '#spec';
import { reportTwice, sourceOf } from './bodies.ts';
import { linkBlueprintOf } from './blueprints.ts';
import type { Draft, Group, LinkDeclaration, LinkDraft, Node, Sources, Values } from './draft.ts';
import { evaluate } from './expressions.ts';
import { fabricLinks } from './fabrics.ts';
import { mediumOf, speedOf } from './link-speed.ts';
import { follow } from './paths.ts';
import { countedPorts, givePorts, PORTS_MAX } from './ports.ts';
import { contextFor, type ScopeContext } from './scope.ts';
import { LINKS_MAX } from './sizes.ts';
import { tiesOf } from './ties.ts';

interface End {
  readonly node: Node;
  readonly port: number | null;
  readonly at: string;
}

const endsOfPath = (path: PathSpec, at: string, context: ScopeContext): readonly End[] | null => {
  const last = path.segments.at(-1);
  const length = path.segments.length;
  if (last?.name === 'port' && length > 1) {
    const nodes = follow(path, at, context.paths, length - 1);
    if (nodes === null) return null;
    if (nodes.every((n) => n.kind === 'switch' || n.kind === 'card')) {
      return portsOf(nodes, path, at, context);
    }
  }
  const nodes = follow(path, at, context.paths);
  return nodes === null ? null : nodes.map((node) => ({ node, port: null, at }));
};

const portsOf = (
  nodes: readonly Node[], path: PathSpec, at: string, context: ScopeContext,
): readonly End[] | null => {
  const index = path.segments.at(-1)?.index;
  const place = `${at}/segments/${path.segments.length - 1}`;
  const ends: End[] = [];
  for (const node of nodes) {
    const count = countedPorts(node) ?? PORTS_MAX;
    const low = index?.low === undefined ? 0 : evaluate(index.low, `${place}/index/low`, context)?.value;
    const high = index?.high === undefined
      ? (index?.low === undefined ? count - 1 : low)
      : evaluate(index.high, `${place}/index/high`, context)?.value;
    if (low === undefined || high === undefined) return null;
    if (high >= count || low < 0 || !Number.isInteger(low) || !Number.isInteger(high)) {
      context.problems.report('array/index-out-of-bounds', `${place}/index`, {
        path: `${node.id}.port`, index: high, count, last: count - 1,
      });
      return null;
    }
    for (let port = low; port <= high; port++) ends.push({ node, port, at });
  }
  return ends;
};

const sideOf = (
  paths: readonly PathSpec[], at: string, context: ScopeContext,
): readonly End[] | null => {
  const [only] = paths;
  if (paths.length === 1 && only !== undefined) return endsOfPath(only, `${at}/0`, context);
  const ends: End[] = [];
  for (const [i, path] of paths.entries()) {
    const found = endsOfPath(path, `${at}/${i}`, context);
    if (found === null) return null;
    for (const end of found) ends.push(end);
  }
  return ends;
};

const onlyFabric = (side: readonly End[]): Node | null => {
  const [end] = side;
  return side.length === 1 && end?.node.kind === 'fabric' ? end.node : null;
};

const leafOf = (fabric: Node, i: number): Node | undefined => {
  const leaves: Group | undefined = fabric.groups?.get('leaf');
  const count = leaves?.nodes.length ?? 0;
  return count === 0 ? undefined : leaves?.nodes[i % count];
};

type Pair = readonly [End, End];

/** Which end of one side joins which of the other; null after a report. */
const pairsOf = (
  left: readonly End[], right: readonly End[], at: string, draft: Draft,
): readonly Pair[] | null => {
  const fabric = onlyFabric(right) ?? onlyFabric(left);
  if (fabric !== null) {
    const others = onlyFabric(right) === null ? right : left;
    const second = others.find((e) => e.node.kind === 'fabric');
    if (second !== undefined) {
      draft.problems.report('wiring/ends', at, {
        left: second.node.id, leftKind: 'fabric', right: fabric.id, rightKind: 'fabric', medium: '',
      });
      return null;
    }
    const pairs: Pair[] = [];
    for (const [i, end] of others.entries()) {
      const leaf = leafOf(fabric, i);
      if (leaf !== undefined) pairs.push([end, { node: leaf, port: null, at: end.at }]);
    }
    if (pairs.length === 0 && others.length > 0) {
      draft.problems.report('array/empty', at, { path: `${fabric.id}.leaf` });
    }
    return pairs;
  }
  if (left.length === 0 || right.length === 0) return [];
  const [l] = left;
  const [r] = right;
  if (left.length === right.length) {
    const pairs: Pair[] = [];
    for (let i = 0; i < left.length; i++) {
      const [end, other] = [left[i], right[i]];
      if (end !== undefined && other !== undefined) pairs.push([end, other]);
    }
    return pairs;
  }
  if (left.length === 1 && l !== undefined) return right.map((end) => [l, end]);
  if (right.length === 1 && r !== undefined) return left.map((end) => [end, r]);
  draft.problems.report('array/lengths', at, { left: left.length, right: right.length });
  return null;
};

/** The values of one link: its blueprint's, then what waits, then assignments by its name. */
const valuesOf = (
  link: LinkDeclaration, parent: Node | null, draft: Draft, context: ScopeContext,
): { readonly values: Values; readonly set: Pick<Sources, 'has'> } => {
  const blueprint = linkBlueprintOf(link, draft, context);
  const { name } = link.spec;
  if (name === undefined && blueprint.dynamic.length === 0) {
    return { values: blueprint.values, set: blueprint.sources };
  }
  const key = parent === null ? (name ?? '') : `${parent.id}.${name ?? ''}`;
  const actives = name === undefined ? []
    : parent === null ? (draft.rootActives.get(name) ?? []) : (draft.linkActives.get(key) ?? []);
  const own = new Set<string>();
  const set = { has: (property: string) => own.has(property) || blueprint.sources.has(property) };
  if (blueprint.dynamic.length === 0 && actives.length === 0) {
    return { values: blueprint.values, set };
  }
  const values: Record<string, PropertyValue> = { ...blueprint.values };
  for (const source of blueprint.dynamic) {
    const amount = source.dynamic === null || source.dynamic.is === 'list' ? null
      : evaluate(source.dynamic, source.valueAt, context);
    if (amount !== null) values[source.key] = amount.value;
  }
  const best = new Map<string, (typeof actives)[number]['override']>();
  for (const { override, walked } of actives) {
    draft.used.add(override);
    if (override.path.segments.length !== walked + 1) continue;
    const other = best.get(override.property);
    if (other !== undefined && other.strength === override.strength) {
      reportTwice(other.pointer, override.pointer, override.property, key, draft.problems);
    }
    if (other === undefined || override.strength > other.strength) {
      best.set(override.property, override);
    }
  }
  for (const override of best.values()) {
    const source = sourceOf(override, 'link', context);
    if (source?.value !== undefined) {
      values[source.key] = source.value;
      own.add(source.property);
    }
  }
  return { values, set };
};

const expandLink = (
  link: LinkDeclaration, parent: Node | null, draft: Draft, into: LinkDraft[],
): void => {
  const context = contextFor({ draft, node: parent });
  const { spec, pointer } = link;
  const left = sideOf(spec.left, `${pointer}/left`, context);
  const right = sideOf(spec.right, `${pointer}/right`, context);
  const { values, set } = valuesOf(link, parent, draft, context);
  const pairs = left === null || right === null ? null : pairsOf(left, right, pointer, draft);
  const blueprint = linkBlueprintOf(link, draft, context);
  if (pairs === null || (spec.type !== undefined && blueprint.type === null)) {
    for (const { node } of [...(left ?? []), ...(right ?? [])]) draft.mislinked.add(node);
    return;
  }
  for (const [a, b] of pairs) {
    if (a.node === b.node) {
      draft.problems.report('wiring/self', b.at, { name: a.node.id });
      continue;
    }
    if (into.length >= LINKS_MAX) {
      draft.problems.report('limits/model-too-large', pointer, { what: 'links', maximum: LINKS_MAX });
      return;
    }
    const [first, second] = comparePaths(a.node.id, b.node.id) < 0 ? [a, b] : [b, a];
    const ends = [first.node, second.node] as const;
    const medium = mediumOf(ends, values, pointer, draft);
    if (medium === null) {
      for (const node of ends) draft.mislinked.add(node);
      continue;
    }
    into.push({
      id: `${first.node.id} -- ${second.node.id}`,
      name: spec.name ?? null,
      ends,
      ports: [first.port, second.port],
      pointer,
      parent,
      type: blueprint.type?.name ?? null,
      blueprint,
      values,
      medium,
      ...speedOf(ends, values, set, medium, pointer, draft),
    });
  }
};

/** The links of the bodies of one element, taken over where they were made before. */
const expandLinksOf = (node: Node, draft: Draft, into: LinkDraft[]): void => {
  const { linksInside } = draft.shared;
  const known = linksInside.get(node);
  if (known !== undefined && into.length + known.length <= LINKS_MAX) {
    for (const link of known) into.push(link);
    return;
  }
  const start = into.length;
  const ties = tiesOf(draft);
  for (const link of node.blueprint.links) expandLink(link, node, draft, into);
  if (tiesOf(draft) !== ties) return;
  const made = into.slice(start);
  // Which port a cable takes depends on all the cables at its ends.
  if (made.some(({ medium }) => medium === 'ethernet')) return;
  linksInside.set(node, made);
};

/** Links with the same ends are told apart by a number, in an order that is not the file's. */
const numberParallel = (links: LinkDraft[]): void => {
  const described = (link: LinkDraft): string =>
    JSON.stringify([link.name, link.type, link.ports, link.values]);
  for (let i = 1, start = 0; i <= links.length; i++) {
    if (i < links.length && links[i]?.id === links[start]?.id) continue;
    const same = links.slice(start, i);
    if (same.length > 1) same.sort((l, r) => compareIds(described(l), described(r)));
    for (const [k, link] of same.entries()) {
      links[start + k] = k === 0 ? link : { ...link, id: `${link.id} #${k + 1}` };
    }
    start = i;
  }
};

/** All links of a model, sorted by id, with their ports. */
export const expandLinks = (draft: Draft): readonly LinkDraft[] => {
  const links: LinkDraft[] = [];
  for (const link of draft.shared.names.links) expandLink(link, null, draft, links);
  for (const node of draft.nodes) {
    if (node.blueprint.links.length > 0) expandLinksOf(node, draft, links);
    if (node.kind === 'fabric') fabricLinks(node, draft, links);
  }
  links.sort((left, right) => comparePaths(left.id, right.id));
  numberParallel(links);
  givePorts(links, draft.problems);
  return links;
};

