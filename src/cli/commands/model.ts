/**
 * The model of one file for a command that needs one, or its problems on standard error.
 * Not the checking. Keeps true: without a model nothing reaches standard output.
 */
import type { Ir } from '#ir';
import { counted, problemsText, type FileReport, type RunReport } from '#report';
import { lookFor, type Context } from '../context.ts';
import { findOneInput } from '../inputs.ts';
import { Language, type CheckedInput } from '../language.ts';

export interface ModelOptions {
  readonly set?: readonly string[];
  readonly stdinFilename?: string;
}

export interface Model extends CheckedInput {
  readonly ir: Ir;
  readonly report: FileReport;
  /** Where the expectations of each scenario stand. */
  readonly places: RunReport['places'];
}

export async function modelOrProblems(
  context: Context, file: string, { set, stdinFilename }: ModelOptions,
): Promise<Model | null> {
  const language = new Language(context);
  const input = await findOneInput(context, file, { stdinFilename });
  const found = await language.check(input, set);
  const { ir } = found.checked;
  if (ir !== null) return { ...found, ir, places: language.placesOf(found.checked) };
  sayProblems(context, found, language);
  return null;
}

/** Why a file has no model. */
export function sayProblems(
  context: Context, { input, report }: CheckedInput, language: Language,
): void {
  const errors = report.problems.filter((problem) => problem.severity === 'error');
  const { io } = context;
  io.stderr.write(problemsText(errors, language.texts, lookFor(io, io.stderr)));
  context.say(`${input.name} has ${counted(errors.length, 'error')}, so it has no model.`);
}
