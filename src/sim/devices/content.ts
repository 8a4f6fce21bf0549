/**
 * The content of a file that a property names, as devices see it: read piece by piece, whoever has
 * it. Not where it comes from: the composition root hands an opener over.
 */

export interface Content {
  readonly sizeBytes: number;
  /** Fills the buffer from there on, and says how much it could; nothing: that was the end. */
  read(into: Uint8Array, from: number): number;
  close(): void;
}

/** Opens a file by its name in the model; a text completes the sentence why it cannot: `it …`. */
export type OpenContent = (name: string) => Content | string;

/** For a run that was given no files. */
export const nothingAtHand: OpenContent = () => 'was not handed to this run';

export const contentOfBytes = (bytes: Uint8Array): Content => ({
  sizeBytes: bytes.length,
  read: (into, from) => {
    const piece = bytes.subarray(from, from + into.length);
    into.set(piece);
    return piece.length;
  },
  close: () => undefined,
});
