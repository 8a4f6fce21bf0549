/**
 * The Topology panel: the picture with what is said about it above and below. Not the picture.
 * Keeps true: while the text has errors the last good picture stays and says so; nothing here takes
 * the focus from the text.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Scene } from '#scene';
import { renderHeat, renderTopology, themes, topologyTitle } from '#views';
import type { Host } from '../host.ts';
import {
  SPEC_AS_IT_STANDS, type FromTopology, type ToTopology, type TopologyModel, type TopologyRun,
  type TopologyState, type WorldChoice,
} from '../protocol.ts';
import { Bar } from './bar.tsx';
import type { LayoutClient } from './layout-client.ts';
import {
  eventsOf, heatAt, overlayAt, secondsText, shownRunOf, type ShownRun,
} from './run-overlay.ts';
import { TimeStrip, VerdictStrip } from './run-strip.tsx';
import { Stage, type Zoom } from './stage.ts';

type TopologyHost = Host<TopologyState, FromTopology, ToTopology>;

interface Drawn {
  readonly scene: Scene;
  readonly name: string;
}

const plural = (count: number, word: string): string =>
  `${String(count)} ${word}${count === 1 ? '' : 's'}`;

/** What the page knows and the reader has chosen; the stage is told by effects. */
function useTopology(host: TopologyHost, layout: LayoutClient) {
  const { kept } = host;
  const [model, setModel] = useState<TopologyModel | null>(null);
  const [run, setRun] = useState<TopologyRun | null>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [choice, setChoice] = useState<WorldChoice>(kept?.choice ?? SPEC_AS_IT_STANDS);
  const [collapsed, setCollapsed] = useState<readonly string[]>(kept?.collapsed ?? []);
  const [selected, setSelected] = useState<string | null>(kept?.selected ?? null);
  const [search, setSearch] = useState(kept?.search ?? '');
  const [cursor, setCursor] = useState<readonly string[]>([]);
  const [exporting, setExporting] = useState(0);
  const good = useRef<TopologyModel | null>(null);

  useEffect(() => {
    host.onHear((message) => {
      if (message.type === 'model') {
        setModel(message);
        setChoice(message.choice);
      } else if (message.type === 'run') setRun(message);
      else if (message.type === 'highlight') setCursor(message.ids);
      else setExporting((count) => count + 1);
    });
    host.say({ type: 'ready', choice: kept?.choice ?? null });
  }, []);

  useEffect(() => {
    if (model?.world != null) good.current = model;
    const shown = good.current;
    if (shown?.world == null) return;
    const { world, name } = shown;
    layout.place(world, collapsed).then((scene) => {
      if (scene === null) return;
      setFailure(null);
      setDrawn({ scene, name });
    }, (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
  }, [model, collapsed]);

  return {
    model, run, drawn, failure, choice, collapsed, selected, search, cursor, exporting,
    setCollapsed, setSelected, setSearch,
  };
}

/** The stage and what is told to it: the drawing, and what in it is marked. */
function useStage(given: {
  readonly host: TopologyHost; readonly state: ReturnType<typeof useTopology>;
  readonly shown: ShownRun | null; readonly at: number; readonly heat: boolean;
}) {
  const { host, state, shown, at, heat } = given;
  const { drawn, choice, collapsed, selected, search, cursor } = state;
  const holder = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const zoom = useRef<Zoom | null>(host.kept?.zoom ?? null);
  const [matches, setMatches] = useState<readonly SVGGElement[]>([]);
  const keep = (): void => host.keep({
    uri: host.uri, choice, collapsed, selected, search, zoom: zoom.current, heat,
  });
  const keepNow = useRef(keep);
  keepNow.current = keep;
  useEffect(keep, [choice, collapsed, selected, search, heat]);
  useEffect(() => {
    if (holder.current === null) return;
    stage.current = new Stage(holder.current, {
      onPick: (id, focus) => {
        state.setSelected(id);
        host.say({ type: 'reveal', id, focus });
      },
      onToggle: (id) => state.setCollapsed((ids) =>
        ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]),
      onZoom: (moved) => {
        zoom.current = moved;
        keepNow.current();
      },
    }, host.kept?.zoom ?? null);
  }, []);
  useEffect(() => {
    if (drawn === null || stage.current === null) return;
    stage.current.show(draw(drawn, { shown, at, heat }, 'vscode'), topologyTitle(drawn.name));
    stage.current.mark('selected', selected === null ? [] : [selected]);
    stage.current.mark('at-cursor', cursor);
    setMatches(searched(stage.current, search, false));
  }, [drawn, state.run, at, heat]);
  useEffect(() => {
    stage.current?.mark('selected', selected === null ? [] : [selected]);
  }, [selected]);
  useEffect(() => {
    const [first] = stage.current?.mark('at-cursor', cursor) ?? [];
    if (first !== undefined) stage.current?.bringIntoView(first);
  }, [cursor]);
  useEffect(() => {
    if (stage.current !== null) setMatches(searched(stage.current, search, true));
  }, [search]);
  return { holder, stage, matches };
}

export function TopologyView({ host, layout }: {
  readonly host: TopologyHost; readonly layout: LayoutClient;
}): JSX.Element {
  const state = useTopology(host, layout);
  const { model, run, drawn, choice, search } = state;
  const [at, setAt] = useState(1);
  const [heat, setHeat] = useState(host.kept?.heat ?? true);
  const matchAt = useRef(0);
  const shown = shownRunOf(run);
  const { holder, stage, matches } = useStage({ host, state, shown, at, heat });
  const save = (): void => {
    if (drawn !== null) host.say({ type: 'svg', text: draw(drawn, { shown, at, heat }, pageTheme()) });
  };
  useEffect(() => {
    if (state.exporting > 0) save();
  }, [state.exporting]);

  return <>
    <Bar
      choices={model?.choices ?? []} choice={choice} search={search} matches={matches.length}
      onChoose={(next) => host.say({ type: 'choose', choice: next })}
      onSearch={state.setSearch}
      onNext={() => {
        const next = matches[matchAt.current % Math.max(1, matches.length)];
        matchAt.current++;
        if (next !== undefined) stage.current?.bringIntoView(next);
      }}
      onExport={save}
    />
    <Notices model={model} run={run} drawn={drawn !== null} failure={state.failure}
      onProblems={() => host.say({ type: 'problems' })} />
    <div class="view">
      <div class={`holder${run?.state === 'stale' ? ' stale-run' : ''}`} ref={holder} />
      <div class="controls" role="toolbar" aria-label="Zoom">
        <Control icon="zoom-in" label="Zoom in (+)" onClick={() => stage.current?.zoomBy(1)} />
        <Control icon="zoom-out" label="Zoom out (-)" onClick={() => stage.current?.zoomBy(-1)} />
        <Control icon="screen-full" label="Fit (0)" onClick={() => stage.current?.fit()} />
      </div>
    </div>
    {shown === null ? null : <TimeStrip
      at={at} events={eventsOf(shown)} stale={run?.state === 'stale'} name={shown.scenario.name}
      now={secondsText(shown.run.endTicks * at, shown.tickPicoseconds)}
      end={secondsText(shown.run.endTicks, shown.tickPicoseconds)} onChange={setAt}
      heat={heatAt(shown, 0) === null ? null : heat} onHeat={setHeat}
    />}
    {shown === null ? null : <VerdictStrip
      scenario={shown.scenario} stale={run?.state === 'stale'}
      tickPicoseconds={shown.tickPicoseconds}
    />}
  </>;
}

function Control({ icon, label, onClick }: {
  readonly icon: string; readonly label: string; readonly onClick: () => void;
}): JSX.Element {
  return <button class="plain" title={label} aria-label={label} onClick={onClick}>
    <span class={`icon icon-${icon}`} aria-hidden="true" />
  </button>;
}

function Notices({ model, run, drawn, failure, onProblems }: {
  readonly model: TopologyModel | null; readonly run: TopologyRun | null;
  readonly drawn: boolean; readonly failure: string | null; readonly onProblems: () => void;
}): JSX.Element | null {
  if (failure !== null) {
    return <div class="notice" role="status">The picture could not be laid out: {failure}</div>;
  }
  if (model !== null && model.world === null) {
    const errors = plural(model.errors, 'error');
    return <div class="notice" role="status">
      <span>{drawn ? `The text has ${errors}. This is the last picture without.`
        : `The text has ${errors}, so there is no picture yet.`}</span>
      <button onClick={onProblems}>Show Problems</button>
    </div>;
  }
  if (run?.state === 'stale') {
    return <div class="notice stale" role="status">
      Stale: the model has changed since the run of {run.scenario} that is shown.
    </div>;
  }
  return null;
}

function draw(
  { scene, name }: Drawn,
  { shown, at, heat: wanted }: {
    readonly shown: ShownRun | null; readonly at: number; readonly heat: boolean;
  },
  theme: keyof typeof themes,
): string {
  const plain = { theme: themes[theme], title: topologyTitle(name) };
  if (shown === null) return renderTopology(scene, plain);
  const ticks = shown.run.endTicks * at;
  const overlay = overlayAt(shown, ticks);
  const heat = wanted ? heatAt(shown, ticks) : null;
  return heat === null ? renderTopology(scene, { ...plain, overlay })
    : renderHeat(scene, { ...plain, overlay, ...heat });
}

/** A picture that leaves the editor takes the colours of one of its own themes. */
function pageTheme(): keyof typeof themes {
  const { classList } = document.body;
  if (classList.contains('vscode-high-contrast')) return 'contrast';
  return classList.contains('vscode-dark') ? 'dark' : 'light';
}

/** Boxes whose id or words hold the text that is looked for. */
function searched(stage: Stage, search: string, move: boolean): readonly SVGGElement[] {
  const wanted = search.trim().toLowerCase();
  stage.element.classList.toggle('searching', wanted !== '');
  const found = wanted === '' ? [] : stage.boxes().filter((box) =>
    `${box.getAttribute('data-id') ?? ''} ${box.textContent}`.toLowerCase().includes(wanted));
  stage.mark('found', found.map((box) => box.getAttribute('data-id') ?? ''));
  const [first] = found;
  if (move && first !== undefined) stage.bringIntoView(first);
  return found;
}
