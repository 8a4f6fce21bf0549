/**
 * What editor and server say to each other beyond the Language Server Protocol: names of requests
 * and notifications, and what they carry. Not how either side answers; nothing here runs.
 * Keeps true: everything is plain JSON, positions are those of LSP (zero-based, UTF-16).
 */
import type { ActionIr, Ir, World } from '#ir';
import type { PacketsResult, Results, Verdict } from '#results';

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** A request: its name, and the types of what is asked and answered. */
export interface RequestOf<Parameters, Answer> {
  readonly method: string;
  /** Never set: they carry the types. */
  readonly parameters?: Parameters;
  readonly answer?: Answer;
}

export interface NotificationOf<Parameters> {
  readonly method: string;
  readonly parameters?: Parameters;
}

export interface DocumentParameters {
  readonly uri: string;
}

// The model of a document.

export interface CompiledAnswer {
  readonly uri: string;
  /** Of the open document; null for a file that no editor shows. */
  readonly version: number | null;
  /** Null while the model has errors. */
  readonly ir: Ir | null;
  readonly fingerprint: string | null;
  /** Errors in the whole `use` closure. */
  readonly errors: number;
}

export const CompiledRequest: RequestOf<DocumentParameters, CompiledAnswer> = {
  method: 'nitro/compiled',
};

export interface TopologyParameters extends DocumentParameters {
  /** Which world to show; left out: the spec as it stands. */
  readonly scenario?: string;
  readonly variant?: number;
}

export interface TopologyAnswer {
  readonly uri: string;
  readonly version: number | null;
  readonly fingerprint: string | null;
  /** Null while the model has errors: the panel then keeps its last good picture and says so. */
  readonly world: World | null;
  readonly tickPicoseconds: 1 | 1000;
  readonly errors: number;
  /** Where each element, link and instance of the world is declared, by its id. */
  readonly positions: { readonly [id: string]: Location };
}

export const TopologyRequest: RequestOf<TopologyParameters, TopologyAnswer> = {
  method: 'nitro/topology',
};

export interface ElementAtParameters extends DocumentParameters {
  readonly position: Position;
}

export interface ElementAtAnswer {
  /** Ids that the text at the position declares or refers to, sorted; empty: none. */
  readonly ids: readonly string[];
}

export const ElementAtRequest: RequestOf<ElementAtParameters, ElementAtAnswer> = {
  method: 'nitro/elementAt',
};

/** A document has been compiled anew, because it or a file that it uses has changed. */
export interface ModelChanged {
  readonly uri: string;
  readonly version: number | null;
  readonly fingerprint: string | null;
  readonly errors: number;
}

export const ModelChangedNotification: NotificationOf<ModelChanged> = {
  method: 'nitro/modelChanged',
};

// Scenarios and runs.

export interface ExpectationPlace {
  /** Index into the scenario's expectations. */
  readonly index: number;
  readonly text: string;
  /** In the scenario's own file; a scenario that extends another may have them elsewhere. */
  readonly location: Location;
  readonly verdict: Verdict | null;
}

export interface ScenarioPlace {
  readonly name: string;
  readonly range: Range;
  readonly selectionRange: Range;
  readonly variants: number;
  readonly runs: number;
  readonly expectations: readonly ExpectationPlace[];
  /** What is known of its last run. */
  readonly state: ResultsState;
}

/** `none`: never run; `stale`: the model has changed since. */
export type ResultsState = 'none' | 'running' | 'current' | 'stale';

export interface ScenariosAnswer {
  readonly uri: string;
  readonly version: number | null;
  readonly fingerprint: string | null;
  /** Errors that keep it from running; a run would answer `notCompiled`. */
  readonly errors: number;
  readonly scenarios: readonly ScenarioPlace[];
}

export const ScenariosRequest: RequestOf<DocumentParameters, ScenariosAnswer> = {
  method: 'nitro/scenarios',
};

export interface RunParameters extends DocumentParameters {
  /** Names; empty: all of the document. */
  readonly scenarios: readonly string[];
  /** Null: the scenario's own. */
  readonly seed: number | null;
  readonly runs: number | null;
  /** Set by the client to tell several runs apart in the notifications. */
  readonly runId: string;
}

export type RunOutcome = 'done' | 'cancelled' | 'notCompiled' | 'failed';

export interface RunAnswer {
  readonly runId: string;
  readonly outcome: RunOutcome;
  /** What was done until then, marked partial when it was stopped. */
  readonly results: Results | null;
  /** One sentence for people when it is not done. */
  readonly message: string | null;
}

/** Answers when the run has ended. To cancel, cancel the request or send CancelRun. */
export const RunRequest: RequestOf<RunParameters, RunAnswer> = { method: 'nitro/run' };

export const CancelRunNotification: NotificationOf<{ readonly runId: string }> = {
  method: 'nitro/cancelRun',
};

export interface RunProgress {
  readonly runId: string;
  readonly uri: string;
  readonly scenario: string;
  readonly runsDone: number;
  readonly runsTotal: number;
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Null while it cannot be told. */
  readonly secondsLeft: number | null;
}

