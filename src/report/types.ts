/**
 * What there is to report: for each file its problems, and what its runs showed. Not how it is
 * said: every format reads this one shape. Keeps true: plain data, with no wall time, host name or
 * absolute path, so that the same spec gives the same report on every machine.
 */
import type { Severity } from '#diagnostics';
import type { ActionIr } from '#ir';
import type { Results } from '#results';

/** Lines and UTF-16 characters, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Place {
  /** As people read it: relative to where the command was called, with forward slashes. */
  readonly file: string;
  readonly range: Range;
}

export interface RelatedPlace extends Place {
  readonly message: string;
}

export interface TextChange extends Place {
  readonly newText: string;
}

export interface ReportedFix {
  readonly title: string;
  readonly changes: readonly TextChange[];
}

export interface ReportedProblem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly why: string | null;
  readonly remedy: string | null;
  readonly place: Place;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly ReportedFix[];
  /** The variants that alone have it; empty: all have it. */
  readonly variants: readonly string[];
  /** What of the command line is wrong; the place is then the start of the file it was for. */
  readonly override?: WrongOverride;
}

/** Characters of `web.count=4` that are wrong. */
export interface WrongOverride {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface ModelCounts {
  readonly hosts: number;
  readonly instances: number;
  readonly microvms: number;
  readonly scenarios: number;
}

export interface FileReport {
  readonly file: string;
  readonly problems: readonly ReportedProblem[];
  /** Null when the text has errors and so no model. */
  readonly model: { readonly fingerprint: string; readonly counts: ModelCounts } | null;
  readonly run: RunReport | null;
  readonly pictures: readonly Picture[];
  /** Only where a page shows them; no other format does. */
  readonly whatIfs?: readonly WhatIf[];
}

/** What a stream of a scenario would be if its bottleneck were faster, as a sentence. */
export interface WhatIf {
  readonly scenario: string;
  /** Its id. */
  readonly stream: string;
  readonly text: string;
}

export interface RunReport {
  readonly results: Results;
  /** Of each scenario, where its expectations stand, by their index. */
  readonly places: { readonly [scenario: string]: readonly (Place | null)[] };
  /** What each scenario does in each of its variants; left out: not known. */
  readonly actions?: ActionsByScenario;
}

export interface ActionsByScenario {
  readonly [scenario: string]: readonly (readonly ActionIr[])[];
}

/** A drawing for the report, as SVG text of our own making. */
export interface Picture {
  readonly title: string;
  /** Null: of the model itself, and not of one scenario. */
  readonly scenario: string | null;
  readonly svg: string;
}

export interface Tool {
  readonly name: string;
  readonly version: string;
  /** Where its pages are; null while it has no public home. */
  readonly homepage: string | null;
}

export interface Report {
  readonly tool: Tool;
  readonly files: readonly FileReport[];
}

/** The text of a reported file, for excerpts; undefined when it cannot be shown. */
export type Texts = (file: string) => string | undefined;

/** How an undecided expectation counts. */
export type Undecided = 'fails' | 'pass';
