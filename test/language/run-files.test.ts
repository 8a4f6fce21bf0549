/** Where the worker of a run finds the files of a model: on its disk, or in its hands. */
import type { URI } from 'langium';
import { expect, it } from 'vitest';
import type { Ir } from '#ir';
import { HANDED_OVER_MAX } from '#sim/run';
import { RunFiles } from '../../language-server/services/run-files.ts';

const bytes = new Uint8Array([1, 2, 3]);

const oneFile = {
  readBinary: (uri: URI): Promise<Uint8Array> => uri.path === '/specs/data/a.csv'
    ? Promise.resolve(bytes) : Promise.reject(new Error('not there')),
};

const ir = (name: string, sizeBytes = 3): Ir =>
  ({ files: [{ name, sizeBytes, sha256: '' }] }) as unknown as Ir;

it('names the path where workers read the disk, and hands bytes over where they do not', async () => {
  const reading = new RunFiles(oneFile, true);
  expect(await reading.of('file:///specs/main.nitro', ir('data/a.csv')))
    .toEqual({ 'data/a.csv': { is: 'path', path: '/specs/data/a.csv' } });
  const handed = { 'data/a.csv': { is: 'bytes', bytes } };
  expect(await new RunFiles(oneFile, false).of('file:///specs/main.nitro', ir('data/a.csv')))
    .toEqual(handed);
  // What is on no disk of this machine is handed over in any case.
  expect(await reading.of('vscode-vfs://github/specs/main.nitro', ir('data/a.csv'))).toEqual(handed);
});

it('says why a file is not handed over', async () => {
  const files = new RunFiles(oneFile, false);
  expect(await files.of('file:///specs/main.nitro', ir('b.csv')))
    .toEqual({ 'b.csv': { is: 'none', reason: 'cannot be read' } });
  expect(await files.of('file:///specs/main.nitro', ir('data/a.csv', HANDED_OVER_MAX + 1)))
    .toEqual({ 'data/a.csv': { is: 'none', reason: 'is larger than 256 MiB, which is the most that '
      + 'is handed to a worker that reads no disk' } });
});
