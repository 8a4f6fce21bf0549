/**
 * Fair shares of flows that begin and end on the links of a fabric: finds where each flow goes,
 * bundles links that all use alike, and solves for rates. Not messages.
 * Keeps true: hashed flows follow routes that are known, sprayed ones what is up; what links have
 * carried is not lost when bundles change.
 */
import { invariant } from '#base';
import { doubled } from '#sim/kernel';
import type { Fabric } from '../fabric.ts';
import { linkFlags } from '../fields.ts';
import type { Routes } from '../routes.ts';
import { Bundles } from './bundles.ts';
import { FairShares } from './fair-shares.ts';
import { type Course, Spreading } from './spreading.ts';

/** Bundles between two switches, and what each byte needs of them. */
interface Middle {
  readonly on: readonly number[];
  readonly needs: readonly number[];
}

/** Links between two switches, and what each byte needs of them. */
interface Traced {
  readonly links: Int32Array;
  readonly needs: Float64Array;
}

/** What a flow does now. */
const [idle, beginning, sending, stranded] = [0, 1, 2, 3];

/** As seen in a heap snapshot, with what a byte needs of half a dozen bundles. */
const bytesPerMiddle = 400;

/** Two books of doubles agree when they differ by no more than this share. */
const bookTolerance = 1e-6;

export interface ShareOptions {
  readonly fabric: Fabric;
  /** Routes as they are for hashed flows, and for those that leave failed ways by themselves. */
  readonly known: () => Routes;
  readonly current: () => Routes;
  /** Tells of all flows what they have sent. */
  readonly bringUpToDate: () => void;
}

export class WayShares {
  private readonly options: ShareOptions;
  private readonly spreading: Spreading;
  private bundles: Bundles;
  private shares: FairShares;
  private readonly courses: Course[] = [];
  /** In bytes a tick. */
  private readonly limits: number[] = [];
  private states = new Int32Array(64);
  /** The listing in which each flow has its place. */
  private placedIn = new Int32Array(64);
  /** Bytes that it sent since the last listing. */
  private moved = new Float64Array(64);
  private listing = 1;
  /** Flows whose links are not bundled yet begin here. */
  private bundledFlows = 0;
  private pending: number[] = [];
  private isRerouted = false;
  /** By dealing and the switches at both ends; null: no way leads there. */
  private readonly middles = new Map<number, Middle | null>();
  private readonly bundledMiddles = new Set<number>();
  /** Links of middles that were bundled in this settling, so that nobody looks for them again. */
  private readonly traced = new Map<number, Traced>();
  /** Some flow has a place in this listing. */
  private hasPlaces = false;
  /** Ticks that links were used before the last listing. */
  private readonly busyBefore: Float64Array;

  constructor(options: ShareOptions) {
    const { count } = options.fabric.links;
    this.options = options;
    this.spreading = new Spreading(options.fabric);
    this.bundles = new Bundles(count);
    this.shares = new FairShares(2 * count + 2);
    this.busyBefore = new Float64Array(count);
  }

  add(course: Course, bytesPerTick: number): void {
    if (this.courses.length === this.states.length) this.grow();
    this.courses.push(course);
    this.limits.push(bytesPerTick);
  }

  begin(flow: number): void {
    this.states[flow] = beginning;
    this.pending.push(flow);
  }

  end(flow: number, now: number): void {
    invariant(this.states[flow] === sending, 'only who sends comes to an end');
    this.shares.end(flow, now);
    this.states[flow] = idle;
  }

  /** A flow that has no way stops looking for one. */
  abandon(flow: number): void {
    invariant(this.rateOf(flow) === 0, 'who sends is not lost');
    this.states[flow] = idle;
  }

  /** Something works again, no longer, or at another rate. */
  reroute(): void {
    this.isRerouted = true;
  }

  /** Bytes a tick, as of the last settling. */
  rateOf(flow: number): number {
    return this.states[flow] === sending ? this.shares.rateOf(flow) : 0;
  }

  /** A flow has sent so many bytes since it was told before. */
  noteMoved(flow: number, bytes: number): void {
    this.moved[flow]! += bytes;
  }

