/**
 * A fabric in plain words: switches, ports of hosts, and cables between them.
 * Not the IR, and not a run: generators make it, a test may write it by hand.
 * Keeps true: rates are whole bits per second, times whole ticks, sizes whole bytes.
 */

/** How a switch marks what it sends while its queue is long, for DCTCP and DCQCN. */
export interface MarkPlan {
  /** Nothing is marked up to here. */
  readonly fromBytes: number;
  /** Everything is marked above here; the same number makes a step. */
  readonly toBytes: number;
  /** The share that is marked just below `toBytes`. */
  readonly share: number;
}

/** Priority flow control of a cable's queues: IEEE 802.1Qbb. */
export interface PausePlan {
  /** What has come in by one cable and still waits, from which the sender is paused. */
  readonly pauseAboveBytes: number;
  /** What it must sink to before the sender goes on. */
  readonly resumeBelowBytes: number;
  /** What fits beyond the first: all that may come until the pause works. */
  readonly headroomBytes: number;
}

/** One cable, the same both ways. */
export interface CablePlan {
  /** Ids of a switch or a port each. */
  readonly ends: readonly [string, string];
  readonly bitsPerSecond: number;
  readonly delayTicks: number;
  /** The largest packet, without the frame around it. */
  readonly mtuBytes: number;
  /** What a switch holds for this cable at most; null: whatever comes. */
  readonly bufferBytes: number | null;
  readonly marks?: MarkPlan;
  readonly pauses?: PausePlan;
  /** Classes of service, served in strict order; one, where it is not said. */
  readonly classes?: number;
  readonly watchdog?: WatchdogPlan;
  /** What differs from the first end to the second, and back. */
  readonly ways?: readonly [WayPlan, WayPlan];
}

/** One way of a cable: a buffer and marks are those of who sends, pauses of who receives. */
export type WayPlan = Partial<Pick<
  CablePlan, 'delayTicks' | 'bufferBytes' | 'marks' | 'pauses' | 'watchdog'
>>;

/** Frees a link by force that is paused for too long. */
export interface WatchdogPlan {
  readonly afterTicks: number;
  /** For so long it does not heed pauses then. */
  readonly restoreTicks: number;
}

export interface SwitchPlan {
  readonly id: string;
  /** How far from the hosts it stands, for reports: 0 is next to them. */
  readonly tier: number;
  /** What its hash is mixed with, 32 bits; left out: the run's dice say. */
  readonly salt?: number;
  /**
   * It is a card with several ports: it hands nothing on that is for others, and knows at once
   * which of its own cables are up.
   */
  readonly isCard?: boolean;
}

export interface FabricPlan {
  readonly id: string;
  readonly ticksPerSecond: number;
  readonly switches: readonly SwitchPlan[];
  /** Ports of hosts' cards; each has one cable. */
  readonly ports: readonly string[];
  readonly cables: readonly CablePlan[];
  /** Without it every switch hashes alike, and what one tier has parted the next cannot. */
  readonly isSalted?: boolean;
  /** From a change to new routes everywhere; null: routes stay as they are. */
  readonly convergenceTicks?: number | null;
  /** Of every link that has none of its own. */
  readonly watchdog?: WatchdogPlan;
  /** A port may wait so long before it sends into an idle cable: up to, but without, this. */
  readonly jitterTicks?: number;
  /** The same of single ports, by id. */
  readonly jitters?: ReadonlyMap<string, number>;
}

/** What a generator asks for each cable. */
export interface CableKind {
  readonly bitsPerSecond: number;
  readonly delayTicks: number;
  readonly mtuBytes: number;
  readonly bufferBytes: number | null;
  readonly marks?: MarkPlan;
  readonly pauses?: PausePlan;
  readonly classes?: number;
}

/** Preamble, header, checksum and gap around each packet on Ethernet (IEEE 802.3). */
export const frameBytes = 38;
/** The least that a frame takes on the wire, with preamble and gap. */
export const frameBytesMin = 84;

/** What a packet of so many bytes takes on the wire. */
export function wireBytes(packetBytes: number): number {
  return Math.max(frameBytesMin, packetBytes + frameBytes);
}
