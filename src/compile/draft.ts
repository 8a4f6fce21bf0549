/**
 * What the passes hand to one another: names, prepared bodies, and the expanded tree of elements.
 * Not the IR: values are in base units (picoseconds), references are objects. Keeps true: a node's
 * record is shared by all nodes that have the same values, and is never written after it is made.
 */
import type { PropertyValue } from '#ir';
import type { KindName, PropertyRow } from '#kinds';
import type {
  AssignmentSpec, ElementSpec, LinkSpec, PathSpec, ScenarioSpec, Spec, SpecFile, TypeSpec,
  ValueSpec,
} from '#spec';
import type { Problems } from './problems.ts';

export interface TypeEntry {
  readonly spec: TypeSpec;
  readonly name: string;
  readonly kind: KindName | null;
  readonly file: number;
  readonly catalogue: boolean;
  readonly pointer: string;
  /** Itself, then what it extends, nearest first; only itself when its extension is broken. */
  chain: readonly TypeEntry[];
}

/** An element as declared, wherever: at the top of a file, in a type, or in another element. */
export interface Declaration {
  readonly spec: ElementSpec;
  readonly kind: KindName;
  readonly name: string;
  readonly pointer: string;
  readonly file: number;
  readonly catalogue: boolean;
}

export interface LinkDeclaration {
  readonly spec: LinkSpec;
  readonly pointer: string;
  readonly file: number;
  readonly catalogue: boolean;
}

export interface ScenarioEntry {
  readonly spec: ScenarioSpec;
  readonly name: string;
  readonly pointer: string;
  readonly file: number;
}

export interface Assigned {
  readonly spec: AssignmentSpec;
  readonly pointer: string;
  readonly file: number;
}

export interface Names {
  /** Every type that is written, whether its name counts or not. */
  readonly typeEntries: readonly TypeEntry[];
  /** The declarations of each file at their places; null where the kind is unknown. */
  readonly declared: readonly (readonly (Declaration | null)[])[];
  readonly types: ReadonlyMap<string, TypeEntry>;
  /** What the catalogue itself means by a name, whatever a user hides. */
  readonly catalogueTypes: ReadonlyMap<string, TypeEntry>;
  readonly elements: readonly Declaration[];
  readonly links: readonly LinkDeclaration[];
  readonly assignments: readonly Assigned[];
  readonly scenarios: ReadonlyMap<string, ScenarioEntry>;
  /** False when a file that is used is not there, which was reported: names may be missing. */
  readonly complete: boolean;
}

/** Where a value comes from, as hover says it. */
export type Origin =
  | 'default' | 'type' | 'own' | 'outer' | 'file' | 'scenario' | 'vary' | 'set' | 'derived';

/** One assignment, prepared for elements of one kind. */
export interface Source {
  readonly property: string;
  readonly row: PropertyRow;
  readonly key: string;
  readonly pointer: string;
  readonly valueAt: string;
  /** Undefined when it is wrong, or depends on where it stands. */
  readonly value: PropertyValue | undefined;
  readonly dynamic: ValueSpec | null;
  readonly origin: Origin;
  readonly type: string | null;
  /** Its author says that it has no source. */
  readonly assumed: boolean;
}

/** An assignment by path, on its way to the elements that it means. */
export interface Override {
  readonly path: PathSpec;
  readonly property: string;
  readonly value: ValueSpec | undefined;
  /** The assignment; its path, its property and its value may stand elsewhere (`vary`). */
  readonly pointer: string;
  readonly pathAt: string;
  readonly propertyAt: string;
  readonly valueAt: string;
  readonly strength: number;
  readonly indexed: boolean;
  readonly origin: Origin;
  readonly type: string | null;
  readonly file: number;
}

/** An override, and how many of its segments have been walked. */
export interface Active {
  readonly override: Override;
  readonly walked: number;
}

/** The body of a type or of a declaration, prepared once. */
export interface Body {
  readonly sources: readonly Source[];
  readonly overrides: readonly Omit<Override, 'strength'>[];
  readonly children: readonly Declaration[];
  readonly links: readonly LinkDeclaration[];
}

export type Values = Readonly<Record<string, PropertyValue>>;

/** Assignments by property, however they are kept. */
export interface Sources {
  readonly get: (property: string) => Source | undefined;
  readonly has: (property: string) => boolean;
}

/** What all elements of one declaration have in common. */
export interface Blueprint {
  readonly declaration: Declaration;
  readonly kind: KindName;
  readonly type: TypeEntry | null;
  readonly typeNames: readonly string[];
  readonly values: Values;
  readonly assumed: readonly string[];
  /** The winning assignment of each property that is not a default. */
  readonly sources: Sources;
  readonly dynamic: readonly Source[];
  readonly children: readonly Declaration[];
  readonly links: readonly LinkDeclaration[];
  /** Bodies from the declaration's own to the remotest type. */
  readonly bodies: readonly Body[];
}

