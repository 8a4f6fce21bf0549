/**
 * The ways of a workload's requests: reads and writes of storage, and packets from one instance to
 * another. Not their number or timing. Keeps true: a way starts at the guest and ends at one.
 */
import { defined } from '#base';
import type { ElementIr, IoPath, PlacementIr } from '#ir';
import { storageErrand, StorageOperation } from '../storage-port.ts';
import type { CountedVisit } from './card-visits.ts';
import type { DeviceStations } from './device-stations.ts';
import type { HostPort } from './host-port.ts';
import type { Refusal } from './security-groups.ts';
import { costOf, Visits } from './visits.ts';
import { VolumePath } from './volume-path.ts';

export type WayName = 'read' | 'write' | 'trim' | 'send' | 'receive' | 'reply' | 'return';

export interface StorageWay {
  readonly placement: PlacementIr;
  readonly path: IoPath;
  /** The volume or drive at its end. */
  readonly end: string;
  /** Of its largest request. */
  readonly bytes: number;
  /** Counts vCPUs of the guest. */
  readonly queue: number;
  readonly direction: 'read' | 'write' | 'trim';
}

export class Ways {
  private readonly devices: DeviceStations;
  private readonly host: HostPort;

  constructor(devices: DeviceStations, host: HostPort) {
    this.devices = devices;
    this.host = host;
  }

  /** A storage request from the guest to a volume or drive, and its completion back. */
  storage(way: StorageWay): CountedVisit[] {
    const { placement, path, queue, direction } = way;
    const visits = this.visits(placement, path);
    const domain = path.exposure === 'domain';
    // A trim says which bytes, and carries none.
    const carries = direction !== 'trim';
    // A shared ring has one interrupt for all, an NVMe function one for each vCPU's queue.
    const home = domain ? 0 : queue;
    return [
      visits.guestWork(queue, 'requestTime'),
      ...(domain ? [visits.ring(queue), visits.requestModel(carries)] : []),
      ...this.outAndBack(way, visits),
      ...(domain ? [visits.requestModel(carries)] : []),
      ...visits.moderation(home),
      visits.interrupt(home, 'completionTime', { drops: false }),
    ];
  }

  /** A packet from one guest to another: over the cards, or within a domain that serves both. */
  packet(from: PlacementIr, to: PlacementIr, options: {
    readonly queue: number; readonly wires: readonly string[];
    /** The queue of the receiver. */
    readonly home: number;
    /** Where its way ends before it gets there. */
    readonly refusal: Refusal | null;
    /** Whether lost packets are sent again, so that the receiver is not overrun. */
    readonly promised: boolean;
  }): CountedVisit[] {
    const { queue, wires, refusal, promised } = options;
    const out = defined(from.network, () => `${from.instance} has a network`);
    const into = defined(to.network, () => `${to.instance} has a network`);
    const sender = this.visits(from, out);
    const receiver = this.visits(to, into);
    const bridged = from.machine === to.machine && out.exposure === 'domain'
      && into.exposure === 'domain';
    const home = into.exposure === 'domain' ? 0 : options.home;
    const fromGuest = [
      sender.guestWork(queue, 'packetTime'),
      ...(out.exposure === 'domain' ? [sender.ring(queue), sender.packetModel()] : []),
    ];
    if (refusal !== null && (bridged || (refusal.side === 'out' && out.exposure === 'domain'))) {
      return fromGuest;
    }
    const toCard = [
      ...fromGuest, ...this.networkAllowances(from, 'out'),
      ...(bridged ? [] : [
        ...sender.card.links('out', 'payload'),
        ...sender.card.engine('out', { counts: 'packet', data: true }),
      ]),
    ];
    if (refusal?.side === 'out') {
      return refusal.inWire ? [...toCard, ...this.wires(wires, from, out, 1)] : toCard;
    }
    if (refusal !== null && refusal.inWire) {
      return [...toCard, ...this.wires(wires, from, out, wires.length - 1)];
    }
    const toPeer = bridged ? toCard : [
      ...toCard, ...this.wires(wires, from, out),
      ...receiver.card.engine('in', { counts: 'packet', data: true }),
    ];
    const fromCard = [
      ...(bridged ? [] : receiver.card.links('in', 'payload')),
      ...(refusal === null ? this.networkAllowances(to, 'in') : []),
      ...(into.exposure === 'domain' && !bridged ? [receiver.packetModel()] : []),
    ];
    if (refusal !== null) return into.exposure === 'domain' ? [...toPeer, ...fromCard] : toPeer;
    return [
      ...toPeer, ...fromCard, ...receiver.moderation(home),
      receiver.interrupt(home, 'packetTime', { drops: !promised }),
    ];
  }

  private visits(placement: PlacementIr, path: IoPath): Visits {
    return new Visits({ devices: this.devices, host: this.host, placement, path });
  }

