/**
 * The packed server where there is no Node: a worker of a page in Chromium. It answers what an
 * editor asks first, and gives the same problems.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/lib/house.mjs';
import { check } from '../suite.mjs';

/** @param {string} folder @returns {Promise<{ url: string, close: () => void }>} */
const serve = (folder) => new Promise((resolve) => {
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    if (name === '') {
      response.setHeader('content-type', 'text/html');
      response.end('<!DOCTYPE html><title>worker</title>');
    } else if (/^[a-z-]+\.js$/.test(name)) {
      response.setHeader('content-type', 'text/javascript');
      response.end(readFileSync(join(folder, name)));
    } else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    resolve({ url: `http://127.0.0.1:${port}/`, close: () => server.close() });
  });
});

/**
 * Runs in the page: a small client that speaks to the worker.
 * @param {{ sled: string, broken: string, runs: { uri: string, text: string } }} texts
 */
async function talk({ sled, broken, runs }) {
  const worker = new Worker('main-browser.js');
  /** @type {Map<number, (message: any) => void>} */
  const waiting = new Map();
  /** @type {any[]} */
  const published = [];
  const faults = [];
  worker.onerror = (event) => faults.push(event.message);
  worker.onmessage = ({ data }) => {
    if (data.method === 'textDocument/publishDiagnostics') published.push(data.params);
    else if (data.method !== undefined && data.id !== undefined) {
      // Questions of the server: there is no disk here, so no file and no setting.
      worker.postMessage({ jsonrpc: '2.0', id: data.id, result: null });
    } else if (data.id !== undefined) waiting.get(data.id)?.(data);
  };
  let id = 0;
  /** @param {string} method @param {unknown} params @returns {Promise<any>} */
  const ask = (method, params) => new Promise((resolve) => {
    id++;
    waiting.set(id, resolve);
    worker.postMessage({ jsonrpc: '2.0', id, method, params });
  });
  /** @param {string} method @param {unknown} params */
  const tell = (method, params) => worker.postMessage({ jsonrpc: '2.0', method, params });
  /** @param {string} uri @param {string} text */
  const open = (uri, text) => tell('textDocument/didOpen', {
    textDocument: { uri, languageId: 'nitro', version: 1, text },
  });
  /** @param {string} uri @returns {Promise<any>} */
  const problemsOf = async (uri) => {
    for (let i = 0; i < 200; i++) {
      const found = published.findLast((each) => each.uri === uri);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return null;
  };
  const initialized = await ask('initialize', {
    processId: null, rootUri: null, workspaceFolders: null, capabilities: {},
  });
  tell('initialized', {});
  open('memory:/sled.nitro', sled);
  open('memory:/broken.nitro', broken);
  open(runs.uri, runs.text);
  const healthy = await problemsOf('memory:/sled.nitro');
  const ill = await problemsOf('memory:/broken.nitro');
  const line = broken.split('\n').findIndex((each) => each.includes('card nic'));
  const completion = await ask('textDocument/completion', {
    textDocument: { uri: 'memory:/broken.nitro' },
    position: { line, character: broken.split('\n')[line].indexOf('NitroVpc') },
  });
  const run = await ask('nitro/run', {
    uri: runs.uri, scenarios: ['boot'], seed: null, runs: null, runId: 'one',
  });
  worker.terminate();
  return { initialized, healthy, ill, completion, run, faults };
}

/**
 * @param {import('../suite.mjs').Suite} suite
 * @param {{ browser: import('playwright-core').Browser, extensionFolder: string }} given
 */
export function addWorkerTests(suite, { browser, extensionFolder }) {
  suite.test('the same server answers in a web worker, and simulates there', async () => {
    const server = await serve(join(extensionFolder, 'dist', 'language-server'));
    const page = await browser.newPage();
    try {
      await page.goto(server.url);
      /** @param {string[]} path */
      const text = (...path) => readFileSync(inRoot(...path), 'utf8');
      const sled = text('examples', 'graviton3-sled.nitro');
      const said = await page.evaluate(talk, {
        sled, broken: text('test', 'editor', 'workspace', 'broken.nitro'),
        runs: { uri: 'memory:/runs.nitro', text: sled },
      });
      check(said.faults.length === 0, `no fault: ${said.faults.join()}`);
      check(said.initialized.result.capabilities.hoverProvider !== undefined, 'it can hover');
      check(said.healthy?.diagnostics.length === 0, 'an example has no problems');
      const codes = said.ill?.diagnostics.map((/** @type {any} */ each) => each.code) ?? [];
      check(codes.includes('name/unknown-type'), `the problem has its code: ${codes.join()}`);
      const result = said.completion.result;
      const labels = (result?.items ?? result ?? []).map((/** @type {any} */ item) => item.label);
      check(labels.includes('NitroVpc'), `types are offered: ${labels.slice(0, 9).join()}`);
      check(said.run.result?.outcome === 'done', `it runs: ${JSON.stringify(said.run).slice(0, 300)}`);
      check(said.run.result.results.scenarios[0].expectations.length === 6, 'six verdicts');
    } finally {
      await page.close();
      server.close();
    }
  });
}
