/**
 * What became of the packets of one stream in a run, where it was asked for: when each was sent,
 * came to each link, arrived or was lost. Not of all streams, and not for long: a run writes down
 * so many events and then no more.
 */

/** A stream that is looked at packet by packet. */
export interface PacketOptions {
  /** `fetch[0]`, as in the IR. */
  readonly stream: string;
  /** From when on; null: from the end of the warm-up. */
  readonly fromTicks: number | null;
}

export interface PacketsResult {
  readonly stream: string;
  /** Instances. */
  readonly from: string;
  readonly to: string;
  readonly fromTicks: number;
  /** The links that packets came to. Written `from > to`. */
  readonly links: readonly PacketLink[];
  /** In the order in which they were sent. */
  readonly packets: readonly PacketResult[];
  /** When timers of the sender, or of who answers, ran out. */
  readonly timeoutTicks: readonly number[];
  /** More happened from here on, and was not written down; null: this is all. */
  readonly cutTicks: number | null;
}

export interface PacketLink {
  readonly id: string;
  /** From the last bit at one end to the last at the other. */
  readonly delayTicks: number;
  /** Of sending one byte; what is left of a way beside both is waiting. */
  readonly ticksPerByte: number;
}

/** A packet on its way, once: one that is sent again is another one. */
export interface PacketResult {
  readonly kind: 'data' | 'acknowledgement' | 'notice';
  /** From the sender of the stream to its receiver, or back. */
  readonly isBack: boolean;
  /** It belongs to answers, which are a flow of their own. */
  readonly isOfAnswers: boolean;
  /** Its number in its flow; of what is no data, what it says or answers. */
  readonly sequence: number;
  /** Of data: what it carries. */
  readonly payloadBytes: number;
  /** On the wire. */
  readonly bytes: number;
  /** Which of the ways that were used: packets of one number are hashed alike. */
  readonly path: number;
  /** It was sent before. */
  readonly isAgain: boolean;
  readonly isMarked: boolean;
  readonly sentTicks: number;
  /** Indices of links, and when it came to each. */
  readonly links: readonly number[];
  readonly atTicks: readonly number[];
  /** `delivered`, why it was dropped, or null: it was under way when nothing more was written. */
  readonly end: string | null;
  readonly endTicks: number;
}
