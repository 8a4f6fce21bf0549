/**
 * Time lines of the launches in a run, for reports and pages. Not the drawing itself. Knows neither
 * Node nor a browser, because both use it.
 */
import { reportTheme, shownRunText, shownVariant, type Picture } from '#report';
import type { Results, ScenarioResults } from '#results';
import { renderTimeline } from '#views';

const TIMELINE_WIDTH_PIXELS = 1080;

/** The launches of a scenario's first run along its time. */
function timelineOf(scenario: ScenarioResults, results: Results): Picture | null {
  const shown = shownVariant(scenario);
  const run = shown?.runs[0];
  if (run === undefined || run.lives.every((life) => life.launches.length === 0)) return null;
  const title = `Time line of ${scenario.name}${shownRunText(scenario)}`;
  const svg = renderTimeline(run.lives, {
    theme: reportTheme, title, tickPicoseconds: results.tickPicoseconds, endTicks: run.endTicks,
    width: TIMELINE_WIDTH_PIXELS, findings: run.findings,
  });
  return { title, scenario: scenario.name, svg };
}

/** One for each scenario that launches something. */
export const timelinesOf = (results: Results): readonly Picture[] =>
  results.scenarios.flatMap((scenario) => timelineOf(scenario, results) ?? []);
