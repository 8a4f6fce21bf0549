/**
 * EBS volumes of a run: what they may do, what held requests up, and how credits went. Drawn by the
 * views, as in a report. Not the figures.
 */
import type { JSX } from 'preact';
import { renderVolumeSeries, themes, volumeFacts } from '#views';
import type { Shown } from './shown.ts';
import { Things, type Drawn, type Shelf } from './things.tsx';
import { volumeSeriesSheet, volumeSheet } from './volume-sheets.ts';

export function Volumes({ shown, wide, shelf }: {
  readonly shown: Shown; readonly wide: number; readonly shelf: Shelf;
}): JSX.Element {
  const { run: { volumes, series: windows }, results: { tickPicoseconds } } = shown;
  const used = volumes.filter(({ requests }) => requests > 0);
  return <>
    <Things sheet={volumeSheet(shown)} shelf={shelf} things={used.map((volume) =>
      ({ id: volume.id, facts: volumeFacts(volume, tickPicoseconds) }))} />
    <Things sheet={volumeSeriesSheet(shown)} shelf={shelf}
      drawn={used.map(({ id, series }): Drawn => series === null || windows === null ? null
        : [id, renderVolumeSeries(
          series, windows.atTicks,
          { theme: themes.vscode, width: wide, tickPicoseconds, title: `${id} over time` },
        )])} />
  </>;
}
