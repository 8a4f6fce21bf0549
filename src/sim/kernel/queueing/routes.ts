/**
 * Ways through stations: rows of visits with what each takes, and what was spent on them. Not the
 * customers on their way. Keeps true: the sums of a route's visits add up to the sum of its
 * latencies, exactly, for they are written together when a customer is through.
 */
import { invariant } from '#base';
import { doubled } from '../grow.ts';
import { Histogram } from '../histogram.ts';
import { ExactSums } from './exact-sums.ts';

export interface VisitPlan {
  readonly station: number;
  /** What a customer is to a reader at this place: `driver`, `link`, `card`. */
  readonly role: string;
  /** Service whatever the size, in ticks. */
  readonly baseTicks?: number;
  /** Service for each byte, in ticks; need not be whole, the product is rounded once. */
  readonly byteTicks?: number;
  /** Fewer bytes take as long as so many; default 0. */
  readonly leastBytes?: number;
  /** Service on top when the server was idle: the cost of being woken. */
  readonly wakeTicks?: number;
  /** An idle server begins so long after the customer came, and does no work meanwhile. */
  readonly wakeDelayTicks?: number;
  /** With so many at the station already, a customer of this visit is turned away. */
  readonly room?: number;
  /** What is wanted there, as a small whole number that a port is told; default 0. */
  readonly errand?: number;
  /** On the way to the next station, during which nobody is held up. */
  readonly propagationTicks?: number;
  /** Service on top that is drawn anew each time, in whole ticks. */
  readonly draw?: () => number;
}

export class Routes {
  count = 0;
  visitCount = 0;
  /** By visit. */
  station = new Int32Array(64);
  last = new Int32Array(64);
  route = new Int32Array(64);
  /** Its place in its route, from 0. */
  ordinal = new Int32Array(64);
  base = new Float64Array(64);
  perByte = new Float64Array(64);
  least = new Float64Array(64);
  wake = new Float64Array(64);
  wakeDelay = new Float64Array(64);
  room = new Int32Array(64);
  errand = new Int32Array(64);
  propagation = new Float64Array(64);
  /** Times a server had to be woken for a customer. */
  wakes = new Float64Array(64);
  readonly draws: ((() => number) | null)[] = [];
  readonly roles: string[] = [];
  /** What those who are through had spent: in all, waiting, and for those in the tail in all. */
  readonly spent = new ExactSums();
  readonly waited = new ExactSums();
  readonly tail = new ExactSums();
  /** By route. */
  readonly starts: number[] = [];
  readonly lengths: number[] = [];
  readonly latencies: Histogram[] = [];
  bytes = new Float64Array(16);
  lost = new Float64Array(16);
  tailCount = new Float64Array(16);
  /** A latency from which on a customer counts to the slowest hundredth. */
  tailFrom = new Float64Array(16);

  add(visits: readonly VisitPlan[]): number {
    invariant(visits.length > 0, 'a route has at least one visit');
    const route = this.count++;
    if (route === this.lost.length) {
      for (const name of ['bytes', 'lost', 'tailCount', 'tailFrom'] as const) {
        this[name] = doubled(this[name], Float64Array);
      }
    }
    this.tailFrom[route] = Infinity;
    this.starts.push(this.visitCount);
    this.lengths.push(visits.length);
    this.latencies.push(new Histogram());
    visits.forEach((visit, ordinal) => {
      this.addVisit(route, ordinal, visit);
    });
    this.last[this.visitCount - 1] = 1;
    return route;
  }

  /** Forgets what was spent, as at the end of a warm-up. */
  cut(): void {
    for (const sums of [this.spent, this.waited, this.tail]) sums.clear();
    this.wakes.fill(0);
    this.tailCount.fill(0);
    this.lost.fill(0);
    this.bytes.fill(0);
    for (const latency of this.latencies) latency.clear();
  }

  private addVisit(route: number, ordinal: number, plan: VisitPlan): void {
    const visit = this.visitCount++;
    if (visit === this.station.length) this.grow();
    for (const sums of [this.spent, this.waited, this.tail]) sums.reserve(visit + 1);
    this.station[visit] = plan.station;
    this.route[visit] = route;
    this.ordinal[visit] = ordinal;
    this.base[visit] = plan.baseTicks ?? 0;
    this.perByte[visit] = plan.byteTicks ?? 0;
    this.least[visit] = plan.leastBytes ?? 0;
    this.wake[visit] = plan.wakeTicks ?? 0;
    this.wakeDelay[visit] = plan.wakeDelayTicks ?? 0;
    this.room[visit] = plan.room ?? 0x7fff_ffff;
    this.errand[visit] = plan.errand ?? 0;
    this.propagation[visit] = plan.propagationTicks ?? 0;
    this.draws.push(plan.draw ?? null);
    this.roles.push(plan.role);
  }

  private grow(): void {
    for (const name of ['station', 'last', 'route', 'ordinal', 'room', 'errand'] as const) {
      this[name] = doubled(this[name], Int32Array);
    }
    for (const name of [
      'base', 'perByte', 'least', 'wake', 'wakeDelay', 'propagation', 'wakes',
    ] as const) {
      this[name] = doubled(this[name], Float64Array);
    }
  }
}
