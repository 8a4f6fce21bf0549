/**
 * The formats for other programs: well-formed whatever the words, and saying the same verdicts.
 */
import { expect, it } from 'vitest';
import {
  csvProblems, csvRuns, github, githubSummary, html, jsonCheck, jsonRuns, junit, sarif,
} from '#report';
import {
  fileReport, HOSTILE, hostileReport, noTexts, problem, ran, reportOf,
} from './samples.ts';
import { XmlReader } from './xml-reader.ts';

const sample = reportOf(fileReport({ problems: [problem()], model: null }), ran());
const text = 'host rack\ninstance web[4] : c7g.large\n';

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: { physicalLocation: { artifactLocation: { uri: string }; region: object } }[];
  readonly partialFingerprints: object;
}

interface SarifLog {
  readonly version: string;
  readonly runs: { tool: { driver: { rules: { id: string }[] } }; results: SarifResult[] }[];
}

const sarifOf = (report: typeof sample, lines = text): SarifLog =>
  JSON.parse(sarif(report, () => lines)) as SarifLog;

it('writes SARIF whose results name their rules, places, fixes and steady fingerprints', () => {
  const log = sarifOf(sample);
  const run = log.runs[0];
  expect(log.version).toBe('2.1.0');
  expect(run?.results.map((result) => result.ruleId))
    .toEqual(['placement/no-room', 'expectation/fails', 'expectation/undecided']);
  for (const result of run?.results ?? []) {
    expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
  }
  expect(run?.results[0]).toMatchObject({
    level: 'error',
    locations: [{ physicalLocation: {
      artifactLocation: { uri: 'rack.nitro', uriBaseId: '%SRCROOT%' },
      region: { startLine: 2, startColumn: 10, endLine: 2, endColumn: 13 },
    } }],
    fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: 'soc[1]' } }] }] }],
    relatedLocations: [{ message: { text: 'the host is here' } }],
  });
});

it('keeps the fingerprint of a problem when lines above it are added', () => {
  const moved = problem({
    place: { file: 'rack.nitro', range: { start: { line: 3, character: 9 }, end: { line: 3, character: 12 } } },
  });
  const before = sarifOf(reportOf(fileReport({ problems: [problem()] })));
  const after = sarifOf(reportOf(fileReport({ problems: [moved] })), `// one\n// two\n${text}`);
  expect(after.runs[0]?.results[0]?.partialFingerprints)
    .toEqual(before.runs[0]?.results[0]?.partialFingerprints);
});

it('writes SARIF addresses that any reader can parse', () => {
  for (const result of sarifOf(hostileReport).runs[0]?.results ?? []) {
    const { uri } = result.locations[0]?.physicalLocation.artifactLocation ?? { uri: '' };
    expect(uri).toMatch(/^[\w./%~:-]+$/);
    expect(new URL(uri, 'file:///root/').protocol).toBe('file:');
  }
});

it('writes SARIF places outside the sources as whole addresses, which have no base', () => {
  const at = (file: string): unknown => {
    const { place } = problem();
    const problems = [problem({ place: { ...place, file } })];
    const log = sarifOf(reportOf(fileReport({ problems })));
    return log.runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation;
  };
  expect(at('/specs/a b.nitro')).toEqual({ uri: 'file:///specs/a%20b.nitro' });
  expect(at('builtin:/hosts.nitro')).toEqual({ uri: 'builtin:/hosts.nitro' });
  expect(at('../b.nitro')).toEqual({ uri: '../b.nitro', uriBaseId: '%SRCROOT%' });
});

it('writes JUnit: a suite for each file, a case for each expectation with expected and actual', () => {
  const document = new XmlReader(junit(sample, 'fails')).root;
  expect(document.attributes).toMatchObject({ tests: '4', failures: '2', errors: '1', skipped: '0' });
  const cases = document.all('testcase');
  expect(cases.map((c) => c.attributes['name'])).toEqual([
    'placement/no-room rack.nitro:2:10', 'boot(web) < 40 s', 'fetch.lost == 0', 'mean(web.boot) < 31 s',
  ]);
  expect(cases[2]?.attributes).toMatchObject({ classname: 'boot', file: 'rack.nitro', line: '5' });
  const failure = cases[2]?.all('failure')[0];
  expect(failure?.attributes['message']).toBe('expected fetch.lost == 0, measured 3');
  expect(failure?.text).toContain('actual: 3');
  expect(document.all('property').map((p) => p.attributes['name'])).toContain('seed of boot');
});

