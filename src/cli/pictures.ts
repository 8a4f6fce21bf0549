/**
 * Drawings for reports and `render`: from a model to SVG. Not the drawing itself.
 * Keeps true: the picture of a model is the same here, in the editor and in a page.
 */
import type { Ir } from '#ir';
import { elkInProcess, layout } from '#layout';
import { reportTheme, type Picture } from '#report';
import type { Results } from '#results';
import type { Scene } from '#scene';
import { renderTopology, type Theme } from '#views';
import { timelinesOf } from './timelines.ts';

/** Boxes of one picture; above it hosts are drawn closed. */
const SIZE_LIMIT = 400;

export async function sceneOf(ir: Ir): Promise<Scene | null> {
  const world = ir.worlds[0];
  if (world === undefined) return null;
  // In this process there is no worker to be ended.
  return layout(world, { engine: elkInProcess(), sizeLimit: SIZE_LIMIT });
}

export async function topologySvg(ir: Ir, name: string, theme: Theme): Promise<string | null> {
  const scene = await sceneOf(ir);
  return scene === null ? null : renderTopology(scene, { theme, title: `Topology of ${name}` });
}

/** What an HTML report shows of a model and its first runs. */
export async function picturesOf(
  ir: Ir, results: Results, name: string,
): Promise<readonly Picture[]> {
  const svg = await topologySvg(ir, name, reportTheme);
  const topology = svg === null ? [] : [{ title: `Topology of ${name}`, scenario: null, svg }];
  return [...topology, ...timelinesOf(results)];
}
