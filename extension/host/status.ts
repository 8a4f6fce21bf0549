/**
 * One quiet line about the model of the file in front: whether it compiles, and which one it is.
 */
import {
  LanguageStatusSeverity, languages, window, type Disposable, type LanguageStatusItem,
} from 'vscode';
import type { ScenarioStore } from './scenario-store.ts';

export class Status implements Disposable {
  private readonly item: LanguageStatusItem;
  private readonly listeners: Disposable[];

  constructor(store: ScenarioStore) {
    this.item = languages.createLanguageStatusItem('nitro.model', { language: 'nitro' });
    this.item.name = 'Nitro model';
    const show = (): void => this.show(store);
    this.listeners = [store.onChanged(show), window.onDidChangeActiveTextEditor(show)];
    show();
  }

  private show(store: ScenarioStore): void {
    const { item } = this;
    const document = window.activeTextEditor?.document;
    const answer = document === undefined ? undefined : store.of(document.uri.toString());
    item.busy = document?.languageId === 'nitro' && answer === undefined;
    if (answer === undefined) {
      item.text = 'Nitro';
      item.detail = 'model not read yet';
      return;
    }
    const { errors, fingerprint, scenarios } = answer;
    item.severity = errors > 0 ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.text = errors > 0 ? `${String(errors)} ${errors === 1 ? 'error' : 'errors'}`
      : `${String(scenarios.length)} ${scenarios.length === 1 ? 'scenario' : 'scenarios'}`;
    item.detail = fingerprint === null ? 'cannot be run' : `model ${fingerprint.slice(0, 8)}`;
    item.command = errors > 0
      ? { command: 'workbench.actions.view.problems', title: 'Show Problems' }
      : { command: 'nitro.showModel', title: 'Show Model' };
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.item.dispose();
  }
}
