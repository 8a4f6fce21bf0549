/**
 * What a page in a panel and the extension say to each other. Not how either answers.
 * Keeps true: plain JSON; the host owns the data and a page asks for it again whenever it loads, so
 * a page may be thrown away and made anew at any time.
 */
import type { ActionIr, Ir, World } from '#ir';
import type { PacketsResult, Results } from '#results';
import type { GuestCommand, ResultsAnswer, ResultsState } from '../../language-server/protocol.ts';

export type PanelKind = 'topology' | 'results' | 'guest';

export const PANEL_KINDS: readonly PanelKind[] = ['topology', 'results', 'guest'];

export const viewTypeOf = (kind: PanelKind): string => `nitro.${kind}`;

/** What every page keeps: enough to open it again after a restart. */
export interface KeptState {
  readonly uri: string;
}

// Topology.

/** Which world is drawn; without a scenario: the spec as it stands. */
export interface WorldChoice {
  readonly scenario: string | null;
  readonly variant: number;
}

export const SPEC_AS_IT_STANDS: WorldChoice = { scenario: null, variant: 0 };

export interface ScenarioChoice {
  readonly name: string;
  /** What each variant sets, such as `web.count = 4`; one empty label when nothing varies. */
  readonly variants: readonly string[];
}

export interface TopologyModel {
  readonly type: 'model';
  readonly name: string;
  readonly choice: WorldChoice;
  readonly choices: readonly ScenarioChoice[];
  /** Null while the text has errors: the last good picture stays. */
  readonly world: World | null;
  readonly errors: number;
  readonly fingerprint: string | null;
}

/** What the last run of the chosen world showed; null results: nothing to show. */
export interface TopologyRun {
  readonly type: 'run';
  readonly state: ResultsState;
  readonly scenario: string | null;
  readonly variant: number;
  readonly results: Results | null;
  /** What the scenario does in the variant, as the model has it now. */
  readonly actions: readonly ActionIr[];
}

export type ToTopology =
  | TopologyModel
  | TopologyRun
  | { readonly type: 'highlight'; readonly ids: readonly string[] }
  | { readonly type: 'export' };

export interface TopologyState extends KeptState {
  readonly choice: WorldChoice;
  readonly collapsed: readonly string[];
  readonly selected: string | null;
  readonly zoom: { readonly k: number; readonly x: number; readonly y: number } | null;
  readonly search: string;
  /** Loads of a run colour the picture; left out: they do. */
  readonly heat?: boolean;
}

export type FromTopology =
  | { readonly type: 'ready'; readonly choice: WorldChoice | null }
  | { readonly type: 'choose'; readonly choice: WorldChoice }
  | { readonly type: 'reveal'; readonly id: string; readonly focus: boolean }
  | { readonly type: 'problems' }
  | { readonly type: 'svg'; readonly text: string };

// Results.

export interface ScenarioSummary {
  readonly name: string;
  readonly state: ResultsState;
}

export interface ResultsModel {
  readonly type: 'results';
  readonly name: string;
  readonly scenarios: readonly ScenarioSummary[];
  readonly scenario: string | null;
  readonly answer: ResultsAnswer | null;
  readonly progress: string | null;
}

/** Which stream of which run a question is about. */
export interface StreamQuestion {
  readonly scenario: string;
  readonly variant: number;
  readonly run: number;
  readonly stream: string;
}

export type ToResults =
  | ResultsModel
  | { readonly type: 'export' }
  /** A question is over: its sentence has come with the results, or a message says why not. */
  | {
    readonly type: 'whatIf'; readonly question: StreamQuestion; readonly message: string | null;
  }
  /** What became of packets, or a message says why nobody knows; neither: it was stopped. */
  | {
    readonly type: 'packets'; readonly question: StreamQuestion;
    readonly packets: PacketsResult | null; readonly message: string | null;
  };

export interface ResultsPageState extends KeptState {
  readonly scenario: string | null;
  readonly variant: number;
  readonly run: number;
  readonly tables: boolean;
  readonly compare: boolean;
}

export type FromResults =
  | { readonly type: 'ready'; readonly scenario: string | null }
  | { readonly type: 'choose'; readonly scenario: string }
  | { readonly type: 'run'; readonly scenario: string | null }
  | { readonly type: 'expectation'; readonly index: number }
  | { readonly type: 'whatIf'; readonly question: StreamQuestion }
  | { readonly type: 'stopWhatIf' }
  | { readonly type: 'packets'; readonly question: StreamQuestion }
  | { readonly type: 'stopPackets' }
  | { readonly type: 'csv'; readonly name: string; readonly text: string };

// Guest.

export interface GuestModel {
  readonly type: 'guest';
  readonly name: string;
  readonly instances: readonly { readonly id: string; readonly type: string }[];
  readonly errors: number;
}

export interface GuestText {
  readonly type: 'text';
  readonly instance: string;
  readonly command: GuestCommand;
  readonly text: string | null;
  readonly message: string | null;
}

export type ToGuest = GuestModel | GuestText;

export interface GuestState extends KeptState {
  readonly instance: string | null;
  readonly command: GuestCommand;
}

export type FromGuest =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly instance: string; readonly command: GuestCommand };

/** The instances of a model, in its order. */
export const instancesOf = (ir: Ir): GuestModel['instances'] =>
  (ir.worlds[0]?.elements ?? []).flatMap((element) =>
    element.kind === 'instance' ? [{ id: element.id, type: element.type ?? '' }] : []);
