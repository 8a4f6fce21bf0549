/**
 * Drives on a terminal: a line each for what came of their flash, after the streams of a run. Not
 * their wear block by block: that is drawn. Keeps true: a drive that did nothing is left out; one
 * that is scaled down says so before its figures.
 */
import type { DriveResult, Results, RunResult } from '#results';
import { amplificationWords, driveFacts, scaleWords } from '#views';
import type { TerminalLook } from './terminal-problems.ts';
import { columns, cut, padEnd, printable } from './text.ts';

const DRIVES_MAX = 8;

export const workedDrives = (run: RunResult): readonly DriveResult[] =>
  run.drives.filter(({ host, flash }) =>
    host.reads + host.writes + host.trims > 0 || flash.erases > 0);

/** `rack.nvme[0]   1 of 64 blocks   write amplification 2.66 ± 0.02, steady   lasts …`. */
export function driveLines(run: RunResult, results: Results, look: TerminalLook): string[] {
  const worked = workedDrives(run);
  const rows = worked.slice(0, DRIVES_MAX).map((drive) => {
    const facts = new Map(driveFacts(drive, results.tickPicoseconds)
      .map(({ name, words }) => [name, words]));
    const written = drive.writeAmplification.value !== null;
    return [
      printable(drive.id),
      scaleWords(drive),
      written ? `write amplification ${amplificationWords(drive)}` : 'only read',
      written ? `lasts ${facts.get('lasts') ?? ''}` : '',
    ];
  });
  const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...rows.map((row) => columns(row[i] ?? ''))));
  // Where all of it does not fit, how long it lasts stands below.
  const isWide = 4 + widths.reduce((sum, one) => sum + (one === 0 ? 0 : one + 3), -3) > look.width;
  const lines = rows.flatMap((row) => {
    const cells = row.map((cell, i) => padEnd(cell, widths[i] ?? 0))
      .filter((_, i) => widths[i] !== 0 && !(isWide && i === 3));
    const below = isWide ? (row[3] ?? '') : '';
    return [
      `  ${look.style.dim('·')} ${cut(cells.join('   ').trimEnd(), look.width - 4)}`,
      ...(below === '' ? [] : [`      ${cut(below, look.width - 6)}`]),
    ];
  });
  const left = worked.length - rows.length;
  return left <= 0 ? lines
    : [...lines, `    ${look.style.dim(`and ${String(left)} more drives`)}`];
}