  /** From the machine to the volume or drive, and back to it. */
  private outAndBack(way: StorageWay, visits: Visits): CountedVisit[] {
    const { placement, path, direction, end } = way;
    const element = this.devices.elements.get(end);
    if (element?.kind !== 'drive') {
      return new VolumePath(this.devices, { placement, path, volume: end, direction }).visits();
    }
    const { card } = visits;
    const [reads, writes] = [direction === 'read', direction === 'write'];
    return [
      ...card.links('out', writes ? 'payload' : 'command'),
      ...card.engine('out', { counts: 'operation', data: writes }),
      ...this.drive(element, way),
      ...card.engine('in', { counts: 'nothing', data: reads }),
      ...card.links('in', reads ? 'payload' : 'completion'),
    ];
  }

  /** A drive gives its operations a second when it has as much in flight as it works on. */
  private drive(element: ElementIr<'drive'>, way: StorageWay): CountedVisit[] {
    const { readIops, writeIops, readTimeTicks, commandRate } = element.properties;
    const { station, servers, commandTicks } = this.devices.drive(element.id);
    if (commandTicks !== null) {
      const errand = storageErrand(StorageOperation[way.direction], way.queue);
      const served = { station, role: 'drive', errand, propagationTicks: commandTicks };
      return commandRate === null ? [served] : [{
        station: this.devices.drivePace(element.id, commandRate), role: 'limit',
        baseTicks: Math.round(this.devices.ticksAt(commandRate)),
      }, served];
    }
    const iops = way.direction === 'read' ? readIops : (writeIops ?? readIops);
    this.devices.options.log.use(element, 'readTime');
    const each = iops === null ? readTimeTicks : servers * this.devices.ticksAt(iops);
    return [{ station, role: 'drive', ...costOf(each, way.direction !== 'trim') }];
  }

  networkAllowances(placement: PlacementIr, direction: 'in' | 'out'): CountedVisit[] {
    const { properties } = this.devices.element(placement.instance, 'instance');
    const { networkPacketRate } = properties;
    const visits = this.budget(placement.instance, `network-${direction}`, {
      base: properties.networkBaselineBitsPerSecond, peak: properties.networkPeakBitsPerSecond,
      burstTicks: properties.networkBurstTimeTicks,
    });
    if (networkPacketRate === null) return visits;
    const cost = Math.round(this.devices.ticksAt(networkPacketRate));
    const depth = cost * packetBurst;
    const name = `packets-${direction}`;
    return [...visits, {
      station: this.devices.allowance(placement.instance, name, depth), role: 'limit',
      baseTicks: cost,
    }];
  }

  /**
   * A rate it may keep and one it may reach while what it saved lasts: a bucket that fills at the
   * first, behind one that paces at the second.
   */
  private budget(instance: string, name: string, rates: {
    readonly base: number | null; readonly peak: number | null; readonly burstTicks: number;
  }): CountedVisit[] {
    const { base, peak, burstTicks } = rates;
    const most = peak ?? base;
    if (most === null) return [];
    const { devices } = this;
    const pace: CountedVisit = {
      station: devices.allowance(instance, name, Math.round(devices.paceTicks(most))),
      role: 'limit', byteTicks: devices.byteTicks(most),
    };
    if (base === null || base >= most) return [pace];
    // Filling time of the bucket: it lasts burstTicks at the peak while the base flows in.
    const depthTicks = Math.round((burstTicks * (most - base)) / base);
    return [pace, {
      station: devices.allowance(instance, `${name}-credit`, depthTicks), role: 'limit',
      byteTicks: devices.byteTicks(base),
    }];
  }

  /** It has a packet whole before it sends it on, and takes some time to find out where to. */
  private through({ id, properties }: ElementIr<'switch'>): CountedVisit {
    return { station: this.devices.switch(id), role: 'switch', baseTicks: properties.delayTicks };
  }

  /**
   * The cables, and the switches and cards between two of them; of a way that ends early, so many
   * cables.
   */
  wires(
    ids: readonly string[], from: PlacementIr, path: IoPath, count = ids.length,
  ): CountedVisit[] {
    return ids.slice(0, count).flatMap((wire, i): readonly CountedVisit[] => {
      const [id, direction] = [wire.slice(1), wire.startsWith('>') ? 'out' : 'in'] as const;
      const link = defined(this.devices.links.get(id), () => `the model has no link '${id}'`);
      const cable: CountedVisit = {
        station: this.devices.link(id, direction), role: 'link',
        byteTicks: this.devices.linkByteTicks(link), propagationTicks: link.delayTicks,
      };
      const end = this.devices.elements.get(link.ends[direction === 'out' ? 1 : 0]);
      if (i === ids.length - 1 || end === undefined) return [cable];
      if (end.kind === 'switch') return [cable, this.through(end)];
      if (end.kind !== 'card') return [cable];
      // It is the sender's where the cable begins at the sender's card, and else the receiver's.
      const inWire = this.visits(from, { ...path, card: end.id });
      return [cable, ...inWire.card.engine(i === 0 ? 'out' : 'in', { counts: 'packet', data: true })];
    });
  }
}

/** Packets that may pass together before their rate is held. */
const packetBurst = 64;
