/**
 * Feeds damaged examples to parser, compiler and problems list, and watches for what must never
 * happen: a throw, a hang, a problem without a registered code or outside the text.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCode } from '#diagnostics';
import { Headless } from '#language';
import { filesInMemory } from './folder-files.ts';
import { mutate } from './mutations.ts';
import { exampleNames, examplesFolder } from './examples.ts';

const originals = exampleNames
  .map((name) => ({ name, text: readFileSync(join(examplesFolder, name), 'utf8') }));

/** A single check may take so long before it counts as a hang. */
const CHECK_MILLISECONDS_MAX = 2000;

export interface MutationReport {
  readonly checked: number;
  readonly failures: readonly string[];
  readonly slowestMilliseconds: number;
}

/** Mutations `from` up to, but not including, `to`; each is named by its seed. */
export const runMutations = async (from: number, to: number): Promise<MutationReport> => {
  const failures: string[] = [];
  let slowestMilliseconds = 0;
  const language = new Headless(filesInMemory({}));
  for (let seed = from; seed < to; seed++) {
    const original = originals[seed % originals.length];
    if (original === undefined) continue;
    const text = mutate(original.text, seed);
    const started = performance.now();
    const failed = await failureOf(language, text);
    const took = performance.now() - started;
    slowestMilliseconds = Math.max(slowestMilliseconds, took);
    if (failed !== null) failures.push(`${original.name} seed ${String(seed)}: ${failed}`);
    if (took > CHECK_MILLISECONDS_MAX) {
      failures.push(`${original.name} seed ${String(seed)}: took ${took.toFixed(0)} ms`);
    }
  }
  return { checked: to - from, failures, slowestMilliseconds };
};

const failureOf = async (language: Headless, text: string): Promise<string | null> => {
  try {
    const checked = await language.check('memory:/damaged.nitro', { text });
    if (checked === undefined) return 'the text was not read';
    for (const problem of checked.problems) {
      if (problem.code.startsWith('internal/')) return `${problem.code}: ${problem.message}`;
      if (!isCode(problem.code)) return `code '${problem.code}' is not registered`;
      if (problem.message === '') return `${problem.code} says nothing`;
      const { start, end } = problem;
      if (!(start >= 0 && end >= start && end <= text.length)) return `${problem.code} is nowhere`;
    }
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
};
