/**
 * A flow whose packets a security group refuses: it sends, and never hears anything. Who promised
 * delivery sends its first packet again and again, each time after twice as long, and gives up;
 * who promised nothing goes on sending. Not the rules; see security-groups.ts.
 * Keeps true: every packet that was dropped is counted once, at the place that dropped it.
 */
import { FlowLoad, type FlowOptions } from './flow-load.ts';
import type { Refusal } from './security-groups.ts';

/** As Linux does with a connection that nobody answers (tcp_syn_retries). */
const retriesMax = 6;
/** Arrivals with this number and above are retries and no new messages. */
const firstRetry = 1_073_741_824;

export interface RefusedOptions extends FlowOptions {
  readonly refusal: Refusal;
  /** Time before the first retry. */
  readonly timeoutTicks: number;
  /** The first packet was dropped. */
  readonly noticed: (load: RefusedFlow) => void;
}

export class RefusedFlow extends FlowLoad {
  readonly refusal: Refusal;
  /** Packets since the warm-up. */
  dropped = 0;
  private readonly refused: RefusedOptions;
  private wasNoticed = false;
  private waitTicks = 0;
  private retries = 0;
  private retrySerial = firstRetry;

  constructor(options: RefusedOptions) {
    super({ ...options, ...(options.promised ? { windowPackets: 1 } : {}) });
    this.refused = options;
    this.refusal = options.refusal;
  }

  override cut(): void {
    super.cut();
    this.dropped = 0;
  }

  override arrive(serial: number): void {
    if (serial < firstRetry) super.arrive(serial);
    else if (serial === this.retrySerial && this.running) super.restored();
  }

  /** The end of its way is where packets are dropped. */
  override done(customer: number, tag: number): void {
    this.dropped++;
    if (!this.wasNoticed) {
      this.wasNoticed = true;
      this.refused.noticed(this);
    }
    this.lost(customer, tag);
  }

  override lost(customer: number, tag: number): void {
    super.lost(customer, tag);
    if (this.refused.promised) this.planRetry();
  }

  /** Something on the way works again; it learns of that at its next retry. */
  override restored(): void {
    if (!this.refused.promised) super.restored();
  }

  protected override begin(): void {
    this.retrySerial++;
    this.retries = 0;
    this.waitTicks = this.refused.timeoutTicks;
    super.begin();
  }

  private planRetry(): void {
    if (this.retries >= retriesMax) return;
    this.retries++;
    this.refused.plan(this, this.refused.now() + this.waitTicks, this.retrySerial);
    this.waitTicks *= 2;
  }
}
