/**
 * EBS volumes in the HTML report: what they may do, what held requests up, and how credits went.
 * Keeps true: figures are those of the run that the other tables show.
 */
import type { Results, ScenarioResults } from '#results';
import { renderVolumeSeries, volumeFacts } from '#views';
import { escapeMarkup } from './escape.ts';
import { firstRun, htmlTable, ofRun } from './html-tables.ts';
import { reportTheme } from './picture-theme.ts';

const WIDTH_PIXELS = 1080;
/** Drawings of so many volumes; the table has all of them. */
const VOLUMES_MAX = 4;

export function volumesSection(scenario: ScenarioResults, results: Results): string {
  const run = firstRun(scenario);
  const volumes = (run?.volumes ?? []).filter(({ requests }) => requests > 0);
  if (run === undefined || volumes.length === 0) return '';
  const { tickPicoseconds } = results;
  const facts = volumes.map((volume) => volumeFacts(volume, tickPicoseconds));
  const names = [...new Set(facts.flat().map(({ name }) => name))];
  const rows = volumes.map((volume, i) => [
    volume.id, ...names.map((name) => facts[i]?.find((fact) => fact.name === name)?.words ?? ''),
  ]);
  // Lines of a volume that nothing held up would be flat.
  const held = volumes.filter(({ throttled, throttledByInstance, credits }) =>
    throttled > 0 || throttledByInstance > 0 || credits !== null);
  const drawn = held.slice(0, VOLUMES_MAX).map((volume) => {
    const title = `${volume.id} over time`;
    return volume.series === null || run.series === null ? ''
      : `<figure role="img" aria-label="${escapeMarkup(title)}">${renderVolumeSeries(
        volume.series, run.series.atTicks,
        { theme: reportTheme, width: WIDTH_PIXELS, tickPicoseconds, title },
      )}</figure>\n`;
  });
  return `<h3>Volumes${ofRun(scenario)}</h3>\n${htmlTable(
    [{ name: 'volume' }, ...names.map((name) => ({ name }))], rows,
  )}${drawn.join('')}`;
}
