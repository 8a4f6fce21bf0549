/**
 * Security groups: which packets between two instances are refused, and where. Rules are carried
 * out by the card of the sender for what leaves it and by that of the receiver for what arrives,
 * so that what the sender's rules refuse never reaches the network, and what the receiver's rules
 * refuse costs its processors nothing. A card of the host that stands in the wire does it in place
 * of a network controller beside it. Where a device model stands in front of the card, the
 * management domain carries them out, on processors of the host.
 * Not how packets travel. Keeps true: the rules are those of instances, whatever their guests do.
 */
import { defined } from '#base';
import type { PlacementIr } from '#ir';
import type { DeviceStations } from './device-stations.ts';

/** Where packets end, and by whose rules. */
export interface Refusal {
  readonly side: 'out' | 'in';
  /** The card, or the hypervisor of the management domain, that drops them. */
  readonly at: string;
  /** Whether that is a card in the wire, beyond the one that guests meet. */
  readonly inWire: boolean;
  /** The rule, for people. */
  readonly why: string;
}

type Place = Pick<Refusal, 'at' | 'inWire'>;

/** The card in the wire next to a card of its host; null: the wire leaves the host there. */
function nextInWire(
  devices: DeviceStations, card: string, wire: string | undefined,
): string | null {
  const ends = devices.links.get(wire?.slice(1) ?? '')?.ends ?? [];
  const other = devices.elements.get(ends.find((end) => end !== card) ?? '');
  const host = devices.elements.get(card)?.parent;
  return other?.kind === 'card' && host !== null && other.parent === host ? other.id : null;
}

/** Where the rules of one side are carried out. */
function placeOf(
  devices: DeviceStations, placement: PlacementIr, wire: string | undefined,
): Place {
  const path = defined(placement.network, () => `${placement.instance} has a network`);
  if (path.exposure === 'domain') {
    const domain = defined(placement.hypervisor, 'a management domain has a hypervisor');
    return { at: domain, inWire: false };
  }
  const next = nextInWire(devices, path.card, wire);
  return { at: next ?? path.card, inWire: next !== null };
}

/** Whether the rules of one of them refuse packets from one instance to another. */
export function isRefused(devices: DeviceStations, from: PlacementIr, to: PlacementIr): boolean {
  const sender = devices.element(from.instance, 'instance').properties;
  const receiver = devices.element(to.instance, 'instance').properties;
  return (sender.outboundTo !== null && sender.outboundTo !== receiver.securityGroup)
    || (receiver.inboundFrom !== null && receiver.inboundFrom !== sender.securityGroup);
}

/** Why packets from one instance to another do not get there; null: they may pass. */
export function refusalOf(
  devices: DeviceStations, from: PlacementIr, to: PlacementIr, wires: readonly string[],
): Refusal | null {
  const sender = devices.element(from.instance, 'instance').properties;
  const receiver = devices.element(to.instance, 'instance').properties;
  // Of a wire that is one cable both ends are cards that guests meet.
  const [first, last] = wires.length > 1 ? [wires[0], wires.at(-1)] : [];
  if (sender.outboundTo !== null && sender.outboundTo !== receiver.securityGroup) {
    return {
      side: 'out', ...placeOf(devices, from, first),
      why: `${from.instance} may send to the security group '${sender.outboundTo}' only`,
    };
  }
  if (receiver.inboundFrom !== null && receiver.inboundFrom !== sender.securityGroup) {
    return {
      side: 'in', ...placeOf(devices, to, last),
      why: `${to.instance} admits the security group '${receiver.inboundFrom}' only`,
    };
  }
  return null;
}
