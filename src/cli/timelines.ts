/**
 * Time lines of a run, for reports and pages: of launches, and of packets where they were written
 * down. Not the drawing itself. Knows neither Node nor a browser, because both use it.
 */
import { reportTheme, shownRunText, shownVariant, type Picture } from '#report';
import type { Results, ScenarioResults } from '#results';
import { renderPacketTimeline, renderTimeline } from '#views';

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

/** The packets of one stream along the time of a scenario's first run. */
function packetsOf(scenario: ScenarioResults, results: Results): Picture | null {
  const packets = shownVariant(scenario)?.runs[0]?.packets;
  if (packets == null || packets.packets.length === 0) return null;
  const title = `Packets of ${packets.stream} in ${scenario.name}${shownRunText(scenario)}`;
  const svg = renderPacketTimeline(packets, {
    theme: reportTheme, title, tickPicoseconds: results.tickPicoseconds,
    width: TIMELINE_WIDTH_PIXELS,
  });
  return { title, scenario: scenario.name, svg };
}

/** For each scenario, of what it launches, and of packets that were asked for. */
export const timelinesOf = (results: Results): readonly Picture[] =>
  results.scenarios.flatMap((scenario) =>
    [timelineOf(scenario, results), packetsOf(scenario, results)].flatMap((one) => one ?? []));
