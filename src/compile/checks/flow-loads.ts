/**
 * Whether the properties of a flow fit each other: what a trace says is said nowhere else. Not
 * whether the network carries it: that is network.ts.
 */
import type { Node } from '../draft.ts';
import type { Model } from '../model.ts';
import { oncePerValues, placeFor, word } from '../nodes.ts';
import { checkEffects, type Effect } from './effects.ts';

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

export const checkFlowLoads = (model: Model): void => {
  const { problems, nodes } = model.draft;
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
