/**
 * The flash of all drives of a world that have some, each translation made when the first path
 * reaches a drive of it. Not what is measured: see figures.ts. Keeps true: what a drive went
 * through before the run is no work of the run.
 */
import type { Chance } from '#base';
import type { World } from '#ir';
import type { Port, QueueNetwork, Simulation } from '#sim/kernel';
import type { Log } from '../log.ts';
import { operationOf, queueOf, storageQueuesMost } from '../storage-port.ts';
import { FlashDrive } from './flash-drive.ts';
import { FlashFigures, type FlashReading } from './figures.ts';
import { type FlashPlan, planFor } from './plan.ts';
import { fill, overwrite, rest } from './precondition.ts';
import { Translation } from './translation.ts';

export interface FlashOptions {
  readonly world: World;
  readonly network: QueueNetwork;
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly ticksPerSecond: number;
  readonly log: Log;
  /** How many times as fast an element works as the model says. */
  readonly faster: (element: string) => number;
}

/** A translation with its drive and what is counted of it. */
interface Served {
  readonly plan: FlashPlan;
  readonly translation: Translation;
  readonly drive: FlashDrive;
  readonly figures: FlashFigures;
}

/** A drive as a path sees it. */
export interface DrivePort extends Port {
  /** Of its controller for each request, while others pass. */
  readonly commandTicks: number;
  /** Time that one of its planes worked, on average. */
  readonly busyTicks: () => number;
}

export class Flash {
  private readonly options: FlashOptions;
  private readonly byDrive = new Map<string, Served>();
  private readonly served: Served[] = [];

  constructor(options: FlashOptions) {
    this.options = options;
  }

  /** Who serves a drive; null: it has no flash that is followed. */
  port(driveId: string): DrivePort | null {
    const known = this.byDrive.get(driveId) ?? this.make(driveId);
    if (known === null) return null;
    const { plan, drive } = known;
    const index = plan.drives.findIndex(({ id }) => id === driveId);
    const { namespace, commandTicks } = plan.drives[index]!;
    const firstQueue = index * storageQueuesMost;
    const units = plan.shape.unitBlocks.length;
    return {
      commandTicks,
      busyTicks: () => drive.busyTicks('all') / units,
      serve: (customer, _station, _serviceTicks, errand) => {
        drive.submit(customer, operationOf(errand), firstQueue + queueOf(errand), namespace);
      },
    };
  }

  /** Measuring starts. */
  cut(now: number): void {
    for (const { figures } of this.served) figures.cut(now);
  }

  /** A window of time is over. */
  closeWindow(now: number): void {
    for (const { figures } of this.served) figures.closeWindow(now);
  }

  joinWindows(): void {
    for (const { figures } of this.served) figures.joinWindows();
  }

  /** The run is over: what a reader should know of it. */
  close(now: number): void {
    const { log } = this.options;
    for (const { figures, plan } of this.served) {
      const { steady, steadyErrorRatio, endOfLifeTicks } = figures.read(now);
      if (steady || steadyErrorRatio === null || endOfLifeTicks !== null) continue;
      const share = Math.round(100 * steadyErrorRatio);
      log.find('run/drive-not-steady', now, plan.id,
        `${plan.id} has not settled: its write amplification may be off by ${String(share)} %.`);
    }
  }

  audit(): void {
    for (const { figures } of this.served) figures.audit();
  }

  memoryBytes(): number {
    return this.served.reduce((sum, { translation }) => sum + translation.pages.memoryBytes(), 0);
  }

  readings(now: number): readonly FlashReading[] {
    return this.served.map(({ figures }) => figures.read(now));
  }

  private make(driveId: string): Served | null {
    const { simulation, network, chance } = this.options;
    const plan = planFor(driveId, this.options);
    if (plan === null) return null;
    const translation = new Translation(
      plan.shape, plan.rules, chance.stream(`${plan.id}/collection`),
    );
    const drive = new FlashDrive({
      network, simulation, translation, timing: plan.timing, isFull: () => figures.full(),
    });
    const { log } = this.options;
    const figures = new FlashFigures({ plan, translation, drive, simulation, log });
    figures.preconditioned(this.precondition(plan, translation));
    const served = { plan, translation, drive, figures };
    for (const { id } of plan.drives) this.byDrive.set(id, served);
    this.served.push(served);
    figures.cut(simulation.now);
    return served;
  }

  /** Pages written before the run, and whether that came to a steady state. */
  private precondition(plan: FlashPlan, translation: Translation): {
    readonly pages: number; readonly steady: boolean;
  } {
    const spaces = (states: readonly string[]): FlashPlan['drives'][number]['namespace'][] =>
      plan.drives.filter((d) => states.includes(d.precondition)).map((d) => d.namespace);
    const filled = fill(translation, spaces(['fill', 'steady']));
    const steady = spaces(['steady']);
    if (steady.length === 0) return { pages: filled, steady: false };
    const dice = this.options.chance.stream(`${plan.id}/precondition`);
    const overwritten = overwrite(translation, steady, dice);
    rest(translation);
    return { pages: filled + overwritten.pages, steady: overwritten.steady };
  }
}
