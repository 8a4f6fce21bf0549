/**
 * The paths of SRD flows: which one the next packet takes, and what round trips say of them. A path
 * is a value that switches hash; where it leads is not known to the card.
 * Keeps true: paths take turns; one that is slower than most, or lost a packet, is given up for
 * another, without waiting for routing.
 */
import {
  answersAt, baseAt, cursorAt, flowDoubles, flowWords, pathCountAt, pathEntropyAt, pathMask,
  pathSentAt, pathWords, provenAt, sameWay, valueMask, valueShift,
} from './srd-fields.ts';
import { srdParameters } from './srd-parameters.ts';
import type { Spray } from './srd-parameters.ts';
import type { SrdState } from './srd-state.ts';

export class SrdPaths {
  private readonly state: SrdState;
  private readonly spray: Spray;
  /** Until when a flow leaves no path because it is slow. */
  private readonly staysUntil: number[] = [];
  /** Of paths that were taken anew, the share of late that lost what was sent first. */
  private readonly failing: number[] = [];
  /** When a flow tries paths again that it began with, and which of them are next. */
  private readonly triesAt: number[] = [];
  private readonly nextTry: number[] = [];
  private readonly entropies: number[] = [];

  constructor(state: SrdState, spray: Spray) {
    this.state = state;
    this.spray = spray;
  }

  open(index: number, entropy: number): void {
    this.entropies.push(entropy);
    this.staysUntil.push(0);
    this.failing.push(0);
    this.triesAt.push(Infinity);
    this.nextTry.push(0);
    const count = this.spray === 'hash' ? 1 : srdParameters.paths;
    this.state.words[flowWords * index + pathCountAt] = count;
    // Flows begin at different paths, or all would meet on the first.
    this.state.words[flowWords * index + cursorAt] = (entropy >>> 8) % count;
    this.start(index);
  }

  /** Nothing is known of paths any more. */
  startAnew(index: number): void {
    this.staysUntil[index] = 0;
    this.start(index);
  }

  private start(index: number): void {
    const count = this.state.words[flowWords * index + pathCountAt]!;
    for (let path = 0; path < count; path++) this.begin(index, path);
    this.failing[index] = 0;
    this.triesAt[index] = Infinity;
    this.nextTry[index] = 0;
  }

  /** The path has the value again that it began with, and nothing is known of it. */
  private begin(index: number, path: number): void {
    const { words, pathWords: paths } = this.state;
    const entropy = this.entropies[index]!;
    const at = pathWords * (srdParameters.paths * index + path) + pathEntropyAt;
    paths[at] = words[flowWords * index + pathCountAt] === 1
      ? entropy : Math.imul(entropy + path, 0x9e37_79b1) ^ path;
    words[flowWords * index + provenAt + (path >>> 5)]! &= ~(1 << (path & 31));
  }

  /** A few at a time, as all that still lose cost a packet each. */
  private tryAgain(index: number, now: number): void {
    const { paths, triedPaths, stayRoundTripsLeast } = srdParameters;
    const first = this.nextTry[index]!;
    for (let path = first; path < first + triedPaths; path++) this.begin(index, path);
    this.failing[index] = 0;
    this.nextTry[index] = (first + triedPaths) % paths;
    const base = this.state.doubles[flowDoubles * index + baseAt]!;
    this.triesAt[index] = this.nextTry[index] === 0
      ? Infinity : now + stayRoundTripsLeast * base;
  }

  /** The path of the next packet. */
  choose(index: number, now: number): number {
    if (now >= this.triesAt[index]!) this.tryAgain(index, now);
    const { words } = this.state;
    const w = flowWords * index;
    const path = words[w + cursorAt]!;
    words[w + cursorAt] = path + 1 === words[w + pathCountAt] ? 0 : path + 1;
    return path;
  }

  /** Counts a packet on a path, and says what switches shall hash. */
  use(index: number, path: number): number {
    const at = pathWords * (srdParameters.paths * index + path);
    this.state.pathWords[at + pathSentAt]!++;
    return this.state.pathWords[at + pathEntropyAt]!;
  }

