/**
 * SVG as text: elements, attributes, escaping. Not a document model. Keeps true: whatever an author
 * wrote comes out as text, never as markup; attributes keep the order in which they are given.
 */
import type { Rectangle } from '#scene';

type Attributes = Readonly<Record<string, string | number | null>>;

// Control characters may not stand in XML at all, even escaped.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Most texts hold nothing but letters, digits and signs that stand for themselves. */
const harmless = /^[ !#-%'-;=?-~\u00a0-\ud7ff]*$/;

export const escapeText = (text: string): string => (harmless.test(text) ? text : text
  .replace(forbidden, '\ufffd').replace(/&/g, '&amp;').replace(/</g, '&lt;')
  .replace(/>/g, '&gt;').replace(/"/g, '&quot;'));

/** At most two digits behind the point, and no `-0`. */
export function number(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

function attributesText(attributes: Attributes): string {
  let text = '';
  for (const name in attributes) {
    const value = attributes[name];
    if (value === null || value === undefined) continue;
    text += ` ${name}="${typeof value === 'number' ? number(value) : escapeText(value)}"`;
  }
  return text;
}

/** `inner` is markup that was made here. */
export const tag = (name: string, attributes: Attributes, inner: readonly string[] = []): string =>
  inner.length === 0 ? `<${name}${attributesText(attributes)}/>`
  : `<${name}${attributesText(attributes)}>${inner.join('')}</${name}>`;

export const text = (words: string, attributes: Attributes, title?: string | null): string =>
  tag('text', attributes, [
    ...(title === undefined || title === null ? [] : [tag('title', {}, [escapeText(title)])]),
    escapeText(words),
  ]);

export const rectangle = (
  place: Rectangle,
  attributes: Attributes,
): string => tag('rect', {
  x: place.x, y: place.y, width: place.width, height: place.height, ...attributes,
});
