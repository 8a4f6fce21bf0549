/**
 * What differs between two models, or between two results. Not between two texts: a rewrite that
 * changes nothing shows as nothing. Keeps true: things are compared by id and property, and every
 * line says one change.
 */
import {
  canonicalJson, canonicalJsonLines, compareIds, compareNumbers, comparePaths, sorted,
} from '#base';
import { IR_SUFFIX, type Ir, type ScenarioIr } from '#ir';
import { printQuantity } from '#kinds';
import type { ExpectationResult, Results } from '#results';
import { FORMAT_VERSION } from './json.ts';
import { isDimension, measuredOf, printValue } from './quantities.ts';
import type { Style } from './style.ts';
import { counted, printable } from './text.ts';
import type { Tool } from './types.ts';

export interface Change {
  readonly what: 'added' | 'removed' | 'changed';
  /** `element`, `link`, `placement`, `scenario`, `expectation`, …. */
  readonly of: string;
  readonly id: string;
  /** Of what changed: `memoryBytes`, `verdict`; null when all of it came or went. */
  readonly property: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

const MAX_SHOWN = 60;

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : canonicalJson(value ?? null);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
};

type Fields = Readonly<Record<string, unknown>>;

const EXACT_DIGITS = 15;

/** `sizeBytes: 8589934592` as `size: 8 GiB`, as it stands in the language. */
function asWritten(key: string, value: unknown, tickPicoseconds: number): [string, unknown] {
  for (const [dimension, suffix] of Object.entries(IR_SUFFIX)) {
    if (suffix === '' || !key.endsWith(suffix) || !isDimension(dimension)) continue;
    const name = key.slice(0, -suffix.length);
    if (typeof value !== 'number') return [name, value];
    const amount = dimension === 'time' ? value * tickPicoseconds : value;
    return [name, printQuantity(amount, dimension, EXACT_DIGITS)];
  }
  return [key, value];
}

const written = (fields: Fields, tickPicoseconds: number): Fields =>
  Object.fromEntries(Object.entries(fields)
    .map(([key, value]) => asWritten(key, value, tickPicoseconds)));

/** What a thing is, as flat fields by which it is compared. */
interface Thing {
  readonly id: string;
  readonly about: string;
  readonly fields: Fields;
}

function compareThings(
  of: string, before: readonly Thing[], after: readonly Thing[],
): readonly Change[] {
  const old = new Map(before.map((thing) => [thing.id, thing]));
  const fresh = new Map(after.map((thing) => [thing.id, thing]));
  const ids = sorted(new Set([...old.keys(), ...fresh.keys()]), comparePaths);
  return ids.flatMap((id): readonly Change[] => {
    const left = old.get(id);
    const right = fresh.get(id);
    if (left === undefined) {
      return [{ what: 'added', of, id, property: null, before: null, after: right?.about ?? null }];
    }
    if (right === undefined) {
      return [{ what: 'removed', of, id, property: null, before: left.about, after: null }];
    }
    return compareFields(of, left, right);
  });
}

function compareFields(of: string, left: Thing, right: Thing): readonly Change[] {
  const keys = sorted(
    new Set([...Object.keys(left.fields), ...Object.keys(right.fields)]), compareIds,
  );
  return keys.flatMap((property): readonly Change[] => {
    const before = left.fields[property];
    const after = right.fields[property];
    if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
    return [{
      what: 'changed', of, id: left.id, property, before: shown(before), after: shown(after),
    }];
  });
}

