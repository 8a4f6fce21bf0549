/**
 * What all requests of one world stand on, those of workloads and those of instances that boot: the
 * stations of devices in one network, and the volumes behind them. Not who sends requests.
 * It puts rooms together that do not know each other: traffic asks for ports, volumes serve them.
 * Keeps true: what two paths share is one station, whoever was first.
 */
import type { Chance } from '#base';
import type { World } from '#ir';
import { QueueNetwork, type Simulation } from '#sim/kernel';
import { Duration } from './duration.ts';
import { Flash } from './flash/index.ts';
import type { Log } from './log.ts';
import { DeviceStations, type DrivePort, type Faster, Figures, Hastening } from './traffic/index.ts';
import { Networks, type PacketRequest } from './networks/index.ts';
import { Volumes } from './volumes/index.ts';

export interface GroundOptions {
  readonly world: World;
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly ticksPerSecond: number;
  readonly log: Log;
  /** A place that works faster than it does, to see what that would change. */
  readonly faster: Faster | null;
  /** A stream whose packets are written down; left out: none is. */
  readonly packets?: PacketRequest | null;
  /** Who serves the requests of a drive; null: a plain station does. */
  readonly drivePort?: (drive: string) => DrivePort | null;
}

export class Ground {
  readonly network: QueueNetwork;
  readonly hastening: Hastening;
  readonly volumes: Volumes;
  readonly flash: Flash;
  readonly fabrics: Networks;
  readonly devices: DeviceStations;
  readonly figures: Figures;

  constructor(options: GroundOptions) {
    const { world, simulation, chance, ticksPerSecond, log } = options;
    const network = new QueueNetwork(simulation);
    this.network = network;
    this.hastening = new Hastening(options.faster);
    this.fabrics = new Networks({
      world, simulation, ticksPerSecond, log, packets: options.packets ?? null,
      factorOf: (id) => this.hastening.factor(id),
    });
    this.volumes = new Volumes({
      world, network, simulation, chance, ticksPerSecond, log,
      factorOf: (station) => this.hastening.factor(station),
      fabrics: this.fabrics,
    });
    this.flash = new Flash({
      world, network, simulation, chance, ticksPerSecond, log,
      faster: (drive) => this.hastening.factor(drive),
    });
    this.devices = new DeviceStations({
      world, network, ticksPerSecond, log, hastening: this.hastening, volumes: this.volumes,
      draw: (name, distribution) => new Duration(distribution, chance, name),
      drivePort: options.drivePort ?? ((drive) => this.flash.port(drive)),
    });
    this.figures = new Figures(network, (station) => this.devices.portKind(station));
  }

  /** The warm-up is over. */
  cut(now: number): void {
    this.figures.cut(now);
    this.network.routes.cut();
    this.volumes.cut(now);
    this.flash.cut(now);
    this.fabrics.cut(now);
  }

  /** What an element does for requests is not done any more; who is inside is lost. */
  failed(element: string): void {
    for (const station of this.devices.of(element)) this.network.stop(station);
    this.fabrics.setUp(element, false);
  }

  restored(element: string): void {
    for (const station of this.devices.of(element)) this.network.resume(station);
    this.fabrics.setUp(element, true);
  }

  /** Share of time that the busiest station of an element was busy. */
  utilizationOf(element: string, now: number): number {
    let most = this.fabrics.utilizationOf(element);
    for (const station of this.devices.of(element)) {
      if (this.figures.queues(station)) {
        most = Math.max(most, this.figures.utilization(station, now));
      }
    }
    return most;
  }
}
