/**
 * Makes the loads of flows whose messages are brought whole: over fabrics, in jobs, with answers,
 * to several receivers. Not when they run. Keeps true: streams of a job share one conductor.
 */
import { type Chance, defined } from '#base';
import type { ElementIr, PlacementIr, StreamIr, TransportIr, World } from '#ir';
import type { QueueNetwork } from '#sim/kernel';
import { Duration } from '../../duration.ts';
import type { OpenContent } from '../../content.ts';
import type { FabricFlow, FabricPort, FlowListener } from '../../fabric-port.ts';
import type { FindingCode } from '../../log.ts';
import type { CountedVisit } from '../card-visits.ts';
import type { DeviceStations } from '../device-stations.ts';
import type { Hastening } from '../faster.ts';
import type { HostPort } from '../host-port.ts';
import type { WayName, Ways } from '../ways.ts';
import type { Conductor, PlanDue } from './conductor.ts';
import { FanOut } from './fan-out.ts';
import { Loop } from './loop.ts';
import { MessageLoad } from './message-load.ts';
import { type Backlog, Pipe, type PipeListener } from './pipe.ts';
import { Replay } from './replay.ts';
import { Rounds } from './rounds.ts';
import { SegmentWays } from './segment-ways.ts';

export interface MessageBuildOptions {
  readonly world: World;
  readonly network: QueueNetwork;
  readonly devices: DeviceStations;
  readonly host: HostPort;
  readonly hastening: Hastening;
  readonly chance: Chance;
  readonly fabrics: FabricPort;
  readonly ways: Ways;
  readonly plan: PlanDue;
  readonly now: () => number;
  readonly ticksPerSecond: number;
  /** Files that flows name. */
  readonly open: OpenContent;
  readonly find: (code: FindingCode, element: string, message: string) => void;
  readonly routed: (
    route: number, visits: readonly CountedVisit[], guests: readonly string[],
  ) => void;
  /** Queues of an instance: each flow takes the next. */
  readonly sendQueue: (placement: PlacementIr) => number;
  readonly receiveQueue: (placement: PlacementIr) => number;
}

type Flow = ElementIr<'flow'>;

/** Both ends of one way of a stream. */
interface Ends {
  readonly from: PlacementIr;
  readonly to: PlacementIr;
}

interface PipePlan extends Ends {
  readonly id: string;
  readonly flow: Flow;
  readonly transport: TransportIr;
  readonly listener: PipeListener;
  readonly wires: readonly string[] | null;
  readonly names: readonly [out: WayName, into: WayName];
}

/** Without its number in an array. */
const arrayOf = (id: string): string => id.replace(/\[\d+\]$/, '');

export class MessageBuilder {
  /** Jobs, in the order of their flows. */
  readonly jobs: Rounds[] = [];
  readonly backlog: Backlog = { messages: 0 };
  private readonly options: MessageBuildOptions;
  private readonly ways: SegmentWays;
  private readonly shared = new Map<string, FanOut | Replay | Rounds>();

  constructor(options: MessageBuildOptions) {
    this.options = options;
    this.ways = new SegmentWays(options.devices, options.host, options.ways);
  }

  /** Whether messages of a flow are more than packets from one to the other. */
  static isNeeded({ properties }: Flow): boolean {
    const { pattern, barrier, responseBytes, fanOut, trace } = properties;
    return pattern === 'allReduce' || barrier === 'yes' || responseBytes !== null
      || fanOut !== null || trace !== null;
  }

