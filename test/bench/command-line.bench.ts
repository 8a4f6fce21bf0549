/**
 * The command line, cold: CPU seconds of whole processes, as CI pays for them, against those of
 * Node itself. Bars: `--version` 0.1 s over Node; `check` of 20 lines 0.5 s, of 1,000 elements
 * 1.0 s. Medians of interleaved rounds, because other work on the machine comes and goes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cpuSecondsOfNode } from '../support/cpu-clock.ts';
import { largeWorkspace } from '../support/large-workspace.ts';

const PROGRAM = resolve('dist', 'cli', 'nitrospec.mjs');
const ROUNDS = 7;
const folder = mkdtempSync(join(tmpdir(), 'nitrospec-bench-'));

const SHORT = `use aws

host rack : Graviton3Host

instance web[2] : c7g.4xlarge on rack.soc[0] {
  volume root : gp3 { size = 20 GiB }
}
instance batch : c7g.8xlarge on rack.soc[1] {
  volume root : gp3 { size = 50 GiB }
}

scenario boot {
  runs = 5
  vary web.count in [1, 2]

  at 0 s launch web, batch

  expect boot(web) < 60 s
}
`;

/** 1,000 elements in 21 files. */
function writeLarge(): string {
  for (const [name, text] of largeWorkspace(1000)) writeFileSync(join(folder, name), text);
  return join(folder, 'site.nitro');
}

const median = (values: readonly number[]): number => {
  const inOrder = [...values].sort((a, b) => a - b);
  return inOrder[Math.floor(inOrder.length / 2)] ?? 0;
};

const short = join(folder, 'short.nitro');
writeFileSync(short, SHORT);
const large = writeLarge();

const cases: readonly (readonly [string, readonly string[], number])[] = [
  ['node -e 0', ['-e', '0'], Infinity],
  ['--version', [PROGRAM, '--version'], 0.1],
  ['check, 20 lines', [PROGRAM, 'check', short], 0.5],
  ['check, 1,000 elements in 21 files', [PROGRAM, 'check', large], 1],
  ['run, 20 lines, 10 runs', [PROGRAM, 'run', short], Infinity],
];

try {
  execFileSync(process.execPath, [PROGRAM, 'check', large], { stdio: 'ignore' });
  const seconds = cases.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, [, words]] of cases.entries()) seconds[index]?.push(cpuSecondsOfNode(words));
  }
  const node = median(seconds[0] ?? []);
  for (const [index, [name, , bar]] of cases.entries()) {
    const cpu = median(seconds[index] ?? []);
    // The first bar is over Node itself; the others are of the whole process.
    const counted = name === '--version' ? cpu - node : cpu;
    const judged = bar === Infinity ? '' : `  bar ${bar} s  ${counted <= bar ? 'met' : 'MISSED'}`;
    const over = name === '--version' ? ' over Node' : '';
    console.log(`${name.padEnd(36)} ${counted.toFixed(3)} s CPU${over}${judged}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
