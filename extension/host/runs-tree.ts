/**
 * The tree of runs: the newest first, each with its scenarios and what became of each expectation.
 * Remembers as long as the window is open.
 */
import {
  EventEmitter, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, commands, window,
  type Disposable, type Event, type TreeDataProvider,
} from 'vscode';
import type { ExpectationResult, ScenarioResults, Verdict } from '#results';
import { COMMANDS } from '../../language-server/protocol.ts';
import { nameOf } from './places.ts';
import type { FinishedRun, Runs } from './runs.ts';
import { countText, measuredText, worstOf } from './verdicts.ts';

type Node =
  | { readonly is: 'run'; readonly run: FinishedRun }
  | { readonly is: 'scenario'; readonly run: FinishedRun; readonly scenario: ScenarioResults }
  | { readonly is: 'expectation'; readonly run: FinishedRun; readonly scenario: ScenarioResults;
    readonly expectation: ExpectationResult; };

const ICONS: { readonly [V in Verdict]: ThemeIcon } = {
  holds: new ThemeIcon('pass', new ThemeColor('testing.iconPassed')),
  fails: new ThemeIcon('error', new ThemeColor('testing.iconFailed')),
  undecided: new ThemeIcon('question', new ThemeColor('testing.iconQueued')),
};

const STOPPED = new ThemeIcon('circle-slash');

export class RunsTree implements TreeDataProvider<Node>, Disposable {
  readonly onDidChangeTreeData: Event<undefined>;
  private readonly changed = new EventEmitter<undefined>();
  private readonly runs: Runs;
  private readonly parts: Disposable[];

  constructor(runs: Runs) {
    this.runs = runs;
    this.onDidChangeTreeData = this.changed.event;
    this.parts = [
      runs.onFinished(() => this.refresh()),
      window.createTreeView('nitro.runs', { treeDataProvider: this }),
      commands.registerCommand('nitro.clearRuns', () => {
        runs.clear();
        this.refresh();
      }),
    ];
  }

  private refresh(): void {
    this.changed.fire(undefined);
    void commands.executeCommand('setContext', 'nitro.hasRuns', this.runs.history.length > 0);
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) return this.runs.history.map((run) => ({ is: 'run', run }));
    if (node.is === 'run') {
      const scenarios = node.run.answer.results?.scenarios ?? [];
      return scenarios.map((scenario) => ({ is: 'scenario', run: node.run, scenario }));
    }
    if (node.is === 'expectation') return [];
    return node.scenario.expectations.map((expectation) => ({
      is: 'expectation', run: node.run, scenario: node.scenario, expectation,
    }));
  }

  getTreeItem(node: Node): TreeItem {
    if (node.is === 'run') return runItem(node.run);
    if (node.is === 'scenario') return scenarioItem(node.run, node.scenario);
    return expectationItem(node);
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
    this.changed.dispose();
  }
}

const verdictsOf = (scenarios: readonly ScenarioResults[]): Verdict[] =>
  scenarios.flatMap(({ expectations }) => expectations.map(({ verdict }) => verdict));

function runItem(run: FinishedRun): TreeItem {
  const scenarios = run.answer.results?.scenarios ?? [];
  const item = new TreeItem(
    nameOf(run.uri),
    scenarios.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Expanded,
  );
  const verdicts = verdictsOf(scenarios);
  const worst = worstOf(verdicts);
  const time = run.endedAt.toLocaleTimeString();
  item.iconPath = worst === null || run.answer.outcome !== 'done' ? STOPPED : ICONS[worst];
  item.description = run.answer.outcome === 'done' ? `${countText(verdicts)} · ${time}`
    : `${run.answer.message ?? run.answer.outcome} · ${time}`;
  return item;
}

const openResults = (uri: string, scenario: string): NonNullable<TreeItem['command']> => ({
  command: COMMANDS.results, title: 'Open Results', arguments: [uri, scenario],
});

function scenarioItem(run: FinishedRun, scenario: ScenarioResults): TreeItem {
  const item = new TreeItem(scenario.name, TreeItemCollapsibleState.Collapsed);
  const verdicts = verdictsOf([scenario]);
  const worst = worstOf(verdicts);
  if (worst !== null) item.iconPath = ICONS[worst];
  item.description = countText(verdicts);
  item.resourceUri = Uri.parse(run.uri);
  item.command = openResults(run.uri, scenario.name);
  return item;
}

function expectationItem({ run, scenario, expectation }: Extract<Node, { is: 'expectation' }>): TreeItem {
  const item = new TreeItem(expectation.text, TreeItemCollapsibleState.None);
  const tick = run.answer.results?.tickPicoseconds ?? 1;
  item.iconPath = ICONS[expectation.verdict];
  item.description = measuredText(expectation, tick);
  item.tooltip = `${expectation.text}\n${item.description}${
    expectation.reason === null ? '' : `\n${expectation.reason}`}`;
  item.command = openResults(run.uri, scenario.name);
  return item;
}
