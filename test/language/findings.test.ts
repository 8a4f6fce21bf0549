/**
 * Findings of runs: the example that the list of diagnostics prints for a code has that finding,
 * once, when it is run; with a small change it has it no more. Codes that the kernel's limits, the
 * command line or a merge say are tried where those are.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CODES, type Code } from '#diagnostics';
import type { RunResult } from '#results';
import { planRuns } from '#sim/run';
import { checkGolden, listed } from '../support/golden.ts';
import { results, wholeRun } from '../support/life-runs.ts';

const path = join(import.meta.dirname, '../specs/findings.nitro');

/** What the near miss writes instead, and why that is silent. */
const nearMisses: readonly (readonly [code: Code, from: string, to: string, because: string])[] = [
  ['run/action-ignored', 'at 10 s stop', 'at 40 s terminate', 'a stopped instance can be terminated'],
  ['run/launch-failed', 'fail sled.hv[0]', 'fail sled.hv[0] for 15 s', 'a later try is answered'],
  ['run/command-failed', 'fail sled.hv[0]', 'fail sled.hv[0] for 70 s', 'a later try is answered'],
  ['run/killed', 'soc[0]\n}', 'soc[1]\n}', 'nothing runs on that socket'],
  ['run/attached', 'at 30 s', 'at 1 min', 'the scenario ends before it is done'],
  ['run/detached', 'at 30 s', 'at 1 min', 'the scenario ends before it is done'],
  ['run/rebooted', 'reboot', 'stop', 'a stop is no reboot'],
  ['run/no-boot-volume', 'soc[0]\n', 'soc[0] { volume root : gp3 { size = 8 GiB } }\n', 'it has one'],
  ['run/launch-unfinished', 'duration = 1 s', 'duration = 1 min', 'it is up before the end'],
  ['run/credits-spent', '  initialCredits = 0 %', '', 'they last for half an hour'],
  ['run/process-crashed', '= none', '= hardware', 'the hypervisor emulates what would fault'],
  ['run/deadlock', 'end[0..4] to end[2..4], end[0..1]', 'end[0..3] to end[2..4], end[0]', 'no circle is closed'],
  ['run/link-freed', 'pfcWatchdog = 200 us', 'pfcWatchdog = 1 s', 'the run ends before it looks'],
  ['run/flow-refused', 'from web', 'from front', 'the group of front is admitted'],
  ['run/flow-broken', 'fail box[1].nic', 'fail box[1].nic for 100 ms', 'it is back in time'],
  ['run/drive-worn-out', 'eraseLimit = 3', 'eraseLimit = 10000', 'blocks last longer than the run'],
  ['run/drive-not-steady', 'dies = 1', 'dies = 1\nbox.local.nvme.precondition = steady', 'it was overwritten before'],
  ['run/blocks-read', ' to web', '', 'the host is not its owner'],
  ['run/blocks-exposed', '  encrypted = no', '', 'the card encrypts, and its function is of the guest'],
  ['run/blocks-unreadable', ' blocks of web.root', ' blocks of web.root to web', 'its owner has the key'],
  ['run/firmware-refused', 'duration = 1 s', 'duration = 1 s\n  board.guard.firmwareWrites = allowed', 'it goes through'],
  ['run/firmware-written', '= allowed', '= refused', 'the chip refuses it'],
];

const findingsOf = async (text: string): Promise<RunResult['findings']> => {
  const { ir, problems } = await checkGolden(path, { text });
  if (ir === null) throw new Error(`${listed(problems)}\n${text}`);
  return results(ir).scenarios.flatMap(({ variants }) =>
    variants.flatMap(({ runs }) => runs.flatMap(({ findings }) => findings)));
};

it('every finding of a device has a near miss here', async () => {
  const { FINDINGS } = await import('#sim/devices');
  // Those of traces need a file beside the spec: they are tried where traces are.
  expect(nearMisses.map(([code]) => code))
    .toEqual(Object.keys(FINDINGS).filter((code) => !code.startsWith('run/trace-')));
});

it.each(nearMisses)('%s is the one finding of its example, not with %j as %j: %s', async (code, from, to) => {
  const { example, severity } = CODES[code];
  const found = await findingsOf(example);
  expect(found.map((finding) => [finding.code, finding.severity])).toEqual([[code, severity]]);
  const silent = example.replace(from, to);
  expect(silent).not.toBe(example);
  expect((await findingsOf(silent)).map((finding) => finding.code)).not.toContain(code);
});

it.each([
  ['run/deadlock', /^ring\[\d\] -- ring\[\d\]$/],
  ['run/link-freed', /^far -- near$/],
] as const)('%s is about a link, and not about the first switch', async (code, link) => {
  const [found] = await findingsOf(CODES[code].example);
  expect(found?.element).toMatch(link);
  const [left = '', right = ''] = (found?.element ?? '').split(' -- ');
  // The link is one that the words name, whichever way.
  expect([`${left} > ${right}`, `${right} > ${left}`].some((way) => found?.message.includes(way)))
    .toBe(true);
});

it('run/not-simulated is all that keeps its example from being run', async () => {
  const { example } = CODES['run/not-simulated'];
  const { ir, problems } = await checkGolden(path, { text: example });
  if (ir === null) throw new Error(listed(problems));
  const plan = planRuns(ir, wholeRun);
  expect(plan.ok ? [] : plan.problems.map((problem) => problem.code)).toEqual(['run/not-simulated']);
  const silent = await checkGolden(path, {
    text: example.replace('on lone', 'on web.root'),
  });
  if (silent.ir === null) throw new Error(listed(silent.problems));
  expect(planRuns(silent.ir, wholeRun).ok).toBe(true);
});
