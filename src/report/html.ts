/**
 * The report as one HTML file: verdicts first, then the picture, the time line, where work queued,
 * and what was assumed. Keeps true: nothing is fetched and nothing runs (the policy of the page
 * forbids both), and it reads in light and dark, on paper and by keyboard.
 */
import { grouped } from '#base';
import type { ExpectationResult, Results, ScenarioResults, Verdict } from '#results';
import { escapeMarkup } from './escape.ts';
import { excerptOf, placeText } from './excerpt.ts';
import { drivesSection } from './html-drives.ts';
import { flowsSection, networksSection } from './html-networks.ts';
import { REPORT_CSS } from './html-style.ts';
import { processorsTable, streamsSection } from './html-streams.ts';
import { bootTable, findingsTable, stationsTable } from './html-tables.ts';
import { volumesSection } from './html-volumes.ts';
import { boundText } from './junit.ts';
import { expectationsOf, problemsOf } from './order.ts';
import { measuredOf, printInterval, printValue } from './quantities.ts';
import { PICTURE_CSS } from './picture-theme.ts';
import { problemCounts } from './terminal-problems.ts';
import {
  assumedByProperty, eventsOf, MARKS, runsText, variantText, verdictSummary,
} from './terminal-runs.ts';
import { counted } from './text.ts';
import type { FileReport, Picture, Place, Report, ReportedProblem, Texts } from './types.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
  + "form-action 'none'";

const mark = (verdict: Verdict): string =>
  `<span class="mark ${verdict}">${MARKS[verdict]} ${verdict}</span>`;

const tick = (text: string): string => `<code>${escapeMarkup(text)}</code>`;

/** Our own drawing; scripts and foreign content have no business in it. */
const figure = (picture: Picture): string =>
  `<figure role="img" aria-label="${escapeMarkup(picture.title)}">${picture.svg}`
  + `<figcaption>${escapeMarkup(picture.title)}</figcaption></figure>\n`;

/** The value, and below it how sure it is. */
function measuredCell(expectation: ExpectationResult, results: Results): string {
  const measured = measuredOf(results, expectation);
  const value = `<span class="nowrap">${escapeMarkup(printValue(expectation.estimate, measured))}</span>`;
  if (expectation.interval === null) return value;
  const interval = escapeMarkup(printInterval(expectation.interval, measured));
  return `${value}<br><span class="quiet nowrap">95 %: ${interval}</span>`;
}

/** Most expectations stand in the file itself. */
const lineText = (place: Place, file: FileReport): string =>
  place.file === file.file ? `line ${place.range.start.line + 1}` : placeText(place);

interface Reported {
  readonly scenario: ScenarioResults;
  readonly file: FileReport;
  readonly results: Results;
}

