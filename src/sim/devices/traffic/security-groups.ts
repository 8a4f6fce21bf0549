/**
 * Security groups: which packets between two instances are refused, and where. Rules are carried
 * out by the card of the sender for what leaves it and by that of the receiver for what arrives,
 * so that what the sender's rules refuse never reaches the network, and what the receiver's rules
 * refuse costs its processors nothing. Where a device model stands in front of the card, the
 * management domain carries them out, on processors of the host.
 * Not how packets travel. Keeps true: the rules are those of instances, whatever their guests do.
 */
import { defined } from '#base';
import type { IoPath, PlacementIr } from '#ir';
import type { DeviceStations } from './device-stations.ts';

/** Where packets end, and by whose rules. */
export interface Refusal {
  readonly side: 'out' | 'in';
  /** The card, or the hypervisor of the management domain, that drops them. */
  readonly at: string;
  /** The rule, for people. */
  readonly why: string;
}

const placeOf = (placement: PlacementIr, path: IoPath): string =>
  path.exposure === 'domain'
    ? defined(placement.hypervisor, 'a management domain has a hypervisor') : path.card;

/** Why packets from one instance to another do not get there; null: they may pass. */
export function refusalOf(
  devices: DeviceStations, from: PlacementIr, to: PlacementIr,
): Refusal | null {
  const sender = devices.element(from.instance, 'instance').properties;
  const receiver = devices.element(to.instance, 'instance').properties;
  if (sender.outboundTo !== null && sender.outboundTo !== receiver.securityGroup) {
    return {
      side: 'out', at: placeOf(from, defined(from.network, () => `${from.instance} has a network`)),
      why: `${from.instance} may send to the security group '${sender.outboundTo}' only`,
    };
  }
  if (receiver.inboundFrom !== null && receiver.inboundFrom !== sender.securityGroup) {
    return {
      side: 'in', at: placeOf(to, defined(to.network, () => `${to.instance} has a network`)),
      why: `${to.instance} admits the security group '${receiver.inboundFrom}' only`,
    };
  }
  return null;
}
