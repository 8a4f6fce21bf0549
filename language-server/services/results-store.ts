/**
 * What runs have shown, by document and scenario, and whether it is still of the present model.
 * Not the running. Keeps true: results are current exactly when the model's fingerprint is the
 * one they were made from; each change of that is told once.
 */
import type { Results, ScenarioResults, Verdict } from '#results';
import type { ResultsChanged, ResultsState, WhatIf } from '../protocol.ts';

interface Kept {
  readonly uri: string;
  readonly scenario: string;
  results: Results | null;
  previous: Results | null;
  whatIfs: readonly WhatIf[];
  running: boolean;
  partial: boolean;
  /** What was said last, so that nothing is said twice. */
  said: string;
}

export class ResultsStore {
  private readonly kept = new Map<string, Kept>();
  private readonly fingerprints = new Map<string, string | null>();
  private listeners: ((change: ResultsChanged) => void)[] = [];

  onChange(listener: (change: ResultsChanged) => void): void {
    this.listeners.push(listener);
  }

  private entry(uri: string, scenario: string): Kept {
    const key = `${uri} ${scenario}`;
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const fresh: Kept = {
      uri, scenario, results: null, previous: null, whatIfs: [], running: false, partial: false, said: '',
    };
    this.kept.set(key, fresh);
    return fresh;
  }

  started(uri: string, scenario: string): void {
    const kept = this.entry(uri, scenario);
    kept.running = true;
    this.tell(kept);
  }

  /** Of this scenario alone; `partial`: more is to come, or the run was stopped. */
  arrived(uri: string, scenario: string, results: Results, more: boolean): void {
    const kept = this.entry(uri, scenario);
    if (!kept.partial && kept.results !== null) kept.previous = kept.results;
    kept.results = results;
    kept.whatIfs = [];
    kept.partial = more || results.partial;
    kept.running = more;
    this.tell(kept);
  }

  /** What came of a question about the results that are kept. */
  learned(uri: string, scenario: string, whatIf: WhatIf): void {
    const kept = this.entry(uri, scenario);
    const others = kept.whatIfs.filter(({ variant, run, stream }) =>
      variant !== whatIf.variant || run !== whatIf.run || stream !== whatIf.stream);
    kept.whatIfs = [...others, whatIf];
  }

  /** Only while the results are current. */
  whatIfsOf(uri: string, scenario: string): readonly WhatIf[] {
    return this.stateOf(uri, scenario) !== 'current' ? []
      : this.kept.get(`${uri} ${scenario}`)?.whatIfs ?? [];
  }

  ended(uri: string, scenario: string): void {
    const kept = this.entry(uri, scenario);
    kept.running = false;
    this.tell(kept);
  }

  /** The model of a document is now this one; null: it has errors. */
  modelIs(uri: string, fingerprint: string | null): void {
    this.fingerprints.set(uri, fingerprint);
    for (const kept of this.kept.values()) if (kept.uri === uri) this.tell(kept);
  }

  /** Whether anything is kept of a document: else nobody needs its fingerprint. */
  has(uri: string): boolean {
    return [...this.kept.values()].some((kept) => kept.uri === uri);
  }

  stateOf(uri: string, scenario: string): ResultsState {
    const kept = this.kept.get(`${uri} ${scenario}`);
    if (kept === undefined) return 'none';
    if (kept.running) return 'running';
    if (kept.results === null) return 'none';
    return kept.results.irFingerprint === this.fingerprints.get(uri) ? 'current' : 'stale';
  }

  of(uri: string, scenario: string): {
    readonly results: Results | null; readonly previous: Results | null; readonly partial: boolean;
  } {
    const { results, previous, partial } = this.kept.get(`${uri} ${scenario}`)
      ?? { results: null, previous: null, partial: false };
    return { results, previous, partial };
  }

  scenarioOf(uri: string, scenario: string): ScenarioResults | null {
    return this.of(uri, scenario).results?.scenarios[0] ?? null;
  }

  verdicts(uri: string, scenario: string): ReadonlyMap<number, Verdict> {
    const results = this.scenarioOf(uri, scenario);
    return new Map(results?.expectations.map((one) => [one.index, one.verdict]));
  }

  private tell(kept: Kept): void {
    const { uri, scenario, partial } = kept;
    const state = this.stateOf(uri, scenario);
    const verdicts = [...this.verdicts(uri, scenario)]
      .map(([index, verdict]) => ({ index, verdict }));
    const change: ResultsChanged = { uri, scenario, state, partial, verdicts };
    const said = JSON.stringify(change);
    if (said === kept.said) return;
    kept.said = said;
    for (const listener of this.listeners) listener(change);
  }
}
