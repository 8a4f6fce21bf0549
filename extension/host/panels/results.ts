/**
 * The Results panel's side of the shell: brings what a run showed to the page.
 * Not charts, and not verdicts, which are the run's.
 */
import type { Disposable } from 'vscode';
import {
  ResultsChangedNotification, ResultsRequest, ScenariosRequest, type ScenarioPlace,
} from '../../../language-server/protocol.ts';
import type { FromResults, ToResults } from '../../webview/protocol.ts';
import { nameOf } from '../places.ts';
import { progressText, type Runs } from '../runs.ts';
import { saveText } from '../saving.ts';
import type { Server } from '../server.ts';
import type { Page, Presenter } from './panel.ts';
import { revealPlace } from './topology.ts';

export class ResultsPanel implements Presenter {
  private readonly page: Page<ToResults>;
  private readonly server: Server;
  private readonly startRun: (scenarios: readonly string[]) => void;
  private readonly listeners: Disposable[];
  private scenario: string | null = null;
  private places: readonly ScenarioPlace[] = [];
  private progress: string | null = null;
  private asked = 0;

  constructor(page: Page<ToResults>, given: {
    readonly server: Server; readonly runs: Runs;
    readonly startRun: (scenarios: readonly string[]) => void;
  }) {
    this.page = page;
    this.server = given.server;
    this.startRun = given.startRun;
    this.listeners = [
      given.server.on(ResultsChangedNotification, ({ uri }) => {
        if (uri === page.uri) this.refresh();
      }),
      given.server.onStart(() => this.refresh()),
      given.runs.onProgress((progress) => {
        if (progress.uri !== page.uri) return;
        this.progress = progressText(progress);
        this.refresh();
      }),
      given.runs.onFinished(({ uri }) => {
        if (uri !== page.uri) return;
        this.progress = null;
        this.refresh();
      }),
    ];
  }

  hear(message: FromResults): void {
    switch (message.type) {
      case 'ready':
        this.scenario = message.scenario ?? this.scenario;
        this.refresh();
        break;
      case 'choose':
        this.choose(message.scenario);
        break;
      case 'run':
        this.startRun(message.scenario === null ? [] : [message.scenario]);
        break;
      case 'expectation':
        void this.revealExpectation(message.index);
        break;
      case 'csv':
        void saveText({
          text: message.text, beside: this.page.uri, extension: 'csv', filter: message.name,
        });
        break;
    }
  }

  choose(scenario: string): void {
    this.scenario = scenario;
    this.refresh();
  }

  exportCsv(): void {
    this.page.send({ type: 'export' });
  }

  refresh(): void {
    void this.send();
  }

  private async send(): Promise<void> {
    const mine = ++this.asked;
    const { uri } = this.page;
    const known = await this.server.ask(ScenariosRequest, { uri });
    if (known === null || mine !== this.asked) return;
    this.places = known.scenarios;
    const names = known.scenarios.map(({ name }) => name);
    // The one that was chosen, else the first that has results, else the first.
    const scenario = this.scenario !== null && names.includes(this.scenario) ? this.scenario
      : known.scenarios.find(({ state }) => state !== 'none')?.name ?? names[0] ?? null;
    const answer = scenario === null ? null
      : await this.server.ask(ResultsRequest, { uri, scenario });
    if (mine !== this.asked) return;
    this.page.send({
      type: 'results', name: nameOf(uri), scenario, answer, progress: this.progress,
      scenarios: known.scenarios.map(({ name, state }) => ({ name, state })),
    });
    this.scenario = scenario;
  }

  private async revealExpectation(index: number): Promise<void> {
    const place = this.places.find(({ name }) => name === this.scenario)
      ?.expectations.find((expectation) => expectation.index === index);
    if (place !== undefined) await revealPlace(place.location, false);
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
  }
}
