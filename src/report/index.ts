/** The door of the report room: what was checked and run, said in every format. */
export { csvProblems, csvRuns } from './csv.ts';
export { github, githubSummary } from './github.ts';
export { html } from './html.ts';
export { FORMAT_VERSION, jsonCheck, jsonResults, jsonRuns } from './json.ts';
export { junit } from './junit.ts';
export { countOf, expectationsOf, isFine, problemsOf } from './order.ts';
export { sarif } from './sarif.ts';
export { colourStyle, plainStyle } from './style.ts';
export type { Style } from './style.ts';
export { terminalCheck, terminalRun } from './terminal.ts';
export { plainLook, problemsText } from './terminal-problems.ts';
export type { TerminalLook } from './terminal-problems.ts';
export { verdictSummary } from './terminal-runs.ts';
export { counted, cut, printable, shortCount, table } from './text.ts';
export type * from './types.ts';
