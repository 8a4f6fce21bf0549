/**
 * Runs the tests of some projects and keeps the counts where .ci/run finds them.
 */
import { rmSync } from 'node:fs';
import { inRoot, toolPaths } from './house.mjs';
import { runNode } from './run.mjs';

/**
 * @param {readonly string[]} projects
 * @param {{ reportName: string, args: readonly string[] }} options
 */
export function runTests(projects, { reportName, args }) {
  const reportPath = inRoot('out', `${reportName}.json`);
  // A run that dies early must not be counted by the report of the run before.
  rmSync(reportPath, { force: true });
  return runNode([
    toolPaths.vitest,
    'run',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportPath}`,
    ...args,
  ]);
}
