/**
 * What a keystroke costs: the built server over stdio, on workspaces of 1,000 and 5,000 declared
 * elements in 21 files (one of types that all use, 19 racks, one site that uses every rack): in a
 * rack, in a scenario of the site, in an element of the site, and in the types.
 * Not a test: figures depend on the machine, so each stands beside its bar. CPU is that of the
 * server's process, all threads, from the kernel's own books, which count in ticks of 10 ms: so an
 * edit's figure is the mean of many.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { largeWorkspace } from '../support/large-workspace.ts';
import { startClient, type Client } from '../wire/client.ts';

const EDITS = 20;
const WARM_EDITS = 5;
const SERVER = resolve('dist/language-server/main-node.mjs');

const cpuMs = (pid: number): number => {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

const rssMib = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) / 1024;

const quiet = async (client: Client): Promise<void> => {
  let before = -1;
  for (let now = cpuMs(client.process.pid ?? 0); now !== before;) {
    before = now;
    await new Promise((resume) => void setTimeout(resume, 700));
    now = cpuMs(client.process.pid ?? 0);
  }
};

interface Edited { readonly publishMs: number; readonly cpu: number; readonly allCpu: number }

/** Of all files: one that is edited twice must not take an earlier answer for its own. */
let version = 1;

/** Changes a number of a file and back; the time until its diagnostics, and until all is quiet. */
const edit = async (
  client: Client, uri: string, text: string, unit: string,
): Promise<Edited> => {
  const pid = client.process.pid ?? 0;
  version++;
  const number = new RegExp(`\\d+ (${unit})`, 'u');
  client.open(uri, text, version);
  await client.diagnostics(uri);
  await quiet(client);
  let wall = 0;
  let cpu = 0;
  for (let round = -WARM_EDITS; round < EDITS; round++) {
    version++;
    if (round === 0) {
      wall = 0;
      cpu = cpuMs(pid);
    }
    const changed = version % 2 === 0 ? text.replace(number, '19 $1') : text;
    const startedAt = performance.now();
    client.change(uri, changed, version);
    const wanted = version;
    await client.diagnostics(uri, (message) => message.version === wanted);
    wall += performance.now() - startedAt;
  }
  cpu = cpuMs(pid) - cpu;
  const before = cpuMs(pid);
  version++;
  client.change(uri, text, version);
  await client.diagnostics(uri, (message) => message.version === version);
  await quiet(client);
  return { publishMs: wall / EDITS, cpu: cpu / EDITS, allCpu: cpuMs(pid) - before };
};

/** The files that are edited, and the unit of the number that changes. */
const EDITED = [
  ['rack3.nitro', 'GiB'], ['site.nitro', 'min'], ['site.nitro', 'GiB'], ['types.nitro', 'Gbps'],
] as const;

interface Bars { readonly editMs: number; readonly startS: number; readonly mib: number }

const measure = async (elements: number, bars: Bars): Promise<void> => {
  const { editMs: barMs, startS: startBarS, mib: barMib } = bars;
  const folder = mkdtempSync(join(tmpdir(), 'nitro-bench-'));
  mkdirSync(folder, { recursive: true });
  const files = largeWorkspace(elements);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const startedAt = performance.now();
  const client = await startClient(pathToFileURL(folder).href, { server: SERVER });
  client.open(uri('site.nitro'), files.get('site.nitro') ?? '');
  const first = await client.diagnostics(uri('site.nitro'));
  const started = (performance.now() - startedAt) / 1000;
  const errors = first.diagnostics.filter((one) => one.severity === 1).length;
  console.log(`  ${elements} elements: first diagnostics after ${started.toFixed(2)} s `
    + `(bar ${startBarS} s; ${cpuMs(client.process.pid ?? 0)} ms CPU; ${errors} errors)${started <= startBarS ? '' : '  MISSED'}`);
  for (const [name, unit] of EDITED) {
    const { publishMs, cpu, allCpu } = await edit(client, uri(name), files.get(name) ?? '', unit);
    console.log(`    edit ${`${name}, ${unit}`.padEnd(17)} ${cpu.toFixed(1)} ms CPU (bar ${barMs}), `
      + `${publishMs.toFixed(1)} ms until published; ${allCpu} ms CPU until all files are done`
      + (cpu <= barMs ? '' : '  MISSED'));
  }
  const mib = rssMib(client.process.pid ?? 0);
  console.log(`    ${mib.toFixed(0)} MiB at the most (bar ${barMib})${mib <= barMib ? '' : '  MISSED'}`);
  await client.stop();
  rmSync(folder, { recursive: true });
};

await measure(1000, { editMs: 50, startS: 1.2, mib: 200 });
await measure(5000, { editMs: 150, startS: 2, mib: 280 });
