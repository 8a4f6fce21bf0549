/**
 * The packets that are somewhere in a fabric, one record of 64 bytes each, and the list of free
 * records. Not a header format: a record holds what models read, whatever a wire would carry.
 * Keeps true: a record in use is never given out again before it is released, and packets taken
 * less packets released are exactly those in use.
 */
import { fail } from '#base';

// A record is 16 words, or 8 doubles: one line of the processor's cache.
export const packetWords = 16;
export const packetDoubles = 8;

/** Whose it is. */
export const flowAt = 0;
/** What it takes on a wire, with everything around it. */
export const bytesAt = 1;
/** The port that it goes to. */
export const destinationAt = 2;
/** What switches hash: packets of one value take one path. */
export const entropyAt = 3;
/** Bits of `packetFlags`. */
export const flagsAt = 4;
/** Its number in its flow, or what an acknowledgement says to have in order. */
export const sequenceAt = 5;
/** The message that it is a part of. */
export const messageAt = 6;
/** What it carries. */
export const payloadAt = 7;
/** When it was sent, as a double; an acknowledgement says it back. */
export const sentAt = 4;
/** Four words whose meaning is the transport's. */
export const noteAt = 10;
/** The link by which it came into the switch that holds it. */
export const ingressAt = 14;
const nextAt = 15;

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

/** The class of service stands above the bits. */
export const classShift = 8;

const none = -1;

export class Packets {
  words = new Int32Array(packetWords * 64);
  doubles = new Float64Array(this.words.buffer);
  /** Records in use. */
  inUse = 0;
  private free = none;
  private used = 0;

  /** A record to write; what it held before is still in it. */
  take(): number {
    this.inUse++;
    const packet = this.free;
    if (packet !== none) {
      this.free = this.words[packetWords * packet + nextAt]!;
      return packet;
    }
    if (packetWords * this.used === this.words.length) this.grow();
    return this.used++;
  }

  release(packet: number): void {
    this.words[packetWords * packet + nextAt] = this.free;
    this.free = packet;
    this.inUse--;
  }

  memoryBytes(): number {
    return this.words.byteLength;
  }

  private grow(): void {
    if (this.words.byteLength >= 536_870_912) fail('more than eight million packets are under way');
    const wider = new Int32Array(2 * this.words.length);
    wider.set(this.words);
    this.words = wider;
    this.doubles = new Float64Array(wider.buffer);
  }
}