  /** Finds the rates from now on; gives the flows whose rate may be another. */
  settle(now: number): readonly number[] {
    if (this.isRerouted) this.startOver(now);
    if (this.bundleNew() && this.hasPlaces) this.listAnew(now);
    const begun = this.byDestination(this.pending);
    this.pending = [];
    const lost: number[] = [];
    for (const flow of begun) {
      if (this.states[flow] !== beginning) continue;
      if (this.placedIn[flow] !== this.listing && !this.place(flow)) {
        this.states[flow] = stranded;
        lost.push(flow);
        continue;
      }
      this.states[flow] = sending;
      this.shares.begin(flow);
    }
    this.traced.clear();
    this.shares.settle(now);
    return lost.length === 0 ? this.shares.changed : [...lost, ...this.shares.changed];
  }

  /** Ticks that a link was sending up to now. */
  busyTicks(link: number, now: number): number {
    const bundle = this.bundles.of[link]!;
    return this.busyBefore[link]! + this.shares.loads.busyTicksOf(bundle, now);
  }

  ticksPerByte(link: number): number {
    return this.spreading.ticksPerByte(link);
  }

  /** A link works at another rate; ways are looked for again when that is asked for. */
  noteRate(link: number): void {
    this.spreading.noteRate(link);
  }

  /** What links carried is what flows sent, since the last listing. */
  audit(now: number): void {
    this.options.bringUpToDate();
    const carried = new Float64Array(this.busyBefore.length * 2 + 2);
    this.courses.forEach((_, flow) => {
      if (this.placedIn[flow] === this.listing) {
        this.shares.addNeeds(flow, this.moved[flow]!, carried);
      }
    });
    carried.forEach((ticks, bundle) => {
      const busy = this.shares.loads.busyTicksOf(bundle, now);
      invariant(Math.abs(busy - ticks) <= bookTolerance * Math.max(1, busy, ticks), () =>
        `${this.options.fabric.plan.id}: links were busy for ${String(busy)} ticks, but flows sent `
          + `what takes ${String(ticks)}`);
      invariant(this.shares.loads.shareOf(bundle) <= 1 + bookTolerance, () =>
        `${this.options.fabric.plan.id}: a link carries ${String(this.shares.loads.shareOf(bundle))} times `
          + 'what it can');
    });
  }

  memoryBytes(): number {
    return this.shares.memoryBytes() + this.bundles.memoryBytes() + 16 * this.states.length
      + bytesPerMiddle * this.middles.size;
  }

  /** The ways of all flows are looked for again. */
  private startOver(now: number): void {
    this.isRerouted = false;
    this.spreading.forget();
    this.listAnew(now);
    this.bundles = new Bundles(this.bundles.of.length);
    this.bundledMiddles.clear();
    this.bundledFlows = 0;
    this.courses.forEach((_, flow) => {
      if (this.states[flow] !== stranded) return;
      this.states[flow] = beginning;
      this.pending.push(flow);
    });
  }

  /** Flows get other places, as bundles are others; what was carried so far is put aside. */
  private listAnew(now: number): void {
    this.audit(now);
    this.busyBefore.forEach((_, link) => {
      this.busyBefore[link] = this.busyTicks(link, now);
    });
    this.shares = new FairShares(2 * this.bundles.of.length + 2);
    this.shares.loads.startAt(now);
    this.moved.fill(0);
    this.middles.clear();
    this.listing++;
    this.hasPlaces = false;
    this.courses.forEach((_, flow) => {
      if (this.states[flow] !== sending) return;
      this.states[flow] = beginning;
      this.pending.push(flow);
    });
  }

