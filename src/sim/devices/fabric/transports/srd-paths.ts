/**
 * The paths of SRD flows: which one the next packet takes, and what round trips say of them. A path
 * is a value that switches hash; where it leads is not known to the card.
 * Keeps true: paths take turns; one that is slower than most, or lost a packet, is given up for
 * another, without waiting for routing.
 */
import {
  answersAt, cursorAt, flowWords, pathCountAt, pathEntropyAt, pathSentAt, pathWords,
} from './srd-fields.ts';
import { srdParameters } from './srd-parameters.ts';
import type { Spray } from './srd-parameters.ts';
import type { SrdState } from './srd-state.ts';

export class SrdPaths {
  private readonly state: SrdState;
  private readonly spray: Spray;

  constructor(state: SrdState, spray: Spray) {
    this.state = state;
    this.spray = spray;
  }

  open(index: number, entropy: number): void {
    const { words, pathWords: paths } = this.state;
    const count = this.spray === 'hash' ? 1 : srdParameters.paths;
    words[flowWords * index + pathCountAt] = count;
    // Flows begin at different paths, or all would meet on the first.
    words[flowWords * index + cursorAt] = (entropy >>> 8) % count;
    for (let path = 0; path < count; path++) {
      const at = pathWords * (srdParameters.paths * index + path) + pathEntropyAt;
      paths[at] = count === 1 ? entropy : Math.imul(entropy + path, 0x9e37_79b1) ^ path;
    }
  }

  /** The path of the next packet. */
  choose(index: number): number {
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

  /** What switches hash of an answer: answers are spread too, each over another path. */
  backEntropy(index: number, entropy: number): number {
    const answers = this.state.words[flowWords * index + answersAt]!++;
    return this.spray === 'hash' ? entropy : Math.imul(answers, 0x85eb_ca6b) ^ entropy;
  }

  /** A path is slower than most: the packets after this one go another way. */
  leave(index: number, path: number): void {
    if (this.spray === 'adaptive') this.replace(index, path);
  }

  /** A packet was lost on a path: another takes its place. */
  replace(index: number, path: number): void {
    if (this.spray === 'hash') return;
    const at = pathWords * (srdParameters.paths * index + path) + pathEntropyAt;
    const { pathWords: paths } = this.state;
    const old = paths[at]!;
    paths[at] = Math.imul(old ^ (old >>> 15), 0x85eb_ca6b) + 1;
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
