/**
 * Drives in the HTML report: what came of their flash as a table, how it went in time, and their
 * wear as drawings. Keeps true: figures are those of the run that the other tables show.
 */
import type { Results, ScenarioResults } from '#results';
import { driveFacts, renderDriveSeries, renderWear } from '#views';
import { factsTable, firstRun, htmlFigure, lookOf, moreInTable, ofRun } from './html-tables.ts';
import { workedDrives } from './terminal-drives.ts';

/** Drawings of so many drives; the table has all of them. */
const DRIVES_MAX = 4;

export function drivesSection(scenario: ScenarioResults, results: Results): string {
  const run = firstRun(scenario);
  const drives = run === undefined ? [] : workedDrives(run);
  if (run === undefined || drives.length === 0) return '';
  const look = lookOf(results);
  const drawn = drives.slice(0, DRIVES_MAX).map(({ id, series, wear }) => {
    const title = `${id} over time`;
    const wearTitle = `Wear of ${id}`;
    return (series === null || run.series === null ? '' : htmlFigure(title, renderDriveSeries(
      series, run.series.atTicks, { ...look, title },
    ))) + htmlFigure(wearTitle, renderWear(wear, { ...look, title: wearTitle }));
  });
  return `<h3>Drives${ofRun(scenario)}</h3>\n${factsTable('drive', drives.map((drive) =>
    ({ id: drive.id, facts: driveFacts(drive, results.tickPicoseconds) })))}${drawn.join('')}${
    moreInTable(drives.length - DRIVES_MAX, 'more drive')}`;
}