/** Sent a few times a second while a run goes on. */
export const RunProgressNotification: NotificationOf<RunProgress> = { method: 'nitro/runProgress' };

/** Results are there, have become stale, or are current again. Ask for them with ResultsRequest. */
export interface ResultsChanged {
  readonly uri: string;
  readonly scenario: string;
  readonly state: ResultsState;
  /** The first run of every variant is there, the rest is still running. */
  readonly partial: boolean;
  readonly verdicts: readonly { readonly index: number; readonly verdict: Verdict }[];
}

export const ResultsChangedNotification: NotificationOf<ResultsChanged> = {
  method: 'nitro/resultsChanged',
};

export interface ResultsParameters extends DocumentParameters {
  readonly scenario: string;
}

export interface ResultsAnswer {
  readonly state: ResultsState;
  readonly partial: boolean;
  /** With this scenario alone; null: never run. */
  readonly results: Results | null;
  /** The run before it, to compare with. */
  readonly previous: Results | null;
  /** What was asked of these results, as long as they are current; left out: nothing. */
  readonly whatIfs?: readonly WhatIf[];
  /** What the scenario does in each variant, as the text has it now; left out: not known. */
  readonly actions?: readonly (readonly ActionIr[])[];
}

export const ResultsRequest: RequestOf<ResultsParameters, ResultsAnswer> = {
  method: 'nitro/results',
};

/** A stream of a run that has been made. */
export interface StreamParameters extends ResultsParameters {
  readonly variant: number;
  /** The number of the run, and the id of a stream in it. */
  readonly run: number;
  readonly stream: string;
}

/** Runs once more with the bottleneck of a stream twice as fast. To cancel, cancel the request. */
export type WhatIfParameters = StreamParameters;

export interface WhatIf {
  readonly variant: number;
  readonly run: number;
  readonly stream: string;
  /** `with 2 × app.data/iops: p99 −50 %, mean −50 %, rate +100 %`. */
  readonly text: string;
}

export interface WhatIfAnswer {
  /** Null with a message when it cannot be said. */
  readonly text: string | null;
  readonly message: string | null;
}

export const WhatIfRequest: RequestOf<WhatIfParameters, WhatIfAnswer> = { method: 'nitro/whatIf' };

/** Runs once more and writes packets of a stream down. To cancel, cancel the request. */
export type PacketsParameters = StreamParameters;

export interface PacketsAnswer {
  /** Null with a message when there are none. */
  readonly packets: PacketsResult | null;
  readonly message: string | null;
}

export const PacketsRequest: RequestOf<PacketsParameters, PacketsAnswer> = {
  method: 'nitro/packets',
};

// What an instance would show, and texts of the catalogue.

export type GuestCommand =
  | 'lspci' | 'nvme list' | 'lsblk' | 'lscpu' | 'turbostat' | 'lstopo' | 'ethtool -i' | 'ethtool -S'
  | 'nethogs' | 'checks' | 'console' | 'cloudwatch';

export interface GuestParameters extends DocumentParameters {
  /** An id such as `web[0]`. */
  readonly instance: string;
  readonly command: GuestCommand;
}

export interface GuestAnswer {
  /** Null with a message when it cannot be shown. */
  readonly text: string | null;
  readonly message: string | null;
}

export const GuestRequest: RequestOf<GuestParameters, GuestAnswer> = { method: 'nitro/guest' };

/** Catalogue files have this scheme: `builtin:/aws.nitro`. They are read-only. */
export const CATALOGUE_URI_SCHEME = 'builtin';

/** For clients without `workspace/textDocumentContent`. */
export const CatalogueRequest: RequestOf<DocumentParameters, { readonly text: string | null }> = {
  method: 'nitro/catalogue',
};

// Files that only the editor can read: in a browser, and in virtual workspaces. Server to client.

export interface FileEntry {
  readonly uri: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
}

export const ReadDirectoryRequest: RequestOf<DocumentParameters, readonly FileEntry[]> = {
  method: 'nitro/readDirectory',
};

export const StatRequest: RequestOf<DocumentParameters, FileEntry | null> = {
  method: 'nitro/stat',
};

/** Base64, for a file may hold anything; null: there is no such file. */
export const ReadFileRequest: RequestOf<DocumentParameters, { readonly base64: string | null }> = {
  method: 'nitro/readFile',
};

// Commands that code lenses and quick fixes name; the extension registers them.

export const COMMANDS = {
  /** Arguments: uri, scenario. */
  run: 'nitro.run',
  topology: 'nitro.showTopology',
  results: 'nitro.showResults',
} as const;

/** Sent to the server at start. */
export interface InitializationOptions {
  /** Page of the diagnostics reference, without `#`; left out: the one of the project. */
  readonly diagnosticsPage?: string;
  /** Address of sim-worker-browser.js, for a server in a browser that was started from a blob. */
  readonly simulationWorker?: string;
}