function expectationRow(expectation: ExpectationResult, reported: Reported): string {
  const { scenario, file, results } = reported;
  const place = file.run?.places[scenario.name]?.[expectation.index] ?? null;
  const variant = variantText(scenario.variants.find((v) => v.index === expectation.variant));
  const more = expectation.moreRuns === null
    ? ''
    : ` About ${counted(expectation.moreRuns, 'more run')} would decide it.`;
  const reason = `${expectation.reason ?? ''}${more}`.trim();
  const cells = [
    mark(expectation.verdict),
    `${tick(expectation.text)}${reason === '' ? '' : `<br><span class="quiet">${escapeMarkup(reason)}</span>`}`,
    measuredCell(expectation, results),
    escapeMarkup(boundText(expectation, results)),
    ...(scenario.variants.length < 2 ? [] : [escapeMarkup(variant)]),
    place === null ? '' : `<span class="quiet">${escapeMarkup(lineText(place, file))}</span>`,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`;
}

function verdictTable(scenario: ScenarioResults, file: FileReport, results: Results): string {
  if (scenario.expectations.length === 0) {
    return '<p class="quiet">Nothing is expected of this scenario.</p>\n';
  }
  const heads = [
    'verdict', 'expectation', 'measured', 'bound',
    ...(scenario.variants.length < 2 ? [] : ['variant that decides']), 'where',
  ];
  const rows = scenario.expectations.map((expectation) =>
    expectationRow(expectation, { scenario, file, results }));
  return `<div class="scroll"><table><thead><tr>${
    heads.map((head) => `<th scope="col">${head}</th>`).join('')
  }</tr></thead><tbody>\n${rows.join('')}</tbody></table></div>\n`;
}

function variantsTable(scenario: ScenarioResults, results: Results): string {
  if (scenario.variants.length < 2 || scenario.expectations.length === 0) return '';
  const head = scenario.expectations.map((e) => `<th scope="col">${escapeMarkup(e.text)}</th>`);
  const rows = scenario.variants.map((variant) => {
    const cells = scenario.expectations.map((expectation) => {
      const own = expectation.perVariant.find((v) => v.variant === variant.index);
      if (own === undefined) return '<td class="quiet">not asked</td>';
      return `<td>${MARKS[own.verdict]} ${measuredCell({ ...expectation, ...own }, results)}</td>`;
    });
    return `<tr><th scope="row">${escapeMarkup(variantText(variant))}</th>${cells.join('')}</tr>\n`;
  });
  return `<h3>Every variant</h3>\n<div class="scroll"><table><thead><tr><th></th>${
    head.join('')}</tr></thead><tbody>\n${rows.join('')}</tbody></table></div>\n`;
}

function assumedList(scenario: ScenarioResults): string {
  if (scenario.assumed.length === 0) return '';
  const items = assumedByProperty(scenario.assumed).map((entry) => `<li>${escapeMarkup(entry)}</li>`).join('');
  return `<details><summary>${
    counted(scenario.assumed.length, 'input')} assumed: a default without a source took part`
    + `</summary><ul>${items}</ul></details>\n`;
}

function scenarioSection(scenario: ScenarioResults, file: FileReport, results: Results): string {
  const pictures = file.pictures.filter((p) => p.scenario === scenario.name);
  const facts = `${runsText(scenario)}, ${grouped(eventsOf(scenario))} events, seed ${scenario.seed}`;
  return `<section>\n<h2>${escapeMarkup(scenario.name)}</h2>\n`
    + `<p class="quiet">${escapeMarkup(facts)}</p>\n`
    + verdictTable(scenario, file, results)
    + pictures.map((picture) => figure(picture)).join('')
    + variantsTable(scenario, results)
    + streamsSection(scenario, results, file.whatIfs ?? [])
    + flowsSection(scenario, results, file)
    + networksSection(scenario, results)
    + volumesSection(scenario, results)
    + drivesSection(scenario, results)
    + processorsTable(scenario)
    + findingsTable(scenario, results)
    + bootTable(scenario, results)
    + stationsTable(scenario, results)
    + assumedList(scenario)
    + '</section>\n';
}

const EXCERPT_WIDTH = 120;

function problemSection(problem: ReportedProblem, texts: Texts): string {
  const excerpt = excerptOf(problem.place, texts, EXCERPT_WIDTH);
  const shown = excerpt === undefined
    ? ''
    : `<pre>${escapeMarkup(excerpt.text)}\n${' '.repeat(excerpt.before)}${'^'.repeat(excerpt.carets)}</pre>`;
  const fix = problem.fixes.map((f) => f.title).join(', or ') || problem.remedy;
  const lines = [
    `<p>${escapeMarkup(problem.message)}</p>`,
    shown,
    ...problem.related.map((r) =>
      `<p class="quiet">see ${escapeMarkup(placeText(r))}: ${escapeMarkup(r.message)}</p>`),
    problem.why === null ? '' : `<p class="quiet">why: ${escapeMarkup(problem.why)}</p>`,
    fix === null ? '' : `<p class="quiet">fix: ${escapeMarkup(fix)}</p>`,
  ];
  return `<div class="problem"><h3><span class="mark ${problem.severity}">${problem.severity}</span> `
    + `${escapeMarkup(problem.code)} <span class="quiet">${
      escapeMarkup(placeText(problem.place))}</span></h3>\n${lines.join('\n')}</div>\n`;
}

function fileSection(file: FileReport): string {
  const { model, run } = file;
  const facts = model === null
    ? 'no model: the text has errors'
    : [
        counted(model.counts.hosts, 'host'), counted(model.counts.instances, 'instance'),
        ...(model.counts.microvms === 0 ? [] : [counted(model.counts.microvms, 'microVM')]),
        counted(model.counts.scenarios, 'scenario'), `model ${model.fingerprint.slice(0, 8)}`,
      ].join(' · ');
  const results = run?.results;
  return `<header><h1>${escapeMarkup(file.file)}</h1><span class="quiet">${
    escapeMarkup(facts)}</span></header>\n`
    + (results?.partial === true
      ? '<p><span class="mark undecided">partial</span> Not all runs were made.</p>\n'
      : '')
    + file.pictures.filter((p) => p.scenario === null).map((p) => figure(p)).join('')
    + (results?.scenarios ?? []).map((s) => scenarioSection(s, file, results as Results)).join('');
}

function headline(report: Report): string {
  const ran = report.files.filter((file) => file.run !== null);
  const verdicts = ran.flatMap((file) => expectationsOf(file)).map((e) => e.expectation.verdict);
  const counts = problemCounts(problemsOf(report));
  const worst = counts.includes('error') || verdicts.includes('fails')
    ? 'fails'
    : verdicts.includes('undecided') ? 'undecided' : 'holds';
  const parts = [
    ...(counts === '' ? [] : [counts]),
    ...(ran.length === 0 ? [] : [verdictSummary(ran)]),
  ];
  const text = parts.length === 0 ? 'No problems' : parts.join('; ');
  return `<p class="verdict-line ${worst}">${MARKS[worst]} ${escapeMarkup(text)}</p>\n`;
}

/** What stands in the page: verdicts, problems, then each file with its scenarios. */
export function reportBody(report: Report, texts: Texts): string {
  const problems = problemsOf(report).map((problem) => problemSection(problem, texts)).join('');
  return headline(report) + problems + report.files.map((file) => fileSection(file)).join('');
}

export const reportStyle: string = `${REPORT_CSS}${PICTURE_CSS}`;

export function html(report: Report, texts: Texts): string {
  const title = report.files.map((file) => file.file).join(', ').slice(0, 200);
  return `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n`
    + `<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(POLICY)}">\n`
    + '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    + `<title>${escapeMarkup(title)} · ${escapeMarkup(report.tool.name)}</title>\n`
    + `<style>${reportStyle}</style>\n</head>\n<body>\n<main>\n`
    + reportBody(report, texts)
    + `</main>\n<footer class="quiet"><p>${escapeMarkup(report.tool.name)} ${
      escapeMarkup(report.tool.version)}</p></footer>\n</body>\n</html>\n`;
}
