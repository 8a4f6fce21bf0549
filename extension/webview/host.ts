/**
 * The page's line to the extension: messages, and what is kept over a restart. Not what is said.
 * Keeps true: there is one such line in a page, because the editor gives it out once.
 */
interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

export interface Host<State, Said, Heard> {
  /** The file that the page is about. */
  readonly uri: string;
  readonly kept: State | null;
  keep(state: State): void;
  say(message: Said): void;
  onHear(hear: (message: Heard) => void): void;
}

const KEEP_AFTER_MS = 150;

export function connectHost<State, Said, Heard>(): Host<State, Said, Heard> {
  const api = acquireVsCodeApi();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    uri: document.body.dataset['uri'] ?? '',
    kept: (api.getState() ?? null) as State | null,
    // Zooming changes the state at each frame; the last of them is enough.
    keep: (state) => {
      clearTimeout(timer);
      timer = setTimeout(() => api.setState(state), KEEP_AFTER_MS);
    },
    say: (message) => api.postMessage(message),
    onHear: (hear) => {
      window.addEventListener('message', ({ data }: MessageEvent<Heard>) => hear(data));
    },
  };
}
