/**
 * Numbers of the IR in words of a picture: `384 GiB`, `30 Gbps`. Not the language's
 * own units, which read as well as write. Keeps true: a reader sees at most three
 * digits that matter.
 */
import { grouped } from '#base';

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimal = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const rates = ['bps', 'Kbps', 'Mbps', 'Gbps', 'Tbps', 'Pbps'];

function scaled(value: number, step: number, units: readonly string[]): string {
  let left = value;
  let index = 0;
  while (left >= step && index < units.length - 1) {
    left /= step;
    index++;
  }
  const digits = left >= 100 || Number.isInteger(left) ? 0 : left >= 10 ? 1 : 2;
  const text = left.toFixed(digits).replace(/\.0+$|(\.\d*[1-9])0+$/, '$1');
  return `${text} ${units[index] ?? ''}`;
}

/** Memory and volumes: powers of 1024. */
export const formatBytes = (bytes: number): string => scaled(bytes, 1024, binary);

/** Drives are sold by powers of 1000. */
export const formatCapacity = (bytes: number): string => scaled(bytes, 1000, decimal);

export const formatRate = (bitsPerSecond: number): string => scaled(bitsPerSecond, 1000, rates);

/** Thousands parted by commas. */
export const formatCount = (count: number): string => grouped(Math.round(count));

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
