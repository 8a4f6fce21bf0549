/**
 * The shapes of fabrics: how many switches there are, how many ports each has, and which links join
 * them. Not their elements: that is generated.ts. Keeps true: links are in the order of the
 * switches, and a fat tree has k ports at every switch, unless more hosts were asked for.
 */
import type { PropertyValue } from '#ir';
import type { Draft, LinkDraft, Node, Values } from './draft.ts';
import { placeFor, sourceFor } from './nodes.ts';
import { LINKS_MAX } from './sizes.ts';

const numberIn = (values: Values, key: string): number | null => {
  const value = values[key];
  return typeof value === 'number' ? value : null;
};

const isFatTree = (values: Values): boolean => values['shape'] === 'fatTree';

/** Cables from one leaf to the spines. */
const uplinksOf = (values: Values): number => isFatTree(values)
  ? (numberIn(values, 'k') ?? 0) / 2
  : numberIn(values, 'uplinks') ?? numberIn(values, 'spines') ?? 0;

/** Ports for hosts that the rates of a leaf's uplinks ask for; null: as many as are joined. */
const hostPortsOf = (values: Values): number | null => {
  const over = numberIn(values, 'oversubscription');
  if (over === null) return isFatTree(values) ? uplinksOf(values) : null;
  const rate = numberIn(values, 'rateBitsPerSecond') ?? 1;
  const up = uplinksOf(values) * (numberIn(values, 'uplinkRateBitsPerSecond') ?? rate);
  return Math.max(1, Math.floor((up * over) / rate));
};

const derivedCounts = (values: Values): Readonly<Record<string, number>> => {
  if (!isFatTree(values)) return { cores: 0 };
  const half = (numberIn(values, 'k') ?? 0) / 2;
  return { leaves: 2 * half * half, spines: 2 * half * half, cores: half * half, uplinks: half };
};

const reportNotAsked = (
  fabric: Node, property: string, from: string, value: number, draft: Draft,
): void => {
  const source = sourceFor(fabric, property);
  if (source === undefined) return;
  draft.problems.report('network/count-not-asked', source.valueAt, {
    fabric: fabric.id, property, from, value,
  }, {
    fixes: source.origin === 'type' ? [] : [{
      title: `Remove '${property}'`, edits: [{ at: source.pointer, action: 'remove', text: '' }],
    }],
  });
};

const reportOdd = (fabric: Node, k: number, draft: Draft): void => {
  const at = placeFor(fabric, 'k');
  const even = [k - 1, k + 1].filter((n) => n >= 2 && n <= 32);
  draft.problems.report('network/odd-k', at, { fabric: fabric.id, k }, {
    fixes: sourceFor(fabric, 'k')?.origin === 'type' ? [] : even.map((n) => ({
      title: `Change to '${n}'`, edits: [{ at, action: 'replace', text: String(n) }],
    })),
  });
};

/** Of a leaf of a Clos; a warning where some spines get more of them than others. */
const checkedUplinks = (fabric: Node, values: Values, draft: Draft): number => {
  const uplinks = uplinksOf(values);
  const spines = numberIn(values, 'spines') ?? 0;
  if (spines === 0 || uplinks % spines === 0) return uplinks;
  const at = placeFor(fabric, 'uplinks');
  const even = [uplinks - (uplinks % spines), uplinks - (uplinks % spines) + spines];
  draft.problems.report('network/unequal-uplinks', at, {
    what: `The uplinks of '${fabric.id}'`, one: `${uplinks} uplinks of each leaf`, other: `${spines} spines`,
  }, {
    fixes: sourceFor(fabric, 'uplinks')?.origin === 'type' ? [] : even.filter((n) => n > 0).map((n) => ({
      title: `Change to '${n}'`, edits: [{ at, action: 'replace', text: String(n) }],
    })),
  });
  return uplinks;
};

/** Works out the counts of a fabric that follow from its other properties. */
export const shapeFabric = (fabric: Node, draft: Draft): void => {
  const values: Record<string, PropertyValue> = { ...fabric.values };
  const fatTree = isFatTree(values);
  const k = numberIn(values, 'k') ?? 0;
  if (fatTree && k % 2 === 1) {
    reportOdd(fabric, k, draft);
    values['k'] = k - 1;
  }
  for (const [property, value] of Object.entries(derivedCounts(values))) {
    if (values[property] !== value) {
      reportNotAsked(fabric, property, fatTree ? `k = ${k}` : 'shape = clos', value, draft);
    }
    values[property] = value;
  }
  if (!fatTree) values['uplinks'] = checkedUplinks(fabric, values, draft);
  const hostPorts = hostPortsOf(values);
  const asked = numberIn(values, 'hostPorts');
  if (hostPorts !== null) {
    if (asked !== null && asked !== hostPorts) {
      const from = values['oversubscription'] === null ? `k = ${k}` : 'oversubscription';
      reportNotAsked(fabric, 'hostPorts', from, hostPorts, draft);
    }
    values['hostPorts'] = hostPorts;
  }
  fabric.values = values;
};

