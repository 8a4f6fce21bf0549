/**
 * What came of the flash of a drive since the warm-up, and in each window of time; whether its
 * write amplification has settled. Not the counting of single pages, which the translation and the
 * drive do. Keeps true: the audit compares books that are kept apart.
 */
import { invariant } from '#base';
import { batchMeans, estimateMean, type Simulation } from '#sim/kernel';
import type { Log } from '../log.ts';
import { joinPairs, last, mean, sum } from '../pairs.ts';
import { StorageOperation } from '../storage-port.ts';
import type { FlashDrive } from './flash-drive.ts';
import type { FlashPlan } from './plan.ts';
import { type Translation, Work } from './translation.ts';
import { type LifeFigures, lifeOf, wearOf, type WearFigures } from './wear.ts';

/** Batches of windows for an interval, and drive writes from which on flat means settled. */
const batches = 20;
const turnedOver = 1;
/** A drift is taken to go on for so many halves of the measured time at most. */
const goesOnMost = 4;
/** Drift that is no drift. */
const flatShare = 0.01;

/** Counts that grow, as they are at an instant. */
interface Counts {
  readonly work: Float64Array;
  readonly hostReads: number;
  readonly unmapped: number;
  readonly refused: number;
  readonly requests: Float64Array;
  readonly pages: Float64Array;
  readonly busy: number;
  readonly collecting: number;
  readonly booked: number;
}

export interface FlashReading {
  readonly plan: FlashPlan;
  readonly mappedPages: number;
  /** Since the warm-up. */
  readonly requests: readonly number[];
  readonly pages: readonly number[];
  readonly unmapped: number;
  readonly refused: number;
  readonly hostReads: number;
  readonly hostPrograms: number;
  readonly collectionPrograms: number;
  readonly collectionErases: number;
  readonly levelingPrograms: number;
  readonly levelingErases: number;
  /** Shares of the time of all planes, and of all channels. */
  readonly busy: number;
  readonly collecting: number;
  readonly channelBusy: number;
  readonly amplification: { readonly value: number | null; readonly halfWidth: number | null };
  readonly driveWrites: {
    readonly precondition: number; readonly warmup: number; readonly measured: number;
  };
  readonly steady: boolean;
  readonly steadyErrorRatio: number | null;
  readonly wear: WearFigures;
  readonly life: LifeFigures | null;
  readonly endOfLifeTicks: number | null;
  readonly windows: {
    readonly amplification: readonly (number | null)[];
    readonly collecting: readonly number[];
    readonly freeBlocks: readonly number[];
  };
}

export interface FiguresOptions {
  readonly plan: FlashPlan;
  readonly translation: Translation;
  readonly drive: FlashDrive;
  readonly simulation: Simulation;
  readonly log: Log;
}

const ratio = (programs: number, written: number): number | null =>
  written > 0 ? programs / written : null;

export class FlashFigures {
  private readonly options: FiguresOptions;
  private before: Counts;
  private windowStart: Counts;
  private cutTicks = 0;
  private windowTicks = 0;
  private readonly programs: number[] = [];
  private readonly written: number[] = [];
  private readonly erased: number[] = [];
  private readonly lengths: number[] = [];
  private readonly collecting: number[] = [];
  private readonly freeBlocks: number[] = [];
  private fullAt: number | null = null;
  private earlier = { pages: 0, steady: false };

  constructor(options: FiguresOptions) {
    this.options = options;
    this.before = this.counts();
    this.windowStart = this.before;
  }

  /** What was written before the run is none of its work. */
  preconditioned(earlier: { readonly pages: number; readonly steady: boolean }): void {
    this.earlier = earlier;
    this.options.translation.clearWork();
  }

  /** A write found no space. The first time is when the drive was worn out. */
  full(): void {
    if (this.fullAt !== null) return;
    const { simulation, plan, log, translation } = this.options;
    this.fullAt = simulation.now;
    log.find('run/drive-worn-out', simulation.now, plan.id,
      `${plan.id} has no space to write: ${String(translation.retired)} of `
      + `${String(translation.pages.blocks)} blocks are worn out. It can still be read.`);
  }

