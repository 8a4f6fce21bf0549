/**
 * Flows over a fabric: opens them, hands their messages to transports, and packets to whom they
 * are for. Not a workload: what is sent when is decided by whoever owns a flow.
 * Keeps true: a packet reaches the transport of its flow and no other.
 */
import { defined, invariant } from '#base';
import type { Simulation } from '#sim/kernel';
import { Fabric } from './fabric.ts';
import type { Receiver } from './fabric.ts';
import type { Faults } from './faults.ts';
import { flowAt, packetWords } from './fields.ts';
import { Flows } from './flows.ts';
import type { FlowOwner } from './flows.ts';
import { Messages } from './messages.ts';
import { OddLinks } from './oddities.ts';
import { pictureOf } from './pause-graph.ts';
import type { PausePicture } from './pause-graph.ts';
import type { Pauses } from './pauses.ts';
import type { FabricPlan } from './plan.ts';
import { Ports } from './ports.ts';
import type { Ground, Transport } from './transports/transport.ts';

export interface FlowPlan {
  readonly id: string;
  /** Ids of ports. */
  readonly from: string;
  readonly to: string;
  /** What `addTransport` gave. */
  readonly transport: number;
  readonly owner: FlowOwner;
  /** The largest packet it sends; where it is not said, what both ports' cables carry. */
  readonly mtuBytes?: number;
  /** What an interface lets one flow send. */
  readonly bitsPerSecond?: number;
}

export class Network implements Ground, Receiver {
  readonly simulation: Simulation;
  readonly fabric: Fabric;
  readonly messages = new Messages();
  readonly flows = new Flows(this.messages);
  readonly ports: Ports;
  readonly faults: Faults;
  private readonly odd: OddLinks;
  private readonly transports: Transport[] = [];
  /** Of cables that do not work at the rate of their plan, by their first way. */
  private readonly rates = new Map<number, number>();

  constructor(simulation: Simulation, plan: FabricPlan) {
    this.simulation = simulation;
    this.fabric = new Fabric(simulation, plan);
    this.odd = new OddLinks(this.fabric);
    this.faults = this.odd.faults;
    this.faults.rerouted = () => {
      for (const transport of this.transports) transport.rerouted?.();
    };
    this.fabric.connect(this);
    this.ports = new Ports(this.fabric, (flow) => this.transports[this.flows.transport[flow]!]!);
    this.odd.scheduled.connect(this.odd.pauses, (port) => {
      this.ports.sent(port);
    });
  }

  addTransport(make: (ground: Ground) => Transport): number {
    this.transports.push(make(this));
    return this.transports.length - 1;
  }

  /** What a transport puts before each payload. */
  headerBytes(transport: number): number {
    return defined(this.transports[transport], 'a transport of the network').headerBytes;
  }

  openFlow(plan: FlowPlan): number {
    const { fabric, flows } = this;
    const transport = defined(this.transports[plan.transport], 'a flow has a transport');
    const from = fabric.portOf(plan.from);
    const to = fabric.portOf(plan.to);
    invariant(from !== to, () => `${plan.id} leads from ${plan.from} to itself`);
    const carried = fabric.carriedBytes(plan.from, plan.to);
    const flow = flows.add({
      id: plan.id,
      from,
      to,
      transport: plan.transport,
      entropy: this.simulation.streamOf(`${plan.id}/entropy`).bits() | 0,
      payloadMax: (plan.mtuBytes ?? carried) - transport.headerBytes,
      owner: plan.owner,
    });
    transport.open(flow);
    if (plan.bitsPerSecond !== undefined) this.ports.limit(flow, plan.bitsPerSecond);
    return flow;
  }

  /** Sends bytes over a flow, from now on. */
  send(flow: number, bytes: number, tag: number): void {
    invariant(bytes > 0, 'a message has bytes');
    this.flows.append(flow, bytes, tag, this.simulation.now);
    this.transports[this.flows.transport[flow]!]!.begin(flow);
  }

  /** What a cable works at now. */
  rateOf(link: number): number {
    return this.rates.get(link & ~1) ?? this.fabric.links.plans[link]!.bitsPerSecond;
  }

  /** A cable works at another rate from now on, both ways. */
  setRate(link: number, bitsPerSecond: number): void {
    this.rates.set(link & ~1, bitsPerSecond);
    for (const way of [link, link ^ 1]) {
      this.faults.setRate(way, bitsPerSecond);
      const source = this.fabric.links.sources[way]!;
      if (source < 0) this.ports.noteRate(~source);
    }
  }

  get pauses(): Pauses {
    return this.odd.pauses;
  }

  /** What pauses do to the fabric now: how far they spread, whom they hold up, and circles. */
  picturePauses(): PausePicture {
    return pictureOf(this.fabric, this.odd.scheduled, this.odd.pauses);
  }

  /** Over how many paths a flow has sent. */
  spread(flow: number): number {
    return this.transports[this.flows.transport[flow]!]!.spread?.(flow) ?? 1;
  }

  /** A rough measure of what is kept of routes, and of packets and messages under way. */
  memoryBytes(): number {
    const { packets, routes } = this.fabric;
    return packets.memoryBytes() + this.messages.memoryBytes() + routes.memoryBytes();
  }

  /** Stops the program unless all books agree. */
  audit(): void {
    this.fabric.audit();
  }

  receive(port: number, packet: number): void {
    const flow = this.fabric.packets.words[packetWords * packet + flowAt]!;
    this.transports[this.flows.transport[flow]!]!.receive(flow, packet, port);
  }

  dropped(packet: number): void {
    const flow = this.fabric.packets.words[packetWords * packet + flowAt]!;
    this.flows.drops[flow]!++;
    this.transports[this.flows.transport[flow]!]!.dropped?.(flow, packet);
  }
}
