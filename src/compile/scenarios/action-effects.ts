/**
 * Whether an action that makes something worse can change anything: what it names must be where
 * packets are simulated one by one, and it must say what changes. Not how much it matters.
 * Keeps true: nothing is said of an action that a run would carry out.
 */
import type { ActionRow } from '#kinds';
import type { ActionSpec } from '#spec';
import { switched } from '../switched.ts';
import type { Step } from './steps.ts';
import type { Stage, Target } from './things.ts';

/** What is done to cables, and to all cables of a switch or card. */
const WORSENING: ReadonlySet<string> = new Set(['degrade', 'corrupt']);

/** Says where an action names something that it cannot make worse. */
export const checkReach = (
  step: Step<ActionSpec>, row: ActionRow, targets: readonly Target[], at: string, stage: Stage,
): void => {
  if (!WORSENING.has(row.name)) return;
  const losesCommands = step.spec.items.some(({ property }) => property === 'lossRatio');
  const idle = targets.find(({ id, kind }) => row.simulated.includes(kind)
    && !(kind === 'card' && losesCommands) && !switched(stage.model).has(id));
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
