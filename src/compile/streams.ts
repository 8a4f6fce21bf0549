/**
 * The streams of workloads: a flow makes one for each pair that its pattern gives, io and compute
 * one for each place. Not their timing. Keeps true: `scan[2]` is the third in the order of paths.
 */
import type { StreamIr } from '#ir';
import { kindRow, type KindName } from '#kinds';
import type { Draft, Node } from './draft.ts';
import { word } from './nodes.ts';
import { follow } from './paths.ts';
import { contextFor } from './scope.ts';
import { STREAMS_MAX } from './sizes.ts';

type Clause = 'from' | 'to' | 'on';

const endsOf = (node: Node, clause: Clause, draft: Draft): readonly Node[] | null => {
  const { spec, pointer } = node.blueprint.declaration;
  const context = contextFor({ draft, node: node.parent });
  const kinds: readonly KindName[] = kindRow(node.kind)[clause];
  const found: Node[] = [];
  for (const [i, path] of spec[clause].entries()) {
    const at = `${pointer}/${clause}/${i}`;
    const nodes = follow(path, at, context.paths);
    if (nodes === null) return null;
    const wrong = nodes.find((n) => !kinds.includes(n.kind));
    if (wrong !== undefined) {
      draft.problems.report('name/wrong-kind', at, {
        name: wrong.id, kind: wrong.kind, expected: kinds,
      });
      return null;
    }
    found.push(...nodes);
  }
  return found;
};

const missing = (node: Node, clause: Clause, draft: Draft): void => {
  const { spec, pointer } = node.blueprint.declaration;
  draft.problems.report('text/clause-missing', `${pointer}/name`, {
    kind: node.kind, name: spec.name, clause, kinds: kindRow(node.kind)[clause],
  });
};

type Pair = readonly [Node, Node];

/** Each to the next one of the same list, the last to the first. */
const ring = (nodes: readonly Node[]): readonly Pair[] =>
  nodes.flatMap((from, i): readonly Pair[] => {
    const to = nodes[(i + 1) % nodes.length];
    return to === undefined || to === from ? [] : [[from, to]];
  });

const everyPair = (from: readonly Node[], to: readonly Node[]): readonly Pair[] =>
  from.flatMap((a) => to.flatMap((b): readonly Pair[] => (a === b ? [] : [[a, b]])));

/** The pairs of a pattern over both sides. */
const pairsOf = (pattern: string, from: readonly Node[], to: readonly Node[]): readonly Pair[] => {
  const all = [...new Set([...from, ...to])];
  switch (pattern) {
    case 'ring':
    case 'allReduce':
      return ring(all);
    case 'allToAll':
      return everyPair(all, all);
    case 'permutation':
      // The i-th sends to the i-th of the other side; on one side, half-way round.
      if (from.length === to.length && from.some((n, i) => n !== to[i])) {
        return from.flatMap((a, i): readonly Pair[] => {
          const b = to[i];
          return b === undefined || a === b ? [] : [[a, b]];
        });
      }
      return all.flatMap((a, i): readonly Pair[] => {
        const b = all[(i + Math.floor(all.length / 2)) % all.length];
        return b === undefined || a === b ? [] : [[a, b]];
      });
    default:
      return everyPair(from, to);
  }
};

const flowStreams = (node: Node, draft: Draft): readonly Pair[] => {
  const { spec } = node.blueprint.declaration;
  if (spec.from.length === 0) missing(node, 'from', draft);
  if (spec.to.length === 0) missing(node, 'to', draft);
  const from = endsOf(node, 'from', draft);
  const to = endsOf(node, 'to', draft);
  if (from === null || to === null) return [];
  if (from.length * to.length > STREAMS_MAX) {
    draft.problems.report('limits/model-too-large', `${node.blueprint.declaration.pointer}/name`, {
      what: 'streams', maximum: STREAMS_MAX,
    });
    return [];
  }
  return pairsOf(word(node, 'pattern') ?? 'pairs', from, to);
};

export interface StreamDraft {
  readonly ir: StreamIr;
  readonly workload: Node;
  readonly from: Node | null;
  readonly to: Node | null;
}

/** All streams of a model, in the order of their workloads' ids. */
export const streamsOf = (draft: Draft): readonly StreamDraft[] => {
  const streams: StreamDraft[] = [];
  const add = (workload: Node, from: Node | null, to: Node | null, i: number): void => {
    streams.push({
      workload, from, to,
      ir: {
        id: `${workload.id}[${i}]`, workload: workload.id, from: from?.id ?? null,
        to: to?.id ?? null,
      },
    });
  };
  for (const node of draft.nodes) {
    if (node.kind === 'flow') {
      for (const [i, [from, to]] of flowStreams(node, draft).entries()) add(node, from, to, i);
    } else if (node.kind === 'io' || node.kind === 'compute') {
      const { spec } = node.blueprint.declaration;
      if (spec.on.length === 0) missing(node, 'on', draft);
      for (const [i, place] of (endsOf(node, 'on', draft) ?? []).entries()) add(node, place, null, i);
    }
  }
  return streams;
};
