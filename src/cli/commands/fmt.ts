/**
 * `fmt`: files in the one layout of the language. Not the layout itself.
 * Keeps true: a file that is formatted already is not touched, so its time stays; one with syntax
 * errors is left as it is and named.
 */
import { counted, printable } from '#report';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { decode, findInputs, readInput, type Input } from '../inputs.ts';
import { Language } from '../language.ts';
import { writeOutput } from '../outputs.ts';

export interface FormatOptions {
  readonly check?: boolean;
  readonly stdinFilename?: string;
}

type Outcome = 'same' | 'changed' | 'broken';

async function formatOne(
  context: Context, language: Language, input: Input, check: boolean,
): Promise<Outcome> {
  const before = input.text ?? decode(await readInput(context, input.path));
  const after = language.format(input, before);
  if (after === null) {
    context.say(`${printable(input.name)} has syntax errors, so it was left as it is.`);
    return 'broken';
  }
  if (input.text !== undefined && !check) context.io.stdout.write(after);
  if (after === before) return 'same';
  if (check) context.io.stdout.write(`${printable(input.name)}\n`);
  else if (input.text === undefined) await writeOutput(context, input.path, after);
  return 'changed';
}

export async function formatFiles(
  context: Context, arguments_: readonly string[], options: FormatOptions,
): Promise<number> {
  const check = options.check ?? false;
  const language = new Language(context);
  const outcomes: Outcome[] = [];
  for (const input of await findInputs(context, arguments_, options)) {
    outcomes.push(await formatOne(context, language, input, check));
  }
  const changed = outcomes.filter((outcome) => outcome === 'changed').length;
  const files = counted(outcomes.length, 'file');
  const said = check ? `not formatted: ${changed} of ${files}` : `formatted: ${changed} of ${files}`;
  if (!arguments_.includes('-')) context.io.stderr.write(`${said}\n`);
  const failed = outcomes.includes('broken') || (check && changed > 0);
  return failed ? EXIT.failed : EXIT.fine;
}
