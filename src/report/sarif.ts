/**
 * SARIF 2.1.0, for services that show problems beside the code. Keeps true: one run; rules are
 * listed once; files are named relative to the root of the sources; a result keeps its
 * fingerprint when lines move.
 */
import { fingerprint, sortedBy } from '#base';
import { explain } from '#diagnostics';
import type { Severity } from '#diagnostics';
import { pathAsUri } from './escape.ts';
import { expectationsOf, problemsOf, worstFirst } from './order.ts';
import { measuredOf, printValue } from './quantities.ts';
import { printable } from './text.ts';
import type {
  FileReport, Place, Range, Report, ReportedFix, ReportedProblem, Texts,
} from './types.ts';

/** Services refuse more. */
const RESULTS_MAX = 25_000;
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

type Level = 'error' | 'warning' | 'note';
const LEVELS: { readonly [S in Severity]: Level } = {
  error: 'error', warning: 'warning', information: 'note',
};

const region = (range: Range): object => ({
  startLine: range.start.line + 1,
  startColumn: range.start.character + 1,
  endLine: range.end.line + 1,
  endColumn: range.end.character + 1,
});

/** A reference is relative to the root of the sources; a whole address has no base. */
function artifact(file: string): object {
  if (file.startsWith('/')) return { uri: `file://${pathAsUri(file)}` };
  const [, scheme, path] = /^(builtin:)(\/.*)$/u.exec(file) ?? [];
  if (scheme !== undefined && path !== undefined) return { uri: `${scheme}${pathAsUri(path)}` };
  return { uri: pathAsUri(file), uriBaseId: '%SRCROOT%' };
}

const location = (place: Place): object => ({
  physicalLocation: { artifactLocation: artifact(place.file), region: region(place.range) },
});

const fixJson = (fix: ReportedFix): object => {
  const files = [...new Set(fix.changes.map((change) => change.file))];
  return {
    description: { text: fix.title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: fix.changes.filter((change) => change.file === file).map((change) => ({
        deletedRegion: region(change.range),
        insertedContent: { text: change.newText },
      })),
    })),
  };
};

/** What does not change when lines above are added: the code, the file and the line's words. */
function partialFingerprint(problem: ReportedProblem, texts: Texts): string {
  const { file, range } = problem.place;
  const line = texts(file)?.split('\n')[range.start.line]?.trim() ?? '';
  return fingerprint(JSON.stringify([problem.code, file, line, problem.message]));
}

const problemResult = (problem: ReportedProblem, texts: Texts): object => ({
  ruleId: problem.code,
  level: LEVELS[problem.severity],
  message: {
    text: problem.variants.length === 0
      ? problem.message
      : `${problem.message} (when ${problem.variants.join('; ')})`,
  },
  locations: [location(problem.place)],
  ...(problem.related.length === 0
    ? {}
    : {
        relatedLocations: problem.related.map((related, id) => ({
          id, ...location(related), message: { text: related.message },
        })),
      }),
  ...(problem.fixes.length === 0 ? {} : { fixes: problem.fixes.map((fix) => fixJson(fix)) }),
  partialFingerprints: { 'nitrospec/v1': partialFingerprint(problem, texts) },
});

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function verdictResults(file: FileReport): object[] {
  const results = file.run?.results;
  if (results === undefined) return [];
  return expectationsOf(file)
    .filter(({ expectation }) => expectation.verdict !== 'holds')
    .map(({ scenario, expectation }) => {
      const place = file.run?.places[scenario]?.[expectation.index];
      const value = printValue(expectation.estimate, measuredOf(results, expectation));
      const reason = expectation.reason === null ? '' : ` ${expectation.reason}`;
      return {
        ruleId: `expectation/${expectation.verdict}`,
        level: expectation.verdict === 'fails' ? 'error' : 'warning',
        message: {
          text: `${scenario}: ${expectation.text}: ${expectation.verdict}; measured ${value}.${reason}`,
        },
        locations: [location(place ?? { file: file.file, range: nowhere })],
        partialFingerprints: {
          'nitrospec/v1': fingerprint(JSON.stringify([file.file, scenario, expectation.text])),
        },
      };
    });
}

const VERDICT_RULES: { readonly [id: string]: string } = {
  'expectation/fails': 'An expectation of a scenario fails.',
  'expectation/undecided': 'An expectation of a scenario needs more runs to be decided.',
};

/** The address of a code's own page, when the tool has a home. */
const helpOf = (id: string, homepage: string | null): object =>
  homepage === null ? {} : { helpUri: `${homepage}#${pathAsUri(id)}` };

function ruleOf(id: string, homepage: string | null): object {
  const row = explain(id);
  if (row === undefined) {
    const text = VERDICT_RULES[id] ?? printable(id);
    return { id, shortDescription: { text }, help: { text }, ...helpOf(id, homepage) };
  }
  return {
    id,
    shortDescription: { text: row.remedy },
    fullDescription: { text: row.why },
    help: { text: `${row.why} ${row.remedy}` },
    ...helpOf(id, homepage),
    defaultConfiguration: { level: LEVELS[row.severity] },
  };
}

export function sarif(report: Report, texts: Texts): string {
  const problems = [...problemsOf(report)].sort(worstFirst);
  const results = [
    ...problems.map((problem) => problemResult(problem, texts)),
    ...report.files.flatMap((file) => verdictResults(file)),
  ].slice(0, RESULTS_MAX);
  const ids = sortedBy(
    new Set(results.map((result) => (result as { readonly ruleId: string }).ruleId)),
    (id) => id,
  );
  const indexed = results.map((result) => ({
    ...result, ruleIndex: ids.indexOf((result as { readonly ruleId: string }).ruleId),
  }));
  return `${JSON.stringify({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{
      tool: {
        driver: {
          name: report.tool.name,
          semanticVersion: report.tool.version,
          version: report.tool.version,
          rules: ids.map((id) => ruleOf(id, report.tool.homepage)),
        },
      },
      columnKind: 'utf16CodeUnits',
      results: indexed,
    }],
  }, null, 2)}\n`;
}
