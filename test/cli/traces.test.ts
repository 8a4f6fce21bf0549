/** Traces on the command line: threads open the file, compiled programs carry it. */
import { expect, it } from 'vitest';
import type { Results } from '#results';
import { call } from '../support/command-line.ts';

const SPEC = `use aws
host box : C5Host
instance app : c5.2xlarge on box {
  volume data : gp3 { size = 8 GiB  iops = 3 Kiops }
}
io replayed on app.data { trace = "traces/a.csv" }
scenario s {
  duration = 1 s
  expect replayed.lost == 0
  expect mean(replayed.iops) within 1 % of 3 iops
}
`;

const TRACE = 'time_ms,operation,offset,size\n0,read,0,4096\n100,write,4096,4096\n200,read,0,512\n';
const files = { 'specs/a.nitro': SPEC, 'specs/traces/a.csv': TRACE };

it('replays the file beside the spec, to the same bytes on any number of threads', async () => {
  const words = ['run', 'specs/a.nitro', '--runs', '20', '-o', 'r.json'];
  const one = await call([...words, '--jobs', '1'], { files });
  expect(one.out()).toContain('2 of 2 expectations hold');
  expect(one.code).toBe(0);
  // With a clock that jumps, all jobs go to threads.
  const two = await call([...words, '--jobs', '4'], { files, tickMs: 1000 });
  const bytesOf = (called: typeof one): string | undefined =>
    [...called.files].find(([path]) => path.endsWith('/r.json'))?.[1];
  expect(bytesOf(one)).toBeDefined();
  expect(bytesOf(two)).toBe(bytesOf(one));
  const results = JSON.parse(bytesOf(one) ?? '') as Results;
  expect(results.scenarios[0]?.variants[0]?.runs[0]?.streams[0]?.completed).toBe(3);
});

it('explains what a replayed load went through', async () => {
  const { code, out } = await call(['explain', 'specs/a.nitro', 'replayed'], { files });
  expect(code).toBe(0);
  expect(out()).toContain('app.data/iops');
});

it('carries the file along in a compiled program, and says when it is too large', async () => {
  const small = await call(['compile', 'specs/a.nitro', '-o', 'x.mjs'], { files });
  const program = [...small.files].find(([path]) => path.endsWith('/x.mjs'))?.[1] ?? '';
  expect(program).toContain(`"base64":"${Buffer.from(TRACE).toString('base64')}"`);
  const large = await call(['compile', 'specs/a.nitro', '-o', 'x.mjs'], {
    files: { ...files, 'specs/traces/a.csv': TRACE.padEnd(32 * 1024 * 1024 + 1, '\n') },
  });
  expect(large.code).toBe(0);
  expect(large.err()).toContain("'traces/a.csv' is larger than 32 MiB");
});
