import { expect, it } from 'vitest';
import { canonicalJson, sortedBy } from '#base';
import type { Ir } from '#ir';
import type { RunOptions } from '#results';
import {
  type FromWorker, isCutShort, mergeResults, planRuns, resultsFingerprint, RunWorker, seedOfRun,
  summarise,
} from '#sim/run';
import {
  action, constant, expectation, instance, ir, machineOf, scenario, second, sled, variant, world,
} from '../../support/ir-builder.ts';
import { jobResults, results, wholeRun } from '../../support/life-runs.ts';

const lognormal = (median: number) =>
  ({ shape: 'lognormal', parameters: [median, 0.3] }) as const;

/** Two variants that differ in how fast the hypervisor allocates. */
function model(runs = 6): Ir {
  const hosts = [1, 6].map((seconds) =>
    sled('sled', { hypervisor: { allocateTimeTicks: lognormal(seconds * second) } }));
  const worlds = hosts.map((host) => world(host, instance('web', {
    machine: machineOf(host), instance: { kernelTimeTicks: lognormal(14 * second) },
  })));
  const expectations = [
    expectation({
      index: 0, left: { is: 'boot', of: ['web'] },
      right: { is: 'constant', value: 1000 * second },
    }),
    expectation({
      index: 1, left: { is: 'state', of: ['web'], atTicks: null }, operator: '==',
      right: { is: 'word', word: 'running' },
    }),
  ];
  const actions = [action(0, 'launch', 'web')];
  return ir(worlds, [scenario('boot', {
    runs, seed: 5, expectations: ['boot(web) < 1000 s', 'state(web) == running'],
    variants: worlds.map((_, index) => variant({
      world: index, actions, expectations,
      assignments: [{ target: 'sled.hv.allocateTime', value: String(index) }],
    })),
  })]);
}

const shards = (of: number): readonly RunOptions[] =>
  Array.from({ length: of }, (_, index) => ({ ...wholeRun, shard: { index, of } }));

it('does the first run of every variant before the second of any', () => {
  const plan = planRuns(model(3), wholeRun);
  expect(plan.ok && plan.jobs.map((job) => [job.index, job.run, job.variant])).toEqual([
    [0, 0, 0], [1, 0, 1], [2, 1, 0], [3, 1, 1], [4, 2, 0], [5, 2, 1],
  ]);
});

it('gives variants the same seeds, and every run another', () => {
  const plan = planRuns(model(50), wholeRun);
  if (!plan.ok) throw new Error('it can be run');
  const seeds = new Map<number, Set<number>>();
  for (const job of plan.jobs) {
    seeds.set(job.run, (seeds.get(job.run) ?? new Set()).add(job.seed));
  }
  for (const [run, own] of seeds) expect([...own]).toEqual([seedOfRun(5, run)]);
  expect(new Set(plan.jobs.map((job) => job.seed)).size).toBe(50);
  expect(plan.jobs.every((job) => Number.isSafeInteger(job.seed))).toBe(true);
});

it('takes seed, runs and scenarios from the options before those of the scenario', () => {
  const plan = planRuns(model(3), { ...wholeRun, seed: 9, runs: 1, scenarios: ['boot'] });
  expect(plan.ok && plan.jobs.map((job) => job.seed)).toEqual([seedOfRun(9, 0), seedOfRun(9, 0)]);
});

it('gives the same bytes in whatever order and by whatever worker jobs are done', () => {
  const spec = model();
  const inOrder = jobResults(spec);
  const whole = canonicalJson(summarise(spec, wholeRun, inOrder));
  const orders = [
    [...inOrder].reverse(),
    sortedBy(inOrder, ({ job }) => String(job.seed)),
    [...inOrder.filter((_, i) => i % 4 === 3), ...inOrder.filter((_, i) => i % 4 !== 3)],
    // Four workers that take turns, each slower than the one before.
    [0, 1, 2, 3].flatMap((worker) => inOrder.filter(({ job }) => job.index % 4 === worker)),
  ];
  for (const order of orders) expect(canonicalJson(summarise(spec, wholeRun, order))).toBe(whole);
  expect(canonicalJson(results(spec))).toBe(whole);
});

it('merges shards into the bytes of the whole, in whatever order they come', () => {
  const spec = model();
  const whole = results(spec);
  for (const of of [1, 2, 3, 5, 12, 13]) {
    const parts = shards(of).map((options) => results(spec, options));
    const merged = mergeResults([...parts].reverse());
    expect(merged.ok && canonicalJson(merged.results)).toBe(canonicalJson(whole));
    expect(merged.ok && resultsFingerprint(merged.results)).toBe(resultsFingerprint(whole));
  }
});

it('says of a part that it is one, and does not judge what it does not know', () => {
  const [part] = shards(4).map((options) => results(model(), options));
  expect(part?.partial).toBe(true);
  expect(part?.scenarios[0]?.expectations.map((e) => e.verdict)).toEqual(['undecided', 'undecided']);
});

