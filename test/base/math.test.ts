import { expect, it } from 'vitest';
import {
  Chance, exp, incompleteBeta, log, log10, log1p, log2, logGamma, normalQuantile, pow,
  studentQuantile, studentTail,
} from '#base';

function errorOf(got: number, wanted: number): number {
  if (got === wanted) return 0;
  return Math.abs(got - wanted) / Math.abs(wanted);
}

it('takes logarithms to 1e-13 over all positive numbers', () => {
  const dice = new Chance(1).stream('log');
  let worst = 0;
  for (let i = 0; i < 100_000; i++) {
    const x = 2 ** (dice.uniform() * 2090 - 1070);
    const near = 1 + (dice.uniform() - 0.5) / 2 ** dice.integerBelow(50);
    worst = Math.max(worst, errorOf(log(x), Math.log(x)), errorOf(log(near), Math.log(near)));
  }
  for (const x of [1, 0.5, 2, 5e-324, Number.MAX_VALUE, 1 - 2 ** -53, 1 + 2 ** -52, 1.4140625]) {
    worst = Math.max(worst, errorOf(log(x), Math.log(x)));
  }
  expect(worst).toBeLessThan(1e-14);
  expect([log(0), log(-1), log(Infinity), log(NaN)]).toEqual([-Infinity, NaN, Infinity, NaN]);
});

it('takes exponentials to 1e-13 over all that a double holds', () => {
  const dice = new Chance(1).stream('exp');
  let worst = 0;
  for (let i = 0; i < 100_000; i++) {
    const x = dice.uniform() * 1417 - 708;
    const small = (dice.uniform() - 0.5) / 2 ** dice.integerBelow(50);
    worst = Math.max(worst, errorOf(exp(x), Math.exp(x)), errorOf(exp(small), Math.exp(small)));
  }
  expect(worst).toBeLessThan(1e-14);
  expect(errorOf(exp(709.7), Math.exp(709.7))).toBeLessThan(1e-14);
  // Below the normal numbers only the last bit may differ.
  expect(Math.abs(exp(-740) - Math.exp(-740))).toBeLessThanOrEqual(5e-324);
  expect([exp(-Infinity), exp(Infinity), exp(0), exp(800), exp(-800)]).toEqual([
    0, Infinity, 1, Infinity, 0,
  ]);
});

it('raises to powers to 1e-13', () => {
  const dice = new Chance(1).stream('pow');
  let worst = 0;
  for (let i = 0; i < 50_000; i++) {
    const base = exp(dice.uniform() * 20 - 10);
    const exponent = dice.uniform() * 60 - 30;
    worst = Math.max(worst, errorOf(pow(base, exponent), base ** exponent));
    const n = dice.integerBetween(-60, 60);
    worst = Math.max(worst, errorOf(pow(base, n), base ** n));
  }
  expect(worst).toBeLessThan(1e-13);
  expect([pow(0, 0), pow(0, 0.5), pow(0, -0.5), pow(-2, 3), pow(1, NaN)]).toEqual([
    1, 0, Infinity, -8, 1,
  ]);
});

it('keeps log1p, log2 and log10 to 1e-13', () => {
  const dice = new Chance(1).stream('log1p');
  let worst = 0;
  for (let i = 0; i < 50_000; i++) {
    const x = (dice.uniform() - 0.5) / 2 ** dice.integerBelow(60);
    worst = Math.max(worst, errorOf(log1p(x), Math.log1p(x)));
    const y = exp(dice.uniform() * 100 - 50);
    worst = Math.max(worst, errorOf(log2(y), Math.log2(y)), errorOf(log10(y), Math.log10(y)));
  }
  expect(worst).toBeLessThan(1e-13);
});

it('knows the gamma function at whole and half numbers', () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(1e-13 * n);
    factorial *= n;
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14);
});

/** Simpson's rule on the density: an oracle that shares nothing with the approximation. */
function normalShare(z: number): number {
  const parts = 4000;
  const width = z / parts;
  let sum = 0;
  for (let i = 0; i <= parts; i++) {
    const weight = i === 0 || i === parts ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp((-i * i * width * width) / 2);
  }
  return 0.5 + (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

it('inverts the normal distribution', () => {
  for (const z of [0.01, 0.3, 0.674, 1, 1.5, 1.96, 2.5758, 3]) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const share = normalShare(z);
    // The share itself is a sum of doubles, so its own last bits limit what can be asked.
    expect(Math.abs(normalQuantile(share) - z)).toBeLessThan(1e-13 + 2e-15 / density);
    expect(normalQuantile(1 - share)).toBeCloseTo(-z, 9);
  }
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
  for (const [tail, z] of [[1e-5, -4.264890793922825], [1e-10, -6.361340902404056],
    [1e-20, -9.262340089798408]] as const) {
    expect(errorOf(normalQuantile(tail), z)).toBeLessThan(1e-13);
  }
  expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([
    -Infinity, 0, Infinity,
  ]);
});

it("inverts Student's t where it has a closed form: 1, 2 and 4 degrees of freedom", () => {
  for (const p of [0.6, 0.75, 0.9, 0.95, 0.975, 0.995]) {
    const one = Math.tan(Math.PI * (p - 0.5));
    const share = 4 * p * (1 - p);
    const two = ((2 * p - 1) * Math.SQRT2) / Math.sqrt(share);
    const four = 2 * Math.sqrt(Math.cos(Math.acos(Math.sqrt(share)) / 3) / Math.sqrt(share) - 1);
    expect(errorOf(studentQuantile(p, 1), one)).toBeLessThan(1e-13);
    expect(errorOf(studentQuantile(p, 2), two)).toBeLessThan(1e-13);
    expect(errorOf(studentQuantile(p, 4), four)).toBeLessThan(1e-13);
    expect(studentQuantile(1 - p, 4)).toBeCloseTo(-four, 10);
  }
  expect(studentQuantile(0.5, 3)).toBe(0);
});

it("agrees with printed tables of Student's t, and nears the normal", () => {
  expect(studentQuantile(0.975, 9)).toBeCloseTo(2.262157, 6);
  expect(studentQuantile(0.975, 19)).toBeCloseTo(2.093024, 6);
  expect(studentQuantile(0.975, 30)).toBeCloseTo(2.042272, 6);
  expect(studentQuantile(0.975, 1e7)).toBeCloseTo(normalQuantile(0.975), 6);
  expect(studentTail(2.262157, 9)).toBeCloseTo(0.025, 7);
});

it('knows the beta distribution where it is a polynomial', () => {
  for (const x of [0.1, 0.35, 0.5, 0.8]) {
    expect(incompleteBeta(x, 1, 1)).toBeCloseTo(x, 13);
    expect(incompleteBeta(x, 3, 1)).toBeCloseTo(x ** 3, 13);
    expect(incompleteBeta(x, 2, 2)).toBeCloseTo(x * x * (3 - 2 * x), 13);
  }
});
