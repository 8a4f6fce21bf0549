/**
 * The shape of a row of the kinds table, and the little builders that rows are written with.
 * Not the rows themselves: those are in the files named for what they describe.
 * Keeps true: a property is described once, here, and everything else is read from that row.
 */

/** What a number measures. Each has one base unit; see units.ts. */
export type Dimension =
  | 'time' // picoseconds
  | 'size' // bytes
  | 'rate' // bits per second
  | 'operations' // operations per second
  | 'packets' // packets per second
  | 'frequency' // hertz
  | 'ratio' // 1
  | 'count'; // 1, a whole number

export type KindName =
  | 'host' | 'socket' | 'machine' | 'hypervisor' | 'card' | 'controller' | 'chip' | 'drive'
  | 'nand' | 'link' | 'fabric' | 'switch' | 'transport'
  | 'instance' | 'interface' | 'volume' | 'microvm'
  | 'flow' | 'io' | 'compute' | 'scenario';

/** What may stand to the right of `=`. */
export type ValueKind =
  | { readonly is: 'quantity'; readonly dimension: Dimension }
  /** A quantity, or a distribution such as `lognormal(2 s, 0.3)`; of `shapes` only, if said. */
  | {
    readonly is: 'distribution'; readonly dimension: Dimension;
    readonly shapes?: readonly string[];
  }
  /** A part of a device: a size, or a share of the whole. */
  | { readonly is: 'part' }
  /** One of these words. */
  | { readonly is: 'word'; readonly words: readonly string[] }
  /** A list of these words, or one of them. */
  | { readonly is: 'words'; readonly words: readonly string[] }
  /** The name of a type of one of these kinds. */
  | { readonly is: 'type'; readonly kinds: readonly KindName[] }
  | { readonly is: 'text' }
  /** A file relative to the spec; the model holds its size and digest. */
  | { readonly is: 'file' };

export interface PropertyRow {
  readonly value: ValueKind;
  /** Written as in a spec (`30 Gbps`, `yes`); null: none, the property may stay unset. */
  readonly fallback: string | null;
  /** An element without it is an error. */
  readonly required: boolean;
  /** An element without it and without this other property is an error. */
  readonly requiredUnless: string | null;
  /** Bounds, both inclusive, written as in a spec. */
  readonly minimum: string | null;
  readonly maximum: string | null;
  /** One line. */
  readonly doc: string;
  /** Where the default comes from; null with a default that matters to a run means `assumed`. */
  readonly source: string | null;
  /** The default is a guess; a run that uses it lists it. */
  readonly assumed: boolean;
}

/** Children that exist because a property counts them: `leaf[leaves]`. */
export interface GeneratedChild {
  readonly name: string;
  readonly kind: KindName;
  readonly countedBy: string;
}

export interface KindRow {
  readonly name: KindName;
  readonly doc: string;
  readonly properties: { readonly [name: string]: PropertyRow };
  /** Kinds that may be declared in the body, besides `link` where `links` is set. */
  readonly children: readonly KindName[];
  readonly links: boolean;
  /** Where elements of this kind may be declared. */
  readonly atTop: boolean;
  /** The clauses it takes, and the kinds that each may name. */
  readonly on: readonly KindName[];
  readonly from: readonly KindName[];
  readonly to: readonly KindName[];
  readonly onRequired: boolean;
  /** A property of children: `generates` lists children that this kind makes by itself. */
  readonly generates: readonly GeneratedChild[];
  /** An element must name a type (an instance without a type has no size). */
  readonly typeRequired: boolean;
}

interface Options {
  readonly doc: string;
  readonly fallback?: string;
  readonly required?: boolean;
  readonly requiredUnless?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly source?: string;
  readonly assumed?: boolean;
}

/** A row whose value kind, and whether it always has a value, are known to the type checker. */
export type Row<V extends ValueKind, O extends Options> = Omit<
  PropertyRow, 'value' | 'fallback' | 'required'
> & {
  readonly value: V;
  readonly fallback: O extends { readonly fallback: string } ? string : null;
  readonly required: O extends { readonly required: true } ? true : false;
};

const row = <const V extends ValueKind, const O extends Options>(value: V, o: O): Row<V, O> =>
  ({
    value,
    fallback: o.fallback ?? null,
    required: o.required ?? false,
    requiredUnless: o.requiredUnless ?? null,
    minimum: o.minimum ?? null,
    maximum: o.maximum ?? null,
    doc: o.doc,
    source: o.source ?? null,
    assumed: o.assumed ?? false,
  }) as Row<V, O>;

type Quantity<D extends Dimension> = { readonly is: 'quantity'; readonly dimension: D };

const quantity =
  <const D extends Dimension>(dimension: D) =>
  <const O extends Options>(o: O): Row<Quantity<D>, O> =>
    row({ is: 'quantity', dimension }, o);

export const time = quantity('time');
export const size = quantity('size');
export const rate = quantity('rate');
export const operations = quantity('operations');
export const packets = quantity('packets');
export const frequency = quantity('frequency');
export const ratio = quantity('ratio');
export const count = quantity('count');

/** A duration that may be drawn anew each time. */
export const drawnTime = <const O extends Options>(
  o: O,
): Row<{ readonly is: 'distribution'; readonly dimension: 'time' }, O> =>
  row({ is: 'distribution', dimension: 'time' }, o);

/** A size that may be one of several, each with its share. */
export const mixedSize = <const O extends Options>(
  o: O,
): Row<
  { readonly is: 'distribution'; readonly dimension: 'size'; readonly shapes: readonly ['mix'] }, O
> => row({ is: 'distribution', dimension: 'size', shapes: ['mix'] }, o);

export const part = <const O extends Options>(o: O): Row<{ readonly is: 'part' }, O> =>
  row({ is: 'part' }, o);

export const word = <const W extends readonly string[], const O extends Options>(
  words: W,
  o: O,
): Row<{ readonly is: 'word'; readonly words: W }, O> => row({ is: 'word', words }, o);

export const words = <const W extends readonly string[], const O extends Options>(
  list: W,
  o: O,
): Row<{ readonly is: 'words'; readonly words: W }, O> => row({ is: 'words', words: list }, o);

export const flag = <const O extends Options>(
  o: O,
): Row<{ readonly is: 'word'; readonly words: readonly ['yes', 'no'] }, O> =>
  row({ is: 'word', words: ['yes', 'no'] }, o);

export const typeOf = <const K extends readonly KindName[], const O extends Options>(
  kinds: K,
  o: O,
): Row<{ readonly is: 'type'; readonly kinds: K }, O> => row({ is: 'type', kinds }, o);

export const text = <const O extends Options>(o: O): Row<{ readonly is: 'text' }, O> =>
  row({ is: 'text' }, o);

export const file = <const O extends Options>(o: O): Row<{ readonly is: 'file' }, O> =>
  row({ is: 'file' }, o);

type KindOptions = Pick<KindRow, 'name' | 'doc' | 'properties'> &
  Partial<Omit<KindRow, 'name' | 'doc' | 'properties'>>;

/** A kind; what is not said is empty, and most kinds may stand at the top of a file. */
export const kind = <const K extends KindOptions>(
  k: K,
): Omit<KindRow, 'name' | 'properties'> & {
  readonly name: K['name'];
  readonly properties: K['properties'];
} => ({
  children: [],
  links: false,
  atTop: true,
  on: [],
  from: [],
  to: [],
  onRequired: false,
  generates: [],
  typeRequired: false,
  ...k,
});