/** What all elements of one type have in common. */
export interface Foundation {
  readonly values: Values;
  readonly assumed: readonly string[];
  readonly sources: ReadonlyMap<string, Source>;
  readonly dynamic: readonly Source[];
  readonly children: ReadonlyMap<string, Declaration>;
  readonly childList: readonly Declaration[];
  readonly links: readonly LinkDeclaration[];
  /** Bodies from the type's own to the remotest. */
  readonly bodies: readonly Body[];
  readonly typeNames: readonly string[];
}

export interface Group {
  readonly name: string;
  readonly pointer: string;
  readonly kind: KindName;
  /** Whether it was declared with a count. */
  readonly array: boolean;
  /** False when its count is wrong, which was reported: nothing is known of its elements. */
  readonly counted: boolean;
  readonly nodes: Node[];
}

export interface Node {
  readonly id: string;
  readonly name: string;
  readonly index: number | null;
  readonly kind: KindName;
  readonly parent: Node | null;
  readonly depth: number;
  readonly blueprint: Blueprint;
  readonly generated: boolean;
  groups: Map<string, Group> | null;
  /** Assignments that reached this very element, strongest only. */
  readonly own: ReadonlyMap<string, Source> | null;
  values: Values;
  assumed: readonly string[];
  /** Properties whose expressions are not evaluated yet; null when `values` is final. */
  waiting: Map<string, Source> | null;
  /** Those being evaluated just now: meeting one again is a cycle. */
  evaluating: Set<string> | null;
}

export interface Settings {
  readonly spec: Spec;
  readonly files: ReadonlyMap<string, FileFacts | null> | null;
  readonly main: SpecFile;
}

export interface FileFacts {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** A top-level element or array with all its parts. */
export interface Whole {
  readonly group: Group;
  /** Sorted by id. */
  readonly nodes: readonly Node[];
}

/** What all models of one spec share: nothing in it depends on what a scenario changes. */
export interface Shared {
  readonly settings: Settings;
  readonly names: Names;
  readonly typeBodies: Map<TypeEntry, Body>;
  readonly foundations: Map<TypeEntry, Foundation>;
  readonly blueprints: Map<Declaration, Blueprint>;
  readonly linkBlueprints: Map<LinkDeclaration, Blueprint>;
  /** The prepared form of an assignment by path, for each kind that it reached. */
  readonly reached: Map<Override, Map<KindName, Source | null>>;
  /** What depends on nothing but its own words and types, and said nothing when it was made. */
  readonly wholes: Map<Declaration, Whole>;
  /** The same of an earlier state of the spec; empty once everything is compiled. */
  earlierWholes: ReadonlyMap<Declaration, Whole>;
  /** The links inside such a whole, of each of its elements that has any. */
  readonly linksInside: WeakMap<Node, readonly LinkDraft[]>;
  /** Bodies and blueprints that were not made in silence: what they are part of is no whole. */
  readonly tied: Set<object>;
}

/** One model while it is made. */
export interface Draft {
  readonly shared: Shared;
  readonly problems: Problems;
  readonly roots: Map<string, Group>;
  /** Every node, parents before children. */
  readonly nodes: Node[];
  /** Grows whenever something depends on more than its own words and types. */
  ties: number;
  /** Top-level declarations that are not expanded yet, and those that are being expanded. */
  readonly unexpanded: Map<string, Declaration>;
  readonly expanding: Set<string>;
  /** Expands a top-level declaration by name, when a path meets it first. */
  readonly expandRoot: (name: string) => Group | undefined;
  readonly rootActives: ReadonlyMap<string, readonly Active[]>;
  /** Overrides that named something, to find those that did not. */
  readonly used: Set<Override>;
  /** Ends of links that were reported: that nothing else reaches them is no further news. */
  readonly mislinked: Set<Node>;
  /** Links by the name after `as`, for overrides of their properties. */
  readonly linkActives: Map<string, readonly Active[]>;
}

/** A link between two elements. */
export interface LinkDraft {
  readonly id: string;
  readonly name: string | null;
  readonly ends: readonly [Node, Node];
  /** Ports asked for, later ports given; null where the end has none. */
  readonly ports: [number | null, number | null];
  readonly pointer: string;
  readonly parent: Node | null;
  readonly type: string | null;
  readonly blueprint: Blueprint | null;
  readonly values: Values;
  readonly medium: string;
  readonly generation: number | null;
  readonly lanes: number | null;
  readonly rateBitsPerSecond: number | null;
  readonly delayPicoseconds: number;
  readonly loss: number;
  readonly lossEvery: number | null;
  readonly mtuBytes: number | null;
}

/** Sockets that boot and live as one, or a whole computer. */
export interface Machine {
  readonly id: string;
  readonly host: Node | null;
  readonly sockets: readonly Node[];
  readonly computer: Node | null;
  /** The sockets, or the computer. */
  readonly parts: readonly Node[];
  hypervisor: Node | null;
  controller: Node | null;
  chip: Node | null;
  readonly cards: Node[];
  readonly drives: Node[];
  /** Cores of each part that can be sold, and the first of them. */
  readonly cores: { readonly part: Node; readonly first: number; readonly count: number }[];
  memorySellable: number;
}
