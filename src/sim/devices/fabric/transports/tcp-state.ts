/**
 * What TCP knows of each flow: window, timers' inputs, the packets under way, and at the receiver
 * what came out of order. Not a protocol: only room, and where things stand in it.
 */
import { doublesInLines, twiceInLines, wordsOf } from '../lines.ts';
import { Rings } from '../rings.ts';
import { flowDoubles, flowWords, highestAt, maskAt, ringAt, unknownAt } from './tcp-fields.ts';
import { TcpRanges } from './tcp-ranges.ts';

const ringEntries = 16;

export class TcpState {
  doubles = doublesInLines(flowDoubles * 16);
  words = wordsOf(this.doubles);
  readonly rings = new Rings(1);
  readonly ranges = new TcpRanges();
  private count = 0;

  add(): number {
    if (flowWords * this.count === this.words.length) {
      this.doubles = twiceInLines(this.doubles);
      this.words = wordsOf(this.doubles);
    }
    const index = this.count++;
    const w = flowWords * index;
    this.words[w + ringAt] = this.rings.allocate(ringEntries);
    this.words[w + maskAt] = ringEntries - 1;
    this.words[w + highestAt] = -1;
    return index;
  }

  /** The place of a packet in the ring; the ring is wide enough for it afterwards. */
  entryOf(index: number, sequence: number): number {
    const { words } = this;
    const w = flowWords * index;
    const first = words[w + unknownAt]!;
    while (sequence - first > words[w + maskAt]!) {
      const entries = words[w + maskAt]! + 1;
      words[w + ringAt] = this.rings.widen(words[w + ringAt]!, entries, first, sequence);
      words[w + maskAt] = 2 * entries - 1;
    }
    return words[w + ringAt]! + (sequence & words[w + maskAt]!);
  }
}
