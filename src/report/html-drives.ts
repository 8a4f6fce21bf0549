/**
 * Drives in the HTML report: what came of their flash as a table, how it went in time, and their
 * wear as drawings. Keeps true: figures are those of the run that the other tables show.
 */
import type { Results, ScenarioResults } from '#results';
import { driveFacts, renderDriveSeries, renderWear } from '#views';
import { escapeMarkup } from './escape.ts';
import { firstRun, htmlTable, ofRun } from './html-tables.ts';
import { reportTheme } from './picture-theme.ts';
import { workedDrives } from './terminal-drives.ts';
import { counted } from './text.ts';

const WIDTH_PIXELS = 1080;
/** Drawings of so many drives; the table has all of them. */
const DRIVES_MAX = 4;

export function drivesSection(scenario: ScenarioResults, results: Results): string {
  const run = firstRun(scenario);
  const drives = run === undefined ? [] : workedDrives(run);
  if (run === undefined || drives.length === 0) return '';
  const { tickPicoseconds } = results;
  const facts = drives.map((drive) => driveFacts(drive, tickPicoseconds));
  const names = [...new Set(facts.flat().map(({ name }) => name))];
  const rows = drives.map((drive, i) => [
    drive.id, ...names.map((name) => facts[i]?.find((fact) => fact.name === name)?.words ?? ''),
  ]);
  const look = { theme: reportTheme, width: WIDTH_PIXELS, tickPicoseconds };
  const figure = (title: string, svg: string): string =>
    `<figure role="img" aria-label="${escapeMarkup(title)}">${svg}</figure>\n`;
  const drawn = drives.slice(0, DRIVES_MAX).map((drive) => {
    const time = `${drive.id} over time`;
    const wear = `Wear of ${drive.id}`;
    return (drive.series === null || run.series === null ? '' : figure(time, renderDriveSeries(
      drive.series, run.series.atTicks, { ...look, title: time },
    ))) + figure(wear, renderWear(drive.wear, { ...look, title: wear }));
  });
  const left = drives.length - DRIVES_MAX;
  return `<h3>Drives${ofRun(scenario)}</h3>\n${htmlTable(
    [{ name: 'drive' }, ...names.map((name) => ({ name }))], rows,
  )}${drawn.join('')}${
    left <= 0 ? '' : `<p class="quiet">and ${counted(left, 'more drive')}, in the table</p>\n`}`;
}
