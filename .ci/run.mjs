/**
 * The body of .ci/run. Each step runs in a process group of its own within its time; when it ends,
 * what is left of it is ended too, so nothing stays behind.
 * Keeps true: a step that counts no tests (a check) or dies before counting them (a crash) counts
 * as one failure when it fails; a check counts as one pass when it goes well.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { inRoot, root } from '../scripts/lib/house.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

/** @type {{ name: string, script: string, report?: string, limitMinutes: number }[]} */
const steps = [
  { name: 'tests', script: 'test.mjs', report: 'test-fast.json', limitMinutes: 8 },
  { name: 'check', script: 'check.mjs', limitMinutes: 4 },
  // Before the slow tests, which try whatever second Node and browser the editor has brought.
  { name: 'editor tests', script: 'test-editor.mjs', report: 'test-editor.json', limitMinutes: 9 },
  { name: 'slow tests', script: 'test-slow.mjs', report: 'test-slow.json', limitMinutes: 18 },
];

/** @type {number | undefined} */
let groupId;

/** Every process of this run inherits this mark, also one that made a group of its own. */
const markName = 'NITROSPEC_CI_RUN';
const markValue = `${String(process.pid)}-${String(Date.now())}`;

/** @param {number} id  of a process, or minus that of a group */
function end(id) {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It was gone already, which is how it should be.
  }
}

/** @param {string} id */
function isMarked(id) {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0').includes(`${markName}=${markValue}`);
  } catch {
    // Ended meanwhile, or another user's.
    return false;
  }
}

/** Ends whatever the step that ran has left: its group, and the ones that left the group. */
function endAll() {
  if (groupId !== undefined) end(-groupId);
  groupId = undefined;
  if (!existsSync('/proc')) return;
  for (const id of readdirSync('/proc')) if (/^\d+$/.test(id) && isMarked(id)) end(Number(id));
}

for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])) {
  process.on(signal, () => {
    endAll();
    process.exit(code);
  });
}

/**
 * @param {string} script
 * @param {number} limitMinutes
 * @returns {Promise<number>}
 */
function run(script, limitMinutes) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [inRoot('scripts', script)], {
      cwd: root,
      detached: true,
      env: { ...process.env, CI: '1', NO_COLOR: '1', [markName]: markValue },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    groupId = child.pid;
    const timer = setTimeout(() => {
      console.error(`${script} took longer than ${String(limitMinutes)} minutes and was stopped.`);
      endAll();
    }, limitMinutes * 60_000);
    child.on('exit', (code) => {
      clearTimeout(timer);
      endAll();
      resolve(code ?? 1);
    });
    child.on('error', () => resolve(1));
  });
}

/**
 * Reads a report of vitest, or the shorter one of the editor tests.
 * @param {string | undefined} report
 * @returns {Count}
 */
function countOf(report) {
  const path = report === undefined ? '' : inRoot('out', report);
  if (!existsSync(path)) return { passed: 0, failed: 0 };
  const read = JSON.parse(readFileSync(path, 'utf8'));
  return {
    passed: read.numPassedTests ?? read.passed ?? 0,
    failed: read.numFailedTests ?? read.failed ?? 0,
  };
}

/** @type {Count} */
const total = { passed: 0, failed: 0 };
for (const { report } of steps) if (report) rmSync(inRoot('out', report), { force: true });
for (const { name, script, report, limitMinutes } of steps) {
  console.log(`\n== ${name}`);
  const startedAtMs = Date.now();
  const code = await run(script, limitMinutes);
  const count = countOf(report);
  // A file that does not load, or a check, fails without a single test having failed.
  if (code !== 0 && count.failed === 0) count.failed = 1;
  if (code === 0 && report === undefined) count.passed = 1;
  total.passed += count.passed;
  total.failed += count.failed;
  const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(0);
  const result = code === 0 ? 'ok' : `failed (${String(code)})`;
  const counts = `${String(count.passed)} passed, ${String(count.failed)} failed`;
  console.log(`== ${name}: ${result}, ${counts}, ${seconds} s`);
}
console.log(`\n${String(total.passed)} passed, ${String(total.failed)} failed`);
process.exit(total.failed === 0 ? 0 : 1);
