/**
 * All open panels: one for each file and kind, opened beside the text, restored after a restart.
 * Not what they show. Keeps true: opening a panel never takes the focus from the text.
 */
import {
  Uri, ViewColumn, window, type Disposable, type ExtensionContext, type WebviewPanel,
} from 'vscode';
import {
  PANEL_KINDS, viewTypeOf, type KeptState, type PanelKind,
} from '../../webview/protocol.ts';
import { nameOf } from '../places.ts';
import { columnFor, wouldHide, type Stands } from './columns.ts';
import { pageFoldersOf, pageHtml, type Page, type Presenter } from './panel.ts';

export type MakePresenter = (page: Page<unknown>) => Presenter;

const TITLES: { readonly [K in PanelKind]: string } = {
  topology: 'Topology', results: 'Results', guest: 'Guest',
};

const ICONS: { readonly [K in PanelKind]: string } = {
  topology: 'topology', results: 'results', guest: 'guest',
};

interface Open {
  readonly kind: PanelKind;
  readonly uri: string;
  readonly panel: WebviewPanel;
  readonly presenter: Presenter;
}

const standsOf = ({ kind, panel }: Open): Stands =>
  ({ kind, column: panel.viewColumn, visible: panel.visible });

export class Panels implements Disposable {
  private readonly extensionUri: Uri;
  private readonly makers: { readonly [K in PanelKind]: MakePresenter };
  private readonly open = new Map<string, Open>();
  private readonly serializers: readonly Disposable[];

  constructor(
    context: ExtensionContext, makers: { readonly [K in PanelKind]: MakePresenter },
  ) {
    this.extensionUri = context.extensionUri;
    this.makers = makers;
    this.serializers = PANEL_KINDS.map((kind) =>
      window.registerWebviewPanelSerializer(viewTypeOf(kind), {
        deserializeWebviewPanel: (panel, state: unknown) => {
          const uri = (state as Partial<KeptState> | null)?.uri;
          // A page that never got as far as keeping its state has nothing to come back to.
          if (typeof uri === 'string') this.fill(kind, uri, panel);
          else panel.dispose();
          return Promise.resolve();
        },
      }));
  }

  /** Opens a panel beside the text, or brings the one that is there to the front. */
  show(kind: PanelKind, uri: string): Presenter {
    const known = this.open.get(keyOf(kind, uri));
    if (known !== undefined) {
      if (!known.panel.visible) known.panel.reveal(undefined, true);
      return known.presenter;
    }
    const panel = window.createWebviewPanel(
      viewTypeOf(kind), `${TITLES[kind]} ${nameOf(uri)}`,
      { viewColumn: this.columnOf(kind), preserveFocus: true },
    );
    return this.fill(kind, uri, panel);
  }

  /** The same when nobody asked for it: a picture that can be seen stays. */
  offer(kind: PanelKind, uri: string): void {
    const known = this.open.get(keyOf(kind, uri));
    if (known === undefined || !wouldHide(standsOf(known), this.standing())) this.show(kind, uri);
  }

  private standing(): readonly Stands[] {
    return [...this.open.values()].map((open) => standsOf(open));
  }

  private columnOf(kind: PanelKind): ViewColumn {
    const text = window.activeTextEditor?.viewColumn;
    return columnFor<ViewColumn>(kind, text, this.standing(), ViewColumn.Beside);
  }

  presenterOf(kind: PanelKind, uri: string): Presenter | undefined {
    return this.open.get(keyOf(kind, uri))?.presenter;
  }

  /** The panel of this kind that has the focus, else one that can be seen: others hear nothing. */
  activeOf(kind: PanelKind): Presenter | undefined {
    const found = [...this.open.values()].filter((each) => each.kind === kind);
    return (found.find(({ panel }) => panel.active)
      ?? found.find(({ panel }) => panel.visible))?.presenter;
  }

  private fill(kind: PanelKind, uri: string, panel: WebviewPanel): Presenter {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: pageFoldersOf(this.extensionUri) };
    const icon = (theme: string): Uri => Uri.joinPath(
      this.extensionUri, 'extension', 'media', `panel-${ICONS[kind]}-${theme}.svg`,
    );
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const presenter = this.makers[kind]({
      uri, panel, send: (message) => void webview.postMessage(message),
    });
    const key = keyOf(kind, uri);
    this.open.set(key, { kind, uri, panel, presenter });
    webview.onDidReceiveMessage((message) => presenter.hear(message as never));
    panel.onDidChangeViewState(() => {
      if (panel.visible) presenter.refresh();
    });
    panel.onDidDispose(() => {
      presenter.dispose();
      this.open.delete(key);
    });
    const title = `${TITLES[kind]} of ${nameOf(uri)}`;
    webview.html = pageHtml(webview, { extensionUri: this.extensionUri, kind, uri, title });
    return presenter;
  }

  dispose(): void {
    for (const serializer of this.serializers) serializer.dispose();
    // Copied first: each one leaves the map as it goes.
    for (const { presenter } of [...this.open.values()]) presenter.dispose();
  }
}

const keyOf = (kind: PanelKind, uri: string): string => `${kind} ${uri}`;
