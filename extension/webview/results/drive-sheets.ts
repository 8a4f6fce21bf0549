/**
 * The numbers of drives, as tables: work, wear, and how it went. Not how they look. Times are in
 * seconds.
 */
import { windowStart } from '#views';
import type { Sheet } from './csv.ts';
import { figure, seconds, type Shown } from './shown.ts';

export function driveSheet({ run, results }: Shown): Sheet {
  return {
    title: 'Drives',
    head: [
      'drive', 'scale', 'host reads', 'host writes', 'host trims', 'pages written', 'refused',
      'flash reads', 'flash programs', 'erases', 'collection reads', 'collection programs',
      'write amplification', 'half of its interval', 'steady', 'drive writes before',
      'drive writes measured', 'dies busy', 'for hosts', 'channels busy', 'mean erases',
      'least erases', 'most erases', 'erase limit', 'worn', 'lasts s', 'least s', 'most s',
    ],
    rows: run.drives.map((drive) => {
      const { host, flash, wear, driveWrites } = drive;
      const life = wear.lifetime;
      return [
        drive.id, drive.scale, host.reads, host.writes, host.trims, host.pagesWritten,
        host.refused, flash.reads, flash.programs, flash.erases, flash.collectionReads,
        flash.collectionPrograms, figure(drive.writeAmplification.value),
        figure(drive.writeAmplification.halfWidth), drive.steady ? 'yes' : 'no',
        figure(driveWrites.precondition + driveWrites.warmup), figure(driveWrites.measured),
        figure(flash.dieBusy), figure(flash.dieBusyForHosts), figure(flash.channelBusy),
        figure(wear.meanErases), wear.leastErases, wear.mostErases, wear.eraseLimit,
        figure(wear.wornRatio),
        ...(life === null ? [null, null, null]
          : [life.ticks, life.lowTicks, life.highTicks].map((ticks) => seconds(ticks, results))),
      ];
    }),
  };
}

export function driveSeriesSheet({ run, results }: Shown): Sheet {
  const atTicks = run.series?.atTicks ?? [];
  return {
    title: 'Drives over time',
    head: ['drive', 'from s', 'to s', 'write amplification', 'collecting', 'free blocks'],
    rows: run.drives.flatMap(({ id, series }) => series === null ? [] : atTicks.map((end, i) => [
      id, seconds(windowStart(atTicks, i), results), seconds(end, results),
      figure(series.writeAmplification[i] ?? null), figure(series.collecting[i] ?? 0),
      series.freeBlocks[i] ?? null,
    ])),
  };
}

export function wearSheet({ run }: Shown): Sheet {
  return {
    title: 'Wear',
    head: ['drive', 'what', 'from erases', 'to erases', 'blocks', 'mean erases'],
    rows: run.drives.flatMap(({ id, wear }) => [
      ...wear.histogram.map((bin): Sheet['rows'][number] =>
        [id, 'blocks', bin.fromErases, bin.toErases, bin.blocks, null]),
      ...wear.dies.map((die): Sheet['rows'][number] => [
        id, `channel ${String(die.channel)} package ${String(die.package)} die ${String(die.die)}`,
        null, null, null, figure(die.meanErases),
      ]),
    ]),
  };
}