  cut(now: number): void {
    this.cutTicks = now;
    this.windowTicks = now;
    this.before = this.counts();
    this.windowStart = this.before;
    for (const row of [this.programs, this.written, this.erased, this.lengths, this.collecting,
      this.freeBlocks]) row.length = 0;
  }

  closeWindow(now: number): void {
    const length = now - this.windowTicks;
    if (length <= 0) return;
    const [from, to] = [this.windowStart, this.counts()];
    const { translation, plan } = this.options;
    const grown = (what: number): number => (to.work[what] as number) - (from.work[what] as number);
    const hosts = grown(Work.hostPrograms);
    this.programs.push(hosts + grown(Work.collectionPrograms) + grown(Work.levelingPrograms));
    this.written.push(hosts);
    this.erased.push(grown(Work.collectionErases) + grown(Work.levelingErases));
    this.lengths.push(length);
    const units = plan.shape.unitBlocks.length;
    this.collecting.push((to.collecting - from.collecting) / length / units);
    this.freeBlocks.push(translation.free.counts.reduce((sum, count) => sum + count, 0));
    this.windowTicks = now;
    this.windowStart = to;
  }

  /** Each two windows become one. */
  joinWindows(): void {
    for (const row of [this.programs, this.written, this.erased, this.lengths]) joinPairs(row, sum);
    joinPairs(this.collecting, mean);
    joinPairs(this.freeBlocks, last);
  }

  /** Stops the program unless what came is done or inside, and pages lie where they should. */
  audit(): void {
    const { drive, translation, plan } = this.options;
    const { commands } = drive;
    const came = commands.requests.reduce((sum, count) => sum + count, 0);
    invariant(came === commands.finished + drive.inside, () =>
      `${plan.id}: ${String(came)} requests came, ${String(commands.finished)} are done and `
      + `${String(drive.inside)} inside`);
    const { pages } = translation;
    const valid = pages.valid.reduce((sum, count) => sum + count, 0);
    invariant(valid === pages.mapped, () =>
      `${plan.id}: blocks hold ${String(valid)} pages, but ${String(pages.mapped)} are mapped`);
  }

  read(now: number): FlashReading {
    const { plan, translation } = this.options;
    const after = this.counts();
    const { before } = this;
    const grown = (what: number): number =>
      (after.work[what] as number) - (before.work[what] as number);
    const hosts = grown(Work.hostPrograms);
    const moved = grown(Work.collectionPrograms) + grown(Work.levelingPrograms);
    const length = now - this.cutTicks;
    const perUnit = length > 0 ? 1 / length / plan.shape.unitBlocks.length : 0;
    const { logicalPages } = plan.shape;
    const measured = hosts / logicalPages;
    const amplification = { value: ratio(hosts + moved, hosts), halfWidth: this.halfWidth() };
    return {
      plan, mappedPages: translation.pages.mapped,
      requests: Array.from(after.requests, (count, i) => count - (before.requests[i] as number)),
      pages: Array.from(after.pages, (count, i) => count - (before.pages[i] as number)),
      unmapped: after.unmapped - before.unmapped, refused: after.refused - before.refused,
      hostReads: after.hostReads - before.hostReads, hostPrograms: hosts,
      collectionPrograms: grown(Work.collectionPrograms),
      collectionErases: grown(Work.collectionErases),
      levelingPrograms: grown(Work.levelingPrograms), levelingErases: grown(Work.levelingErases),
      busy: (after.busy - before.busy) * perUnit,
      collecting: (after.collecting - before.collecting) * perUnit,
      channelBusy: length > 0
        ? Math.min(1, (after.booked - before.booked) / length / plan.timing.channels) : 0,
      amplification, ...this.steadiness(measured, amplification),
      driveWrites: {
        precondition: this.earlier.pages / logicalPages,
        warmup: (before.work[Work.hostPrograms] as number) / logicalPages, measured,
      },
      wear: wearOf(translation), life: this.life(), endOfLifeTicks: this.fullAt,
      windows: {
        amplification: this.programs.map((count, i) => ratio(count, this.written[i] as number)),
        collecting: [...this.collecting], freeBlocks: [...this.freeBlocks],
      },
    };
  }

