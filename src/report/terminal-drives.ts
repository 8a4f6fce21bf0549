/**
 * Drives on a terminal: a line each for what came of their flash, after the streams of a run. Not
 * their wear block by block: that is drawn. Keeps true: a drive that did nothing is left out; one
 * that is scaled down says so before its figures.
 */
import type { DriveResult, Results, RunResult } from '#results';
import { amplificationWords, driveFacts, scaleWords } from '#views';
import { itemLines, moreLine } from './items.ts';
import type { TerminalLook } from './terminal-problems.ts';
import { printable } from './text.ts';

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
  // Where all of it does not fit, how long it lasts stands below.
  return [
    ...itemLines(rows, look), ...moreLine(worked.length - rows.length, 'drives', look),
  ];
}
