/**
 * What a terminal shows: problems with carets at the right words, and tables of verdicts.
 */
import { expect, it } from 'vitest';
import { readAs } from '#results';
import { colourStyle, plainLook, problemsText, terminalCheck, terminalRun } from '#report';
import { fileReport, HOSTILE, hostileReport, problem, ran, reportOf } from './samples.ts';

const text = 'host rack : Graviton3Host\ninstance web[4] : c7g.16xlarge on rack.soc[0]\n';
const texts = (): string => text;

it('shows a problem as code, place, words with carets, related place, reason and fix', () => {
  expect(problemsText([problem()], texts, plainLook)).toBe(`\
error placement/no-room
  rack.nitro:2:10
2 │ instance web[4] : c7g.16xlarge on rack.soc[0]
  │          ^^^ 'web[3]' needs 64 cores.
  see   rack.nitro:1:1: the host is here
  why   Cores are not sold twice.
  fix   Move to 'soc[1]'

`);
});

it('says only what the words say when it may use colours', () => {
  const coloured = problemsText([problem()], texts, { ...plainLook, style: colourStyle });
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(problemsText([problem()], texts, plainLook));
  expect(coloured).not.toBe(problemsText([problem()], texts, plainLook));
});

/** The text above the carets of a problem at these characters of one line. */
function underCarets(line: string, from: number, to: number): string {
  const place = {
    file: 'a', range: { start: { line: 0, character: from }, end: { line: 0, character: to } },
  };
  const lines = problemsText([problem({ place, related: [] })], () => line, plainLook).split('\n');
  const shown = lines[2] ?? '';
  const carets = /\^+/.exec(lines[3] ?? '');
  const columns = Array.from(shown).flatMap((c) => (/[漢字]|😀/u.test(c) ? [c, ''] : [c]));
  return columns.slice(carets?.index, (carets?.index ?? 0) + (carets?.[0].length ?? 0)).join('');
}

it('puts carets under tabs, wide letters, control characters and the end of long lines', () => {
  expect(underCarets('\t\tvolume root', 9, 13)).toBe('root');
  expect(underCarets('label = "漢字😀" x = 5', 15, 16)).toBe('x');
  expect(underCarets('a\u001bb word', 4, 8)).toBe('word');
  const long = `${'x'.repeat(100_000)} word ${'y'.repeat(100_000)}`;
  expect(underCarets(long, 100_001, 100_005)).toBe('word');
  const lines = problemsText([problem()], () => `\n${long}`, plainLook).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
});

it('does without the line when the text is not there, and at the end of a file', () => {
  expect(problemsText([problem()], () => undefined, plainLook)).not.toContain('│');
  const end = { file: 'a', range: { start: { line: 9, character: 0 }, end: { line: 9, character: 0 } } };
  expect(problemsText([problem({ place: end })], texts, plainLook)).toContain('a:10:1');
});

it('shows verdicts with value, certainty, place and variant, and what they rest on', () => {
  expect(terminalRun(reportOf(ran()), texts, plainLook)).toBe(`\
rack.nitro   1 host · 2 instances · 1 scenario · model 01234567

boot   2 runs × 2 variants   4,936 events   seed 7
  ✓ boot(web) < 40 s        31.25 s   95 %: 30 … 32.5 s               web.count = 2
  ✗ fetch.lost == 0         3         rack.nitro:5:3                  web.count = 2
      It lost three.
  ? mean(web.boot) < 31 s   31.25 s   undecided, about 12 more runs   web.count = 2
  ! A command was tried again. (run/retried at 2 s, in 4 of 4 runs)
  assumed  startTime of Nitro, Xen · latency of gp3

1 of 3 expectations fails, 1 is undecided
`);
});

it('names a healthy file with its model, and counts problems', () => {
  expect(terminalCheck(reportOf(fileReport()), texts, plainLook))
    .toBe('✓ rack.nitro   1 host · 2 instances · 1 scenario · model 01234567\n');
  const two = fileReport({ model: null, problems: [problem(), problem({ severity: 'warning' })] });
  expect(terminalCheck(reportOf(two), texts, plainLook)).toMatch(/\n1 error and 1 warning in 1 file\n$/);
});

it('lets no hostile word move the cursor, change a colour or turn the reading direction', () => {
  for (const shown of [
    terminalRun(hostileReport, () => HOSTILE, plainLook),
    terminalCheck(hostileReport, () => HOSTILE, plainLook),
  ]) {
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
    expect(shown).toContain('<script>');
  }
});

it('reads a ratio as it was written: as a number or in percent', () => {
  const as = (text: string, dimension = 'ratio'): string => readAs({ text, dimension });
  expect(as('work.speed > 3.5')).toBe('count');
  expect(as('a.speed / b.speed within 10 % of 4')).toBe('count');
  expect(as('left.ebs.utilization < 50 %')).toBe('ratio');
  expect(as('a.utilization within 1 % of 60 %')).toBe('ratio');
  expect(as('p99(ping.latency) < 30 us', 'time')).toBe('time');
});
