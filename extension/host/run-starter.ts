/**
 * A run that a person starts from the text: progress with cancel, then the results beside it.
 * Not the runs of the Test Explorer, which shows its own. Keeps true: one file is run once at a
 * time, and nobody is told of a success that can be seen.
 */
import {
  EventEmitter, ProgressLocation, Uri, commands, window, workspace, type Disposable, type Event,
} from 'vscode';
import type { RunAnswer, RunProgress } from '../../language-server/protocol.ts';
import { nameOf } from './places.ts';
import { progressText, type Runs } from './runs.ts';
import type { Server } from './server.ts';

const SHOW_PROBLEMS = 'Show Problems';
const SHOW_LOG = 'Show Log';

export class RunStarter implements Disposable {
  /** Tells the URI whose results should be shown. */
  readonly onWantsResults: Event<string>;
  private readonly wantsResults = new EventEmitter<string>();
  private readonly runs: Runs;
  private readonly server: Server;
  private readonly running = new Set<string>();

  constructor(given: { readonly runs: Runs; readonly server: Server }) {
    this.runs = given.runs;
    this.server = given.server;
    this.onWantsResults = this.wantsResults.event;
  }

  async run(uri: string, scenarios: readonly string[]): Promise<void> {
    if (this.running.has(uri)) {
      void window.showInformationMessage(`${nameOf(uri)} is already running.`);
      return;
    }
    this.running.add(uri);
    try {
      const answer = await this.runWithProgress(uri, scenarios);
      await this.tell(uri, answer);
    } finally {
      this.running.delete(uri);
    }
  }

  private runWithProgress(uri: string, scenarios: readonly string[]): Thenable<RunAnswer> {
    const what = scenarios.length === 1 ? (scenarios[0] ?? '') : 'all scenarios';
    return window.withProgress({
      location: ProgressLocation.Notification, cancellable: true,
      title: `Running ${what} of ${nameOf(uri)}`,
    }, (progress, token) => {
      let shown = 0;
      const onProgress = (each: RunProgress): void => {
        const percent = each.runsTotal === 0 ? 0 : (100 * each.runsDone) / each.runsTotal;
        progress.report({
          message: progressText(each), increment: Math.max(0, percent - shown),
        });
        shown = Math.max(shown, percent);
      };
      return this.runs.run({ uri, scenarios, token, onProgress });
    });
  }

  private async tell(uri: string, { outcome, message, results }: RunAnswer): Promise<void> {
    if (results !== null && this.shouldOpen(uri, results.scenarios.every(({ expectations }) =>
      expectations.every(({ verdict }) => verdict === 'holds')))) this.wantsResults.fire(uri);
    if (outcome === 'notCompiled') {
      const text = message ?? `${nameOf(uri)} has errors, so it cannot be run.`;
      const chosen = await window.showWarningMessage(text, SHOW_PROBLEMS);
      if (chosen !== undefined) {
        await commands.executeCommand('workbench.actions.view.problems');
      }
    } else if (outcome === 'failed') {
      const chosen = await window.showErrorMessage(message ?? 'The run failed.', SHOW_LOG);
      if (chosen !== undefined) this.server.log.show();
    }
  }

  private shouldOpen(uri: string, allHold: boolean): boolean {
    const wish = workspace.getConfiguration('nitro', Uri.parse(uri))
      .get<string>('results.open', 'always');
    return wish === 'always' || (wish === 'onFailure' && !allHold);
  }

  dispose(): void {
    this.wantsResults.dispose();
  }
}
