/**
 * Random specs with workloads, from the text to the results: nothing crashes, all books agree (the
 * run audits them), parts add up, and neither chance nor the order of declarations has a say.
 */
import { EmptyFileSystem, URI } from 'langium';
import { expect, it } from 'vitest';
import { canonicalJson, Chance } from '#base';
import type { RunResult } from '#results';
import { simulate } from '#sim/run';
import { createNitroCore } from '../../language-server/nitro-module.ts';
import { checkText, irOf } from '../support/check-text.ts';
import { checkLaws } from '../support/life-laws.ts';
import { randomLoads } from '../support/random-loads.ts';
import { shuffled } from '../support/shuffle.ts';

/** To look at one spec alone: LOAD_SEED=17 npx vitest run test/slow/workload-swarm.test.ts */
const only = process.env['LOAD_SEED'];
const seeds = only === undefined ? Array.from({ length: 200 }, (_, seed) => seed) : [Number(only)];

const core = createNitroCore(EmptyFileSystem);

const inOtherOrder = (text: string, seed: number): string => {
  const uri = URI.parse('memory:/shuffled.nitro');
  const document = core.shared.workspace.LangiumDocumentFactory.fromString(text, uri);
  return shuffled(text, document.parseResult.value, new Chance(seed).stream('shuffle'));
};

async function run(text: string): Promise<RunResult> {
  const ir = await irOf(text);
  return simulate(ir, {
    scenario: 'swarm', variant: 0, run: 0, seed: 1, limits: { events: 2_000_000 },
  });
}

function checkStreams({ streams, series, processors }: RunResult): void {
  for (const stream of streams) {
    for (const { parts, meanTicks, count } of stream.ways) {
      const sum = parts.reduce((total, part) =>
        total + part.queuedTicks + part.servedTicks + part.propagatedTicks, 0);
      expect(Math.abs(sum - meanTicks), stream.id).toBeLessThanOrEqual(1e-6 * meanTicks + 1e-6);
      for (const part of parts) {
        expect(part.utilization ?? 0).toBeLessThanOrEqual(1);
        expect(Math.min(part.queuedTicks, part.servedTicks, part.propagatedTicks))
          .toBeGreaterThanOrEqual(0);
      }
      expect(count).toBeGreaterThanOrEqual(0);
    }
    expect(Math.min(stream.completed, stream.lost, stream.bytes)).toBeGreaterThanOrEqual(0);
  }
  for (const { values } of series?.utilization ?? []) {
    expect(Math.min(0, ...values)).toBe(0);
    expect(Math.max(1, ...values)).toBe(1);
  }
  for (const { id, busy, stolen, useful, switching, exiting } of processors) {
    expect(Math.min(busy, stolen, useful, switching, exiting), id).toBeGreaterThanOrEqual(0);
    expect(Math.max(busy, stolen), id).toBeLessThanOrEqual(1 + 1e-9);
    expect(useful + switching + exiting, id).toBeLessThanOrEqual(busy + 1e-9);
  }
}

it('carries out random specs with workloads, and keeps their books', async () => {
  let busy = 0;
  for (const seed of seeds) {
    const text = randomLoads(seed);
    try {
      const result = await run(text);
      checkLaws(result, 1);
      checkStreams(result);
      if (result.streams.some(({ completed }) => completed > 0)) busy++;
    } catch (error) {
      throw new Error(`LOAD_SEED=${String(seed)} shows it:\n${text}`, { cause: error });
    }
  }
  if (only === undefined) expect(busy).toBeGreaterThan(seeds.length / 3);
});

it('gives the same bytes again, and in any order of declarations', async () => {
  for (const seed of seeds.filter((_, i) => i % 4 === 0)) {
    const text = randomLoads(seed);
    const what = `LOAD_SEED=${String(seed)}`;
    const bytes = canonicalJson(await run(text));
    expect(canonicalJson(await run(text)), what).toBe(bytes);
    const other = inOtherOrder(text, seed);
    // Such a spec may have a flow from a guest to itself, which is a warning.
    const errors = (await checkText(other)).problems.filter(({ severity }) => severity === 'error');
    expect(errors, what).toEqual([]);
    expect(canonicalJson(await run(other)), `${what}:\n${other}`).toBe(bytes);
  }
});
