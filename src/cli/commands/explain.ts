/**
 * `explain`: why a code is reported and what to do; of a file, where a value comes from, how an
 * instance's requests travel, and what is free; and of a workload or a whole file, what its
 * latencies are made of. Only the last runs anything.
 */
import { canonicalJsonLines, nearest } from '#base';
import type { Free, KeptOn, PlacedAt, ResolvedProperty, SpecIndex } from '#compile';
import { CODE_NAMES, explain, type Explanation } from '#diagnostics';
import type { IoPath } from '#ir';
import { printQuantity } from '#kinds';
import { cut, printable, table, type Style } from '#report';
import { lookFor, type Context } from '../context.ts';
import { hintFor, membersOf } from '../element-names.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { findOneInput, quoted } from '../inputs.ts';
import { Language, type CheckedInput } from '../language.ts';
import { filesBeside } from '../named-files.ts';
import { explainRuns, type ExplainRunsOptions, type Subject } from './explain-runs.ts';
import { sayProblems } from './model.ts';

export interface ExplainOptions extends ExplainRunsOptions {
  readonly set?: readonly string[];
}

const indented = (text: string): string =>
  text.split('\n').map((line) => (line === '' ? '' : `  ${line}`)).join('\n');

function codeText(found: Explanation, style: Style): string {
  const paint = found.severity === 'error' ? style.red : style.yellow;
  return `${paint(found.severity)} ${style.bold(found.code)}\n\n`
    + `${style.dim('why')}   ${found.why}\n${style.dim('fix')}   ${found.remedy}\n\n`
    + `${style.dim('This shows it:')}\n${indented(found.example)}\n`;
}

function explainCode(context: Context, code: string, options: ExplainOptions): number {
  const found = explain(code);
  if (found === undefined) {
    const area = CODE_NAMES.filter((name) => name.split('/')[0] === code.split('/')[0]);
    const whole = CODE_NAMES.filter((name) => name.endsWith(`/${code}`));
    const [near] = [...whole, ...nearest(code, CODE_NAMES)];
    const known = near === undefined && area.length > 0
      ? ` Codes of this area: ${area.join(', ')}.` : '';
    const hint = near === undefined ? known : ` Did you mean ${near}?`;
    throw new UsageError(`There is neither a code nor a file ${quoted(code)}.${hint}`);
  }
  const { io } = context;
  io.stdout.write(options.format === 'json'
    ? canonicalJsonLines(found)
    : codeText(found, lookFor(io, io.stdout).style));
  return EXIT.fine;
}

/** What is known of one element, or of one of its properties. */
interface Explained {
  readonly id: string;
  readonly kind: string | null;
  readonly properties: readonly ResolvedProperty[];
  readonly placement: PlacedAt | null;
  readonly kept: KeptOn | null;
  readonly free: Free | null;
}

const ORIGINS: { readonly [O in ResolvedProperty['origin']]: (type: string | null) => string } = {
  own: () => 'said at the element',
  outer: () => 'said around the element',
  derived: () => 'worked out',
  type: (type) => `from type ${type ?? ''}`,
  file: () => 'set at the top of a file',
  scenario: () => 'set by a scenario',
  vary: () => 'varied by a scenario',
  set: () => 'set on the command line',
  default: () => 'default',
};

const VALUE_MAX = 48;

/** `rack.nitro:12:5`, where a value was written. */
function whereText(property: ResolvedProperty, file: CheckedInput, language: Language): string {
  const where = property.pointer === null ? null : language.placeText(file, property.pointer);
  return where ?? '';
}

const isSet = ({ text, value }: ResolvedProperty): boolean => text !== '' && value !== null;

function propertyRow(
  property: ResolvedProperty, file: CheckedInput, language: Language,
): readonly string[] {
  if (!isSet(property)) return [property.name, 'not set'];
  const from = ORIGINS[property.origin](property.type);
  return [
    property.name, cut(printable(property.text), VALUE_MAX),
    property.assumed ? `${from}, assumed` : from,
    whereText(property, file, language),
  ];
}

function pathText(what: string, path: IoPath | null): readonly string[][] {
  if (path === null) return [[what, 'nothing serves it']];
  const by = path.interface === null ? '' : `, ${path.interface}`;
  const stations = path.stations.map(({ role, element }) => `${role} (${element})`).join(' → ');
  return [[what, `${path.exposure}${by} on ${path.card}`], ['', stations]];
}

const freeText = (free: Free): string =>
  free.metal === null
    ? `${free.cores} of ${free.coresSellable} cores and ${printQuantity(free.memoryBytes, 'size')} of ${
      printQuantity(free.memorySellableBytes, 'size')} free`
    : `held whole by ${free.metal}`;

