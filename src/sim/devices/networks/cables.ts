/**
 * What is wrong with the cables of one fabric at a time: each may be slower, longer, lose or damage
 * packets for several reasons at once. Not when that begins or ends.
 * Keeps true: of several rates the lowest holds and of delays the longest; losses add up, as each
 * takes its share of what the others leave; without reasons a cable is as the model says.
 */
import type { Network } from '../fabric/index.ts';
import type { CableHandle } from './wiring.ts';

/** One reason; null: it leaves that as it is. */
export interface Ailment {
  readonly bitsPerSecond: number | null;
  readonly delayTicks: number | null;
  readonly lossShare: number;
  readonly lossEvery: number | null;
  readonly damageShare: number;
  readonly damageEvery: number | null;
}

/** What cables can be made to do, in packets or in flows. */
export interface CableWorks extends Pick<Network, 'fabric' | 'rateOf' | 'setRate'> {
  readonly faults: Pick<Network['faults'], 'setDelay' | 'setLoss'>;
}

export class Cables {
  private readonly network: CableWorks;
  private readonly ailments = new Map<CableHandle, Set<Ailment>>();

  constructor(network: CableWorks) {
    this.network = network;
  }

  /** What the model says of it holds from the start. */
  begin(cable: CableHandle): void {
    const { loss, lossEvery } = cable.ir;
    if (loss > 0 || lossEvery !== null) this.settle(cable);
  }

  add(cable: CableHandle, ailment: Ailment): void {
    const own = this.ailments.get(cable);
    if (own === undefined) this.ailments.set(cable, new Set([ailment]));
    else own.add(ailment);
    this.settle(cable);
  }

  remove(cable: CableHandle, ailment: Ailment): void {
    this.ailments.get(cable)?.delete(ailment);
    this.settle(cable);
  }

  private settle(cable: CableHandle): void {
    const { ir, link } = cable;
    const { network } = this;
    const { faults, fabric } = network;
    const all = [...(this.ailments.get(cable) ?? [])];
    const least = (values: readonly (number | null)[]): number =>
      Math.min(...values.map((value) => value ?? Infinity));
    const left = (shares: readonly number[]): number =>
      1 - shares.reduce((rest, share) => rest * (1 - share), 1);
    const plan = fabric.links.plans[link]!;
    const rate = least([plan.bitsPerSecond, ...all.map(({ bitsPerSecond }) => bitsPerSecond)]);
    if (rate !== network.rateOf(link)) network.setRate(link, rate);
    const more = Math.max(0, ...all.map(({ delayTicks }) => (delayTicks ?? 0) - ir.delayTicks));
    const every = least([ir.lossEvery, ...all.map(({ lossEvery }) => lossEvery)]);
    const damagedEvery = least(all.map(({ damageEvery }) => damageEvery));
    const share = left([ir.loss, ...all.map(({ lossShare }) => lossShare)]);
    const damagedShare = left(all.map(({ damageShare }) => damageShare));
    const isWhole = share === 0 && damagedShare === 0 && every === Infinity
      && damagedEvery === Infinity;
    for (const way of [link, link + 1]) {
      faults.setDelay(way, fabric.links.plans[way]!.delayTicks + more);
      faults.setLoss(way, isWhole ? null : {
        share, damagedShare, everyPackets: every === Infinity ? 0 : every,
        damagedEvery: damagedEvery === Infinity ? 0 : damagedEvery,
      });
    }
  }
}
