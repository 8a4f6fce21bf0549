/**
 * How the tests run: one project per kind of test, mapped onto the folders of test/.
 * `npm test` runs all but `slow`; `npx vitest run test/base` runs one folder.
 */
import { configDefaults, defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

/** The folders of test/ that each project takes. A folder that is in no list is an error. */
export const foldersByProject = {
  pure: ['base', 'diagnostics', 'kinds', 'spec', 'ir', 'results', 'scene', 'compile', 'import', 'sim'],
  language: ['language', 'examples'],
  views: ['layout', 'views', 'report', 'webview'],
  wire: ['cli', 'wire', 'host'],
  house: ['house'],
  slow: ['slow'],
} as const;

/** The catalogue is text in the bundles, so it is text here too. */
const nitroAsText: Plugin = {
  name: 'nitro-as-text',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('.nitro') ? { code: `export default ${JSON.stringify(code)};`, map: null } : null,
};

const timeoutMsByProject: Partial<Record<string, number>> = { wire: 30_000, slow: 600_000 };

export default defineConfig({
  plugins: [nitroAsText],
  test: {
    projects: Object.entries(foldersByProject).map(([name, folders]) => ({
      extends: true as const,
      test: {
        name,
        include: folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`),
        exclude: [...configDefaults.exclude],
        setupFiles: ['scripts/node20-shim.mjs'],
        environment: 'node',
        testTimeout: timeoutMsByProject[name] ?? 10_000,
      },
    })),
    // Two cores, and forks leave nothing shared between files.
    pool: 'forks',
    passWithNoTests: true,
    coverage: { provider: 'v8', include: ['src/**', 'language-server/**', 'extension/**'] },
  },
});
