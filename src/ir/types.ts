/**
 * The IR: what will run. Resolved, defaulted, flat, in whole base units, sorted. Not how it was
 * written: no positions, no prose, no wall time. Keeps true: plain JSON whose bytes do not depend
 * on formatting or on the order of declarations.
 */
import type { KindName, Kinds } from '#kinds';

export const IR_VERSION = 1;

export interface Ir {
  readonly irVersion: typeof IR_VERSION;
  /** Picoseconds in one tick: 1, or 1000 when a scenario lasts longer than 2^53 ps. */
  readonly tickPicoseconds: 1 | 1000;
  /** Files that properties name; their content belongs to the model. */
  readonly files: readonly FileIr[];
  /** Distinct models; the first is the spec as it stands, others come from scenarios and vary. */
  readonly worlds: readonly World[];
  /** Sorted by name. */
  readonly scenarios: readonly ScenarioIr[];
}

export interface FileIr {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** One model. Every array is sorted by id, indices as numbers. */
export interface World {
  readonly elements: readonly AnyElement[];
  readonly machines: readonly MachineIr[];
  readonly links: readonly LinkIr[];
  readonly placements: readonly PlacementIr[];
  readonly microvms: readonly MicrovmPlacementIr[];
  /** Volumes that are on hosts; of others the way is a delay. Sorted by volume. */
  readonly volumes: readonly VolumePlacementIr[];
  readonly streams: readonly StreamIr[];
  /** Transports that flows and volumes on hosts use. */
  readonly transports: readonly TransportIr[];
  /** Kinds of flash memory that drives name. */
  readonly nands: readonly NandIr[];
  /** The flash of drives that name one, sorted by drive. */
  readonly flash: readonly FlashIr[];
}

/** What the drives that name it are made of. */
export interface NandIr {
  /** The name of the type; a model has one of each name. */
  readonly id: string;
  readonly types: readonly string[];
  readonly properties: PropertiesOf<'nand'>;
  readonly assumed: readonly string[];
}

/** How much flash of a drive is simulated. */
export interface FlashIr {
  readonly drive: string;
  readonly nand: string;
  /** All its planes, channel by channel in each round. */
  readonly planes: number;
  /** Of each plane. */
  readonly blocks: number;
  /** Pages that instances use. */
  readonly logicalPages: number;
  /** The real drive has so many times the blocks beside those that a plane keeps free. */
  readonly scale: number;
}

/** How flows and volumes that name it bring bytes across. */
export interface TransportIr {
  /** The name of the type; a model has one of each name. */
  readonly id: string;
  readonly types: readonly string[];
  readonly properties: PropertiesOf<'transport'>;
  readonly assumed: readonly string[];
}

export type PropertyValue = number | string | readonly string[] | Distribution | Part | null;

/** A value that may be drawn anew; the unit is that of the property's key. */
export interface Distribution {
  readonly shape: 'constant' | 'exponential' | 'uniform' | 'lognormal' | 'pareto' | 'bursts'
    | 'mix';
  /** Of a mix: each value, then its share. */
  readonly parameters: readonly number[];
}

/** A part of a device: so many bytes, or a share of the whole. */
export interface Part {
  readonly unit: 'bytes' | 'share';
  readonly amount: number;
}

type Suffix = {
  readonly time: 'Ticks'; readonly size: 'Bytes'; readonly rate: 'BitsPerSecond';
  readonly operations: ''; readonly packets: ''; readonly frequency: 'Hertz';
  readonly ratio: ''; readonly count: '';
};

/** `memory` of dimension size is `memoryBytes`; see IR_SUFFIX. */
export type KeyOf<N extends string, V> =
  V extends { readonly is: 'quantity' | 'distribution'; readonly dimension: infer D extends keyof Suffix }
    ? `${N}${Suffix[D]}`
    : N;

type Plain<V> =
  V extends { readonly is: 'quantity' } ? number
  : V extends { readonly is: 'distribution' } ? Distribution
  : V extends { readonly is: 'part' } ? Part
  : V extends { readonly is: 'word'; readonly words: infer W extends readonly string[] } ? W[number]
  : V extends { readonly is: 'words'; readonly words: infer W extends readonly string[] }
    ? readonly W[number][]
  : string;

type Value<R> =
  R extends { readonly value: infer V; readonly fallback: infer F; readonly required: infer Q }
    ? (F extends string ? Plain<V> : Q extends true ? Plain<V> : Plain<V> | null)
    : never;

/** Properties of a kind, as the kinds table gives them: key with its unit, value in base units. */
export type PropertiesOf<K extends KindName> = {
  readonly [N in keyof Kinds[K]['properties'] & string as
    KeyOf<N, Kinds[K]['properties'][N] extends { readonly value: infer V } ? V : never>]:
      Value<Kinds[K]['properties'][N]>;
};

export interface ElementIr<K extends KindName> {
  /** The path a user writes: `sled[0].soc[1]`. */
  readonly id: string;
  readonly kind: K;
  /** The named type it was made from. */
  readonly type: string | null;
  /** That type and what it extends, nearest first. */
  readonly types: readonly string[];
  readonly parent: string | null;
  readonly properties: PropertiesOf<K>;
  /** Properties whose value is an assumed default: they are listed in a run's report. */
  readonly assumed: readonly string[];
}

/** Kinds of which there are elements, and not types alone. */
type ElementKind = Exclude<KindName, 'link' | 'scenario' | 'transport' | 'nand'>;

export type AnyElement = {
  [K in ElementKind]: ElementIr<K>
}[ElementKind];

/** Sockets that boot and live as one, or a whole computer. */
export interface MachineIr {
  /** Id of its only socket or `machine`; of joined sockets, the host's id. */
  readonly id: string;
  readonly host: string | null;
  readonly sockets: readonly string[];
  /** The `machine` element, or null for sockets. */
  readonly computer: string | null;
  readonly hypervisor: string | null;
  readonly controller: string | null;
  readonly chip: string | null;
  /** Cards that reach it, sorted by id. */
  readonly cards: readonly string[];
  /** Drives that reach it, on cards or by themselves. */
  readonly drives: readonly string[];
  /** Cores and memory that can be sold. */
  readonly coresSellable: number;
  readonly memorySellableBytes: number;
}

export interface LinkIr {
  /** `a -- b` with its ends sorted, and ` as name` dropped. */
  readonly id: string;
  readonly name: string | null;
  readonly ends: readonly [string, string];
  /** The port that each end takes, counted from 0 at each card and switch; null off the network. */
  readonly ports: readonly [number | null, number | null];
  readonly type: string | null;
  readonly medium: PropertiesOf<'link'>['medium'];
  /** What the link really runs at: the slower end decides. */
  readonly generation: number | null;
  readonly lanes: number | null;
  readonly rateBitsPerSecond: number | null;
  readonly delayTicks: number;
  readonly loss: number;
  /** In each direction every so-many-th packet is lost; null: none but by chance. */
  readonly lossEvery: number | null;
  /** The largest packet that both ends take, headers of IP included; null: nothing limits it. */
  readonly mtuBytes: number | null;
}

/** Where an instance is, and how its requests travel. */
export interface PlacementIr {
  readonly instance: string;
  readonly machine: string;
  /** Cores it holds on each socket, or on the computer. */
  readonly cores: readonly {
    readonly socket: string; readonly first: number; readonly count: number;
  }[];
  readonly hypervisor: string | null;
  readonly controller: string | null;
  /** The switch that its card is joined to first: what it shares with its rack; null: none. */
  readonly rack: string | null;
  /** Null where nothing serves it. */
  readonly network: IoPath | null;
  /** The same over its other network cards, in the order of their numbers. */
  readonly moreNetworks: readonly IoPath[];
  readonly volumes: IoPath | null;
  readonly drives: IoPath | null;
  /** The same for each card that its drives are on, with those drives. */
  readonly drivePaths: readonly IoPath[];
  readonly stage: OffloadStage;
  /** Ids of its volumes and interfaces, sorted; the boot volume first. */
  readonly volumeIds: readonly string[];
  readonly interfaceIds: readonly string[];
  /** The network card of each of them: 0 is that of `network`, the next the first of the others. */
  readonly interfaceCards: readonly number[];
  /** Local drives given to it. */
  readonly driveIds: readonly string[];
}

/** Where a microVM is: it shares the processors and has its memory of its place. */
export interface MicrovmPlacementIr {
  readonly microvm: string;
  readonly machine: string;
  /** The instance that it runs in; null: it runs on the machine itself. */
  readonly instance: string | null;
}

/** Where a volume on hosts is, and how its instance reaches it. */
export interface VolumePlacementIr {
  readonly volume: string;
  /** The card that its instance reaches it over. */
  readonly card: string;
  /** The name of its transport. */
  readonly transport: string;
  /** A host for each replica, in another rack each: requests go to the first. */
  readonly nodes: readonly VolumeNodeIr[];
}

export interface VolumeNodeIr {
  readonly host: string;
  /** The card of the host that it is reached over. */
  readonly card: string;
  /** The switch that this card is joined to first. */
  readonly rack: string;
}

/** The stations a request visits, from the guest outwards. */
export interface IoPath {
  /** How the guest meets the device. */
  readonly exposure: 'function' | 'domain' | 'metal';
  readonly interface: string | null;
  readonly card: string;
  readonly stations: readonly {
    readonly role:
      | 'driver' | 'ring' | 'deviceModel' | 'function' | 'link' | 'card' | 'drive' | 'remote'
      | 'interrupt';
    readonly element: string;
  }[];
}

/** How much left the host processors; an outcome of the topology. */
export type OffloadStage =
  | 'software' // all device models in a management domain
  | 'network' // C3: network function, the rest in the domain
  | 'volumes' // C4: EBS on a card, behind the domain
  | 'networkAdapter' // X1: ENA
  | 'drives' // I3: local drives too
  | 'full' // C5: no management domain
  | 'metal'; // no hypervisor

/** One stream of a workload: `flow`, `io` or `compute` on one pair or place. */
export interface StreamIr {
  readonly id: string;
  readonly workload: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Of one message; of a job's stream that of one step. Null: no flow, or a trace says it. */
  readonly messageBytes: number | null;
  /** Messages of one round, one after the other; 1 unless the flow is a job of several steps. */
  readonly steps: number;
  /**
   * Message m of a round waits until message m - lag of that stream has arrived; there is none
   * to wait for below 0. Sorted by stream.
   */
  readonly after: readonly { readonly stream: string; readonly lag: number }[];
  /** The network cards of both ends that it goes over, counted as interfaces do. Null: no flow. */
  readonly cards: readonly [from: number, to: number] | null;
  /** Interfaces that the flow names instead of instances; null: it names none. */
  readonly interfaces: readonly [from: string | null, to: string | null] | null;
}

export interface ScenarioIr {
  readonly name: string;
  /** Null: until every workload and action has ended. */
  readonly durationTicks: number | null;
  readonly warmupTicks: number;
  readonly seed: number;
  readonly runs: number;
  readonly variants: readonly VariantIr[];
  /** Texts as written, in file order; variants refer to them by index. */
  readonly expectations: readonly string[];
}

export interface VariantIr {
  /** `fetch.transport = Srd`, in file order of the vary lines. */
  readonly assignments: readonly { readonly target: string; readonly value: string }[];
  /** Index into Ir.worlds. */
  readonly world: number;
  /** Sorted by time, then by action, then by target. */
  readonly actions: readonly ActionIr[];
  /** Those whose `when` picks this variant. */
  readonly expectations: readonly ExpectationIr[];
  /** Instances that some action launches: off until then. */
  readonly launchedLater: readonly string[];
  /** Workloads left out, by id: only the life of instances counts, and they could not be run. */
  readonly idle: readonly string[];
  /** Constructs whose simulation does not exist yet: running this variant is an error. */
  readonly notSimulated: readonly string[];
}

export interface ActionIr {
  readonly atTicks: number;
  readonly action: string;
  readonly target: string;
  readonly to: string | null;
  /** Null: for good. */
  readonly forTicks: number | null;
  readonly properties: { readonly [key: string]: PropertyValue };
}

export interface ExpectationIr {
  /** Index into ScenarioIr.expectations. */
  readonly index: number;
  readonly left: MeasureIr;
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=' | 'within';
  readonly right: MeasureIr;
  readonly tolerance: { readonly relative: boolean; readonly value: number } | null;
  readonly dimension: string;
}

/** A number, word, or something to be measured in a run. Times are in ticks. */
export type MeasureIr =
  | { readonly is: 'constant'; readonly value: number }
  | { readonly is: 'word'; readonly word: string }
  | { readonly is: 'measure'; readonly measure: string; readonly statistic: string | null;
    readonly of: readonly string[]; }
  | { readonly is: 'boot'; readonly of: readonly string[] }
  | { readonly is: 'reached'; readonly of: readonly string[]; readonly step: string }
  | { readonly is: 'state'; readonly of: readonly string[]; readonly atTicks: number | null }
  | { readonly is: 'deadlock'; readonly of: readonly string[] }
  | { readonly is: 'binary'; readonly operator: '+' | '-' | '*' | '/';
    readonly left: MeasureIr; readonly right: MeasureIr; };