function explainedText(
  found: Explained, file: CheckedInput, language: Language, style: Style,
): string {
  // Of all properties, those that are not set would only be in the way of the others.
  const shown = found.properties.length === 1
    ? found.properties : found.properties.filter((property) => isSet(property));
  const rows = shown.map((property) => propertyRow(property, file, language));
  const facts = [
    ...(found.placement === null
      ? []
      : [
          ['machine', found.placement.machine],
          ['offload', found.placement.stage],
          ...pathText('network', found.placement.network),
          ...found.placement.moreNetworks.flatMap((path) => pathText('', path)),
          ...pathText('volumes', found.placement.volumes),
          ...pathText('drives', found.placement.drives),
        ]),
    ...(found.kept === null ? [] : [
      ['kept on', found.kept.hosts.join(', then ')],
      ['reached', `from ${found.kept.card} over ${found.kept.transport}`],
    ]),
    ...(found.free === null ? [] : [['free', `${found.free.machine}: ${freeText(found.free)}`]]),
  ];
  const head = `${style.bold(printable(found.id))}   ${style.dim(found.kind ?? '')}`;
  const parts = [head, ...table(rows).map((line) => `  ${line}`)];
  if (facts.length > 0) parts.push('', ...table(facts).map((line) => `  ${line}`));
  return `${parts.join('\n')}\n`;
}

/** An id, or an id and a property of it. */
function explainedOf(index: SpecIndex, path: string): Explained | undefined {
  const ids = index.ids();
  const whole = ids.includes(path);
  const id = whole ? path : path.slice(0, path.lastIndexOf('.'));
  if (!whole && !ids.includes(id)) return undefined;
  const name = whole ? null : path.slice(path.lastIndexOf('.') + 1);
  const all = index.propertiesOf(id);
  const properties = name === null ? all : all.filter((property) => property.name === name);
  if (properties.length === 0 && name !== null) return undefined;
  const placement = name === null ? index.placementOf(id) : null;
  const machine = placement?.machine ?? id;
  return {
    id: path, kind: index.kindOf(id), properties, placement,
    kept: name === null ? index.keptOn(id) : null,
    free: name === null ? index.freeOf(machine) : null,
  };
}

function unknownPath(
  { checked: { index, ir }, input: { name: file } }: CheckedInput, path: string,
): UsageError {
  const scenarios = (ir?.scenarios ?? []).map(({ name }) => name);
  const ids = index.ids();
  const dot = path.lastIndexOf('.');
  const owner = path.slice(0, Math.max(0, dot));
  if (ids.includes(owner) && membersOf(path, ids).length === 0) {
    const known = index.propertiesOf(owner).map((property) => property.name);
    const near = nearest(path.slice(dot + 1), known);
    const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '.';
    return new UsageError(`${quoted(owner)} has no property ${quoted(path.slice(dot + 1))}${hint}`);
  }
  const isScenario = scenarios.includes(path);
  const hint = isScenario ? ` It is a scenario; for what happens in it say -s ${path}.`
    : hintFor(path, ids) || hintFor(owner, ids);
  const what = isScenario ? 'no element' : 'nothing';
  return new UsageError(`There is ${what} called ${quoted(path)} in ${file}.${hint}`);
}

const WORKLOADS: readonly (string | null)[] = ['io', 'flow', 'compute'];

/** What can be explained by running it: all of a file, a workload, or one of its streams. */
function subjectOf(
  file: CheckedInput, path: string | undefined,
): Omit<Subject, 'about'> | null {
  const { ir, index } = file.checked;
  if (ir === null) return null;
  const streams = ir.worlds.flatMap((world) => world.streams);
  const isStream = path !== undefined && streams.some(({ id }) => id === path);
  if (path !== undefined && !isStream && !WORKLOADS.includes(index.kindOf(path))) return null;
  return {
    ir, file: file.input.name, files: filesBeside(file.input.path, ir), name: path ?? null,
  };
}

export async function explainWord(
  context: Context, [word = '', path]: readonly string[], options: ExplainOptions,
): Promise<number> {
  if (path === undefined && await context.io.disk.kindOf(context.absolute(word)) === undefined) {
    return explainCode(context, word, options);
  }
  const language = new Language(context);
  const file = await language.check(await findOneInput(context, word), options.set);
  const subject = subjectOf(file, path);
  const { index } = file.checked;
  // A stream is made of its workload, and has nothing of its own that was written.
  const isStream = path !== undefined && subject !== null && index.kindOf(path) === null;
  const found = path === undefined || isStream ? undefined : explainedOf(index, path);
  const about = found === undefined ? {}
    : { ...found, properties: found.properties.map((p) => ({ ...p })) };
  if (path !== undefined && found === undefined && subject === null) {
    throw unknownPath(file, path);
  }
  if (path === undefined && subject === null) {
    sayProblems(context, file, language);
    return EXIT.failed;
  }
  const { io } = context;
  const isJson = options.format === 'json';
  const style = lookFor(io, io.stdout).style;
  // A workload without a scenario has properties and nothing that happens.
  const runs = subject !== null && (subject.ir.scenarios.length > 0 || found === undefined);
  if (isJson && !runs) io.stdout.write(canonicalJsonLines(about));
  if (!isJson && found !== undefined) {
    io.stdout.write(`${explainedText(found, file, language, style)}${runs ? '\n' : ''}`);
  }
  if (runs) io.stdout.write(await explainRuns(context, { ...subject, about }, options));
  return EXIT.fine;
}
