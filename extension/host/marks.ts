/**
 * The marks in the margin: at each `expect` what the last run said of it, grey when the text means
 * something else by now. Not the inlay hints and lenses, which the server gives.
 * Keeps true: a mark never stands at a line that the last answer does not name, and the shape of a
 * mark tells as much as its colour.
 */
import {
  DecorationRangeBehavior, OverviewRulerLane, ThemeColor, Uri, window, workspace,
  type DecorationOptions, type Disposable, type TextEditor, type TextEditorDecorationType,
} from 'vscode';
import type { Verdict } from '#results';
import { rangeOf } from './places.ts';
import type { ScenarioStore } from './scenario-store.ts';
import { verdictWord, worstOf } from './verdicts.ts';

type MarkName = Verdict | 'stale-holds' | 'stale-fails' | 'stale-undecided';

const RULER_COLOURS: { readonly [V in Verdict]: string } = {
  holds: 'testing.iconPassed', fails: 'testing.iconFailed', undecided: 'testing.iconQueued',
};

const VERDICTS: readonly Verdict[] = ['holds', 'fails', 'undecided'];

interface Place {
  readonly line: number;
  readonly verdicts: readonly Verdict[];
  readonly scenarios: readonly string[];
  readonly stale: boolean;
}

export class Marks implements Disposable {
  private readonly types: ReadonlyMap<MarkName, TextEditorDecorationType>;
  private readonly store: ScenarioStore;
  private readonly listeners: Disposable[];

  constructor(store: ScenarioStore, extensionUri: Uri) {
    this.store = store;
    this.types = new Map(VERDICTS.flatMap((verdict) => [
      [verdict, decorationOf(verdict, false, extensionUri)] as const,
      [`stale-${verdict}` as const, decorationOf(verdict, true, extensionUri)] as const,
    ]));
    const showAll = (): void => {
      for (const editor of window.visibleTextEditors) this.show(editor);
    };
    this.listeners = [
      store.onChanged(showAll),
      window.onDidChangeVisibleTextEditors(showAll),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('nitro.marks')) showAll();
      }),
    ];
  }

  private show(editor: TextEditor): void {
    if (editor.document.languageId !== 'nitro') return;
    const { uri } = editor.document;
    const wanted = workspace.getConfiguration('nitro', uri).get<boolean>('marks.enabled', true);
    const places = wanted ? this.placesIn(uri.toString()) : [];
    for (const [name, type] of this.types) {
      editor.setDecorations(type, places.filter((place) => nameOf(place) === name).map(optionsOf));
    }
  }

  /** A scenario that extends another shares its lines: one mark tells of all of them. */
  private placesIn(uri: string): readonly Place[] {
    const byLine = new Map<number, Place>();
    const scenarios = this.store.all().flatMap((answer) => answer.scenarios);
    for (const { name, state, expectations } of scenarios) {
      if (state === 'none') continue;
      for (const { location, verdict } of expectations) {
        if (verdict === null || location.uri !== uri) continue;
        const { line } = location.range.start;
        const known = byLine.get(line);
        byLine.set(line, {
          line,
          verdicts: [...(known?.verdicts ?? []), verdict],
          scenarios: [...(known?.scenarios ?? []), `${name}: ${verdictWord(verdict)}`],
          stale: state === 'stale' || known?.stale === true,
        });
      }
    }
    return [...byLine.values()];
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    for (const type of this.types.values()) type.dispose();
  }
}

function nameOf({ verdicts, stale }: Place): MarkName | null {
  const verdict = worstOf(verdicts);
  return verdict === null ? null : stale ? `stale-${verdict}` : verdict;
}

const optionsOf = ({ line, scenarios, stale }: Place): DecorationOptions => ({
  range: rangeOf({ start: { line, character: 0 }, end: { line, character: 0 } }),
  hoverMessage: `${scenarios.join(', ')}${stale ? ' — stale: the model has changed since' : ''}`,
});

function decorationOf(
  verdict: Verdict, stale: boolean, extensionUri: Uri,
): TextEditorDecorationType {
  const icon = (theme: string): Uri => Uri.joinPath(
    extensionUri, 'extension', 'media', 'marks', `${verdict}-${stale ? 'stale' : theme}.svg`,
  );
  return window.createTextEditorDecorationType({
    gutterIconSize: 'contain',
    light: { gutterIconPath: icon('light') },
    dark: { gutterIconPath: icon('dark') },
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
    ...(stale ? {} : {
      overviewRulerColor: new ThemeColor(RULER_COLOURS[verdict]),
      overviewRulerLane: OverviewRulerLane.Left,
    }),
  });
}
