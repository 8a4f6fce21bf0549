/**
 * The flash of drives in the results. Not the counting. Keeps true: lists are sorted by id.
 */
import { comparePaths, sorted } from '#base';
import type { DriveResult, DriveWear, RunResult } from '#results';
import { type FlashReading, type Ground, readsOf, trimsOf, writesOf } from '#sim/devices';

function dieWears({ plan, wear }: FlashReading): DriveWear['dies'] {
  const dies = new Map<string, {
    channel: number; package: number; die: number; sum: number; planes: number;
  }>();
  plan.places.forEach((place, unit) => {
    const key = `${String(place.channel)}/${String(place.package)}/${String(place.die)}`;
    const die = dies.get(key) ?? { ...place, sum: 0, planes: 0 };
    die.sum += wear.unitMeans[unit] ?? 0;
    die.planes++;
    dies.set(key, die);
  });
  return sorted(
    [...dies.values()], (a, b) => a.channel - b.channel || a.package - b.package || a.die - b.die,
  ).map(({ sum, planes, channel, package: inPackage, die }) =>
    ({ channel, package: inPackage, die, meanErases: sum / planes }));
}

function driveResult(reading: FlashReading, hasSeries: boolean): DriveResult {
  const { plan, wear, requests, pages } = reading;
  const { unitBlocks, pagesPerBlock, logicalPages } = plan.shape;
  const blocks = unitBlocks.reduce((sum, count) => sum + count, 0);
  const dies = dieWears(reading);
  const { unitMeans: _, ...worn } = wear;
  return {
    id: plan.id, elements: sorted(plan.drives.map(({ id }) => id), comparePaths),
    scale: plan.scale,
    geometry: {
      pageBytes: plan.timing.pageBytes, pagesPerBlock, blocks, channels: plan.timing.channels,
      dies: dies.length, planes: unitBlocks.length, logicalPages, mappedPages: reading.mappedPages,
      overProvisioning: 1 - logicalPages / (blocks * pagesPerBlock),
    },
    host: {
      reads: readsOf(requests), writes: writesOf(requests), trims: trimsOf(requests),
      pagesRead: readsOf(pages), pagesWritten: writesOf(pages), pagesTrimmed: trimsOf(pages),
      pagesUnmapped: reading.unmapped, refused: reading.refused,
    },
    flash: {
      reads: reading.hostReads + reading.collectionPrograms + reading.levelingPrograms,
      programs: reading.hostPrograms + reading.collectionPrograms + reading.levelingPrograms,
      erases: reading.collectionErases + reading.levelingErases,
      collectionReads: reading.collectionPrograms, collectionPrograms: reading.collectionPrograms,
      collectionErases: reading.collectionErases, levelingReads: reading.levelingPrograms,
      levelingPrograms: reading.levelingPrograms, levelingErases: reading.levelingErases,
      dieBusy: reading.busy, dieBusyForHosts: reading.busy - reading.collecting,
      channelBusy: reading.channelBusy,
    },
    writeAmplification: reading.amplification, driveWrites: reading.driveWrites,
    steady: reading.steady, steadyErrorRatio: reading.steadyErrorRatio,
    wear: { ...worn, dies, lifetime: reading.life, endOfLifeTicks: reading.endOfLifeTicks },
    series: hasSeries ? {
      writeAmplification: reading.windows.amplification,
      collecting: reading.windows.collecting, freeBlocks: reading.windows.freeBlocks,
    } : null,
  };
}

export function driveResults(
  ground: Ground, now: number, hasSeries: boolean,
): RunResult['drives'] {
  return sorted(
    ground.flash.readings(now).map((reading) => driveResult(reading, hasSeries)),
    (a, b) => comparePaths(a.id, b.id),
  );
}
