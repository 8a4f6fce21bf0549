/** All types that the API describes, imported and compiled as one file. */
import { expect, it } from 'vitest';
import { importInstanceTypes } from '#import';
import { Headless } from '#language';
import { describedTypes, WITHOUT_EVIDENCE } from '../support/shared.ts';

const described = describedTypes();

it.skipIf(described !== null)(`cannot compile all imported types: ${WITHOUT_EVIDENCE}`, () => {
  expect(described).toBeNull();
});

it.runIf(described !== null)('compiles all types of the API as they are imported', async () => {
  const { text, report } = importInstanceTypes({ InstanceTypes: described });
  expect(report.types).toBe(described?.length);
  const headless = new Headless({ read: () => Promise.resolve(undefined) });
  const checked = await headless.check('file:///imported.nitro', { text });
  expect(checked?.problems).toEqual([]);
});
