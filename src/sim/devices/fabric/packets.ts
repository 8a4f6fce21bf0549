/**
 * The packets that are somewhere in a fabric, one record of 64 bytes each, a line of the cache, and
 * the list of free records. Not a header format: a record holds what ends and switches read,
 * whatever a wire would carry, and the packet's place in the list of the link that it is in.
 * Keeps true: a record in use is never given out again before it is released, and packets taken
 * less packets released are exactly those in use.
 */
import { fail } from '#base';
import { followingAt, none, packetDoubles, packetWords } from './fields.ts';
import { doublesInLines, twiceInLines, wordsOf } from './lines.ts';

/** What a processor's second cache holds, about. */
const nearBytes = 2_097_152;

export class Packets {
  doubles = doublesInLines(packetDoubles * 64);
  words = wordsOf(this.doubles);
  /** Is called once, when there are more than a processor has near. */
  becameFar: (() => void) | null = null;
  /** Records in use. */
  inUse = 0;
  private free = none;
  private used = 0;

  /** A record to write; what it held before is still in it. */
  take(): number {
    this.inUse++;
    const packet = this.free;
    if (packet !== none) {
      this.free = this.words[packetWords * packet + followingAt]!;
      return packet;
    }
    if (packetWords * this.used === this.words.length) this.grow();
    return this.used++;
  }

  release(packet: number): void {
    this.words[packetWords * packet + followingAt] = this.free;
    this.free = packet;
    this.inUse--;
  }

  memoryBytes(): number {
    return this.words.byteLength;
  }

  private grow(): void {
    if (this.words.byteLength >= 536_870_912) fail('more than eight million packets are under way');
    this.doubles = twiceInLines(this.doubles);
    this.words = wordsOf(this.doubles);
    if (this.words.byteLength <= nearBytes) return;
    this.becameFar?.();
    this.becameFar = null;
  }
}
