/**
 * From an input to its model and its problems in the shape that reports read. Not the language:
 * that is behind its door. Keeps true: places carry names for people, never URIs, so a report is
 * the same wherever the files lie.
 */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '#base';
import type { FileFacts } from '#compile';
import { Headless, OverrideError, type Checked, type Problem, type TextFix } from '#language';
import type { Ir } from '#ir';
import type { FileReport, ModelCounts, Place, ReportedFix, ReportedProblem, RunReport, Texts } from '#report';
import type { OpenPath } from '#sim/run';
import type { SpecFile, ScenarioSpec } from '#spec';
import type { Context } from './context.ts';
import { UsageError } from './exit-codes.ts';
import { decode, nameOfUri, quoted, type Input } from './inputs.ts';
import { DiskError } from './io.ts';

export interface CheckedInput {
  readonly input: Input;
  readonly checked: Checked;
  readonly report: FileReport;
}

type Position = Place['range']['start'];

/** Offsets to lines and characters, by the starts of lines. */
class Lines {
  private readonly starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (this.starts[low] ?? 0) };
  }
}

export class Language {
  private readonly context: Context;
  private readonly headless: Headless;
  /** Texts by the name for people, for excerpts. */
  private readonly textOfName = new Map<string, string>();
  private readonly linesOfUri = new Map<string, Lines>();

  constructor(context: Context) {
    this.context = context;
    this.headless = new Headless({
      read: (uri) => this.read(uri), facts: (uri) => this.facts(uri),
    });
  }

  readonly texts: Texts = (file) => this.textOfName.get(file);

  async check(input: Input, overrides: readonly string[] = []): Promise<CheckedInput> {
    const checked = await this.checkedOf(input, overrides);
    if (checked === undefined) throw new UsageError(`There is no file ${quoted(input.name)}.`);
    this.linesOfUri.clear();
    usageOfOverrides(checked, input);
    const problems = checked.problems.map((problem) => this.reported(problem, checked));
    const report: FileReport = {
      file: input.name, problems, model: modelOf(checked.ir), run: null, pictures: [],
    };
    return { input, checked, report };
  }

  /** The text in the one layout of the language, or null when it has syntax errors. */
  format(input: Input, text: string): string | null {
    return this.headless.format(input.uri, text);
  }

  /** Where the expectations of a scenario stand, in the order of the model. */
  private expectationPlaces(checked: Checked, scenario: string): readonly (Place | null)[] {
    const texts = checked.ir?.scenarios.find((s) => s.name === scenario)?.expectations ?? [];
    const written = expectationsOf(checked, scenario);
    return texts.map((text, index) => {
      const same = written[index]?.text === text
        ? written[index] : written.find((e) => e.text === text);
      const place = same === undefined ? null : checked.sources.placeOf(same.pointer);
      return place === null
        ? null : { file: this.name(place.document.uri.toString()), range: place.range };
    });
  }

  /** The same of every scenario, by its name. */
  placesOf(checked: Checked): RunReport['places'] {
    return Object.fromEntries((checked.ir?.scenarios ?? []).map((scenario) =>
      [scenario.name, this.expectationPlaces(checked, scenario.name)]));
  }

  /** Where a scenario of the main file is named; else the start of the file. */
  scenarioPlace({ input, checked }: CheckedInput, name: string | null): Place {
    const { spec, sources } = checked;
    const index = spec.files[spec.main]?.scenarios.findIndex((s) => s.name === name) ?? -1;
    const pointer = `/files/${spec.main}/scenarios/${index}/name`;
    const place = index < 0 ? null : sources.placeOf(pointer);
    const start = { line: 0, character: 0 };
    if (place === null) return { file: input.name, range: { start, end: start } };
    return this.place({ uri: place.document.uri.toString(), range: place.range }, checked);
  }

  /** `rack.nitro:12:5`, where the words at a pointer stand; null for the command line's own. */
  placeText({ checked }: CheckedInput, pointer: string): string | null {
    if (!pointer.startsWith('/files/')) return null;
    const place = checked.sources.placeOf(pointer);
    if (place === null) return null;
    const { line, character } = place.range.start;
    return `${this.name(place.document.uri.toString())}:${line + 1}:${character + 1}`;
  }

  private async checkedOf(
    input: Input, overrides: readonly string[],
  ): Promise<Checked | undefined> {
    try {
      return await this.headless.check(input.uri, {
        ...(input.text === undefined ? {} : { text: input.text }), overrides,
      });
    } catch (error) {
      if (error instanceof OverrideError) throw new UsageError(error.message);
      throw error;
    }
  }

  private name(uri: string): string {
    return nameOfUri(uri, this.context.io.cwd);
  }

  /** A used file that cannot be read is a problem of the spec; the file named is one of usage. */
  private async read(uri: string): Promise<string | undefined> {
    if (!uri.startsWith('file:')) return undefined;
    try {
      const bytes = await this.context.io.disk.read(fileURLToPath(uri));
      return bytes === undefined ? undefined : decode(bytes);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      throw new UsageError(`${quoted(this.name(uri))} cannot be read: ${error.reason}.`);
    }
  }

