/**
 * Turns a topology that hwloc wrote (`lstopo --of xml`) into socket types and a host.
 * Not the guest's view, which goes the other way. Keeps true: sizes and counts are those of the
 * file; what it does not tell and a socket must say is an error, and what is filled in is a note.
 */
import { memoryNotesOf, packagesOf, type Package } from './hwloc-packages.ts';
import { bytesText, documentation, type Line, block, quoted } from './text.ts';
import type { Imported, ImportError, ImportNote } from './types.ts';
import { readXml } from './xml.ts';

export interface HwlocOptions {
  /** UpperCamel; the host is called so, and its sockets `NameSocket`. */
  readonly name?: string;
  readonly source?: string;
}

const DEFAULT_NAME = 'Measured';

const nothing = (error: ImportError): Imported => ({
  text: '',
  report: { types: 0, errors: [error], notes: [], fieldsNotCarried: [] },
});

/** A name of the language made from whatever was given. */
const nameFrom = (given: string | undefined): string => {
  const letters = (given ?? '').replace(/[^A-Za-z0-9]/gu, '').slice(0, 60);
  if (letters === '' || !/^[A-Za-z]/u.test(letters)) return DEFAULT_NAME;
  return letters.slice(0, 1).toUpperCase() + letters.slice(1);
};

const linesOf = (found: Package, source: string): readonly Line[] => {
  const lines: Line[] = [{ property: 'architecture', text: found.architecture }];
  const add = (property: string, text: string | null): void => {
    if (text !== null) lines.push({ property, text });
  };
  add('vendor', found.vendor === null ? null : quoted(found.vendor));
  add('model', found.model === null ? null : quoted(found.model));
  add('cores', String(found.cores));
  add('threadsPerCore', String(found.threadsPerCore));
  add('memory', bytesText(found.memoryBytes));
  for (const [property, bytes] of found.caches) add(property, bytesText(bytes));
  add('source', quoted(source));
  return lines;
};

/** Packages that read alike share a type; types are numbered in the order they come. */
const typed = (packages: readonly Package[], name: string, source: string) => {
  const types: { readonly name: string; readonly text: string; readonly of: Package[] }[] = [];
  const names: string[] = [];
  for (const found of packages) {
    const lines = linesOf(found, source);
    const key = JSON.stringify(lines);
    let type = types.find(({ text }) => text === key);
    if (type === undefined) {
      const number = types.length === 0 ? '' : String(types.length + 1);
      type = { name: `${name}Socket${number}`, text: key, of: [] };
      types.push(type);
    }
    type.of.push(found);
    names.push(type.name);
  }
  return { types, names };
};

const hostText = (name: string, names: readonly string[], source: string): string => {
  const same = new Set(names).size === 1;
  const sockets = same
    ? [`  socket soc[${names.length}] : ${names[0] ?? ''}`]
    : names.map((type, i) => `  socket soc${i} : ${type}`);
  const path = (i: number): string => (same ? `soc[${i}]` : `soc${i}`);
  const links = names.slice(1).map((_, i) => `  link ${path(0)} -- ${path(i + 1)} { medium = coherent }`);
  return [
    `host type ${name} {`, ...sockets, ...links, `  source = ${quoted(source)}`, '}', '',
  ].join('\n');
};

const note = (of: string, field: string, message: string): ImportNote => ({
  what: 'assumed', of, field, message,
});

/** Text of the language for a machine that hwloc described. Never throws. */
export const importHwloc = (xml: string, options: HwlocOptions = {}): Imported => {
  const read = readXml(xml);
  if (!read.ok) return nothing(read.error);
  if (read.root.name !== 'topology') {
    const message = `The root is <${read.root.name}>, not <topology>.`;
    return nothing({ code: 'topology/not-hwloc', at: 'line 1', message });
  }
  const found = packagesOf(read.root);
  if ('code' in found) return nothing(found);
  const name = nameFrom(options.name);
  const source = options.source ?? 'hwloc topology';
  const { types, names } = typed(found.packages, name, source);
  const notes: ImportNote[] = [...memoryNotesOf(found, name)];
  if (names.length > 1) {
    const message = 'Joined to the first by coherent links; the file does not tell how they are.';
    notes.push(note(name, 'Package', message));
  }
  const blocks = types.flatMap(({ name: type, of }) =>
    of.slice(0, 1).map((one) => block(`socket type ${type}`, linesOf(one, source))));
  const head = documentation('A machine as hwloc saw it.');
  return {
    text: [head, ...blocks, hostText(name, names, source)].join('\n'),
    report: { types: types.length + 1, errors: [], notes, fieldsNotCarried: [] },
  };
};
