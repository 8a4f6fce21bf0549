/**
 * What a link is and how fast it runs: its medium where the ends leave no choice, and the slower
 * of its ends. Not how many lanes a socket has in all: that is wiring.ts.
 */
import type { Fix } from '#diagnostics';
import type { KindName } from '#kinds';
import type { Draft, LinkDraft, Node, Sources, Values } from './draft.ts';
import { printPath } from './expressions.ts';

/** Data rate of one PCIe lane by generation, after line coding (8b/10b, 128b/130b, then flits). */
const PCIE_LANE_BITS_PER_SECOND: readonly number[] = [
  0, 2e9, 4e9, 7_876_923_077, 15_753_846_154, 31_507_692_308, 60_500_000_000, 121_000_000_000,
];

type Ends = readonly [Node, Node];

const key = (a: KindName, b: KindName): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
const pairs = (rows: readonly (readonly [KindName, KindName])[]): ReadonlySet<string> =>
  new Set(rows.map(([a, b]) => key(a, b)));

/** Which kinds each medium joins. */
const JOINS: { readonly [medium: string]: ReadonlySet<string> } = {
  pcie: pairs([
    ['card', 'socket'], ['card', 'machine'], ['card', 'card'], ['card', 'drive'],
    ['drive', 'socket'], ['card', 'controller'], ['controller', 'socket'],
    ['controller', 'machine'], ['drive', 'machine'],
  ]),
  thunderbolt: pairs([
    ['card', 'machine'], ['controller', 'machine'], ['card', 'card'], ['card', 'controller'],
    ['drive', 'machine'],
  ]),
  coherent: pairs([['socket', 'socket']]),
  management: pairs([
    ['controller', 'socket'], ['controller', 'machine'], ['controller', 'card'],
    ['controller', 'hypervisor'], ['chip', 'controller'], ['controller', 'controller'],
    ['controller', 'drive'],
  ]),
  firmware: pairs([
    ['chip', 'socket'], ['chip', 'machine'], ['chip', 'controller'], ['card', 'chip'],
  ]),
  ethernet: pairs([
    ['card', 'switch'], ['switch', 'switch'], ['card', 'card'], ['controller', 'switch'],
    ['machine', 'switch'], ['card', 'machine'],
  ]),
};

/** What joins two kinds where only one thing can. */
const ONLY: ReadonlyMap<string, string> = new Map([
  [key('chip', 'controller'), 'firmware'], [key('chip', 'socket'), 'firmware'],
  [key('chip', 'machine'), 'firmware'], [key('card', 'chip'), 'firmware'],
  [key('card', 'switch'), 'ethernet'], [key('switch', 'switch'), 'ethernet'],
  [key('controller', 'switch'), 'ethernet'], [key('machine', 'switch'), 'ethernet'],
  [key('controller', 'socket'), 'management'], [key('controller', 'hypervisor'), 'management'],
  [key('card', 'socket'), 'pcie'], [key('drive', 'socket'), 'pcie'], [key('card', 'drive'), 'pcie'],
]);

/** A type is written after the last path of the right side. */
const typeFixes = (types: readonly string[], pointer: string, draft: Draft): readonly Fix[] => {
  const link = [...draft.shared.linkBlueprints.keys()].find((l) => l.pointer === pointer)?.spec;
  const last = link?.right.at(-1);
  if (link === undefined || last === undefined || link.type !== undefined) return [];
  const at = `${pointer}/right/${link.right.length - 1}`;
  return types.map((name) => ({
    title: `Add ': ${name}'`,
    edits: [{ at, action: 'replace', text: `${printPath(last)} : ${name}` }],
  }));
};

/** The medium of a link, said or derived; null after a report. */
export const mediumOf = (
  ends: Ends, values: Values, pointer: string, draft: Draft,
): string | null => {
  const [left, right] = ends;
  const kinds = key(left.kind, right.kind);
  const said = values['medium'];
  const medium = typeof said === 'string' ? said : ONLY.get(kinds);
  if (medium !== undefined && JOINS[medium]?.has(kinds) === true) return medium;
  const possible = Object.keys(JOINS).filter((m) => JOINS[m]?.has(kinds) === true);
  if (medium === undefined && possible.length > 0) {
    const types = [...draft.shared.names.types.values()].filter((t) => t.kind === 'link'
      && t.spec.items.some((i) => i.is === 'assignment' && i.property === 'medium'
        && i.value?.is === 'path' && possible.includes(i.value.segments[0]?.name ?? '')));
    const names = types.map((t) => t.name);
    draft.problems.report('wiring/medium', pointer, {
      left: left.id, right: right.id, types: names,
    }, { fixes: typeFixes(names, pointer, draft) });
    return null;
  }
  draft.problems.report('wiring/ends', pointer, {
    left: left.id, leftKind: left.kind, right: right.id, rightKind: right.kind,
    medium: medium ?? '',
  });
  return null;
};

