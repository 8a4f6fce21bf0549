/**
 * Messages of one stream that are brought to the other guest, and their answers. Not when they
 * begin: that is a conductor's. Keeps true: a message is complete when all of it is there or, where
 * it is answered, when its answer is; each is told to the conductor once.
 */
import type { StreamIr } from '#ir';
import { Histogram } from '#sim/kernel';
import type { Duration } from '../../duration.ts';
import type { FabricFlow } from '../../fabric-port.ts';
import { Load } from '../load.ts';
import { answerSerial, type Conductor, type PlanDue } from './conductor.ts';
import type { Pipe, PipeListener } from './pipe.ts';

export interface MessageOptions {
  readonly stream: StreamIr;
  readonly needs: readonly string[];
  readonly messageBytes: number;
  /** Null: messages are not answered. */
  readonly answer: { readonly bytes: number; readonly after: Duration } | null;
  readonly plan: PlanDue;
  readonly now: () => number;
  /** Whether each message counts by itself, and not only as a part of something larger. */
  readonly isWhole: boolean;
}

/** What bytes take over a fabric while nothing else is there. */
export interface Idle {
  /** From the first bit at one card to the last at the other. */
  readonly aloneTicks: number;
  /** On the slowest part of its way. */
  readonly wireTicks: number;
  /** On the links of both cards, which others share. */
  readonly outTicks: number;
  readonly inTicks: number;
}

/** What a message takes, and its answer. */
export interface Ideal {
  readonly there: Idle;
  /** Null: it is not answered. */
  readonly back: Idle | null;
  readonly answerAfter: Duration | null;
}

interface Open {
  token: number;
  bornTicks: number;
}

export class MessageLoad extends Load {
  /** Of segments, from guest to guest. */
  override readonly latencies = new Histogram();
  /** 0: each has another size. */
  readonly messageBytes: number;
  conductor: Conductor | null = null;
  /** Of one message over a fabric that is as the model says; null: over none. */
  ideal: Ideal | null = null;
  /** There, and back for answers; set once they are made. */
  pipe: Pipe | null = null;
  back: Pipe | null = null;
  private readonly options: MessageOptions;
  private readonly open: Open[] = [];
  private readonly free: number[] = [];

  constructor(options: MessageOptions) {
    super(options.stream, options.needs);
    this.options = options;
    this.messageBytes = options.messageBytes;
  }

  /** Flows over a fabric that it uses. */
  get flows(): readonly FabricFlow[] {
    return [this.pipe?.flow, this.back?.flow].filter((flow) => flow != null);
  }

  /** Notes what one message takes over a fabric as it is now. */
  noteIdeal(): void {
    const { answer } = this.options;
    const there = idleOver(this.pipe, this.messageBytes);
    const back = answer === null ? null : idleOver(this.back, answer.bytes);
    this.ideal = there === null || (answer !== null && back === null) ? null
      : { there, back, answerAfter: answer?.after ?? null };
  }

  /** Sends a message; the conductor is told the token when it is complete. */
  send(token: number, bytes = this.messageBytes): void {
    const slot = this.free.pop() ?? this.open.length;
    this.open[slot] = { token, bornTicks: this.options.now() };
    this.pipe!.send(bytes, slot);
  }

  /** Of messages that have arrived at the receiver. */
  readonly there: PipeListener = {
    arrived: (slot) => {
      const { answer, plan, now, stream } = this.options;
      if (answer === null) this.complete(slot, true);
      else {
        const after = answer.after.next(stream.to ?? '');
        if (after === 0) this.answer(slot);
        else plan(this, now() + after, answerSerial + slot);
      }
    },
    broken: (slot) => {
      this.complete(slot, false);
    },
    received: (bytes, tookTicks) => {
      this.bytes += bytes;
      this.latencies.record(tookTicks);
    },
  };

  /** Of answers. */
  readonly again: PipeListener = {
    arrived: (slot) => {
      this.complete(slot, true);
    },
    broken: (slot) => {
      this.complete(slot, false);
    },
    received: (bytes, tookTicks) => {
      this.bytes += bytes;
      this.latencies.record(tookTicks);
    },
  };

  override arrive(serial: number): void {
    if (serial >= answerSerial) this.answer(serial - answerSerial);
    else this.conductor!.due(this, serial);
  }

  override cut(): void {
    super.cut();
    this.latencies.clear();
    this.conductor!.cut();
    for (const flow of this.flows) flow.cut();
  }

  override end(): void {
    super.end();
    this.pipe!.close();
    this.back?.close();
  }

  override close(): void {
    this.conductor!.close();
  }

  override restored(): void {
    this.pipe!.restored();
    this.back?.restored();
  }

  /** Its pipes tell of what they bring; it has no way of its own. */
  override done(): void {
    // Routes are owned by the pipes.
  }

  override lost(): void {
    // Likewise.
  }

  /** What took so long as a whole, of which its messages are parts. */
  noteWhole(bornTicks: number): void {
    this.completions.record(this.options.now() - bornTicks);
  }

  protected override begin(): void {
    this.pipe!.open();
    this.back?.open();
    this.conductor!.started(this);
  }

  private answer(slot: number): void {
    this.back!.send(this.options.answer!.bytes, slot);
  }

  private complete(slot: number, isThere: boolean): void {
    const { token, bornTicks } = this.open[slot]!;
    this.free.push(slot);
    if (isThere) {
      this.completed++;
      if (this.options.isWhole) this.noteWhole(bornTicks);
    } else this.lostCount++;
    this.conductor!.completed(this, token, isThere);
  }
}

/** Null: no fabric carries it, or its size is not known. */
function idleOver(pipe: Pipe | null, bytes: number): Idle | null {
  const flow = pipe?.flow ?? null;
  if (flow === null || bytes === 0) return null;
  const [outTicks, inTicks] = flow.endTicks(bytes);
  return {
    aloneTicks: flow.idleTicks(bytes), wireTicks: flow.wireTicks(bytes), outTicks, inTicks,
  };
}
