/**
 * What paths of requests ask of volumes: the limits that a request passes on its way, the nodes at
 * its end, and the way between card and node. Not how any of them works.
 * A network leg is a plain delay, or a port of the kernel where a fabric carries the request and
 * says when it is there.
 */
import type { Port } from '#sim/kernel';
import type { StorageOperation } from './storage-port.ts';

/** A trim says which bytes, and carries none. */
export type VolumeDirection = keyof typeof StorageOperation;

/**
 * How a port deals with its customers, for whoever reads how busy it was: it holds them to a limit,
 * works on so many at a time, or on all of them at once. All but the last count their work.
 */
export type PortKind = 'limit' | 'queue' | 'delay';

/** A visit that a port serves. */
export interface PortVisit {
  /** Of its station. */
  readonly id: string;
  /** The element that it is of. */
  readonly owner: string;
  readonly port: Port;
  readonly errand: number;
  readonly kind: PortKind;
  /** That work side by side; 1 for a limit. */
  readonly servers: number;
}

/** From the card to the node, and back. */
export interface NetworkLeg {
  readonly delayTicks: number;
  /** Null: the delay is all there is. */
  readonly port: Port | null;
}

export interface VolumePorts {
  /** What an instance may do to all its volumes together. */
  allowances(
    instance: string, volume: string, direction: VolumeDirection,
  ): readonly PortVisit[];
  limits(volume: string, instance: string, direction: VolumeDirection): readonly PortVisit[];
  node(volume: string, instance: string, direction: VolumeDirection): PortVisit;
  leg(volume: string, way: 'out' | 'in'): NetworkLeg;
}
