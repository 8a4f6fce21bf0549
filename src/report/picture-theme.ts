/**
 * One drawing that is light or dark as its reader wishes: the colours of both themes as variables
 * of the page, and a theme that names them. Keeps true: the drawing itself is the same either way.
 */
import { themes, type Theme } from '#views';

const COLOURS = [
  'canvas', 'frame', 'frameBorder', 'surface', 'surfaceBorder', 'part', 'partBorder', 'text',
  'muted', 'free', 'freeBorder', 'reserved', 'line', 'accent', 'good', 'busy', 'bad', 'badSurface',
] as const satisfies readonly (keyof Theme)[];
const LISTS = ['ramp', 'hues'] as const satisfies readonly (keyof Theme)[];

const one = (key: string): string => `var(--picture-${key})`;

/** Draws in the colours of PICTURE_CSS. */
export const reportTheme: Theme = {
  ...themes.vscode,
  fonts: themes.light.fonts,
  monoFonts: themes.light.monoFonts,
  border: themes.light.border,
  ...Object.fromEntries(COLOURS.map((key) => [key, one(key)])) as
    { readonly [K in (typeof COLOURS)[number]]: string },
  ramp: themes.light.ramp.map((_, index) => one(`ramp-${index}`)),
  hues: themes.light.hues.map((_, index) => one(`hues-${index}`)),
};

const variables = (theme: Theme): string => [
  ...COLOURS.map((key) => `--picture-${key}: ${theme[key]};`),
  ...LISTS.flatMap((key) =>
    theme[key].map((colour, index) => `--picture-${key}-${index}: ${colour};`)),
].join(' ');

export const PICTURE_CSS = `:root { ${variables(themes.light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(themes.dark)} } }
`;
