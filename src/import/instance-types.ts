/**
 * Turns the answer of `aws ec2 describe-instance-types` into text of the language.
 * Not the catalogue, which is written by hand. Keeps true: every type of the answer is in the text
 * or in the report's errors; the same answer gives the same text, whatever the order of its types.
 */
import { comparePaths, compareIds, sorted } from '#base';
import { propertyRow, readQuantity } from '#kinds';
import { checkDescription, NOT_CARRIED, SUMMARIZED } from './checks.ts';
import { FIELDS, type FieldRow } from './fields.ts';
import { at, isObject, type JsonObject, leafPaths, shown } from './json.ts';
import { block, documentation, instanceTypeName, type Line, quoted } from './text.ts';
import type { FieldNotCarried, Imported, ImportError, ImportNote } from './types.ts';

const typesMax = 100_000;
const nameLengthMax = 200;

export interface ImportOptions {
  /** What each type gives as its source. */
  readonly source?: string;
}

interface Read {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly notes: readonly ImportNote[];
  readonly error: ImportError | null;
}

/** Why a value cannot stand in the language, or null if it can. */
const outOfBounds = (property: string, text: string): string | null => {
  const row = propertyRow('instance', property);
  if (row?.value.is !== 'quantity') return null;
  const read = readQuantity(text);
  if (!read.ok) return `${text} is no quantity.`;
  for (const [bound, word] of [[row.minimum, 'least'], [row.maximum, 'most']] as const) {
    const limit = bound === null ? null : readQuantity(bound);
    if (limit?.ok !== true) continue;
    const outside = word === 'least' ? read.value < limit.value : read.value > limit.value;
    if (outside) return `${text} is outside the language's bounds: at ${word} ${bound ?? ''}.`;
  }
  return null;
};

type Outcome = { readonly line: Line | null; readonly note: ImportNote | null };

const readField = (name: string, field: FieldRow, type: JsonObject): Outcome => {
  const reading = field.read(type);
  const noted = (what: ImportNote['what'], message: string): Outcome => ({
    line: null, note: { what, of: name, field: field.field, message },
  });
  if (reading.is === 'none') return { line: null, note: null };
  if (reading.is === 'missing') {
    return noted('missing', `Nothing is said; '${field.property}' is left open.`);
  }
  if (reading.is === 'unreadable') {
    return noted('unreadable', `${reading.found} is no value of '${field.property}'.`);
  }
  const wrong = outOfBounds(field.property, reading.text);
  if (wrong !== null) return noted('unreadable', wrong);
  return { line: { property: field.property, text: reading.text }, note: null };
};

/** Left out where it says what the language assumes anyway. */
const worthSaying = ({ property, text }: Line): boolean =>
  propertyRow('instance', property)?.fallback !== text;

const readType = (name: string, place: string, type: JsonObject): Read => {
  const lines: Line[] = [];
  const notes: ImportNote[] = checkDescription(type).map((found) => ({ ...found, of: name }));
  const lacking: string[] = [];
  for (const field of FIELDS) {
    const { line, note } = readField(name, field, type);
    if (line !== null && worthSaying(line)) lines.push(line);
    if (note !== null) notes.push(note);
    if (line === null && propertyRow('instance', field.property)?.required === true) {
      lacking.push(field.field);
    }
  }
  const error: ImportError | null = lacking.length === 0 ? null : {
    code: 'type/incomplete', at: place,
    message: `'${name}' has no readable ${lacking.join(', ')}, without which it is no type.`,
  };
  return { name, lines, notes, error };
};

const badName = (name: string): string | null => {
  if (name.length === 0) return 'is empty';
  if (name.length > nameLengthMax) return `has ${name.length} characters, more than ${nameLengthMax}`;
  return /\p{Cc}/u.test(name) ? 'has control characters' : null;
};

type Named = { readonly name: string; readonly place: string; readonly type: JsonObject };

const nameType = (type: unknown, place: string, seen: Set<string>): Named | ImportError => {
  if (!isObject(type)) {
    return { code: 'type/not-an-object', at: place, message: `Found ${shown(type)}, not a type.` };
  }
  const name = at(type, 'InstanceType');
  if (typeof name !== 'string') {
    return { code: 'type/no-name', at: place, message: `InstanceType is ${shown(name)}.` };
  }
  const bad = badName(name);
  if (bad !== null) {
    return { code: 'type/bad-name', at: place, message: `The name ${shown(name)} ${bad}.` };
  }
  if (seen.has(name)) {
    return { code: 'type/duplicate', at: place, message: `'${name}' came before; the first counts.` };
  }
  seen.add(name);
  return { name, place, type };
};

