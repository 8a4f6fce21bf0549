/** Streams on a terminal: a line each after a run, and what `explain` prints of them. */
import { expect, it } from 'vitest';
import {
  colourStyle, counterfactualOf, counterfactualText, explainedStream, html, jsonExplain, plainLook,
  terminalExplain, terminalRun, type ExplainedRun, type FileReport,
} from '#report';
import type { Results, RunResult } from '#results';
import { driveResult } from '../support/drive-results.ts';
import {
  microsecond, processorResult, readWay, scaledStream, streamResult, wayResult, withStreams,
} from '../support/stream-results.ts';
import { expectation, fileReport, HOSTILE, reportOf, results } from './samples.ts';

const withRun = (change: (run: RunResult) => RunResult): Results => {
  const plain = results([expectation()]);
  return {
    ...plain, scenarios: plain.scenarios.map((scenario) => ({
      ...scenario, variants: scenario.variants.map((variant) =>
        ({ ...variant, runs: variant.runs.map(change) })),
    })),
  };
};

const fileOf = (of: Results): FileReport =>
  fileReport({ run: { results: of, places: {} } });

const explained = (run: RunResult): ExplainedRun => ({
  scenario: 'boot', variant: 0, assignments: [], run: 0, runs: 1, seed: 7,
  streams: run.streams.map((stream) => explainedStream(stream, [
    counterfactualOf(stream, { ...run, streams: [scaledStream(stream, 0.5)] },
      { element: 'rack.ebs/out', factor: 2 }),
    counterfactualOf(stream, run, { element: 'web.data', factor: 2 }),
  ], run)),
  processors: run.processors,
});

const whole = withRun((run) => withStreams(run));
const firstRun = whole.scenarios[0]!.variants[0]!.runs[0]!;

it('ends a run with a line for each stream: rate, latencies, what holds it up', () => {
  const text = terminalRun(reportOf(fileOf(whole)), () => undefined, plainLook);
  expect(text).toContain(
    '\n  · scan   12.5 K requests/s   p50 75 us   p99 160 us   bottleneck rack.ebs/out 90 % busy\n',
  );
});

it('says more than a few streams of one workload in one line, where their times are known', () => {
  const streams = Array.from({ length: 5 }, (_, i) => {
    const stream = streamResult({ id: `scan[${String(i)}]`, lost: i });
    const cdf = { shares: [0.5, 0.9], ticks: [75 * microsecond, 100 * microsecond] };
    return { ...stream, latency: { ...stream.latency!, cdf } };
  });
  const text = terminalRun(
    reportOf(fileOf(withRun((run) => withStreams(run, { streams })))), () => undefined, plainLook,
  );
  expect(text).toMatch(/ · scan +5 streams +62\.5 K requests\/s +p50 75 us +p99 200 us +10 lost/u);
  expect(text).not.toContain('scan[');
});

it('names streams of one workload apart, counts what is lost, and shows the first eight', () => {
  const streams = Array.from({ length: 10 }, (_, i) => streamResult({
    id: `scan[${String(i)}]`, lost: i === 1 ? 1234 : 0,
    ...(i === 2 ? { latency: null, ways: [] } : {}),
  }));
  const text = terminalRun(
    reportOf(fileOf(withRun((run) => withStreams(run, { streams })))), () => undefined, plainLook,
  );
  expect(text).toMatch(/scan\[1\] .* 1,234 lost(?: +|\n +)bottleneck/u);
  expect(text).toMatch(/scan\[2\] .*\n? +nothing came through\n/u);
  expect(text).not.toContain('scan[8]');
  expect(text).toContain('and 2 more streams');
});

it('says what came of the flash of drives after the streams, and draws it in the report', () => {
  const drives = [driveResult(), driveResult({
    id: 'rack.nvme[1]',
    host: { ...driveResult().host, reads: 0, writes: 0 },
    flash: { ...driveResult().flash, erases: 0 },
  })];
  const report = reportOf(fileOf(withRun((run) => withStreams(run, { drives }))));
  const text = terminalRun(report, () => undefined, { ...plainLook, width: 140 });
  expect(text).toContain('  · rack.nvme[0]   1 of 64 blocks   write amplification 2.66 ± 0.013, '
    + 'steady   lasts 3.8 years at this load (3.49 years … 4.12 years)\n');
  const narrow = terminalRun(report, () => undefined, { ...plainLook, width: 80 });
  expect(narrow).toContain('  · rack.nvme[0]   1 of 64 blocks   write amplification 2.66 ± 0.013, '
    + 'steady\n      lasts 3.8 years at this load (3.49 years … 4.12 years)\n');
  const inFull = reportOf(fileOf(withRun((run) => withStreams(run, {
    drives: [driveResult({ scale: 1 })],
  }))));
  expect(terminalRun(inFull, () => undefined, { ...plainLook, width: 140 }))
    .toContain('  · rack.nvme[0]   write amplification 2.66 ± 0.013, steady   lasts 3.8 years');
  expect(text).not.toContain('rack.nvme[1]');
  const page = html(report, () => undefined);
  expect(page).toContain('<h3>Drives');
  expect(page).toContain('aria-label="rack.nvme[0] over time"');
  expect(page).toContain('aria-label="Wear of rack.nvme[0]"');
  expect(page).not.toContain('rack.nvme[1]');
});

