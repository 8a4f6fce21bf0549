/**
 * Where flows over a fabric are held up: of the links that their packets go over, one after
 * another, those that were busy or paused the most. Not what hosts do. Keeps true: links that a
 * spray has side by side are one, as busy as they are together; ways are those of routes now.
 */
import { commonId } from '../alike.ts';
import type { BusyHop } from '../fabric-port.ts';
import { type Fabric, middleOf, type Passage, sidesOf, wayOf } from '../fabric/index.ts';
import type { Wiring } from './wiring.ts';

/** Of the time since the warm-up. */
interface LinkShares {
  readonly utilization: number;
  readonly pausedShare: number;
}

/** Of a way without its first link, and without its last if it leads that far. */
interface Middle {
  readonly hop: BusyHop | null;
  readonly isWhole: boolean;
}

const stopped = ({ utilization, pausedShare }: LinkShares): number => utilization + pausedShare;

export class BusiestHops {
  private readonly fabric: Fabric;
  private readonly sharesOf: (link: number) => LinkShares;
  private readonly idOf: ReadonlyMap<number, string>;
  /** As of `knownAt` and `knownRoutes`. */
  private readonly known = new Map<number, LinkShares>();
  private readonly middles = new Map<number, Middle>();
  private knownAt = -1;
  private knownRoutes = -1;

  constructor(fabric: Fabric, wiring: Wiring, sharesOf: (link: number) => LinkShares) {
    this.fabric = fabric;
    this.sharesOf = sharesOf;
    this.idOf = new Map(wiring.cables.flatMap(({ ir: { id }, link }) =>
      [[link, id] as const, [link + 1, id] as const]));
  }

  /** Of a flow whose packets go by a hash where they are not sprayed; null: nothing was sent. */
  of(passage: Passage, entropy: number): BusyHop | null {
    this.forget();
    const { fabric } = this;
    const { from, to, isSprayed } = passage;
    if (!isSprayed) {
      return this.most(wayOf(fabric, from, to, entropy).map((link) => this.hopOf([link])));
    }
    const key = middleOf(fabric, passage);
    const { hop, isWhole } = this.middles.get(key) ?? this.findMiddle(key, passage);
    const down = isWhole ? this.hopOf([fabric.downlinks[to]!]) : null;
    return this.most([this.hopOf([fabric.uplinks[from]!]), hop, down]);
  }

  /** What lies between the links of two ports, which many flows have in common. */
  private findMiddle(key: number, passage: Passage): Middle {
    const sides = sidesOf(this.fabric, passage).slice(1);
    const isWhole = sides.at(-1)?.[0] === this.fabric.downlinks[passage.to];
    const middle = isWhole ? sides.slice(0, -1) : sides;
    const found = { hop: this.most(middle.map((side) => this.hopOf(side))), isWhole };
    this.middles.set(key, found);
    return found;
  }

  /** The first of those that were stopped the longest. */
  private most(hops: readonly (BusyHop | null)[]): BusyHop | null {
    return hops.reduce((most, hop) =>
      hop !== null && stopped(hop) > (most === null ? 0 : stopped(most)) ? hop : most, null);
  }

  /** Null: it lies within a card, which is no link of the model. */
  private hopOf(links: readonly number[]): BusyHop | null {
    const side = links.filter((link) => this.idOf.has(link));
    if (side.length === 0) return null;
    const ids = [...new Set(side.flatMap((link) => this.idOf.get(link) ?? []))];
    return { link: commonId(ids), ...this.together(side) };
  }

  private together(side: readonly number[]): LinkShares {
    let [busy, paused] = [0, 0];
    for (const link of side) {
      const { utilization, pausedShare } = this.knownOf(link);
      busy += utilization;
      paused += pausedShare;
    }
    return { utilization: busy / side.length, pausedShare: paused / side.length };
  }

  private knownOf(link: number): LinkShares {
    const known = this.known.get(link) ?? this.sharesOf(link);
    this.known.set(link, known);
    return known;
  }

  /** What was so at another time, or over other routes. */
  private forget(): void {
    const { simulation: { now }, routes: { revision } } = this.fabric;
    if (now === this.knownAt && revision === this.knownRoutes) return;
    this.known.clear();
    this.middles.clear();
    [this.knownAt, this.knownRoutes] = [now, revision];
  }
}
