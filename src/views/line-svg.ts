/**
 * One line of a scene: as wide as its rate, coloured by its load, dashed where it manages or where
 * it failed. Not its way. Keeps true: a failed line is dashed and marked, not only red.
 */
import type { Line } from '#scene';
import type { Painter } from './box-svg.ts';
import { escapeText, number, rectangle, tag, text } from './svg.ts';
import { rampColour } from './theme.ts';

const widths = [1.2, 1.4, 1.8, 2.2, 2.8, 3.6, 4.6];

export function drawLine(line: Line, { theme, overlay, faulty }: Painter): string {
  const failed = line.members.some((id) => faulty.has(id)) || faulty.has(line.id);
  const loads = line.members.flatMap((id) => overlay.loads[id] ?? []);
  const load = loads.length === 0 ? null : Math.max(...loads);
  const colour = failed ? theme.bad : load === null ? theme.line : rampColour(theme, load);
  const width = line.dashed ? 1.4 : widths[line.weight] ?? 2;
  const points = line.points.map(({ x, y }) => `${number(x)},${number(y)}`).join(' ');
  const about = load === null ? line.label : `${line.label}, ${String(Math.round(load * 100))} % used`;
  return tag('g', {
    class: `line ${line.medium}${failed ? ' failed' : ''}`, 'data-id': line.id,
    'data-members': line.members.length > 1 ? line.members.join(' ') : null,
  }, [
    tag('title', {}, [escapeText(failed ? `${about}, failed` : about)]),
    tag('polyline', {
      points, fill: 'none', stroke: colour, 'stroke-width': width, 'stroke-linejoin': 'round',
      'stroke-dasharray': failed ? '5 4' : line.dashed ? '3 3' : null,
    }),
  ]);
}

export function drawPill(line: Line, { theme }: Painter): string {
  const { pill } = line;
  if (pill === null) return '';
  return tag('g', { class: 'pill', 'data-id': line.id }, [
    tag('title', {}, [escapeText(line.label)]),
    rectangle(pill, { rx: 9, fill: theme.surface, stroke: theme.partBorder, 'stroke-width': 0.8 }),
    text(pill.text, {
      x: pill.x + pill.width / 2, y: pill.y + 13, 'font-size': 11, 'text-anchor': 'middle',
      fill: theme.muted,
    }),
  ]);
}
