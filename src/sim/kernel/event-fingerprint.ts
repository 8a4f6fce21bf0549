/**
 * The fingerprint of the event stream: 128 bits over (time, kind, entity, payload) of every event
 * in order. Two runs with equal fingerprints did the same things at the same instants.
 * Not a hash for texts or against attackers: it must cost a few nanoseconds an event.
 * Keeps true: only 32-bit integer steps, each of them reversible, so no engine differs and no event
 * is forgotten.
 */
import { hex } from '#base';

const twoToMinus32 = 1 / 4_294_967_296;

/** A reversible mix of one word, after the final step of MurmurHash3 (Appleby). */
function avalanche(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85eb_ca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2_ae35);
  return word ^ (word >>> 16);
}

export class EventFingerprint {
  private readonly lanes = Int32Array.of(0x2545_f491, 0x1f12_3bb5, 0x159a_55e5, 0x3c6e_f372);

  add(at: number, kind: number, entity: number, payload: number): void {
    const lanes = this.lanes;
    let a = Math.imul((lanes[0] as number) ^ (at | 0), 0x9e37_79b1);
    let b = Math.imul((lanes[1] as number) ^ ((at * twoToMinus32) | 0), 0x85eb_ca77);
    let c = Math.imul((lanes[2] as number) ^ entity, 0xc2b2_ae3d);
    let d = Math.imul((lanes[3] as number) ^ payload, 0x27d4_eb2f);
    // Each lane takes from its neighbour, so every word soon reaches all of them.
    a = ((a << 15) | (a >>> 17)) + kind;
    b = ((b << 13) | (b >>> 19)) + a;
    c = ((c << 11) | (c >>> 21)) + b;
    d = ((d << 17) | (d >>> 15)) + c;
    lanes[0] = a ^ (d >>> 7);
    lanes[1] = b;
    lanes[2] = c;
    lanes[3] = d;
  }

  toHex(): string {
    const mixed = this.lanes.slice();
    let carried = 0;
    for (let round = 0; round < 2; round++) {
      for (let lane = 0; lane < 4; lane++) {
        carried = avalanche((mixed[lane] as number) + carried);
        mixed[lane] = carried;
      }
    }
    return hex(mixed);
  }
}