/** Where the ports of a leaf for hosts are not counted, these are there before any is joined. */
const HOST_PORTS = 64;

/** Ports of a generated switch. */
export const portsOfGenerated = (fabric: Values, name: string): number => {
  const k = numberIn(fabric, 'k') ?? 0;
  if (name === 'leaf') return (numberIn(fabric, 'hostPorts') ?? HOST_PORTS) + uplinksOf(fabric);
  if (isFatTree(fabric)) return k;
  const spines = numberIn(fabric, 'spines') ?? 0;
  const leaves = numberIn(fabric, 'leaves') ?? 0;
  return spines === 0 ? 1 : Math.max(1, Math.ceil((leaves * uplinksOf(fabric)) / spines));
};

type Pair = readonly [Node, Node];

const nodesOf = (fabric: Node, name: string): readonly Node[] =>
  fabric.groups?.get(name)?.nodes ?? [];

/** Cable c of leaf i goes to spine (i·uplinks + c) modulo spines, so that all get as many. */
const closPairs = (fabric: Node): readonly Pair[] => {
  const spines = nodesOf(fabric, 'spine');
  const uplinks = uplinksOf(fabric.values);
  return nodesOf(fabric, 'leaf').flatMap((leaf, i) =>
    Array.from({ length: spines.length === 0 ? 0 : uplinks }, (_, c): Pair =>
      [leaf, spines[(i * uplinks + c) % spines.length] ?? leaf]));
};

/** Spine j of each pod goes to the cores from j·k/2 on, k/2 of them. */
const fatTreePairs = (fabric: Node): readonly Pair[] => {
  const half = uplinksOf(fabric.values);
  const [leaves, spines, cores] = ['leaf', 'spine', 'core'].map((name) => nodesOf(fabric, name));
  const pairs: Pair[] = [];
  const add = (lower: Node | undefined, upper: Node | undefined): void => {
    if (lower !== undefined && upper !== undefined) pairs.push([lower, upper]);
  };
  for (let i = 0; i < 2 * half * half; i++) {
    const pod = Math.floor(i / half);
    for (let j = 0; j < half; j++) add(leaves?.[i], spines?.[pod * half + j]);
  }
  for (let i = 0; i < 2 * half * half; i++) {
    for (let c = 0; c < half; c++) add(spines?.[i], cores?.[(i % half) * half + c]);
  }
  return pairs;
};

/** The links between the switches of a fabric. */
export const fabricLinks = (fabric: Node, draft: Draft, into: LinkDraft[]): void => {
  const { pointer } = fabric.blueprint.declaration;
  const { values } = fabric;
  const uplinkRate = numberIn(values, 'uplinkRateBitsPerSecond');
  for (const [lower, upper] of isFatTree(values) ? fatTreePairs(fabric) : closPairs(fabric)) {
    if (into.length >= LINKS_MAX) {
      draft.problems.report('limits/model-too-large', `${pointer}/name`, {
        what: 'links', maximum: LINKS_MAX,
      });
      return;
    }
    const ends = lower.id < upper.id ? [lower, upper] as const : [upper, lower] as const;
    const slower = Math.min(...ends.map((end) => numberIn(end.values, 'rateBitsPerSecond') ?? 0));
    const smaller = Math.min(...ends.map((end) => numberIn(end.values, 'mtuBytes') ?? 0));
    into.push({
      id: `${ends[0].id} -- ${ends[1].id}`, name: null, ends, ports: [null, null],
      pointer, parent: fabric, type: null, blueprint: null, values: {}, medium: 'ethernet',
      generation: null, lanes: null, rateBitsPerSecond: uplinkRate ?? slower,
      delayPicoseconds: numberIn(values, 'delayTicks') ?? 0, loss: 0, lossEvery: null,
      mtuBytes: smaller,
    });
  }
};

/** Whether a link is one of those that a fabric makes by itself. */
export const isInside = (link: LinkDraft): boolean =>
  link.parent?.kind === 'fabric' && link.blueprint === null;
