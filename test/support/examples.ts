/** The specs that ship as examples, folders of them included. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const examplesFolder = join(import.meta.dirname, '../../examples');

/** Paths within the folder, sorted. */
export const exampleNames: readonly string[] =
  readdirSync(examplesFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.nitro')).sort();

/** One of three, from all folders: for quick tests that take long for each. */
export const someExamples: readonly string[] = exampleNames.filter((_, i) => i % 3 === 0);
