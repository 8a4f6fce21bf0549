/**
 * The visits of requests and packets at the guest and its management domain: what each costs there.
 * Not which requests come, which is a load's matter, and not the card: see card-visits.ts.
 * Keeps true: a visit's cost is read from properties of the elements it passes, and assumed ones
 * are noted.
 */
import { defined } from '#base';
import type { ElementIr, IoPath, PlacementIr } from '#ir';
import type { VisitPlan } from '#sim/kernel';
import { CardVisits, type CountedVisit } from './card-visits.ts';
import type { DeviceStations } from './device-stations.ts';
import type { HostPort } from './host-port.ts';

/** What costs of a request are given for; a larger one costs more in proportion. */
const givenForBytes = 4096;

/** What a request of any size costs where one of up to 4 KiB costs so much. */
export const costOf = (
  ticks: number, carriesData: boolean,
): Pick<VisitPlan, 'baseTicks' | 'byteTicks' | 'leastBytes'> => carriesData
  ? { byteTicks: ticks / givenForBytes, leastBytes: givenForBytes }
  : { baseTicks: Math.round(ticks) };

export interface PathContext {
  readonly devices: DeviceStations;
  readonly host: HostPort;
  readonly placement: PlacementIr;
  readonly path: IoPath;
}

export class Visits {
  private readonly context: PathContext;
  readonly guest: ElementIr<'instance'>;
  readonly card: CardVisits;

  constructor(context: PathContext) {
    this.context = context;
    this.card = new CardVisits(context.devices, context.placement, context.path);
    this.guest = context.devices.element(context.placement.instance, 'instance');
  }

  /** Work of the guest on one of its vCPUs. */
  guestWork(
    queue: number, property: 'requestTime' | 'packetTime', role = 'driver',
  ): CountedVisit {
    this.use(this.guest, property);
    const base = property === 'requestTime'
      ? this.guest.properties.requestTimeTicks : this.guest.properties.packetTimeTicks;
    return { station: this.vcpu(queue), role, baseTicks: this.slowed(base) };
  }

  /** The interrupt of a queue, then what the driver does for each completion. */
  interrupt(
    queue: number, property: 'completionTime' | 'packetTime', options: {
      /** Nobody sends again what the receive ring has no room for. */
      readonly drops: boolean;
    },
  ): CountedVisit {
    const { host, placement, devices, path } = this.context;
    const card = devices.elements.get(path.card);
    const { properties } = this.guest;
    this.use(this.guest, property);
    this.use(this.guest, 'interruptTime');
    const exitTicks = host.interruptExitTicks(placement.instance);
    return {
      station: this.vcpu(queue), role: 'interrupt',
      baseTicks: this.slowed(property === 'completionTime'
        ? properties.completionTimeTicks : properties.packetTimeTicks),
      wakeTicks: this.slowed(properties.interruptTimeTicks) + Math.round(exitTicks),
      exitsOnWake: host.interruptExits(placement.instance),
      ...(options.drops && card?.kind === 'card' ? { room: card.properties.receiveRing } : {}),
    };
  }

  /** The guest puts a request on the shared ring and tells the domain. */
  ring(queue: number): CountedVisit {
    const exitTicks = this.context.host.exitTicks(this.context.placement.instance);
    return {
      station: this.vcpu(queue), role: 'ring', baseTicks: Math.round(exitTicks), exits: 1,
    };
  }

  /** Half of what a device model does for a storage request: on its way out, and back. */
  requestModel(carriesData: boolean): CountedVisit {
    const hypervisor = this.hypervisor();
    const { modelRequestTimeTicks, modelWakeTimeTicks } = hypervisor.properties;
    return {
      station: this.domain(), role: 'deviceModel', wakeDelayTicks: modelWakeTimeTicks,
      ...costOf(modelRequestTimeTicks / 2, carriesData),
    };
  }

  packetModel(): CountedVisit {
    const { properties } = this.hypervisor();
    return {
      station: this.domain(), role: 'deviceModel', wakeDelayTicks: properties.modelWakeTimeTicks,
      baseTicks: properties.modelPacketTimeTicks,
      byteTicks: this.context.devices.byteTicks(properties.modelByteRateBitsPerSecond),
    };
  }

  /** Completions that wait for a common interrupt. */
  moderation(queue: number): CountedVisit[] {
    const { devices, path, placement } = this.context;
    const card = devices.elements.get(path.card);
    if (card?.kind !== 'card' || card.properties.interruptDelayTicks === 0) return [];
    return [{
      station: devices.moderation(card.id, placement.instance, queue), role: 'moderation',
      baseTicks: card.properties.interruptDelayTicks,
    }];
  }

  /** Guest work under a hypervisor that takes its share of the processor. */
  private slowed(ticks: number): number {
    return Math.round(ticks * this.context.host.slowness(this.context.placement.instance));
  }

  private hypervisor(): ElementIr<'hypervisor'> {
    const id = defined(this.context.placement.hypervisor, 'a device model has a hypervisor');
    return this.context.devices.element(id, 'hypervisor');
  }

  private domain(): number {
    const { host, placement } = this.context;
    return defined(host.domain(placement.machine), 'a device model has a management domain');
  }

  private vcpu(queue: number): number {
    const { host, placement } = this.context;
    return host.vcpu(placement.instance, queue % host.vcpuCount(placement.instance));
  }

  private use(element: ElementIr<'instance'>, property: string): void {
    this.context.devices.options.log.use(element, property);
  }
}
