/**
 * What the server last said of the scenarios of each document: one answer that marks, tests, tree
 * and status share. Not the results themselves.
 * Keeps true: an answer is asked for again whenever the model or a run changes it, and an outdated
 * answer never replaces a newer one.
 */
import { EventEmitter, type Disposable, type Event } from 'vscode';
import {
  ModelChangedNotification, ResultsChangedNotification, ScenariosRequest, type ScenariosAnswer,
} from '../../language-server/protocol.ts';
import type { Server } from './server.ts';

const REFUSALS_MAX = 5;
const AGAIN_AFTER_MS = 150;

export class ScenarioStore implements Disposable {
  /** Tells the URI whose answer has changed. */
  readonly onChanged: Event<string>;
  private readonly changed = new EventEmitter<string>();
  private readonly server: Server;
  private readonly answers = new Map<string, ScenariosAnswer>();
  /** Number of the question that each answer belongs to. */
  private readonly answered = new Map<string, number>();
  private asked = 0;
  private readonly listeners: Disposable[];

  constructor(server: Server) {
    this.server = server;
    this.onChanged = this.changed.event;
    this.listeners = [
      server.on(ModelChangedNotification, ({ uri }) => void this.refresh(uri)),
      server.on(ResultsChangedNotification, ({ uri }) => void this.refresh(uri)),
      server.onStart(() => {
        for (const uri of this.answers.keys()) void this.refresh(uri);
      }),
    ];
  }

  /** What is known now; undefined: nothing yet. */
  of(uri: string): ScenariosAnswer | undefined {
    return this.answers.get(uri);
  }

  all(): readonly ScenariosAnswer[] {
    return [...this.answers.values()];
  }

  /** Resolves when this question is answered. A later question does not wait for it. */
  async refresh(uri: string): Promise<void> {
    const mine = ++this.asked;
    for (let refusals = 0; refusals <= REFUSALS_MAX; refusals++) {
      const answer = await this.server.ask(ScenariosRequest, { uri }).catch((error: unknown) => {
        this.server.log.warn(`The scenarios of ${uri} are not known.`, String(error));
        return null;
      });
      if (answer !== null) {
        this.take(uri, mine, answer);
        return;
      }
      // Somebody typed meanwhile, or the server is not that far.
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }

  private take(uri: string, asked: number, answer: ScenariosAnswer): void {
    if ((this.answered.get(uri) ?? 0) > asked) return;
    this.answered.set(uri, asked);
    this.answers.set(uri, answer);
    this.changed.fire(uri);
  }

  forget(uri: string): void {
    if (this.answers.delete(uri)) this.changed.fire(uri);
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.changed.dispose();
  }
}
