/**
 * A drive of a run as results have it, put together by hand. Not a simulation. Keeps true: its
 * counts add up.
 */
import type { DriveResult, DriveSeries } from '#results';

export const driveSeriesResult: DriveSeries = {
  writeAmplification: [null, 1, 1.2, 1.6, 2.1, 2.4, 2.5, 2.6, 2.66, 2.66],
  collecting: [0, 0, 0.05, 0.1, 0.2, 0.25, 0.3, 0.31, 0.32, 0.32],
  freeBlocks: [40, 30, 20, 12, 12, 12, 12, 12, 12, 12],
};

const dies: DriveResult['wear']['dies'] = Array.from({ length: 8 }, (_, i) => ({
  channel: Math.floor(i / 2), package: 0, die: i % 2, meanErases: 100 + 3 * i,
}));

export const driveResult = (given: Partial<DriveResult> = {}): DriveResult => ({
  id: 'rack.nvme[0]', elements: ['rack.nvme[0]'], scale: 64,
  geometry: {
    pageBytes: 4096, pagesPerBlock: 128, blocks: 1024, channels: 4, dies: 8, planes: 1,
    logicalPages: 111_411, mappedPages: 111_411, overProvisioning: 0.1764,
  },
  host: {
    reads: 1000, writes: 200_000, trims: 0, pagesRead: 1000, pagesWritten: 200_000,
    pagesTrimmed: 0, pagesUnmapped: 0, refused: 0,
  },
  flash: {
    reads: 333_000, programs: 532_000, erases: 4156, collectionReads: 332_000,
    collectionPrograms: 332_000, collectionErases: 4156, levelingReads: 0,
    levelingPrograms: 0, levelingErases: 0, dieBusy: 0.92, dieBusyForHosts: 0.4,
    channelBusy: 0.2,
  },
  writeAmplification: { value: 2.66, halfWidth: 0.013 },
  driveWrites: { precondition: 4, warmup: 1, measured: 1.795 },
  steady: true, steadyErrorRatio: 0.005,
  wear: {
    eraseLimit: 3000, meanErases: 110.5, leastErases: 90, mostErases: 140, deviationErases: 8,
    histogram: [4, 40, 120, 260, 300, 180, 80, 30, 8, 2].map((blocks, i) => ({
      fromErases: 90 + 6 * i, toErases: 95 + 6 * i, blocks,
    })),
    dies, wornRatio: 0.0368, retiredBlocks: 0,
    lifetime: { ticks: 1.2e20, lowTicks: 1.1e20, highTicks: 1.3e20 }, endOfLifeTicks: null,
  },
  series: driveSeriesResult, ...given,
});
