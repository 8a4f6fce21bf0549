/**
 * What came of the flash of drives in one run: work, write amplification, wear. Not the latency of
 * requests: that is a stream's. Keeps true: counts are of the measured window, after the warm-up,
 * unless their name says otherwise; times are in ticks of the IR; wear is that of the simulated
 * blocks, of which a drive that is scaled down has fewer.
 */

/** One flash translation layer: of a drive, or of a card that has one over several drives. */
export interface DriveResult {
  /** The drive, or the card whose flash translation layer it is. */
  readonly id: string;
  /** The drives whose pages lie in it, sorted. */
  readonly elements: readonly string[];
  /** The real one has so many times the blocks: 1 where all are simulated. */
  readonly scale: number;
  readonly geometry: DriveGeometry;
  /** What hosts asked for. */
  readonly host: DriveHostWork;
  readonly flash: DriveFlashWork;
  /** Flash programs for each page that hosts wrote, in the measured window. */
  readonly writeAmplification: DriveEstimate;
  /** What hosts wrote, in multiples of the capacity that they see. */
  readonly driveWrites: {
    /** Of that: before the run, to fill it and make it steady, and in the warm-up. */
    readonly precondition: number;
    readonly warmup: number;
    readonly measured: number;
  };
  /** Whether write amplification has settled, so that the measured value stands for later ones. */
  readonly steady: boolean;
  /**
   * By how much the estimate of write amplification may be off, as a share of it: half of its
   * interval, or its drift within the window where that is more; null where nothing was written.
   */
  readonly steadyErrorRatio: number | null;
  readonly wear: DriveWear;
  /** Over the windows of `RunResult.series`; null where there is no series. */
  readonly series: DriveSeries | null;
}

export interface DriveGeometry {
  readonly pageBytes: number;
  readonly pagesPerBlock: number;
  readonly blocks: number;
  readonly channels: number;
  readonly dies: number;
  readonly planes: number;
  /** Pages that hosts can address. */
  readonly logicalPages: number;
  /** Of these, so many hold data at the end. */
  readonly mappedPages: number;
  /** Share of its pages that hosts cannot address. */
  readonly overProvisioning: number;
}

export interface DriveHostWork {
  readonly reads: number;
  readonly writes: number;
  readonly trims: number;
  /** The same in pages of flash. */
  readonly pagesRead: number;
  readonly pagesWritten: number;
  readonly pagesTrimmed: number;
  /** Reads of pages that hold nothing: no flash is asked. */
  readonly pagesUnmapped: number;
  /** Requests that ended with an error, for want of space or because the drive was worn out. */
  readonly refused: number;
}

/** Operations of the flash, and how many of them were not for hosts. */
export interface DriveFlashWork {
  readonly reads: number;
  readonly programs: number;
  readonly erases: number;
  readonly collectionReads: number;
  readonly collectionPrograms: number;
  readonly collectionErases: number;
  readonly levelingReads: number;
  readonly levelingPrograms: number;
  readonly levelingErases: number;
  /** Share of the time of all dies that they were busy, and of that for hosts. */
  readonly dieBusy: number;
  readonly dieBusyForHosts: number;
  readonly channelBusy: number;
}

/** A value with half of the interval that holds it 19 times in 20; null: nothing to measure. */
export interface DriveEstimate {
  readonly value: number | null;
  readonly halfWidth: number | null;
}

export interface DriveWear {
  /** Erases that a block lasts. */
  readonly eraseLimit: number;
  /** Over all blocks that still serve, at the end; those from before the run included. */
  readonly meanErases: number;
  readonly leastErases: number;
  readonly mostErases: number;
  readonly deviationErases: number;
  /** Blocks by the erases they have seen: bins of equal width, none left out between. */
  readonly histogram: readonly EraseBin[];
  /** By die: channel by channel, and in each by package and die. */
  readonly dies: readonly DieWear[];
  /** Mean erases over the limit: the share of its life that is used. */
  readonly wornRatio: number;
  readonly retiredBlocks: number;
  readonly lifetime: DriveLifetime | null;
  /** When so many blocks were worn out that no space was left, or null. */
  readonly endOfLifeTicks: number | null;
}

export interface EraseBin {
  /** Both inclusive. */
  readonly fromErases: number;
  readonly toErases: number;
  readonly blocks: number;
}

export interface DieWear {
  readonly channel: number;
  readonly package: number;
  readonly die: number;
  readonly meanErases: number;
}

/**
 * From the end of the run until it is worn out, if it goes on as in the measured window. Of the
 * real drive: one that is scaled down lasts so many times longer. Not a whole number of ticks.
 */
export interface DriveLifetime {
  readonly ticks: number;
  /** The interval, from what erasing and the spread of wear leave open. */
  readonly lowTicks: number;
  readonly highTicks: number;
}

export interface DriveSeries {
  /** In each window; null where nothing was written. */
  readonly writeAmplification: readonly (number | null)[];
  /** Share of the time of all dies that collection took. */
  readonly collecting: readonly number[];
  /** Free blocks at the end of each window. */
  readonly freeBlocks: readonly number[];
}