  /** Of write amplification, from batches of windows, each with all that it programmed. */
  private halfWidth(): number | null {
    const count = Math.min(batches, this.programs.length);
    const values = Array.from({ length: count }, (_, batch) => this.pooled(
      Math.floor((batch * this.programs.length) / count),
      Math.floor(((batch + 1) * this.programs.length) / count),
    )).filter((value) => value !== null);
    const estimate = estimateMean(values);
    return estimate === null || !Number.isFinite(estimate.halfWidth) ? null : estimate.halfWidth;
  }

  /** Write amplification of some windows together. */
  private pooled(from: number, to: number): number | null {
    const sum = (row: readonly number[]): number =>
      row.slice(from, to).reduce((total, count) => total + count, 0);
    return ratio(sum(this.programs), sum(this.written));
  }

  /**
   * It has settled when the halves of the measured time agree, and the drive was overwritten
   * before: one with space left that nobody collects is flat as well.
   */
  private steadiness(
    measured: number, { value, halfWidth }: FlashReading['amplification'],
  ): Pick<FlashReading, 'steady' | 'steadyErrorRatio'> {
    if (value === null) return { steady: true, steadyErrorRatio: null };
    const half = Math.floor(this.programs.length / 2);
    const [first, second] = [this.pooled(0, half), this.pooled(half, this.programs.length)];
    const drift = first === null || second === null ? 0 : Math.abs(second - first);
    // The halves differ by more than this once in hundreds of times.
    const noise = Math.max(3 * (halfWidth ?? 0), flatShare * value);
    const { logicalPages } = this.options.plan.shape;
    const random = (this.before.work[Work.hostPrograms] as number) / logicalPages + measured;
    const turned = this.earlier.steady || random >= turnedOver;
    // What half of the time shows would go on for a while.
    const goesOn = this.earlier.steady ? 1 : Math.min(goesOnMost, Math.max(1, 2 / measured));
    const ahead = drift > noise ? drift * goesOn : 0;
    const error = Math.max(halfWidth ?? 0, ahead) / value;
    if (!turned) {
      // Where nothing was collected yet, only theory says how far it is from where it will be.
      return { steady: false, steadyErrorRatio: Math.max(error, this.unsettledError(value)) };
    }
    return { steady: drift <= noise, steadyErrorRatio: error };
  }

  /** Random writes over all of it would come to about this: large blocks, the emptiest first. */
  private unsettledError(value: number): number {
    const { shape } = this.options.plan;
    const all = shape.unitBlocks.reduce((sum, count) => sum + count, 0) * shape.pagesPerBlock;
    const spare = Math.max(1e-6, 1 - shape.logicalPages / all);
    // Agarwal's estimate, near enough for a warning: α / 2(α − 1).
    return Math.abs(Math.max(1, 1 / (2 * spare)) / value - 1);
  }

  private life(): LifeFigures | null {
    const { translation, plan } = this.options;
    const rates = this.erased.map((count, i) => count / (this.lengths[i] as number));
    const estimate = estimateMean(batchMeans(rates, Math.min(batches, rates.length)));
    if (estimate === null) return null;
    const halfWidth = Number.isFinite(estimate.halfWidth) ? estimate.halfWidth : estimate.mean;
    const life = lifeOf(translation, { mean: estimate.mean, halfWidth });
    return life && {
      ticks: life.ticks * plan.scale, lowTicks: life.lowTicks * plan.scale,
      highTicks: life.highTicks * plan.scale,
    };
  }

  private counts(): Counts {
    const { translation, drive } = this.options;
    const { commands, channels } = drive;
    return {
      work: translation.work.slice(), hostReads: drive.hostReads, unmapped: commands.unmapped,
      refused: commands.refused, requests: commands.requests.slice(),
      pages: commands.pageCounts.slice(), busy: drive.busyTicks('all'),
      collecting: drive.busyTicks('collection'), booked: channels.bookedTicks,
    };
  }
}

/** Requests by operation, as in `requests` of a reading. */
export const readsOf = (counts: readonly number[]): number => counts[StorageOperation.read] ?? 0;
export const writesOf = (counts: readonly number[]): number => counts[StorageOperation.write] ?? 0;
export const trimsOf = (counts: readonly number[]): number => counts[StorageOperation.trim] ?? 0;
