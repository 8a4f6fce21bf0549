/**
 * Which links lead on from each switch: all that lie on a shortest way, for each switch that has
 * ports, and the hash that takes one of them (ECMP, RFC 2992).
 * Not a routing protocol: when new routes are known, and what is up then, is decided around it.
 * Keeps true: a hash of a packet and the salt of a switch decide alone, so packets of one entropy
 * keep to one path as long as routes stay; no way leads through a card that is not its end.
 */
import type { Chance } from '#base';
import {
  linkFlags, linkWords, local, sizeBits, sizeMask, targetAt, unreachable,
} from './fields.ts';
import type { Links } from './links.ts';
import type { SwitchPlan } from './plan.ts';

export class Routes {
  /** By switch and attachment: a group, `local` or `unreachable`. */
  table: Int32Array;
  /** The links of all groups, one after another. */
  choices = new Int32Array(64);
  /** The number among switches with ports, of the switch of each port. */
  readonly attachments: Int32Array;
  attachmentCount = 0;
  /** How often ways were found. */
  revision = 0;
  readonly salts: Int32Array;
  private readonly switchCount: number;
  private readonly outward: readonly (readonly number[])[];
  /** The switch of each attachment. */
  private readonly attached: number[] = [];
  private choiceCount = 0;
  private groups = new Map<number, number[]>();
  private readonly links: Links;
  private readonly isCard: Uint8Array;
  /** By link: 1 where it is known to be down. */
  private readonly knownDown: Uint8Array;
  /** Cards that noticed something since their ways were found. */
  private readonly unmended = new Set<number>();

  constructor(links: Links, options: {
    readonly switches: readonly SwitchPlan[];
    readonly portCount: number;
    readonly chance: Chance;
    readonly isSalted: boolean;
    readonly fabric: string;
  }) {
    const { switches, portCount, chance, isSalted, fabric } = options;
    this.links = links;
    this.switchCount = switches.length;
    this.isCard = Uint8Array.from(switches, (one) => (one.isCard === true ? 1 : 0));
    this.knownDown = new Uint8Array(links.count);
    const common = chance.stream(`${fabric}/ecmp`).bits();
    this.salts = Int32Array.from(switches, ({ id, salt }) =>
      salt ?? (isSalted ? chance.stream(`${id}/ecmp`).bits() : common));
    this.attachments = new Int32Array(portCount).fill(-1);
    const outward: number[][] = switches.map(() => []);
    const numbers = new Map<number, number>();
    for (let link = 0; link < links.count; link++) {
      const source = links.sources[link]!;
      const target = targetOf(links, link);
      if (source < 0) this.attach(~source, target, numbers);
      else if (target >= 0) outward[source]!.push(link);
    }
    this.outward = outward;
    this.table = new Int32Array(this.switchCount * this.attachmentCount);
    this.compute();
  }

