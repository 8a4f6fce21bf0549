/**
 * A Scene as a standalone SVG, with what a run showed painted over it. Not a layout: every place
 * comes from the scene. Keeps true: the same scene, theme and overlay give the same bytes; every
 * shape that stands for an element carries its id, its full name, and more than a colour.
 */
import type { Box, Line, Scene } from '#scene';
import { drawBox } from './box-svg.ts';
import { drawHeatLegend, heatLegendHeight } from './heat-svg.ts';
import { drawLine, drawPill } from './line-svg.ts';
import { emptyOverlay, type Overlay } from './overlay.ts';
import { patterns } from './patterns.ts';
import { drawStrip, stripHeight, type Strip } from './strip-svg.ts';
import { escapeText, rectangle, tag, text } from './svg.ts';
import type { Theme } from './theme.ts';

export interface TopologyOptions {
  readonly theme: Theme;
  /** What the picture is of, for its title. */
  readonly title: string;
  readonly overlay?: Overlay;
  /** Verdicts and the slider, under the picture. */
  readonly strip?: Strip;
  /** Loads colour whole boxes and lines, and a legend says how; `about`: what the loads are. */
  readonly heat?: { readonly about: string };
}

const stripMargin = 30;

/** Without its folders, which differ from where a file is looked at. */
export const topologyTitle = (file: string): string =>
  `Topology of ${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}`;

export function renderTopology(scene: Scene, options: TopologyOptions): string {
  const { theme, title } = options;
  const overlay = options.overlay ?? emptyOverlay;
  const strip: Strip | undefined = options.strip === undefined ? undefined : {
    faults: overlay.faults.map((fault) => fault.text),
    legend: Object.keys(overlay.loads).length > 0, ...options.strip,
  };
  const noteHeight = scene.note === null ? 0 : 24;
  const width = strip === undefined ? scene.width : Math.max(scene.width, 760);
  const heat = options.heat === undefined ? null : {
    about: options.heat.about,
    height: heatLegendHeight(theme, options.heat.about, width - 2 * stripMargin) + 8,
  };
  const legendTop = scene.height + noteHeight - 16;
  const stripTop = legendTop + 6 + (heat?.height ?? 0);
  const height = scene.height + noteHeight + (heat?.height ?? 0)
    + (strip === undefined ? 0 : stripHeight(strip) + stripMargin - 10);
  const shift = Math.floor((width - scene.width) / 2);
  const faulty = new Set(overlay.faults.map(({ id }) => id));
  const painter = { theme, overlay, faulty, heat: heat !== null };
  const frames = scene.boxes.filter(isFrame).map((box) => drawBox(box, painter));
  const lines = scene.lines.map((line) => drawLine(line, painter));
  const boxes = scene.boxes.filter((box) => !isFrame(box)).map((box) => drawBox(box, painter));
  const pills = scene.lines.map((line) => drawPill(line, painter));
  const content = [...frames, ...lines, ...boxes, ...pills, ...faultMarks(scene, painter)];
  return tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(width)} ${String(height)}`,
    width, height, role: 'img', 'aria-label': title, class: `topology theme-${theme.name}`,
    'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(title)]),
    patterns(theme, usedHues(scene)),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    shift === 0 ? content.join('') : tag('g', { transform: `translate(${String(shift)},0)` }, content),
    ...(scene.note === null ? [] : [text(scene.note, {
      x: stripMargin, y: scene.height + 6, 'font-size': 11, fill: theme.muted, class: 'note',
    })]),
    ...(heat === null ? [] : [drawHeatLegend(theme, heat.about, {
      x: stripMargin, y: legendTop, width: width - 2 * stripMargin,
    })]),
    ...(strip === undefined ? [] : [drawStrip(strip, theme, {
      x: stripMargin, y: stripTop, width: width - 2 * stripMargin,
    })]),
  ]) + '\n';
}

const isFrame = (box: Box): boolean =>
  (box.role === 'host' || box.role === 'fabric') && !box.collapsed;

function usedHues(scene: Scene): number[] {
  const hues = new Set<number>();
  for (const box of scene.boxes) {
    if (box.hue !== null) hues.add(box.hue);
    for (const { hue } of [...box.cells, ...box.bars]) if (hue !== null) hues.add(hue);
  }
  return [...hues].sort((a, b) => a - b);
}

/** A triangle with a mark at the middle of a failed line; boxes get it at their corner. */
function faultMarks(scene: Scene, { theme, overlay }: {
  readonly theme: Theme; readonly overlay: Overlay;
}): string[] {
  return overlay.faults.flatMap(({ id, text: words }) => {
    const line = scene.lines.find((each) => each.members.includes(id));
    const box = scene.boxes.find((each) => each.id === id || each.members.includes(id));
    const at = line !== undefined ? middleOf(line)
      : box !== undefined ? { x: box.x + box.width - 4, y: box.y + 2 } : null;
    if (at === null) return [];
    return [tag('g', {
      class: 'fault', 'data-id': id, transform: `translate(${String(at.x)},${String(at.y)})`,
    }, [
      tag('title', {}, [escapeText(words)]),
      tag('path', { d: 'M0,-10 L9,6 L-9,6 Z', fill: theme.bad, stroke: theme.canvas }),
      text('!', {
        x: 0, y: 4, 'font-size': 10, 'font-weight': 700, 'text-anchor': 'middle', fill: theme.canvas,
      }),
    ])];
  });
}

function middleOf(line: Line): { readonly x: number; readonly y: number } {
  let best = { x: 0, y: 0, length: -1 };
  line.points.forEach((point, i) => {
    const before = line.points[i - 1];
    if (before === undefined) return;
    const length = Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
    if (length <= best.length) return;
    best = {
      x: Math.round((point.x + before.x) / 2), y: Math.round((point.y + before.y) / 2), length,
    };
  });
  return best;
}
