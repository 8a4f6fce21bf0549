/**
 * Runs TypeScript of the house from a script: Node 20 cannot read it, so it is bundled first.
 */
import { mkdirSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot, root } from './house.mjs';

/**
 * @param {string} entryPath
 * @returns {Promise<string>} the path of one JavaScript file that holds the entry and all it needs
 */
export async function bundleForNode(entryPath) {
  // Imported here: only callers that bundle need the installed package.
  const { build } = await import('esbuild');
  const name = relative(root, entryPath).replaceAll(/[\\/]/g, '-').replace(/\.tsx?$/, '');
  const outfile = inRoot('.cache', 'programs', `${basename(name)}.mjs`);
  mkdirSync(inRoot('.cache', 'programs'), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [entryPath],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    // Beside it: within, it would be a part of what a bench measures of memory.
    sourcemap: 'linked',
    // As in the bundles that are shipped: constants of files that import nothing become numbers.
    minifySyntax: true,
    logLevel: 'warning',
    loader: { '.nitro': 'text' },
    inject: ['scripts/node20-shim.mjs'],
    banner: {
      js:
        "import{createRequire as __createRequire}from'node:module';" +
        'const require=__createRequire(import.meta.url);',
    },
  });
  return outfile;
}

/**
 * @param {string} entryPath
 * @returns {Promise<any>} the module's exports
 */
export async function importTypescript(entryPath) {
  const path = await bundleForNode(entryPath);
  return import(pathToFileURL(path).href);
}
