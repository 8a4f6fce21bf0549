/**
 * Write amplification of uniformly random writes by theory: the mean field of infinitely many
 * blocks of so many pages, exact for greedy and d-choices collection, and its limit for large
 * blocks. A second opinion on the translation layer that shares no line with it.
 *
 * m(i) is the share of blocks with i valid pages. A level i loses blocks at a rate i·m(i)·c for
 * every block collected, and gets them back whenever the victim had fewer, so i·m(i)·c is the
 * chance that the victim has fewer than i. Then Σ i·m(i) = b·ρ decides c, and A = 1/(c·ρ).
 */

/** The root of a function that falls, by halving. */
function root(low: number, high: number, f: (x: number) => number, halvings: number): number {
  let [from, to] = [low, high];
  for (let i = 0; i < halvings; i++) {
    const middle = Math.sqrt(from * to);
    if (f(middle) > 0) from = middle;
    else to = middle;
  }
  return Math.sqrt(from * to);
}

/** Greedy: the victim has fewer than i unless all mass lies at i and above. */
function meanOfGreedy(pages: number, c: number): number {
  let mass = 0;
  let mean = 0;
  for (let i = pages; i > 0; i--) {
    const share = 1 / (i * c);
    if (mass + share >= 1) return mean + i * (1 - mass);
    mass += share;
    mean += 1 / c;
  }
  return mean;
}

/** The emptiest of d: all of them have i and more with the chance (mass at i and above)^d. */
function meanOfChoices(pages: number, c: number, choices: number): number {
  let above = 0;
  let mean = 0;
  for (let i = pages; i > 0; i--) {
    let [low, high] = [0, 1 - above];
    for (let k = 0; k < 60; k++) {
      const share = (low + high) / 2;
      if (i * share * c < 1 - (above + share) ** choices) low = share;
      else high = share;
    }
    above += low;
    mean += i * low;
  }
  return mean;
}

export function greedyAmplification(pagesPerBlock: number, used: number): number {
  const target = pagesPerBlock * used;
  return 1 / (used * root(1e-6, 1e3, (c) => meanOfGreedy(pagesPerBlock, c) - target, 200));
}

export function choicesAmplification(
  pagesPerBlock: number, used: number, choices: number,
): number {
  const target = pagesPerBlock * used;
  return 1 / (used * root(1e-4, 1e3, (c) => meanOfChoices(pagesPerBlock, c, choices) - target, 80));
}

/** Blocks of infinitely many pages: (1 − e^−c)/c = ρ, A = 1/(1 − e^−c): Lambert's W in disguise. */
export function largeBlockAmplification(used: number): number {
  const c = root(1e-9, 1e3, (x) => (1 - Math.exp(-x)) / x - used, 200);
  return 1 / (1 - Math.exp(-c));
}

/** Of the share of all pages that hosts use, that of pages which hold data between collections. */
export const effectiveUse = (used: number, blocks: number, freeBlocks: number): number =>
  (used * blocks) / (blocks - freeBlocks);
