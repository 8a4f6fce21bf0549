/**
 * The Results panel's side of the shell: brings what a run showed to the page.
 * Not charts, and not verdicts, which are the run's.
 */
import { CancellationTokenSource, type Disposable } from 'vscode';
import {
  PacketsRequest, ResultsChangedNotification, ResultsRequest, ScenariosRequest, WhatIfRequest,
  type RequestOf, type ScenarioPlace, type StreamParameters,
} from '../../../language-server/protocol.ts';
import type { FromResults, StreamQuestion, ToResults } from '../../webview/protocol.ts';
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
  /** Of questions that are being answered, one of each kind at a time. */
  private readonly asking = new Map<string, CancellationTokenSource>();

  constructor(page: Page<ToResults>, given: {
    readonly server: Server; readonly runs: Runs;
    readonly startRun: (scenarios: readonly string[]) => void;
  }) {
    this.page = page;
    this.server = given.server;
    this.startRun = given.startRun;
    this.scenario = given.runs.latestScenarioOf(page.uri);
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
        // Whoever runs a scenario wants to see it, whatever was looked at before.
        this.scenario = given.runs.latestScenarioOf(uri) ?? this.scenario;
        this.refresh();
      }),
    ];
  }

  hear(message: FromResults): void {
    switch (message.type) {
      case 'ready':
        this.scenario ??= message.scenario;
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
      case 'whatIf':
        void this.whatIf(message.question);
        break;
      case 'stopWhatIf':
        this.asking.get(WhatIfRequest.method)?.cancel();
        break;
      case 'packets':
        void this.packets(message.question);
        break;
      case 'stopPackets':
        this.asking.get(PacketsRequest.method)?.cancel();
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

  /** The sentence comes with the results, which remember it. */
  private async whatIf(question: StreamQuestion): Promise<void> {
    const answer = await this.answerTo(WhatIfRequest, question, (message) =>
      ({ text: null, message }));
    if (answer?.text != null) await this.send();
    this.page.send({ type: 'whatIf', question, message: answer?.message ?? null });
  }

  private async packets(question: StreamQuestion): Promise<void> {
    const answer = await this.answerTo(PacketsRequest, question, (message) =>
      ({ packets: null, message }));
    const { packets, message } = answer ?? { packets: null, message: null };
    this.page.send({ type: 'packets', question, packets, message });
  }

  /** Null: it was stopped. */
  private async answerTo<A>(
    request: RequestOf<StreamParameters, A>, question: StreamQuestion,
    failed: (message: string) => A,
  ): Promise<A | null> {
    this.asking.get(request.method)?.cancel();
    const mine = new CancellationTokenSource();
    this.asking.set(request.method, mine);
    try {
      return await this.server.ask(request, { uri: this.page.uri, ...question }, mine.token);
    } catch (error) {
      this.server.log.error('A question about a run failed.', String(error));
      return failed(error instanceof Error ? error.message : String(error));
    } finally {
      if (this.asking.get(request.method) === mine) this.asking.delete(request.method);
      mine.dispose();
    }
  }

  dispose(): void {
    for (const one of this.asking.values()) one.cancel();
    for (const listener of this.listeners) listener.dispose();
  }
}