/** An array of things with the key that names them. */
function things(
  values: readonly object[], idOf: (value: Fields) => string, aboutOf: (value: Fields) => string,
  tickPicoseconds = 1,
): readonly Thing[] {
  return values.map((value) => {
    const fields = value as Fields;
    const { properties, ...others } = fields;
    const flat = typeof properties === 'object' && properties !== null
      ? { ...others, ...(properties as Fields) } : others;
    return { id: idOf(fields), about: aboutOf(fields), fields: written(flat, tickPicoseconds) };
  });
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What its author says of a scenario; what that means for each element is seen at the elements. */
const scenarioFields = (scenario: ScenarioIr, tickPicoseconds: number): Fields => ({
  ...scenario,
  expectations: scenario.expectations.join('; '),
  variants: scenario.variants
    .map((v) => v.assignments.map((a) => `${a.target} = ${a.value}`).join(', ')).join('; '),
  actions: [...new Set(scenario.variants.flatMap((v) => v.actions.map((a) =>
    `at ${printQuantity(a.atTicks * tickPicoseconds, 'time')} ${a.action}`)))].join('; '),
});

/** Each place of an array that the comparison knows, with how its things are named. */
function partsOf(ir: Ir): readonly (readonly [string, readonly Thing[]])[] {
  const world = ir.worlds[0];
  if (world === undefined) return [];
  const tick = ir.tickPicoseconds;
  const byId = (value: Fields): string => text(value['id']);
  const kindOf = (value: Fields): string =>
    [text(value['kind']), text(value['type'])].filter((word) => word !== '').join(' ');
  const medium = (value: Fields): string => text(value['medium']);
  const instance = (value: Fields): string => text(value['instance']);
  const machine = (value: Fields): string => `on ${text(value['machine'])}`;
  return [
    ['element', things(world.elements, byId, kindOf, tick)],
    ['machine', things(world.machines, byId, () => '', tick)],
    ['link', things(world.links, byId, medium, tick)],
    ['placement', things(world.placements, instance, machine, tick)],
    ['stream', things(world.streams, byId, () => '', tick)],
    ['scenario', things(
      ir.scenarios.map((scenario) => scenarioFields(scenario, tick)),
      (value) => text(value['name']), () => '', tick,
    )],
    ['file', things(ir.files, (value) => text(value['name']), () => '')],
  ];
}

export function diffModels(before: Ir, after: Ir): readonly Change[] {
  const old = new Map(partsOf(before));
  return partsOf(after).flatMap(([of, fresh]) => compareThings(of, old.get(of) ?? [], fresh));
}

interface ExpectationKey {
  readonly id: string;
  readonly expectation: ExpectationResult;
}

const expectationsOf = (results: Results): readonly ExpectationKey[] =>
  results.scenarios.flatMap((scenario) => scenario.expectations.map((expectation) =>
    ({ id: `${scenario.name}: ${expectation.text}`, expectation })));

const expectationThings = (results: Results): readonly Thing[] =>
  expectationsOf(results).map(({ id, expectation }) => ({
    id,
    about: expectation.verdict,
    fields: {
      verdict: expectation.verdict,
      measured: printValue(expectation.estimate, measuredOf(results, expectation)),
    },
  }));

const scenarioThings = (results: Results): readonly Thing[] =>
  results.scenarios.map((scenario) => ({
    id: scenario.name,
    about: '',
    fields: {
      seed: scenario.seed,
      runs: scenario.runs,
      variants: scenario.variants.length,
      events: scenario.variants.flatMap((v) => v.runs).reduce((sum, run) => sum + run.events, 0),
    },
  }));

const modelThings = (results: Results): readonly Thing[] =>
  [{ id: 'model', about: '', fields: { fingerprint: results.irFingerprint } }];

export function diffResults(before: Results, after: Results): readonly Change[] {
  return [
    ...compareThings('model', modelThings(before), modelThings(after)),
    ...compareThings('scenario', scenarioThings(before), scenarioThings(after)),
    ...compareThings('expectation', expectationThings(before), expectationThings(after)),
  ];
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function changeLine(change: Change, style: Style): string {
  const paint = { added: style.green, removed: style.red, changed: style.yellow }[change.what];
  const name = `${paint(SIGNS[change.what])} ${change.of} ${style.bold(printable(change.id))}`;
  if (change.property === null) {
    const about = printable(change.after ?? change.before ?? '');
    return about === '' ? name : `${name}   ${style.dim(about)}`;
  }
  const before = printable(change.before ?? '');
  return `${name}   ${printable(change.property)}: ${style.dim(before)} → ${
    printable(change.after ?? '')}`;
}

const bare = (id: string): string => id.replace(/\[\d+\]/g, '[]');
const INDEX = /\[(\d+)\]/g;

/** `web[0..7].root` of ids that differ in one index without a gap; else null. */
function rangeOf(ids: readonly string[]): string | null {
  const indices = ids.map((id) => [...id.matchAll(INDEX)].map((match) => Number(match[1])));
  const [first = []] = indices;
  const differing = first.flatMap((value, at) =>
    (indices.some((one) => one[at] !== value) ? [at] : []));
  const [at] = differing;
  if (at === undefined || differing.length > 1) return null;
  const values = sorted(indices.map((one) => one[at] ?? 0), compareNumbers);
  const [low = 0] = values;
  if (!values.every((value, i) => value === low + i)) return null;
  let seen = -1;
  return (ids[0] ?? '').replace(INDEX, (found) => {
    seen++;
    return seen === at ? `[${low}..${low + values.length - 1}]` : found;
  });
}

/** The same change of several elements of an array, said once. */
function together(changes: readonly Change[]): readonly Change[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = canonicalJson({ ...change, id: bare(change.id) });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const id = group.length < 2 ? null : rangeOf(group.map((change) => change.id));
    return first === undefined || id === null ? group : [{ ...first, id }];
  });
}

export function terminalDiff(changes: readonly Change[], what: string, style: Style): string {
  if (changes.length === 0) return `no difference in the ${what}\n`;
  const lines = together(changes).map((change) => `${changeLine(change, style)}\n`).join('');
  return `${lines}${counted(changes.length, 'change')} in the ${what}\n`;
}

export const jsonDiff = (changes: readonly Change[], what: string, tool: Tool): string =>
  canonicalJsonLines({
    formatVersion: FORMAT_VERSION, tool, what, same: changes.length === 0, changes,
  });
