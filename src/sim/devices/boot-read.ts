/**
 * Reads of a guest's boot code through the EBS path: the volume lets blocks go at its limits and
 * those of the instance, each takes the latency of an operation, then the card passes them on one
 * after another, for all instances that it serves.
 * Not a file system: the guest reads so many bytes in order, and asks far enough ahead to keep the
 * narrowest part busy. Keeps true: a card that fails holds its blocks back until it is restored.
 */
import { defined, type Rate, transferTicks } from '#base';
import type { ElementIr, PlacementIr } from '#ir';
import { Desk } from './desk.ts';
import { type Agenda, EventKind } from './port.ts';
import {
  byteRate, type CardSite, drawTicks, elementOf, operationRate, type Site, timing, type Timing,
} from './site.ts';

/** EBS counts up to 256 KiB in a row as one operation; Linux reads 128 KiB ahead. */
const bootBlockBytes = 131_072;
const bytesPerGib = 1_073_741_824;

/** What limits the reads of one instance from its boot volume. */
export interface BootPath {
  readonly instance: string;
  readonly bootRead: ElementIr<'instance'>;
  readonly volume: Desk;
  readonly latency: Timing;
  readonly card: CardSite;
  readonly volumeByte: Rate | null;
  readonly volumeOperation: Rate | null;
  readonly cardByte: Rate | null;
  readonly cardOperation: Rate | null;
}

interface Read {
  readonly path: BootPath;
  readonly whenDone: (queuedTicks: number) => void;
  /** Blocks to ask for, and to arrive. */
  toSend: number;
  toArrive: number;
  readonly blocks: number;
  readonly bytes: number;
  readonly arrivalTicks: number[];
  queuedTicks: number;
  cancelled: boolean;
}

export function volumeLimits(volume: ElementIr<'volume'>): {
  readonly iops: number | null;
  readonly bitsPerSecond: number | null;
} {
  const { properties } = volume;
  const scaled = properties.iopsPerGib === null
    ? null
    : Math.max(
        properties.minimumIops ?? 0,
        Math.min(
          properties.maximumIops ?? Infinity,
          Math.floor((properties.iopsPerGib * properties.sizeBytes) / bytesPerGib),
        ),
      );
  return {
    iops: properties.iops ?? scaled ?? properties.baselineIops,
    bitsPerSecond: properties.throughputBitsPerSecond ?? properties.baselineThroughputBitsPerSecond,
  };
}

/** The path of an instance to its boot volume, or null where it has none. */
export function bootPath(site: Site, placement: PlacementIr): BootPath | null {
  const volumeId = placement.volumeIds[0];
  if (volumeId === undefined || placement.volumes === null) return null;
  const volume = elementOf(site, volumeId, 'volume');
  const instance = elementOf(site, placement.instance, 'instance');
  const card = defined(site.cards.get(placement.volumes.card), 'volumes are served by a card');
  const own = instance.properties;
  const limits = volumeLimits(volume);
  const { ticksPerSecond } = site;
  const passed = new Set(placement.volumes.stations
    .flatMap(({ role, element }) => role === 'link' ? [element] : []));
  const links = site.world.links.filter((link) => passed.has(link.id));
  return {
    instance: placement.instance, bootRead: instance, card, volume: new Desk(volumeId, 1),
    latency: timing(
      site.elements.get(volumeId)!, 'latency', volume.properties.latencyTicks, site.chance,
    ),
    volumeByte: byteRate([
      limits.bitsPerSecond, own.ebsPeakRateBitsPerSecond ?? own.ebsBaselineRateBitsPerSecond,
    ], ticksPerSecond),
    volumeOperation: operationRate([
      limits.iops, own.ebsPeakIops ?? own.ebsBaselineIops,
    ], ticksPerSecond),
    cardByte: byteRate([
      card.element.properties.rateBitsPerSecond, ...links.map((link) => link.rateBitsPerSecond),
    ], ticksPerSecond),
    cardOperation: operationRate([card.element.properties.iops], ticksPerSecond),
  };
}

function slower(byte: Rate | null, bytes: number, operation: Rate | null): number {
  return Math.max(
    byte === null ? 0 : transferTicks(byte, bytes),
    operation === null ? 0 : transferTicks(operation, 1),
  );
}

