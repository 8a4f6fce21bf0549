/**
 * Whether an action that makes something worse can change anything: what it names must be where
 * packets are simulated one by one, and it must say what changes. Not how much it matters.
 * Keeps true: nothing is said of an action that a run would carry out.
 */
import type { ActionRow } from '#kinds';
import type { ActionSpec } from '#spec';
import type { Node } from '../draft.ts';
import { joinedTo } from '../machines.ts';
import type { Model } from '../model.ts';
import { word } from '../nodes.ts';
import type { Step } from './steps.ts';
import type { Stage, Target } from './things.ts';

/** What is done to cables, and to all cables of a switch or card. */
const WORSENING: ReadonlySet<string> = new Set(['degrade', 'corrupt']);

const known = new WeakMap<Model, ReadonlySet<string>>();

const hasQueues = (node: Node): boolean => node.kind === 'switch'
  && (word(node, 'pfc') === 'yes' || word(node, 'ecn') === 'yes' || node.parent?.kind === 'fabric');

/** Ids of all that belongs to fabrics whose packets are simulated, as a run has them. */
const onFabrics = (model: Model): ReadonlySet<string> => {
  const former = known.get(model);
  if (former !== undefined) return former;
  const { near } = model.machines;
  const nodes = new Set<Node>();
  for (const start of [...near.keys()].filter(hasQueues)) {
    if (!nodes.has(start)) for (const node of joinedTo(start, 'ethernet', near)) nodes.add(node);
  }
  for (const { card } of model.volumes) {
    if (nodes.has(card)) continue;
    const joined = [...joinedTo(card, 'ethernet', near)];
    if (joined.some(({ kind }) => kind === 'switch')) for (const node of joined) nodes.add(node);
  }
  const links = model.links.filter(({ medium, ends }) => medium === 'ethernet' && nodes.has(ends[0]));
  const ids = new Set([...nodes, ...links].map(({ id }) => id));
  known.set(model, ids);
  return ids;
};

/** Says where an action names something that it cannot make worse. */
export const checkReach = (
  step: Step<ActionSpec>, row: ActionRow, targets: readonly Target[], at: string, stage: Stage,
): void => {
  if (!WORSENING.has(row.name)) return;
  const losesCommands = step.spec.items.some(({ property }) => property === 'lossRatio');
  const idle = targets.find(({ id, kind }) => row.simulated.includes(kind)
    && !(kind === 'card' && losesCommands) && !onFabrics(stage.model).has(id));
  if (idle === undefined) return;
  stage.context.problems.report('scenario/action-idle', at, {
    action: row.name, target: idle.id, kind: idle.kind,
  });
};

/** Says where an action does not tell what it changes. */
export const checkChange = (step: Step<ActionSpec>, row: ActionRow, stage: Stage): void => {
  if (!WORSENING.has(row.name) || step.spec.items.length > 0) return;
  stage.context.problems.report('scenario/action-empty', `${step.pointer}/action`, {
    action: row.name, allowed: row.properties,
  });
};
