/**
 * A small reader for the XML that hwloc writes: elements and attributes, in one pass, no recursion.
 * Not an XML library: no namespaces, no text content, no entities but the five and numbers, no DTD
 * beyond the one-line reference that hwloc writes. Keeps true: size, depth and counts are bounded,
 * and no input makes it throw.
 */
import type { ImportError } from './types.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
}

export type XmlRead =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly error: ImportError };

/** What an input may be at most. */
export const XML_LIMITS = {
  characters: 16 * 1024 * 1024,
  depth: 64,
  elements: 200_000,
  attributes: 64,
} as const;

type Growing = { name: string; attributes: Map<string, string>; children: Growing[]; };

/** Thrown and caught in this file only: reading stops at the first mistake. */
class Stop extends Error {
  readonly problem: ImportError;
  constructor(problem: ImportError) {
    super(problem.message);
    this.problem = problem;
  }
}

const NAME = /[A-Za-z_][A-Za-z0-9_.-]*/uy;
const BLANKS = /[ \t\r\n]*/uy;
const DOCTYPE = /<!DOCTYPE[ \t\r\n]+[A-Za-z]+([ \t\r\n]+SYSTEM[ \t\r\n]+"[^"<>[\]]*")?[ \t\r\n]*>/uy;
const ENTITY = /&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/gu;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const codePointMax = 0x10ffff;

class Reader {
  private place = 0;
  private elements = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The one element of the document. */
  document(): XmlElement {
    const open: Growing[] = [];
    let root: Growing | null = null;
    for (;;) {
      this.skipText(open.length > 0);
      if (this.place >= this.text.length) break;
      if (this.skipAside()) continue;
      if (this.text.startsWith('</', this.place)) {
        this.close(open.pop());
        continue;
      }
      if (open.length === 0 && root !== null) this.stop('xml/malformed', 'A second root element.');
      const { element, empty } = this.open();
      open.at(-1)?.children.push(element);
      root ??= element;
      if (!empty) open.push(element);
      if (open.length > XML_LIMITS.depth) {
        this.stop('xml/too-large', `Elements are nested deeper than ${XML_LIMITS.depth}.`);
      }
    }
    const left = open.at(-1);
    if (left !== undefined) this.stop('xml/malformed', `<${left.name}> is never closed.`);
    if (root === null) return this.stop('xml/malformed', 'There is no element.');
    return root;
  }

  private stop(code: ImportError['code'], message: string): never {
    throw new Stop({ code, at: `line ${this.line()}`, message });
  }

  private line(): number {
    let line = 1;
    const end = Math.min(this.place, this.text.length);
    for (let i = 0; i < end; i++) if (this.text.charCodeAt(i) === 10) line++;
    return line;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.place = pattern.lastIndex;
    return found[0];
  }

  private skipText(inside: boolean): void {
    const next = this.text.indexOf('<', this.place);
    const end = next === -1 ? this.text.length : next;
    const between = this.text.slice(this.place, end);
    if (!inside && between.replace(/^\uFEFF/u, '').trim() !== '') {
      this.stop('xml/malformed', 'Text outside the root element.');
    }
    this.place = end;
  }

  /** Comments, processing instructions and hwloc's document type; whether there was one. */
  private skipAside(): boolean {
    for (const [start, end] of [['<!--', '-->'], ['<?', '?>']] as const) {
      if (!this.text.startsWith(start, this.place)) continue;
      const close = this.text.indexOf(end, this.place + start.length);
      if (close === -1) this.stop('xml/malformed', `${start} is never closed.`);
      this.place = close + end.length;
      return true;
    }
    if (!this.text.startsWith('<!', this.place)) return false;
    if (this.match(DOCTYPE) !== null) return true;
    return this.stop('xml/forbidden', 'Declarations are not read: topology files have none.');
  }

  private close(open: Growing | undefined): void {
    this.place += 2;
    const name = this.match(NAME);
    this.match(BLANKS);
    if (open === undefined || name !== open.name || this.text[this.place] !== '>') {
      this.stop('xml/malformed', `</${name ?? ''}> closes nothing that is open.`);
    }
    this.place++;
  }

  private open(): { element: Growing; empty: boolean } {
    this.elements++;
    if (this.elements > XML_LIMITS.elements) {
      this.stop('xml/too-large', `There are more than ${XML_LIMITS.elements} elements.`);
    }
    this.place++;
    const name = this.match(NAME);
    if (name === null) return this.stop('xml/malformed', 'After < a name must follow.');
    const element: Growing = { name, attributes: new Map(), children: [] };
    for (;;) {
      const blanks = this.match(BLANKS);
      if (this.text.startsWith('/>', this.place)) {
        this.place += 2;
        return { element, empty: true };
      }
      if (this.text[this.place] === '>') {
        this.place++;
        return { element, empty: false };
      }
      if (blanks === '') this.stop('xml/malformed', `In <${name}>, a blank is missing.`);
      this.attribute(element);
    }
  }

  private attribute(element: Growing): void {
    const name = this.match(NAME);
    this.match(BLANKS);
    if (name === null || this.text[this.place] !== '=') {
      return this.stop('xml/malformed', `In <${element.name}>, an attribute is not name="value".`);
    }
    this.place++;
    this.match(BLANKS);
    const quote = this.text[this.place];
    const end = quote === '"' || quote === "'" ? this.text.indexOf(quote, this.place + 1) : -1;
    const raw = end === -1 ? '<' : this.text.slice(this.place + 1, end);
    if (raw.includes('<')) this.stop('xml/malformed', `The value of ${name} is not closed.`);
    if (element.attributes.has(name)) this.stop('xml/malformed', `${name} comes twice.`);
    if (element.attributes.size >= XML_LIMITS.attributes) {
      this.stop('xml/too-large', `<${element.name}> has more than ${XML_LIMITS.attributes} attributes.`);
    }
    element.attributes.set(name, this.unescaped(raw));
    this.place = end + 1;
  }

  private unescaped(raw: string): string {
    if (!raw.includes('&')) return raw;
    if (raw.replace(ENTITY, '').includes('&')) {
      this.stop('xml/forbidden', 'Entities other than the five of XML are not read.');
    }
    return raw.replace(ENTITY, (_all, hex?: string, ten?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? '';
      const code = hex === undefined ? Number(ten) : Number.parseInt(hex, 16);
      return code <= codePointMax ? String.fromCodePoint(code) : '\uFFFD';
    });
  }
}

/** The root element of a document, or why it is not read. */
export const readXml = (text: string): XmlRead => {
  if (text.length > XML_LIMITS.characters) {
    const message = `It has ${text.length} characters, more than ${XML_LIMITS.characters}.`;
    return { ok: false, error: { code: 'xml/too-large', at: 'the input', message } };
  }
  try {
    return { ok: true, root: new Reader(text).document() };
  } catch (problem) {
    if (problem instanceof Stop) return { ok: false, error: problem.problem };
    throw problem;
  }
};
