/**
 * The bundles: what is built from what. Run by `npm run build`; `--verbose` prints sizes and
 * what they are made of, `--all` builds even what is fresh, `--tidy` removes what an earlier build
 * left for programs that still run, other words name bundles.
 * Is not a watcher, and knows nothing of packaging.
 * Keeps true: a bundle whose source is absent is skipped with a word, and a bundle that is as new
 * as its inputs is left alone.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, sep } from 'node:path';
import * as esbuild from 'esbuild';
import { changedAtMs, filesBelow, kibibytes } from './scripts/lib/files.mjs';
import { isFresh, lastOutputs, remember } from './scripts/lib/fresh.mjs';
import { inRoot, root } from './scripts/lib/house.mjs';
import { removeOthers, writeOutputs } from './scripts/lib/outputs.mjs';

const shim = 'scripts/node20-shim.mjs';
/** Of the bundles that are split; below `dist`. */
const chunkFolder = 'cli/chunks';

/** @type {import('esbuild').BuildOptions} */
const everywhere = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  sourcemap: false,
  logLevel: 'warning',
  legalComments: 'none',
  charset: 'utf8',
  loader: { '.nitro': 'text', '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** @type {import('esbuild').BuildOptions} */
const onNode = { ...everywhere, platform: 'node', target: 'node20.19' };

/**
 * Some bundled packages are CommonJS and call `require` for Node's own modules.
 * @type {import('esbuild').BuildOptions}
 */
const onNodeAsModule = {
  ...onNode,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  banner: {
    js:
      "import{createRequire as __createRequire}from'node:module';" +
      'const require=__createRequire(import.meta.url);',
  },
};

/** @type {import('esbuild').BuildOptions} */
const inBrowser = { ...everywhere, platform: 'browser', target: 'es2022', format: 'iife' };

/** A browser worker has one global object, and some packages look for Node's name of it. */
const workerDefine = { ...everywhere.define, global: 'globalThis' };

/**
 * The layout engine is large and is shipped once: pages start it as a worker, and the command line
 * loads the same file, which lies beside the folder of its chunks.
 * @type {import('esbuild').Plugin}
 */
const layoutEngineBeside = {
  name: 'layout-engine-beside',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^elkjs\/lib\/elk-worker\.min\.js$/ }, () => ({
      path: '../../layout/elk-worker.min.cjs', external: true,
    }));
  },
};

/**
 * @typedef {object} Bundle
 * @property {string} name
 * @property {Record<string, string>} entries  output path without extension → source
 * @property {import('esbuild').BuildOptions} options
 * @property {string} [executable]  the output that users start
 * @property {Record<string, string>} [beside]  output path → what the file holds
 */

/** @returns {Bundle[]} */
function bundles() {
  return [
    {
      name: 'cli',
      entries: {
        'cli/nitrospec': 'src/cli/main.ts',
        'cli/worker': 'src/cli/worker.ts',
        // The editor's server is mostly what the command line has too, so they share chunks.
        'language-server/main-node': 'language-server/main-node.ts',
        'language-server/sim-worker-node': 'language-server/sim-worker-node.ts',
      },
      // Commands are imported when asked for, so `--version` reads one small file.
      options: {
        ...onNodeAsModule,
        inject: [shim],
        splitting: true,
        chunkNames: `${chunkFolder}/[name]-[hash]`,
        plugins: [layoutEngineBeside],
      },
      executable: 'dist/cli/nitrospec.mjs',
    },
    {
      // What `compile` puts around a model: a program for Node, and the script of a page.
      name: 'standalone-program',
      entries: { 'standalone/program': 'src/cli/standalone/program.ts' },
      options: { ...onNode, format: 'esm', outExtension: { '.js': '.mjs' } },
    },
    {
      name: 'standalone-page',
      entries: { 'standalone/page': 'src/cli/page/main.ts' },
      options: inBrowser,
    },
    {
      name: 'server-browser',
      entries: {
        'language-server/main-browser': 'language-server/main-browser.ts',
        'language-server/sim-worker-browser': 'language-server/sim-worker-browser.ts',
      },
      options: { ...inBrowser, inject: [shim], define: workerDefine },
    },
    {
      name: 'extension',
      entries: { 'extension/main': 'extension/host/main.ts' },
      // Both hosts of the editor load extensions as CommonJS.
      options: {
        ...onNode, target: 'es2022', format: 'cjs', external: ['vscode'],
        conditions: ['node', 'browser'],
      },
      beside: {
        // The host on Node takes `.js` for a module, and the one in a browser wants this ending.
        'extension/package.json': '{"type":"commonjs"}',
        'extension/node.cjs': "const{activateElsewhere:activate,deactivate}=require('./main.js');"
          + 'module.exports={activate,deactivate};',
      },
    },
    {
      name: 'webview',
      entries: webviewEntries(),
      options: {
        ...inBrowser, jsx: 'automatic', jsxImportSource: 'preact', loader: { '.svg': 'dataurl' },
      },
    },
  ];
}

/** Every folder of extension/webview that has a main file is one page. */
function webviewEntries() {
  /** @type {Record<string, string>} */
  const entries = {};
  for (const path of filesBelow(inRoot('extension', 'webview'))) {
    if (!['main.ts', 'main.tsx'].includes(basename(path))) continue;
    entries[`webview/${basename(dirname(path))}`] = relative(root, path);
  }
  return entries;
}

/**
 * Scripts of other packages that are shipped beside the bundles, made smaller.
 * @type {[from: string, to: string][]}
 */
