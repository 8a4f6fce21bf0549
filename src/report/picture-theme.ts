/**
 * One drawing that is light or dark as its reader wishes: the colours of both themes as variables
 * of the page, and a theme that names them. Keeps true: the drawing itself is the same either way,
 * and a colour that themes gain is a variable by itself.
 */
import { sortedEntries } from '#base';
import { themes, type Theme } from '#views';

const PLAIN: readonly string[] = ['name', 'fonts', 'monoFonts', 'border'];

/** Each colour of a theme with the variable that holds it; lists have one for each place. */
const coloursOf = (theme: Theme): readonly (readonly [string, string])[] =>
  sortedEntries<unknown>({ ...theme })
    .filter(([key]) => !PLAIN.includes(key))
    .flatMap(([key, value]): readonly (readonly [string, string])[] => {
      if (typeof value === 'string') return [[key, value]];
      if (!Array.isArray(value)) return [];
      return value.map((colour, index) => [`${key}-${index}`, String(colour)] as const);
    });

const named = (key: string): string => `var(--picture-${key})`;

const withVariables = (theme: Theme): Theme => {
  const entries = Object.entries(theme).map(([key, value]: [string, unknown]) => {
    if (PLAIN.includes(key)) return [key, value];
    if (Array.isArray(value)) return [key, value.map((_, index) => named(`${key}-${index}`))];
    return [key, typeof value === 'string' ? named(key) : value];
  });
  // Every key is there with a value of the same kind; the checker cannot see that.
  return Object.fromEntries(entries) as Theme;
};

/** Draws in the colours of PICTURE_CSS. */
export const reportTheme: Theme = withVariables(themes.light);

const variables = (theme: Theme): string =>
  coloursOf(theme).map(([key, colour]) => `--picture-${key}: ${colour};`).join(' ');

export const PICTURE_CSS = `:root { ${variables(themes.light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(themes.dark)} } }
`;
