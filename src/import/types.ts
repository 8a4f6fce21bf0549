/**
 * What an import gives back: text in the language, and a report of what it could not say.
 * Not a diagnostic: there is no spec yet that it could point into. Keeps true: whatever of the
 * input did not reach the text is named in the report, so nothing is lost in silence.
 */

/** Why there is no text, or less of it than the input had. */
export type ImportErrorCode =
  | 'input/not-json'
  | 'input/not-an-answer' // not the answer of describe-instance-types at all
  | 'input/too-large'
  | 'type/not-an-object'
  | 'type/no-name'
  | 'type/bad-name'
  | 'type/duplicate'
  | 'type/incomplete' // lacks what every instance type must say
  | 'xml/malformed'
  | 'xml/forbidden' // a construct that topology files do not need and attackers do
  | 'xml/too-large'
  | 'topology/not-hwloc'
  | 'topology/no-processor'
  | 'topology/incomplete';

export interface ImportError {
  readonly code: ImportErrorCode;
  /** Where in the input, as a reader counts: `InstanceTypes[7]`, `line 12`. */
  readonly at: string;
  readonly message: string;
}

/** Something the text says less exactly than the input, or not at all. */
export interface ImportNote {
  readonly what: 'missing' | 'vague' | 'uneven' | 'contradiction' | 'unreadable' | 'assumed';
  /** The type or part it is about. */
  readonly of: string;
  /** As the input names it. */
  readonly field: string;
  readonly message: string;
}

export interface FieldNotCarried {
  readonly field: string;
  readonly count: number;
  readonly why: string;
}

export interface ImportReport {
  /** Types that are in the text. */
  readonly types: number;
  readonly errors: readonly ImportError[];
  /** By type, then by field. */
  readonly notes: readonly ImportNote[];
  /** Fields of the input that are not in the text, with how many types have them, and why. */
  readonly fieldsNotCarried: readonly FieldNotCarried[];
}

export interface Imported {
  readonly text: string;
  readonly report: ImportReport;
}
