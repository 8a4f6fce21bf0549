/**
 * The sizes of text in a picture. Not its colours or fonts: a theme gives those. Keeps true: layout
 * measures with the sizes that a view draws with, so a text that fits in one fits in the other.
 */
export type TextStyle = 'title' | 'name' | 'part' | 'type' | 'detail' | 'value' | 'mono';

export interface TextSize {
  readonly sizePixels: number;
  readonly bold: boolean;
  readonly mono: boolean;
}

export const textSizes: { readonly [S in TextStyle]: TextSize } = {
  /** The name of a host or fabric. */
  title: { sizePixels: 15, bold: true, mono: false },
  /** The name of a socket, machine or instance. */
  name: { sizePixels: 13, bold: true, mono: false },
  /** The name of a card or another small part. */
  part: { sizePixels: 12, bold: true, mono: false },
  type: { sizePixels: 12, bold: false, mono: false },
  detail: { sizePixels: 11, bold: false, mono: false },
  value: { sizePixels: 12, bold: true, mono: false },
  mono: { sizePixels: 12, bold: false, mono: true },
};
