/**
 * Where reports go: one format to standard output, others to files. Not what they say.
 * Keeps true: a file is written whole or not at all, and one that cannot be written is a sentence.
 */
import { dirname } from 'node:path';
import {
  csvProblems, csvRuns, github, githubSummary, html, jsonCheck, jsonResults, jsonRuns, junit,
  perfetto, sarif, terminalCheck, terminalRun, plainLook,
  type Report, type TerminalLook, type Texts, type Undecided,
} from '#report';
import { lookFor, type Context } from './context.ts';
import { UsageError } from './exit-codes.ts';
import { quoted } from './inputs.ts';
import { DiskError } from './io.ts';

export const FORMATS = ['pretty', 'json', 'sarif', 'junit', 'github', 'html', 'csv', 'perfetto'] as const;
export type Format = (typeof FORMATS)[number];

export interface ReportTarget {
  readonly format: Format;
  readonly file: string;
}

const isFormat = (word: string): word is Format =>
  (FORMATS as readonly string[]).includes(word);

/** `junit=out/report.xml`. */
export function readReportTarget(word: string): ReportTarget {
  const at = word.indexOf('=');
  const format = word.slice(0, at);
  const file = word.slice(at + 1);
  if (at < 0 || file === '') {
    throw new UsageError(`--report takes FORMAT=FILE, such as junit=report.xml, not ${quoted(word)}.`);
  }
  if (!isFormat(format)) {
    throw new UsageError(`There is no format ${quoted(format)}; there are ${FORMATS.join(', ')}.`);
  }
  if (file === '-') {
    throw new UsageError(`Standard output gets what --format says; for this say --format ${format}.`);
  }
  return { format, file };
}

export interface Said {
  readonly report: Report;
  readonly texts: Texts;
  /** Whether files were run, or only checked. */
  readonly ran: boolean;
  readonly undecided: Undecided;
}

function jsonOf({ report, ran, undecided }: Said): string {
  if (!ran) return jsonCheck(report);
  const [only, ...others] = report.files;
  // The plain results of one file, whoever runs it: the command line, a bundle or a page.
  if (only?.run !== null && only?.run !== undefined && others.length === 0) {
    return jsonResults(only.run.results);
  }
  return jsonRuns(report, undecided);
}

function rendered(said: Said, format: Format, look: TerminalLook = plainLook): string {
  const { report, texts, ran, undecided } = said;
  switch (format) {
    case 'pretty': return ran ? terminalRun(report, texts, look) : terminalCheck(report, texts, look);
    case 'json': return jsonOf(said);
    case 'sarif': return sarif(report, texts);
    case 'junit': return junit(report, undecided);
    case 'github': return github(report, undecided);
    case 'html': return html(report, texts);
    case 'csv': return ran ? csvRuns(report) : csvProblems(report);
    case 'perfetto':
      if (!ran) throw new UsageError('A trace shows what happened in runs, and check makes none.');
      return perfetto(report);
  }
}

export async function writeOutput(context: Context, path: string, text: string): Promise<void> {
  try {
    await context.io.disk.write(context.absolute(path), text);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw new UsageError(`${quoted(path)} cannot be written: ${error.reason}.`);
  }
}

export interface Outputs {
  /** Results. */
  readonly output?: string;
  readonly report?: readonly ReportTarget[];
}

/**
 * Before any work: the outputs are files, and where they are to stand, there is a directory.
 * @throws UsageError when there is none
 */
export async function requirePlaces(context: Context, outputs: Outputs): Promise<void> {
  const { output, report = [] } = outputs;
  if (output === '-') {
    throw new UsageError('Standard output gets what --format says; for results say --format json.');
  }
  for (const path of [output, ...report.map((target) => target.file)]) {
    if (path === undefined) continue;
    if (await context.io.disk.kindOf(dirname(context.absolute(path))) === 'directory') continue;
    throw new UsageError(`${quoted(path)} cannot be written: its directory is not there.`);
  }
}

/** To `-o FILE`, or to standard output. */
export async function writeTo(
  context: Context, path: string | undefined, text: string,
): Promise<void> {
  if (path === undefined || path === '-') context.io.stdout.write(text);
  else await writeOutput(context, path, text);
}

export async function writeReports(
  context: Context, said: Said, format: Format, targets: readonly ReportTarget[],
): Promise<void> {
  const { io } = context;
  io.stdout.write(rendered(said, format, lookFor(io, io.stdout)));
  for (const target of targets) {
    await writeOutput(context, target.file, rendered(said, target.format));
  }
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  const wanted = format === 'github' || targets.some((target) => target.format === 'github');
  if (!wanted || summary === undefined || summary === '') return;
  try {
    await io.disk.append(summary, githubSummary(said.report));
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    context.say(`The job's summary cannot be written: ${error.reason}.`);
  }
}
