/**
 * The way of one volume over a fabric: from the card of its instance to the first of its hosts,
 * from each of them to the next, and back. Not how packets travel, and not what hosts do.
 * Keeps true: a request is one message each way, and who is told of it is the customer's number.
 */
import { defined } from '#base';
import type { TransportIr, VolumePlacementIr } from '#ir';
import type { Port, QueueNetwork } from '#sim/kernel';
import type { FabricFlow, FabricPort, FlowListener } from '../fabric-port.ts';
import {
  commandBytes, completionBytes, operationOf, StorageOperation, type StorageOperationCode,
} from '../storage-port.ts';
import type { ReplicaChain, ReplicaWay } from './replica-chain.ts';

export interface VolumeNetworkOptions {
  readonly placement: VolumePlacementIr;
  readonly transport: TransportIr;
  readonly fabrics: FabricPort;
  readonly network: QueueNetwork;
  readonly now: () => number;
}

/** Who sent a message is told only when it has come. */
const nothing = (): void => undefined;

/** Between the card of the instance and the first host, one way. */
class Leg implements Port {
  readonly flow: FabricFlow;
  private readonly network: QueueNetwork;
  /** The operation whose data goes this way, and what every request sends beside it. */
  private readonly carried: StorageOperationCode;
  private readonly plainBytes: number;
  private station = -1;
  /** What a message of so many bytes takes, if nothing else is there; and that of each customer. */
  private readonly idleTicksOf = new Map<number, number>();
  private idleTicks = new Float64Array(64);

  constructor(options: VolumeNetworkOptions, leg: {
    readonly open: (listener: FlowListener) => FabricFlow;
    readonly carried: StorageOperationCode; readonly plainBytes: number;
  }) {
    const { network, now } = options;
    this.network = network;
    this.carried = leg.carried;
    this.plainBytes = leg.plainBytes;
    this.flow = leg.open({
      sent: nothing,
      delivered: (customer) => {
        const { customers, stations } = network;
        const spent = now() - (customers.enteredAt[customer] as number);
        const waited = Math.max(0, spent - (this.idleTicks[customer] as number));
        if (waited > 0) stations.waited.add(this.station, waited);
        network.served(customer, waited);
      },
      lost: (customer) => {
        network.failed(customer);
      },
    });
  }

  serve(customer: number, station: number, _service: number, errand: number): void {
    while (customer >= this.idleTicks.length) this.grow();
    this.station = station;
    const data = operationOf(errand) === this.carried
      ? this.network.customers.bytes[customer] as number : 0;
    const bytes = this.plainBytes + data;
    this.idleTicks[customer] = this.idleFor(bytes);
    this.flow.send(bytes, customer);
  }

  private idleFor(bytes: number): number {
    let ticks = this.idleTicksOf.get(bytes);
    if (ticks === undefined) this.idleTicksOf.set(bytes, ticks = this.flow.idleTicks(bytes));
    return ticks;
  }

  private grow(): void {
    const wider = new Float64Array(2 * this.idleTicks.length);
    wider.set(this.idleTicks);
    this.idleTicks = wider;
  }
}

export class VolumeNetwork implements ReplicaWay {
  readonly placement: VolumePlacementIr;
  readonly out: Port;
  readonly in: Port;
  readonly flows: readonly FabricFlow[];
  /** Who is told of what goes from host to host; there before the first request. */
  chain: ReplicaChain | null = null;
  /** By replica: from the one before it, and back to that one. None leads to the first. */
  private readonly onward: readonly (FabricFlow | null)[];
  private readonly backward: readonly (FabricFlow | null)[];

  constructor(options: VolumeNetworkOptions) {
    const { volume, card, nodes } = options.placement;
    this.placement = options.placement;
    const cards = nodes.map((node) => node.card);
    const first = defined(cards[0], 'a volume on hosts is on one at least');
    const out = new Leg(options, {
      open: (listener) => openFlow(options, `${volume}/out`, [card, first], listener),
      carried: StorageOperation.write, plainBytes: commandBytes,
    });
    const back = new Leg(options, {
      open: (listener) => openFlow(options, `${volume}/in`, [first, card], listener),
      carried: StorageOperation.read, plainBytes: completionBytes,
    });
    this.onward = cards.map((next, i) => i === 0 ? null
      : openFlow(options, `${volume}/replica/${String(i)}/out`, [cards[i - 1]!, next], {
        sent: nothing,
        delivered: (customer) => this.chain?.arrived(i, customer),
        lost: (customer) => this.chain?.missed(i - 1, customer),
      }));
    this.backward = cards.map((next, i) => i === 0 ? null
      : openFlow(options, `${volume}/replica/${String(i)}/in`, [next, cards[i - 1]!], {
        sent: nothing,
        delivered: (customer) => this.chain?.acknowledged(i - 1, customer),
        lost: (customer) => this.chain?.missed(i - 1, customer),
      }));
    this.flows = [out.flow, back.flow, ...this.onward, ...this.backward]
      .filter((flow) => flow !== null);
    [this.out, this.in] = [out, back];
  }

  handOn(replica: number, customer: number, dataBytes: number): void {
    this.onward[replica]?.send(commandBytes + dataBytes, customer);
  }

  acknowledge(replica: number, customer: number): void {
    this.backward[replica]?.send(completionBytes, customer);
  }

  /** The warm-up is over. */
  cut(): void {
    for (const flow of this.flows) flow.cut();
  }
}

function openFlow(
  { fabrics, transport }: VolumeNetworkOptions, id: string, [from, to]: readonly [string, string],
  listener: FlowListener,
): FabricFlow {
  return fabrics.open({
    id, from, to, transport, listener, expressTicks: null, isPatient: true,
    packetBytes: transport.properties.packetBytes, mtuBytes: null, limitBitsPerSecond: null,
  });
}
