/**
 * Reads a quantity token (`100 GiB`, `70 %`, `1e-9`) exactly, and prints base units for people.
 * Not an expression evaluator. Keeps true: no value is rounded silently; what is not a whole
 * number of base units says so.
 */
import type { Dimension } from './types.ts';
import { UNITS, unitByName, type Unit } from './units.ts';

export type Quantity =
  | {
    readonly ok: true;
    readonly value: number;
    readonly dimension: Dimension | null;
    readonly unit: Unit | null;
  }
  | { readonly ok: false; readonly reason: 'number' | 'unit' | 'large'; readonly word: string };

const SHAPE = /^([0-9][0-9_]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?\s*(.*)$/u;
const LARGEST_EXPONENT = 400;

const scaled = (whole: string, fraction: string, exponent: number, unit: Unit | null): number => {
  // Whole-number arithmetic keeps 0.1 GiB and 781.25 Mbps exact; the one division comes last.
  if (fraction === '' && exponent === 0) {
    // As most are written: small enough to be exact without large integers.
    const product = Number(whole) * (unit?.numerator ?? 1);
    const quotient = product / (unit?.denominator ?? 1);
    if (product <= Number.MAX_SAFE_INTEGER && Number.isInteger(quotient)) return quotient;
  }
  const digits = BigInt(whole + fraction);
  const power = exponent - fraction.length;
  let numerator = digits * BigInt(unit?.numerator ?? 1);
  let denominator = BigInt(unit?.denominator ?? 1);
  const ten = (n: number): bigint => BigInt(`1${'0'.repeat(n)}`);
  if (power >= 0) numerator *= ten(power);
  else denominator *= ten(-power);
  if (numerator % denominator === 0n) return Number(numerator / denominator);
  return Number(numerator) / Number(denominator);
};

/** Reads one quantity; the dimension is null for a bare number. */
export const readQuantity = (text: string): Quantity => {
  const match = SHAPE.exec(text.trim());
  if (match === null) return { ok: false, reason: 'number', word: text };
  const [, whole = '0', fraction = '', exponentText = '0', unitText = ''] = match;
  const exponent = Number(exponentText);
  const unit = unitText === '' ? null : (unitByName.get(unitText) ?? null);
  if (unitText !== '' && unit === null) return { ok: false, reason: 'unit', word: unitText };
  if (Math.abs(exponent) > LARGEST_EXPONENT) return { ok: false, reason: 'large', word: text };
  const value = scaled(whole.replaceAll('_', ''), fraction, exponent, unit);
  if (!Number.isFinite(value)) return { ok: false, reason: 'large', word: text };
  return { ok: true, value, dimension: unit?.dimension ?? null, unit };
};

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const PREFERRED: { readonly [D in Dimension]: readonly string[] } = {
  time: ['ps', 'ns', 'us', 'ms', 's', 'min', 'h', 'd'],
  size: BINARY,
  rate: ['bps', 'kbps', 'Mbps', 'Gbps', 'Tbps'],
  operations: ['iops', 'Kiops', 'Miops'],
  packets: ['pps', 'Kpps', 'Mpps'],
  frequency: ['Hz', 'kHz', 'MHz', 'GHz'],
  ratio: ['%'],
  count: [],
};

/** Digits that people read: at most `significant`, without a trailing zero. */
const digitsOf = (value: number, significant: number): string => {
  const text = value.toPrecision(significant);
  if (text.includes('e')) return String(Number(text));
  return text.includes('.') ? text.replace(/\.?0+$/u, '') : text;
};

const factor = (name: string): number => {
  const unit = unitByName.get(name);
  return unit === undefined ? 1 : unit.numerator / unit.denominator;
};

/** Below, bytes that are no short number of a larger unit are printed as they are. */
const BYTES_MOST = 10_000;

/** `1310000000` ps as `1.31 ms`: the largest preferred unit that leaves at least one. */
export const printQuantity = (value: number, dimension: Dimension, significant = 4): string => {
  const names = PREFERRED[dimension];
  const first = names[0];
  if (first === undefined) {
    return Number.isInteger(value) ? String(value) : digitsOf(value, significant);
  }
  let best = value === 0 && dimension === 'time' ? 's' : first;
  for (const name of names) if (Math.abs(value) >= factor(name)) best = name;
  if (dimension === 'size' && value > 0 && value % factor(best) !== 0 && value % 1e9 === 0) {
    best = value >= 1e12 ? 'TB' : 'GB';
  }
  // Packets are known by their bytes: 9001 B and 1500 B, and not 8.79 and 1.465 KiB.
  const digits = digitsOf(value / factor(best), significant);
  if (best === 'KiB' && Number.isInteger(value) && Number(digits) * factor(best) !== value
    && value < BYTES_MOST) return `${value} B`;
  return `${digits} ${best}`;
};

/** Units of a dimension, preferred spellings only, for completion and fixes. */
export const unitsOf = (dimension: Dimension): readonly string[] =>
  UNITS.filter((u) => u.dimension === dimension && u.aliasOf === null).map((u) => u.name);
