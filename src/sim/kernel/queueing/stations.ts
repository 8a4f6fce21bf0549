/**
 * Places where customers wait and are served, many side by side in typed arrays. Since customers
 * are taken in order of arrival, the end of a service is known when the customer comes, and costs
 * no event of its own.
 * Not the way between places: that is a route's. Keeps true: what came in = what went out + what
 * was lost + what is inside, and the area under the number inside equals the times spent inside,
 * from two books that are kept apart.
 */
import { invariant, TwoLimb } from '#base';
import { auditFlow, auditLittle } from '../audit.ts';
import { doubled } from '../grow.ts';
import { ExactSums } from './exact-sums.ts';

/**
 * How a station deals with a customer.
 * queue: so many servers, first come, first served.
 * delay: everybody at once.
 * bucket: a token bucket; a service is the time in which the tokens it takes flow in again.
 * gather: the first to come opens a door that closes behind all who came in its time.
 * port: somebody else serves, and says when it is done.
 */
export type Discipline = 'queue' | 'delay' | 'bucket' | 'gather' | 'port';

export interface StationPlan {
  readonly id: string;
  readonly discipline: Discipline;
  /** Of a queue; default 1. */
  readonly servers?: number;
  /** Of a bucket: the time in which an empty one fills, in ticks. */
  readonly depthTicks?: number;
  /**
   * Customers it holds, those in service included; more are turned away. Default: no limit.
   * Who is on the way out still has a place: see the propagation of a visit.
   */
  readonly capacity?: number;
}

export const disciplineCodes = { queue: 0, delay: 1, bucket: 2, gather: 3, port: 4 } as const;

const unlimited = 0x7fff_ffff;

export class Stations {
  count = 0;
  readonly ids: string[] = [];
  readonly disciplines: Discipline[] = [];
  /** What a hot path reads, by station. */
  code = new Int32Array(16);
  servers = new Int32Array(16);
  capacity = new Int32Array(16);
  inside = new Int32Array(16);
  down = new Int32Array(16);
  /** Where its servers stand in `frees`; a bucket, gather or delay has one entry. */
  first = new Int32Array(16);
  frees = new Float64Array(16);
  /** Of a bucket: when it would be full, and how long an empty one takes to fill. */
  full = new Float64Array(16);
  depth = new Float64Array(16);
  /** A station whose work slows this one down, or −1, and by which factor. */
  sibling = new Int32Array(16);
  slowdown = new Float64Array(16);
  /** Whether something beside its customers keeps it busy all the time. */
  loaded = new Int32Array(16);

  arrived = new Float64Array(16);
  completed = new Float64Array(16);
  lost = new Float64Array(16);
  /** Customers who found a bucket empty, and times a queue was woken. */
  delayed = new Float64Array(16);
  /** The last instant at which the number inside changed. */
  since = new Float64Array(16);
  longest = new Int32Array(16);
  readonly area = new ExactSums();
  readonly spent = new ExactSums();
  readonly waited = new ExactSums();
  readonly served = new ExactSums();
  /** Of ports that know themselves how long they worked. */
  readonly meters = new Map<number, () => number>();
  private serverCount = 0;
  // Read where it is needed: an instant that is handed over would be a number on the heap.
  private readonly clock: { readonly now: number };

  constructor(clock: { readonly now: number }) {
    this.clock = clock;
  }

  add(plan: StationPlan): number {
    const servers = plan.servers ?? 1;
    invariant(servers >= 1, () => `the station '${plan.id}' needs a server`);
    const index = this.count++;
    if (index === this.code.length) this.grow();
    for (const sums of [this.area, this.spent, this.waited, this.served]) sums.reserve(index + 1);
    this.ids.push(plan.id);
    this.disciplines.push(plan.discipline);
    this.code[index] = disciplineCodes[plan.discipline];
    this.servers[index] = servers;
    this.capacity[index] = Math.min(plan.capacity ?? unlimited, unlimited);
    this.depth[index] = plan.depthTicks ?? 0;
    this.sibling[index] = -1;
    this.first[index] = this.serverCount;
    this.serverCount += plan.discipline === 'queue' ? servers : 1;
    while (this.serverCount > this.frees.length) this.frees = doubled(this.frees, Float64Array);
    return index;
  }

  /** While the other one is busy, this one takes so many times as long. */
  pair(station: number, sibling: number, slowdown: number): void {
    this.sibling[station] = sibling;
    this.slowdown[station] = slowdown;
  }

