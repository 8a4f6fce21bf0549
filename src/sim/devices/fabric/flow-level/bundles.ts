/**
 * Links that all flows use alike, as one: where flows are sprayed over a regular fabric, a thousand
 * links make a handful of bundles, and a flow has six of them instead of hundreds.
 * Not an approximation. Keeps true: of two links of a bundle every flow so far needs as much.
 */

/** The bundle of links that nobody uses. */
const unused = 0;

export class Bundles {
  /** The bundle of each link. */
  readonly of: Int32Array;
  count = 1;
  private readonly sizes: Int32Array;
  // Of the bundles that one flow meets: how many links it is on, and what it needs of the first.
  private readonly met: Int32Array;
  private readonly firstNeed: Float64Array;
  private readonly isUneven: Uint8Array;
  private readonly touched: number[] = [];

  constructor(linkCount: number) {
    // A parted bundle that is left empty has made at least two others.
    const most = 2 * linkCount + 2;
    this.of = new Int32Array(linkCount);
    this.sizes = new Int32Array(most);
    this.sizes[unused] = linkCount;
    this.met = new Int32Array(most);
    this.firstNeed = new Float64Array(most);
    this.isUneven = new Uint8Array(most);
  }

  /** Parts bundles so that a flow needs as much of each link of one. True: some were in use. */
  part(links: Int32Array, needs: Float64Array, count: number): boolean {
    const { of, met, firstNeed, isUneven, touched, sizes } = this;
    touched.length = 0;
    for (let i = 0; i < count; i++) {
      const bundle = of[links[i]!]!;
      if (met[bundle] === 0) {
        touched.push(bundle);
        firstNeed[bundle] = needs[i]!;
        isUneven[bundle] = 0;
      } else if (firstNeed[bundle] !== needs[i]) isUneven[bundle] = 1;
      met[bundle]!++;
    }
    let wasInUse = false;
    let isParted = false;
    for (const bundle of touched) {
      const isWhole = bundle !== unused && isUneven[bundle] === 0 && met[bundle] === sizes[bundle];
      met[bundle] = isWhole ? 0 : -1;
      if (isWhole) continue;
      isParted = true;
      wasInUse ||= bundle !== unused;
    }
    if (isParted) this.split(links, needs, count);
    for (const bundle of touched) met[bundle] = 0;
    return wasInUse;
  }

  memoryBytes(): number {
    return 4 * this.of.length + 17 * this.sizes.length;
  }

  /** A link is none of a bundle any more. True: others were. */
  partOne(link: number): boolean {
    const bundle = this.of[link]!;
    if (bundle !== unused && this.sizes[bundle] === 1) return false;
    this.sizes[bundle]!--;
    const own = this.count++;
    this.of[link] = own;
    this.sizes[own] = 1;
    return bundle !== unused;
  }

  private split(links: Int32Array, needs: Float64Array, count: number): void {
    const { of, met, sizes } = this;
    const parts = new Map<number, Map<number, number>>();
    for (let i = 0; i < count; i++) {
      const link = links[i]!;
      const bundle = of[link]!;
      if (met[bundle] !== -1) continue;
      const byNeed = parts.get(bundle) ?? new Map<number, number>();
      parts.set(bundle, byNeed);
      let part = byNeed.get(needs[i]!);
      if (part === undefined) byNeed.set(needs[i]!, part = this.count++);
      sizes[bundle]!--;
      sizes[part]!++;
      of[link] = part;
    }
  }
}