  build(stream: StreamIr, flow: Flow, transport: TransportIr, ends: Ends & {
    readonly wires: readonly string[] | null;
  }): MessageLoad {
    const { chance, plan, now } = this.options;
    const { from, to, wires } = ends;
    const { responseBytes, answerTimeTicks, sizeBytes, fanOut } = flow.properties;
    const load = new MessageLoad({
      stream, needs: [from.instance, to.instance],
      messageBytes: stream.messageBytes ?? sizeBytes ?? 0,
      answer: responseBytes === null ? null : {
        bytes: responseBytes, after: new Duration(answerTimeTicks, chance, `${stream.id}/answerTime`),
      },
      plan, now, isWhole: fanOut === null,
    });
    const plain = { flow, transport, wires };
    load.pipe = this.pipe(load, {
      ...plain, from, to, id: stream.id, listener: load.there, names: ['send', 'receive'],
    });
    if (responseBytes !== null) {
      load.back = this.pipe(load, {
        ...plain, from: to, to: from, id: `${stream.id}/answer`, listener: load.again,
        names: ['reply', 'return'], wires: wires === null ? null : turned(wires),
      });
    }
    // Recorded messages have sizes of their own.
    if (flow.properties.trace === null) load.noteIdeal();
    load.conductor = this.conductor(load, flow);
    return load;
  }

  private conductor(load: MessageLoad, flow: Flow): Conductor {
    const { chance, plan, now } = this.options;
    const { everyTicks, depth, messages, pattern, barrier, fanOut, trace } = flow.properties;
    if (trace !== null) {
      const replay = this.sharedBy(flow.id, () => this.replay(flow, trace));
      replay.add(load);
      return replay;
    }
    const gapsOf = (name: string): Duration | null =>
      everyTicks === null ? null : new Duration(everyTicks, chance, `${name}/every`);
    const common = { depth, messages, plan, now };
    if (pattern === 'allReduce' || barrier === 'yes') {
      const job = this.sharedBy(flow.id, () => {
        const made = new Rounds({
          workload: flow.id, gaps: gapsOf(flow.id), depth, rounds: messages, plan, now,
        });
        this.jobs.push(made);
        return made;
      });
      job.add(load);
      return job;
    }
    if (fanOut !== null) {
      const name = `${flow.id}/fanOut/${load.stream.from ?? ''}`;
      const requests = this.sharedBy(name, () => new FanOut({
        ...common, gaps: gapsOf(name), receivers: fanOut, dice: chance.stream(name),
      }));
      requests.add(load);
      return requests;
    }
    return new Loop({ ...common, gaps: gapsOf(load.stream.id) });
  }

  private replay(flow: Flow, file: string): Replay {
    const { plan, now, ticksPerSecond, open, find } = this.options;
    const { speed, messages } = flow.properties;
    return new Replay({
      file, open, ticksPerSecond, speed, messages, plan, now,
      find: (code, message) => {
        find(code, flow.id, message);
      },
    });
  }

  private sharedBy<C extends FanOut | Replay | Rounds>(name: string, make: () => C): C {
    const known = this.shared.get(name);
    if (known !== undefined) return known as C;
    const made = make();
    this.shared.set(name, made);
    return made;
  }

  private pipe(load: MessageLoad, plan: PipePlan): Pipe {
    const { network, now } = this.options;
    const { from, to, transport, listener, wires } = plan;
    const promised = transport.properties.delivery === 'guaranteed';
    const packet = plan.flow.properties.packetBytes ?? transport.properties.packetBytes;
    const pipe = new Pipe({ network, promised, listener, now, backlog: this.backlog });
    if (wires === null) pipe.carryOver(this.flowOver(plan, packet, pipe.overFabric));
    else pipe.cutInto({ payloadBytes: packet, headerBytes: transport.properties.headersBytes });
    const way = this.ways.between(from, to, {
      queue: this.options.sendQueue(from), home: this.options.receiveQueue(to), wires, promised,
      packetBytes: pipe.packetBytes, bypass: this.bypasses(from, to, transport),
    });
    const guests = [from.instance, to.instance];
    const [out, into] = plan.names;
    pipe.outRoute = this.route(load, out, way.out, pipe.out, guests);
    if (way.between.length > 0) {
      pipe.betweenRoute = this.route(load, null, way.between, pipe.between, guests);
    }
    pipe.intoRoute = this.route(load, into, way.into, pipe.into, guests);
    return pipe;
  }

