/**
 * What the actions of a scenario take out of service or make worse, and when, for pictures. Not
 * what that does: the run shows that. Keeps true: what is restored is neither any more.
 */
import type { ActionIr, ScenarioIr } from '#ir';
import type { FaultMark } from './overlay.ts';

export interface Outage {
  readonly id: string;
  readonly fromTicks: number;
  /** Infinite: for good. */
  readonly toTicks: number;
  /** `net.leaf[0] -- net.spine[1] failed`. */
  readonly words: string;
  /** How long it is down, and up again, in turn; null: it is not out of service. */
  readonly cycle: { readonly downTicks: number; readonly upTicks: number } | null;
}

const verbs: { readonly [action: string]: string } = {
  fail: 'failed', flap: 'flaps', degrade: 'degraded', corrupt: 'damages packets',
};

/** Of actions in the order of time. */
export function outagesOf(actions: readonly ActionIr[]): readonly Outage[] {
  let outages: Outage[] = [];
  for (const { action, target, atTicks, forTicks, properties } of actions) {
    const verb = verbs[action];
    if (verb !== undefined) {
      outages.push({
        id: target, words: `${target} ${verb}`, fromTicks: atTicks,
        toTicks: forTicks === null ? Infinity : atTicks + forTicks,
        cycle: action === 'fail' ? { downTicks: Infinity, upTicks: 0 }
          : action !== 'flap' ? null
          : { downTicks: Number(properties['downTicks']), upTicks: Number(properties['upTicks']) },
      });
    } else if (action === 'restore') {
      outages = outages.map((each) => each.id !== target ? each
        : { ...each, toTicks: Math.min(each.toTicks, Math.max(atTicks, each.fromTicks)) });
    }
  }
  return outages;
}

/** What each scenario does in each of its variants. */
export const actionsOf = (
  scenarios: readonly ScenarioIr[],
): { readonly [scenario: string]: readonly (readonly ActionIr[])[] } =>
  Object.fromEntries(scenarios.map(({ name, variants }) =>
    [name, variants.map(({ actions }) => actions)]));

/** What is out of service at a moment. */
export const outagesAt = (actions: readonly ActionIr[], ticks: number): readonly FaultMark[] =>
  outagesOf(actions).flatMap(({ id, fromTicks, toTicks, words, cycle }) => {
    if (cycle === null || ticks < fromTicks || ticks >= toTicks) return [];
    const { downTicks, upTicks } = cycle;
    const since = downTicks === Infinity ? 0 : (ticks - fromTicks) % (downTicks + upTicks);
    return since < downTicks ? [{ id, text: words }] : [];
  });

/** When something gets worse or comes back. */
export const outageMoments = (actions: readonly ActionIr[]): readonly number[] =>
  outagesOf(actions).flatMap(({ fromTicks, toTicks }) => [fromTicks, toTicks]);
