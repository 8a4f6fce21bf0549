/**
 * `check`: errors and warnings of files. Runs nothing. Keeps true: the exit code depends on the
 * problems alone, not on the format.
 */
import { fileURLToPath } from 'node:url';
import { countOf, problemsOf, type FileReport } from '#report';
import { TOOL, type Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { findInputs } from '../inputs.ts';
import { Language, type CheckedInput } from '../language.ts';
import { requirePlaces, writeReports, type Format, type ReportTarget } from '../outputs.ts';
import { repeatOnChange } from '../watch.ts';

export interface CheckOptions {
  readonly format: Format;
  readonly report?: readonly ReportTarget[];
  readonly set?: readonly string[];
  readonly maxWarnings?: number;
  readonly watch?: boolean;
  readonly stdinFilename?: string;
}

/** The paths of a model's own files, for watching: specs, and what their properties name. */
export const filesOf = ({ input, checked }: CheckedInput): readonly string[] => {
  const specs = checked.spec.files.map((file) => file.name);
  const named = checked.named.filter((uri) => uri.startsWith('file:'));
  return [
    input.path, ...specs.filter((name) => name.startsWith('/') && !name.startsWith('builtin:')),
    ...named.map((uri) => fileURLToPath(uri)),
  ];
};

export function tooManyWarnings(
  context: Context, files: readonly FileReport[], limit: number | undefined,
): boolean {
  const warnings = countOf(files.flatMap((file) => file.problems), 'warning');
  if (limit === undefined || warnings <= limit) return false;
  context.say(`There are ${warnings} warnings, and --max-warnings allows ${limit}.`);
  return true;
}

export async function check(
  context: Context, arguments_: readonly string[], options: CheckOptions,
): Promise<number> {
  const inputs = await findInputs(context, arguments_, options);
  await requirePlaces(context, { report: options.report ?? [] });
  const known = inputs.map((input) => input.path);
  return repeatOnChange(context, options.watch ?? false, known, async () => {
    const language = new Language(context);
    const files: FileReport[] = [];
    const watched: string[] = [];
    for (const input of inputs) {
      if (context.io.stop.aborted) break;
      const checked = await language.check(input, options.set);
      files.push(checked.report);
      watched.push(...filesOf(checked));
    }
    const report = { tool: TOOL, files };
    const said = { report, texts: language.texts, ran: false, undecided: 'fails' as const };
    await writeReports(context, said, options.format, options.report ?? []);
    const wrong = countOf(problemsOf(report), 'error') > 0
      || tooManyWarnings(context, files, options.maxWarnings);
    return { code: wrong ? EXIT.failed : EXIT.fine, watched };
  });
}
