/**
 * One line of a scene: as wide as its rate, coloured by its load, dashed where it manages or where
 * it failed. Not its way. Keeps true: a failed line is dashed and marked, not only red.
 */
import { textWidth, type Line } from '#scene';
import type { Painter } from './box-svg.ts';
import { heatedWidth, loadOf, percentText } from './heat-svg.ts';
import { escapeText, number, rectangle, tag, text } from './svg.ts';
import { rampColour } from './theme.ts';

const widths = [1.2, 1.4, 1.8, 2.2, 2.8, 3.6, 4.6];

export function drawLine(line: Line, { theme, overlay, faulty, heat }: Painter): string {
  const failed = line.members.some((id) => faulty.has(id)) || faulty.has(line.id);
  const load = loadOf(line.members, overlay.loads);
  const colour = failed ? theme.bad : load === null ? theme.line : rampColour(theme, load);
  const width = heat ? load === null ? 1.2 : heatedWidth(load)
    : line.dashed ? 1.4 : widths[line.weight] ?? 2;
  const points = line.points.map(({ x, y }) => `${number(x)},${number(y)}`).join(' ');
  const about = load === null ? line.label : `${line.label}, ${percentText(load)} used`;
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

export function drawPill(line: Line, { theme, overlay, heat }: Painter): string {
  const { pill } = line;
  if (pill === null) return '';
  const words = heat ? heatedWords(pill, loadOf(line.members, overlay.loads)) : pill.text;
  return tag('g', { class: 'pill', 'data-id': line.id }, [
    tag('title', {}, [escapeText(line.label)]),
    rectangle(pill, { rx: 9, fill: theme.surface, stroke: theme.partBorder, 'stroke-width': 0.8 }),
    text(words, {
      x: pill.x + pill.width / 2, y: pill.y + 13, 'font-size': 11, 'text-anchor': 'middle',
      fill: theme.muted,
    }),
  ]);
}

/** How busy in the place of how fast, where the pill has room for it. */
function heatedWords(pill: NonNullable<Line['pill']>, load: number | null): string {
  if (load === null) return pill.text;
  const words = `${pill.text.split(' · ')[0] ?? ''} · ${percentText(load)}`;
  return textWidth(words, 'detail') <= pill.width - 8 ? words : pill.text;
}
