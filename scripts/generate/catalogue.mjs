/**
 * The printed catalogue: its types by kind, what their documentation says, and their sources.
 * Reads the catalogue's own text line by line, in the form in which it is kept: a type opens at the
 * start of a line. Is no parser of the language.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { inRoot } from '../lib/house.mjs';
import { code, pageHead, table } from './tables.mjs';

const HEAD = `The types that \`use aws\` brings. They are ordinary text of the language, in
\`language-server/catalog\`; "go to definition" opens it. Where sources contradict each other, the
documentation of the type says so and which one is taken. Every instance type that the API still
describes is compared with its answer, field by field, by the tests.`;

const OPENS = /^([a-z]+) type ("(?:[^"\\]|\\.)*"|\S+)(?: : (\S+))?(?: \{(.*))?$/;
const PROPERTY = /(?:^|\s)([A-Za-z]+) += ("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^\s{}]+(?: [^\s{}=]+(?!\s*=))?)/g;

/**
 * @typedef {object} CatalogueType
 * @property {string} kind
 * @property {string} name
 * @property {string | undefined} base
 * @property {string} doc
 * @property {Map<string, string>} properties
 */

/** @param {string} text @returns {CatalogueType[]} */
function typesIn(text) {
  /** @type {CatalogueType[]} */
  const types = [];
  /** @type {string[]} */
  let doc = [];
  let open = false;
  for (const line of text.split('\n')) {
    const match = OPENS.exec(line);
    if (match) {
      const [, kind = '', name = '', base, rest] = match;
      types.push({ kind, name, base, doc: doc.join(' '), properties: new Map() });
      open = rest !== undefined && !rest.trimEnd().endsWith('}');
      addProperties(types.at(-1), rest ?? '');
    } else if (open && /^ {2}[a-z]\w* += /i.test(line)) addProperties(types.at(-1), line);
    if (line === '}') open = false;
    if (line.startsWith('///')) doc.push(line.slice(3).trim());
    else doc = [];
  }
  return types;
}

/** @param {CatalogueType | undefined} type @param {string} text */
function addProperties(type, text) {
  for (const [, name = '', value = ''] of text.matchAll(PROPERTY)) type?.properties.set(name, value);
}

/** @param {CatalogueType[]} types @param {CatalogueType} type @param {string} property */
function said(types, type, property) {
  /** @type {CatalogueType | undefined} */
  let here = type;
  for (let steps = 0; here !== undefined && steps < types.length; steps++) {
    const value = here.properties.get(property);
    if (value !== undefined) return value;
    const base = /** @type {string | undefined} */ (here.base);
    here = types.find((one) => one.kind === type.kind && one.name === base);
  }
  return '';
}

/** @param {string} quoted */
const plain = (quoted) => (quoted.startsWith('"') ? JSON.parse(quoted) : quoted);

/** @param {CatalogueType[]} types @param {CatalogueType} type */
function drivesOf(types, type) {
  const count = said(types, type, 'disks');
  return count === '' || count === '0' ? '' : `${count} × ${said(types, type, 'diskSize')}`;
}

/** @param {CatalogueType[]} types @param {CatalogueType[]} instances */
function instanceTable(types, instances) {
  const rows = instances.filter(({ name }) => name.includes('.')).map((type) => [
    code(type.name),
    said(types, type, 'vcpus'),
    said(types, type, 'memory'),
    said(types, type, 'metal') === 'yes' ? 'none' : said(types, type, 'hypervisor') || 'nitro',
    said(types, type, 'networkPeak'),
    said(types, type, 'ebsPeakRate'),
    drivesOf(types, type),
    plain(said(types, type, 'source')),
  ]);
  return table(
    ['type', 'vCPUs', 'memory', 'hypervisor', 'network', 'EBS', 'drives', 'source'],
    rows,
  );
}

/** @returns {Promise<string>} */
export async function cataloguePage() {
  const folder = inRoot('language-server', 'catalog');
  const names = readdirSync(folder).filter((name) => name.endsWith('.nitro')).sort();
  const types = names.flatMap((name) => typesIn(readFileSync(`${folder}/${name}`, 'utf8')));
  const kinds = [...new Set(types.map(({ kind }) => kind))].sort();
  const sections = kinds.map((kind) => {
    const ofKind = types.filter((type) => type.kind === kind);
    const documented = ofKind.filter((type) => kind !== 'instance' || type.doc !== '');
    const rows = documented.map((type) => [
      code(type.name),
      type.base === undefined ? '' : code(type.base),
      type.doc,
      plain(said(types, type, 'source')),
    ]);
    const numbers = kind === 'instance' ? `\n${instanceTable(types, ofKind)}` : '';
    return `## ${kind}\n\n${table(['type', 'extends', 'what it is', 'source'], rows)}${numbers}`;
  });
  return [pageHead('Catalogue', HEAD), ...sections].join('\n');
}