it('skips what is undecided when it may pass', () => {
  const document = new XmlReader(junit(sample, 'pass')).root;
  expect(document.attributes).toMatchObject({ failures: '1', skipped: '1' });
});

it('stays well-formed in XML and says every hostile word as text', () => {
  const document = new XmlReader(junit(hostileReport, 'fails')).root;
  expect(document.all('script')).toEqual([]);
  expect(document.all('testcase').map((c) => c.attributes['name']).join())
    .toContain('<script>alert(1)</script>');
});

it('writes workflow notes that no word can leave', () => {
  const lines = github(hostileReport, 'fails').trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).toMatch(/^::error file=[^,]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[^,]*::/);
  }
  const notes = github(sample, 'pass').split('\n');
  expect(notes[0]).toMatch(/^::error file=rack.nitro,line=2,/);
  expect(notes.filter((line) => line.startsWith('::notice'))).toHaveLength(1);
});

it('puts worst first, because only the first few are shown', () => {
  const mixed = reportOf(fileReport({
    problems: [problem({ severity: 'information' }), problem({ severity: 'warning' }), problem()],
  }));
  expect(github(mixed, 'fails').match(/^::\w+/gm)).toEqual(['::error', '::warning', '::notice']);
});

it('writes a summary table whose rows no word can break', () => {
  const summary = githubSummary(hostileReport);
  for (const line of summary.split('\n').filter((l) => l.startsWith('|'))) {
    expect(line.replace(/\\./g, '').split('|').length).toBeGreaterThanOrEqual(6);
    expect(line).not.toContain('<');
  }
});

it('writes CSV with one value a row, in base units, and no formula', () => {
  const rows = csvRuns(reportOf(ran())).trimEnd().split('\r\n');
  expect(rows).toHaveLength(5);
  expect(rows[1]).toBe('rack.nitro,boot,0,web.count = 1,0,10,idle,1234,0,boot(web) < 40 s,'
    + '31250000000000,40000000000000,ps,');
  expect(csvProblems(reportOf(fileReport({ problems: [problem({ message: '=1+1' })] }))))
    .toContain(",'=1+1,");
  const hostile = csvProblems(hostileReport);
  expect(hostile.trimEnd().split('\r\n')).toHaveLength(2);
});

it('writes JSON with a version, and the same verdicts', () => {
  const check = JSON.parse(jsonCheck(sample)) as Record<string, unknown>;
  expect(check).toMatchObject({ formatVersion: 1, valid: false, errors: 1, warnings: 0 });
  const runs = JSON.parse(jsonRuns(reportOf(ran()), 'pass')) as Record<string, unknown>;
  expect(runs).toMatchObject({ formatVersion: 1, valid: true, fine: false });
  expect(JSON.parse(jsonCheck(hostileReport))).toMatchObject({ problems: [{ code: HOSTILE }] });
});

it('writes a page that fetches nothing, runs nothing and shows hostile words as text', () => {
  const picture = { title: HOSTILE, scenario: null, svg: '<svg viewBox="0 0 1 1"></svg>' };
  const files = hostileReport.files.map((file) => ({ ...file, pictures: [picture] }));
  const page = html({ ...hostileReport, files }, noTexts);
  expect(page).toContain("default-src &#39;none&#39;");
  expect(page).not.toMatch(/<script|<link|<iframe|javascript:|https?:\/\/(?!www\.w3\.org)/i);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(page).toContain('&lt;script&gt;alert(1)');
});

it('puts verdicts before everything else in the page', () => {
  const page = html(reportOf(ran()), noTexts);
  expect(page.indexOf('1 of 3 expectations fails')).toBeLessThan(page.indexOf('<h1>'));
  expect(page.indexOf('fetch.lost == 0')).toBeLessThan(page.indexOf('Launches'));
  expect(page).toContain('prefers-color-scheme: dark');
});