  /** Bundles links by the ways of flows that are new. True: some that flows are on have parted. */
  private bundleNew(): boolean {
    const { spreading, bundles } = this;
    let isParted = false;
    const flows: number[] = [];
    while (this.bundledFlows < this.courses.length) flows.push(this.bundledFlows++);
    for (const flow of this.byDestination(flows)) {
      const course = this.courses[flow]!;
      const key = this.keyOf(course);
      if (key === null || !this.bundledMiddles.has(key)) {
        // Who finds no way, as its own port is down, says nothing of others between these switches.
        if (!this.trace(course)) continue;
        if (key !== null) this.bundledMiddles.add(key);
        isParted = bundles.part(spreading.links, spreading.needs, spreading.count) || isParted;
        if (key !== null) {
          const { links, needs } = this.tracedMiddle();
          this.traced.set(key, { links: links.slice(), needs: needs.slice() });
        }
      }
      // What is true between the switches says nothing of the links of single ports.
      for (const link of this.portLinksOf(course)) isParted = bundles.partOne(link) || isParted;
    }
    return isParted;
  }

  /** Those to one switch ask the same of what lies on their ways. */
  private byDestination(flows: readonly number[]): readonly number[] {
    if (flows.length < 2) return flows;
    const { attachments } = this.options.fabric.routes;
    const destinationOf = (flow: number): number => attachments[this.courses[flow]!.to]!;
    return [...flows].sort((a, b) => destinationOf(a) - destinationOf(b) || a - b);
  }

  private trace(course: Course): boolean {
    const { known, current } = this.options;
    return this.spreading.trace(course.dealing === 'hashed' ? known() : current(), course);
  }

  /** What has the same links between the switches; null: a way of its own. */
  private keyOf({ from, to, dealing }: Course): number | null {
    const { attachments, attachmentCount } = this.options.fabric.routes;
    const [first, last] = [attachments[from]!, attachments[to]!];
    if (dealing === 'hashed' || first < 0 || last < 0) return null;
    return 2 * (first * attachmentCount + last) + (dealing === 'even' ? 1 : 0);
  }

  private portLinksOf({ from, to }: Course): readonly [number, number] {
    const { uplinks, downlinks } = this.options.fabric;
    return [uplinks[from]!, downlinks[to]!];
  }

  /** Says on which bundles a flow is; false: it has no way. */
  private place(flow: number): boolean {
    const { links } = this.options.fabric;
    const course = this.courses[flow]!;
    const ends = this.portLinksOf(course);
    if (ends.some((link) => links.has(link, linkFlags.down))) return false;
    const middle = this.middleOf(course);
    if (middle === null) return false;
    const { of } = this.bundles;
    const [out, into] = ends;
    const own = out === into ? [out] : [out, into];
    invariant([...own.map((link) => of[link]!), ...middle.on].every((bundle) => bundle > 0),
      'links on the way of a flow are none that nobody uses');
    this.shares.place(
      flow, this.limits[flow]!, [...own.map((link) => of[link]!), ...middle.on],
      [...own.map((link) => this.spreading.ticksPerByte(link)), ...middle.needs],
    );
    this.placedIn[flow] = this.listing;
    this.hasPlaces = true;
    return true;
  }

  private middleOf(course: Course): Middle | null {
    const key = this.keyOf(course);
    const known = key === null ? undefined : this.middles.get(key);
    if (known !== undefined) return known;
    const traced = this.traced.get(key ?? -1) ?? (this.trace(course) ? this.tracedMiddle() : null);
    const made = traced === null ? null : this.middleOn(traced);
    if (key !== null) this.middles.set(key, made);
    return made;
  }

  /** What was traced last, without the links of ports, which are the first and the last. */
  private tracedMiddle(): Traced {
    const { links, needs, count } = this.spreading;
    return { links: links.subarray(1, count - 1), needs: needs.subarray(1, count - 1) };
  }

  private middleOn({ links, needs }: Traced): Middle {
    const found = new Map<number, number>();
    let before = -1;
    links.forEach((link, i) => {
      const bundle = this.bundles.of[link]!;
      // Links of one bundle mostly follow each other.
      if (bundle === before) return;
      before = bundle;
      found.set(bundle, needs[i]!);
    });
    return { on: [...found.keys()], needs: [...found.values()] };
  }

  private grow(): void {
    this.states = doubled(this.states, Int32Array);
    this.placedIn = doubled(this.placedIn, Int32Array);
    this.moved = doubled(this.moved, Float64Array);
  }
}
