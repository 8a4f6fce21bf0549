/** Flows over fabrics: how they are put together, in words and as lines, against their figures. */
import { expect, it } from 'vitest';
import type { ActionIr } from '#ir';
import type { Results, StreamResult } from '#results';
import {
  circleWords, completionsOf, drawnStreams, flowFacts, flowGroups, formatBytes, goodputLines,
  networkFacts, notableWays, outageMoments, outagesAt, renderGoodput, renderLinkWay, renderRounds,
  themes, type Theme,
} from '#views';
import {
  cableResult, flowNetwork, flowResult, networkResult, withFlows,
} from '../support/network-results.ts';
import { microsecond, scaledStream, seriesResult, streamResult } from '../support/stream-results.ts';
import { results } from '../report/samples.ts';
import { paintedTexts } from './contrast.ts';

const hexThemes: readonly Theme[] = [themes.light, themes.dark, themes.contrast];
const run = (of: Results) => of.scenarios[0]!.variants[0]!.runs[0]!;
const many = withFlows(run(results([])), 12);
const [group] = flowGroups(many.streams);
const look = { title: 'one', width: 600, tickPicoseconds: 1 };

it('puts all messages of a workload into one distribution, each as often as it was', () => {
  const found = completionsOf({ workload: 'burst', flows: [flowResult(0), flowResult(1, 2)] })!;
  // 40, 60, 80 and 120 µs.
  expect(found.p50Ticks).toBe(60 * microsecond);
  expect(found.p99Ticks).toBe(120 * microsecond);
  expect(found.maxTicks).toBe(120 * microsecond);
  const { shares, ticks } = found.distribution;
  expect(ticks[shares.indexOf(0.25)]).toBe(40 * microsecond);
  expect(ticks[shares.indexOf(0.26)]).toBe(60 * microsecond);
  expect(ticks[shares.indexOf(0.51)]).toBe(80 * microsecond);
  // No share that less than one value lies above.
  expect(shares.at(-1)).toBe(0.75);
});

it('knows no distribution where none was kept, or nothing came through', () => {
  const { cdf: _, ...kept } = flowResult(0).completion!;
  expect(completionsOf({ workload: 'burst', flows: [flowResult(0, 1, { completion: kept })] }))
    .toBeNull();
  expect(completionsOf({ workload: 'burst', flows: [flowResult(0, 1, { completion: null })] }))
    .toBeNull();
});

it('draws of flows and of many streams the slowest, and every other stream', () => {
  const ids = (count: number): readonly string[] => drawnStreams([
    ...withFlows(many, count).streams, streamResult(),
  ]).map(({ id }) => id);
  expect(ids(2)).toEqual(['burst[1]', 'scan[0]']);
  expect(ids(12)).toEqual(['burst[11]', 'scan[0]']);
  const scans = (count: number): readonly StreamResult[] => Array.from({ length: count }, (_, i) =>
    scaledStream(streamResult({ id: `scan[${String(i)}]` }), i === 2 ? 2 : 1));
  expect(drawnStreams(scans(4))).toHaveLength(4);
  expect(drawnStreams(scans(5)).map(({ id }) => id)).toEqual(['scan[2]']);
});

it('says of flows what happened to them and no more', () => {
  expect(flowFacts({ workload: 'burst', flows: [flowResult(0)] }, 1)).toEqual([
    { name: 'completion', words: 'p50 40 µs, p99 60 µs, most 60 µs; ideal 20 µs' },
    { name: 'goodput', words: '800 Mbps' },
    { name: 'packets', words: '1,000 sent, 0 of them again' },
    { name: 'paths', words: '1' },
  ]);
  const ailing = flowResult(1, 2, { network: flowNetwork({
    retransmitted: 50, reordered: 9, reorderedMost: 3, timeouts: 2, stallTicks: 1e9, paths: 64,
    idealTicks: 22 * microsecond,
  }) });
  const facts = flowFacts({ workload: 'burst', flows: [flowResult(0), ailing] }, 1);
  expect(Object.fromEntries(facts.map(({ name, words }) => [name, words]))).toMatchObject({
    completion: 'p50 60 µs, p99 120 µs, most 120 µs; ideal 20 … 22 µs',
    slowest: 'burst[1], web[1] → sink: p99 120 µs',
    packets: '2,000 sent, 50 of them again (2.5 %)',
    'out of order': '9, at most 3 packets behind',
    'time-outs': '2', 'longest stall': '1 ms', paths: '1 … 64',
  });
});

