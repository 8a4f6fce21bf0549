/**
 * The Topology panel's side of the shell: brings the model to the page, and goes between picture
 * and text. Not the drawing, and not the layout, which the page does in a worker.
 * Keeps true: neither direction takes the focus unless asked to; a burst of edits is drawn once.
 */
import {
  TextEditorRevealType, Uri, ViewColumn, commands, window, workspace, Selection,
  type Disposable, type TextEditor,
} from 'vscode';
import {
  CompiledRequest, ElementAtRequest, ModelChangedNotification, ResultsChangedNotification,
  ResultsRequest, TopologyRequest, type Location, type TopologyAnswer,
} from '../../../language-server/protocol.ts';
import {
  SPEC_AS_IT_STANDS,
  type FromTopology, type ScenarioChoice, type ToTopology, type WorldChoice,
} from '../../webview/protocol.ts';
import { nameOf, rangeOf } from '../places.ts';
import { saveText } from '../saving.ts';
import type { Runs } from '../runs.ts';
import type { Server } from '../server.ts';
import type { Page, Presenter } from './panel.ts';

/** The cursor rests this long before the picture follows it. */
const CURSOR_REST_MS = 80;

export class TopologyPanel implements Presenter {
  private readonly page: Page<ToTopology>;
  private readonly server: Server;
  private readonly runs: Runs;
  private readonly listeners: Disposable[];
  private choice: WorldChoice = SPEC_AS_IT_STANDS;
  private choices: readonly ScenarioChoice[] = [];
  private choicesOf: string | null = null;
  private positions: TopologyAnswer['positions'] = {};
  private drawTimer: ReturnType<typeof setTimeout> | undefined;
  private cursorTimer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(page: Page<ToTopology>, server: Server, runs: Runs) {
    this.page = page;
    this.server = server;
    this.runs = runs;
    this.listeners = [
      server.on(ModelChangedNotification, ({ uri }) => {
        if (uri === page.uri) this.drawSoon();
      }),
      server.on(ResultsChangedNotification, ({ uri }) => {
        if (uri === page.uri) void this.sendRun();
      }),
      server.onStart(() => this.refresh()),
      runs.onFinished(({ uri }) => {
        if (uri === page.uri) void this.sendRun();
      }),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.followCursor(textEditor)),
    ];
  }

  hear(message: FromTopology): void {
    switch (message.type) {
      case 'ready':
        this.choice = message.choice ?? this.choice;
        this.refresh();
        break;
      case 'choose':
        this.setChoice(message.choice);
        break;
      case 'reveal':
        void this.reveal(message.id, message.focus);
        break;
      case 'problems':
        void commands.executeCommand('workbench.actions.view.problems');
        break;
      case 'svg':
        void this.saveSvg(message.text);
        break;
    }
  }

  /** Shows the first variant of a scenario. */
  choose(scenario: string): void {
    this.setChoice({ scenario, variant: 0 });
  }

  private setChoice(choice: WorldChoice): void {
    this.choice = choice;
    this.refresh();
  }

  refresh(): void {
    void this.draw().then(() => this.sendRun());
  }

  /** Asks the page for its picture, which it sends back as text. */
  exportSvg(): void {
    this.page.send({ type: 'export' });
  }

  private drawSoon(): void {
    const wait = workspace.getConfiguration('nitro', Uri.parse(this.page.uri))
      .get('topology.delay', 300);
    clearTimeout(this.drawTimer);
    this.drawTimer = setTimeout(() => void this.draw(), wait);
  }

  private async draw(): Promise<void> {
    const mine = ++this.asked;
    const { uri } = this.page;
    const { scenario, variant } = this.choice;
    const answer = await this.server.ask(TopologyRequest, {
      uri, ...(scenario === null ? {} : { scenario, variant }),
    });
    if (answer === null || mine !== this.asked) return;
    if (answer.world !== null) {
      this.positions = answer.positions;
      await this.readChoices(answer.fingerprint);
    }
    this.page.send({
      type: 'model', name: nameOf(uri), choice: this.choice, choices: this.choices,
      world: answer.world, errors: answer.errors, fingerprint: answer.fingerprint,
    });
  }

  /** What can be chosen changes with the model only. */
  private async readChoices(fingerprint: string | null): Promise<void> {
    if (this.choicesOf === fingerprint) return;
    const answer = await this.server.ask(CompiledRequest, { uri: this.page.uri });
    if (answer?.ir == null) return;
    this.choicesOf = answer.fingerprint;
    this.choices = answer.ir.scenarios.map(({ name, variants }) => ({
      name,
      variants: variants.map(({ assignments }) =>
        assignments.map(({ target, value }) => `${target} = ${value}`).join(', ')),
    }));
  }

  private async sendRun(): Promise<void> {
    const { scenario, variant } = this.choice;
    // The spec as it stands shows the scenario that ran last, else the first that has run.
    const latest = this.runs.latestScenarioOf(this.page.uri);
    const names = scenario !== null ? [scenario]
      : [...(latest === null ? [] : [latest]), ...this.choices.map(({ name }) => name)];
    for (const name of names) {
      const answer = await this.server.ask(ResultsRequest, { uri: this.page.uri, scenario: name });
      if (answer?.results == null) continue;
      this.page.send({
        type: 'run', state: answer.state, scenario: name, variant, results: answer.results,
        actions: answer.actions?.[variant] ?? [],
      });
      return;
    }
    this.page.send({
      type: 'run', state: 'none', scenario: null, variant: 0, results: null, actions: [],
    });
  }

  private async reveal(id: string, focus: boolean): Promise<void> {
    const place = this.positions[id];
    if (place !== undefined) await revealPlace(place, focus);
  }

  private followCursor(editor: TextEditor): void {
    if (editor.document.languageId !== 'nitro') return;
    const { uri } = editor.document;
    if (!workspace.getConfiguration('nitro', uri).get<boolean>('topology.followCursor', true)) return;
    clearTimeout(this.cursorTimer);
    this.cursorTimer = setTimeout(() => void this.highlight(editor), CURSOR_REST_MS);
  }

  private async highlight(editor: TextEditor): Promise<void> {
    const { line, character } = editor.selection.active;
    const answer = await this.server.ask(ElementAtRequest, {
      uri: editor.document.uri.toString(), position: { line, character },
    });
    if (answer !== null) this.page.send({ type: 'highlight', ids: answer.ids });
  }

  private async saveSvg(text: string): Promise<void> {
    await saveText({ text, beside: this.page.uri, extension: 'svg', filter: 'SVG picture' });
  }

  dispose(): void {
    clearTimeout(this.drawTimer);
    clearTimeout(this.cursorTimer);
    for (const listener of this.listeners) listener.dispose();
  }
}

/** Shows a place where its file is open already, else in the first column of texts. */
export async function revealPlace(place: Location, focus: boolean): Promise<void> {
  const uri = Uri.parse(place.uri);
  const shown = window.visibleTextEditors
    .find(({ document }) => document.uri.toString() === uri.toString());
  const column = shown?.viewColumn ?? window.visibleTextEditors[0]?.viewColumn ?? ViewColumn.One;
  const editor = await window.showTextDocument(uri, { viewColumn: column, preserveFocus: !focus });
  const range = rangeOf(place.range);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}
