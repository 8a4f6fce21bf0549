/**
 * What a terminal draws with: frames, marks, meters and colours, or plain ASCII without any.
 * Not what is drawn. Keeps true: colour only repeats what a character says, and a cut line closes
 * the colours that it opened.
 */
import type { StateTone } from './overlay.ts';

export interface Ink {
  readonly free: string;
  readonly reserved: string;
  readonly wire: string;
  readonly marks: { readonly [T in StateTone]: string };
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly hue: (text: string, hue: number | null) => string;
  readonly tone: (text: string, tone: StateTone) => string;
  readonly meter: (share: number, width: number) => string;
  /** Shortened to so many columns, colours not counted. */
  readonly cut: (text: string, width: number) => string;
  readonly frame: (title: string, lines: readonly string[], width: number) => string[];
}

const escape = '\u001b[';
const hueCodes = [34, 35, 32, 95, 33, 36];
const toneCodes: { readonly [T in StateTone]: number } = { good: 32, busy: 33, off: 90, bad: 31 };

const unicode = {
  free: '·', reserved: '▒', wire: '──', full: '█', empty: '░', ellipsis: '…',
  marks: { good: '●', busy: '◐', off: '○', bad: '✗' },
  corners: ['┌', '┐', '└', '┘'], level: '─', upright: '│',
} as const;
const plain = {
  free: '.', reserved: '%', wire: '--', full: '#', empty: '-', ellipsis: '~',
  marks: { good: '*', busy: '~', off: 'o', bad: 'x' },
  corners: ['+', '+', '+', '+'], level: '-', upright: '|',
} as const;

/** What ASCII has no sign for. */
const asciiOf: { readonly [character: string]: string } = {
  '·': '-', '×': 'x', '–': '-', '…': '~', '─': '-',
};

export function makeInk({ ascii, colour }: {
  readonly ascii: boolean; readonly colour: boolean;
}): Ink {
  const set = ascii ? plain : unicode;
  const painted = (text: string, code: number): string =>
    colour ? `${escape}${String(code)}m${text}${escape}0m` : text;
  const spelled = (text: string): string => (!ascii ? text : [...characters(text)]
    .map((each) => asciiOf[each] ?? (each > '~' ? '?' : each)).join(''));
  const cut = (text: string, width: number): string => shorten(spelled(text), width, set.ellipsis);
  return {
    free: set.free, reserved: set.reserved, wire: set.wire, marks: set.marks,
    strong: (text) => painted(text, 1),
    faint: (text) => painted(text, 2),
    hue: (text, hue) => painted(text, hueCodes[(hue ?? 0) % hueCodes.length] ?? 0),
    tone: (text, tone) => painted(text, toneCodes[tone]),
    meter: (share, width) => {
      const full = Math.round(Math.min(1, Math.max(0, share)) * width);
      return set.full.repeat(full) + set.empty.repeat(width - full);
    },
    cut,
    frame: (title, lines, width) => {
      const [topLeft, topRight, bottomLeft, bottomRight] = set.corners;
      const head = cut(title, width - 6);
      const rule = set.level.repeat(Math.max(0, width - 5 - columns(head)));
      return [
        `${topLeft}${set.level} ${head} ${rule}${topRight}`,
        ...lines.map((line) => {
          const fitted = cut(line, width - 4);
          return `${set.upright} ${fitted}${' '.repeat(width - 4 - columns(fitted))} ${set.upright}`;
        }),
        `${bottomLeft}${set.level.repeat(width - 2)}${bottomRight}`,
      ];
    },
  };
}

const characters = (text: string): Iterable<string> => Array.from(text);

// The codes of colour begin with the escape character.
const codes = /\u001b\[\d+m/g;

/** Columns of a terminal: each character one, colours none. */
export const columns = (text: string): number => Array.from(text.replace(codes, '')).length;

function shorten(text: string, width: number, ellipsis: string): string {
  if (columns(text) <= width) return text;
  let out = '';
  let used = 0;
  let open = false;
  let at = 0;
  for (const match of [...text.matchAll(codes), null]) {
    const until = match?.index ?? text.length;
    for (const character of Array.from(text.slice(at, until))) {
      if (used === width - 1) return `${out}${ellipsis}${open ? `${escape}0m` : ''}`;
      out += character;
      used++;
    }
    if (match === null) break;
    out += match[0];
    open = match[0] !== `${escape}0m`;
    at = until + match[0].length;
  }
  return out;
}
