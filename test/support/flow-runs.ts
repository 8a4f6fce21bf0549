/**
 * Runs of a fabric that is computed as flows, for tests: flows by the numbers of their hosts, and
 * when their messages were there. Not a test: every run ends with the audit of all books.
 */
import { ticks } from '#base';
import { Simulation } from '#sim/kernel';
import {
  FlowNetwork, type Dealing, type FabricPlan, type Patience,
} from '../../src/sim/devices/fabric/index.ts';

export interface FlowChoice {
  readonly dealing?: Dealing;
  readonly bitsPerSecond?: number;
  readonly id?: string;
  readonly patience?: Patience;
}

export class FlowRun {
  readonly simulation: Simulation;
  readonly network: FlowNetwork;
  /** Flow, tag, when each message was there and how long it took, in that order. */
  readonly told: {
    readonly flow: number; readonly tag: number; readonly at: number; readonly took: number;
  }[] = [];
  /** Flow and tag of what was lost, and flows that were given up, in that order. */
  readonly lost: (readonly [number, number])[] = [];
  readonly broken: number[] = [];
  /** Who is told besides. */
  onDelivered: ((flow: number, tag: number) => void) | null = null;

  constructor(plan: FabricPlan, seed = 1) {
    this.simulation = new Simulation({ seed });
    this.network = new FlowNetwork(this.simulation, plan);
  }

  /** A flow between the ports at these places of the plan. */
  flow(from: number, to: number, choice: FlowChoice = {}): number {
    const { ports } = this.network.fabric.plan;
    return this.network.openFlow({
      id: choice.id ?? `flow/${from}-${to}`, from: ports[from]!, to: ports[to]!,
      dealing: choice.dealing ?? 'adaptive', headerBytes: 64, mtuBytes: 4160, cardTicks: 0,
      patience: choice.patience ?? null,
      bitsPerSecond: choice.bitsPerSecond ?? null,
      owner: {
        delivered: (flow, tag, startedAt) => {
          const at = this.simulation.now;
          this.told.push({ flow, tag, at, took: at - startedAt });
          this.onDelivered?.(flow, tag);
        },
        lost: (flow, tag) => {
          this.lost.push([flow, tag]);
        },
        broken: (flow) => {
          this.broken.push(flow);
        },
      },
    });
  }

  /** Lets time pass, and audits. */
  run(untilTicks: number): void {
    this.simulation.run({ untilTicks: ticks(untilTicks), eventsMax: 200_000_000 });
    this.network.audit();
  }

  /** How long messages took, from the quickest to the slowest. */
  took(): readonly number[] {
    return this.told.map(({ took }) => took).sort((a, b) => a - b);
  }
}