  private flowOver(
    plan: PipePlan, packetBytes: number, listener: FlowListener,
  ): FabricFlow {
    const { id, from, to, transport } = plan;
    const [sender, receiver] = [this.cardOf(from), this.cardOf(to)];
    const mtus = [from, to].flatMap(({ interfaceIds }) => interfaceIds.flatMap((one) =>
      this.options.devices.element(one, 'interface').properties.mtuBytes ?? []));
    return this.options.fabrics.open({
      id, from: sender.id, to: receiver.id, transport, packetBytes,
      listener: { ...listener, gaveUp: this.gaveUp(plan) },
      mtuBytes: mtus.length === 0 ? null : Math.min(...mtus),
      ...this.limits(from, to, transport),
    });
  }

  /** Says once of each way of a stream that its transport gave up. */
  private gaveUp({ id, flow, to, transport }: PipePlan): () => void {
    let isSaid = false;
    return () => {
      if (isSaid) return;
      isSaid = true;
      const what = transport.properties.protocol === 'tcp'
        ? 'its connection is given up and begun anew, again and again'
        : 'its transport gives up what it was handed, which is lost, and begins anew with the rest';
      this.options.find('run/flow-broken', flow.id,
        `${id} hears nothing from ${to.instance} any more: ${what}.`);
    };
  }

  /** What the cards make of a flow: how fast it may be, and whether they carry it over SRD. */
  private limits(from: PlacementIr, to: PlacementIr, { properties }: TransportIr): {
    readonly expressTicks: number | null; readonly limitBitsPerSecond: number | null;
    readonly isPatient: boolean;
  } {
    const { protocol } = properties;
    if (protocol !== 'tcp' && protocol !== 'udp') {
      return { expressTicks: null, limitBitsPerSecond: null, isPatient: false };
    }
    const card = this.cardOf(from).properties;
    const receiver = this.cardOf(to).properties;
    const express = this.hasExpress(from) && this.hasExpress(to);
    if (express) {
      return {
        expressTicks: receiver.expressTimeTicks,
        limitBitsPerSecond: card.expressFlowRateBitsPerSecond,
        // The guest's TCP would have to give up, which takes many minutes.
        isPatient: true,
      };
    }
    const { placement } = this.options.devices.element(from.instance, 'instance').properties;
    const isCluster = placement === 'cluster' && arrayOf(from.instance) === arrayOf(to.instance);
    return {
      expressTicks: null, isPatient: false,
      limitBitsPerSecond: (isCluster ? card.clusterFlowRateBitsPerSecond : null)
        ?? card.flowRateBitsPerSecond,
    };
  }

  private hasExpress({ interfaceIds }: PlacementIr): boolean {
    return interfaceIds.some((id) =>
      this.options.devices.element(id, 'interface').properties.express === 'yes');
  }

  /** SRD between two Elastic Fabric Adapters is driven by programs, without their kernels. */
  private bypasses(from: PlacementIr, to: PlacementIr, { properties }: TransportIr): boolean {
    return properties.protocol === 'srd' && [from, to].every(({ instance, interfaceIds }) =>
      this.options.devices.element(instance, 'instance').properties.efa === 'yes'
      || interfaceIds.some((id) =>
        this.options.devices.element(id, 'interface').properties.adapter === 'efa'));
  }

  private cardOf({ instance, network }: PlacementIr): ElementIr<'card'> {
    const path = defined(network, () => `${instance} has a network`);
    return this.options.devices.element(path.card, 'card');
  }

  private route(
    load: MessageLoad, name: WayName | null, visits: readonly CountedVisit[],
    owner: Pipe['out'], guests: readonly string[],
  ): number {
    const { network, hastening } = this.options;
    const { ids } = network.stations;
    const route = network.addRoute(
      visits.map((visit) => hastening.visit(visit, ids[visit.station] as string)), owner,
    );
    if (name !== null) load.ways.push({ name, route });
    this.options.routed(route, visits, guests);
    return route;
  }
}

/** The same cables the other way. */
function turned(wires: readonly string[]): readonly string[] {
  return wires.map((wire) => `${wire.startsWith('>') ? '<' : '>'}${wire.slice(1)}`).toReversed();
}
