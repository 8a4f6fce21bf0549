/**
 * Whether the properties of a flow fit each other: what a trace says is said nowhere else. Not
 * whether the network carries it: that is network.ts.
 */
import type { Node } from '../draft.ts';
import type { Model } from '../model.ts';
import { numberOrNull, oncePerValues, placeFor, sourceFor, word } from '../nodes.ts';
import { checkEffects, type Effect } from './effects.ts';
import { changeTo } from './fixes.ts';

const traced = (flow: Node): boolean => flow.values['trace'] != null;

const isReduce = (flow: Node): boolean => word(flow, 'pattern') === 'allReduce';

const isJob = (flow: Node): boolean => isReduce(flow) || word(flow, 'barrier') === 'yes';

const EFFECTS: readonly Effect[] = [
  ...['size', 'every', 'depth'].map((property): Effect => ({
    property, with: ['trace'], because: (flow) => (traced(flow) ? 'its trace says it' : null),
  })),
  {
    property: 'speed', with: ['trace'],
    because: (flow) => (traced(flow) ? null : 'it has no trace'),
  },
  {
    property: 'fanOut', with: ['barrier', 'pattern'],
    because: (flow) => (isJob(flow) ? 'a job sends to all of its receivers' : null),
  },
  {
    property: 'answerTime', with: ['response'],
    because: (flow) => (flow.values['responseBytes'] == null ? 'nothing is answered' : null),
  },
  ...['algorithm', 'pieces'].map((property): Effect => ({
    property, with: ['pattern'],
    because: (flow) => (isReduce(flow) ? null : 'its pattern is no allReduce'),
  })),
  {
    property: 'patternSeed', with: ['pattern'],
    because: (flow) => (word(flow, 'pattern') === 'permutation' ? null
      : 'its pattern is no permutation'),
  },
];

/** What makes messages wait for others, which those of a trace do not. */
const WAITING: readonly {
  readonly property: string; readonly value: string; readonly isSet: (flow: Node) => boolean;
}[] = [
  { property: 'pattern', value: 'allReduce', isSet: (flow) => word(flow, 'pattern') === 'allReduce' },
  { property: 'barrier', value: 'yes', isSet: (flow) => word(flow, 'barrier') === 'yes' },
  { property: 'fanOut', value: 'set', isSet: (flow) => flow.values['fanOut'] != null },
];

/** A message goes to as many as its sender has at most. */
const checkFan = (flow: Node, receivers: ReadonlyMap<Node, number>, model: Model): void => {
  const asked = numberOrNull(flow, 'fanOut');
  if (asked === null || isJob(flow) || traced(flow)) return;
  for (const [from, has] of receivers) {
    if (asked <= has) continue;
    model.draft.problems.report('flow/fan-out', placeFor(flow, 'fanOut'), {
      flow: flow.id, asked, from: from.id, has,
    }, { fixes: changeTo(sourceFor(flow, 'fanOut'), String(has)) });
    return;
  }
};

/** How many each sends to, by the flow and then by who sends. */
const receiversOf = ({ streams }: Model): ReadonlyMap<Node, ReadonlyMap<Node, number>> => {
  const flows = new Map<Node, Map<Node, number>>();
  for (const { workload, from, to } of streams) {
    if (workload.kind !== 'flow' || from === null || to === null) continue;
    const counts = flows.get(workload) ?? new Map<Node, number>();
    flows.set(workload, counts.set(from, (counts.get(from) ?? 0) + 1));
  }
  return flows;
};

export const checkFlowLoads = (model: Model): void => {
  const { problems, nodes } = model.draft;
  for (const [flow, receivers] of receiversOf(model)) checkFan(flow, receivers, model);
  for (const flow of oncePerValues(nodes.filter((n) => n.kind === 'flow'))) {
    checkEffects(flow, EFFECTS, (at, facts, more) => {
      problems.report('flow/no-effect', at, { flow: flow.id, ...facts }, more);
    });
    if (!traced(flow)) continue;
    for (const { property, value, isSet } of WAITING) {
      if (!isSet(flow)) continue;
      problems.report('flow/trace-waits', placeFor(flow, property), {
        flow: flow.id, property, value,
      });
    }
  }
};
