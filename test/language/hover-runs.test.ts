/** Hover after a run: what a workload went through, and how busy an element was. */
import { beforeAll, expect, it } from 'vitest';
import { defined } from '#base';
import { planRuns, runJob, summarise } from '#sim/run';
import type { NitroLanguage } from '../../language-server/services/module.ts';
import { at, language, openOne } from './marks.ts';

const SPEC = `use aws
host box : C5Host
instance app : c5.9xlarge on box {
  volume root : gp3 { size = 100 GiB }
  volume data : io2 { size = 1 TiB  iops = 4 Kiops }
}
io scan on app.data { block = 4 KiB  depth = 16 }
compute work on app { threads = 9 }
scenario steady {
  duration = 100 ms
}
`;

let made: NitroLanguage;

beforeAll(async () => {
  made = await language();
});

async function hoverOf(text: string, wasRun: string | null): Promise<string> {
  const { Results, Compiled } = made.nitro.model;
  if (wasRun !== null) {
    const { document } = await openOne(made, wasRun);
    const model = Compiled.of(document);
    const ir = defined(model.ir, 'a model');
    const options = { seed: null, runs: null, scenarios: [], shard: null };
    const plan = planRuns(ir, options);
    const done = plan.ok ? plan.jobs.map((job) => runJob(ir, job)) : [];
    const results = summarise(ir, options, done);
    Results.arrived(document.uri.toString(), 'steady', results, false);
    Results.modelIs(document.uri.toString(), results.irFingerprint);
  }
  const marked = await openOne(made, text);
  const found = await made.nitro.lsp.HoverProvider?.getHoverContent(marked.document, at(marked));
  return (found?.contents as { value?: string } | undefined)?.value ?? '';
}

it('says nothing of a workload that was not run', async () => {
  expect(await hoverOf(SPEC.replace('io scan', 'io sc<|>an'), null)).not.toContain('last run');
});

it('says rate, p99, bottleneck and breakdown of a workload that was run', async () => {
  const text = await hoverOf(SPEC.replace('io scan', 'io sc<|>an'), SPEC);
  expect(text).toMatch(
    /- last run of steady: \*\*scan\*\* (?:3\.9\d*|4) K requests\/s · p50 \S+ ms, p99 \S+ ms · /u,
  );
  expect(text).toContain(' · bottleneck `app.data/iops`, 100 % busy');
  expect(text).toMatch(/\n {2}- read: \S+ ms = \S+ ms waiting \+ \S+ ms being served \+ 4 us/u);
  expect(text).toMatch(/\n {2}- limit `app\.data\/iops` 7\d %, remote volume `app\.data` 2\d %/u);
});

it('says how busy an element and the processors of an instance were', async () => {
  expect(await hoverOf(SPEC.replace('instance app', 'instance a<|>pp'), SPEC))
    .toMatch(/- last run of steady: \d+ % busy · 25 % of its 36 hardware threads/u);
  expect(await hoverOf(SPEC.replace('host box', 'host b<|>ox'), SPEC)).not.toContain('last run');
});
