/**
 * One instance of a run: what it is doing, what it has, and what is written down of it.
 * Not what is done to it, which is in life-cycle.ts.
 */
import type { PlacementIr } from '#ir';
import type { LifeLog } from './log.ts';
import type { Operation } from './operation.ts';
import type { Part } from './part.ts';
import { type Home, homeOf } from './procedures.ts';
import type { Site } from './site.ts';

/** One instance. */
export interface Life {
  readonly id: string;
  readonly home: Home;
  readonly log: LifeLog;
  state: string;
  /** What is being done to it; attaching and detaching go on beside it. */
  doing: Operation | null;
  readonly beside: Set<Operation>;
  /** Volumes, interfaces and drives that it has, or gets when launched. */
  readonly devices: string[];
  /** Whether a host holds a place for it. */
  held: boolean;
  timeouts: number;
  timeoutsBefore: number;
}

export function newLife(site: Site, placement: PlacementIr, state: 'off' | 'running'): Life {
  const id = placement.instance;
  const attached = [...placement.volumeIds, ...placement.interfaceIds].filter((device) => {
    const element = site.elements.get(device);
    return (element?.kind !== 'volume' && element?.kind !== 'interface')
      || element.properties.attached === 'yes';
  });
  // Every instance has a network interface; one that is not declared has no name.
  const primary = placement.interfaceIds.length === 0 && placement.network !== null ? [''] : [];
  return {
    id, home: homeOf(site, placement), state, doing: null, beside: new Set(), timeouts: 0,
    timeoutsBefore: 0, held: state === 'running',
    devices: [...attached, ...primary, ...placement.driveIds],
    log: { instance: id, states: [{ atTicks: 0, state }], launches: [] },
  };
}

/** Who was silent, for a message. */
export const silenceOf = (part: Part, tries: number): string =>
  `${part.id} did not answer in ${String(tries)} ${tries === 1 ? 'try' : 'tries'}`;

/** `launch` as in `it cannot be launched`. */
export function doneTo(action: string): string {
  if (action === 'stop') return 'stopped';
  return action === 'terminate' ? 'terminated' : `${action}ed`;
}
