/**
 * The project speaks of itself alone. What must not be said is put together from pieces here, so
 * that this file may say it.
 */
import { expect, it } from 'vitest';
import { read, repositoryFiles, textFiles } from './repository.ts';

const word = (...pieces: string[]): string => pieces.join('');

/** Words about how the project was made, in the sense of that making and no other. */
const workplace = new RegExp(
  [
    `\\b${word('steer', 'ing')}\\b`,
    `\\b(this|previous|last|earlier|another|parallel) ${word('ses', 'sion')}s?\\b`,
    `\\b${word('sub', 'agent')}s?\\b`,
    `\\b${word('work ', 'item')}s?\\b`,
    `\\bissues? #?\\d+\\b`,
    `\\b(fixes|closes|see) #\\d+\\b`,
    `\\b${word('shared', '/')}(design|facts|kit)\\b`,
  ].join('|'),
  'i',
);

const machinePaths = new RegExp(
  `(^|[\\s'"\`(=])/(${['work', 'farm', 'root', 'home/\\w+', 'Users/\\w+'].join('|')})/`,
  'm',
);

const registryHosts = new RegExp(
  [word('registry', '\\.'), word('npm', 'mirror'), word('arti', 'factory'), word('unpkg', '\\.')]
    .map((host) => `\\b${host}`)
    .join('|'),
  'i',
);

const linesWith = (pattern: RegExp, paths: readonly string[]): string[] =>
  paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
      ),
  );

it('tells nothing of the place where it was made', () => {
  expect(linesWith(workplace, textFiles())).toEqual([]);
});

it('names no path of a machine', () => {
  expect(linesWith(machinePaths, textFiles())).toEqual([]);
});

it('names no package registry', () => {
  expect(linesWith(registryHosts, textFiles())).toEqual([]);
});

it('locks versions without addresses', () => {
  expect(linesWith(/"resolved"|https?:\/\/.*\.tgz/, ['package-lock.json'])).toEqual([]);
});

it('sees a word that must not be said', () => {
  expect(workplace.test(`as the last ${word('ses', 'sion')} found`)).toBe(true);
  expect(workplace.test(`see ${word('iss', 'ue')} 12`)).toBe(true);
  expect(machinePaths.test(`cd /${word('wo', 'rk')}/main`)).toBe(true);
  expect(registryHosts.test(word('https://registry', '.npmjs.org/'))).toBe(true);
});

it('leaves no mark in the code for something to do later', () => {
  const code = repositoryFiles().filter((path) => /\.(ts|tsx|mjs|cjs|js|langium)$/.test(path));
  const later = new RegExp(`\\b(${word('TO', 'DO')}|${word('FIX', 'ME')}|${word('X', 'XX')})\\b`);
  expect(linesWith(later, code)).toEqual([]);
});

it('runs all of its tests', () => {
  const tests = repositoryFiles().filter((path) => /\.test\.tsx?$/.test(path));
  expect(linesWith(/\b(it|test|describe)\.(only|todo)\b/, tests)).toEqual([]);
});
