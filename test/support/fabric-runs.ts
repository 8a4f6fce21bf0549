/**
 * Runs of a fabric for tests: a plan, flows by the numbers of their hosts, and what became of them.
 * Not a test: every run ends with the audit of all books.
 */
import { ticks } from '#base';
import { Simulation } from '#sim/kernel';
import {
  fatTree, leafSpine, Network, Roce, Srd, Tcp, tcpDefaults, Udp,
  type CableKind, type FabricPlan, type RoceOptions, type Spray, type SrdOptions, type TcpOptions,
} from '../../src/sim/devices/fabric/index.ts';
import { linkWords, queuedAt } from '../../src/sim/devices/fabric/fields.ts';

/** Ticks are picoseconds. */
export const us = 1_000_000;
export const ms = 1000 * us;
export const second = 1000 * ms;
export const gigabit = 1_000_000_000;

/** 100 Gb/s and a microsecond. */
export const cable: CableKind = {
  bitsPerSecond: 100 * gigabit, delayTicks: us, mtuBytes: 4160, bufferBytes: 200 * 4198,
};

export const tree = (k: number, change: Partial<CableKind> = {}, jitterTicks = 0): FabricPlan =>
  fatTree({ id: 'f', k, ticksPerSecond: second, cable: { ...cable, ...change }, jitterTicks });

/** Hosts around one switch. */
export const star = (hosts: number, kind: CableKind, jitterTicks = 0): FabricPlan => ({
  id: 's',
  ticksPerSecond: second,
  switches: [{ id: 's/middle', tier: 0 }],
  ports: Array.from({ length: hosts }, (_, i) => `s/host${i}`),
  cables: Array.from({ length: hosts }, (_, i) => (
    { ...kind, ends: [`s/host${i}`, 's/middle'] as const })),
  jitterTicks,
});

export class FabricRun {
  readonly simulation: Simulation;
  readonly network: Network;
  /** Flow, tag and how long each message took, in the order of their arrival. */
  readonly told: { readonly flow: number; readonly tag: number; readonly took: number }[] = [];
  readonly broken: number[] = [];
  /** Tags of messages that never arrive. */
  readonly lost: number[] = [];
  private readonly owner = {
    delivered: (flow: number, tag: number, startedAt: number) => {
      this.told.push({ flow, tag, took: this.simulation.now - startedAt });
    },
    broken: (flow: number) => {
      this.broken.push(flow);
    },
    lost: (_flow: number, tag: number) => {
      this.lost.push(tag);
    },
  };

  constructor(plan: FabricPlan, seed = 1) {
    this.simulation = new Simulation({ seed });
    this.network = new Network(this.simulation, plan);
  }

  udp(): number {
    return this.network.addTransport((ground) => new Udp(ground));
  }

  tcp(options: Partial<TcpOptions> = {}): number {
    return this.network.addTransport((ground) => new Tcp(ground, { ...tcpDefaults, ...options }));
  }

  roce(options: Partial<RoceOptions> = {}): number {
    return this.network.addTransport((ground) =>
      new Roce(ground, { recovery: 'go-back-N', hasDcqcn: false, ...options }));
  }

  srd(spray: Spray = 'adaptive', more: Partial<SrdOptions> = {}): number {
    return this.network.addTransport((ground) => new Srd(ground, { spray, ...more }));
  }

  /** A flow between the ports at these places of the plan. */
  flow(
    transport: number, from: number, to: number, id = `flow/${from}-${to}`,
    bitsPerSecond: number | null = null,
  ): number {
    const { ports } = this.network.fabric.plan;
    return this.network.openFlow({
      id, transport, owner: this.owner, from: ports[from]!, to: ports[to]!,
      ...(bitsPerSecond === null ? {} : { bitsPerSecond }),
    });
  }

  /** Every host sends to one other, and gets from one. */
  permutation(transport: number, bytes: number): void {
    const count = this.network.fabric.plan.ports.length;
    const order = Array.from({ length: count }, (_, i) => i);
    this.simulation.streamOf('permutation').shuffle(order);
    for (let i = 0; i < count; i++) {
      const flow = this.flow(transport, order[i]!, order[(i + 1) % count]!);
      this.network.send(flow, bytes, 0);
    }
  }

  /** Lets time pass, and audits. */
  run(untilTicks: number, eventsMax = 200_000_000): void {
    this.simulation.run({ untilTicks: ticks(untilTicks), eventsMax });
    this.network.fabric.audit();
  }

  /** Bytes that wait for a link now, with the packet that is being sent. */
  waitingBytes(link: number): number {
    const { links } = this.network.fabric;
    links.settle(link, this.simulation.now);
    return links.words[linkWords * link + queuedAt]!;
  }

  /** Packets that each of these flows has delivered. */
  delivered(flows: readonly number[]): readonly number[] {
    return flows.map((flow) => this.network.flows.figure(flow, 'deliveredPackets'));
  }

  /** How long messages took, from the quickest to the slowest. */
  took(): readonly number[] {
    return this.told.map(({ took }) => took).sort((a, b) => a - b);
  }
}

/** Two leaves of eight over two spines with cables of 1 us, but those of the second of 20 us. */
export function withFarSpine(seed = 1): FabricRun {
  const plan = leafSpine({
    id: 'f', leaves: 2, spines: 2, hostsPerLeaf: 8, ticksPerSecond: second, jitterTicks: 8000, cable,
  });
  return new FabricRun({
    ...plan, convergenceTicks: 100 * us,
    cables: plan.cables.map((one) => one.ends.includes('f/spine1')
      ? { ...one, delayTicks: 20 * us } : one),
  }, seed);
}
