/**
 * Puts the features together: each gets what it needs and no more. Keeps true: all of them end
 * with the extension.
 */
import { workspace, type ExtensionContext } from 'vscode';
import { registerCommands } from './commands.ts';
import { Marks } from './marks.ts';
import { GuestPanel } from './panels/guest.ts';
import { Panels } from './panels/panels.ts';
import { ResultsPanel } from './panels/results.ts';
import { TopologyPanel } from './panels/topology.ts';
import { registerReadOnlyTexts } from './read-only-texts.ts';
import { RunStarter } from './run-starter.ts';
import { Runs } from './runs.ts';
import { RunsTree } from './runs-tree.ts';
import { ScenarioStore } from './scenario-store.ts';
import type { Server } from './server.ts';
import { Status } from './status.ts';
import { registerTasks, type CommandLine } from './tasks.ts';
import { TestExplorer } from './test-explorer.ts';

export function registerFeatures(
  context: ExtensionContext, server: Server, commandLine: CommandLine | null,
): void {
  const store = new ScenarioStore(server);
  const runs = new Runs(server);
  const starter = new RunStarter({ runs, server });
  const panels = new Panels(context, {
    topology: (page) => new TopologyPanel(page, server, runs),
    results: (page) => new ResultsPanel(page, {
      server, runs,
      startRun: (scenarios) => void starter.run(page.uri, scenarios),
    }),
    guest: (page) => new GuestPanel(page, server),
  });
  starter.onWantsResults((uri) => { panels.offer('results', uri); });
  context.subscriptions.push(
    store, runs, starter, panels,
    new Marks(store, context.extensionUri),
    new Status(store),
    new RunsTree(runs),
    new TestExplorer(store, runs),
    ...registerReadOnlyTexts(server),
    ...registerCommands({ server, panels, starter, store, extensionUri: context.extensionUri }),
    ...(commandLine === null ? [] : [registerTasks(commandLine)]),
    workspace.onDidCloseTextDocument(({ uri }) => {
      // A file that was never saved is gone with its editor.
      if (uri.scheme === 'untitled') store.forget(uri.toString());
    }),
  );
  for (const { languageId, uri } of workspace.textDocuments) {
    if (languageId === 'nitro') void store.refresh(uri.toString());
  }
}
