/**
 * The bytes of a file as the text of a spec. Not reading them. Keeps true: bytes that are no UTF-8
 * are escaped where they stand, and so reported; they never become something that was not written.
 */
import { escapedUtf8 } from '#base';

interface Decoder {
  readonly decode: (bytes: Uint8Array) => string;
}

/** Both Node and browsers have it; no library of types is common to both. */
const { TextDecoder } = globalThis as unknown as {
  readonly TextDecoder: new (label: string, options: { readonly fatal: boolean }) => Decoder;
};
const strict = new TextDecoder('utf-8', { fatal: true });

export const decoded = (bytes: Uint8Array): string => {
  try {
    return strict.decode(bytes);
  } catch {
    return escapedUtf8(bytes);
  }
};
