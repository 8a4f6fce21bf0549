/**
 * Drives of a run: what came of their flash, how it went in time, and their wear. Drawn by the
 * views, as in a report. Not the figures.
 */
import type { JSX } from 'preact';
import { driveFacts, renderDriveSeries, renderWear, themes } from '#views';
import { driveSeriesSheet, driveSheet, wearSheet } from './drive-sheets.ts';
import type { Shown } from './shown.ts';
import { Things, type Drawn, type Shelf } from './things.tsx';

export function Drives({ shown, wide, shelf }: {
  readonly shown: Shown; readonly wide: number; readonly shelf: Shelf;
}): JSX.Element {
  const { run: { drives, series: windows }, results: { tickPicoseconds } } = shown;
  const look = { theme: themes.vscode, width: wide, tickPicoseconds };
  return <>
    <Things sheet={driveSheet(shown)} shelf={shelf} things={drives.map((drive) =>
      ({ id: drive.id, facts: driveFacts(drive, tickPicoseconds) }))} />
    <Things sheet={driveSeriesSheet(shown)} shelf={shelf}
      drawn={drives.map(({ id, series }): Drawn => series === null || windows === null ? null
        : [id, renderDriveSeries(
          series, windows.atTicks, { ...look, title: `${id} over time` },
        )])} />
    <Things sheet={wearSheet(shown)} shelf={shelf} drawn={drives.map(({ id, wear }): Drawn =>
      [id, renderWear(wear, { ...look, title: `Wear of ${id}` })])} />
  </>;
}