  /**
   * What a packet notes of its path, so that what comes of it is not told of a path that took its
   * place meanwhile. While paths lose it is answered by the same value: then a path is one there
   * and back, and those stay that work both ways.
   */
  noteOf(index: number, path: number, now: number): number {
    const at = pathWords * (srdParameters.paths * index + path) + pathEntropyAt;
    const value = (this.state.pathWords[at]! & valueMask) << valueShift;
    return path | value | (now < this.staysUntil[index]! ? sameWay : 0);
  }

  /** What switches hash of an answer: answers are spread too, each over another path. */
  backEntropy(index: number, entropy: number): number {
    const answers = this.state.words[flowWords * index + answersAt]!++;
    return this.spray === 'hash' ? entropy : Math.imul(answers, 0x85eb_ca6b) ^ entropy;
  }

  /** A packet with this note made its round, and was slower than most, or was not. */
  noteRound(index: number, note: number, isSlow: boolean, now: number): void {
    const path = note & pathMask;
    const at = flowWords * index + provenAt + (path >>> 5);
    const bit = 1 << (path & 31);
    if ((this.state.words[at]! & bit) === 0 && !this.isReplaced(index, note)) {
      this.state.words[at]! |= bit;
      this.failing[index]! -= this.failing[index]! / srdParameters.newPaths;
    }
    // While new paths lose, who looks for a quicker one may find another that does. Else what was
    // drawn in place of a slow one is drawn again with each slow answer of that: a search in steps
    // of one, with a packet each, finds too little in the time that queues last.
    if (isSlow && this.spray === 'adaptive' && now >= this.staysUntil[index]!) {
      this.replace(index, path);
    }
  }

  /** A packet with this note was lost: another path takes the place of its. */
  noteLoss(index: number, note: number, now: number): void {
    if (this.isReplaced(index, note)) return;
    const path = note & pathMask;
    const { newPaths, failingShare, stayRoundTrips, stayRoundTripsLeast } = srdParameters;
    const base = this.state.doubles[flowDoubles * index + baseAt]!;
    const proven = this.state.words[flowWords * index + provenAt + (path >>> 5)]!;
    if ((proven & (1 << (path & 31))) === 0) {
      this.failing[index]! += (1 - this.failing[index]!) / newPaths;
      if (this.failing[index]! > failingShare) {
        this.staysUntil[index] = now + stayRoundTrips * base;
        // What was dead may work again by then, and nothing else would tell.
        this.triesAt[index] = this.staysUntil[index]!;
      }
    } else {
      // What has worked loses because it is full, and then others should be looked for.
      const soon = now + stayRoundTripsLeast * base;
      this.staysUntil[index] = Math.min(this.staysUntil[index]!, soon);
      this.triesAt[index] = Infinity;
    }
    if (this.spray !== 'hash') this.replace(index, path);
  }

  private isReplaced(index: number, note: number): boolean {
    const path = note & pathMask;
    const at = pathWords * (srdParameters.paths * index + path) + pathEntropyAt;
    return (this.state.pathWords[at]! & valueMask) !== ((note >>> valueShift) & valueMask);
  }

  private replace(index: number, path: number): void {
    const at = pathWords * (srdParameters.paths * index + path) + pathEntropyAt;
    const { pathWords: paths, words } = this.state;
    const old = paths[at]!;
    paths[at] = Math.imul(old ^ (old >>> 15), 0x85eb_ca6b) + 1;
    words[flowWords * index + provenAt + (path >>> 5)]! &= ~(1 << (path & 31));
  }

  /** Over how many paths packets of a flow were sent. */
  spread(index: number): number {
    let used = 0;
    for (let path = 0; path < srdParameters.paths; path++) {
      const at = pathWords * (srdParameters.paths * index + path);
      if (this.state.pathWords[at + pathSentAt]! > 0) used++;
    }
    return used;
  }
}
