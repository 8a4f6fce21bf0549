/** What came of EBS volumes: words and lines against the figures that they stand for. */
import { expect, it } from 'vitest';
import { renderVolumeSeries, themes, volumeFacts, type Theme } from '#views';
import { seriesResult } from '../support/stream-results.ts';
import { volumeResult } from '../support/volume-results.ts';
import { paintedTexts } from './contrast.ts';

const hexThemes: readonly Theme[] = [themes.light, themes.dark, themes.contrast];
const volume = volumeResult();

it('says limits with what credits allow, what held requests up, and when credits were spent', () => {
  expect(volumeFacts(volume, 1)).toEqual([
    { name: 'may do', words: '300 operations/s, 3 K operations/s while credits last; 1.05 Gbps' },
    { name: 'requests', words: '66000, counted as 60000 operations, 6000 merged into others' },
    { name: 'held up', words: '50 % of the time by its own limits, 0 % by those of its instance' },
    { name: 'credits', words: '0 % left, spent at 30 ms' },
  ]);
});

it('leaves out what a volume does not have, and tells how far a snapshot has come', () => {
  const plain = volumeResult({
    credits: null, merged: 0, limits: { operations: null, bytes: null },
    snapshot: { loaded: 0.25, firstTouches: 12, cold: 40 },
  });
  expect(volumeFacts(plain, 1).map(({ name }) => name)).toEqual(['requests', 'held up', 'snapshot']);
  expect(volumeFacts(plain, 1).at(-1)?.words)
    .toBe('25 % loaded, 12 blocks at their first touch, 40 requests waited for one');
});

it('says over which transport a volume on hosts is reached, and what became of its packets', () => {
  const counts = {
    sentPackets: 300, retransmitted: 2, reordered: 0, reorderedMost: 0, dropped: 1, marked: 0,
    duplicates: 0, timeouts: 0, reconnects: 0, stallTicks: 0, paths: 4,
  };
  const network = { transport: 'Srd', hosts: ['store[0]', 'store[2]'], ...counts };
  expect(volumeFacts(volumeResult({ network }), 1).at(-1)).toEqual({
    name: 'network', words: 'Srd to store[0], then store[2], 300 packets, 1 dropped, 2 sent again',
  });
});

it('draws a line only for what it has, readable in every theme', () => {
  const options = { title: 'web.data', width: 600, tickPicoseconds: 1 };
  for (const theme of hexThemes) {
    const svg = renderVolumeSeries(volume.series!, seriesResult.atTicks, { ...options, theme });
    expect(svg).toContain('>credits left</text>');
    expect(svg).toContain('>most 90 %</text>');
    expect(svg).not.toContain('by its instance');
    expect(paintedTexts(svg).filter(({ contrast }) => contrast < 4.5)).toEqual([]);
  }
  const bare = { ...volume.series!, credits: volume.series!.credits.map(() => null) };
  expect(renderVolumeSeries(bare, seriesResult.atTicks, { ...options, theme: themes.light }))
    .not.toContain('credits left');
});
