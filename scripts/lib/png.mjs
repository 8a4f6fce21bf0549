/**
 * Makes a PNG as small as it can be without losing anything: browsers pack screenshots in a hurry.
 * Only for what a screenshot is: 8 bits of red, green, blue and alpha, not interlaced.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signatureBytes = 8;
const pixelBytes = 4;

/**
 * @param {Buffer} png
 * @returns {Buffer}
 */
export function tightened(png) {
  const { header, data } = partsOf(png);
  const rowBytes = header.readUInt32BE(0) * pixelBytes;
  const filtered = inflateSync(data);
  const plain = Buffer.alloc(filtered.length);
  for (let row = 0; row < filtered.length; row += rowBytes + 1) {
    for (let i = 1; i <= rowBytes; i++) {
      const left = i > pixelBytes ? plain[row + i - pixelBytes] ?? 0 : 0;
      const above = row > 0 ? plain[row + i - rowBytes - 1] ?? 0 : 0;
      const corner = row > 0 && i > pixelBytes
        ? plain[row + i - rowBytes - 1 - pixelBytes] ?? 0 : 0;
      const guess = guessed(filtered[row] ?? 0, left, above, corner);
      plain[row + i] = ((filtered[row + i] ?? 0) + guess) & 255;
    }
  }
  return Buffer.concat([
    png.subarray(0, signatureBytes), chunk('IHDR', header),
    chunk('IDAT', deflateSync(plain, { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param {Buffer} png */
function partsOf(png) {
  /** @type {Buffer[]} */
  const data = [];
  /** @type {Buffer} */
  let header = Buffer.alloc(0);
  for (let at = signatureBytes; at < png.length;) {
    const bytes = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + bytes);
    if (name === 'IHDR') header = body;
    if (name === 'IDAT') data.push(body);
    at += 12 + bytes;
  }
  return { header, data: Buffer.concat(data) };
}

/**
 * What a byte was told as the difference from (PNG, 9.2).
 * @param {number} filter @param {number} left @param {number} above @param {number} corner
 */
function guessed(filter, left, above, corner) {
  const sum = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((one) => Math.abs(sum - one));
  const paeth = Number(toLeft) <= Number(toAbove) && Number(toLeft) <= Number(toCorner) ? left
    : Number(toAbove) <= Number(toCorner) ? above : corner;
  return [0, left, above, (left + above) >> 1, paeth][filter] ?? 0;
}

/**
 * @param {string} name
 * @param {Buffer} body
 */
function chunk(name, body) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(body.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
