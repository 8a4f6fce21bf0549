/**
 * The bans of the pure floors, seen at work: each forbidden call is written once and reported, and
 * allowed on the roof.
 */
import { ESLint } from 'eslint';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import tseslint from 'typescript-eslint';
import { root } from './repository.ts';

const bans = [
  'export const now = Date.now();',
  'export const at = performance.now();',
  'export const luck = Math.random();',
  'export const root = Math.log(2);',
  'export const power = 2 ** 3;',
  "export const names = ['b', 'a'].sort();",
  "export const order = (a: string, b: string) => a.localeCompare(b);",
];

const everywhere = [
  'enum Colour { Red }\nexport const red = Colour.Red;',
  'namespace Room { export const one = 1; }\nexport const one = Room.one;',
  'export default 1;',
  'export const wide = (value: any) => value as unknown;',
  `export const long = 1; // ${'x'.repeat(100)}`,
  `${Array.from({ length: 401 }, (_, index) => `export const v${index} = 1;`).join('\n')}\n`,
  `export function f() {\n${'  f();\n'.repeat(70)}}`,
  'export function g(a: boolean) { if (a) { if (a) { if (a) { if (a) { g(a); } } } } }',
];

let eslint: ESLint;

beforeAll(() => {
  // Rules that need types need files of a project; those are tried by the check itself.
  eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });
});

async function messages(code: string, path: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: join(root, path) });
  return result?.messages.map(({ message }) => message) ?? [];
}

it.each(bans)('refuses on a pure floor, with a reason: %s', async (code) => {
  const found = await messages(code, 'src/compile/example.ts');
  expect(found.length).toBe(1);
  expect(found[0]?.length).toBeGreaterThan(40);
  expect(await messages(code, 'src/cli/example.ts')).toEqual([]);
});

it.each(everywhere)('refuses everywhere: %s', async (code) => {
  expect((await messages(code, 'src/cli/example.ts')).length).toBeGreaterThan(0);
});

it('has nothing to say of a plain file', async () => {
  expect(await messages('export const one = 1;', 'src/compile/example.ts')).toEqual([]);
});
