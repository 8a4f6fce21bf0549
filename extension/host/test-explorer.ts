/**
 * Test Explorer: file → scenario → expectation, run with the text as it is, saved or not.
 * Not a second opinion: verdicts are those of the run. Keeps true: an item's id is stable while its
 * scenario keeps its name, and what cannot be run is an error, never a failure.
 */
import {
  TestMessage, TestRunProfileKind, Uri, tests, workspace,
  type CancellationToken, type Disposable, type TestController, type TestItem, type TestRun,
  type TestRunRequest,
} from 'vscode';
import type { ExpectationResult, Results } from '#results';
import type { RunAnswer, ScenarioPlace } from '../../language-server/protocol.ts';
import { locationOf, pathOf, rangeOf } from './places.ts';
import type { Runs } from './runs.ts';
import type { ScenarioStore } from './scenario-store.ts';
import { measuredText, verdictWord } from './verdicts.ts';

const scenarioId = (uri: string, name: string): string => `${uri}#${name}`;
const expectationId = (uri: string, name: string, index: number): string =>
  `${uri}#${name}#${String(index)}`;

/** What an item stands for. */
interface Meaning {
  readonly uri: string;
  readonly scenario: string | null;
  readonly index: number | null;
}

export class TestExplorer implements Disposable {
  private readonly controller: TestController;
  private readonly store: ScenarioStore;
  private readonly runs: Runs;
  private readonly meanings = new WeakMap<TestItem, Meaning>();
  private readonly listeners: Disposable[];

  constructor(store: ScenarioStore, runs: Runs) {
    this.store = store;
    this.runs = runs;
    this.controller = tests.createTestController('nitro', 'Nitro');
    this.controller.createRunProfile(
      'Run', TestRunProfileKind.Run, (request, token) => this.run(request, token), true,
    );
    this.controller.resolveHandler = (item) => this.resolve(item);
    this.controller.refreshHandler = () => this.findFiles();
    const watcher = workspace.createFileSystemWatcher('**/*.nitro');
    this.listeners = [
      watcher,
      watcher.onDidCreate((uri) => void this.addFile(uri)),
      watcher.onDidDelete((uri) => this.controller.items.delete(uri.toString())),
      store.onChanged((uri) => this.showScenarios(uri)),
    ];
  }

  private async resolve(item: TestItem | undefined): Promise<void> {
    if (item === undefined) await this.findFiles();
    else if (item.uri !== undefined) await this.store.refresh(item.uri.toString());
  }

  private async findFiles(): Promise<void> {
    const found = await workspace.findFiles('**/*.nitro', '**/node_modules/**');
    const known = new Set(found.map((uri) => uri.toString()));
    for (const [id] of this.controller.items) {
      if (!known.has(id) && this.store.of(id) === undefined) this.controller.items.delete(id);
    }
    for (const uri of found) await this.addFile(uri);
  }

  /** A file without scenarios is no test. */
  private async addFile(uri: Uri): Promise<void> {
    await this.store.refresh(uri.toString());
  }

  private showScenarios(uri: string): void {
    const scenarios = this.store.of(uri)?.scenarios ?? [];
    if (scenarios.length === 0) {
      this.controller.items.delete(uri);
      return;
    }
    const parsed = Uri.parse(uri);
    let file = this.controller.items.get(uri);
    if (file === undefined) {
      file = this.controller.createTestItem(uri, pathOf(uri), parsed);
      this.meanings.set(file, { uri, scenario: null, index: null });
      this.controller.items.add(file);
    }
    file.children.replace(scenarios.map((scenario) => this.itemOf(uri, scenario)));
  }

  private itemOf(uri: string, scenario: ScenarioPlace): TestItem {
    const { name } = scenario;
    const item = this.controller.createTestItem(scenarioId(uri, name), name, Uri.parse(uri));
    item.range = rangeOf(scenario.selectionRange);
    this.meanings.set(item, { uri, scenario: name, index: null });
    item.children.replace(scenario.expectations.map(({ index, text, location }) => {
      const id = expectationId(uri, name, index);
      const child = this.controller.createTestItem(id, text, Uri.parse(location.uri));
      // Of the scenario: the margin of an expectation has the mark of its last verdict.
      child.range = rangeOf(scenario.selectionRange);
      child.sortText = String(index).padStart(5, '0');
      this.meanings.set(child, { uri, scenario: name, index });
      return child;
    }));
    return item;
  }

  private async run(request: TestRunRequest, token: CancellationToken): Promise<void> {
    if (request.continuous === true) {
      this.followText(request, token);
      return;
    }
    const run = this.controller.createTestRun(request);
    try {
      for (const [uri, wanted] of this.wantedOf(request)) {
        if (token.isCancellationRequested) break;
        await this.runFile(run, { uri, wanted, excluded: new Set(request.exclude) }, token);
      }
    } finally {
      run.end();
    }
  }

