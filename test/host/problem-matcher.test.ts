/**
 * The problem matchers of the manifest read what the command line prints.
 */
import { expect, it } from 'vitest';
import { problemsText, plainLook, type ReportedProblem } from '#report';
import { runCli } from '../../src/cli/cli.ts';
import { RACK, worldOf } from '../support/command-line.ts';
import { read } from '../house/repository.ts';

interface Pattern {
  readonly regexp: string;
  readonly severity?: number;
  readonly code?: number;
  readonly file?: number;
  readonly line?: number;
  readonly column?: number;
  readonly message?: number;
}

interface Matcher {
  readonly name: string;
  readonly pattern: readonly Pattern[];
  readonly background?: {
    readonly activeOnStart: boolean;
    readonly beginsPattern: string;
    readonly endsPattern: string;
  };
}

const matchers = (JSON.parse(read('package.json')) as {
  contributes: { problemMatchers: readonly Matcher[] };
}).contributes.problemMatchers;

const problem: ReportedProblem = {
  code: 'name/unknown-type', severity: 'error', message: 'There is no Gravitn3.', why: null,
  remedy: null, variants: [], related: [], fixes: [],
  place: {
    file: 'sleds/one.nitro',
    range: { start: { line: 3, character: 15 }, end: { line: 3, character: 23 } },
  },
};

/** As the editor does it: each pattern on the line after the one before. */
function matched(lines: readonly string[], { pattern }: Matcher): Record<string, string> {
  const found: Record<string, string> = {};
  const start = lines.findIndex((line) => new RegExp(pattern[0]!.regexp, 'u').test(line));
  pattern.forEach((each, index) => {
    const match = new RegExp(each.regexp, 'u').exec(lines[start + index] ?? '');
    expect(match, `line ${index} of the matcher`).not.toBeNull();
    for (const [name, group] of Object.entries(each)) {
      if (typeof group === 'number') found[name] = match?.[group] ?? '';
    }
  });
  return found;
}

it.each(matchers.map((matcher) => [matcher.name, matcher] as const))(
  '%s reads a problem that the command line prints', (_name, matcher) => {
    const text = 'use aws\n\nhost sled {\n  socket soc : Gravitn3\n}\n';
    const printed = problemsText([problem], () => text, plainLook);
    expect(matched(printed.split('\n'), matcher)).toEqual({
      severity: 'error', code: 'name/unknown-type', file: 'sleds/one.nitro', line: '4',
      column: '16', message: 'There is no Gravitn3.',
    });
  },
);

it('the watching matcher sees each round of a watch begin and end', async () => {
  const background = matchers.find(({ name }) => name === 'nitro-watch')?.background;
  const world = worldOf({ files: { 'a.nitro': RACK } });
  const ended = runCli(['check', 'a.nitro', '--watch'], world.io);
  const signs = (): readonly string[] => world.err().split('\n').flatMap((line) => [
    ...(new RegExp(background?.beginsPattern ?? '$^', 'u').test(line) ? ['begins'] : []),
    ...(new RegExp(background?.endsPattern ?? '$^', 'u').test(line) ? ['ends'] : []),
  ]);
  // The first round begins with the task itself.
  expect(background?.activeOnStart).toBe(true);
  await expect.poll(signs, { timeout: 10_000 }).toEqual(['ends']);
  world.touch();
  await expect.poll(signs, { timeout: 10_000 }).toEqual(['ends', 'begins', 'ends']);
  world.touch();
  await expect.poll(signs, { timeout: 10_000 }).toEqual(['ends', 'begins', 'ends', 'begins', 'ends']);
  world.stop.abort('SIGINT');
  await ended;
  expect(signs()).toEqual(['ends', 'begins', 'ends', 'begins', 'ends']);
});
