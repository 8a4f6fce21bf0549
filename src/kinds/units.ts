/**
 * Every unit a quantity may carry: its dimension and how many base units it is.
 * Not the parsing of numbers: that is quantity.ts. Keeps true: a unit's factor is exact, as a
 * whole number or as a ratio of two whole numbers, so no conversion starts with a rounding.
 */
import { nearest } from '#base';
import type { Dimension } from './types.ts';

export interface Unit {
  readonly name: string;
  readonly dimension: Dimension;
  /** Base units in one of this unit, as numerator over denominator. */
  readonly numerator: number;
  readonly denominator: number;
  /** Accepted, but the formatter and completion prefer another spelling. */
  readonly aliasOf: string | null;
}

const KIBI = 1024;
const unit = (
  name: string,
  dimension: Dimension,
  numerator: number,
  denominator = 1,
  aliasOf: string | null = null,
): Unit => ({ name, dimension, numerator, denominator, aliasOf });

const sizes = (suffix: string, dimension: Dimension, base: number): readonly Unit[] => [
  unit(`B${suffix}`, dimension, base),
  unit(`kB${suffix}`, dimension, base * 1e3),
  unit(`KB${suffix}`, dimension, base * 1e3, 1, `kB${suffix}`),
  unit(`MB${suffix}`, dimension, base * 1e6),
  unit(`GB${suffix}`, dimension, base * 1e9),
  unit(`TB${suffix}`, dimension, base * 1e12),
  unit(`KiB${suffix}`, dimension, base * KIBI),
  unit(`MiB${suffix}`, dimension, base * KIBI * KIBI),
  unit(`GiB${suffix}`, dimension, base * KIBI * KIBI * KIBI),
  unit(`TiB${suffix}`, dimension, base * KIBI * KIBI * KIBI * KIBI),
];

export const UNITS: readonly Unit[] = [
  unit('ps', 'time', 1),
  unit('ns', 'time', 1e3),
  unit('us', 'time', 1e6),
  unit('\u00b5s', 'time', 1e6, 1, 'us'),
  unit('\u03bcs', 'time', 1e6, 1, 'us'),
  unit('ms', 'time', 1e9),
  unit('s', 'time', 1e12),
  unit('min', 'time', 60e12),
  unit('h', 'time', 3600e12),
  unit('d', 'time', 86400e12),
  ...sizes('', 'size', 1),
  unit('PB', 'size', 1e15),
  unit('PiB', 'size', KIBI * KIBI * KIBI * KIBI * KIBI),
  ...sizes('/s', 'rate', 8),
  unit('bps', 'rate', 1),
  unit('kbps', 'rate', 1e3),
  unit('Kbps', 'rate', 1e3, 1, 'kbps'),
  unit('Mbps', 'rate', 1e6),
  unit('Gbps', 'rate', 1e9),
  unit('Tbps', 'rate', 1e12),
  unit('iops', 'operations', 1),
  unit('Kiops', 'operations', 1e3),
  unit('Miops', 'operations', 1e6),
  unit('/s', 'operations', 1),
  unit('pps', 'packets', 1),
  unit('Kpps', 'packets', 1e3),
  unit('Mpps', 'packets', 1e6),
  unit('Hz', 'frequency', 1),
  unit('kHz', 'frequency', 1e3),
  unit('MHz', 'frequency', 1e6),
  unit('GHz', 'frequency', 1e9),
  unit('%', 'ratio', 1, 100),
  unit('x', 'ratio', 1),
];

export const unitByName: ReadonlyMap<string, Unit> = new Map(UNITS.map((u) => [u.name, u]));

/** How people write a unit elsewhere, folded to lower case. */
const SPELT_ELSEWHERE: { readonly [word: string]: string } = {
  sec: 's', secs: 's', second: 's', seconds: 's', msec: 'ms', msecs: 'ms', millis: 'ms',
  millisecond: 'ms', milliseconds: 'ms', usec: 'us', usecs: 'us', microsecond: 'us',
  microseconds: 'us', nsec: 'ns', nanosecond: 'ns', nanoseconds: 'ns', mins: 'min',
  minute: 'min', minutes: 'min', hr: 'h', hrs: 'h', hour: 'h', hours: 'h', day: 'd', days: 'd',
  percent: '%', pct: '%', byte: 'B', bytes: 'B', 'gbit/s': 'Gbps', 'mbit/s': 'Mbps',
  'gb/sec': 'GB/s', 'mb/sec': 'MB/s', gbit: 'Gbps', mbit: 'Mbps',
};

/** The units that a word was probably meant to be; none when nothing is near. */
export const unitsMeant = (word: string): readonly string[] => {
  const known = Object.hasOwn(SPELT_ELSEWHERE, word.toLowerCase())
    ? SPELT_ELSEWHERE[word.toLowerCase()] : undefined;
  return known === undefined ? nearest(word, UNITS.map((u) => u.name)) : [known];
};

/** Dimensions that take a bare number: counts, ratios, and operations or packets per second. */
export const BARE_NUMBER_DIMENSIONS: readonly Dimension[] = [
  'count',
  'ratio',
  'operations',
  'packets',
];

/** The word for a dimension in a message. */
export const DIMENSION_WORDS: { readonly [D in Dimension]: string } = {
  time: 'a time',
  size: 'a size',
  rate: 'a data rate',
  operations: 'operations per second',
  packets: 'packets per second',
  frequency: 'a frequency',
  ratio: 'a ratio',
  count: 'a whole number',
};