  /** Continuous: again whenever the model of a file in question has changed. */
  private followText(request: TestRunRequest, token: CancellationToken): void {
    const prints = new Map(
      this.store.all().map(({ uri, fingerprint }) => [uri, fingerprint] as const),
    );
    const listener = this.store.onChanged((uri) => {
      const answer = this.store.of(uri);
      if (answer?.fingerprint == null || prints.get(uri) === answer.fingerprint) return;
      prints.set(uri, answer.fingerprint);
      const wanted = this.wantedOf(request).get(uri);
      if (wanted === undefined) return;
      const run = this.controller.createTestRun(request);
      void this.runFile(run, { uri, wanted, excluded: new Set(request.exclude) }, token)
        .finally(() => run.end());
    });
    token.onCancellationRequested(() => {
      listener.dispose();
    });
  }

  /** Scenarios that are asked for, by file; an empty set: all of the file. */
  private wantedOf(request: TestRunRequest): ReadonlyMap<string, ReadonlySet<string>> {
    const items: readonly TestItem[] = request.include
      ?? Array.from(this.controller.items, ([, item]) => item);
    const wanted = new Map<string, Set<string> | 'all'>();
    for (const item of items) {
      const meaning = this.meanings.get(item);
      if (meaning === undefined) continue;
      const { uri, scenario } = meaning;
      const known = wanted.get(uri);
      if (scenario === null) wanted.set(uri, 'all');
      else if (known === undefined) wanted.set(uri, new Set([scenario]));
      else if (known !== 'all') known.add(scenario);
    }
    return new Map([...wanted].map(([uri, names]) =>
      [uri, names === 'all' ? new Set<string>() : names] as const));
  }

  private async runFile(
    run: TestRun,
    what: {
      readonly uri: string; readonly wanted: ReadonlySet<string>;
      readonly excluded: ReadonlySet<TestItem>;
    },
    token: CancellationToken,
  ): Promise<void> {
    const { uri, wanted, excluded } = what;
    await this.store.refresh(uri);
    const file = this.controller.items.get(uri);
    const items = [...(file?.children ?? [])].map(([, item]) => item).filter((item) =>
      !excluded.has(item) && (wanted.size === 0 || wanted.has(this.nameOf(item))));
    if (items.length === 0) return;
    for (const item of items) for (const each of withChildren(item)) run.started(each);
    const answer = await this.runs.run({
      uri, scenarios: items.map((item) => this.nameOf(item)), token,
      onProgress: ({ scenario, runsDone, runsTotal }) => {
        run.appendOutput(`${scenario}: ${String(runsDone)} of ${String(runsTotal)} runs\r\n`);
      },
    });
    for (const item of items) {
      if (answer.outcome === 'done' && answer.results !== null) {
        this.judge(run, item, answer.results);
      } else notJudged(run, item, answer);
    }
  }

  private nameOf(item: TestItem): string {
    return this.meanings.get(item)?.scenario ?? '';
  }

  private judge(run: TestRun, item: TestItem, results: Results): void {
    const scenario = results.scenarios.find(({ name }) => name === this.nameOf(item));
    for (const [, child] of item.children) {
      const index = this.meanings.get(child)?.index;
      const expectation = scenario?.expectations.find((each) => each.index === index);
      if (expectation === undefined) run.skipped(child);
      else this.judgeExpectation(run, child, { expectation, results });
    }
    // A scenario that expects nothing has still been run.
    if (item.children.size === 0) run.passed(item);
  }

  private judgeExpectation(run: TestRun, item: TestItem, { expectation, results }: {
    readonly expectation: ExpectationResult; readonly results: Results;
  }): void {
    const measured = measuredText(expectation, results.tickPicoseconds);
    run.appendOutput(
      `${expectation.verdict.padEnd(10)}${expectation.text}   ${measured}\r\n`, undefined, item,
    );
    if (expectation.verdict === 'holds') {
      run.passed(item);
      return;
    }
    const why = expectation.reason ?? `It ${verdictWord(expectation.verdict)}: ${measured}.`;
    const message = TestMessage.diff(why, expectation.text, measured);
    const place = this.placeOf(item);
    if (place !== undefined) message.location = place;
    run.failed(item, message);
  }

  private placeOf(item: TestItem): ReturnType<typeof locationOf> | undefined {
    const meaning = this.meanings.get(item);
    const scenario = this.store.of(meaning?.uri ?? '')?.scenarios
      .find(({ name }) => name === meaning?.scenario);
    const expectation = scenario?.expectations.find(({ index }) => index === meaning?.index);
    return expectation === undefined ? undefined : locationOf(expectation.location);
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.controller.dispose();
  }
}

function notJudged(run: TestRun, item: TestItem, { outcome, message }: RunAnswer): void {
  for (const each of withChildren(item)) {
    if (outcome === 'cancelled') run.skipped(each);
    else run.errored(each, new TestMessage(message ?? 'It could not be run.'));
  }
}

const withChildren = (item: TestItem): TestItem[] =>
  [item, ...[...item.children].map(([, child]) => child)];
