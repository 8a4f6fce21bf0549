/** The door of the report room: what was checked and run, said in every format. */
export { csvProblems, csvRuns } from './csv.ts';
export { diffModels, diffResults, jsonDiff, terminalDiff } from './diff.ts';
export type { Change } from './diff.ts';
export { github, githubSummary } from './github.ts';
export { escapeMarkup } from './escape.ts';
export {
  counterfactualOf, counterfactualText, explainedStream, jsonExplain, terminalExplain,
} from './explain.ts';
export type { Counterfactual, ExplainedRun, ExplainedStream } from './explain.ts';
export { html, reportBody, reportStyle } from './html.ts';
export { shownRunText } from './html-tables.ts';
export { FORMAT_VERSION, jsonCheck, jsonResults, jsonRuns } from './json.ts';
export { junit } from './junit.ts';
export { countOf, expectationsOf, isFine, problemsOf, shownVariant } from './order.ts';
export { perfetto } from './perfetto.ts';
export { reportTheme } from './picture-theme.ts';
export { sarif } from './sarif.ts';
export { colourStyle, plainStyle } from './style.ts';
export type { Style } from './style.ts';
export { terminalCheck, terminalRun } from './terminal.ts';
export { plainLook, problemsText } from './terminal-problems.ts';
export type { TerminalLook } from './terminal-problems.ts';
export { processorLines } from './terminal-streams.ts';
export { variantText, verdictSummary } from './terminal-runs.ts';
export { counted, cut, printable, shortCount, table } from './text.ts';
export type * from './types.ts';