it('explains a stream by a table, by bars, by its bottleneck and by what would be', () => {
  const text = terminalExplain(explained(firstRun), whole, { ...plainLook, width: 112 });
  expect(text).toBe(`\
boot   1 run   seed 7

scan   web.data   12.5 K requests/s   410 Mbps   p50 75 us   p99 160 us

  read  80 us = 40 us waiting + 39 us being served + 1 us on its way
  ${'█'.repeat(14)}${'▒'.repeat(54)}${'█'.repeat(18)}──${'█'.repeat(20)}
                                            waiting  served   way  share  slow 1 %  busy
    driver         web/vcpu[*]                    –   10 us     –   13 %     10 us  10 %  ███
  ▸ card           rack.ebs/out               40 us   10 us     –   63 %    130 us  90 %     ▒▒▒▒▒▒▒▒▒▒▒███
    link           rack.ebs -- rack.soc/in        –    4 us  1 us    6 %      5 us  25 %                   █
    remote volume  web.data                       –   15 us     –   19 %     15 us                          ████

  bottleneck  rack.ebs/out 90 % busy (card)
  what if     with 2 × rack.ebs/out: p99 −50 %, mean −50 %, rate +100 %
  what if     with 2 × web.data: all as before

  ▒ waiting   █ served   ─ on its way   ▸ busiest on the way

  processors  threads    busy  useful  switching   exits  in exits  stolen
  web               4  50.0 %  37.5 %      5.0 %  12,345     7.5 %  20.0 %
`);
});

it('keeps within the width, whole names first, and says the same without colours', () => {
  for (const width of [60, 80, 100, 140]) {
    const look = { ...plainLook, width };
    const text = terminalExplain(explained(firstRun), whole, look);
    const bars = text.split('\n').filter((line) => /[█▒]/u.test(line));
    for (const line of bars) expect(line.length, line).toBeLessThanOrEqual(width);
    if (width >= 100) expect(text).toContain('rack.ebs -- rack.soc/in');
    const coloured = terminalExplain(explained(firstRun), whole, { ...look, style: colourStyle });
    expect(coloured.replaceAll(/\u001b\[\d+m/gu, '')).toBe(text);
    expect(coloured).not.toBe(text);
  }
});

it('says what is the busiest after a change, and where there is nothing to compare', () => {
  const stream = streamResult();
  const moved = counterfactualOf(stream, { ...firstRun, streams: [{
    ...scaledStream(stream, 0.5), ways: [wayResult('read', [{
      ...stream.ways[0]!.parts[2]!, utilization: 0.99,
    }])],
  }] }, { element: 'x', factor: 1.5 });
  expect(counterfactualText(moved, stream)).toContain('with 1.5 × x: p99 −50 %');
  expect(counterfactualText(moved, stream))
    .toMatch(/; then rack\.ebs -- rack\.soc\/in is the busiest$/u);
  const gone = counterfactualOf(stream, { ...firstRun, streams: [] }, { element: 'x', factor: 2 });
  expect(gone).toMatchObject({ p99Ratio: null, rateRatio: null, bottleneck: null });
  expect(counterfactualText(gone, stream)).toContain('p99 no sample');
});

it('says why nothing came through, and parts a head that is too wide', () => {
  const stream = streamResult({ id: 'probe[0]', workload: 'probe', latency: null, ways: [], lost: 7 });
  const run = withStreams(firstRun, { streams: [stream], processors: [] });
  const found = { code: 'run/flow-refused', severity: 'information', atTicks: 1 } as const;
  const text = terminalExplain(explained({ ...run, findings: [
    { ...found, element: 'probe', message: 'rack.nic drops what probe sends.' },
    { ...found, element: 'other', message: 'Not this one.' },
  ] }), whole, { ...plainLook, width: 60 });
  expect(text).toContain('nothing came through   7 lost\n\n  found       rack.nic drops what probe');
  expect(text).not.toContain('Not this one');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
});

it('gives all of it as JSON, with ratios and not with words', () => {
  const json = JSON.parse(jsonExplain('a.nitro', [explained(firstRun)], whole)) as {
    scenarios: readonly ExplainedRun[];
  };
  const [stream] = json.scenarios[0]!.streams;
  expect(stream?.bottleneck).toMatchObject({ station: 'rack.ebs/out', role: 'card', utilization: 0.9 });
  expect(stream?.counterfactuals[0]).toMatchObject({
    element: 'rack.ebs/out', factor: 2, p99Ratio: 0.5, rateRatio: 2,
  });
  expect(stream?.stream.ways[0]?.parts).toHaveLength(4);
});

it('lets no name out of its place', () => {
  const stream = streamResult({
    workload: HOSTILE, id: HOSTILE, from: HOSTILE,
    ways: [wayResult('read', readWay.parts.map((one) => ({ ...one, station: HOSTILE })))],
  });
  const run = withStreams(firstRun, {
    streams: [stream], processors: [processorResult({ id: HOSTILE })],
  });
  const text = terminalExplain({ ...explained(run), scenario: HOSTILE }, whole, plainLook);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
});

it('puts latencies, breakdowns, lines over time and processors into the page', () => {
  const page = html(reportOf(fileOf(whole)), () => undefined);
  expect(page).toContain('<h3>Streams <span class="quiet">first run of web.count = 2</span></h3>');
  for (const cell of ['scan', '12.5 K requests/s', '80 us', '160 us', 'rack.ebs/out 90 % busy']) {
    expect(page).toContain(`>${cell}</td>`);
  }
  expect(page).toContain('aria-label="What the latency of scan read is made of"');
  expect(page.match(/class="breakdown /gu)).toHaveLength(1);
  expect(page.match(/class="series /gu)).toHaveLength(1);
  // Of the page's own colours, light and dark.
  expect(page).toContain('stroke="var(--picture-busy)"');
  expect(page).toMatch(/<h3>Processors[\s\S]*>12,345<\/td>/u);
  const none = html(reportOf(fileOf(results([expectation()]))), () => undefined);
  expect(none).not.toMatch(/<h3>(?:Streams|Processors)/u);
});
