/**
 * Starts and stops a real VS Code on a free port of this machine, with an extension installed.
 * Keeps true: it has a folder and a process group of its own, and both are gone when it stops.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Quiet, without the parts that call outside, and typing arrives as it was typed. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'files.autoSave': 'off',
  'files.simpleDialog.enable': true,
  'editor.minimap.enabled': false,
  'editor.accessibilitySupport': 'off',
  'editor.autoIndent': 'none',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoSurround': 'never',
  'editor.acceptSuggestionOnCommitCharacter': false,
  'editor.acceptSuggestionOnEnter': 'off',
};

/** Of the built-in extensions only these: the others cost seconds at each start. */
const BUILTINS = ['theme-defaults', 'theme-seti', 'json', 'markdown-basics', 'log'];

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 4_000;

/** @returns {Promise<number>} */
const freePort = () => new Promise((resolve, reject) => {
  const server = createServer();
  server.on('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
  });
});

/**
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<void>}
 */
const runToEnd = (program, args, env) => new Promise((resolve, reject) => {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (/** @type {Buffer} */ chunk) => (said += chunk.toString()));
  }
  child.on('error', reject);
  child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(said))));
});

/**
 * @param {{ node: string, entry: string, builtins: string, vsix: string, folder: string,
 *   settings?: Record<string, unknown> }} given
 */
export async function startEditor({ node, entry, builtins, vsix, folder, settings = {} }) {
  const root = mkdtempSync(join(tmpdir(), 'nitrospec-editor-'));
  const paths = {
    user: join(root, 'user'), extensions: join(root, 'extensions'), config: join(root, 'config'),
    builtins: join(root, 'builtins'),
  };
  mkdirSync(join(paths.user, 'User'), { recursive: true });
  mkdirSync(paths.extensions);
  const settingsPath = join(paths.user, 'User', 'settings.json');
  writeFileSync(settingsPath, JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
  writeFileSync(paths.config, 'auth: none\ncert: false\n');
  for (const name of BUILTINS) {
    cpSync(join(builtins, name), join(paths.builtins, name), { recursive: true });
  }
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^VSCODE_|^PASSWORD$|^PORT$/.test(name)) delete env[name];
  }
  Object.assign(env, {
    HOME: root, XDG_CONFIG_HOME: root, XDG_DATA_HOME: root,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}', CS_DISABLE_GETTING_STARTED_OVERRIDE: '1',
  });
  const base = [
    entry, '--config', paths.config, '--user-data-dir', paths.user,
    '--extensions-dir', paths.extensions,
  ];
  await runToEnd(node, [...base, '--install-extension', vsix], env);
  const installed = readdirSync(paths.extensions).find((name) => name.startsWith('nitrospec.'));
  const port = await freePort();
  const child = spawn(node, [
    ...base, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry',
    '--disable-update-check', '--disable-workspace-trust',
    '--disable-getting-started-override', '--ignore-last-opened',
    '--vscode-option', `builtin-extensions-dir=${paths.builtins}`,
  ], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (/** @type {Buffer} */ chunk) => (log += chunk.toString()));
  }
  const stop = () => stopGroup(child, root);
  try {
    await untilHealthy(port, child);
  } catch (error) {
    await stop();
    throw new Error(`${String(error)}\n${log}`);
  }
  return {
    port, root, stop, log: () => log,
    /** Where the editor has put the packed extension. */
    extensionFolder: join(paths.extensions, installed ?? ''),
    url: `http://localhost:${port}/?folder=${encodeURIComponent(folder)}`,
  };
}

/**
 * @param {number} port
 * @param {import('node:child_process').ChildProcess} child
 */
async function untilHealthy(port, child) {
  const startedAtMs = Date.now();
  while (Date.now() - startedAtMs < START_LIMIT_MS) {
    if (child.exitCode !== null) throw new Error('The editor ended at once.');
    try {
      if ((await fetch(`http://127.0.0.1:${port}/healthz`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The editor did not start.');
}

/**
 * The group holds the extension hosts and our server too.
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} root
 * @returns {Promise<void>}
 */
async function stopGroup(child, root) {
  const signal = (/** @type {NodeJS.Signals} */ name) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // Gone already.
    }
  };
  const gone = new Promise((resolve) => child.once('exit', resolve));
  signal('SIGTERM');
  const limit = new Promise((resolve) => setTimeout(resolve, STOP_LIMIT_MS).unref());
  if (child.exitCode === null) await Promise.race([gone, limit]);
  signal('SIGKILL');
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
