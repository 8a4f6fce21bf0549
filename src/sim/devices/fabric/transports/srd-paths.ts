/**
 * The paths of SRD flows: which one the next packet takes, and what round trips say of them. A path
 * is a value that switches hash; where it leads is not known to the card.
 * Keeps true: paths take turns; one that is slower than most rests, and one that lost a packet is
 * given up for another, without waiting for routing.
 */
import { srdParameters } from './srd-parameters.ts';
import type { Spray } from './srd-parameters.ts';
import {
  baseAt, cursorAt, flowDoubles, flowWords, knownPathsAt, mostPathsAt, pathDoubles, pathEntropyAt,
  pathSentAt, pathStateAt, pathStates, pathWords, slowPathsAt, targetTicksAt,
} from './srd-state.ts';
import type { SrdState } from './srd-state.ts';

/** Paths that are looked at for one that does not rest. */
const looksMost = 4;
const restUntilAt = 1;

export class SrdPaths {
  private readonly state: SrdState;
  private readonly spray: Spray;

  constructor(state: SrdState, spray: Spray) {
    this.state = state;
    this.spray = spray;
  }

  open(state: number, entropy: number): void {
    const count = this.spray === 'hash' ? 1 : srdParameters.paths;
    this.state.words[flowWords * state + mostPathsAt] = count;
    // Flows begin at different paths, or all would meet on the first.
    this.state.words[flowWords * state + cursorAt] = (entropy >>> 8) % count;
    for (let path = 0; path < count; path++) {
      const at = pathWords * (srdParameters.paths * state + path) + pathEntropyAt;
      this.state.pathWords[at] = Math.imul(entropy + path, 0x9e37_79b1) ^ path;
    }
  }

  /** The path of the next packet. */
  choose(state: number, now: number): number {
    const w = flowWords * state + cursorAt;
    const { words } = this.state;
    const count = words[flowWords * state + mostPathsAt]!;
    let path = words[w]!;
    if (this.spray === 'adaptive') {
      const rests = this.state.pathDoubles;
      const first = srdParameters.paths * state;
      for (let looks = 1; looks < looksMost; looks++) {
        if (rests[pathDoubles * (first + path) + restUntilAt]! <= now) break;
        path = path + 1 === count ? 0 : path + 1;
      }
    }
    words[w] = path + 1 === count ? 0 : path + 1;
    return path;
  }

  /** Counts a packet on a path, and says what switches shall hash. */
  use(state: number, path: number): number {
    const at = pathWords * (srdParameters.paths * state + path);
    this.state.pathWords[at + pathSentAt]!++;
    return this.state.pathWords[at + pathEntropyAt]!;
  }

  /** A packet made its round over a path. */
  note(state: number, path: number, roundTicks: number, now: number): void {
    const { words, doubles } = this.state;
    const d = flowDoubles * state;
    const w = flowWords * state;
    const excess = roundTicks - doubles[d + baseAt]!;
    const isSlow = excess > doubles[d + targetTicksAt]!;
    const at = srdParameters.paths * state + path;
    const before = this.state.pathWords[pathWords * at + pathStateAt]!;
    const after = isSlow ? pathStates.slow : pathStates.fine;
    if (before !== after) {
      this.state.pathWords[pathWords * at + pathStateAt] = after;
      if (before === pathStates.unknown) words[w + knownPathsAt]!++;
      if (isSlow) words[w + slowPathsAt]!++;
      else if (before === pathStates.slow) words[w + slowPathsAt]!--;
    }
    // When all are slow it is no matter of paths, and none is spared.
    if (isSlow && !this.areMostSlow(state)) {
      this.state.pathDoubles[pathDoubles * at + restUntilAt] =
        now + srdParameters.restRoundTrips * roundTicks;
    }
  }

  areMostSlow(state: number): boolean {
    const w = flowWords * state;
    return 2 * this.state.words[w + slowPathsAt]! > this.state.words[w + knownPathsAt]!;
  }

  /** A packet was lost on a path: another takes its place. */
  replace(state: number, path: number): void {
    if (this.spray === 'hash') return;
    const w = flowWords * state;
    const at = pathWords * (srdParameters.paths * state + path);
    const { pathWords: paths, words } = this.state;
    const old = paths[at + pathEntropyAt]!;
    paths[at + pathEntropyAt] = Math.imul(old ^ (old >>> 15), 0x85eb_ca6b) + 1;
    const before = paths[at + pathStateAt]!;
    if (before === pathStates.unknown) return;
    words[w + knownPathsAt]!--;
    if (before === pathStates.slow) words[w + slowPathsAt]!--;
    paths[at + pathStateAt] = pathStates.unknown;
  }

  /** Over how many paths packets of a flow were sent. */
  spread(state: number): number {
    let used = 0;
    for (let path = 0; path < srdParameters.paths; path++) {
      const at = pathWords * (srdParameters.paths * state + path);
      if (this.state.pathWords[at + pathSentAt]! > 0) used++;
    }
    return used;
  }
}
