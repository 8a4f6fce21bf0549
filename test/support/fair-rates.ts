/**
 * Max-min fair rates the plain way: all links one by one, and all flows anew after each change.
 * Not fast, and shares nothing with what it checks but the routes of a fabric.
 */
import { invariant } from '#base';
import type { Fabric } from '../../src/sim/devices/fabric/index.ts';
import { linkWords, local, targetAt } from '../../src/sim/devices/fabric/fields.ts';

export interface FlowDemand {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly startTicks: number;
  /** One path by this hash, or null: spread over all. */
  readonly entropy: number | null;
  /** In bytes a tick. */
  readonly limit?: number;
}

/** Links that a flow uses, and the share of it that each carries. */
interface Path {
  readonly links: readonly number[];
  readonly shares: readonly number[];
}

/** When each flow ends, in ticks. */
export function completionsOf(
  fabric: Fabric, demands: readonly FlowDemand[], payloadShare: number,
): Float64Array {
  const paths = pathsOf(fabric, demands);
  const order = demands.map((_, i) => i)
    .sort((a, b) => demands[a]!.startTicks - demands[b]!.startTicks || a - b);
  const left = Float64Array.from(demands, ({ bytes }) => bytes / payloadShare);
  const ends = new Float64Array(demands.length);
  const active: number[] = [];
  let now = 0;
  let begun = 0;
  const filling = new Filling(fabric, paths, limitsOf(demands));
  while (begun < order.length || active.length > 0) {
    if (active.length === 0) now = Math.max(now, demands[order[begun]!]!.startTicks);
    while (begun < order.length && demands[order[begun]!]!.startTicks <= now) {
      active.push(order[begun++]!);
    }
    const rates = filling.rates(active);
    let step = begun < order.length ? demands[order[begun]!]!.startTicks - now : Infinity;
    for (const flow of active) step = Math.min(step, left[flow]! / rates[flow]!);
    invariant(step < Infinity, 'every flow moves');
    now += step;
    let kept = 0;
    for (const flow of active) {
      left[flow]! -= rates[flow]! * step;
      // What is left of less than a thousandth of a byte is a rounding.
      if (left[flow]! > 0.001) active[kept++] = flow;
      else ends[flow] = now;
    }
    active.length = kept;
  }
  return ends;
}

/** Max-min fair rates in bytes a tick, by flow. */
export function fairRates(fabric: Fabric, demands: readonly FlowDemand[]): Float64Array {
  return new Filling(fabric, pathsOf(fabric, demands), limitsOf(demands))
    .rates(demands.map((_, i) => i));
}

const limitsOf = (demands: readonly FlowDemand[]): readonly number[] =>
  demands.map(({ limit }) => limit ?? Infinity);

class Filling {
  private readonly paths: readonly Path[];
  private readonly limits: readonly number[];
  private readonly capacity: Float64Array;
  private readonly rate: Float64Array;
  private readonly isFixed: Uint8Array;
  /** Of each link in use: what is free, and the weight of flows that still grow. */
  private readonly free: Float64Array;
  private readonly weight: Float64Array;

  constructor(fabric: Fabric, paths: readonly Path[], limits: readonly number[]) {
    this.paths = paths;
    this.limits = limits;
    this.capacity = Float64Array.from(fabric.links.rates, ({ whole, remainder, divisor }) =>
      1 / (whole + remainder / divisor));
    this.rate = new Float64Array(paths.length);
    this.isFixed = new Uint8Array(paths.length);
    this.free = new Float64Array(this.capacity.length);
    this.weight = new Float64Array(this.capacity.length);
  }

  rates(flows: readonly number[]): Float64Array {
    const { free, weight, rate, isFixed, paths } = this;
    const used: number[] = [];
    weight.fill(0);
    for (const flow of flows) {
      isFixed[flow] = 0;
      rate[flow] = 0;
      const { links, shares } = paths[flow]!;
      links.forEach((link, i) => {
        if (weight[link] === 0) used.push(link);
        weight[link]! += shares[i]!;
      });
    }
    for (const link of used) free[link] = this.capacity[link]!;
    let growing = flows.slice();
    let level = 0;
    while (growing.length > 0) {
      let rise = Infinity;
      for (const flow of growing) rise = Math.min(rise, this.limits[flow]! - level);
      for (const link of used) {
        if (weight[link]! > 1e-12) rise = Math.min(rise, free[link]! / weight[link]!);
      }
      level += rise;
      for (const link of used) free[link]! -= rise * weight[link]!;
      growing = growing.filter((flow) => !this.fixes(flow, level));
    }
    return rate;
  }

  /** A flow with a full link on its path grows no more. */
  private fixes(flow: number, level: number): boolean {
    const { links, shares } = this.paths[flow]!;
    const isFull = links.some((link) => this.free[link]! <= 1e-9 * this.capacity[link]!);
    if (!isFull && level < this.limits[flow]! * (1 - 1e-12)) return false;
    this.rate[flow] = level;
    links.forEach((link, i) => {
      this.weight[link]! -= shares[i]!;
    });
    return true;
  }
}

function pathsOf(fabric: Fabric, demands: readonly FlowDemand[]): readonly Path[] {
  const scratch = new Float64Array(fabric.links.count);
  return demands.map((demand) => pathOf(fabric, demand, scratch));
}

/** Splits a flow over the links that lead on, hop by hop. */
function pathOf(fabric: Fabric, { from, to, entropy }: FlowDemand, scratch: Float64Array): Path {
  const { routes, links } = fabric;
  // Shortest ways lead to a link at one distance only, so its share is whole when its turn comes.
  const reached = [fabric.uplinks[from]!];
  scratch[reached[0]!] = 1;
  for (const link of reached) {
    const node = links.words[linkWords * link + targetAt]!;
    if (node < 0) continue;
    const single = routes.next(node, to, entropy ?? 0);
    const onward = single === local ? [fabric.downlinks[to]!]
      : entropy === null ? routes.choicesAt(node, to) : [single];
    const share = scratch[link]! / onward.length;
    for (const choice of onward) {
      if (scratch[choice] === 0) reached.push(choice);
      scratch[choice]! += share;
    }
  }
  const shares = reached.map((link) => scratch[link]!);
  for (const link of reached) scratch[link] = 0;
  return { links: reached, shares };
}
