/**
 * The ways of segments of messages through the hosts at both ends, and over cables where no fabric
 * lies between them. Not how packets travel. Keeps true: what is given for a packet is spent on
 * each packet of a segment.
 */
import { defined } from '#base';
import type { IoPath, PlacementIr } from '#ir';
import type { CountedVisit } from '../card-visits.ts';
import type { DeviceStations } from '../device-stations.ts';
import type { HostPort } from '../host-port.ts';
import { Visits } from '../visits.ts';
import type { Ways } from '../ways.ts';

export interface SegmentOptions {
  /** Of the sender and of the receiver. */
  readonly queue: number;
  readonly home: number;
  /** A whole packet of a segment, headers included. */
  readonly packetBytes: number;
  /** Cables between the cards; empty: both ends are at one card; null: a fabric. */
  readonly wires: readonly string[] | null;
  readonly promised: boolean;
  /** Programs drive the cards by themselves: a segment costs as much as a packet, and is polled. */
  readonly bypass: boolean;
}

export interface SegmentWay {
  readonly out: readonly CountedVisit[];
  readonly between: readonly CountedVisit[];
  readonly into: readonly CountedVisit[];
}

/** What a packet costs, for each of so many bytes; no segment has less than one. */
const eachPacket = (packetBytes: number) => (visit: CountedVisit): CountedVisit => {
  const { baseTicks = 0, byteTicks = 0 } = visit;
  if (baseTicks === 0) return visit;
  return {
    ...visit, baseTicks: 0, byteTicks: byteTicks + baseTicks / packetBytes,
    // Where bytes cost by themselves a small packet would pay for those that it does not have.
    ...(byteTicks === 0 ? { leastBytes: packetBytes } : {}),
  };
};

export class SegmentWays {
  private readonly devices: DeviceStations;
  private readonly host: HostPort;
  private readonly ways: Ways;

  constructor(devices: DeviceStations, host: HostPort, ways: Ways) {
    [this.devices, this.host, this.ways] = [devices, host, ways];
  }

  between(from: PlacementIr, to: PlacementIr, options: SegmentOptions): SegmentWay {
    const { queue, wires, promised, bypass, packetBytes } = options;
    const out = defined(from.network, () => `${from.instance} has a network`);
    const into = defined(to.network, () => `${to.instance} has a network`);
    const [sender, receiver] = [this.visits(from, out), this.visits(to, into)];
    const bridged = from.machine === to.machine && out.exposure === 'domain'
      && into.exposure === 'domain';
    const home = into.exposure === 'domain' ? 0 : options.home;
    const each = eachPacket(packetBytes);
    const passing = { counts: 'packet', data: true, cutsThrough: wires === null } as const;
    const work = sender.guestWork(queue, 'packetTime');
    return {
      out: [
        bypass ? work : each(work),
        ...(out.exposure === 'domain' ? [sender.ring(queue), each(sender.packetModel())] : []),
        ...this.ways.networkAllowances(from, 'out').map(each),
        ...(bridged ? [] : [
          ...sender.card.links('out', 'payload'), ...sender.card.engine('out', passing).map(each),
        ]),
      ],
      between: bridged || wires === null ? [] : this.ways.wires(wires, from, out),
      into: [
        ...(bridged ? [] : [
          ...receiver.card.engine('in', passing).map(each), ...receiver.card.links('in', 'payload'),
        ]),
        ...this.ways.networkAllowances(to, 'in').map(each),
        ...(into.exposure === 'domain' && !bridged ? [each(receiver.packetModel())] : []),
        ...(bypass ? [receiver.guestWork(home, 'packetTime')] : [
          ...receiver.moderation(home),
          each(receiver.interrupt(home, 'packetTime', { drops: !promised })),
        ]),
      ],
    };
  }

  private visits(placement: PlacementIr, path: IoPath): Visits {
    return new Visits({ devices: this.devices, host: this.host, placement, path });
  }
}
