/**
 * Drawings for reports and `render`: from a model to SVG. Not the drawing itself.
 * Keeps true: the picture of a model is the same here, in the editor and in a page.
 */
import type { Ir } from '#ir';
import { layout, rowsEngine } from '#layout';
import { reportTheme, shownVariant, variantText, type Picture } from '#report';
import type { Results, ScenarioResults } from '#results';
import type { Scene } from '#scene';
import { renderTimeline, renderTopology, type Theme } from '#views';

/** Boxes of one picture; above it hosts are drawn closed. */
const SIZE_LIMIT = 400;

export async function sceneOf(ir: Ir): Promise<Scene | null> {
  const world = ir.worlds[0];
  return world === undefined ? null : layout(world, { engine: rowsEngine, sizeLimit: SIZE_LIMIT });
}

export async function topologySvg(ir: Ir, name: string, theme: Theme): Promise<string | null> {
  const scene = await sceneOf(ir);
  return scene === null ? null : renderTopology(scene, { theme, title: `Topology of ${name}` });
}

/** The launches of a scenario's first run along its time. */
function timelineOf(scenario: ScenarioResults, results: Results): Picture | null {
  const shown = shownVariant(scenario);
  const run = shown?.runs[0];
  if (run === undefined || run.lives.every((life) => life.launches.length === 0)) return null;
  const variant = variantText(shown);
  const title = `Time line of ${scenario.name}, first run${variant === '' ? '' : ` with ${variant}`}`;
  const svg = renderTimeline(run.lives, {
    theme: reportTheme, title, tickPicoseconds: results.tickPicoseconds, endTicks: run.endTicks,
    width: TIMELINE_WIDTH, findings: run.findings,
  });
  return { title, scenario: scenario.name, svg };
}

const TIMELINE_WIDTH = 1080;

/** What an HTML report shows of a model and its first runs. */
export async function picturesOf(
  ir: Ir, results: Results, name: string,
): Promise<readonly Picture[]> {
  const svg = await topologySvg(ir, name, reportTheme);
  const topology = svg === null ? [] : [{ title: `Topology of ${name}`, scenario: null, svg }];
  const timelines = results.scenarios.flatMap((s) => timelineOf(s, results) ?? []);
  return [...topology, ...timelines];
}
