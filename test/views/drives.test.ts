/** What came of flash: words and drawings against the figures that they stand for. */
import { expect, it } from 'vitest';
import {
  amplificationWords, driveFacts, formatLife, renderDriveSeries, renderWear, themes, type Theme,
} from '#views';
import { driveResult, driveSeriesResult } from '../support/drive-results.ts';
import { seriesResult } from '../support/stream-results.ts';
import { contrastOf, paintedTexts } from './contrast.ts';

const hexThemes: readonly Theme[] = [themes.light, themes.dark, themes.contrast];
const drive = driveResult();

it('says write amplification with its interval, and whether it has settled', () => {
  expect(amplificationWords(drive)).toBe('2.66 ± 0.013, steady');
  expect(amplificationWords({ ...drive, steady: false, steadyErrorRatio: 0.08 }))
    .toBe('2.66 ± 0.013, not steady, may be off by 8 %');
  expect(amplificationWords({ ...drive, writeAmplification: { value: null, halfWidth: null } }))
    .toBe('nothing was written');
});

it('says a life in the unit that people count it in', () => {
  expect(formatLife(90)).toBe('90 s');
  expect(formatLife(100 * 86_400)).toBe('100 days');
  expect(formatLife(4.2 * 365.25 * 86_400)).toBe('4.2 years');
  expect(formatLife(Infinity)).toBe('for ever');
});

it('says what a reader asks first of a drive', () => {
  const words = new Map(driveFacts(drive, 1).map((fact) => [fact.name, fact.words]));
  // 1.2e20 ps are 1.2e8 s, or 3.80 years; 332 of 532 programs are not for hosts.
  expect(words.get('lasts')).toBe('3.8 years at this load (3.49 years … 4.12 years)');
  expect(words.get('programs')).toBe('532000, 62.4 % for collection');
  expect(words.get('erases')).toBe('4156; a block has seen 90 … 140 of 3000');
  expect(words.get('scaled')).toBe('1 of 64 blocks is simulated');
  expect(driveFacts({ ...drive, scale: 1 }, 1).some(({ name }) => name === 'scaled')).toBe(false);
  const worn = { ...drive, wear: { ...drive.wear, endOfLifeTicks: 3 * 86_400e12 } };
  expect(driveFacts(worn, 1).find(({ name }) => name === 'lasts')?.words)
    .toBe('worn out at 3 days');
});

it('draws each bin as high as its blocks, and a cell for each die with its words', () => {
  const svg = renderWear(drive.wear, { theme: themes.light, title: 'wear', width: 900 });
  const heights = svg.split('<g class="bin">').slice(1)
    .map((bin) => Number(/height="([\d.]+)"/u.exec(bin)?.[1]));
  const most = Math.max(...heights);
  drive.wear.histogram.forEach(({ blocks }, i) =>
    expect(heights[i]! / most).toBeCloseTo(Math.max(blocks / 300, 1 / 96), 3));
  expect(svg.match(/class="die"/gu)).toHaveLength(8);
  expect(svg).toContain('channel 3, package 0, die 1: 121 erases on average');
  expect(svg).toContain('260 blocks with 108 to 113 erases');
});

it('draws drives without wear, without spread and with very many dies', () => {
  const none = { ...drive.wear, histogram: [], dies: [] };
  const many = { ...drive.wear, dies: Array.from({ length: 64 * 64 }, (_, i) => ({
    channel: i % 64, package: 0, die: Math.floor(i / 64), meanErases: 7,
  })) };
  for (const wear of [none, many]) {
    const svg = renderWear(wear, { theme: themes.dark, title: 'wear', width: 420 });
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  }
});

it('leaves a gap in the line where nothing was written', () => {
  const svg = renderDriveSeries(driveSeriesResult, seriesResult.atTicks, {
    theme: themes.light, title: 'nvme', width: 600, tickPicoseconds: 1,
  });
  const [amplification = '', collecting = ''] = [...svg.matchAll(/<path d="(M[^"]+)"/gu)]
    .map(([, d]) => d ?? '').filter((d) => d.includes('H'));
  const beginOf = (d: string): number => Number(/^M([\d.]+)/u.exec(d)?.[1]);
  // Ten windows on 458 pixels from 130 on: the first has no amplification, but a share of time.
  expect(beginOf(collecting)).toBeCloseTo(130, 1);
  expect(beginOf(amplification)).toBeCloseTo(130 + 45.8, 1);
  expect(svg).toContain('most 2.66');
  expect(svg).toContain('least 1.00');
  expect(svg).toContain('most 32 %');
});

it('keeps its texts 4.5 to 1 in every theme', () => {
  for (const theme of hexThemes) {
    for (const svg of [
      renderWear(drive.wear, { theme, title: '<script>nvme', width: 900 }),
      renderDriveSeries(driveSeriesResult, seriesResult.atTicks, {
        theme, title: 'nvme', width: 600, tickPicoseconds: 1,
      }),
    ]) {
      expect(svg).not.toContain('<script');
      expect(paintedTexts(svg).filter(({ contrast }) => contrast < 4.5)).toEqual([]);
    }
    expect(contrastOf(theme.ramp[1]!, theme.canvas)).toBeGreaterThanOrEqual(4.5);
  }
});
