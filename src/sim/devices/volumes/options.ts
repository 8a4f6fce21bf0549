/** What volumes are made with, and the events that they know. */
import type { Chance } from '#base';
import type { World } from '#ir';
import type { EventKind, QueueNetwork, Simulation } from '#sim/kernel';
import type { FabricPort } from '../fabric-port.ts';
import type { Log } from '../log.ts';

export interface VolumesOptions {
  readonly world: World;
  readonly network: QueueNetwork;
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly ticksPerSecond: number;
  readonly log: Log;
  /** How many times as fast as it does a station works, to see what that would change. */
  readonly factorOf: (station: string) => number;
  readonly fabrics: FabricPort;
}

export interface VolumeEvents {
  /** A customer passes a limit; its blocks are there; its nodes are done with it. */
  readonly passed: EventKind;
  readonly fetched: EventKind;
  readonly done: EventKind;
  /** One replica is done with it. */
  readonly worked: EventKind;
}