const number = (node: Node, property: string): number | null => {
  const value = node.values[property];
  return typeof value === 'number' ? value : null;
};

const lesser = (left: number | null, right: number | null): number | null =>
  left === null ? right : right === null ? left : Math.min(left, right);

type Speed = Pick<
  LinkDraft,
  'generation' | 'lanes' | 'rateBitsPerSecond' | 'delayPicoseconds' | 'loss' | 'lossEvery' | 'mtuBytes'
>;

const pcieSpeed = (ends: Ends, values: Values, pointer: string, draft: Draft): Pick<
  Speed, 'generation' | 'lanes' | 'rateBitsPerSecond'
> => {
  const wanted = values['generation'];
  const wantedLanes = values['lanes'];
  const asked = typeof wanted === 'number' ? wanted : null;
  const [left, right] = ends;
  const generation = lesser(
    asked, lesser(number(left, 'pcieGeneration'), number(right, 'pcieGeneration')),
  );
  if (asked !== null && generation !== null && generation < asked) {
    const limiter = ends.find((e) => number(e, 'pcieGeneration') === generation)?.id ?? '';
    const source = sourceOf(values, pointer, 'generation', draft);
    draft.problems.report('wiring/generations', source ?? pointer, {
      link: `${ends[0].id} -- ${ends[1].id}`, wanted: asked, runs: generation, limiter,
    }, {
      fixes: source === null ? [] : [{
        title: `Change to '${generation}'`,
        edits: [{ at: `${source}/value`, action: 'replace', text: String(generation) }],
      }],
    });
  }
  const card = ends.find((e) => e.kind === 'card' && number(e, 'pcieLanes') !== null);
  const connector = card === undefined ? null : number(card, 'pcieLanes');
  const lanes = lesser(typeof wantedLanes === 'number' ? wantedLanes : null, connector);
  const tooWide = connector !== null && typeof wantedLanes === 'number' && wantedLanes > connector;
  if (card !== undefined && tooWide) {
    draft.problems.report('wiring/card-lanes', pointer, {
      card: card.id, asked: wantedLanes, has: connector,
    });
  }
  const said = values['laneRateBitsPerSecond'];
  const slower = asked !== null && generation !== null && generation < asked;
  const laneRate = typeof said === 'number' && !slower ? said
    : generation === null ? null : (PCIE_LANE_BITS_PER_SECOND[generation] ?? null);
  const rate = values['rateBitsPerSecond'];
  return {
    generation, lanes,
    rateBitsPerSecond: typeof rate === 'number' && !slower ? rate
      : laneRate === null || lanes === null ? null : laneRate * lanes,
  };
};

const sourceOf = (_: Values, pointer: string, property: string, draft: Draft): string | null => {
  for (const [link, blueprint] of draft.shared.linkBlueprints) {
    if (link.pointer === pointer) return blueprint.sources.get(property)?.pointer ?? null;
  }
  return null;
};

/** How fast a link runs, and how long it is. */
export const speedOf = (
  ends: Ends, values: Values, set: Pick<Sources, 'has'>, medium: string, pointer: string,
  draft: Draft,
): Speed => {
  const loss = Number(values['loss'] ?? 0);
  const fabric = ends.find((e) => e.generated)?.parent ?? null;
  const measured = fabric !== null && !set.has('delay') ? fabric.values : values;
  const delay = measured['delayTicks'];
  const delayPicoseconds = typeof delay === 'number' ? delay : 0;
  const every = values['lossEvery'];
  const lossEvery = typeof every === 'number' ? every : null;
  if (medium === 'pcie') {
    return {
      ...pcieSpeed(ends, values, pointer, draft), delayPicoseconds, loss, lossEvery, mtuBytes: null,
    };
  }
  const generation = values['generation'];
  const lanes = values['lanes'];
  const said = values['rateBitsPerSecond'];
  const [left, right] = ends;
  const slowest = medium !== 'ethernet' ? null
    : lesser(number(left, 'rateBitsPerSecond'), number(right, 'rateBitsPerSecond'));
  return {
    generation: typeof generation === 'number' ? generation : null,
    lanes: typeof lanes === 'number' ? lanes : null,
    rateBitsPerSecond: lesser(typeof said === 'number' ? said : null, slowest),
    delayPicoseconds,
    loss,
    lossEvery,
    mtuBytes: medium === 'ethernet' ? smallestPacket(ends, values) : null,
  };
};

/** What both ends and the cable itself take; null where nothing limits it. */
const smallestPacket = (ends: Ends, values: Values): number | null => {
  const own = values['mtuBytes'];
  const [left, right] = ends;
  return lesser(
    typeof own === 'number' ? own : null, lesser(number(left, 'mtuBytes'), number(right, 'mtuBytes')),
  );
};
