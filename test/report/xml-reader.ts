/**
 * An XML reader for tests that is strict where writers go wrong: tags must match, attributes must
 * be quoted and free of `<`, entities must be known, characters must be allowed. Not a full parser.
 */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
  readonly all: (name: string) => readonly Element[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'",
};

const decoded = (text: string): string => {
  if (/[<]|&(?!(amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`not well-formed: ${text}`);
  return text.replace(/&([^;]+);/g, (_, name: string) => ENTITIES[name] ?? '');
};

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

const closed = ({ name, attributes, children, text }: Open): Element => ({
  name, attributes, children, text,
  all: (wanted) => children.flatMap((child) =>
    [...(child.name === wanted ? [child] : []), ...child.all(wanted)]),
});

export class XmlReader {
  readonly root: Element;

  constructor(xml: string) {
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\p{Surrogate}/u.test(xml)) {
      throw new Error('a character that XML forbids');
    }
    const open: Open[] = [{ name: '', attributes: {}, children: [], text: '' }];
    for (const [, declaration, tag, text] of xml.matchAll(/(<\?[^?]*\?>)|(<[^>]*>)|([^<]+)/gs)) {
      const top = open.at(-1);
      if (top === undefined) throw new Error('more ends than starts');
      if (declaration !== undefined) continue;
      if (text !== undefined) top.text += decoded(text);
      if (tag !== undefined) this.take(tag, open);
    }
    const [document, ...rest] = open;
    const root = document?.children[0];
    if (root === undefined || rest.length > 0) throw new Error('a tag is left open');
    this.root = root;
  }

  private take(tag: string, open: Open[]): void {
    if (tag.startsWith('</')) {
      const top = open.pop();
      if (top === undefined || `</${top.name}>` !== tag) throw new Error(`${tag} ends nothing`);
      open.at(-1)?.children.push(closed(top));
      return;
    }
    const [, name, words, end] = /^<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>$/s.exec(tag) ?? [];
    if (name === undefined) throw new Error(`not well-formed: ${tag}`);
    const attributes: Record<string, string> = {};
    for (const [, key = '', value = ''] of (words ?? '').matchAll(/([\w:-]+)="([^"]*)"/gs)) {
      attributes[key] = decoded(value);
    }
    const element: Open = { name, attributes, children: [], text: '' };
    if (end === '/') open.at(-1)?.children.push(closed(element));
    else open.push(element);
  }
}
