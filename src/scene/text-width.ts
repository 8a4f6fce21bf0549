/**
 * How wide a text is, by a table of our own. Not a font: the page that shows the picture may have
 * another one. Keeps true: the widths are those of DejaVu Sans, the widest of the usual interface
 * fonts, so a text measured here fits wherever it is drawn; the same on every machine.
 */
import { textSizes, type TextSize, type TextStyle } from './text-styles.ts';

/** Hundredths of the font size, from the space (32) to the tilde (126). */
const regular = [
  32, 41, 46, 84, 64, 96, 79, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79,
  61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64,
  64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
];
const bold = [
  35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70,
  70, 70, 40, 40, 84, 84, 84, 58, 100, 78, 77, 74, 83, 69, 69, 83, 84, 38, 38, 78, 64, 100, 84, 85,
  74, 85, 77, 72, 69, 82, 78, 111, 78, 73, 73, 46, 37, 46, 84, 50, 50, 68, 72, 60, 72, 68, 44, 72,
  72, 35, 35, 67, 35, 105, 72, 69, 72, 72, 50, 60, 48, 72, 66, 93, 65, 66, 59, 72, 37, 72, 84,
];
/** Signs beyond ASCII that pictures use often: regular and bold. */
const signs: { readonly [sign: string]: readonly [number, number] } = {
  '·': [33, 39], '×': [84, 84], '–': [51, 51], '…': [100, 100], 'µ': [64, 75], '—': [100, 100],
};
const monoWidth = 61;
/** Of every other character; ideographs and the like are as wide as they are high. */
const otherWidth = 100;

const sizeOf = (style: TextStyle | TextSize): TextSize =>
  typeof style === 'string' ? textSizes[style] : style;

function hundredths(character: string, size: TextSize): number {
  const sign = signs[character];
  if (sign !== undefined) return size.mono ? monoWidth : sign[size.bold ? 1 : 0];
  const code = character.codePointAt(0) ?? 0;
  const index = code - 32;
  const known = index >= 0 && index < regular.length;
  if (size.mono) return known ? monoWidth : otherWidth;
  return (size.bold ? bold : regular)[index] ?? otherWidth;
}

/** Whole pixels, rounded up. */
export function textWidth(text: string, style: TextStyle | TextSize): number {
  const size = sizeOf(style);
  let sum = 0;
  for (const character of text) sum += hundredths(character, size);
  return Math.ceil((sum * size.sizePixels) / 100);
}

const ellipsis = '…';

/** The text, or as much of it as fits with an ellipsis at its end. */
export function fitText(text: string, style: TextStyle | TextSize, widthMax: number): {
  readonly text: string; readonly full: string | null;
} {
  if (textWidth(text, style) <= widthMax) return { text, full: null };
  const characters = Array.from(text);
  let kept = characters.length - 1;
  while (kept > 0) {
    const shorter = `${characters.slice(0, kept).join('').trimEnd()}${ellipsis}`;
    if (textWidth(shorter, style) <= widthMax) return { text: shorter, full: text };
    kept--;
  }
  return { text: '', full: text };
}
