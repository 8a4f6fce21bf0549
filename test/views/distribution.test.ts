/** Distributions of latencies: the line against the figures that it stands for. */
import { expect, it } from 'vitest';
import type { DistributionResult } from '#results';
import {
  curvesOf, percentileWords, renderDistribution, themes, type Curve, type Theme,
} from '#views';
import { microsecond, streamResult } from '../support/stream-results.ts';
import { contrastOf, paintedTexts } from './contrast.ts';

const hexThemes: readonly Theme[] = [themes.light, themes.dark, themes.contrast];

/** 10 µs for half of all, 100 µs for nine in ten, 1 ms for 99 in 100, and so on. */
const distribution: DistributionResult = {
  shares: [0.5, 0.9, 0.99, 0.999, 0.9999],
  ticks: [10, 100, 1000, 10_000, 100_000].map((n) => n * microsecond),
};

const draw = (curves: readonly Curve[], theme = themes.light, width = 600): string =>
  renderDistribution(curves, { theme, title: 'scan', width, tickPicoseconds: 1 });

const pointsOf = (svg: string): readonly (readonly [number, number])[] =>
  [...(/<path d="(M[^"]+L[^"]+)"/u.exec(svg)?.[1] ?? '').matchAll(/[ML]([\d.]+),([\d.]+)/gu)]
    .map(([, x, y]) => [Number(x), Number(y)]);

it('gives each nine and each power of ten the same room', () => {
  const points = pointsOf(draw([{ name: 'scan', distribution }]));
  expect(points).toHaveLength(6);
  const [, , ...tail] = points;
  const [first, ...rest] = tail.map(([x], i) => x - points[i + 1]![0]);
  const [rise, ...rises] = tail.map(([, y], i) => points[i + 1]![1] - y);
  for (const step of rest) expect(step).toBeCloseTo(first!, 1);
  for (const step of rises.slice(1)) expect(step).toBeCloseTo(rises[0]!, 1);
  // From 50 % to 90 % are 0.7 of a nine.
  expect(rise! / rises[0]!).toBeCloseTo(0.699, 2);
  // The line begins where the least value is, at no share at all.
  expect(points[0]).toEqual([points[1]![0], 234]);
});

it('says percentiles in words as far as there are values', () => {
  expect(percentileWords(distribution, 1)).toBe(
    '50 % ≤ 10 µs · 90 % ≤ 100 µs · 99 % ≤ 1 ms · 99.9 % ≤ 10 ms · 99.99 % ≤ 100 ms',
  );
  const short = { shares: [0.25, 0.5, 0.9], ticks: [1, 2, 3].map((n) => n * microsecond) };
  expect(percentileWords(short, 1)).toBe('50 % ≤ 2 µs · 90 % ≤ 3 µs');
});

it('has a line for requests and one for whole messages, where they have one', () => {
  const latency = { ...streamResult().latency!, cdf: distribution };
  const streams = [
    streamResult({ latency, completion: latency }), streamResult({ id: 'b' }),
    streamResult({ id: 'c', latency }),
  ];
  expect(curvesOf(streams, ({ id }) => id).map(({ name }) => name))
    .toEqual(['scan[0]', 'scan[0], whole messages', 'c']);
});

it('tells lines apart by dashes too, and keeps its texts 4.5 to 1 in every theme', () => {
  const curves = Array.from({ length: 8 }, (_, i) => ({ name: `<script>${String(i)}`, distribution }));
  for (const theme of hexThemes) {
    const svg = draw(curves, theme, 900);
    const looks = [...svg.matchAll(/class="curve">.*?stroke="([^"]+)"([^>]*)\/>/gu)]
      .map(([, , rest]) => /stroke-dasharray="([^"]+)"/u.exec(rest ?? '')?.[1] ?? 'solid');
    expect(new Set(looks).size).toBe(6);
    expect(svg).not.toContain('<script');
    expect(paintedTexts(svg).filter(({ contrast }) => contrast < 4.5)).toEqual([]);
    for (const hue of theme.hues) expect(contrastOf(hue, theme.frame)).toBeGreaterThanOrEqual(3);
  }
});

it('draws one value, and nothing at all', () => {
  const one = { shares: [0.5], ticks: [microsecond] };
  for (const svg of [draw([{ name: 'one', distribution: one }]), draw([])]) {
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  }
});

it('holds the axis to the steps around all values, and draws what they are held against', () => {
  const near = { shares: [0.5, 0.9], ticks: [60, 150].map((n) => n * microsecond) };
  const words = (svg: string): readonly string[] =>
    [...svg.matchAll(/text-anchor="(?:middle|end)"[^>]*>([^<]*s)<\/text>/gu)].map(([, each]) => each!);
  const bound = { words: 'ideal 40 µs', low: 40 * microsecond, high: 40 * microsecond };
  const svg = renderDistribution(
    [{ name: 'near', distribution: near }],
    { theme: themes.light, title: 'near', width: 600, tickPicoseconds: 1 }, [bound],
  );
  expect(words(svg).slice(0, 4)).toEqual(['20 µs', '50 µs', '100 µs', '200 µs']);
  expect(svg).toContain('<g class="bound"><title>ideal 40 µs</title>');
  // Where there is no room for every step, powers of ten stand alone.
  const small = renderDistribution(
    [{ name: 'far', distribution }],
    { theme: themes.light, title: 'far', width: 400, tickPicoseconds: 1 },
  );
  expect(words(small).slice(0, 5)).toEqual(['10 µs', '100 µs', '1 ms', '10 ms', '100 ms']);
});
