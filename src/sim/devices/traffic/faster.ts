/**
 * What if a place worked faster: services there take a part of their time. Not who asks for that,
 * and not the life of instances. Keeps true: all that makes a service shrinks by one factor — what
 * is fixed, what counts bytes, what wakes, what is drawn, and how long a bucket takes to fill. Only
 * a link stays as long as it is.
 */
import type { StationPlan } from '#sim/kernel';
import { elementOfStation } from './figures.ts';
import type { CountedVisit } from './card-visits.ts';

/** A place that works so many times as fast. */
export interface Faster {
  /**
   * An element or link, or one of its stations; `[*]` and `/*` stand for any index, as in the
   * parts of a breakdown.
   */
  readonly element: string;
  readonly factor: number;
}

const special = /[\\^$.*+?()[\]{}|/]/gu;

/** What a name with `*` in the place of an index stands for. */
const patternOf = (name: string): RegExp => new RegExp(`^${
  name.replace(special, '\\$&').replaceAll('\\[\\*\\]', '\\[\\d+\\]').replaceAll('\\/\\*', '\\/\\d+')
}$`, 'u');

/** Whether a station is meant by a name: its own, or that of the element it belongs to. */
export function isMeant(name: string, station: string): boolean {
  const pattern = patternOf(name);
  return name === station || pattern.test(station) || pattern.test(elementOfStation(station));
}

export class Hastening {
  private readonly faster: Faster | null;
  private readonly known = new Map<string, number>();

  constructor(faster: Faster | null) {
    this.faster = faster;
  }

  plan(plan: StationPlan): StationPlan {
    const factor = this.factor(plan.id);
    return factor === 1 || plan.depthTicks === undefined ? plan
      : { ...plan, depthTicks: Math.round(plan.depthTicks / factor) };
  }

  visit(visit: CountedVisit, station: string): CountedVisit {
    const factor = this.factor(station);
    if (factor === 1) return visit;
    const {
      baseTicks = 0, byteTicks = 0, wakeTicks = 0, wakeDelayTicks = 0, propagationTicks = 0,
      draw, role,
    } = visit;
    const shorter = (ticks: number): number => Math.round(ticks / factor);
    return {
      ...visit, baseTicks: shorter(baseTicks), byteTicks: byteTicks / factor,
      wakeTicks: shorter(wakeTicks), wakeDelayTicks: shorter(wakeDelayTicks),
      // On a card it is work that holds nobody up; on a link it is the way.
      propagationTicks: role === 'link' ? propagationTicks : shorter(propagationTicks),
      ...(draw === undefined ? {} : { draw: () => shorter(draw()) }),
    };
  }

  /** How many times as fast as it does a station works. */
  factor(station: string): number {
    const { faster } = this;
    if (faster === null) return 1;
    let factor = this.known.get(station);
    if (factor === undefined) {
      factor = isMeant(faster.element, station) ? faster.factor : 1;
      this.known.set(station, factor);
    }
    return factor;
  }
}
