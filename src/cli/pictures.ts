/**
 * Drawings for reports and `render`: from a model to SVG. Not the drawing itself.
 * Keeps true: the picture of a model is the same here, in the editor and in a page.
 */
import type { Ir } from '#ir';
import { elkInProcess, layout } from '#layout';
import { reportTheme, shownRunText, shownVariant, type Picture } from '#report';
import type { Results, ScenarioResults } from '#results';
import type { Scene } from '#scene';
import { meanUtilization, renderHeat, renderTopology, topologyTitle, type Theme } from '#views';
import { timelinesOf } from './timelines.ts';

export async function sceneOf(ir: Ir, index = 0): Promise<Scene | null> {
  const world = ir.worlds[index];
  if (world === undefined) return null;
  return layout(world, { engine: elkInProcess() });
}

export async function topologySvg(ir: Ir, file: string, theme: Theme): Promise<string | null> {
  const scene = await sceneOf(ir);
  return scene === null ? null : renderTopology(scene, { theme, title: topologyTitle(file) });
}

/** How busy each thing was in the run of a scenario that is shown, over all of it. */
async function heatOf(ir: Ir, scenario: ScenarioResults): Promise<Picture | null> {
  const variant = shownVariant(scenario);
  const series = variant?.runs[0]?.series ?? null;
  if (variant === undefined || series === null || series.utilization.length === 0) return null;
  const model = ir.scenarios.find(({ name }) => name === scenario.name);
  const scene = await sceneOf(ir, model?.variants[variant.index]?.world ?? 0);
  if (scene === null) return null;
  const title = `Load of ${scenario.name}${shownRunText(scenario)}`;
  const svg = renderHeat(scene, {
    theme: reportTheme, title, utilization: meanUtilization(series),
    about: 'busy share, mean of the run',
  });
  return { title, scenario: scenario.name, svg };
}

/** What an HTML report shows of a model and its first runs. */
export async function picturesOf(
  ir: Ir, results: Results, file: string,
): Promise<readonly Picture[]> {
  const svg = await topologySvg(ir, file, reportTheme);
  const topology = svg === null ? [] : [{ title: topologyTitle(file), scenario: null, svg }];
  const heats: Picture[] = [];
  for (const scenario of results.scenarios) {
    const heat = await heatOf(ir, scenario);
    if (heat !== null) heats.push(heat);
  }
  return [...topology, ...heats, ...timelinesOf(results)];
}
