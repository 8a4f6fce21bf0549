/**
 * A page of the extension in plain Chromium, with a stub in place of the editor: it keeps what the
 * page says and keeps its state. Not the extension.
 * Keeps true: the policy is that of the editor, and what it refuses is counted.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { root } from '../house/repository.ts';

const ORIGIN = 'http://stub.test';

const POLICY = [
  "default-src 'none'", "script-src 'nonce-one'", `style-src ${ORIGIN}`, `font-src ${ORIGIN}`,
  `img-src ${ORIGIN} data:`, `connect-src ${ORIGIN}`, 'worker-src blob:',
].join('; ');

const TYPES: { readonly [ending: string]: string } = {
  js: 'text/javascript', cjs: 'text/javascript', css: 'text/css', ttf: 'font/ttf',
};

export interface StubPage {
  readonly page: Page;
  /** What the page has told the extension. */
  readonly said: () => Promise<readonly { readonly type: string }[]>;
  readonly tell: (message: unknown) => Promise<void>;
  readonly state: () => Promise<unknown>;
  readonly refused: () => Promise<readonly string[]>;
}

export const isBuilt = (): boolean => existsSync(join(root, 'dist', 'webview', 'topology.js'));

const STUB = `
  window.said = []; window.refused = []; window.kept = JSON.parse(window.name || 'null');
  document.addEventListener('securitypolicyviolation', (event) =>
    window.refused.push(event.effectiveDirective + ' ' + event.blockedURI));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.said.push(message),
    getState: () => window.kept,
    setState: (state) => { window.kept = state; window.name = JSON.stringify(state); },
  });`;

const html = (kind: string): string => `<!DOCTYPE html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="stylesheet" href="${ORIGIN}/webview/${kind}.css"></head>
<body class="vscode-dark" data-uri="file:///one.nitro" data-worker="${ORIGIN}/webview/layout.js"
 data-engine="${ORIGIN}/layout/elk-worker.min.cjs"><div id="page"></div>
<script nonce="one">${STUB}</script>
<script nonce="one" src="${ORIGIN}/webview/${kind}.js"></script></body></html>`;

export async function openPage(browser: Browser, kind: string): Promise<StubPage> {
  const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') return route.fulfill({ contentType: 'text/html', body: html(kind) });
    const file = join(root, 'dist', path);
    if (!existsSync(file)) return route.fulfill({ status: 404 });
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'text/plain';
    return route.fulfill({ contentType: type, body: readFileSync(file) });
  });
  await page.goto(`${ORIGIN}/`);
  return {
    page,
    said: () => page.evaluate(() => (window as unknown as { said: { type: string }[] }).said),
    tell: (message) => page.evaluate((each) => window.postMessage(each, '*'), message),
    state: () => page.evaluate(() => (window as unknown as { kept: unknown }).kept),
    refused: () => page.evaluate(() => (window as unknown as { refused: string[] }).refused),
  };
}
