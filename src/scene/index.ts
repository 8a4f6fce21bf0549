/** The door of the scene room. */
export { arrayOf, localName, rangeName, shortRange } from './names.ts';
export { textSizes } from './text-styles.ts';
export type { TextSize, TextStyle } from './text-styles.ts';
export { fitText, textWidth } from './text-width.ts';
export type * from './types.ts';