it('names a deadlock by its circle, once round', () => {
  const links = ['a > b', 'b > c', 'c > a'];
  expect(circleWords(links))
    .toBe('`a > b` waits for `b > c` waits for `c > a` waits for `a > b`');
  const facts = networkFacts(networkResult({ pauses: {
    blockedMost: 3, chainMost: 3, heldUpMost: 0, deadlock: { atTicks: 1.2e9, links }, freed: [],
  } }), 1);
  expect(facts.map(({ name }) => name)).toEqual(['pauses', 'deadlock']);
  expect(facts[1]?.words).toMatch(/^from 1\.2 ms on: `a > b` waits/u);
  expect(networkFacts(networkResult(), 1)).toEqual([]);
});

it('picks ways of cables that dropped, stood still, held most or sent most', () => {
  const network = networkResult({ cables: [
    cableResult('quiet', 'one', { utilization: 0.1, longestQueueBytes: 10 }),
    ...[0.9, 0.8, 0.7].map((utilization, i) =>
      cableResult(`busy[${String(i)}]`, 'x', { utilization, longestQueueBytes: 20 + i })),
    cableResult('a', 'drops', { utilization: 0.05, longestQueueBytes: 5 }, { dropped: 4 }),
    cableResult('b', 'still', { utilization: 0.05, longestQueueBytes: 5, pausedTicks: 7 }),
  ] });
  expect(notableWays(network).map(({ name }) => name))
    .toEqual(['drops > a', 'b > still', 'busy[2] > x', 'busy[1] > x', 'busy[0] > x']);
  expect([999, 1500, 895_752].map(formatBytes)).toEqual(['999 B', '1.5 kB', '896 kB']);
});

it('draws goodput of many as least to most, the middle and the slowest; readable', () => {
  const lines = goodputLines(group!, many.series!);
  expect(lines.map(({ name }) => name))
    .toEqual(['least to most of 12 flows', 'the one in the middle', 'burst[11], the slowest']);
  expect(lines[0]!.values[0]).toBe(12e8);
  expect(lines[0]!.lower?.[0]).toBe(1e8);
  expect(lines[1]!.values[0]).toBe(7e8);
  const job = { workload: 'sum', roundTicks: [2e9, 3e9], idealTicks: 1e9 };
  const way = networkResult().cables[0]!.ways[0].series!;
  for (const theme of hexThemes) {
    for (const svg of [
      renderGoodput(group!, many.series!, { ...look, theme }),
      renderRounds(job, { ...look, theme }),
      renderLinkWay(way, seriesResult.atTicks, { ...look, theme }),
    ]) {
      expect(svg).toContain('<title>one</title>');
      expect(paintedTexts(svg).filter(({ contrast }) => contrast < 4.5)).toEqual([]);
    }
  }
  expect(renderRounds(job, { ...look, theme: themes.light })).toContain('>ideal 1 ms</text>');
  expect(renderLinkWay(way, seriesResult.atTicks, { ...look, theme: themes.light }))
    .not.toContain('dropped');
});

const act = (action: string, atTicks: number, given: Partial<ActionIr> = {}): ActionIr =>
  ({ action, atTicks, target: 'a -- b', to: null, forTicks: null, properties: {}, ...given });

it('knows what is out of service when: until its time is over, or it is restored', () => {
  const out = (actions: readonly ActionIr[], ticks: number): readonly string[] =>
    outagesAt(actions, ticks).map(({ text }) => text);
  const limited = [act('fail', 10, { forTicks: 5 })];
  expect([9, 10, 14, 15].map((ticks) => out(limited, ticks).length)).toEqual([0, 1, 1, 0]);
  expect(outageMoments(limited)).toEqual([10, 15]);
  const restored = [act('fail', 10), act('restore', 20), act('fail', 30)];
  expect([19, 20, 29, 99].map((ticks) => out(restored, ticks).length)).toEqual([1, 0, 0, 1]);
  const flaps = [act('flap', 10, { forTicks: 6, properties: { downTicks: 1, upTicks: 2 } })];
  expect([10, 11, 12, 13, 16].map((ticks) => out(flaps, ticks).length)).toEqual([1, 0, 0, 1, 0]);
  expect(out(flaps, 10)).toEqual(['a -- b flaps']);
  // What is worse than it was is not out of service.
  expect(out([act('degrade', 10), act('start', 10)], 11)).toEqual([]);
});

it('shows on goodput what was made worse meanwhile, and nothing that came later', () => {
  const [start, end] = [20e9, 40e9];
  const drawn = (actions: readonly ActionIr[]): string =>
    renderGoodput(group!, many.series!, { ...look, theme: themes.light }, actions);
  const svg = drawn([
    act('fail', start + 5e9, { forTicks: 1e9 }), act('degrade', end - 1e9, { target: 'c' }),
  ]);
  expect(svg.match(/<g class="span"><title>[^<]*<\/title>/gu)).toEqual([
    '<g class="span"><title>a -- b failed</title>', '<g class="span"><title>c degraded</title>',
  ]);
  expect(drawn([act('fail', end), act('fail', 1, { forTicks: 2 })])).not.toContain('span');
});