/** The list of types: the answer itself, or answers of several pages in a list. */
const typesOf = (json: unknown): readonly unknown[] | null => {
  const whole = at(json, 'InstanceTypes');
  if (Array.isArray(whole)) return whole as readonly unknown[];
  if (!Array.isArray(json)) return null;
  const pages = json as readonly unknown[];
  if (pages.length > 0 && pages.every((page) => Array.isArray(at(page, 'InstanceTypes')))) {
    return pages.flatMap((page) => at(page, 'InstanceTypes') as readonly unknown[]);
  }
  return pages.length > 0 && pages.every((page) => typeof at(page, 'InstanceType') === 'string')
    ? pages
    : null;
};

const readFields: ReadonlySet<string> = new Set(
  ['InstanceType', ...FIELDS.flatMap(({ field }) => [field, `${field}[]`])],
);

const whyNotCarried = (path: string): string | null => {
  if (readFields.has(path)) return null;
  const known = Object.hasOwn(NOT_CARRIED, path) ? NOT_CARRIED[path] : undefined;
  if (known !== undefined) return known;
  for (const [family, why] of Object.entries(SUMMARIZED)) {
    if (path === family || path.startsWith(`${family}.`) || path.startsWith(`${family}[`)) return why;
  }
  return 'This version knows nothing of it.';
};

const notCarried = (named: readonly Named[]): readonly FieldNotCarried[] => {
  const counts = new Map<string, number>();
  for (const { type } of named) {
    for (const path of leafPaths(type)) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  const rows: FieldNotCarried[] = [];
  for (const [field, count] of counts) {
    const why = whyNotCarried(field);
    if (why !== null) rows.push({ field, count, why });
  }
  return sorted(rows, (left, right) => compareIds(left.field, right.field));
};

const nothing = (error: ImportError): Imported => ({
  text: '',
  report: { types: 0, errors: [error], notes: [], fieldsNotCarried: [] },
});

const HEADER = 'Instance types as the API describes them. Left out is what the language assumes '
  + 'anyway; what the API leaves open is left open.';

/** The value of a text; undefined where it is no JSON. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return undefined;
  }
};

/**
 * Text of the language for all types of an answer, and what could not be said. Never throws.
 * @param answer the answer as its text or already parsed
 */
export const importInstanceTypes = (answer: unknown, options: ImportOptions = {}): Imported => {
  const json = typeof answer === 'string' ? parsed(answer) : answer;
  if (json === undefined) {
    return nothing({ code: 'input/not-json', at: 'the input', message: 'It cannot be read as JSON.' });
  }
  const types = typesOf(json);
  if (types === null) {
    const message = 'An answer has a list `InstanceTypes`; this has none.';
    return nothing({ code: 'input/not-an-answer', at: 'the input', message });
  }
  if (types.length > typesMax) {
    const message = `${types.length} types are more than ${typesMax}.`;
    return nothing({ code: 'input/too-large', at: 'InstanceTypes', message });
  }
  const errors: ImportError[] = [];
  const named: Named[] = [];
  const seen = new Set<string>();
  types.forEach((type, i) => {
    const found = nameType(type, `InstanceTypes[${i}]`, seen);
    if ('code' in found) errors.push(found);
    else named.push(found);
  });
  const inOrder = sorted(named, (left, right) => comparePaths(left.name, right.name));
  const read = inOrder.map(({ name, place, type }) => readType(name, place, type));
  const whole = read.filter(({ error }) => error === null);
  for (const { error } of read) if (error !== null) errors.push(error);
  const source = { property: 'source', text: quoted(options.source ?? 'describe-instance-types') };
  const blocks = whole.map(({ name, lines }) =>
    block(`instance type ${instanceTypeName(name)}`, [...lines, source]));
  return {
    text: [documentation(HEADER), ...blocks].join('\n'),
    report: {
      types: whole.length,
      errors,
      notes: read.flatMap(({ notes }) => notes),
      fieldsNotCarried: notCarried(named),
    },
  };
};

