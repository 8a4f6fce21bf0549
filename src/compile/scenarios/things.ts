/**
 * What a scenario names: elements, streams of a workload, links by name or by their ends.
 * Not what is done to them. Keeps true: null is returned only after a report.
 */
import { comparePaths } from '#base';
import type { KindName } from '#kinds';
import type { PathSpec, ThingSpec } from '#spec';
import type { LinkDraft, Node } from '../draft.ts';
import { evaluate, printPath } from '../expressions.ts';
import type { Model } from '../model.ts';
import { follow } from '../paths.ts';
import { contextFor, type ScopeContext } from '../scope.ts';

/** An element, a link or a stream, by its id. */
export interface Target {
  readonly id: string;
  readonly kind: KindName;
  readonly node: Node | null;
}

export interface Stage {
  readonly model: Model;
  readonly context: ScopeContext;
  readonly linksByName: ReadonlyMap<string, readonly LinkDraft[]>;
  readonly linksByEnds: ReadonlyMap<string, readonly LinkDraft[]>;
}

const group = <V>(map: Map<string, V[]>, key: string, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

const endsKey = (left: string, right: string): string =>
  comparePaths(left, right) < 0 ? `${left} -- ${right}` : `${right} -- ${left}`;

const linksByEndsOf = (model: Model): Stage['linksByEnds'] => {
  const map = new Map<string, LinkDraft[]>();
  for (const link of model.links) group(map, endsKey(link.ends[0].id, link.ends[1].id), link);
  return map;
};

/** What all steps of one variant look things up in. */
export const stageOf = (model: Model): Stage => {
  const linksByName = new Map<string, LinkDraft[]>();
  for (const link of model.links) {
    const owner = link.parent === null ? '' : `${link.parent.id}.`;
    if (link.name !== null) group(linksByName, `${owner}${link.name}`, link);
  }
  let byEnds: Stage['linksByEnds'] | null = null;
  return {
    model,
    context: contextFor({ draft: model.draft, node: null }),
    linksByName,
    // Few scenarios name a link by its ends, and a model has thousands of links.
    get linksByEnds() { return (byEnds ??= linksByEndsOf(model)); },
  };
};

const asTarget = (node: Node): Target => ({ id: node.id, kind: node.kind, node });
const linkTarget = (link: LinkDraft): Target => ({ id: link.id, kind: 'link', node: null });

/** Links that the last segment names: `cable`, `sled[0].cable`, `sled.cable`. */
const namedLinks = (path: PathSpec, at: string, stage: Stage): readonly LinkDraft[] => {
  const last = path.segments.at(-1);
  if (last === undefined || last.index !== undefined) return [];
  if (path.segments.length === 1) return stage.linksByName.get(last.name) ?? [];
  const known = [...stage.linksByName.keys()].some((key) => key.endsWith(`.${last.name}`));
  if (!known) return [];
  const owners = follow(path, at, stage.context.paths, path.segments.length - 1) ?? [];
  return owners.flatMap((o) => stage.linksByName.get(`${o.id}.${last.name}`) ?? []);
};

/** `scan[2]`: one stream of a workload that is not an array itself. */
const streamOf = (
  path: PathSpec, at: string, stage: Stage,
): readonly Target[] | null | undefined => {
  const [segment] = path.segments;
  const { index } = segment ?? {};
  if (segment === undefined || path.segments.length > 1) return undefined;
  if (index?.low === undefined) return undefined;
  const workload = stage.model.draft.roots.get(segment.name);
  if (workload === undefined || workload.array) return undefined;
  const { kind } = workload;
  if (kind !== 'flow' && kind !== 'io' && kind !== 'compute') return undefined;
  const streams = stage.model.streams.filter((s) => s.workload.name === segment.name);
  const place = `${at}/segments/0/index`;
  const low = evaluate(index.low, `${place}/low`, stage.context);
  const high = index.high === undefined ? low : evaluate(index.high, `${place}/high`, stage.context);
  if (low === null || high === null) return null;
  if (high.value >= streams.length) {
    stage.context.problems.report('array/index-out-of-bounds', place, {
      path: segment.name, index: high.value, count: streams.length,
      last: streams.length - 1,
    });
    return null;
  }
  return streams.slice(low.value, high.value + 1).map((s) => ({ id: s.ir.id, kind, node: null }));
};

/** What a path names. */
export const targetsAt = (path: PathSpec, at: string, stage: Stage): readonly Target[] | null => {
  const links = namedLinks(path, at, stage);
  if (links.length > 0) return links.map(linkTarget);
  const streams = streamOf(path, at, stage);
  if (streams !== undefined) return streams;
  return follow(path, at, stage.context.paths)?.map(asTarget) ?? null;
};

/** What a thing of an action names: a path, or the links between two. */
export const thingsAt = (thing: ThingSpec, at: string, stage: Stage): readonly Target[] | null => {
  if (thing.other === undefined) return targetsAt(thing.path, `${at}/path`, stage);
  const left = follow(thing.path, `${at}/path`, stage.context.paths);
  const right = follow(thing.other, `${at}/other`, stage.context.paths);
  if (left === null || right === null) return null;
  const links = new Map<string, Target>();
  for (const a of left) {
    for (const b of right) {
      for (const link of stage.linksByEnds.get(endsKey(a.id, b.id)) ?? []) {
        links.set(link.id, linkTarget(link));
      }
    }
  }
  if (links.size === 0) {
    stage.context.problems.report('scenario/unknown-link', at, {
      left: printPath(thing.path), right: printPath(thing.other),
    });
    return null;
  }
  return [...links.values()];
};
