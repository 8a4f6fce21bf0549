/** A law of traces over all examples, the packets of a flow among them where there is one. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { flowStreams } from '#sim/run';
import { call } from '../support/command-line.ts';
import { exampleNames, examplesFolder } from '../support/examples.ts';
import { checkGolden } from '../support/golden.ts';
import { brokenSlices } from '../support/trace-slices.ts';

it.each(exampleNames)('keeps slices of a track beside or within each other: %s', async (name) => {
  const path = join(examplesFolder, name);
  const { ir } = await checkGolden(path);
  if (ir === null) throw new Error('no model');
  const [stream] = flowStreams(ir, ir.scenarios);
  const text = readFileSync(path, 'utf8');
  const beside = [...text.matchAll(/"(?<file>[^"\n]+\.csv)"/gu)].map(({ groups }) =>
    groups?.['file'] ?? '');
  const { code, out, err } = await call([
    'run', basename(name), '--runs', '1', '--undecided', 'pass', '--format', 'perfetto',
    ...(stream === undefined ? [] : ['--packets', stream]),
  ], {
    files: Object.fromEntries([basename(name), ...beside].map((file) =>
      [file, readFileSync(join(dirname(path), file), 'utf8')])),
  });
  expect({ name, code, err: err() }).toMatchObject({ name, code: 0 });
  expect(brokenSlices(out()).broken).toEqual([]);
});
