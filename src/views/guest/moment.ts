/**
 * What a run showed of one instance, and which devices it had at an instant: those of its launch,
 * and those that were attached and detached since. Not the text of any command. Keeps true: a
 * device is there from the instant at which the run says that it was attached.
 */
import { compareNumbers, sorted } from '#base';
import type { ActionIr, AnyElement } from '#ir';
import type { Finding, LifeResult, Results, RunResult } from '#results';

/** One run of a scenario, as guest commands read it. */
export interface GuestRun {
  readonly results: Results;
  readonly run: RunResult;
  /** What the scenario did, which says to whom a device was attached. */
  readonly actions: readonly ActionIr[];
  /** When measures began to count. */
  readonly warmupTicks: number;
}

/** The life of an instance in a run, or undefined. */
export const lifeIn = (run: RunResult, id: string): LifeResult | undefined =>
  run.lives.find((life) => life.instance === id);

/** The state of an instance at an instant; null when the run does not know it. */
export const stateAt = (run: RunResult, id: string, atTicks: number): string | null =>
  lifeIn(run, id)?.states.findLast((change) => change.atTicks <= atTicks)?.state ?? null;

const isAttached = (element: AnyElement | undefined): boolean =>
  (element?.kind === 'volume' || element?.kind === 'interface')
  && element.properties.attached === 'yes';

export interface DeviceSlot {
  readonly id: string;
  /** Stays while it is attached; the next one gets the lowest that is free. */
  readonly slot: number;
  /** Attached after the launch. */
  readonly isLater: boolean;
}

/** Volumes or interfaces of an instance, in the order of their slots. */
export function devicesOf(
  id: string, kind: 'volume' | 'interface', declared: readonly string[],
  find: (id: string) => AnyElement | undefined,
  seen: { readonly run: GuestRun; readonly atTicks: number } | null,
): readonly DeviceSlot[] {
  const slots: (string | null)[] = declared.filter((device) => isAttached(find(device)));
  const launched = slots.length;
  for (const { code, element: device, atTicks } of seen === null ? [] : changesOf(seen)) {
    const at = slots.indexOf(device);
    if (code === 'run/detached' && at >= 0) slots[at] = null;
    if (code === 'run/detached' || device === null || find(device)?.kind !== kind || at >= 0) continue;
    if (receiverOf(device, atTicks, seen?.run.actions ?? [], find) !== id) continue;
    const free = slots.indexOf(null);
    slots[free < 0 ? slots.length : free] = device;
  }
  return slots.flatMap((device, slot) =>
    device === null ? [] : [{ id: device, slot, isLater: slot >= launched }]);
}

const changesOf = (
  { run: { run }, atTicks }: { readonly run: GuestRun; readonly atTicks: number },
): readonly Finding[] => sorted(
  run.findings.filter(({ code, atTicks: at }) =>
    (code === 'run/attached' || code === 'run/detached') && at <= atTicks),
  (a, b) => compareNumbers(a.atTicks, b.atTicks),
);

/** The instance that a device was attached to, as the last action before says. */
function receiverOf(
  device: string, atTicks: number, actions: readonly ActionIr[],
  find: (id: string) => AnyElement | undefined,
): string | null {
  const asked = actions.findLast(({ action, target, atTicks: asksAt }) =>
    action === 'attach' && target === device && asksAt <= atTicks);
  return asked?.to ?? find(device)?.parent ?? null;
}
