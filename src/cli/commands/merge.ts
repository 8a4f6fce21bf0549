/**
 * `merge`: the parts of a sharded run become what one run would have given. Runs nothing. Keeps
 * true: the bytes are those of the whole run; parts that do not fit are refused in a sentence.
 */
import { isFine, jsonResults, type FileReport, type Undecided } from '#report';
import { RESULTS_VERSION, type Results } from '#results';
import { isCutShort, mergeResults } from '#sim/run';
import { TOOL, type Context } from '../context.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { decodeOther, quoted, readInput } from '../inputs.ts';
import { requirePlaces, writeOutput, writeReports, type Format, type ReportTarget } from '../outputs.ts';

export interface MergeOptions {
  readonly output?: string;
  readonly format: Format;
  readonly report?: readonly ReportTarget[];
  readonly undecided: Undecided;
}

/** Results from a file, or a sentence that says why they are none. */
export async function readResults(context: Context, path: string): Promise<Results> {
  const text = decodeOther(await readInput(context, path), path);
  const wrong = (what: string): UsageError => new UsageError(`${quoted(path)} ${what}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('is no JSON; merge takes what run -o wrote');
  }
  if (!looksLikeResults(value)) throw wrong('holds no results; merge takes what run -o wrote');
  if (value.resultsVersion !== RESULTS_VERSION) {
    throw wrong(`has results of version ${String(value.resultsVersion)}; this program knows ${RESULTS_VERSION}`);
  }
  return value as Results;
}

interface Versioned {
  readonly resultsVersion: unknown;
}

/** Its shape is checked as far as reading it needs; the rest is the business of merging. */
export const looksLikeResults = (value: unknown): value is Versioned =>
  typeof value === 'object' && value !== null && 'resultsVersion' in value &&
  'irFingerprint' in value && typeof value.irFingerprint === 'string' &&
  'options' in value && typeof value.options === 'object' && value.options !== null &&
  'scenarios' in value && Array.isArray(value.scenarios) &&
  value.scenarios.every((scenario) => looksLikeScenario(scenario));

const looksLikeScenario = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'variants' in value &&
  Array.isArray(value.variants) && 'expectations' in value && Array.isArray(value.expectations) &&
  'assumed' in value && Array.isArray(value.assumed) && 'runs' in value &&
  value.variants.every((variant: unknown) =>
    typeof variant === 'object' && variant !== null && 'runs' in variant
    && Array.isArray(variant.runs));

/** The name under which merged results are reported. */
const nameOfParts = (paths: readonly string[]): string =>
  paths.length === 1 ? (paths[0] ?? '') : `${paths[0] ?? ''} … ${paths.at(-1) ?? ''}`;

export async function merge(
  context: Context, paths: readonly string[], options: MergeOptions,
): Promise<number> {
  await requirePlaces(context, options);
  const parts: Results[] = [];
  for (const path of paths) parts.push(await readResults(context, path));
  const merged = mergeResults(parts);
  if (!merged.ok) {
    throw new UsageError(merged.problems.map((problem) => problem.message).join(' '));
  }
  const { results } = merged;
  if (options.output !== undefined) {
    await writeOutput(context, options.output, jsonResults(results));
  }
  const file: FileReport = {
    file: nameOfParts(paths), problems: [], model: null, run: { results, places: {} }, pictures: [],
  };
  const said = {
    report: { tool: TOOL, files: [file] }, texts: () => undefined, ran: true,
    undecided: options.undecided,
  };
  await writeReports(context, said, options.format, options.report ?? []);
  const fine = results.scenarios.every((scenario) =>
    scenario.expectations.every((expectation) => isFine(expectation, options.undecided)));
  return fine && !isCutShort(results) ? EXIT.fine : EXIT.failed;
}
