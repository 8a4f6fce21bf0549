/**
 * Which workloads of a model a scenario cannot run, and which would never end.
 * Not the actions and measures that cannot be simulated: each of those knows it itself.
 */
import { sortedBy } from '#base';
import type { Group, Node } from '../draft.ts';
import { joinedTo } from '../machines.ts';
import type { Model } from '../model.ts';
import { word } from '../nodes.ts';

/** Something that has no simulation yet: what it is called, and the workloads it keeps from it. */
interface NotSimulated {
  readonly what: string;
  readonly workloads: readonly Node[];
}

/** Patterns whose messages wait for each other; the others are streams side by side. */
const JOINT_PATTERNS: readonly string[] = ['allReduce'];

/** A switch whose queues matter: one of a fabric, or one that marks or pauses. */
const isQueueing = (node: Node): boolean => node.kind === 'switch'
  && (node.parent?.kind === 'fabric' || word(node, 'pfc') === 'yes' || word(node, 'ecn') === 'yes');

/** Whether the packets of a stream may pass switches whose queues matter. */
const passesFabric = (model: Model): ((from: Node, to: Node) => boolean) => {
  const cards = new Map(model.served.map((s) => [s.placed.instance, s.cards.vpc]));
  const known = new Map<Node, boolean>();
  return (from, to) => {
    const card = cards.get(from);
    if (card == null || card === cards.get(to)) return false;
    let passes = known.get(card);
    if (passes === undefined) {
      passes = joinedTo(card, 'ethernet', model.machines.near)
        .some(isQueueing);
      known.set(card, passes);
    }
    return passes;
  };
};

const overFabrics = (model: Model): readonly NotSimulated[] => {
  if (![...model.switches.keys()].some(isQueueing)) return [];
  const passes = passesFabric(model);
  const flows = new Set<Node>();
  for (const { workload, from, to } of model.streams) {
    if (flows.has(workload) || from === null || to === null) continue;
    if (passes(from, to)) flows.add(workload);
  }
  return [...flows].map((flow) => ({ what: `flow '${flow.id}' over a fabric`, workloads: [flow] }));
};

const ofGroup = ({ name, kind, nodes }: Group): readonly NotSimulated[] => {
  const [first] = nodes;
  if (first === undefined) return [];
  if (kind !== 'flow') return [];
  const pattern = word(first, 'pattern') ?? '';
  const parts = [
    ...(JOINT_PATTERNS.includes(pattern) ? [`pattern ${pattern}`] : []),
    ...(word(first, 'barrier') === 'yes' ? ['barrier'] : []),
    ...FLOW_PARTS.filter(([, key]) => first.values[key] != null).map(([part]) => part),
  ];
  return parts.map((part) => ({ what: `${part} of flow '${name}'`, workloads: nodes }));
};

/** Properties of flows that, once set, make them more than messages from one to the other. */
const FLOW_PARTS: readonly (readonly [string, string])[] = [
  ['response', 'responseBytes'], ['fanOut', 'fanOut'], ['trace', 'trace'],
];

/** Flows whose ends both have ENA Express. */
const overExpress = (model: Model): readonly NotSimulated[] => {
  const express = new Set(model.served
    .filter(({ interfaces }) => interfaces.some((one) => word(one, 'express') === 'yes'))
    .map((s) => s.placed.instance));
  if (express.size === 0) return [];
  const flows = new Set(model.streams.flatMap(({ workload, from, to }) =>
    workload.kind === 'flow' && from !== null && to !== null && express.has(from) && express.has(to)
      ? [workload] : []));
  return [...flows].map((flow) => ({ what: `flow '${flow.id}' over ENA Express`, workloads: [flow] }));
};

/** Volumes that no instance is declared with: by which path one will be reached is not known. */
const onLooseVolumes = (model: Model): readonly NotSimulated[] =>
  model.streams.flatMap(({ workload, from }) =>
    workload.kind !== 'io' || from?.kind !== 'volume' || from.parent?.kind === 'instance' ? []
      : [{ what: `io '${workload.id}' on a volume of no instance`, workloads: [workload] }]);

/** What of a model has no simulation yet. */
export const workloadsNotSimulated = (model: Model): readonly NotSimulated[] => [
  ...[...model.draft.roots.values()].flatMap(ofGroup), ...overFabrics(model),
  ...overExpress(model), ...onLooseVolumes(model),
];

/** What says of each kind of workload how much it does in all. */
const ENDINGS: { readonly [kind: string]: readonly string[] } = {
  flow: ['messages', 'trace'], io: ['requests', 'trace'], compute: ['workTicks'],
};

/** Workloads that go on for as long as the scenario does, by name. */
export const neverEnding = (model: Model): readonly Group[] =>
  sortedBy([...model.draft.roots.values()], (g) => g.name).filter(({ kind, nodes }) => {
    const values = nodes[0]?.values ?? {};
    return nodes.length > 0 && ENDINGS[kind]?.every((key) => values[key] == null) === true;
  });
