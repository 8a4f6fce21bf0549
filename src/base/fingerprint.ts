/**
 * A short name for a long text: SHA-256, cut to 128 bits, in hex. Equal texts have equal names, and
 * two different texts will not meet in practice.
 * Not a guard against an attacker, and not the hash of the event stream, which must be faster.
 * Keeps true: the same name in every engine, at any length; unpaired surrogates stay distinct.
 */
import { canonicalJson } from './canonical-json.ts';

/** 128 bits as 32 hex digits. */
export type Fingerprint = string;

// The first 32 bits of the fractional parts of the roots of the first primes, as FIPS 180-4 says.
const primes: number[] = [];
for (let candidate = 2; primes.length < 64; candidate++) {
  if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
}

/** floor(fraction(root) × 2^32) of a square or cube root, found exactly with whole numbers. */
function rootBits(prime: number, degree: 2 | 3): number {
  const target = BigInt(prime) << BigInt(32 * degree);
  let root = 0n;
  for (let bit = 1n << 37n; bit > 0n; bit >>= 1n) {
    const trial = root | bit;
    const power = degree === 2 ? trial * trial : trial * trial * trial;
    if (power <= target) root = trial;
  }
  return Number(BigInt.asIntN(32, root));
}

const startWords = Int32Array.from(primes.slice(0, 8), (prime) => rootBits(prime, 2));
const roundWords = Int32Array.from(primes, (prime) => rootBits(prime, 3));
const blockBytes = 64;

/** The fingerprint of a text, taken as UTF-8. */
export function fingerprint(text: string): Fingerprint {
  return hex(hashWords(text).subarray(0, 4));
}

/** The fingerprint of a JSON value: the order of keys does not matter. */
export function fingerprintJson(value: unknown): Fingerprint {
  return fingerprint(canonicalJson(value));
}

/** All 256 bits, as eight 32-bit integers. */
export function hashWords(text: string): Int32Array {
  const bytes = new Uint8Array(text.length * 3 + blockBytes + 9);
  return hashPadded(bytes, writeUtf8(text, bytes));
}

/** SHA-256 of bytes, as 64 hex digits. */
export function sha256(content: Uint8Array): string {
  const bytes = new Uint8Array(content.length + blockBytes + 9);
  bytes.set(content);
  return hex(hashPadded(bytes, content.length));
}

/** The hash of the first bytes of an array that has room for the padding behind them. */
function hashPadded(bytes: Uint8Array<ArrayBuffer>, length: number): Int32Array {
  bytes[length] = 0x80;
  const blocks = Math.floor((length + 9 + blockBytes - 1) / blockBytes);
  const view = new DataView(bytes.buffer, 0, blocks * blockBytes);
  view.setUint32(blocks * blockBytes - 8, Math.floor(length / 0x2000_0000));
  view.setUint32(blocks * blockBytes - 4, (length << 3) >>> 0);
  const state = startWords.slice();
  const schedule = new Int32Array(64);
  for (let block = 0; block < blocks; block++) compress(state, schedule, view, block * blockBytes);
  return state;
}

/** Unpaired surrogates take their own three bytes, so no two texts share an encoding. */
function writeUtf8(text: string, bytes: Uint8Array): number {
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[at++] = unit;
      continue;
    }
    const code = text.codePointAt(i) ?? unit;
    if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
    } else {
      if (code < 0x1_0000) {
        bytes[at++] = 0xe0 | (code >> 12);
      } else {
        i++;
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[at++] = 0x80 | (code & 0x3f);
  }
  return at;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function fillSchedule(schedule: Int32Array, view: DataView, offset: number): void {
  for (let i = 0; i < 16; i++) schedule[i] = view.getInt32(offset + 4 * i);
  for (let i = 16; i < 64; i++) {
    const early = schedule[i - 15] as number;
    const late = schedule[i - 2] as number;
    const mixedEarly = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const mixedLate = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    const sum = mixedEarly + mixedLate + (schedule[i - 16] as number) + (schedule[i - 7] as number);
    schedule[i] = sum;
  }
}

function compress(state: Int32Array, schedule: Int32Array, view: DataView, offset: number): void {
  fillSchedule(schedule, view, offset);
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i++) {
    const mixedE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + mixedE + choice + (roundWords[i] as number) + (schedule[i] as number)) | 0;
    const mixedA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + mixedA + majority) | 0;
  }
  // A typed array keeps the low 32 bits of each sum, which is the addition that is meant.
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}

/** Words as hex digits, eight for each. */
export function hex(wordList: Int32Array): string {
  let text = '';
  for (const word of wordList) text += (word >>> 0).toString(16).padStart(8, '0');
  return text;
}
