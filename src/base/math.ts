/**
 * Logarithm, exponential and power from plain arithmetic, the same bits in every engine.
 * Not the engine's Math: ECMAScript leaves log, exp and pow to the engine. Only sqrt, floor and the
 * four operations, which IEEE 754 fixes to the last bit, are used here.
 * Keeps true: log and exp are right to a few units in the last place (tests ask 1e-13, relative).
 */

// Both words of a double, to read and write its exponent. The low word stands first on every
// machine that runs this, and the check below stops the program where it does not.
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
double[0] = 1;
if (words[1] !== 0x3ff0_0000) throw new Error('nitrospec needs a little-endian machine');

// ln 2 in two parts: the first has 21 trailing zero bits, so exponent × first part is exact.
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const ln2 = 0.6931471805599453;
const ln10 = 2.302585092994046;

const tableBits = 7;
const tableSize = 128;
/** From this table row on (mantissa 1.4140625) half of the mantissa is nearer to 1. */
const tableFold = 53;
const tableCentre = new Float64Array(tableSize + 1);
const tableLog = new Float64Array(tableSize + 1);

/** 2 artanh(s), from its series; s below 0.2. */
function twiceArtanh(s: number): number {
  const square = s * s;
  let sum = 0;
  for (let odd = 29; odd >= 3; odd -= 2) sum = (sum + 1 / odd) * square;
  return 2 * (s + s * sum);
}

for (let i = 0; i <= tableSize; i++) {
  const centre = (1 + i / tableSize) * (i >= tableFold ? 0.5 : 1);
  tableCentre[i] = centre;
  tableLog[i] = twiceArtanh((centre - 1) / (centre + 1));
}

/** The natural logarithm. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let exponent = -1023;
  if (x < 2.2250738585072014e-308) {
    // Below the normal numbers the exponent field says nothing: shift by 2^54 first.
    x *= 18_014_398_509_481_984;
    exponent -= 54;
  }
  double[0] = x;
  const high = words[1] as number;
  exponent += high >> 20;
  const fraction = high & 0xf_ffff;
  const row = (fraction + (1 << (19 - tableBits))) >> (20 - tableBits);
  words[1] = fraction | 0x3ff0_0000;
  let mantissa = double[0];
  if (row >= tableFold) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const centre = tableCentre[row] as number;
  const s = (mantissa - centre) / (mantissa + centre);
  const square = s * s;
  const tail = s * square * (2 / 3 + square * (2 / 5 + square * (2 / 7 + square * (2 / 9))));
  const near = 2 * s + tail;
  if (exponent === 0) return (tableLog[row] as number) + near;
  return exponent * ln2High + ((tableLog[row] as number) + (near + exponent * ln2Low));
}

/** log(1 + x), precise for small x. */
export function log1p(x: number): number {
  const shifted = 1 + x;
  if (shifted === 1) return x;
  if (shifted === Infinity) return shifted;
  // What was lost in 1 + x comes back to first order.
  return log(shifted) - (shifted - 1 - x) / shifted;
}

export function log2(x: number): number {
  return log(x) / ln2;
}

export function log10(x: number): number {
  return log(x) / ln10;
}

// 1 / n! for the exponential series.
const inverseFactorial = new Float64Array(15);
for (let n = 0, factorial = 1; n < 15; n++) {
  if (n > 0) factorial *= n;
  inverseFactorial[n] = 1 / factorial;
}

function powerOfTwo(exponent: number): number {
  words[0] = 0;
  words[1] = (exponent + 1023) << 20;
  return double[0] as number;
}

/** e to the power x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const exponent = Math.round(x / ln2);
  const rest = x - exponent * ln2High - exponent * ln2Low;
  let sum = 0;
  for (let n = 14; n >= 1; n--) sum = (sum + (inverseFactorial[n] as number)) * rest;
  const result = 1 + sum;
  if (exponent < -1021) return result * powerOfTwo(exponent + 60) * powerOfTwo(-60);
  // The largest results need 2^1024, which is no double by itself.
  if (exponent > 1023) return result * powerOfTwo(exponent - 1) * 2;
  return result * powerOfTwo(exponent);
}

/**
 * base to the power exponent, for base ≥ 0. Whole exponents up to 64 are multiplied out; otherwise
 * the relative error grows with the exponent of the result, and stays below 1e-13 up to e^±300.
 */
export function pow(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1;
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 64) return wholePower(base, exponent);
  if (!(base >= 0)) return NaN;
  if (base === 0) return exponent > 0 ? 0 : Infinity;
  return exp(exponent * log(base));
}

function wholePower(base: number, exponent: number): number {
  let left = Math.abs(exponent);
  let square = base;
  let product = 1;
  while (left > 0) {
    if (left % 2 === 1) product *= square;
    left = Math.floor(left / 2);
    if (left > 0) square *= square;
  }
  return exponent < 0 ? 1 / product : product;
}

// Below this bound the logarithm of the gamma function is shifted up before its series is used.
const stirlingMin = 16;
const halfLogTwoPi = 0.9189385332046728;

/** The logarithm of the gamma function, for x > 0. */
export function logGamma(x: number): number {
  if (!(x > 0)) return NaN;
  let shift = 1;
  while (x < stirlingMin) {
    shift *= x;
    x += 1;
  }
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series =
    1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 -
    square * (691 / 360_360)))));
  return (x - 0.5) * log(x) - x + halfLogTwoPi + inverse * series - log(shift);
}
