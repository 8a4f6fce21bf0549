/**
 * EBS volumes of a run: what they may do, what held requests up, and how credits went. Drawn by the
 * views, as in a report; each chart has its table. Not the figures.
 */
import type { JSX } from 'preact';
import { renderVolumeSeries, themes, volumeFacts } from '#views';
import { Drawing, Section } from './chart.tsx';
import { Facts } from './facts.tsx';
import type { Shown } from './shown.ts';
import { volumeSeriesSheet, volumeSheet } from './volume-sheets.ts';

/** Drawings of so many volumes; the tables have all. */
const VOLUMES_MAX = 4;

export function Volumes({ shown, wide, tables, onSave }: {
  readonly shown: Shown; readonly wide: number; readonly tables: boolean;
  readonly onSave: (name: string, text: string) => void;
}): JSX.Element {
  const { run, results: { tickPicoseconds } } = shown;
  const volumes = run.volumes.filter(({ requests }) => requests > 0);
  const atTicks = run.series?.atTicks ?? null;
  return <>
    <Section sheet={volumeSheet(shown)} tables={tables} onSave={onSave}>
      <>
        {volumes.slice(0, VOLUMES_MAX).map((volume) => <Facts
          key={volume.id} of={volume.id} facts={volumeFacts(volume, tickPicoseconds)}
        />)}
        {volumes.length <= VOLUMES_MAX ? null
          : <p class="quiet">and {volumes.length - VOLUMES_MAX} more, in the table</p>}
      </>
    </Section>
    <Section sheet={volumeSeriesSheet(shown)} tables={tables} onSave={onSave}>
      <>{volumes.slice(0, VOLUMES_MAX).map(({ id, series }) => series === null || atTicks === null
        ? null : <Drawing key={id} svg={renderVolumeSeries(series, atTicks, {
          theme: themes.vscode, width: wide, tickPicoseconds, title: `${id} over time`,
        })} />)}</>
    </Section>
  </>;
}
