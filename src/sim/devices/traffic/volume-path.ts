/**
 * The way of a request from a machine to a volume and back: what the instance may do, its card, the
 * limits of the volume, the network and the storage nodes. Not the work of a guest or domain.
 * Keeps true: what boots and what runs passes the same stations.
 */
import type { IoPath, PlacementIr } from '#ir';
import { StorageOperation } from '../storage-port.ts';
import type { PortVisit, VolumeDirection } from '../volume-port.ts';
import { CardVisits, type CountedVisit } from './card-visits.ts';
import type { DeviceStations } from './device-stations.ts';

export interface VolumeWay {
  readonly placement: PlacementIr;
  readonly path: IoPath;
  readonly volume: string;
  readonly direction: VolumeDirection;
}

export class VolumePath {
  private readonly devices: DeviceStations;
  private readonly way: VolumeWay;
  private readonly card: CardVisits;

  constructor(devices: DeviceStations, way: VolumeWay) {
    this.devices = devices;
    this.way = way;
    this.card = new CardVisits(devices, way.placement, way.path);
  }

  /** From the machine out to the nodes, and back to it. */
  visits(): CountedVisit[] {
    const { devices } = this;
    const { volume, direction, placement } = this.way;
    const { volumes } = devices.options;
    const [reads, writes] = [direction === 'read', direction === 'write'];
    // What goes on over a fabric is sent while it still comes in.
    const cutsThrough = volumes.leg(volume, 'out').port !== null;
    const plain = devices.element(volume, 'volume').properties.encrypted === 'no';
    return [
      ...volumes.allowances(placement.instance, volume, direction)
        .map((visit) => this.at(visit, 'limit')),
      ...this.card.links('out', writes ? 'payload' : 'command'),
      ...this.card.engine('out', { counts: 'operation', data: writes, plain, cutsThrough }),
      ...volumes.limits(volume, placement.instance, direction)
        .map((visit) => this.at(visit, 'limit')),
      ...this.leg('out'),
      this.at(volumes.node(volume, placement.instance, direction), 'remote'),
      ...this.leg('in'),
      ...this.card.engine('in', { counts: 'nothing', data: reads, plain, cutsThrough }),
      ...this.card.links('in', reads ? 'payload' : 'completion'),
    ];
  }

  private at(visit: PortVisit, role: string): CountedVisit {
    return { station: this.devices.behind(visit), role, errand: visit.errand };
  }

  /** Nothing where there is neither a delay nor somebody who carries it. */
  private leg(way: 'out' | 'in'): CountedVisit[] {
    const { volume, direction } = this.way;
    const { delayTicks, port } = this.devices.options.volumes.leg(volume, way);
    if (port === null && delayTicks === 0) return [];
    return [{
      station: this.devices.leg(volume, way, port), role: 'network', propagationTicks: delayTicks,
      errand: StorageOperation[direction],
    }];
  }
}
