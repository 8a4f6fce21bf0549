/**
 * JUnit XML, for the test pages of CI: a suite for each file, a case for each expectation of each
 * scenario, with what was expected and what was measured. Keeps true: a file with errors is a case
 * that could not run, never an empty suite that looks green.
 */
import type { ExpectationResult, Results, ScenarioResults } from '#results';
import { escapeMarkup } from './escape.ts';
import { placeText } from './excerpt.ts';
import { isFine } from './order.ts';
import { measuredOf, printInterval, printValue } from './quantities.ts';
import { variantText } from './terminal-runs.ts';
import type { FileReport, Place, Report, ReportedProblem, Undecided } from './types.ts';

interface Case {
  readonly xml: string;
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped';
}

const attributes = (named: { readonly [name: string]: string | number }): string =>
  Object.entries(named).map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`).join('');

const placeAttributes = (place: Place | null): { readonly [name: string]: string | number } =>
  place === null ? {} : { file: place.file, line: place.range.start.line + 1 };

function problemCase(problem: ReportedProblem): Case {
  const isError = problem.severity === 'error';
  const head = attributes({
    classname: problem.severity,
    name: `${problem.code} ${placeText(problem.place)}`,
    ...placeAttributes(problem.place),
    time: 0,
  });
  const body = [problem.message, problem.why ?? '', problem.remedy ?? '']
    .filter((line) => line !== '').map((line) => escapeMarkup(line)).join('\n');
  const inner = isError
    ? `<error${attributes({ type: problem.code, message: problem.message })}>${body}</error>`
    : `<system-out>${body}</system-out>`;
  return {
    xml: `    <testcase${head}>${inner}</testcase>`,
    outcome: isError ? 'error' : 'passed',
  };
}

/** What was measured against what was asked for, in words. */
export function actualText(expectation: ExpectationResult, results: Results): string {
  const measured = measuredOf(results, expectation);
  const value = printValue(expectation.estimate, measured);
  return expectation.interval === null
    ? value
    : `${value} (95 %: ${printInterval(expectation.interval, measured)})`;
}

export const boundText = (expectation: ExpectationResult, results: Results): string =>
  expectation.bound === null ? '' : printValue(expectation.bound, measuredOf(results, expectation));

interface Judged {
  readonly file: FileReport;
  readonly results: Results;
  readonly scenario: ScenarioResults;
  readonly undecided: Undecided;
}

function failureXml(expectation: ExpectationResult, { results, scenario }: Judged): string {
  const actual = actualText(expectation, results);
  const variant = variantText(scenario.variants.find((v) => v.index === expectation.variant));
  const lines = [
    `expected: ${expectation.text}`,
    `actual: ${actual}`,
    ...(expectation.bound === null ? [] : [`bound: ${boundText(expectation, results)}`]),
    ...(variant === '' ? [] : [`variant: ${variant}`]),
    ...(expectation.reason === null ? [] : [expectation.reason]),
  ];
  const head = attributes({
    type: expectation.verdict, message: `expected ${expectation.text}, measured ${actual}`,
  });
  return `<failure${head}>${lines.map((line) => escapeMarkup(line)).join('\n')}</failure>`;
}

function expectationCase(expectation: ExpectationResult, judged: Judged): Case {
  const place = judged.file.run?.places[judged.scenario.name]?.[expectation.index] ?? null;
  const head = attributes({
    classname: judged.scenario.name,
    name: expectation.text,
    ...placeAttributes(place),
    time: 0,
  });
  if (expectation.verdict === 'holds') {
    return { xml: `    <testcase${head}/>`, outcome: 'passed' };
  }
  if (isFine(expectation, judged.undecided)) {
    const message = attributes({ message: `undecided: ${actualText(expectation, judged.results)}` });
    return { xml: `    <testcase${head}><skipped${message}/></testcase>`, outcome: 'skipped' };
  }
  return {
    xml: `    <testcase${head}>${failureXml(expectation, judged)}</testcase>`,
    outcome: 'failed',
  };
}

/** A file or scenario with nothing to say still has one case: that it was looked at. */
function plainCase(classname: string, name: string): Case {
  return { xml: `    <testcase${attributes({ classname, name, time: 0 })}/>`, outcome: 'passed' };
}

function casesOf(file: FileReport, undecided: Undecided): readonly Case[] {
  const problems = file.problems.map((problem) => problemCase(problem));
  const results = file.run?.results;
  if (results === undefined) {
    return problems.length > 0 ? problems : [plainCase('check', 'has no problems')];
  }
  const expectations = results.scenarios.flatMap((scenario) =>
    scenario.expectations.length === 0
      ? [plainCase(scenario.name, 'runs')]
      : scenario.expectations.map((expectation) =>
          expectationCase(expectation, { file, results, scenario, undecided })));
  return [...problems, ...expectations];
}

const counts = (cases: readonly Case[]): { readonly [name: string]: number } => ({
  tests: cases.length,
  failures: cases.filter((c) => c.outcome === 'failed').length,
  errors: cases.filter((c) => c.outcome === 'error').length,
  skipped: cases.filter((c) => c.outcome === 'skipped').length,
});

function propertiesXml(file: FileReport): string {
  const named: [string, string][] = [];
  if (file.model !== null) named.push(['model', file.model.fingerprint]);
  for (const scenario of file.run?.results.scenarios ?? []) {
    named.push([`seed of ${scenario.name}`, String(scenario.seed)]);
    if (scenario.assumed.length > 0) {
      named.push([`assumed in ${scenario.name}`, scenario.assumed.join(', ')]);
    }
  }
  if (file.run?.results.partial === true) named.push(['partial', 'yes']);
  if (named.length === 0) return '';
  const lines = named.map(([name, value]) => `      <property${attributes({ name, value })}/>`);
  return `    <properties>\n${lines.join('\n')}\n    </properties>\n`;
}

function suiteXml(file: FileReport, cases: readonly Case[]): string {
  const head = attributes({ name: file.file, file: file.file, ...counts(cases), time: 0 });
  const body = cases.map((c) => c.xml).join('\n');
  return `  <testsuite${head}>\n${propertiesXml(file)}${body}\n  </testsuite>`;
}

export function junit(report: Report, undecided: Undecided): string {
  const suites = report.files.map((file) => ({ file, cases: casesOf(file, undecided) }));
  const all = counts(suites.flatMap((suite) => suite.cases));
  const head = attributes({ name: report.tool.name, ...all, time: 0 });
  const body = suites.map(({ file, cases }) => suiteXml(file, cases)).join('\n');
  const inner = body === '' ? '' : `${body}\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${inner}</testsuites>\n`;
}