export class BootReads {
  private readonly agenda: Agenda;
  private readonly site: Site;
  private readonly reads: Read[] = [];
  /** Cards in the order of their first read, so that idle ones have no number. */
  private readonly cards: CardSite[] = [];
  private readonly cardIndices = new Map<CardSite, number>();

  constructor(agenda: Agenda, site: Site) {
    this.agenda = agenda;
    this.site = site;
  }

  /**
   * Starts reading, at least one byte; returns a number to cancel it by. `whenDone` is told for how
   * long the last block stood in line.
   */
  begin(path: BootPath, whenDone: (queuedTicks: number) => void): number {
    const bytes = path.bootRead.properties.bootReadBytes;
    const blocks = Math.ceil(bytes / bootBlockBytes);
    this.site.log.use(path.bootRead, 'bootRead');
    const index = this.reads.length;
    if (!this.cardIndices.has(path.card)) {
      this.cardIndices.set(path.card, this.cards.push(path.card) - 1);
    }
    this.reads.push({
      path, whenDone, blocks, bytes, toSend: blocks, toArrive: blocks, arrivalTicks: [],
      queuedTicks: 0, cancelled: false,
    });
    this.ask(index);
    return index;
  }

  /** The guest is gone: blocks on their way still pass, and nobody waits for them. */
  cancel(index: number): void {
    this.at(index).cancelled = true;
  }

  /** The volume lets a block go. */
  volumeSent(index: number): void {
    const read = this.at(index);
    const { volume, latency, instance } = read.path;
    const { now } = this.agenda;
    volume.finish(now, index);
    read.toSend--;
    const lateTicks = drawTicks(this.site, latency, instance);
    this.agenda.schedule(now + lateTicks, EventKind.block, index, 0);
    if (read.toSend > 0 && !read.cancelled) this.ask(index);
    else this.startVolume(read.path);
  }

  /** A block reaches the card. */
  blockArrived(index: number): void {
    const { card } = this.at(index).path;
    card.data.arrive(this.agenda.now, index);
    this.at(index).arrivalTicks.push(this.agenda.now);
    this.startCard(card);
  }

  /** The card has passed a block on. */
  dataPassed(cardIndex: number, serial: number): void {
    const card = defined(this.cards[cardIndex], 'the card of a block');
    if (card.dataSerial !== serial) return;
    const index = card.data.served();
    card.data.finish(this.agenda.now, index);
    const read = this.at(index);
    read.toArrive--;
    this.startCard(card);
    if (read.toArrive === 0 && !read.cancelled) read.whenDone(read.queuedTicks);
  }

  cardFailed(card: CardSite): void {
    card.dataSerial++;
  }

  /** What was in flight is sent again, then the line moves on. */
  cardRestored(card: CardSite): void {
    const index = card.data.served();
    if (index < 0) this.startCard(card);
    else this.pass(card, index);
  }

  private ask(index: number): void {
    const { path } = this.at(index);
    path.volume.arrive(this.agenda.now, index);
    this.startVolume(path);
  }

  private startVolume(path: BootPath): void {
    const { now } = this.agenda;
    const index = path.volume.start(now);
    if (index < 0) return;
    const { toSend, blocks, bytes } = this.at(index);
    const size = toSend === 1 ? bytes - (blocks - 1) * bootBlockBytes : bootBlockBytes;
    const takes = slower(path.volumeByte, size, path.volumeOperation);
    this.agenda.schedule(now + takes, EventKind.volume, index, 0);
  }

  private startCard(card: CardSite): void {
    if (card.part.down) return;
    const index = card.data.start(this.agenda.now);
    if (index < 0) return;
    const read = this.at(index);
    const arrived = read.arrivalTicks.shift() ?? this.agenda.now;
    // The wait of the last block is what the read as a whole lost in line.
    read.queuedTicks = this.agenda.now - arrived;
    this.pass(card, index);
  }

  private pass(card: CardSite, index: number): void {
    const { path } = this.at(index);
    // The last block of a read may be short; it is charged as a whole one.
    const takes = slower(path.cardByte, bootBlockBytes, path.cardOperation);
    const doneTicks = this.agenda.now + takes;
    const cardIndex = defined(this.cardIndices.get(card), 'a card that is read from has a number');
    this.agenda.schedule(doneTicks, EventKind.data, cardIndex, card.dataSerial);
  }

  private at(index: number): Read {
    return defined(this.reads[index], () => `there is no read ${String(index)}`);
  }
}
