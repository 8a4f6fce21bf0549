/**
 * EBS volumes in the HTML report: what they may do, what held requests up, and how credits went.
 * Keeps true: figures are those of the run that the other tables show.
 */
import type { Results, ScenarioResults } from '#results';
import { renderVolumeSeries, volumeFacts } from '#views';
import { factsTable, firstRun, htmlFigure, lookOf, ofRun } from './html-tables.ts';

/** Drawings of so many volumes; the table has all of them. */
const VOLUMES_MAX = 4;

export function volumesSection(scenario: ScenarioResults, results: Results): string {
  const run = firstRun(scenario);
  const volumes = (run?.volumes ?? []).filter(({ requests }) => requests > 0);
  if (run === undefined || volumes.length === 0) return '';
  // Lines of a volume that nothing held up would be flat.
  const held = volumes.filter(({ throttled, throttledByInstance, credits }) =>
    throttled > 0 || throttledByInstance > 0 || credits !== null);
  const drawn = held.slice(0, VOLUMES_MAX).map(({ id, series }) => {
    const title = `${id} over time`;
    return series === null || run.series === null ? '' : htmlFigure(title, renderVolumeSeries(
      series, run.series.atTicks, { ...lookOf(results), title },
    ));
  });
  return `<h3>Volumes${ofRun(scenario)}</h3>\n${factsTable('volume', volumes.map((volume) =>
    ({ id: volume.id, facts: volumeFacts(volume, results.tickPicoseconds) })))}${drawn.join('')}`;
}