/** One that boots, and then one whose launch is tried again for as long as the run may last. */
function endless(): Ir {
  const host = sled('sled', { controller: { retries: 1_000_000 } });
  const machine = machineOf(host);
  const bound = (index: number, seconds: number) => expectation({
    index, left: { is: 'boot', of: ['web'] },
    right: { is: 'constant', value: seconds * second },
  });
  return ir([world(host, instance('web', { machine }), instance('late', { machine }))], [
    scenario('boot', { expectations: ['boot(web) < 60 s', 'boot(web) < 1 s'], variants: [variant({
      expectations: [bound(0, 60), bound(1, 1)],
      actions: [
        action(0, 'launch', 'web'), action(90 * second, 'fail', 'sled.hv[0]'),
        action(91 * second, 'launch', 'late'),
      ],
    })] }),
  ]);
}

it('does not say that something holds of a run that a limit ended, but may say that it fails', () => {
  const spec = endless();
  const limits = { simulatedTicks: 200 * second };
  const cut = (options: RunOptions) =>
    summarise(spec, options, jobResults(spec, options, { limits }));
  const whole = cut(wholeRun);
  expect(whole.scenarios[0]?.variants[0]?.runs[0]?.end).toBe('time-limit');
  expect(isCutShort(whole)).toBe(true);
  expect(whole.scenarios[0]?.expectations.map((e) => [e.verdict, e.reason])).toEqual([
    ['undecided', 'Run 0 was ended by a limit before it was over.'],
    ['fails', 'The value lies on the wrong side of the bound.'],
  ]);
  const merged = mergeResults(shards(2).map((options) => cut(options)));
  expect(merged.ok && canonicalJson(merged.results)).toBe(canonicalJson(whole));
  expect(isCutShort(results(model(1)))).toBe(false);
});

it('names the runs that two parts have in one sentence', () => {
  const [half] = shards(2).map((options) => results(model(), options));
  if (half === undefined) throw new Error('two halves');
  const merged = mergeResults([half, half]);
  expect(merged.ok ? [] : merged.problems.map(({ message }) => message)).toEqual([
    "Parts 1 and 2 both have run 0 of variant 0, run 1 of variant 0, run 2 of variant 0, "
    + "run 3 of variant 0, run 4 of variant 0, and 1 more of 'boot'.",
    "No part has run 0 of variant 1, run 1 of variant 1, run 2 of variant 1, "
    + "run 3 of variant 1, run 4 of variant 1, and 1 more of 'boot'.",
  ]);
});

it('refuses parts of another model, other options, doubles and gaps, each by its code', () => {
  const parts = shards(3).map((options) => results(model(), options));
  const [first, second_, third] = parts;
  if (first === undefined || second_ === undefined || third === undefined) throw new Error('three');
  const codesOf = (given: Parameters<typeof mergeResults>[0]): readonly string[] => {
    const merged = mergeResults(given);
    return merged.ok ? [] : [...new Set(merged.problems.map((problem) => problem.code))];
  };
  expect(codesOf([])).toEqual(['merge/nothing']);
  expect(codesOf([first, second_])).toEqual(['merge/gap']);
  expect(codesOf([first, second_, third, first])).toEqual(['merge/overlap']);
  expect(codesOf([first, second_, { ...third, irFingerprint: 'other' }]))
    .toEqual(['merge/different-model']);
  const seeded = shards(3).map((options) => results(model(), { ...options, seed: 8 }));
  expect(codesOf([first, second_, seeded[2] ?? third])).toEqual(['merge/different-options']);
  const quarters = shards(4).map((options) => results(model(), options));
  expect(codesOf([first, second_, third, ...quarters])).toEqual(['merge/different-options']);
  const later = { ...third, resultsVersion: 2 as 1 };
  expect(codesOf([first, second_, later])).toEqual(['merge/different-version']);
});

it('refuses to run what is not simulated, and lists it, before anything runs', () => {
  const spec = model();
  const [only] = spec.scenarios;
  if (only === undefined) throw new Error('one scenario');
  const broken = { ...spec, scenarios: [{
    ...only,
    variants: only.variants.map((v, i) => i === 0 ? v : { ...v, notSimulated: ['flow fetch'] }),
  }] };
  expect(planRuns(broken, wholeRun)).toEqual({ ok: false, problems: [{
    code: 'run/not-simulated', scenario: 'boot', constructs: ['flow fetch'], variants: [1],
    message: "Scenario 'boot' uses what is not simulated yet: flow fetch.",
  }] });
});

it('refuses bursts as the length of one thing', () => {
  const host = sled('sled', {
    nic: { attachTimeTicks: { shape: 'bursts', parameters: [1, 2, 3] } },
  });
  const plan = planRuns(ir([world(host)], [scenario('boot')]), wholeRun);
  expect(plan.ok || plan.problems[0]?.constructs).toEqual(['bursts as attachTime of sled.nic[0]']);
});

