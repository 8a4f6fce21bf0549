/**
 * The report as a person reads it on a terminal. Not progress, which goes elsewhere.
 * Keeps true: without colours it is plain text that says the same.
 */
import { problemsOf } from './order.ts';
import { problemCounts, problemsText, type TerminalLook } from './terminal-problems.ts';
import { scenarioLines, verdictSummary } from './terminal-runs.ts';
import { counted, printable } from './text.ts';
import type { FileReport, Report, Texts } from './types.ts';

/** `failover.nitro   2 hosts · 5 instances · 1 scenario · model 7f3c2a9e`. */
function fileHead(file: FileReport, look: TerminalLook): string {
  const name = look.style.bold(printable(file.file));
  if (file.model === null) return name;
  const { counts, fingerprint } = file.model;
  const said = [
    counted(counts.hosts, 'host'),
    counted(counts.instances, 'instance'),
    ...(counts.microvms === 0 ? [] : [counted(counts.microvms, 'microVM')]),
    counted(counts.scenarios, 'scenario'),
    `model ${fingerprint.slice(0, 8)}`,
  ];
  return `${name}   ${look.style.dim(said.join(' · '))}`;
}

/** What `check` prints: the problems, then a line for each file that has a model. */
export function terminalCheck(report: Report, texts: Texts, look: TerminalLook): string {
  const problems = problemsOf(report);
  const counts = problemCounts(problems);
  const healthy = report.files.filter((file) => file.model !== null);
  const heads = healthy.map((file) => `${look.style.green('✓')} ${fileHead(file, look)}\n`).join('');
  const files = counted(report.files.length, 'file');
  const summary = counts === '' ? '' : `${look.style.bold(counts)} in ${files}\n`;
  return `${problemsText(problems, texts, look)}${heads}${summary}`;
}

/** What `run` prints: problems, then each file with its scenarios and their verdicts. */
export function terminalRun(report: Report, texts: Texts, look: TerminalLook): string {
  let text = problemsText(problemsOf(report), texts, look);
  const ran = report.files.filter((file) => file.run !== null);
  for (const file of ran) {
    text += `${fileHead(file, look)}\n`;
    for (const scenario of file.run?.results.scenarios ?? []) {
      text += `\n${scenarioLines(scenario, file, look).join('\n')}\n`;
    }
    text += '\n';
  }
  const partial = ran.some((file) => file.run?.results.partial === true);
  const failed = ran.length < report.files.length;
  const counts = problemCounts(problemsOf(report));
  if (failed && counts !== '') text += `${counts}\n`;
  if (ran.length > 0) text += `${look.style.bold(verdictSummary(ran))}\n`;
  if (partial) text += `${look.style.yellow('partial: not all runs were made')}\n`;
  return text;
}
