/**
 * Drawings for reports and `render`: from a model to SVG. Not the drawing itself.
 * Keeps true: the picture of a model is the same here, in the editor and in a page.
 */
import type { Ir } from '#ir';
import { elkInProcess, layout } from '#layout';
import { reportTheme, type Picture } from '#report';
import type { Results } from '#results';
import type { Scene } from '#scene';
import { renderTopology, topologyTitle, type Theme } from '#views';
import { timelinesOf } from './timelines.ts';

export async function sceneOf(ir: Ir): Promise<Scene | null> {
  const world = ir.worlds[0];
  if (world === undefined) return null;
  return layout(world, { engine: elkInProcess() });
}

export async function topologySvg(ir: Ir, file: string, theme: Theme): Promise<string | null> {
  const scene = await sceneOf(ir);
  return scene === null ? null : renderTopology(scene, { theme, title: topologyTitle(file) });
}

/** What an HTML report shows of a model and its first runs. */
export async function picturesOf(
  ir: Ir, results: Results, file: string,
): Promise<readonly Picture[]> {
  const svg = await topologySvg(ir, file, reportTheme);
  const topology = svg === null ? [] : [{ title: topologyTitle(file), scenario: null, svg }];
  return [...topology, ...timelinesOf(results)];
}
