/** Breakdowns and small lines: their lengths against the parts that they stand for. */
import { expect, it } from 'vitest';
import type { WayResult } from '#results';
import {
  bottleneckOf, breakdownText, formatBits, formatRate, formatSeconds, longestPartOf,
  meanUtilization, partTicks, renderBreakdown, renderSeries, shareText, spentInAll, themes,
  utilizationIn, windowAt, windowStart, type Theme,
} from '#views';
import {
  microsecond, partResult, readWay, seriesResult, streamResult, wayResult,
} from '../support/stream-results.ts';
import { contrastOf, paintedTexts } from './contrast.ts';

const hexThemes: readonly Theme[] = [themes.light, themes.dark, themes.contrast];

const draw = (way: WayResult, theme = themes.light, width = 900): string =>
  renderBreakdown(way, { theme, title: 'scan read', width, tickPicoseconds: 1 });

interface Bar {
  readonly kind: string;
  readonly x: number;
  readonly width: number;
}

const barsOf = (svg: string): readonly Bar[] => [...svg.matchAll(
  /<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="11" class="(waiting|served|way)"/gu,
)].map(([, x, width, kind]) => ({ kind: kind ?? '', x: Number(x), width: Number(width) }));

const groups = (svg: string, name: string): readonly string[] =>
  svg.split('<g class="').slice(1).filter((one) => one.startsWith(name));

it('draws the whole as bars that fill its width, each as long as its share of the latency', () => {
  for (const width of [560, 900, 1168]) {
    const svg = draw(readWay, themes.light, width);
    const bars = barsOf(groups(svg, 'whole')[0] ?? '');
    expect(bars.map(({ kind }) => kind)).toEqual([
      'served', 'waiting', 'served', 'served', 'way', 'served',
    ]);
    const first = bars[0]!;
    const last = bars.at(-1)!;
    const plot = last.x + last.width - first.x;
    const shares = [10, 40, 10, 4, 1, 15].map((ticks) => ticks / 80);
    bars.forEach((bar, i) => expect(bar.width / plot).toBeCloseTo(shares[i]!, 3));
    for (const [i, bar] of bars.slice(1).entries()) {
      expect(bar.x).toBeCloseTo(bars[i]!.x + bars[i]!.width, 1);
    }
  }
});

it('leaves the bars room in a narrow panel: fewer columns, and the sum in lines of its own', () => {
  const heads = (svg: string): readonly string[] =>
    ['mean', 'share', 'slowest 1 %', 'busy'].filter((head) => svg.includes(`>${head}</text>`));
  expect(heads(draw(readWay, themes.light, 560))).toEqual(['mean', 'share', 'slowest 1 %', 'busy']);
  expect(heads(draw(readWay, themes.light, 500))).toEqual(['mean', 'share', 'busy']);
  const narrow = draw(readWay, themes.light, 320);
  expect(heads(narrow)).toEqual(['mean', 'busy']);
  expect([...narrow.matchAll(/font-size="12"[^>]*>([^<]*)/gu)].map(([, words]) => words)).toEqual([
    'scan read', '80 µs = 40 µs waiting', '+ 39 µs being served + 1 µs on its way',
  ]);
  const bars = barsOf(groups(narrow, 'whole')[0] ?? '');
  expect(bars.at(-1)!.x + bars.at(-1)!.width - bars[0]!.x).toBeGreaterThanOrEqual(140);
});

it('begins each visit where the one before it ended', () => {
  const svg = draw(readWay);
  const [whole] = groups(svg, 'whole').map(barsOf);
  const parts = groups(svg, 'part').map(barsOf);
  expect(parts.map((bars) => bars.length)).toEqual([1, 2, 2, 1]);
  expect(parts.flat().map(({ x }) => x)).toEqual(whole!.map(({ x }) => x));
  expect(parts.flat().map(({ width }) => width)).toEqual(whole!.map(({ width }) => width));
});

it('says the sum, the bottleneck and each part in words', () => {
  const svg = draw(readWay);
  const label = 'scan read: 80 µs = 40 µs waiting + 39 µs being served + 1 µs on its way. '
    + 'Bottleneck: rack.ebs/out, 90 % busy';
  expect(svg).toContain(`aria-label="${label}"`);
  expect(groups(svg, 'part bottleneck')).toHaveLength(1);
  expect(svg).toContain('card at rack.ebs/out, the bottleneck: 40 µs waiting, 10 µs being served');
  const [driver] = groups(svg, 'part');
  for (const words of ['driver', 'web/vcpu[*]', '10 µs', '13 %', '10 %']) {
    expect(driver).toContain(`>${words}</text>`);
  }
  expect(groups(svg, 'whole')[0]).toContain('>160 µs</text>');
});

