/**
 * Words of options as values. Not the options themselves. Keeps true: a word that does not fit is
 * one sentence that says what would.
 */
import { InvalidArgumentError, Option } from 'commander';
import { readQuantity } from '#kinds';
import type { Faster } from '#sim/run';
import { UsageError } from './exit-codes.ts';
import { quoted } from './inputs.ts';
import { FORMATS, readReportTarget, type ReportTarget } from './outputs.ts';

/**
 * `30 s`, or `30s`, in ticks.
 * @throws UsageError when an option says something else
 */
export function ticksOf(option: string, word: string, tickPicoseconds: number): number {
  const read = readQuantity(word.replace(/^([\d._]+)\s*([a-zµ]+)$/u, '$1 $2'));
  if (!read.ok || read.dimension !== 'time') {
    throw new UsageError(
      `${option} takes a time with its unit, such as 30s, and not ${quoted(word)}.`,
    );
  }
  return read.value / tickPicoseconds;
}

/** A whole number from `least` to what a double counts exactly. */
export const wholeNumber = (least: number) => (word: string): number => {
  const value = Number(word);
  if (!/^\d+$/.test(word) || !Number.isSafeInteger(value) || value < least) {
    throw new InvalidArgumentError(`It takes a whole number from ${least} on.`);
  }
  return value;
};

export const collect = (word: string, before: readonly string[] | undefined): readonly string[] =>
  [...(before ?? []), word];

const collectReport = (
  word: string, before: readonly ReportTarget[] | undefined,
): readonly ReportTarget[] => [...(before ?? []), readReportTarget(word)];

export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** `2/8`: the second of eight, as people and other tools count. */
export function readShard(word: string): Shard {
  const [, part, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(word) ?? [];
  const index = Number(part) - 1;
  if (part === undefined || of === undefined || index < 0 || index >= Number(of)) {
    throw new InvalidArgumentError('It takes PART/PARTS, such as 2/8 for the second of eight.');
  }
  return { index, of: Number(of) };
}

export const formatOption = (): Option =>
  new Option('--format <format>', 'what standard output gets').choices(FORMATS).default('pretty');

export const reportOption = (): Option =>
  new Option('--report <format=file>', 'also write a report to a file; may be repeated')
    .argParser(collectReport);

/** `app.data=2`: what works so many times as fast. */
export function readFaster(
  word: string, before: readonly Faster[] | undefined,
): readonly Faster[] {
  const at = word.lastIndexOf('=');
  const [element, factor] = [word.slice(0, Math.max(0, at)), Number(word.slice(at + 1))];
  const isFactor = /^\d{1,6}(?:\.\d{1,6})?$/.test(word.slice(at + 1)) && factor > 0;
  if (element === '' || !isFactor) {
    throw new InvalidArgumentError('It takes ELEMENT=FACTOR, such as app.data=2 for twice as fast.');
  }
  return [...(before ?? []), { element, factor }];
}

export const setOption = (): Option =>
  new Option('--set <path=value>', 'override a property, stronger than the spec; may be repeated')
    .argParser(collect);

export const jobsOption = (): Option =>
  new Option('--jobs <n>', 'threads to run on (default: one less than there are cores)')
    .argParser(wholeNumber(1));

export const stdinOption = (): Option =>
  new Option('--stdin-filename <name>', 'what standard input (-) is called, and where it lies');

export const outputOption = (what: string): Option =>
  new Option('-o, --output <file>', what);
