/**
 * The streams of workloads: a flow makes one for each pair that its pattern gives, io and compute
 * one for each place. Not their timing. Keeps true: `scan[2]` is the third in the order of paths.
 */
import { compareNumbers, sorted } from '#base';
import type { StreamIr } from '#ir';
import { kindRow } from '#kinds';
import { type Clause, namedBy } from './clauses.ts';
import { type Dealing, instanceOf } from './dealing.ts';
import type { Draft, Node } from './draft.ts';
import { plansMost, plansOf, type StreamPlan } from './patterns.ts';
import { STREAMS_MAX } from './sizes.ts';

/** Nobody need be there: a workload of an empty array does nothing. */
const endsOf = (node: Node, clause: Clause, draft: Draft): readonly Node[] | null =>
  namedBy(node, clause, draft, { kinds: kindRow(node.kind)[clause], mayBeEmpty: true })
    ?.map(({ node: end }) => end) ?? null;

const missing = (node: Node, clause: Clause, draft: Draft): void => {
  const { spec, pointer } = node.blueprint.declaration;
  draft.problems.report('text/clause-missing', `${pointer}/name`, {
    kind: node.kind, name: spec.name, clause, kinds: kindRow(node.kind)[clause],
  });
};

const flowStreams = (node: Node, draft: Draft): readonly StreamPlan[] => {
  const { spec } = node.blueprint.declaration;
  if (spec.from.length === 0) missing(node, 'from', draft);
  if (spec.to.length === 0) missing(node, 'to', draft);
  const from = endsOf(node, 'from', draft);
  const to = endsOf(node, 'to', draft);
  if (from === null || to === null) return [];
  if (plansMost(node, from, to) > STREAMS_MAX) {
    draft.problems.report('limits/model-too-large', `${node.blueprint.declaration.pointer}/name`, {
      what: 'streams', maximum: STREAMS_MAX,
    });
    return [];
  }
  const plans = plansOf(node, from, to);
  const [first] = from;
  if (plans.length === 0 && first !== undefined && to.length > 0) {
    draft.problems.report('flow/to-itself', `${node.blueprint.declaration.pointer}/name`, {
      flow: node.id, from: instanceOf(first).id,
      others: new Set([...from, ...to].map(instanceOf)).size - 1,
    });
  }
  return plans;
};

export interface StreamDraft {
  readonly ir: StreamIr;
  readonly workload: Node;
  /** Instances, drives and volumes. */
  readonly from: Node | null;
  readonly to: Node | null;
  /** The network cards that a flow goes over; null: nothing serves that end, or it is no flow. */
  readonly cards: readonly [from: Node | null, to: Node | null];
}

/** A stream of a flow, with the others that it waits for by their ids. */
const flowDraft = (
  workload: Node, plan: StreamPlan, i: number, dealing: Dealing,
): StreamDraft => {
  const [from, to] = [instanceOf(plan.from), instanceOf(plan.to)];
  const { between, cards, interfaces } = dealing.next(plan.from, plan.to);
  return {
    workload, from, to, cards: between,
    ir: {
      id: `${workload.id}[${i}]`, workload: workload.id, from: from.id, to: to.id,
      messageBytes: plan.messageBytes, steps: plan.steps,
      after: sorted(plan.after, (a, b) => compareNumbers(a.stream, b.stream))
        .map(({ stream, lag }) => ({ stream: `${workload.id}[${stream}]`, lag })),
      cards, interfaces,
    },
  };
};

/** All streams of a model, in the order of their workloads' ids. */
export const streamsOf = (draft: Draft, dealing: Dealing): readonly StreamDraft[] => {
  const streams: StreamDraft[] = [];
  for (const node of draft.nodes) {
    if (node.kind === 'flow') {
      for (const [i, plan] of flowStreams(node, draft).entries()) {
        streams.push(flowDraft(node, plan, i, dealing));
      }
    } else if (node.kind === 'io' || node.kind === 'compute') {
      const { spec } = node.blueprint.declaration;
      if (spec.on.length === 0) missing(node, 'on', draft);
      for (const [i, place] of (endsOf(node, 'on', draft) ?? []).entries()) {
        streams.push({
          workload: node, from: place, to: null, cards: [null, null],
          ir: {
            id: `${node.id}[${i}]`, workload: node.id, from: place.id, to: null,
            messageBytes: null, steps: 1, after: [], cards: null, interfaces: null,
          },
        });
      }
    }
  }
  return streams;
};