it('refuses unknown scenarios, impossible shards and too many runs', () => {
  const code = (options: Partial<RunOptions>): string | undefined => {
    const plan = planRuns(model(), { ...wholeRun, ...options });
    return plan.ok ? undefined : plan.problems[0]?.code;
  };
  expect(code({ scenarios: ['reboot'] })).toBe('run/unknown-scenario');
  expect(code({ shard: { index: 3, of: 3 } })).toBe('run/wrong-shard');
  expect(code({ shard: { index: -1, of: 3 } })).toBe('run/wrong-shard');
  expect(code({ runs: 5001 })).toBe('run/too-many-runs');
  expect(code({ runs: 5000 })).toBeUndefined();
});

it('leaves out a run that was cancelled, and says that the results are partial', () => {
  const spec = model();
  const done = jobResults(spec).map((one) =>
    one.job.index === 3 ? { ...one, result: { ...one.result, end: 'cancelled' as const } } : one);
  const summary = summarise(spec, wholeRun, done);
  expect(summary.partial).toBe(true);
  expect(summary.scenarios[0]?.variants.map((v) => v.runs.length)).toEqual([6, 5]);
});

it('names the variant that decides', () => {
  const spec = model();
  const [only] = spec.scenarios;
  if (only === undefined) throw new Error('one scenario');
  const tight = (bound: number) => ({ ...spec, scenarios: [{
    ...only,
    variants: only.variants.map((v) => ({ ...v, expectations: [expectation({
      index: 0, left: { is: 'boot', of: ['web'] }, right: { is: 'constant', value: bound },
    })] })),
  }] });
  const judged = (bound: number) => results(tight(bound)).scenarios[0]?.expectations[0];
  // The second variant takes some 5 s longer: it fails first, and of two that hold it is nearer.
  expect(judged(60 * second)).toMatchObject({ verdict: 'holds', variant: 1 });
  expect(judged(second)).toMatchObject({ verdict: 'fails', variant: 0 });
  expect(judged(second)?.perVariant.map((v) => v.verdict)).toEqual(['fails', 'fails']);
});

it('says why there is no sample', () => {
  const host = sled('sled', { hypervisor: { lostCommands: 9 } });
  const spec = ir([world(host, instance('web', { machine: machineOf(host) }))], [scenario('boot', {
    expectations: ['boot(web) < 40 s'],
    variants: [variant({ actions: [action(0, 'launch', 'web')], expectations: [expectation({
      left: { is: 'boot', of: ['web'] }, right: { is: 'constant', value: 40 * second },
    })] })],
  })]);
  expect(results(spec).scenarios[0]?.expectations[0]).toMatchObject({
    verdict: 'fails',
    reason: "There is no sample in run 0: The launch of web failed before 'allocated': "
      + 'sled.hv[0] did not answer in 4 tries.',
  });
});

it('lists the assumed defaults that took part, and no others', () => {
  const [only] = results(model(1)).scenarios;
  expect(only?.assumed).toEqual([
    'attachTime of NitroEbs', 'attachTime of NitroVpc', 'bootRead of c7g.xlarge',
    'bootReadDepth of c7g.xlarge', 'commandTime of NitroController', 'firmwareTime of c7g.xlarge',
    'latency of gp3', 'processingTime of NitroEbs', 'startTime of Nitro',
  ]);
});

it('lists the assumed time-out only when a command timed out', () => {
  const host = sled('sled', {
    hypervisor: { lostCommands: 1, allocateTimeTicks: constant(second) },
  });
  const spec = ir([world(host, instance('web', { machine: machineOf(host) }))], [scenario('boot', {
    variants: [variant({ actions: [action(0, 'launch', 'web')] })],
  })]);
  const assumed = results(spec).scenarios[0]?.assumed ?? [];
  expect(assumed).toContain('timeout of NitroController');
  expect(assumed).toContain('retries of NitroController');
  expect(assumed).not.toContain('boardTimeout of NitroController');
  expect(assumed).not.toContain('allocateTime of Nitro');
});

it('does jobs in a worker as in a plain call, and tells of them in order', () => {
  const spec = model();
  const plan = planRuns(spec, wholeRun);
  if (!plan.ok) throw new Error('it can be run');
  const posted: FromWorker[] = [];
  const worker = new RunWorker((message) => posted.push(message));
  worker.receive({ is: 'model', ir: structuredClone(spec), limits: {} });
  worker.receive({ is: 'jobs', jobs: plan.jobs });
  const done = posted.flatMap((message) => message.is === 'done' ? [message.jobResult] : []);
  expect(posted.at(-1)).toEqual({ is: 'idle' });
  expect(canonicalJson(summarise(spec, wholeRun, structuredClone(done))))
    .toBe(canonicalJson(results(spec)));
});

it('says that a worker is broken when it is asked for the impossible', () => {
  const posted: FromWorker[] = [];
  const job = { index: 0, scenario: 'boot', variant: 0, run: 0, seed: 1 };
  new RunWorker((message) => posted.push(message)).receive({ is: 'jobs', jobs: [job] });
  expect(posted).toEqual([{
    is: 'broken', job, message: 'a worker gets its model before its jobs',
  }]);
});
