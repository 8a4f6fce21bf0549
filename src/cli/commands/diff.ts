/**
 * `diff`: what changed between two specs, models or results. Not between their texts.
 * Keeps true: two of a kind are compared; a mixture is refused in a sentence.
 */
import type { Ir } from '#ir';
import { IR_VERSION } from '#ir';
import { diffModels, diffResults, jsonDiff, terminalDiff, type Change } from '#report';
import type { Results } from '#results';
import { styleFor, TOOL, type Context } from '../context.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { decodeOther, quoted, readInput } from '../inputs.ts';
import { looksLikeResults, readResults } from './merge.ts';
import { modelOrProblems } from './model.ts';

export interface DiffOptions {
  readonly format: 'pretty' | 'json';
  readonly exitCode?: boolean;
}

type Side =
  | { readonly is: 'model'; readonly ir: Ir }
  | { readonly is: 'results'; readonly results: Results };

const looksLikeIr = (value: unknown): value is Ir =>
  typeof value === 'object' && value !== null && 'irVersion' in value &&
  value.irVersion === IR_VERSION && 'worlds' in value && Array.isArray(value.worlds) &&
  'scenarios' in value && Array.isArray(value.scenarios) && 'files' in value &&
  Array.isArray(value.files);

async function jsonSide(context: Context, file: string): Promise<Side> {
  let value: unknown;
  try {
    value = JSON.parse(decodeOther(await readInput(context, file), file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${quoted(file)} is no JSON.`);
  }
  if (looksLikeResults(value)) return { is: 'results', results: await readResults(context, file) };
  if (looksLikeIr(value)) return { is: 'model', ir: value };
  throw new UsageError(`${quoted(file)} holds neither a model nor results of this version.`);
}

/** Null when the spec has errors; they are said by then. */
async function sideOf(context: Context, file: string): Promise<Side | null> {
  if (file.endsWith('.json')) return jsonSide(context, file);
  const model = await modelOrProblems(context, file, {});
  return model === null ? null : { is: 'model', ir: model.ir };
}

function changesOf(before: Side, after: Side): readonly Change[] {
  if (before.is === 'model' && after.is === 'model') return diffModels(before.ir, after.ir);
  if (before.is === 'results' && after.is === 'results') {
    return diffResults(before.results, after.results);
  }
  throw new UsageError('diff compares two models or two results, not one of each.');
}

export async function diff(
  context: Context, [oldFile = '', newFile = '']: readonly string[], options: DiffOptions,
): Promise<number> {
  const before = await sideOf(context, oldFile);
  const after = await sideOf(context, newFile);
  if (before === null || after === null) return EXIT.failed;
  const changes = changesOf(before, after);
  const { io } = context;
  io.stdout.write(options.format === 'json'
    ? jsonDiff(changes, before.is, TOOL)
    : terminalDiff(changes, before.is, styleFor(io, io.stdout)));
  return options.exitCode === true && changes.length > 0 ? EXIT.failed : EXIT.fine;
}