it('draws what takes no time, what is very short, and a way that nothing took', () => {
  const short = wayResult('read', [
    partResult({ station: 'a/pace', role: 'limit', utilization: 0.4 }),
    partResult({ station: 'b', servedTicks: 1 }), partResult({ station: 'c', servedTicks: 1e9 }),
  ]);
  const parts = groups(draw(short), 'part').map(barsOf);
  expect(parts.map((bars) => bars.map(({ width }) => width >= 1))).toEqual([[], [true], [true]]);
  expect(draw(short)).toContain('>&lt; 1 %</text>');
  const none = wayResult('write', [partResult({ station: 'a' })], 0);
  expect(barsOf(draw(none))).toEqual([]);
  expect(draw(none)).toContain('Nothing on this way queues.');
  expect(draw(none)).not.toContain('NaN');
});

it('keeps its texts inside and 4.5 to 1, and its bars too, in every theme', () => {
  const long = wayResult('read', [partResult({
    station: `${'rack'.repeat(30)}<script>/out`, servedTicks: 5, utilization: 1,
  })]);
  for (const theme of hexThemes) {
    for (const svg of [draw(readWay, theme), draw(long, theme, 560), renderSeries(
      seriesResult.streams[0]!, seriesResult.atTicks,
      { theme, title: 'scan', width: 500, tickPicoseconds: 1 },
    )]) {
      const texts = paintedTexts(svg);
      expect(texts.length).toBeGreaterThan(5);
      expect(texts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
      expect(svg).not.toContain('<script');
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
    for (const bar of [theme.ramp[1]!, theme.busy, theme.muted]) {
      expect(contrastOf(bar, theme.canvas)).toBeGreaterThanOrEqual(4.5);
    }
  }
});

it('finds the bottleneck over all ways, and where the most time is spent in all', () => {
  const write = wayResult('write', [
    partResult({ station: 'web.data', servedTicks: 60 * microsecond, utilization: null }),
    partResult({ station: 'rack.ebs/in', servedTicks: 1, utilization: 0.95 }),
  ], 10);
  const stream = streamResult({ ways: [readWay, write] });
  expect(bottleneckOf(stream)?.station).toBe('rack.ebs/in');
  // 1000 reads of 50 µs each weigh more than ten writes of 60.
  expect(longestPartOf(stream)?.part.station).toBe('rack.ebs/out');
  expect(bottleneckOf(streamResult({ ways: [] }))).toBeNull();
  expect(longestPartOf(streamResult({ ways: [{ ...write, count: 0 }] }))).toBeNull();
  expect(spentInAll(readWay)).toEqual([40, 39, 1].map((n) => n * microsecond));
  expect(readWay.parts.reduce((sum, part) => sum + partTicks(part), 0)).toBe(readWay.meanTicks);
});

it('says rates, shares and sums in three digits', () => {
  expect([0, 1.234, 999.6, 1000, 31_644, 4.5e6, 2e9].map((rate) => formatRate(rate))).toEqual(
    ['0 /s', '1.23 /s', '1000 /s', '1 K/s', '31.6 K/s', '4.5 M/s', '2 G/s'],
  );
  expect(formatBits(11.9e9)).toBe('11.9 Gbps');
  expect([0, 0.001, 0.005, 0.5, 1].map(shareText)).toEqual(['–', '< 1 %', '1 %', '50 %', '100 %']);
  expect(breakdownText(wayResult('read', []), (ticks) => formatSeconds(ticks))).toBe('0 s');
});

it('knows the window of an instant, and the mean of all windows', () => {
  const { atTicks } = seriesResult;
  expect(windowStart(atTicks, 0)).toBe(20e9);
  expect([0, 19e9, 20e9, 22e9, 22.1e9, 40e9, 41e9].map((ticks) => windowAt(seriesResult, ticks)))
    .toEqual([null, null, 0, 0, 1, 9, null]);
  expect(utilizationIn(seriesResult, 3)).toEqual({ 'rack.ebs': 0.3, 'web': 0.25 });
  expect(meanUtilization(seriesResult)['rack.ebs']).toBeCloseTo(0.45, 12);
  expect(meanUtilization(seriesResult)['web']).toBe(0.25);
});

it('lets a last window that is shorter count for less in the mean of a run', () => {
  const series = {
    atTicks: [4e9, 8e9, 12e9, 13e9], streams: [],
    utilization: [{ element: 'web', values: [0.5, 0.5, 0.5, 1] }],
  };
  // 6.5 of 13.
  expect(meanUtilization(series)['web']).toBeCloseTo((3 * 4 * 0.5 + 1) / 13, 12);
});

it('draws rates and latencies as lines that leave gaps where nothing was measured', () => {
  const svg = renderSeries(seriesResult.streams[0]!, seriesResult.atTicks, {
    theme: themes.light, title: 'scan', width: 500, tickPicoseconds: 1,
  });
  const [rate, latency] = [...svg.matchAll(/<path d="(M[^"]+H[^"]+)"/gu)].map(([, d]) => d ?? '');
  expect(rate!.match(/M/gu)).toHaveLength(1);
  expect(latency!.match(/M/gu)).toHaveLength(2);
  // Most is at the top of its plot, nothing at the bottom.
  expect(rate).toMatch(/^M130,78H/u);
  expect(rate).toMatch(/V34H488$/u);
  for (const words of ['most 10 K/s', 'least 0 /s', 'most 90 µs', 'least 60 µs', '40 ms']) {
    expect(svg).toContain(`>${words}</text>`);
  }
});
