/**
 * Where flows over a fabric are held up: of the links that their packets go over, one after
 * another, those that were busy or paused the most. Not what hosts do. Keeps true: links that a
 * spray has side by side are one, as busy as they are together; ways are those of routes now.
 */
import { commonId } from '../alike.ts';
import type { BusyHop } from '../fabric-port.ts';
import { type Fabric, type Passage, sidesOf, wayOf } from '../fabric/index.ts';
import type { Wiring } from './wiring.ts';

/** Of the time since the warm-up. */
interface LinkShares {
  readonly utilization: number;
  readonly pausedShare: number;
}

const stopped = ({ utilization, pausedShare }: LinkShares): number => utilization + pausedShare;

export class BusiestHops {
  private readonly fabric: Fabric;
  private readonly sharesOf: (link: number) => LinkShares;
  private readonly idOf: ReadonlyMap<number, string>;
  /** As of `knownAt`. */
  private readonly known = new Map<number, LinkShares>();
  private knownAt = -1;

  constructor(fabric: Fabric, wiring: Wiring, sharesOf: (link: number) => LinkShares) {
    this.fabric = fabric;
    this.sharesOf = sharesOf;
    this.idOf = new Map(wiring.cables.flatMap(({ ir: { id }, link }) =>
      [[link, id] as const, [link + 1, id] as const]));
  }

  /** Of a flow whose packets go by a hash where they are not sprayed; null: nothing was sent. */
  of(passage: Passage, entropy: number): BusyHop | null {
    const { fabric } = this;
    const { from, to, isSprayed } = passage;
    const sides = isSprayed ? sidesOf(fabric, passage)
      : wayOf(fabric, from, to, entropy).map((link) => [link]);
    let most: LinkShares & { readonly side: readonly number[] } | null = null;
    for (const each of sides) {
      // What lies within a card is no link of the model.
      const side = each.filter((link) => this.idOf.has(link));
      if (side.length === 0) continue;
      const shares = this.together(side);
      if (stopped(shares) > (most === null ? 0 : stopped(most))) most = { ...shares, side };
    }
    if (most === null) return null;
    const { side, utilization, pausedShare } = most;
    const ids = [...new Set(side.flatMap((link) => this.idOf.get(link) ?? []))];
    return { link: commonId(ids), utilization, pausedShare };
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
    const { now } = this.fabric.simulation;
    if (now !== this.knownAt) this.known.clear();
    this.knownAt = now;
    const known = this.known.get(link) ?? this.sharesOf(link);
    this.known.set(link, known);
    return known;
  }
}