const copies = [
  ['node_modules/elkjs/lib/elk-worker.min.js', 'dist/layout/elk-worker.min.cjs'],
];

/**
 * @param {Bundle} bundle
 * @param {{ all: boolean, verbose: boolean }} wish
 */
async function build(bundle, wish) {
  const present = Object.entries(bundle.entries).filter(([, source]) => existsSync(inRoot(source)));
  for (const source of Object.values(bundle.entries)) {
    if (!existsSync(inRoot(source))) console.log(`${bundle.name}: skipped ${source}, not there`);
  }
  if (present.length === 0) return;
  const recipe = JSON.stringify({ ...bundle, present, esbuild: esbuild.version });
  if (!wish.all && isFresh(bundle.name, recipe)) return;
  const startedAtMs = Date.now();
  const { metafile, outputFiles: made } = await esbuild.build({
    ...bundle.options,
    metafile: true,
    write: false,
    entryPoints: Object.fromEntries(present),
    outdir: 'dist',
  });
  const before = lastOutputs(bundle.name);
  const files = [...made, ...besideOf(bundle)];
  writeOutputs(files, inRoot('dist', chunkFolder));
  if (bundle.executable && existsSync(inRoot(bundle.executable))) {
    chmodSync(inRoot(bundle.executable), 0o755);
  }
  const outputs = files.map(({ path }) => relative(root, path));
  if (bundle.options.splitting) keepChunks([...outputs, ...before]);
  remember(bundle.name, { recipe, inputs: inputsOf(metafile), outputs, startedAtMs });
  report(bundle.name, metafile, { startedAtMs, verbose: wish.verbose });
}

/** @param {Bundle} bundle */
const besideOf = ({ beside = {} }) => Object.entries(beside).map(
  ([path, text]) => ({ path: inRoot('dist', path), contents: Buffer.from(text) }),
);

/**
 * The inputs on disk; the recipe's own file counts as one.
 * @param {import('esbuild').Metafile} metafile
 */
const inputsOf = (metafile) => [
  ...Object.keys(metafile.inputs).filter((path) => existsSync(inRoot(path))),
  'esbuild.mjs',
  'package.json',
];

/**
 * Chunks carry a digest in their name, so old ones would pile up.
 * @param {readonly string[]} outputs
 */
const keepChunks = (outputs) =>
  removeOthers(inRoot('dist', chunkFolder), outputs.map((path) => inRoot(path)));

/**
 * @param {string} name
 * @param {import('esbuild').Metafile} metafile
 * @param {{ startedAtMs: number, verbose: boolean }} how
 */
function report(name, metafile, { startedAtMs, verbose }) {
  console.log(`built ${name} in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
  if (!verbose) return;
  for (const [path, output] of Object.entries(metafile.outputs)) {
    console.log(`  ${kibibytes(output.bytes).padStart(9)}  ${path}  ${ingredients(output)}`);
  }
}

/**
 * Which packages a bundle's bytes come from, largest first.
 * @param {import('esbuild').Metafile['outputs'][string]} output
 */
function ingredients(output) {
  /** @type {Map<string, number>} */
  const bytesByPackage = new Map();
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'own';
    bytesByPackage.set(name, (bytesByPackage.get(name) ?? 0) + bytesInOutput);
  }
  const largest = [...bytesByPackage].sort((one, two) => two[1] - one[1]).slice(0, 6);
  return largest.map(([name, bytes]) => `${name} ${kibibytes(bytes)}`).join(', ');
}

/**
 * In a scope of its own, a script's outermost names can be short ones too.
 * @param {string} path  of a script
 */
function smaller(path) {
  const { code } = esbuild.transformSync(readFileSync(path, 'utf8'), {
    minify: true, legalComments: 'inline', charset: 'utf8', target: 'es2022',
    format: 'cjs', banner: '(()=>{', footer: '})()',
  });
  return code;
}

function copyFiles() {
  for (const [from, to] of copies) {
    const [source, target] = [inRoot(from), inRoot(to)];
    const sourceAtMs = [source, inRoot('esbuild.mjs')].map((path) => changedAtMs(path) ?? Infinity);
    if ((changedAtMs(target) ?? 0) >= Math.max(...sourceAtMs)) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, smaller(source));
  }
}

/** Leaves in the folders that are packed only what the last builds made. */
function tidy() {
  const made = known.flatMap(({ name }) => lastOutputs(name));
  const kept = [...made, ...copies.map(([, target]) => target)].map((path) => inRoot(path));
  const folders = new Set(kept.map((path) => relative(inRoot('dist'), path).split(sep)[0] ?? ''));
  for (const folder of folders) removeOthers(inRoot('dist', folder), kept);
}

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const wish = { all: process.argv.includes('--all'), verbose: process.argv.includes('--verbose') };
const known = bundles();
for (const word of wanted) {
  if (known.some((bundle) => bundle.name === word)) continue;
  console.error(`No bundle is called ${word}; there are ${known.map((b) => b.name).join(', ')}.`);
  process.exit(2);
}
const chosen = known.filter((bundle) => wanted.length === 0 || wanted.includes(bundle.name));
try {
  await Promise.all(chosen.map((bundle) => build(bundle, wish)));
  copyFiles();
  if (process.argv.includes('--tidy')) tidy();
} catch (error) {
  // esbuild has already printed what is wrong and where; anything else is ours to show.
  if (!(error instanceof Error && 'errors' in error)) console.error(error);
  process.exit(1);
}
