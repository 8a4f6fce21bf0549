/**
 * The Results panel: what was asked, what came out, verdicts first. Not the run.
 * Keeps true: results of another model than that of the text are grey and say so.
 */
import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Host } from '../host.ts';
import type {
  FromResults, ResultsModel, ResultsPageState, ScenarioSummary, ToResults,
} from '../protocol.ts';
import { variantText } from '../words.ts';
import { Charts } from './charts.tsx';
import { csvOfAll } from './csv.ts';
import { allSheets } from './sheets.ts';
import { usePackets } from './packets.tsx';
import { shownOf, type Shown } from './shown.ts';
import { Verdicts } from './verdicts.tsx';
import { useWhatIfs } from './what-ifs.ts';

type ResultsHost = Host<ResultsPageState, FromResults, ToResults>;

const STATE_WORDS: { readonly [S in ScenarioSummary['state']]: string } = {
  none: 'not run', running: 'running', current: '', stale: 'stale',
};

export function ResultsView({ host }: { readonly host: ResultsHost }): JSX.Element {
  const { kept } = host;
  const [model, setModel] = useState<ResultsModel | null>(null);
  const [variant, setVariant] = useState(kept?.variant ?? 0);
  const [run, setRun] = useState(kept?.run ?? 0);
  const [tables, setTables] = useState(kept?.tables ?? false);
  const [compare, setCompare] = useState(kept?.compare ?? false);
  const [exporting, setExporting] = useState(0);
  useEffect(() => {
    host.onHear((message) => {
      if (message.type === 'results') setModel(message);
      if (message.type === 'export') setExporting((count) => count + 1);
    });
    host.say({ type: 'ready', scenario: kept?.scenario ?? null });
  }, []);
  const scenario = model?.scenario ?? kept?.scenario ?? null;
  useEffect(() => host.keep({ uri: host.uri, scenario, variant, run, tables, compare }),
    [scenario, variant, run, tables, compare]);
  const shown = shownOf(model?.answer ?? null, { scenario, variant, run });
  const whatIfs = useWhatIfs(host, model, shown);
  const packets = usePackets(host, model, shown);
  const save = (name: string, text: string): void => host.say({ type: 'csv', name, text });
  useEffect(() => {
    if (exporting > 0 && shown !== null) save('All tables', csvOfAll(allSheets(shown)));
  }, [exporting]);

  if (model === null) return <p class="empty quiet" role="status">Asking for the results …</p>;
  const previous = model.answer?.previous ?? null;
  return <>
    <div class="bar">
      <Tabs model={model} onChoose={(name) => host.say({ type: 'choose', scenario: name })} />
      <span class="space" />
      {shown === null ? null : <Choices
        shown={shown} onVariant={setVariant} onRun={setRun}
      />}
      {previous === null ? null : <button
        aria-pressed={compare} onClick={() => setCompare(!compare)}
      >Compare with the run before</button>}
      <button aria-pressed={tables} onClick={() => setTables(!tables)}>Tables</button>
      {shown === null ? null : <button
        onClick={() => save('All tables', csvOfAll(allSheets(shown)))}
      >CSV</button>}
      <button class="primary" onClick={() => host.say({ type: 'run', scenario })}>
        <span class="icon icon-play" aria-hidden="true" />Run
      </button>
    </div>
    <Notices model={model} />
    {shown === null ? <Nothing model={model} /> : <main
      class={model.answer?.state === 'stale' ? 'stale-content' : ''}
    >
      <Headline shown={shown} />
      <Verdicts
        scenario={shown.scenario} results={shown.results} previous={compare ? previous : null}
        onReveal={(index) => host.say({ type: 'expectation', index })}
      />
      <Charts
        shown={shown} shelf={{ tables, onSave: save }} whatIfs={whatIfs} packets={packets}
      />
      <Assumed entries={shown.scenario.assumed} />
    </main>}
  </>;
}

