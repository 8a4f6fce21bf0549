/**
 * Evidence that lies beside the repository and not in it: tests use it when it is there.
 * Keeps true: a test that needs it is skipped, with a word, where it is not.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const beside = (path: string): string =>
  fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));

/** The parsed file, or null where it is not there. */
const sharedJson = (path: string): unknown => {
  const file = beside(path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
};

/** The answer of describe-instance-types for all types, or null. */
export const describedTypes = (): readonly Record<string, unknown>[] | null => {
  const json = sharedJson('catalog/describe-instance-types.json') as
    { InstanceTypes: Record<string, unknown>[] } | null;
  return json?.InstanceTypes ?? null;
};

export const WITHOUT_EVIDENCE = 'the described instance types do not lie beside the repository';

/** The numbered rows of what the product must be able to say, or null. */
export const storyRows = (): readonly number[] | null => {
  const file = beside('facts/seed.md');
  if (!existsSync(file)) return null;
  return [...readFileSync(file, 'utf8').matchAll(/^\| (\d+) \| /gmu)].map(([, row]) => Number(row));
};

export const WITHOUT_STORY = 'the story does not lie beside the repository';
