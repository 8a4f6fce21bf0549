/**
 * A panel with a page in it: its HTML, its policy, and the messages to and fro. Not what it shows.
 * Keeps true: the page may load nothing but its own script, styles and worker, and a message to a
 * page that is not there is dropped, because a page asks for everything when it loads.
 */
import { Uri, type Webview, type WebviewPanel } from 'vscode';
import type { PanelKind } from '../../webview/protocol.ts';

/** What fills a panel: made with it, told what its page says, gone with it. */
export interface Presenter {
  dispose(): void;
  /** What the page says; only our own page can, so each kind of panel knows its type. */
  hear(message: never): void;
  /** Called when the panel can be seen again: messages to it were dropped meanwhile. */
  refresh(): void;
}

export interface PageFiles {
  readonly script: string;
  readonly styles: readonly string[];
  /** Scripts that the page fetches and starts as workers from a Blob, by what it calls them. */
  readonly workers: { readonly [name: string]: readonly [folder: string, file: string] };
}

const PAGE_FILES: { readonly [K in PanelKind]: PageFiles } = {
  topology: {
    script: 'topology.js', styles: ['topology.css'],
    workers: {
      worker: ['webview', 'layout.js'], engine: ['layout', 'elk-worker.min.cjs'],
    },
  },
  results: { script: 'results.js', styles: ['results.css'], workers: {} },
  guest: { script: 'guest.js', styles: ['guest.css'], workers: {} },
};

const folderOf = (extensionUri: Uri, folder: string): Uri =>
  Uri.joinPath(extensionUri, 'dist', folder);

/** All that a page may read. */
export const pageFoldersOf = (extensionUri: Uri): Uri[] =>
  ['webview', 'layout'].map((folder) => folderOf(extensionUri, folder));

/** One use only, so that no script but ours can name it. */
function nonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes));
}

export function pageHtml(webview: Webview, given: {
  readonly extensionUri: Uri; readonly kind: PanelKind; readonly uri: string;
  readonly title: string;
}): string {
  const { kind, title } = given;
  const { script, styles, workers } = PAGE_FILES[kind];
  const address = (file: string, folder = 'webview'): string =>
    webview.asWebviewUri(Uri.joinPath(folderOf(given.extensionUri, folder), file)).toString();
  const once = nonce();
  const { cspSource } = webview;
  const policy = [
    "default-src 'none'", `script-src 'nonce-${once}'`, `style-src ${cspSource}`,
    `img-src ${cspSource} data:`, `connect-src ${cspSource}`,
    'worker-src blob:',
  ].join('; ');
  const links = styles.map((file) =>
    `<link rel="stylesheet" href="${escape(address(file))}">`);
  const scripts = Object.entries(workers).map(([name, [inFolder, file]]) =>
    ` data-${name}="${escape(address(file, inFolder))}"`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
${links.join('\n')}
</head>
<body data-uri="${escape(given.uri)}"${scripts.join('')}>
<div id="page"></div>
<script nonce="${once}" src="${escape(address(script))}"></script>
</body>
</html>`;
}

const escape = (text: string): string => text
  .replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  .replaceAll('>', '&gt;');

/** A page to talk to; `send` is dropped while it is hidden. */
export interface Page<Message> {
  readonly uri: string;
  readonly panel: WebviewPanel;
  send(message: Message): void;
}
