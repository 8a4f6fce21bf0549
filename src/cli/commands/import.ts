/**
 * `import`: what another tool describes becomes text of the language. Not the reading of it.
 * Keeps true: what could not be said is listed on standard error, so nothing is lost in silence.
 */
import { importHwloc, importInstanceTypes, type ImportReport } from '#import';
import { counted, printable } from '#report';
import type { Context } from '../context.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { quoted, readTextOf } from '../inputs.ts';
import { writeTo } from '../outputs.ts';

export interface ImportOptions {
  readonly output?: string;
}

const NOTES_MAX = 20;

function sayReport(context: Context, report: ImportReport): void {
  const { stderr } = context.io;
  const line = (text: string): void => { stderr.write(`${printable(text)}\n`); };
  for (const error of report.errors) line(`error ${error.code} at ${error.at}: ${error.message}`);
  for (const note of report.notes.slice(0, NOTES_MAX)) {
    line(`note ${note.of} ${note.field}: ${note.message}`);
  }
  const left = report.notes.length - NOTES_MAX;
  if (left > 0) line(`and ${counted(left, 'more note')}`);
  for (const { field, count, why } of report.fieldsNotCarried) {
    line(`note ${field} of ${counted(count, 'type')} was left out: ${why}`);
  }
}

export async function importFile(
  context: Context, [file = '-']: readonly string[], options: ImportOptions,
): Promise<number> {
  const text = await readTextOf(context, file);
  const start = text.trimStart().charAt(0);
  if (start !== '<' && start !== '{' && start !== '[') {
    throw new UsageError(`${quoted(file)} is neither JSON of describe-instance-types nor XML of hwloc.`);
  }
  const imported = start === '<' ? importHwloc(text) : importInstanceTypes(text);
  sayReport(context, imported.report);
  if (imported.text !== '') await writeTo(context, options.output, imported.text);
  context.io.stderr.write(`${counted(imported.report.types, 'type')} imported\n`);
  return imported.report.errors.length > 0 ? EXIT.failed : EXIT.fine;
}
