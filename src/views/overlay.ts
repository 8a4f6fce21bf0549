/**
 * What a run adds to a picture: states, loads, figures, faults, verdicts. Not the picture itself.
 * Keeps true: plain JSON by ids of the model, so a server can send it and a slider can replace it.
 */
import type { Verdict } from '#results';

export interface Overlay {
  /** By instance: its state, and what it is at, such as `step 5 of 7: cards attach`. */
  readonly states: { readonly [instance: string]: StateMark };
  /** By instance: one headline figure, such as `p99 1.31 ms`. */
  readonly figures: { readonly [instance: string]: string };
  /** By card, drive, switch or link: 0 to 1. */
  readonly loads: { readonly [id: string]: number };
  /** Where and while something failed. */
  readonly faults: readonly FaultMark[];
}

export interface StateMark {
  readonly state: string;
  readonly detail: string | null;
}

export interface FaultMark {
  /** The link or element that failed. */
  readonly id: string;
  readonly text: string;
}

export interface VerdictMark {
  readonly verdict: Verdict;
  readonly text: string;
  readonly value: string | null;
}

export const emptyOverlay: Overlay = { states: {}, figures: {}, loads: {}, faults: [] };

/** How a state is painted and what its mark looks like: a filled, half or empty round, a cross. */
export type StateTone = 'good' | 'busy' | 'off' | 'bad';

const tones: { readonly [state: string]: StateTone } = {
  running: 'good', pending: 'busy', booting: 'busy', rebooting: 'busy', stopping: 'busy',
  'shutting-down': 'busy', scrubbing: 'busy', stopped: 'off', terminated: 'off', off: 'off',
  failed: 'bad', impaired: 'bad',
};

export const toneOf = (state: string): StateTone => tones[state] ?? 'busy';
