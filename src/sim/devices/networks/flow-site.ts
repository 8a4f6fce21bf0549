/**
 * One fabric of a world that is computed as flows, while it runs. Not packets: those are
 * site-network.ts. Keeps true: what flows do not know is null, never 0.
 */
import type { TransportIr } from '#ir';
import type { Simulation } from '#sim/kernel';
import type { FabricFlow, FlowRequest } from '../fabric-port.ts';
import {
  type Dealing, FlowNetwork, headerBytesOf, type Patience, reconnectSeconds,
  roceTimeouts, srdParameters,
} from '../fabric/index.ts';
import { BusiestHops } from './busiest-hops.ts';
import { BusySeries } from './busy-series.ts';
import { Cables } from './cables.ts';
import { ownerOf } from './flow-owner.ts';
import type { FabricSite } from './sites.ts';
import { Wiring } from './wiring.ts';

/**
 * A long message passes hosts in so many segments, however long it is: each is held up by what the
 * fabric gives its flow, and no more of them would change that by much.
 */
const segmentsMost = 64;

export class FlowSite {
  readonly site: FabricSite;
  readonly model = 'flows';
  readonly network: FlowNetwork;
  readonly wiring: Wiring;
  readonly ailing: Cables;
  readonly series: BusySeries;
  private readonly hops: BusiestHops;
  private readonly ticksPerSecond: number;

  constructor(site: FabricSite, simulation: Simulation, ticksPerSecond: number) {
    this.site = site;
    this.ticksPerSecond = ticksPerSecond;
    this.wiring = new Wiring(site, ticksPerSecond);
    this.network = new FlowNetwork(simulation, this.wiring.plan);
    this.ailing = new Cables(this.network);
    for (const cable of this.wiring.cables) this.ailing.begin(cable);
    this.series = new BusySeries(this.network);
    this.hops = new BusiestHops(this.network.fabric, this.wiring, (link) => {
      const { ticks, busyTicks } = this.series.since(link);
      return { utilization: ticks > 0 ? Math.min(1, busyTicks / ticks) : 0, pausedShare: 0 };
    });
  }

  get id(): string {
    return this.site.id;
  }

  cut(now: number): void {
    this.series.cut(now);
  }

  windowClosed(now: number): void {
    this.series.close(now);
  }

  windowsJoined(): void {
    this.series.join();
  }

  /** A link, switch or card of the model goes out of service, or comes back. */
  setUp(id: string, isUp: boolean): void {
    this.wiring.setUp(this.network.faults, id, isUp);
  }

  open(request: FlowRequest): FabricFlow {
    const { network, wiring } = this;
    const [from, to] = [wiring.portOf(request.from), wiring.portOf(request.to)];
    const { transport, expressTicks, listener, packetBytes, mtuBytes } = request;
    const isCarried = expressTicks !== null;
    const headerBytes = headerBytesOf(isCarried ? 'srd' : transport.properties.protocol);
    const carried = network.fabric.carriedBytes(from, to);
    const flow = network.openFlow({
      id: request.id, from, to, owner: ownerOf(listener), headerBytes,
      dealing: isCarried ? 'adaptive' : dealingOf(transport),
      mtuBytes: Math.min(carried, mtuBytes ?? carried, packetBytes + headerBytes),
      bitsPerSecond: request.limitBitsPerSecond, cardTicks: expressTicks ?? 0,
      patience: request.isPatient ? null : patienceOf(transport, this.ticksPerSecond),
    });
    return {
      headerBytes, payloadBytes: network.payloadMax(flow), segmentsMost,
      idleTicks: (bytes) => network.idleTicks(flow, bytes),
      wireTicks: (bytes) => network.wireTicks(flow, bytes),
      endTicks: (bytes) => network.endTicks(flow, bytes),
      busiestHop: () => this.hops.of(network.passageOf(flow), network.entropyOf(flow)),
      send: (bytes, tag) => {
        network.send(flow, bytes, tag);
      },
      counts: () => null,
      cut: () => {
        // Nothing is counted of it.
      },
    };
  }
}

/** As transports do it with packets. */
const patienceOf = ({ properties }: TransportIr, ticksPerSecond: number): Patience => {
  switch (properties.protocol) {
    case 'udp':
      return { ticks: null, loses: 'message' };
    case 'tcp': {
      const seconds = reconnectSeconds(properties.minimumTimeoutTicks / ticksPerSecond);
      return { ticks: seconds * ticksPerSecond, loses: 'nothing' };
    }
    case 'srd':
      return { ticks: srdParameters.unresponsiveSeconds * ticksPerSecond, loses: 'all' };
    case 'roce':
      return { ticks: roceTimeouts * properties.ackTimeoutTicks, loses: 'all' };
  }
};

const dealingOf = ({ properties: { protocol, spray } }: TransportIr): Dealing => {
  if (protocol !== 'srd' || spray === 'hash') return 'hashed';
  return spray === 'oblivious' ? 'even' : 'adaptive';
};
