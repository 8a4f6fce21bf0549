/**
 * Text of authors inside XML, HTML, JSON, CSV and workflow commands. Keeps true: whatever a name,
 * a path or a message holds, the document stays well-formed and the text stays text.
 */
import { printable } from './text.ts';

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;',
};

/** For XML and HTML, in text and in quoted attributes. Control characters are spelled out. */
export const escapeMarkup = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** A CSV field; one that a spreadsheet would take for a formula is made text. */
function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = printable(value);
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (fields: readonly (string | number | null)[]): string =>
  `${fields.map((field) => csvField(field)).join(',')}\r\n`;

/** The message of a workflow command. */
export const escapeCommand = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** A property of a workflow command. */
export const escapeCommandProperty = (text: string): string =>
  escapeCommand(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** A cell of a Markdown table, with nothing in it that Markdown or HTML would act on. */
export const escapeMarkdown = (text: string): string =>
  escapeMarkup(text).replace(/[\\`*_{}[\]()#+!|~]/g, (character) => `\\${character}`);

/** A relative path as a URI reference; each segment is encoded by itself. */
export function pathAsUri(path: string): string {
  const encoded = path.split('/').map((segment) => encodeSegment(segment)).join('/');
  // A first segment with a colon would be read as a scheme.
  return /^[^/]*:/.test(encoded) ? `./${encoded}` : encoded;
}

function encodeSegment(segment: string): string {
  // A lone half of a pair cannot be encoded; it stands as the replacement character.
  const whole = segment.replace(/\p{Surrogate}/gu, '\ufffd');
  return encodeURIComponent(whole).replace(/[!'()*]/g, (character) =>
    `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
