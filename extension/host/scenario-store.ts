/**
 * What the server last said of the scenarios of each document: one answer that marks, tests, tree
 * and status share. Not the results themselves.
 * Keeps true: an answer is asked for again whenever the model or a run changes it, at most one
 * question per document is under way, and an outdated answer never replaces a newer one.
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
  private readonly asking = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();
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

  /** Resolves when an answer is there that is not older than this call. */
  refresh(uri: string): Promise<void> {
    const running = this.asking.get(uri);
    if (running !== undefined) {
      this.again.add(uri);
      return running;
    }
    const asked = this.ask(uri);
    this.asking.set(uri, asked);
    return asked;
  }

  private async ask(uri: string): Promise<void> {
    let refusals = 0;
    do {
      this.again.delete(uri);
      const answer = await this.server.ask(ScenariosRequest, { uri }).catch((error: unknown) => {
        this.server.log.warn(`The scenarios of ${uri} are not known.`, String(error));
        return null;
      });
      if (answer === null && refusals < REFUSALS_MAX) {
        // Somebody typed meanwhile, or the server is not that far: what is known would be old.
        refusals++;
        this.again.add(uri);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      } else if (answer !== null && !this.again.has(uri)) {
        this.answers.set(uri, answer);
        this.changed.fire(uri);
      }
    } while (this.again.has(uri));
    // In the same turn as the last look, or a wish that comes in between would be lost.
    this.asking.delete(uri);
  }

  forget(uri: string): void {
    if (this.answers.delete(uri)) this.changed.fire(uri);
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.changed.dispose();
  }
}
