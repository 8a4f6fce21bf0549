/**
 * Processors of small worlds, run by themselves: guests with vCPUs on one machine, compute work on
 * them, and customers sent to their vCPUs. Not the life of instances, and no devices.
 * Keeps true: the books of stations and threads are audited at every stop.
 */
import type { Ticks } from '#base';
import { QueueNetwork, Simulation } from '#sim/kernel';
import type { PropertyValue, StreamIr, World } from '#ir';
import { Log } from '../../src/sim/devices/log.ts';
import { Processors } from '../../src/sim/devices/processors/index.ts';
import { element, world } from './ir-builder.ts';

type Given = Readonly<Record<string, PropertyValue>>;

export const second = 1e12;
export const ms = 1e9;
export const us = 1e6;

export interface GuestGiven {
  readonly id: string;
  readonly vcpus?: number;
  readonly given?: Given;
  /** Compute work on it, by name. */
  readonly compute?: Readonly<Record<string, Given>>;
}

export interface MachineGiven {
  readonly cores: number;
  readonly threadsPerCore?: number;
  readonly socket?: Given;
  /** Null: bare metal. */
  readonly hypervisor?: Given | null;
  readonly guests: readonly GuestGiven[];
}

/** Many guests that are alike. */
export const alike = (count: number, make: (i: number) => GuestGiven): readonly GuestGiven[] =>
  Array.from({ length: count }, (_, i) => make(i));

function machineWorld(given: MachineGiven): World {
  const { cores, threadsPerCore = 1, guests } = given;
  const hypervisor = given.hypervisor === null ? null : 'box.hv';
  const streams: StreamIr[] = [];
  const works = guests.flatMap((guest) =>
    Object.entries(guest.compute ?? {}).map(([name, properties]) => {
      streams.push({
        id: `${name}[0]`, workload: name, from: guest.id, to: null, messageBytes: null, steps: 1,
        after: [], cards: null, interfaces: null,
      });
      return element('compute', name, properties);
    }));
  const built = world({
    elements: [
      element('socket', 'box.cpu', {
        architecture: 'x86', cores, threadsPerCore, memoryBytes: 1024 ** 4, clockHertz: 2.5e9,
        ...given.socket,
      }),
      ...(hypervisor === null ? [] : [element('hypervisor', hypervisor, { ...given.hypervisor })]),
      ...guests.map(({ id, vcpus, given: own }) => element('instance', id, {
        vcpus: vcpus ?? 1, memoryBytes: 1024 ** 3, architectures: ['x86'], ...own,
      })),
      ...works,
    ],
    machines: [{
      id: 'box.cpu', host: 'box', sockets: ['box.cpu'], computer: null, hypervisor,
      controller: null, chip: null, cards: [], drives: [], coresSellable: cores,
      memorySellableBytes: 1024 ** 4,
    }],
    placements: guests.map(({ id }) => ({
      instance: id, machine: 'box.cpu', cores: [], hypervisor, controller: null, rack: null, network: null,
      volumes: null, drives: null, drivePaths: [], moreNetworks: [], stage: hypervisor === null ? 'metal' as const : 'full' as const,
      volumeIds: [], interfaceIds: [], interfaceCards: [], driveIds: [],
    })),
  });
  return { ...built, streams: streams.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

export class Bench {
  readonly simulation: Simulation;
  readonly network: QueueNetwork;
  readonly processors: Processors;
  readonly log = new Log();
  readonly world: World;
  /** Latencies of customers by route. */
  readonly latencies: number[][] = [];
  readonly lost: number[] = [];
  readonly ended: string[] = [];
  /** Called whenever a customer is through. */
  onDone: (route: number) => void = () => undefined;
  private readonly sent: ReturnType<Simulation['register']>;
  private readonly stop: ReturnType<Simulation['register']>;

  constructor(given: MachineGiven, seed = 1) {
    this.simulation = new Simulation({ seed });
    this.network = new QueueNetwork(this.simulation);
    this.world = machineWorld(given);
    this.processors = new Processors({
      world: this.world, network: this.network, simulation: this.simulation, ticksPerSecond: second,
      log: this.log, onEnd: (stream) => this.ended.push(stream.id),
    });
    this.sent = this.simulation.register((route) => { this.network.begin(route, 0, route); });
    this.stop = this.simulation.register(() => undefined);
  }

  /** All guests run, and all compute work but that named. */
  start(except: readonly string[] = []): this {
    for (const { instance } of this.world.placements) this.processors.guestStarted(instance);
    for (const stream of this.world.streams) {
      if (!except.includes(stream.workload)) this.processors.startCompute(stream);
    }
    return this;
  }

  stream(workload: string): StreamIr {
    const found = this.world.streams.find((one) => one.workload === workload);
    if (found === undefined) throw new Error(`no stream of ${workload}`);
    return found;
  }

  /** A route of one visit to a vCPU. */
  route(guest: string, serviceTicks: number, index = 0): number {
    return this.visit(this.processors.vcpu(guest, index), serviceTicks);
  }

  visit(station: number, serviceTicks: number, wakeTicks = 0): number {
    const own: number[] = [];
    const route = this.latencies.push(own) - 1;
    return this.network.addRoute([{ station, role: 'driver', baseTicks: serviceTicks, wakeTicks }], {
      done: (_customer, _tag, latency) => {
        own.push(latency);
        this.onDone(route);
      },
      lost: () => this.lost.push(route),
    });
  }

  send(route: number, atTicks = this.simulation.now as number): void {
    this.simulation.schedule(atTicks, this.sent, route, 0);
  }

  run(untilTicks: number): this {
    // Time ends when nothing is planned, and compute work on a thread of its own plans nothing.
    this.simulation.schedule(untilTicks, this.stop, 0, 0);
    this.simulation.run({ untilTicks: untilTicks as Ticks });
    this.network.audit();
    this.processors.audit(this.simulation.now);
    return this;
  }
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) * (value - middle))));
};
