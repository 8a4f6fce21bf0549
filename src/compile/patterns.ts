/**
 * Who sends to whom in a flow, and which messages wait for which. Not when: that is the run's.
 * Keeps true: a permutation depends on the flow's name, its patternSeed and the names of its ends
 * alone, never on the order in which they are declared.
 */
import { Chance, comparePaths, sorted, type Stream } from '#base';
import { instanceOf } from './dealing.ts';
import type { Node } from './draft.ts';
import { number, numberOrNull, word } from './nodes.ts';

/** A stream of a flow; `after` counts streams of the same flow from 0. */
export interface StreamPlan {
  readonly from: Node;
  readonly to: Node;
  /** Null: those of a trace say it. */
  readonly messageBytes: number | null;
  readonly steps: number;
  readonly after: readonly { readonly stream: number; readonly lag: number }[];
}

type Pair = readonly [Node, Node];

/** Whether both are one instance, of which either may be an interface. */
const isSame = (a: Node, b: Node): boolean => instanceOf(a) === instanceOf(b);

/** Each to the next one of the same list, the last to the first. */
const ring = (nodes: readonly Node[]): readonly Pair[] =>
  nodes.flatMap((from, i): readonly Pair[] => {
    const to = nodes[(i + 1) % nodes.length];
    return to === undefined || isSame(to, from) ? [] : [[from, to]];
  });

const everyPair = (from: readonly Node[], to: readonly Node[]): readonly Pair[] =>
  from.flatMap((a) => to.flatMap((b): readonly Pair[] => (isSame(a, b) ? [] : [[a, b]])));

const oneToOne = (from: readonly Node[], to: readonly Node[]): readonly Pair[] =>
  from.flatMap((a, i): readonly Pair[] => {
    const b = to[i];
    return b === undefined || isSame(a, b) ? [] : [[a, b]];
  });

const shuffled = (nodes: readonly Node[], dice: Stream): readonly Node[] => {
  const list = [...nodes];
  for (let i = list.length - 1; i > 0; i--) {
    const k = dice.integerBelow(i + 1);
    const [a, b] = [list[i], list[k]];
    if (a !== undefined && b !== undefined) [list[i], list[k]] = [b, a];
  }
  return list;
};

/**
 * All permutations without a fixed point are equally likely: those with one are thrown back, which
 * happens less than twice on average, however many there are.
 */
const permutation = (
  flow: Node, from: readonly Node[], to: readonly Node[],
): readonly Pair[] => {
  const byId = (nodes: readonly Node[]): readonly Node[] =>
    sorted(nodes, (a, b) => comparePaths(a.id, b.id));
  const apart = from.length === to.length && from.every((n) => !to.includes(n));
  const all = byId([...new Set([...from, ...to])]);
  const senders = apart ? byId(from) : all;
  const dice = new Chance(number(flow, 'patternSeed')).stream(`${flow.id}/permutation`);
  if (senders.length < 2 && !apart) return [];
  for (;;) {
    const receivers = shuffled(apart ? byId(to) : all, dice);
    if (senders.every((n, i) => n !== receivers[i])) return oneToOne(senders, receivers);
  }
};

const plain = (flow: Node, pairs: readonly Pair[]): readonly StreamPlan[] =>
  pairs.map(([from, to]) => ({
    from, to, messageBytes: numberOrNull(flow, 'sizeBytes'), steps: 1, after: [],
  }));

/** Who works on a sum has one share of it, by whichever of its interfaces is named first. */
const oncePerInstance = (nodes: readonly Node[]): readonly Node[] => {
  const first = new Map<Node, Node>();
  for (const node of nodes) if (!first.has(instanceOf(node))) first.set(instanceOf(node), node);
  return [...first.values()];
};

/** Each of n sends a share to the next in each of 2(n - 1) steps: what it got the step before. */
const ringReduce = (flow: Node, nodes: readonly Node[]): readonly StreamPlan[] => {
  const n = nodes.length;
  return ring(nodes).map(([from, to], i) => ({
    from, to,
    messageBytes: Math.max(1, Math.ceil(number(flow, 'sizeBytes') / n)),
    steps: 2 * (n - 1),
    after: [{ stream: (i + n - 1) % n, lag: 1 }],
  }));
};

/** Sums go up a binary tree, and what the root has comes down again. */
const treeReduce = (flow: Node, nodes: readonly Node[]): readonly StreamPlan[] => {
  const n = nodes.length;
  const pieces = number(flow, 'pieces');
  const messageBytes = Math.max(1, Math.ceil(number(flow, 'sizeBytes') / pieces));
  const up = (child: number): number => child - 1;
  const down = (child: number): number => n - 1 + child - 1;
  const below = (i: number): readonly number[] => [2 * i + 1, 2 * i + 2].filter((c) => c < n);
  const plans: StreamPlan[] = [];
  const add = (a: number, b: number, after: readonly number[]): void => {
    const [from, to] = [nodes[a], nodes[b]];
    if (from === undefined || to === undefined) return;
    plans.push({
      from, to, messageBytes, steps: pieces, after: after.map((stream) => ({ stream, lag: 0 })),
    });
  };
  const above = (i: number): number => Math.floor((i - 1) / 2);
  for (let i = 1; i < n; i++) add(i, above(i), below(i).map(up));
  for (let i = 1; i < n; i++) add(above(i), i, i < 3 ? below(0).map(up) : [down(above(i))]);
  return plans;
};

/** The streams of a flow between the elements of its two sides. */
export const plansOf = (
  flow: Node, from: readonly Node[], to: readonly Node[],
): readonly StreamPlan[] => {
  const all = [...new Set([...from, ...to])];
  switch (word(flow, 'pattern')) {
    case 'ring': return plain(flow, ring(all));
    case 'allReduce': {
      const instances = oncePerInstance(all);
      return word(flow, 'algorithm') === 'tree' ? treeReduce(flow, instances)
        : ringReduce(flow, instances);
    }
    case 'allToAll': return plain(flow, everyPair(all, all));
    case 'oneToOne': return plain(flow, oneToOne(from, to));
    case 'permutation': return plain(flow, permutation(flow, from, to));
    default: return plain(flow, everyPair(from, to));
  }
};

/** How many streams there may be, before any is made. */
export const plansMost = (flow: Node, from: readonly Node[], to: readonly Node[]): number => {
  const both = from.length + to.length;
  switch (word(flow, 'pattern')) {
    case 'ring': case 'oneToOne': case 'permutation': return both;
    case 'allReduce': return 2 * both;
    case 'allToAll': {
      const all = new Set([...from, ...to]).size;
      return all * (all - 1);
    }
    default: return from.length * to.length;
  }
};
