import { expect, it } from 'vitest';
import { canonicalJson } from '#base';
import { checkLaws } from '../../support/life-laws.ts';
import { jobResults } from '../../support/life-runs.ts';
import { randomLives } from '../../support/random-lives.ts';

it('keeps its books and its laws in random worlds', () => {
  for (let seed = 0; seed < 60; seed++) {
    const model = randomLives(seed);
    for (const { result } of jobResults(model)) {
      expect(['duration', 'idle'], `seed ${String(seed)}`).toContain(result.end);
      checkLaws(result, 1);
    }
  }
});

it('has worlds in which much happens', () => {
  const runs = Array.from({ length: 60 }, (_, seed) => jobResults(randomLives(seed)))
    .flat().map(({ result }) => result);
  const lives = runs.flatMap((run) => run.lives);
  const seen = new Set([
    ...lives.flatMap((life) => life.states.map((change) => change.state)),
    ...runs.flatMap((run) => run.findings.map((finding) => finding.code)),
  ]);
  const launched = lives.flatMap((life) => life.launches)
    .filter((launch) => launch.bootTicks !== null).length;
  expect(launched).toBeGreaterThan(50);
  expect([...seen].sort()).toEqual([
    'failed', 'off', 'pending', 'run/action-ignored', 'run/attached', 'run/command-failed',
    'run/detached', 'run/killed', 'run/launch-failed', 'run/launch-unfinished', 'run/rebooted',
    'running', 'stopped', 'stopping', 'terminated', 'terminating',
  ]);
});

it('makes the same world and the same run of a seed twice', () => {
  const bytes = (): string => canonicalJson(jobResults(randomLives(11)));
  expect(bytes()).toBe(bytes());
});