  /** The next link of a packet that is at a switch, or `local` or `unreachable`. */
  next(at: number, port: number, entropy: number): number {
    const route = this.table[at * this.attachmentCount + this.attachments[port]!]!;
    if (route < 0) return route;
    const size = route & sizeMask;
    let hash = Math.imul(entropy ^ this.salts[at]!, 0x9e37_79b1);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b);
    // The upper half of the hash, as a share of all links. The only link is not told apart: half of
    // the hops have a choice and half have none, which a processor foresees badly.
    return this.choices[(route >>> sizeBits) + (((hash >>> 16) * size) >>> 16)]!;
  }

  /** All links that may lead on, for who wants to see them. */
  choicesAt(at: number, port: number): readonly number[] {
    const route = this.table[at * this.attachmentCount + this.attachments[port]!]!;
    if (route < 0) return [];
    const first = route >>> sizeBits;
    return [...this.choices.subarray(first, first + (route & sizeMask))];
  }

  /** Finds all shortest ways over the links that are up now. */
  compute(): void {
    this.revision++;
    this.choiceCount = 0;
    this.groups = new Map();
    this.knownDown.forEach((_, link) => {
      this.learn(link);
    });
    const distances = new Int32Array(this.switchCount);
    this.attached.forEach((target, attachment) => {
      this.measure(target, distances);
      for (let at = 0; at < this.switchCount; at++) {
        const place = at * this.attachmentCount + attachment;
        if (at === target) this.table[place] = local;
        else this.table[place] = this.groupTowards(at, distances);
      }
    });
    this.groups = new Map();
    this.unmended.clear();
  }

  /**
   * A link has failed or come back: a card that sends into it knows that before others do, once its
   * ways are mended.
   */
  noticed(link: number): void {
    const at = this.links.sources[link]!;
    if (at < 0 || this.isCard[at] === 0) return;
    this.learn(link);
    this.unmended.add(at);
  }

  /**
   * Finds the ways on from the cards that noticed something, by what each knows; all others stay as
   * they are. Many cards of one leaf are searched for together: a card leads nowhere else, so what
   * one knows changes no distance that another sees.
   */
  mend(): void {
    if (this.unmended.size === 0) return;
    this.revision++;
    const distances = new Int32Array(this.switchCount);
    this.attached.forEach((target, attachment) => {
      this.measure(target, distances);
      for (const at of this.unmended) {
        if (at === target) continue;
        this.table[at * this.attachmentCount + attachment] = this.groupTowards(at, distances);
      }
    });
    this.groups = new Map();
    this.unmended.clear();
  }

  /** Of the table and the choices. */
  memoryBytes(): number {
    return this.table.byteLength + this.choices.byteLength;
  }

  private learn(link: number): void {
    this.knownDown[link] = this.links.has(link, linkFlags.down) ? 1 : 0;
  }

  private attach(port: number, target: number, numbers: Map<number, number>): void {
    let number = numbers.get(target);
    if (number === undefined) {
      number = this.attachmentCount++;
      numbers.set(target, number);
      this.attached.push(target);
    }
    this.attachments[port] = number;
  }

  /** Hops from every switch to one, against the direction of links. */
  private measure(target: number, distances: Int32Array): void {
    distances.fill(-1);
    distances[target] = 0;
    const reached = [target];
    for (const at of reached) {
      for (const link of this.outward[at]!) {
        const neighbour = targetOf(this.links, link);
        // The link back is the other way of the same cable.
        if (distances[neighbour]! >= 0 || this.knownDown[link ^ 1] === 1) continue;
        distances[neighbour] = distances[at]! + 1;
        if (this.isCard[neighbour] === 0) reached.push(neighbour);
      }
    }
  }

  private groupTowards(at: number, distances: Int32Array): number {
    const distance = distances[at]!;
    if (distance < 0) return unreachable;
    const first = this.choiceCount;
    let hash = 0;
    for (const link of this.outward[at]!) {
      const next = targetOf(this.links, link);
      if (distances[next] !== distance - 1 || (distance > 1 && this.isCard[next] === 1)) continue;
      if (this.knownDown[link] === 1) continue;
      if (this.choiceCount === this.choices.length) {
        const wider = new Int32Array(2 * this.choices.length);
        wider.set(this.choices);
        this.choices = wider;
      }
      this.choices[this.choiceCount++] = link;
      hash = Math.imul(hash ^ link, 0x9e37_79b1);
    }
    const size = this.choiceCount - first;
    return size === 0 ? unreachable : this.shared(first, size, hash);
  }

  /** The same links twice are one group. */
  private shared(first: number, size: number, hash: number): number {
    const alike = this.groups.get(hash) ?? [];
    for (const group of alike) {
      if ((group & sizeMask) !== size) continue;
      const other = group >>> sizeBits;
      let same = 0;
      while (same < size && this.choices[other + same] === this.choices[first + same]) same++;
      if (same === size) {
        this.choiceCount = first;
        return group;
      }
    }
    const group = first * (sizeMask + 1) + size;
    this.groups.set(hash, [...alike, group]);
    return group;
  }
}

function targetOf(links: Links, link: number): number {
  return links.words[linkWords * link + targetAt]!;
}
