/** Flows over fabrics after a run: on a terminal, and in a page. */
import { expect, it } from 'vitest';
import { html, plainLook, terminalRun, type FileReport } from '#report';
import type { Results, RunResult } from '#results';
import {
  cableResult, flowNetwork, flowResult, networkResult, withFlows,
} from '../support/network-results.ts';
import { microsecond, withStreams } from '../support/stream-results.ts';
import { expectation, fileReport, reportOf, results } from './samples.ts';

const resultsOf = (change: (run: RunResult) => RunResult): Results => {
  const plain = results([expectation()]);
  return {
    ...plain, scenarios: plain.scenarios.map((scenario) => ({
      ...scenario, variants: scenario.variants.map((variant) =>
        ({ ...variant, runs: variant.runs.map(change) })),
    })),
  };
};

const fileOf = (change: (run: RunResult) => RunResult): FileReport =>
  fileReport({ run: { results: resultsOf(change), places: {} } });

const printed = (change: (run: RunResult) => RunResult, width = 160): string =>
  terminalRun(reportOf(fileOf(change)), () => undefined, { ...plainLook, width });

it('gives each of a few flows a line: goodput, completion, the least it could be', () => {
  const text = printed((run) => withFlows(run, 2, {
    streams: [
      flowResult(0), flowResult(1, 2, {
        network: flowNetwork({ retransmitted: 12, timeouts: 1, stallTicks: 900 * microsecond }),
      }),
    ],
  }));
  expect(text).toMatch(/ · burst\[0\] +800 Mbps +p50 40 us +p99 60 us +ideal 20 us +bottleneck/u);
  expect(text).toMatch(
    / · burst\[1\] +800 Mbps +p50 80 us +p99 120 us +ideal 20 us +12 packets sent again, longest stall 900 us, bottleneck rack/u,
  );
  expect(text).not.toContain('dropped');
});

// Of 96 values the 48th is 1,160 µs and the 96th 2,880.
it('says many flows of one workload in one line, with all their completions', () => {
  const text = printed((run) => withFlows(run, 48));
  expect(text).toMatch(/ · burst +48 flows +38\.4 Gbps +p50 1\.16 ms +p99 2\.88 ms +ideal 20 us/u);
  expect(text.match(/burst/gu)).toHaveLength(1);
  // What has no room stands below.
  expect(printed((run) => withFlows(run, 48), 80)).toMatch(/ideal 20 us\n {6}bottleneck rack/u);
});

it('tells rounds of a job from the least they could take, drops by their reason, and pauses', () => {
  const text = printed((run) => withFlows(run, 5, {
    jobs: [{
      workload: 'sum', roundTicks: [30, 50, 40].map((n) => n * microsecond),
      idealTicks: 10 * microsecond,
    }],
    networks: [networkResult({
      drops: [{ reason: 'link-down', packets: 3 }, { reason: 'queue-full', packets: 1200 }],
      pauses: { blockedMost: 3, chainMost: 2, heldUpMost: 0, deadlock: null, freed: [] },
      cables: [cableResult('a', 'b')],
    })],
  }));
  expect(text).toMatch(/ · sum +3 rounds +p50 40 us +most 50 us +ideal 10 us\n/u);
  expect(text).toMatch(/ · net +packets dropped: 1,203 \(3 a link was down, 1,200 a queue was full\) +at most 3 links stood still at one time\n/u);
});

it('says of no ideal that is not known, rather than 0', () => {
  const unknown = (run: RunResult): RunResult => {
    const made = withFlows(run, 5, {
      jobs: [{ workload: 'sum', roundTicks: [30 * microsecond], idealTicks: null }],
      networks: [networkResult({})],
    });
    return {
      ...made, streams: made.streams.map((stream) => stream.network === null ? stream
        : { ...stream, network: { ...stream.network, idealTicks: null } }),
    };
  };
  expect(printed((run) => withFlows(run, 5))).toContain('ideal');
  expect(printed(unknown)).toContain('p50 30 us');
  expect(printed(unknown)).not.toContain('ideal');
  expect(pageOf(unknown)).toContain('Flows over fabrics');
  expect(pageOf(unknown)).not.toMatch(/>ideal \d|ideal 0/u);
});

const pageOf = (change: (run: RunResult) => RunResult): string =>
  html(reportOf(fileOf(change)), () => undefined);

