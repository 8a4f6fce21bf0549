/**
 * Which of several assignments wins (rule 13), and what an element is after those that reached it.
 * Not how they travel to it: that is expand.ts. Keeps true: a stronger level wins; within a level
 * a path with indices does; two equal ones are reported at both.
 */
import { type KindName, propertyRow } from '#kinds';
import { reportTwice, sourceOf } from './bodies.ts';
import type { Active, Blueprint, Draft, Override, Source, Values } from './draft.ts';
import { printPath } from './expressions.ts';
import type { Problems } from './problems.ts';
import { contextFor, type Scope } from './scope.ts';

export const DEPTHS_MAX = 64;
const BODY_STEP = 1000;

/** Strength of an assignment in a body: outer bodies win, and then nearer ones. */
export const bodyStrength = (depth: number, body: number): number =>
  (DEPTHS_MAX - depth) * BODY_STEP + (BODY_STEP - 1 - body);

/** Strengths of what stands outside all bodies. */
export const STRENGTH = { file: 1e6, scenario: 2e6, vary: 3e6, set: 4e6 } as const;

/** Assignments by the next name on their path. */
export const byFirstName = (actives: readonly Active[]): ReadonlyMap<string, readonly Active[]> => {
  const map = new Map<string, Active[]>();
  for (const active of actives) {
    const name = active.override.path.segments[active.walked]?.name ?? '';
    const list = map.get(name);
    if (list === undefined) map.set(name, [active]);
    else list.push(active);
  }
  return map;
};

const stronger = (left: Override, right: Override): number =>
  left.strength - right.strength || Number(left.indexed) - Number(right.indexed);

/** The strongest of several; two equal ones are reported. */
export const strongest = (
  overrides: readonly Override[], element: string, problems: Problems,
): Override | undefined => {
  let best: Override | undefined;
  for (const override of overrides) {
    const order = best === undefined ? 1 : stronger(override, best);
    if (order > 0) best = override;
    else if (order === 0 && best !== undefined && best.pointer !== override.pointer) {
      reportTwice(best.pointer, override.pointer, override.property, element, problems);
    }
  }
  return best;
};

const reachedSource = (
  override: Override, kind: KindName, draft: Draft, scope: Scope,
): Source | null => {
  const { reached } = draft.shared;
  let kinds = reached.get(override);
  if (kinds === undefined) reached.set(override, (kinds = new Map<KindName, Source | null>()));
  let source = kinds.get(kind);
  if (source === undefined) {
    source = sourceOf(override, kind, contextFor(scope));
    kinds.set(kind, source);
  }
  return source;
};

/** `box[1].count`: the count is the array's, and an element of it has none. */
const reportCountOfOne = ({ path, pointer }: Override, draft: Draft): void => {
  if (path.segments.at(-1)?.index === undefined) return;
  draft.problems.report('array/count-elsewhere', pointer, { path: printPath(path) });
};

/** Assignments that end at this very element, the strongest for each property. */
export const ownOf = (
  actives: readonly Active[], kind: KindName, id: string, draft: Draft, scope: Scope,
): ReadonlyMap<string, Source> | null => {
  const byProperty = new Map<string, Override[]>();
  for (const { override, walked } of actives) {
    if (override.path.segments.length !== walked) continue;
    draft.used.add(override);
    if (override.property === 'count' && propertyRow(kind, 'count') === undefined) {
      reportCountOfOne(override, draft);
      continue;
    }
    const list = byProperty.get(override.property);
    if (list === undefined) byProperty.set(override.property, [override]);
    else list.push(override);
  }
  if (byProperty.size === 0) return null;
  const own = new Map<string, Source>();
  for (const [property, overrides] of byProperty) {
    const best = strongest(overrides, id, draft.problems);
    const source = best === undefined ? null : reachedSource(best, kind, draft, scope);
    if (source !== null) own.set(property, source);
  }
  return own;
};

/** What an element is made of. */
export interface Shape {
  readonly values: Values;
  readonly assumed: readonly string[];
  readonly waiting: readonly Source[];
}

/** A blueprint with the assignments that reached one element. */
export const shapeOf = (blueprint: Blueprint, own: ReadonlyMap<string, Source> | null): Shape => {
  const { values, assumed, dynamic } = blueprint;
  if (own === null) return { values, assumed, waiting: dynamic };
  const changed = { ...values };
  for (const source of own.values()) {
    if (source.value !== undefined) changed[source.key] = source.value;
  }
  return {
    values: changed,
    assumed: assumed.filter((name) => !own.has(name)),
    waiting: [
      ...dynamic.filter((s) => !own.has(s.property)),
      ...[...own.values()].filter((s) => s.dynamic !== null),
    ],
  };
};