  works(station: number): boolean {
    return this.down[station] === 0;
  }

  /** Whether it works and has a place. */
  accepts(station: number): boolean {
    return this.works(station)
      && (this.inside[station] as number) < (this.capacity[station] as number);
  }

  /** One more inside from now on. */
  occupy(station: number): void {
    const { now } = this.clock;
    const inside = this.inside[station] as number;
    const elapsed = now - (this.since[station] as number);
    if (elapsed > 0) {
      this.area.addProduct(station, inside, elapsed);
      this.since[station] = now;
    }
    this.inside[station] = inside + 1;
    this.arrived[station] = (this.arrived[station] as number) + 1;
    if (inside >= (this.longest[station] as number)) this.longest[station] = inside + 1;
  }

  /** One comes and is turned away. */
  refuse(station: number): void {
    this.arrived[station] = (this.arrived[station] as number) + 1;
    this.lost[station] = (this.lost[station] as number) + 1;
  }

  /** One less inside from now on, who came at that instant. */
  vacate(station: number, enteredAt: number): void {
    const { now } = this.clock;
    const inside = this.inside[station] as number;
    const elapsed = now - (this.since[station] as number);
    if (elapsed > 0) {
      this.area.addProduct(station, inside, elapsed);
      this.since[station] = now;
    }
    this.inside[station] = inside - 1;
    this.spent.add(station, now - enteredAt);
  }

  /** Whether a server is at work, or something beside its customers. */
  isBusy(station: number, now: number): boolean {
    return (this.loaded[station] as number) > 0
      || (this.frees[this.first[station] as number] as number) > now;
  }

  /**
   * Time that its servers have worked so far, all together. One that is being woken counts as at
   * work until it is, and makes up for it after: a reading is off by one wake delay at most.
   */
  busyTicks(station: number, now: number): number {
    const meter = this.meters.get(station);
    return meter === undefined
      ? this.served.toNumber(station) - this.backlogTicks(station, now) : meter();
  }

  /** Stops work: what was to be done by servers is not done, and a door that is open closes. */
  stop(station: number, now: number): void {
    this.down[station] = (this.down[station] as number) + 1;
    const code = this.code[station] as number;
    if (code !== disciplineCodes.queue && code !== disciplineCodes.gather) return;
    const served = this.served.read(station);
    const undone = new TwoLimb();
    // Who is being woken has not served so much yet.
    undone.add(Math.min(this.backlogTicks(station, now), served.toNumber()));
    served.subtractSum(undone);
    this.served.low[station] = served.low;
    this.served.high[station] = served.high;
    const start = this.first[station] as number;
    for (let i = 0; i < (this.servers[station] as number); i++) {
      this.frees[start + i] = Math.min(now, this.frees[start + i] as number);
    }
  }

  resume(station: number): void {
    this.down[station] = Math.max(0, (this.down[station] as number) - 1);
  }

  /** The exact area under the number inside, up to now. */
  areaUpTo(station: number, now: number): TwoLimb {
    const area = this.area.read(station);
    area.addProduct(this.inside[station] as number, now - (this.since[station] as number));
    return area;
  }

  /** Stops the program unless both books agree; `present` are the times of those inside. */
  audit(station: number, now: number, present: TwoLimb): void {
    const id = this.ids[station] as string;
    auditFlow(id, {
      insideBefore: 0, arrived: this.arrived[station] as number,
      completed: this.completed[station] as number, dropped: this.lost[station] as number,
      inside: this.inside[station] as number,
    });
    const spent = this.spent.read(station);
    spent.addSum(present);
    auditLittle(id, 'the number inside', this.areaUpTo(station, now), spent);
  }

  /** Work that servers have taken on and not yet done. */
  private backlogTicks(station: number, now: number): number {
    if (this.code[station] !== disciplineCodes.queue) return 0;
    const start = this.first[station] as number;
    let backlog = 0;
    for (let i = 0; i < (this.servers[station] as number); i++) {
      backlog += Math.max(0, (this.frees[start + i] as number) - now);
    }
    return backlog;
  }

  private grow(): void {
    for (const name of ['code', 'servers', 'capacity', 'inside', 'down', 'first', 'sibling',
      'loaded', 'longest'] as const) {
      this[name] = doubled(this[name], Int32Array);
    }
    for (const name of ['full', 'depth', 'slowdown', 'arrived', 'completed', 'lost', 'delayed',
      'since'] as const) {
      this[name] = doubled(this[name], Float64Array);
    }
  }
}
