/**
 * Drives of a run: what came of their flash, how it went in time, and their wear. Drawn by the
 * views, as in a report; each chart has its table. Not the figures.
 */
import type { JSX } from 'preact';
import { driveFacts, renderDriveSeries, renderWear, themes } from '#views';
import { Drawing, Section } from './chart.tsx';
import { driveSeriesSheet, driveSheet, wearSheet } from './drive-sheets.ts';
import { Facts } from './facts.tsx';
import type { Shown } from './shown.ts';

/** Drawings of so many drives; the tables have all. */
const DRIVES_MAX = 4;
const theme = themes.vscode;

export function Drives({ shown, wide, tables, onSave }: {
  readonly shown: Shown; readonly wide: number; readonly tables: boolean;
  readonly onSave: (name: string, text: string) => void;
}): JSX.Element {
  const { run, results: { tickPicoseconds } } = shown;
  const drives = run.drives.slice(0, DRIVES_MAX);
  const left = run.drives.length - drives.length;
  const atTicks = run.series?.atTicks ?? null;
  const look = { theme, width: wide, tickPicoseconds };
  return <>
    <Section sheet={driveSheet(shown)} tables={tables} onSave={onSave}>
      <>
        {drives.map((drive) => <Facts
          key={drive.id} of={drive.id} facts={driveFacts(drive, tickPicoseconds)}
        />)}
        {left <= 0 ? null : <p class="quiet">and {left} more, in the table</p>}
      </>
    </Section>
    <Section sheet={driveSeriesSheet(shown)} tables={tables} onSave={onSave}>
      <>{drives.map(({ id, series }) => series === null || atTicks === null ? null
        : <Drawing key={id} svg={renderDriveSeries(series, atTicks, {
          ...look, title: `${id} over time`,
        })} />)}</>
    </Section>
    <Section sheet={wearSheet(shown)} tables={tables} onSave={onSave}>
      <>{drives.map(({ id, wear }) => <Drawing key={id} svg={renderWear(wear, {
        theme, width: wide, title: `Wear of ${id}`,
      })} />)}</>
    </Section>
  </>;
}
