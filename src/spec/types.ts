/**
 * A Spec: what the author wrote, file by file. Names and quantities are as written; nothing is
 * defaulted, converted, looked up or judged. Not the text: positions are kept beside, by pointer.
 * Keeps true: plain JSON, so that a test, a generator or another tool can write one by hand.
 */

/** The `use` closure of one file; `main` is its index. Only main's scenarios run. */
export interface Spec {
  readonly files: readonly SpecFile[];
  readonly main: number;
}

export interface SpecFile {
  /** As people read it: a path, or `builtin:/aws.nitro` for the catalogue. */
  readonly name: string;
  /** Catalogue files may be hidden by a user's names; user files may not clash. */
  readonly catalogue: boolean;
  readonly uses: readonly UseSpec[];
  readonly types: readonly TypeSpec[];
  readonly elements: readonly ElementSpec[];
  readonly links: readonly LinkSpec[];
  readonly assignments: readonly AssignmentSpec[];
  readonly scenarios: readonly ScenarioSpec[];
}

export interface UseSpec {
  readonly is: 'use';
  /** A relative path as written, or the catalogue's name. */
  readonly target: string;
  readonly catalogue: boolean;
  /** Index into Spec.files, or null when there is no such file. */
  readonly file: number | null;
}

export interface TypeSpec {
  readonly is: 'type';
  readonly kind: string;
  readonly name: string;
  readonly base?: string;
  readonly items: readonly ItemSpec[];
}

export type ItemSpec = ElementSpec | LinkSpec | AssignmentSpec;

export interface ElementSpec {
  readonly is: 'element';
  readonly kind: string;
  readonly name: string;
  readonly count?: ExpressionSpec;
  /** As each clause was written; the grammar lets a clause come twice, the compiler does not. */
  readonly types: readonly string[];
  readonly from: readonly PathSpec[];
  readonly to: readonly PathSpec[];
  readonly on: readonly PathSpec[];
  /** Clause words in the order written, for `each once`. */
  readonly clauses: readonly ('type' | 'from' | 'to' | 'on')[];
  readonly items: readonly ItemSpec[];
}

export interface LinkSpec {
  readonly is: 'link';
  readonly left: readonly PathSpec[];
  readonly right: readonly PathSpec[];
  readonly type?: string;
  readonly name?: string;
  readonly items: readonly ItemSpec[];
}

/** `name = value`, or `a.b[0].name = value`: the last segment is the property. */
export interface AssignmentSpec {
  readonly is: 'assignment';
  readonly owner?: PathSpec;
  readonly property: string;
  /** Absent while the author is still typing. */
  readonly value?: ValueSpec;
  /** Its documentation begins with the word `Assumed`: the value has no source. */
  readonly assumed?: true;
}

export interface PathSpec {
  readonly is: 'path';
  readonly segments: readonly SegmentSpec[];
}

export interface SegmentSpec {
  readonly name: string;
  readonly index?: IndexSpec;
}

/** `[*]` has neither end, `[2]` a low one, `[0..1]` both. */
export interface IndexSpec {
  readonly low?: ExpressionSpec;
  readonly high?: ExpressionSpec;
}

export type ExpressionSpec =
  /** A number with a unit, as written. */
  | { readonly is: 'quantity'; readonly text: string }
  /** A bare number, as written. */
  | { readonly is: 'number'; readonly text: string }
  | { readonly is: 'text'; readonly text: string }
  | PathSpec
  | { readonly is: 'call'; readonly name: string; readonly arguments: readonly ExpressionSpec[] }
  | {
    readonly is: 'binary'; readonly operator: '+' | '-' | '*' | '/';
    readonly left: ExpressionSpec; readonly right: ExpressionSpec;
  }
  | { readonly is: 'negative'; readonly value: ExpressionSpec };

export type ValueSpec = ExpressionSpec | ListSpec;

/** `[a, b]`, `[(1, 2), (3, 4)]`, or `[10 %, 20 % .. 100 %]` with `last`. */
export interface ListSpec {
  readonly is: 'list';
  readonly values: readonly (ExpressionSpec | TupleSpec)[];
  readonly last?: ExpressionSpec;
}

export interface TupleSpec {
  readonly is: 'tuple';
  readonly values: readonly ExpressionSpec[];
}

export interface ScenarioSpec {
  readonly is: 'scenario';
  readonly name: string;
  readonly base?: string;
  readonly steps: readonly StepSpec[];
}

export type StepSpec = VarySpec | ActionSpec | ExpectSpec | AssignmentSpec;

export interface VarySpec {
  readonly is: 'vary';
  /** One path, or several that move together. */
  readonly targets: readonly PathSpec[];
  readonly values: ListSpec;
}

export interface ActionSpec {
  readonly is: 'action';
  readonly at: ExpressionSpec;
  readonly action: string;
  /** The second word of `write firmware`, `read blocks of`; else absent. */
  readonly object?: string;
  readonly things: readonly ThingSpec[];
  readonly to?: PathSpec;
  readonly duration?: ExpressionSpec;
  readonly items: readonly AssignmentSpec[];
}

/** An element, or a link named by its ends. */
export interface ThingSpec {
  readonly path: PathSpec;
  readonly other?: PathSpec;
}

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

export interface ExpectSpec {
  readonly is: 'expect';
  readonly left: ExpressionSpec;
  /** `within` carries its tolerance; absent while still being typed. */
  readonly operator?: Comparison | 'within';
  readonly tolerance?: ExpressionSpec;
  readonly right?: ExpressionSpec;
  readonly when: readonly GuardSpec[];
  /** The expectation as written, blanks folded: what verdicts print. */
  readonly text: string;
}

export interface GuardSpec {
  readonly target: PathSpec;
  readonly operator: Comparison;
  readonly value: ExpressionSpec;
}

/**
 * A place in a Spec, as a JSON pointer: `/files/0/elements/3/items/2`. It may end in a field that
 * holds text (`…/name`, `…/types/0`, `…/value`): then it means those words.
 */
export type SpecPointer = string;
