/**
 * Hatches: what tells instances apart once the hues have run out, and what is held back from what
 * is free. Not colours. Keeps true: every pattern that a picture names is defined in it, by a name
 * that says theme and hue, so two pictures on one page do not mix them up.
 */
import { tag } from './svg.ts';
import { hatchOf, hueColour, type Theme } from './theme.ts';

export const hueFill = (theme: Theme, hue: number): string =>
  hatchOf(theme, hue) === 0 ? hueColour(theme, hue) : `url(#${hatchName(theme, hue)})`;

const hatchName = (theme: Theme, hue: number): string => `hatch-${theme.name}-${String(hue)}`;
export const reservedName = (theme: Theme): string => `reserved-${theme.name}`;
export const waitingName = (theme: Theme): string => `waiting-${theme.name}`;

/** Slanted one way, the other way, crossed, upright, level: then round again. */
const strokes = ['M0,6 L6,0', 'M0,0 L6,6', 'M0,6 L6,0 M0,0 L6,6', 'M3,0 L3,6', 'M0,3 L6,3'];

const pattern = (id: string, colours: {
  readonly back: string; readonly stroke: string; readonly path: string;
}): string => tag('pattern', {
  id, width: 6, height: 6, patternUnits: 'userSpaceOnUse',
}, [
  tag('rect', { width: 6, height: 6, fill: colours.back }),
  tag('path', { d: colours.path, stroke: colours.stroke, 'stroke-width': 1.6, fill: 'none' }),
]);

export function patterns(theme: Theme, hues: readonly number[]): string {
  return tag('defs', {}, [
    pattern(reservedName(theme), {
      back: theme.free, stroke: theme.reserved, path: strokes[0] ?? '',
    }),
    pattern(waitingName(theme), { back: theme.free, stroke: theme.busy, path: strokes[1] ?? '' }),
    ...hues.filter((hue) => hatchOf(theme, hue) > 0).map((hue) => pattern(hatchName(theme, hue), {
      back: hueColour(theme, hue), stroke: theme.surface,
      path: strokes[(hatchOf(theme, hue) - 1) % strokes.length] ?? '',
    })),
  ]);
}

