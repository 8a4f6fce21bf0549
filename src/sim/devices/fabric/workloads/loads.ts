/**
 * Loads that go on: messages at given times, loops that keep so many under way, and requests that
 * fan out and are answered by all.
 * Keeps true: what is asked is answered once, and a request ends with its last answer.
 */
import { Histogram } from '#sim/kernel';
import type { EventKind } from '#sim/kernel';
import type { FlowOwner } from '../flows.ts';
import type { Network } from '../network.ts';
import type { Opener } from './jobs.ts';

/** Sends messages at their times, as a trace tells them. */
export class Timetable {
  private readonly sends: EventKind;
  private readonly bytes: number[] = [];

  constructor(network: Network) {
    this.sends = network.simulation.register((flow, place) => {
      network.send(flow, this.bytes[place]!, place);
    });
    this.at = (atTicks, flow, bytes) => {
      this.bytes.push(bytes);
      network.simulation.schedule(atTicks, this.sends, flow, this.bytes.length - 1);
    };
  }

  /** Plans a message; its tag is its number. */
  readonly at: (atTicks: number, flow: number, bytes: number) => void;
}

/** Keeps so many messages under way on each of its flows. */
export class ClosedLoop implements FlowOwner {
  readonly latencies = new Histogram();
  private readonly network: Network;
  private readonly bytes: number;

  constructor(network: Network, bytes: number) {
    this.network = network;
    this.bytes = bytes;
  }

  start(flow: number, depth: number): void {
    for (let i = 0; i < depth; i++) this.network.send(flow, this.bytes, 0);
  }

  delivered(flow: number, _tag: number, startedAt: number): void {
    this.latencies.record(this.network.simulation.now - startedAt);
    this.network.send(flow, this.bytes, 0);
  }
}

export interface FanOutPlan {
  readonly root: number;
  readonly leaves: readonly number[];
  readonly requestBytes: number;
  readonly answerBytes: number;
  /** The time to the next request. */
  readonly gapTicks: () => number;
}

/** A root that asks all leaves at once, and waits for the last answer: its tail is the leaves'. */
export class FanOut {
  /** From asking to the last answer. */
  readonly latencies = new Histogram();
  asked = 0;
  private readonly network: Network;
  private readonly plan: FanOutPlan;
  private readonly asks: readonly number[];
  private readonly answers: readonly number[];
  private readonly arrival: EventKind;
  private readonly open = new Map<number, { left: number; readonly at: number }>();

  constructor(network: Network, openFlow: Opener, plan: FanOutPlan) {
    this.network = network;
    this.plan = plan;
    const { root, leaves } = plan;
    this.answers = leaves.map((leaf) => openFlow(leaf, root, {
      delivered: (_flow, tag) => {
        this.hear(tag);
      },
    }));
    this.asks = leaves.map((leaf, i) => openFlow(root, leaf, {
      delivered: (_flow, tag) => {
        network.send(this.answers[i]!, plan.answerBytes, tag);
      },
    }));
    this.arrival = network.simulation.register((left) => {
      this.ask(left);
    });
  }

  /** Asks so many times. */
  start(times: number): void {
    this.network.simulation.scheduleAfter(this.plan.gapTicks(), this.arrival, times, 0);
  }

  private ask(left: number): void {
    const { simulation } = this.network;
    const request = this.asked++;
    this.open.set(request, { left: this.asks.length, at: simulation.now });
    for (const flow of this.asks) this.network.send(flow, this.plan.requestBytes, request);
    if (left > 1) simulation.scheduleAfter(this.plan.gapTicks(), this.arrival, left - 1, 0);
  }

  private hear(request: number): void {
    const state = this.open.get(request)!;
    state.left--;
    if (state.left > 0) return;
    this.open.delete(request);
    this.latencies.record(this.network.simulation.now - state.at);
  }
}
