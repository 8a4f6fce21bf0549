/**
 * What a diagnostic is: something wrong with a spec, said to its author. Not a finding, which is
 * what a run showed. Keeps true: its code is registered, and its message comes from its facts.
 */

export type Severity = 'error' | 'warning' | 'information';

/** The part of a registered code that does not depend on the case. */
export interface CodeRow<Facts> {
  readonly severity: Severity;
  /** One sentence with names and numbers. */
  readonly message: (facts: Facts) => string;
  /** Why it is wrong: one or two sentences. */
  readonly why: string;
  /** What to do: one sentence. */
  readonly remedy: string;
  /** A spec that shows it, for the printed list. */
  readonly example: string;
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
}

/** A change to the text, said in terms of the Spec. */
export interface Fix {
  /** As the light bulb shows it: `Change to 'Graviton3'`. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The one that `fix all` applies. */
  readonly preferred?: boolean;
}

export interface Edit {
  /** JSON pointer of what is changed; see SpecPointer. */
  readonly at: string;
  /**
   * replace: the words at the pointer; remove: with its separator; inside: as a last item of the
   * body at the pointer (a body is made if there is none); before, after: on a line of its own.
   */
  readonly action: 'replace' | 'remove' | 'inside' | 'before' | 'after';
  readonly text: string;
}

export interface Related {
  readonly at: string;
  readonly message: string;
}

export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** JSON pointer into the Spec. */
  readonly at: string;
  readonly facts: { readonly [name: string]: string | number | readonly string[] };
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  /** The variants that alone have it, as `fetch.transport = Srd`; empty: all have it. */
  readonly variants: readonly string[];
}
