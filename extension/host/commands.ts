/**
 * The commands of the palette, of lenses and of menus. Each one finds out what it is about and
 * leaves the work to a feature. Keeps true: none of them edits a file.
 */
import {
  Uri, ViewColumn, commands, window, workspace, type Disposable, type QuickPickItem,
} from 'vscode';
import { COMMANDS } from '../../language-server/protocol.ts';
import { modelUriOf } from './read-only-texts.ts';
import type { Panels } from './panels/panels.ts';
import { ResultsPanel } from './panels/results.ts';
import { TopologyPanel } from './panels/topology.ts';
import type { RunStarter } from './run-starter.ts';
import type { ScenarioStore } from './scenario-store.ts';
import type { Server } from './server.ts';

interface Parts {
  readonly server: Server;
  readonly panels: Panels;
  readonly starter: RunStarter;
  readonly store: ScenarioStore;
  readonly extensionUri: Uri;
}

/** Menus hand over a Uri, lenses a text, the palette nothing: then it is the file in front. */
function uriOf(given: unknown): string | null {
  if (typeof given === 'string') return given;
  if (given instanceof Uri) return given.toString();
  const document = window.activeTextEditor?.document
    ?? window.visibleTextEditors.find((editor) => editor.document.languageId === 'nitro')?.document;
  return document?.languageId === 'nitro' ? document.uri.toString() : null;
}

const textOr = (given: unknown): string | null => (typeof given === 'string' ? given : null);

export function registerCommands(parts: Parts): Disposable[] {
  const { server, panels, starter } = parts;
  const onFile = (work: (uri: string, argument: unknown) => unknown) =>
    async (given: unknown, argument: unknown): Promise<void> => {
      const uri = uriOf(given);
      if (uri === null) {
        void window.showInformationMessage('Open a .nitro file first.');
        return;
      }
      await work(uri, argument);
    };
  const all: { readonly [name: string]: (first: unknown, second: unknown) => unknown } = {
    [COMMANDS.run]: onFile((uri, scenario) => runScenario(parts, uri, textOr(scenario))),
    'nitro.runAll': onFile((uri) => starter.run(uri, [])),
    [COMMANDS.topology]: onFile((uri, scenario) => showTopology(panels, uri, textOr(scenario))),
    [COMMANDS.results]: onFile((uri, scenario) => {
      const presenter = panels.show('results', uri);
      if (presenter instanceof ResultsPanel && typeof scenario === 'string') {
        presenter.choose(scenario);
      }
    }),
    'nitro.showGuest': onFile((uri) => panels.show('guest', uri)),
    'nitro.newSpec': () => newSpec(parts.extensionUri),
    'nitro.exportSvg': () => {
      const presenter = panels.activeOf('topology');
      if (presenter instanceof TopologyPanel) presenter.exportSvg();
    },
    'nitro.exportCsv': () => {
      const presenter = panels.activeOf('results');
      if (presenter instanceof ResultsPanel) presenter.exportCsv();
    },
    'nitro.showModel': onFile(async (uri) => {
      const document = await workspace.openTextDocument(modelUriOf(Uri.parse(uri)));
      await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true });
    }),
    'nitro.restartServer': () => server.restart(),
    'nitro.showLog': () => server.log.show(),
  };
  return Object.entries(all).map(([name, work]) => commands.registerCommand(name, work));
}

function showTopology(panels: Panels, uri: string, scenario: string | null): void {
  const presenter = panels.show('topology', uri);
  if (presenter instanceof TopologyPanel && scenario !== null) presenter.choose(scenario);
}

/** The scenario that is named, else the one that the cursor is in, else one that is picked. */
async function runScenario(parts: Parts, uri: string, named: string | null): Promise<void> {
  const scenario = named ?? await chooseScenario(parts.store, uri);
  if (scenario !== null) await parts.starter.run(uri, [scenario]);
}

async function chooseScenario(store: ScenarioStore, uri: string): Promise<string | null> {
  await store.refresh(uri);
  const scenarios = store.of(uri)?.scenarios ?? [];
  const editor = window.activeTextEditor;
  if (editor?.document.uri.toString() === uri) {
    const { line } = editor.selection.active;
    const around = scenarios.find(({ range: { start, end } }) =>
      start.line <= line && line <= end.line);
    if (around !== undefined) return around.name;
  }
  const [first] = scenarios;
  if (first === undefined) {
    void window.showInformationMessage('This file has no scenario to run.');
    return null;
  }
  if (scenarios.length === 1) return first.name;
  const items = scenarios.map(({ name, expectations, runs, variants }): QuickPickItem => ({
    label: name,
    description: `${String(expectations.length)} expectations, ${
      String(runs)} runs × ${String(variants)} variants`,
  }));
  return (await window.showQuickPick(items, { placeHolder: 'Which scenario?' }))?.label ?? null;
}

/** Opens an example as a new text, so that saving it asks where. */
async function newSpec(extensionUri: Uri): Promise<void> {
  const folder = Uri.joinPath(extensionUri, 'examples');
  const files = await workspace.fs.readDirectory(folder);
  const names = files.map(([name]) => name).filter((name) => name.endsWith('.nitro')).sort();
  const items = await Promise.all(names.map(async (name) => {
    const bytes = await workspace.fs.readFile(Uri.joinPath(folder, name));
    const text = new TextDecoder().decode(bytes);
    return { label: name.replace(/\.nitro$/u, ''), detail: firstSentence(text), text };
  }));
  const chosen = await window.showQuickPick(items, {
    placeHolder: 'Begin with which example?', matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const document = await workspace.openTextDocument({ language: 'nitro', content: chosen.text });
  await window.showTextDocument(document);
}

/** Of the comment at the head of an example. */
function firstSentence(text: string): string {
  const words: string[] = [];
  for (const line of text.split('\n')) {
    const match = /^\/\/\/? ?(.*)$/u.exec(line);
    if (match === null) break;
    words.push(match[1] ?? '');
  }
  const all = words.join(' ');
  return /^.*?[.:](?= |$)/u.exec(all)?.[0] ?? all;
}