it('shows flows, jobs and fabrics on a page, and nothing of them where there are none', () => {
  const page = pageOf((run) => withFlows(run, 12, {
    jobs: [{
      workload: 'burst', roundTicks: [30, 50].map((n) => n * microsecond),
      idealTicks: 10 * microsecond,
    }],
    networks: [networkResult({
      drops: [{ reason: 'queue-full', packets: 1200 }],
      pauses: {
        blockedMost: 2, chainMost: 2, heldUpMost: 7, freed: [],
        deadlock: { atTicks: 1e9, links: ['ring[0] > ring[1]', 'ring[1] > ring[0]'] },
      },
      cables: [cableResult('ring[0]', 'ring[1]', { dropped: 1200 }), cableResult('a', 'b')],
    })],
  }));
  expect(page).toContain('<h3>Flows over fabrics');
  expect(page).toContain('<summary>each of the 12 flows of burst</summary>');
  expect(page).toContain('>ideal 20 µs</text>');
  expect(page).toContain('Goodput of burst over time');
  expect(page).toContain('>least to most of 12 flows</text>');
  expect(page).toContain('>burst[11], the slowest</text>');
  expect(page).toContain('Rounds of burst');
  expect(page).toContain('1,200 (a queue was full)');
  expect(page).toContain('`ring[0] &gt; ring[1]` waits for `ring[1] &gt; ring[0]` waits for `ring[0]');
  expect(page).toMatch(/ring\[0\] &gt; ring\[1\] over time[^]*>most 8 kB</u);
  // What is made of its latency is drawn for one of them.
  expect(page.match(/class="breakdown /gu)).toHaveLength(1);
  expect(page).not.toContain('<h3>Streams');
  expect(pageOf((run) => withStreams(run))).not.toMatch(/Flows over fabrics|<h3>Fabrics/u);
});

it('lays the completions of all variants side by side', () => {
  const plain = resultsOf((run) => withFlows(run, 2));
  const page = html(reportOf(fileReport({ run: { results: plain, places: {} } })), () => undefined);
  const curves = /class="distribution [^]*?<\/svg>/u.exec(page)?.[0].match(/class="curve"/gu);
  expect(curves).toHaveLength(plain.scenarios[0]!.variants.length);
});

it('says on goodput what the scenario did meanwhile, where that is known', () => {
  const known = resultsOf((run) => withFlows(run, 2));
  const fail = {
    action: 'fail', atTicks: 25e9, target: 'a -- b', to: null, forTicks: 1e9, properties: {},
  };
  const { name, variants } = known.scenarios[0]!;
  const actions = { [name]: variants.map(() => [fail]) };
  const page = (run: FileReport['run']): string =>
    html(reportOf(fileReport({ run })), () => undefined);
  expect(page({ results: known, places: {}, actions })).toContain('<title>a -- b failed</title>');
  expect(page({ results: known, places: {} })).not.toContain('a -- b failed');
});

it('gives each workload a chart of its own where there are variants too', () => {
  const two = resultsOf((run) => withFlows(run, 1, {
    streams: [flowResult(0), { ...flowResult(0), id: 'noise[0]', workload: 'noise' }],
  }));
  const page = html(reportOf(fileReport({ run: { results: two, places: {} } })), () => undefined);
  expect(page).toContain('aria-label="Share of messages of burst that were through after so long, in');
  expect(page).toContain('aria-label="Share of messages of noise that were through after so long, in');
});

it('sums packets of those flows that have them, and says that others were computed as flows', () => {
  const unknown = flowNetwork({
    sentPackets: null, retransmitted: null, reordered: null, reorderedMost: null, dropped: null,
    marked: null, duplicates: null, timeouts: null, reconnects: null, stallTicks: null, paths: null,
  });
  const mixed = (run: RunResult): RunResult => withFlows(run, 5, {
    streams: Array.from({ length: 5 }, (_, i) => flowResult(i, 1, {
      network: i < 2 ? unknown : flowNetwork({ retransmitted: 4, paths: 3 }),
    })),
  });
  const note = 'packets without 2 of 5 flows, computed as flows';
  expect(printed(mixed)).toMatch(
    new RegExp(` · burst +5 flows .*\\n +12 packets sent again, .*, ${note}, bottleneck`, 'u'),
  );
  const page = html(reportOf(fileOf(mixed)), () => undefined);
  expect(page).toContain(`5 flows; ${note}<`);
  const row = page.slice(page.indexOf(`5 flows; ${note}<`));
  const cells = row.slice(0, row.indexOf('</tr>'));
  expect(cells.match(/(?<=>)[\d,]+(?=<)/gu)).toEqual(expect.arrayContaining(['3,000', '12', '3']));
  // Nothing more is said of those that all have them.
  expect(printed((run) => withFlows(run, 5))).not.toContain('computed as flows');
});

it('says which of several variants its lines are of, and nothing where there is one', () => {
  const known = resultsOf((run) => withFlows(run, 2));
  const lines = (results: Results): string => terminalRun(
    reportOf(fileReport({ run: { results, places: {} } })), () => undefined,
    { ...plainLook, width: 160 },
  );
  const [scenario] = known.scenarios;
  expect(scenario!.variants.length).toBeGreaterThan(1);
  expect(lines(known)).toMatch(/\n {4}first run with \S+ = .+; of \d+ other variants?: --format json\n/u);
  const one = { ...scenario!, variants: scenario!.variants.slice(0, 1) };
  expect(lines({ ...known, scenarios: [one] })).not.toContain('first run with');
});
