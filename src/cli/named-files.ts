/**
 * Where the files lie that a model names: beside its main file. Not their content, but for what
 * a program or page carries with it.
 */
import { dirname, join } from 'node:path';
import type { Ir } from '#ir';
import type { FilesAt } from '#sim/run';

/** Of a main file that lies at a path. */
export const filesBeside = (path: string, { files }: Ir): FilesAt =>
  Object.fromEntries(files.map(({ name }) =>
    [name, { is: 'path' as const, path: join(dirname(path), name) }]));
