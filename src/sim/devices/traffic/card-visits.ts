/**
 * The visits of requests and packets between a machine and what its card talks to: links, engine
 * and cipher of the card. Not what the guest or a management domain does for them: see visits.ts.
 * Keeps true: a visit's cost is read from properties of the elements it passes.
 */
import { defined } from '#base';
import type { ElementIr, IoPath, PlacementIr } from '#ir';
import type { VisitPlan } from '#sim/kernel';
import { commandBytes, completionBytes } from '../storage-port.ts';
import type { DeviceStations, Direction } from './device-stations.ts';

/** A visit that knows what it costs in exits, for the count of them. */
export interface CountedVisit extends VisitPlan {
  /** Exits of the guest on each visit, and on each visit that wakes it. */
  readonly exits?: number;
  readonly exitsOnWake?: number;
}

export class CardVisits {
  private readonly devices: DeviceStations;
  private readonly placement: PlacementIr;
  private readonly path: IoPath;

  constructor(devices: DeviceStations, placement: PlacementIr, path: IoPath) {
    this.devices = devices;
    this.placement = placement;
    this.path = path;
  }

  /** The links between machine and card, from the machine out or back in. */
  links(direction: Direction, cargo: 'payload' | 'command' | 'completion'): CountedVisit[] {
    const { devices, path } = this;
    const ids = path.stations.flatMap(({ role, element }) => (role === 'link' ? [element] : []));
    const inOrder = direction === 'out' ? ids : ids.toReversed();
    return inOrder.map((id): CountedVisit => {
      const link = defined(devices.links.get(id), () => `the model has no link '${id}'`);
      const byteTicks = devices.linkByteTicks(link);
      const visit = {
        station: devices.link(id, direction), role: 'link', propagationTicks: link.delayTicks,
      };
      if (cargo === 'payload') return { ...visit, byteTicks };
      // A descriptor of a packet is about as large as a command.
    const bytes = cargo === 'command' ? commandBytes : completionBytes;
      return { ...visit, baseTicks: Math.round(bytes * byteTicks) };
    });
  }

  /** The engine of the card, and its cipher where that is slower than the line. */
  engine(direction: Direction, options: {
    readonly counts: 'operation' | 'packet' | 'nothing'; readonly data: boolean;
    /** Its data goes in the clear whatever the card can do. */
    readonly plain?: boolean;
    /** Data goes on while it still comes in, so that the rate holds it up and no time is spent. */
    readonly cutsThrough?: boolean;
  }): CountedVisit[] {
    const { devices, path } = this;
    const card = devices.elements.get(path.card);
    if (card?.kind !== 'card') return [];
    const { properties } = card;
    const each = options.counts === 'operation' ? properties.iops
      : options.counts === 'packet' ? properties.packetRate : null;
    const [processingTicks] = properties.processingTimeTicks.parameters;
    const drawn = properties.processingTimeTicks.shape !== 'constant';
    devices.options.log.use(card, 'processingTime');
    // So many a second is a pace and no time that each takes: the card works on several at once.
    const visits: CountedVisit[] = each === null ? [] : [{
      station: devices.cardPace(card.id, direction, each), role: 'limit',
      baseTicks: Math.round(devices.ticksAt(each)),
    }];
    const { rateBitsPerSecond } = properties;
    const station = options.cutsThrough === true && rateBitsPerSecond !== null
      ? devices.cardRate(card.id, direction, rateBitsPerSecond) : devices.card(card.id, direction);
    visits.push({
      station, role: 'card', byteTicks: options.data ? devices.byteTicks(rateBitsPerSecond) : 0,
      propagationTicks: drawn ? 0 : (processingTicks ?? 0),
    });
    if (drawn) visits.push(this.drawnProcessing(card));
    const cipherRate = properties.encryption === 'yes' && options.plain !== true
      ? properties.encryptionRateBitsPerSecond : null;
    if (options.data && cipherRate !== null) {
      visits.push({
        station: devices.cipher(card.id, direction), role: 'encryption',
        byteTicks: devices.byteTicks(cipherRate),
      });
    }
    return visits;
  }

  private drawnProcessing(card: ElementIr<'card'>): CountedVisit {
    const { devices, placement } = this;
    const duration = devices.options.draw(
      `${card.id}/processingTime`, card.properties.processingTimeTicks,
    );
    return {
      station: devices.processing(card.id), role: 'card',
      draw: () => duration.next(placement.instance),
    };
  }
}
