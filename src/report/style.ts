/**
 * Colours and weights of terminal text, or none. Not the choice whether to use them: that is the
 * command line's. Keeps true: colour never says anything that the words do not say too.
 */

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const same = (text: string): string => text;

export const plainStyle: Style = {
  bold: same, dim: same, red: same, yellow: same, green: same, blue: same, cyan: same,
};

const between = (on: number, off: number) => (text: string): string =>
  text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`;

export const colourStyle: Style = {
  bold: between(1, 22),
  dim: between(2, 22),
  red: between(31, 39),
  yellow: between(33, 39),
  green: between(32, 39),
  blue: between(34, 39),
  cyan: between(36, 39),
};