  /** What cannot be read is as good as not there, as in the editor. */
  private facts(uri: string): Promise<FileFacts | null> {
    if (!uri.startsWith('file:')) return Promise.resolve(null);
    try {
      return Promise.resolve(factsOf(this.context.io.openPath(fileURLToPath(uri))));
    } catch {
      return Promise.resolve(null);
    }
  }

  private reported(problem: Problem, checked: Checked): ReportedProblem {
    const { override } = problem;
    return {
      code: problem.code,
      severity: problem.severity,
      message: problem.message,
      why: problem.why === '' ? null : problem.why,
      remedy: problem.remedy === '' ? null : problem.remedy,
      place: this.place(problem, checked),
      related: problem.related.map((related) => ({
        ...this.place(related, checked), message: related.message,
      })),
      fixes: problem.fixes.map((fix) => this.fix(fix, checked)),
      variants: problem.variants,
      ...(override === undefined ? {} : { override }),
    };
  }

  private place(
    at: { readonly uri: string; readonly range: Place['range'] }, checked: Checked,
  ): Place {
    const file = this.name(at.uri);
    const text = checked.textOf(at.uri);
    if (text !== undefined) this.textOfName.set(file, text);
    return { file, range: at.range };
  }

  private fix(fix: TextFix, checked: Checked): ReportedFix {
    return {
      title: fix.title,
      changes: fix.edits.map((edit) => {
        const lines = this.linesOf(edit.uri, checked);
        return {
          file: this.name(edit.uri),
          range: { start: lines.position(edit.start), end: lines.position(edit.end) },
          newText: edit.text,
        };
      }),
    };
  }

  private linesOf(uri: string, checked: Checked): Lines {
    const known = this.linesOfUri.get(uri);
    if (known !== undefined) return known;
    const lines = new Lines(checked.textOf(uri) ?? '');
    this.linesOfUri.set(uri, lines);
    return lines;
  }
}

/** Piece by piece: a trace of weeks is larger than memory. */
function factsOf(content: ReturnType<OpenPath>): FileFacts {
  const hash = createHash('sha256');
  const chunk = new Uint8Array(CHUNK_BYTES);
  let sizeBytes = 0;
  try {
    for (;;) {
      const length = content.read(chunk, sizeBytes);
      if (length === 0) return { sizeBytes, sha256: hash.digest('hex') };
      hash.update(chunk.subarray(0, length));
      sizeBytes += length;
    }
  } finally {
    content.close();
  }
}

const CHUNK_BYTES = 1024 * 1024;

/** An override of nothing is a mistake of the call, unless other errors hide what it names. */
function usageOfOverrides(checked: Checked, input: Input): void {
  const errors = checked.problems.filter((problem) => problem.severity === 'error');
  const [first] = errors;
  if (first === undefined || !errors.every((error) => error.override?.inPath === true)) return;
  throw new UsageError(`${first.message} It was for ${quoted(input.name)}.`);
}

/**
 * The name that results give their model too; a test holds the two equal. Node hashes many times
 * faster than code that runs everywhere, and a check of a large model does little else at its end.
 */
const fingerprintOf = (ir: Ir): string =>
  createHash('sha256').update(canonicalJson(ir)).digest('hex').slice(0, FINGERPRINT_DIGITS);

const FINGERPRINT_DIGITS = 32;

const modelOf = (ir: Ir | null): FileReport['model'] =>
  ir === null ? null : { fingerprint: fingerprintOf(ir), counts: countsOf(ir) };

function countsOf(ir: Ir): ModelCounts {
  const elements = ir.worlds[0]?.elements ?? [];
  const count = (kind: string): number => elements.filter((e) => e.kind === kind).length;
  return {
    hosts: count('host'), instances: count('instance'), microvms: count('microvm'),
    scenarios: ir.scenarios.length,
  };
}

interface WrittenExpectation {
  readonly text: string;
  readonly pointer: string;
}

interface WrittenScenario {
  readonly spec: ScenarioSpec;
  readonly pointer: string;
}

const EXTENSIONS_MAX = 100;

/** Those of the scenarios that it extends come first. */
function expectationsOf(checked: Checked, name: string): readonly WrittenExpectation[] {
  const { spec } = checked;
  const find = (wanted: string): WrittenScenario | undefined => {
    const inFile = (file: SpecFile | undefined, index: number): WrittenScenario | undefined => {
      const at = file?.scenarios.findIndex((s) => s.name === wanted) ?? -1;
      const found = file?.scenarios[at];
      return found && { spec: found, pointer: `/files/${index}/scenarios/${at}` };
    };
    const main = inFile(spec.files[spec.main], spec.main);
    if (main !== undefined) return main;
    for (const [index, file] of spec.files.entries()) {
      const found = inFile(file, index);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const chain: WrittenScenario[] = [];
  let next = find(name);
  while (next !== undefined && chain.length < EXTENSIONS_MAX) {
    chain.unshift(next);
    next = next.spec.base === undefined ? undefined : find(next.spec.base);
  }
  return chain.flatMap(({ spec: scenario, pointer }) =>
    scenario.steps.flatMap((step, index) =>
      step.is === 'expect' ? [{ text: step.text, pointer: `${pointer}/steps/${index}` }] : []));
}