function Tabs({ model, onChoose }: {
  readonly model: ResultsModel; readonly onChoose: (scenario: string) => void;
}): JSX.Element {
  return <div class="tabs" role="tablist" aria-label="Scenarios">
    {model.scenarios.map(({ name, state }) => <button
      key={name} role="tab" aria-selected={name === model.scenario} onClick={() => onChoose(name)}
    >{name}{STATE_WORDS[state] === '' ? null
      : <span class="quiet">{STATE_WORDS[state]}</span>}</button>)}
  </div>;
}

function Choices({ shown, onVariant, onRun }: {
  readonly shown: Shown; readonly onVariant: (index: number) => void;
  readonly onRun: (index: number) => void;
}): JSX.Element {
  const { scenario, variant, run } = shown;
  return <>
    {scenario.variants.length < 2 ? null : <select
      aria-label="Variant" value={String(variant.index)}
      onChange={({ currentTarget }) => onVariant(Number(currentTarget.value))}
    >{scenario.variants.map((each) => <option key={each.index} value={String(each.index)}>
        {variantText(each)}</option>)}</select>}
    {variant.runs.length < 2 ? null : <select
      aria-label="Run" value={String(variant.runs.indexOf(run))}
      onChange={({ currentTarget }) => onRun(Number(currentTarget.value))}
    >{variant.runs.map((each, index) => <option key={each.run} value={String(index)}>
        run {each.run + 1}</option>)}</select>}
  </>;
}

function Notices({ model }: { readonly model: ResultsModel }): JSX.Element | null {
  if (model.progress !== null) {
    return <div class="notice stale" role="status">{model.progress}</div>;
  }
  if (model.answer?.state === 'stale') {
    return <div class="notice stale" role="status">
      Stale: the model has changed since this run. Run it again to judge the text as it is.
    </div>;
  }
  if (model.answer?.partial === true || model.answer?.results?.partial === true) {
    return <div class="notice" role="status">Partial: not all runs were made.</div>;
  }
  return null;
}

function Nothing({ model }: { readonly model: ResultsModel }): JSX.Element {
  return <div class="empty">
    <p>{model.scenarios.length === 0 ? `${model.name} has no scenario, so there is nothing to run.`
      : `${model.scenario ?? 'Nothing'} has not been run yet.`}</p>
  </div>;
}

function Headline({ shown: { scenario, variant, run } }: { readonly shown: Shown }): JSX.Element {
  const verdicts = scenario.expectations.map(({ verdict }) => verdict);
  const holding = verdicts.filter((verdict) => verdict === 'holds').length;
  const worst = verdicts.includes('fails') ? 'fails'
    : verdicts.includes('undecided') ? 'undecided' : 'holds';
  const variants = scenario.variants.length;
  const runs = `${String(scenario.runs)} ${scenario.runs === 1 ? 'run' : 'runs'}`;
  const facts = [
    variants === 1 ? runs : `${runs} × ${String(variants)} variants`,
    `seed ${String(scenario.seed)}`,
    `${run.events.toLocaleString('en')} events${
      scenario.runs === 1 ? '' : ` in run ${String(run.run + 1)}`}`,
    ...(variant.assignments.length === 0 ? [] : [variantText(variant)]),
  ];
  return <div class="headline">
    <strong class={worst}>{verdicts.length === 0 ? scenario.name
      : `${String(holding)} of ${String(verdicts.length)} hold`}</strong>
    <span class="quiet">{facts.join(' · ')}</span>
  </div>;
}

function Assumed({ entries }: { readonly entries: readonly string[] }): JSX.Element | null {
  if (entries.length === 0) return null;
  return <details class="assumed">
    <summary>{entries.length} assumed: {entries.length === 1 ? 'a default' : 'defaults'}
      {' '}without a source took part</summary>
    <ul>{entries.map((entry) => <li key={entry}>{entry}</li>)}</ul>
  </details>;
}
