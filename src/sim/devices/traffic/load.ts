/**
 * What a workload's stream has in common, whatever it sends: when it runs, which ways it uses, and
 * what came of it. Not the sending: see storage-load.ts and flow-load.ts.
 * Keeps true: a stream that does not run starts nothing new; what is on its way comes home.
 */
import type { StreamIr } from '#ir';
import { Histogram, type Owner } from '#sim/kernel';
import type { WayName } from './ways.ts';

export interface Way {
  readonly name: WayName;
  readonly route: number;
}

export abstract class Load implements Owner {
  readonly stream: StreamIr;
  /** Instances, volumes and drives that must be there for it to run. */
  readonly needs: readonly string[];
  readonly ways: Way[] = [];
  /** Whole messages; empty where there are none. */
  readonly completions = new Histogram();
  /** Of what is sent, where no single way is all of it; null: its ways say it. */
  readonly latencies: Histogram | null = null;
  running = false;
  /** Requests or messages since the warm-up. */
  completed = 0;
  lostCount = 0;
  bytes = 0;

  constructor(stream: StreamIr, needs: readonly string[]) {
    this.stream = stream;
    this.needs = needs;
  }

  /** The warm-up is over: counts start anew. */
  cut(): void {
    this.completed = 0;
    this.lostCount = 0;
    this.bytes = 0;
    this.completions.clear();
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.begin();
  }

  end(): void {
    this.running = false;
  }

  /** The run is over: what is still to be said is said. */
  close(): void {
    // Most loads have nothing to say.
  }

  /** Something on a way works again. */
  abstract restored(): void;
  /** An arrival that was planned. */
  abstract arrive(serial: number): void;
  abstract done(customer: number, tag: number, latencyTicks: number): void;
  abstract lost(customer: number, tag: number, station: number): void;
  protected abstract begin(): void;
}
