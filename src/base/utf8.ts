/**
 * Bytes that should be UTF-8 and are not, as a text that still shows where they stood: each bad
 * byte becomes a lone surrogate, which no text in UTF-8 holds. Not for good bytes: every platform
 * decodes those faster. Keeps true: what is good around a bad byte is read as it was written.
 */

/** Bad bytes are 0x80 to 0xFF; they become U+DC80 to U+DCFF. */
const ESCAPED = 0xdc00;

/** Finds the first byte that was none of UTF-8. A text of good bytes has no match. */
export const ESCAPED_BYTE = /[\udc80-\udcff]/u;

/** The least code point that so many bytes may stand for; fewer would have done for less. */
const LEAST = [0, 0, 0x80, 0x800, 0x1_0000];

const lengthOf = (lead: number): number => {
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
};

/** The character that begins at a byte of 0x80 or more, or null when none does. */
const characterAt = (bytes: Uint8Array, at: number): number | null => {
  const lead = bytes[at] ?? 0;
  const length = lengthOf(lead);
  if (length === 0) return null;
  let point = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return null;
    point = (point << 6) | (byte & 0x3f);
  }
  const isSurrogate = point >= 0xd800 && point < 0xe000;
  return point < (LEAST[length] ?? 0) || point > 0x10_ffff || isSurrogate ? null : point;
};

/** The text of bytes with each bad one escaped. A byte order mark is kept. */
export const escapedUtf8 = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const point = byte < 0x80 ? byte : characterAt(bytes, at);
    parts.push(String.fromCodePoint(point ?? ESCAPED + byte));
    at += byte < 0x80 || point === null ? 1 : lengthOf(byte);
  }
  return parts.join('');
};

/** Which byte a bad one was, and where, from the text that has it escaped. */
export const escapedByteAt = (
  text: string, index: number,
): { readonly byte: number; readonly offset: number } => {
  let offset = 0;
  for (const character of text.slice(0, index)) {
    const point = character.codePointAt(0) ?? 0;
    offset += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return { byte: text.charCodeAt(index) - ESCAPED, offset };
};

/** The bytes of a text. Its surrogates come in pairs, as they do in any name. */
export const utf8Bytes = (text: string): Uint8Array =>
  Uint8Array.from(encodeURIComponent(text).match(/%..|./gu) ?? [], (one) =>
    one.length === 3 ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0));
