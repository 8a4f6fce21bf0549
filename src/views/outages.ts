/**
 * What the actions of a scenario take out of service, moment by moment, for a picture. Not what
 * that does: the run shows that. Keeps true: what is restored, or failed for a time that is over,
 * is not out.
 */
import type { ActionIr } from '#ir';
import type { FaultMark } from './overlay.ts';

const isOutage = ({ action }: ActionIr): boolean => action === 'fail' || action === 'restore';

/** Of actions in the order of time. */
export function outagesAt(actions: readonly ActionIr[], ticks: number): readonly FaultMark[] {
  const until = new Map<string, number>();
  for (const action of actions) {
    if (!isOutage(action) || action.atTicks > ticks) continue;
    const { target, atTicks, forTicks } = action;
    if (action.action === 'restore') until.delete(target);
    else until.set(target, forTicks === null ? Infinity : atTicks + forTicks);
  }
  return [...until].flatMap(([id, end]) => end > ticks ? [{ id, text: `${id} failed` }] : []);
}

/** When something goes out of service or comes back. */
export const outageMoments = (actions: readonly ActionIr[]): readonly number[] =>
  actions.filter(isOutage).flatMap(({ atTicks, forTicks }) =>
    [atTicks, ...(forTicks === null ? [] : [atTicks + forTicks])]);
