/**
 * The packets that are somewhere in a fabric, one record of 64 bytes each, a line of the cache, and
 * the list of free records. Not a header format: a record holds what ends and switches read,
 * whatever a wire would carry, and the packet's place in the list of the link that it is in.
 * Keeps true: a record in use is never given out again before it is released, and packets taken
 * less packets released are exactly those in use.
 */
import { fail } from '#base';
import { doublesInLines, twiceInLines, wordsOf } from './lines.ts';

// A record is 16 words, or 8 doubles; three doubles come first.
export const packetWords = 16;
export const packetDoubles = 8;

/** When it was sent; an acknowledgement says it back. */
export const sentAt = 0;
/** When it leaves the link that it is in; where departures are events, since when it waits. */
export const leavesAt = 1;
/** When the packet after it in its link leaves: so a hop need not look at that one. */
export const nextLeavesAt = 2;
/** Whose it is. */
export const flowAt = 6;
/** Bits of `packetFlags`; the upper half is the transport's. */
export const flagsAt = 7;
/** Its number in its flow, or what an acknowledgement says to have in order. */
export const sequenceAt = 8;
/** The message that it is a part of; in an acknowledgement the transport's. */
export const messageAt = 9;
/** Bytes that it carries; in an acknowledgement the transport's. */
export const payloadAt = 10;
/** Bytes that it takes on the wire. */
export const bytesAt = 11;
/** The port that it is for, and what switches hash. */
export const destinationAt = 12;
export const entropyAt = 13;
/** The packet after it in its link, or in the list of free records. */
export const followingAt = 14;
/** Where a switch pauses: the link by which it came. */
export const ingressAt = 15;

/** The class of service: three bits. */
export const classShift = 8;

/** Above it the flags are the transport's. */
export const noteShift = 16;

/** What may be said of a packet in bits. */
export const packetFlags = {
  /** It says what arrived, and carries nothing. */
  acknowledgement: 1,
  /** Switches may mark it instead of dropping it. */
  markable: 2,
  /** A switch marked it: its queue was long. */
  marked: 4,
  /** An acknowledgement tells that what it is for was marked. */
  echo: 8,
  /** It was damaged on a wire. */
  damaged: 16,
  /** It has been sent before. */
  again: 32,
  /** It tells of congestion or of a gap, and is neither data nor an acknowledgement. */
  notice: 64,
} as const;

const none = -1;

export class Packets {
  doubles = doublesInLines(packetDoubles * 64);
  words = wordsOf(this.doubles);
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
  }
}
