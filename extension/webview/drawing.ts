/**
 * Puts a drawing that is text into the page as elements. Not the drawing.
 * Keeps true: only elements and attributes of SVG get in, never a script, a style or an address, so
 * the page needs no trust in what a spec names its things.
 */
const SVG = 'http://www.w3.org/2000/svg';

const ALLOWED = new Set([
  'svg', 'g', 'defs', 'pattern', 'title', 'rect', 'path', 'circle', 'ellipse', 'line', 'polyline',
  'polygon', 'text', 'tspan', 'clipPath', 'linearGradient', 'stop',
]);

const ATTRIBUTES_REFUSED = /^(?:on|style$|href$|xlink)/u;

/** A copy made of what is allowed; null for the rest. */
function copied(node: Node): Node | null {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.textContent ?? '');
  if (!(node instanceof Element) || !ALLOWED.has(node.localName)) return null;
  const copy = document.createElementNS(SVG, node.localName);
  for (const { name, value } of node.attributes) {
    if (!ATTRIBUTES_REFUSED.test(name) && name !== 'xmlns') copy.setAttribute(name, value);
  }
  for (const child of node.childNodes) {
    const inner = copied(child);
    if (inner !== null) copy.append(inner);
  }
  return copy;
}

export function svgElement(text: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  const copy = copied(parsed);
  return copy instanceof SVGSVGElement ? copy : document.createElementNS(SVG, 'svg');
}
