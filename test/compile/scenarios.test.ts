/** Rules 17 to 21: what scenarios do, vary and expect. */
import { describe, expect, it } from 'vitest';
import { defined } from '#base';
import type { Ir, ScenarioIr } from '#ir';
import { checkText, fixed, HOSTS, irOf, problemsOf } from '../support/check-text.ts';

const MODEL = `${HOSTS}fabric net { leaves = 2  spines = 2 }
link box.nic -- net
instance web[2] : c7g.large on box[0].s { enaExpress = yes  volume root : gp3 { size = 8 GiB } }
instance db : c7g.large on box[1].s { enaExpress = yes  volume data : gp3 { size = 8 GiB } }
flow fetch from web to db { size = 1 KiB }
io scan on db.data, web.root { block = 4 KiB }
`;
const FIRST = MODEL.split('\n').length + 1;

const scenario = (...lines: readonly string[]): string => `${MODEL}scenario s {\n${lines.join('\n')}\n}`;
/** Codes with the line inside the scenario, from 0. */
const wrong = async (...lines: readonly string[]): Promise<readonly string[]> =>
  (await problemsOf(scenario(...lines))).map((text) => {
    const [code = '', line = '0'] = text.split(' ');
    return `${code} ${Number(line) - FIRST}`;
  });
const compiledScenario = async (...lines: readonly string[]): Promise<ScenarioIr & { ir: Ir }> => {
  const ir = await irOf(scenario(...lines));
  return { ...defined(ir.scenarios[0], 'it has a scenario'), ir };
};
const BOOT = 'expect boot(web) < 40 s';

describe('faults of a network', () => {
  const faults = async (line: string): Promise<readonly unknown[]> =>
    ((await compiledScenario('duration = 3 s', `at 1 s ${line}`, 'expect fetch.lost == 0'))
      .variants[0]?.actions ?? []).map((a) => [a.action, a.target, a.forTicks, a.properties]);

  it('takes links of a fabric by their ends, its switches and cards, for a time or for good', async () => {
    expect(await faults('fail net.leaf[0] -- net.spine[1] for 200 ms'))
      .toEqual([['fail', 'net.leaf[0] -- net.spine[1]', 2e11, {}]]);
    expect(await faults('fail net.spine[0]')).toEqual([['fail', 'net.spine[0]', null, {}]]);
    expect(await faults('fail box[0].nic -- net.leaf[0]'))
      .toEqual([['fail', 'box[0].nic -- net.leaf[0]', null, {}]]);
    expect(await faults('fail net.leaf -- net.spine[1]')).toHaveLength(2);
  });

  it('loses, slows and damages, by chance or every so-many-th packet', async () => {
    expect(await faults('degrade net.leaf[0] -- net.spine[0] { rate = 10 Gbps  lossEvery = 1000 }'))
      .toEqual([['degrade', 'net.leaf[0] -- net.spine[0]', null, {
        rateBitsPerSecond: 10e9, lossEvery: 1000,
      }]]);
    expect(await faults('corrupt box[0].nic { loss = 1 % } for 1 s'))
      .toEqual([['corrupt', 'box[0].nic', 1e12, { loss: 0.01 }]]);
    expect(await wrong('duration = 1 s', 'at 0 s degrade net.spine[0] { lossEvery = 1 }',
      'expect fetch.lost == 0')).toEqual(['value/out-of-range 1']);
  });

  it('goes down and up again, for so long each time', async () => {
    expect(await faults('flap net.leaf[0] -- net.spine[0] { down = 20 us  up = 80 us } for 1 ms'))
      .toEqual([['flap', 'net.leaf[0] -- net.spine[0]', 1e9, { downTicks: 20e6, upTicks: 80e6 }]]);
    expect(await faults('flap net.spine[1] { up = 5 ms }'))
      .toEqual([['flap', 'net.spine[1]', null, { downTicks: 1e9, upTicks: 5e9 }]]);
  });
});

describe('rule 17: time and actions', () => {
  it('defaults warmup to 0 s, seed to 1 and runs to 1', async () => {
    const s = await compiledScenario(BOOT);
    expect([s.warmupTicks, s.seed, s.runs, s.durationTicks]).toEqual([0, 1, 1, null]);
  });

  it('requires a duration unless every workload ends or only the life cycle counts', async () => {
    expect(await wrong('expect mean(scan.iops) > 1000')).toEqual(['scenario/duration-missing -1']);
    expect(await wrong('duration = 1 s', 'expect mean(scan.iops) > 1000')).toEqual([]);
    expect(await wrong('at 1 s stop db', BOOT)).toEqual([]);
    expect(await problemsOf(await fixed(
      scenario('expect mean(scan.iops) > 1000'), 'scenario/duration-missing',
    ))).toEqual([]);
  });

  it('has off what an action launches, and sorts actions by time, action and target', async () => {
    const s = await compiledScenario('at 2 s stop web[0]', 'at 1 s launch web[1], web[0]', BOOT);
    const [variant] = s.variants;
    expect(variant?.launchedLater).toEqual(['web[0]', 'web[1]']);
    expect(variant?.actions.map((a) => [a.atTicks, a.action, a.target])).toEqual([
      [1e12, 'launch', 'web[0]'], [1e12, 'launch', 'web[1]'], [2e12, 'stop', 'web[0]'],
    ]);
  });

  it('reports two actions on one thing at one instant, at both', async () => {
    expect(await wrong('at 1 s stop web', 'at 1 s reboot web[1]', BOOT))
      .toEqual(['scenario/two-at-once 0', 'scenario/two-at-once 1']);
    expect(await wrong('at 1 s stop web', 'at 2 s launch web[1]', BOOT)).toEqual([]);
  });

  it('refuses a time before the start, and a negative duration, once', async () => {
    expect(await wrong('at 0 s launch web', 'at -1 s launch web', BOOT))
      .toEqual(['value/out-of-range 1']);
    expect(await wrong('at 1 s fail box[0].s for -5 s', BOOT)).toEqual(['value/out-of-range 0']);
    expect(await wrong('expect state(web, -1 s) == running')).toEqual(['value/out-of-range 0']);
  });

  it('reports what comes after the end, and a warm-up that leaves nothing', async () => {
    expect(await wrong('duration = 1 s', 'at 2 s stop db', BOOT))
      .toEqual(['scenario/at-after-duration 1']);
    expect(await wrong('duration = 1 s', 'at 1 s stop db', BOOT)).toEqual([]);
    expect(await wrong('duration = 1 s', 'warmup = 1 s', BOOT))
      .toEqual(['scenario/warmup-after-duration 1']);
  });

  it('counts in nanoseconds once a time passes 2^53 picoseconds', async () => {
    const tick = async (duration: string): Promise<readonly unknown[]> => {
      const s = await compiledScenario(`duration = ${duration}`, BOOT);
      const [expectation] = s.variants[0]?.expectations ?? [];
      return [s.ir.tickPicoseconds, s.durationTicks, expectation?.right];
    };
    expect(await tick('2.5 h')).toEqual([1, 9e15, { is: 'constant', value: 40e12 }]);
    expect(await tick('3 h')).toEqual([1000, 10_800e9, { is: 'constant', value: 40e9 }]);
    expect(await wrong('duration = 3 h', 'warmup = 1500 ps', BOOT)).toEqual(['limits/time-rounded 1']);
  });

  it('checks each action against its table', async () => {
    expect(await wrong('at 1 s stoop db', BOOT)).toEqual(['scenario/unknown-action 0']);
    expect(await wrong('at 1 s launch net', BOOT)).toEqual(['scenario/action-kind 0']);
    expect(await wrong('at 1 s stop db for 1 s', BOOT)).toEqual(['scenario/action-part 0']);
    expect(await wrong('at 1 s fail box.nic -- box.ebs', BOOT)).toEqual(['array/lengths 0']
      .map(() => 'scenario/unknown-link 0'));
    expect(await wrong('at 1 s read data of db.data', BOOT)).toEqual(['scenario/action-object 0']);
    expect(await wrong('at 1 s attach db.data to box', BOOT)).toEqual(['name/wrong-kind 0']);
  });

  it('names a link by its ends, in either order', async () => {
    const targets = async (line: string): Promise<readonly string[]> =>
      (await compiledScenario(`at 1 s ${line} for 1 s`, BOOT)).variants[0]?.actions
        .map((a) => a.target) ?? [];
    expect(await targets('fail net.leaf[0] -- net.spine[1]')).toEqual(['net.leaf[0] -- net.spine[1]']);
    expect(await targets('fail net.spine[1] -- net.leaf[0]')).toEqual(['net.leaf[0] -- net.spine[1]']);
    expect(await targets('fail net.spine[0] -- net.leaf')).toHaveLength(2);
  });

  it('says what has no simulation yet', async () => {
    const text = scenario('duration = 1 s', 'at 0.5 s degrade dense.ssd { rate = 1 Gbps }',
      'expect mean(scan.iops) > 1000', 'expect fetch.reordered == 0').replace('instance web',
      'host dense {\n  socket s : Graviton2\n  drive ssd : NitroSsdI4i\n'
        + '  link ssd -- s : Pcie { generation = 4  lanes = 4 }\n}\ninstance web');
    expect((await irOf(text)).scenarios[0]?.variants[0]?.notSimulated)
      .toEqual(["'degrade' on a drive"]);
  });

  it('runs flows whether or not they pass a fabric', async () => {
    const near = scenario('duration = 1 s', 'expect mean(fetch.latency) < 1 s')
      .replace('from web to db', 'from web[0] to web[1]');
    expect((await irOf(near)).scenarios[0]?.variants[0]?.notSimulated).toEqual([]);
    const cabled = near.replace('fabric net { leaves = 2  spines = 2 }\nlink box.nic -- net\n',
      'link box[0].nic -- box[1].nic : Ethernet { rate = 10 Gbps }\n');
    expect((await irOf(cabled.replace('to web[1]', 'to db'))).scenarios[0]?.variants[0]?.notSimulated)
      .toEqual([]);
  });

  it('cannot run requests to a volume of no instance, as no path leads there', async () => {
    const text = scenario('duration = 1 s', 'expect mean(lone.iops) > 1000')
      .replace('scenario s', 'volume lone-one : gp3 { size = 8 GiB }\n'
        + 'io lone on lone-one { block = 4 KiB }\nscenario s').replace('flow fetch', '// flow fetch');
    expect((await irOf(text)).scenarios[0]?.variants[0]?.notSimulated)
      .toEqual(["io 'lone' on a volume of no instance"]);
  });

  it('leaves out workloads that cannot run where only the life cycle counts, and no others', async () => {
    const idle = async (...lines: readonly string[]): Promise<readonly unknown[]> => {
      const text = scenario(...lines).replace('scenario s', 'volume lone : gp3 { size = 8 GiB }\n'
        + 'io stray on lone { block = 4 KiB }\nscenario s');
      const [variant] = (await irOf(text)).scenarios[0]?.variants ?? [];
      return [variant?.idle, variant?.notSimulated];
    };
    expect(await idle('at 1 s launch web', BOOT)).toEqual([['fetch', 'scan', 'stray'], []]);
    expect(await idle('duration = 1 min', 'at 1 s launch web', BOOT)).toEqual([['stray'], []]);
    expect(await idle('duration = 1 min', 'expect mean(scan.iops) > 1000'))
      .toEqual([[], ["io 'stray' on a volume of no instance"]]);
  });

  it('needs no duration where every workload says how much it does', async () => {
    const ends = (text: string): string => text
      .replace('size = 1 KiB }', 'size = 1 KiB  messages = 9 }')
      .replace('block = 4 KiB }', 'block = 4 KiB  requests = 9 }');
    const all = (work: string): string => ends(scenario('expect mean(scan.iops) > 1000'))
      .replace('scenario s', `compute busy on db { ${work} }\nscenario s`);
    expect(await problemsOf(all('work = 1 s'))).toEqual([]);
    for (const [one, endless] of [
      [all('work = 1 s').replace('  messages = 9', ''), "'fetch'"],
      [all('work = 1 s').replace('  requests = 9', ''), "'scan'"],
      [all('threads = 1'), "'busy'"],
    ] as const) {
      const { problems } = await checkText(one);
      expect(problems.map((p) => p.code)).toEqual(['scenario/duration-missing']);
      expect(problems[0]?.message).toContain(endless);
    }
  });
});

describe('rule 18: variants', () => {
  const names = async (...lines: readonly string[]): Promise<readonly string[]> =>
    (await compiledScenario(...lines, BOOT)).variants
      .map((v) => v.assignments.map((a) => `${a.target} = ${a.value}`).join(', '));

  it('multiplies lines in file order', async () => {
    expect(await names('vary fetch.transport in [Tcp, Srd]', 'vary web.count in [1, 2]')).toEqual([
      'fetch.transport = Tcp, web.count = 1', 'fetch.transport = Tcp, web.count = 2',
      'fetch.transport = Srd, web.count = 1', 'fetch.transport = Srd, web.count = 2',
    ]);
  });

  it('moves tuples together', async () => {
    expect(await names('vary (web.count, scan.depth) in [(1, 2), (2, 4)]'))
      .toEqual(['web.count = 1, scan.depth = 2', 'web.count = 2, scan.depth = 4']);
    expect(await wrong('vary (web.count, scan.depth) in [(1, 2), (2, 4, 5)]', BOOT))
      .toEqual(['scenario/vary-tuple 0']);
  });

  it('steps through a progression exactly', async () => {
    expect(await names('vary scan.read in [10 %, 20 % .. 100 %]')).toEqual(
      [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((n) => `scan.read = ${n} %`),
    );
    expect(await names('vary scan.read in [0.1, 0.2 .. 0.3]'))
      .toEqual(['scan.read = 0.1', 'scan.read = 0.2', 'scan.read = 0.3']);
    expect(await wrong('vary web.count in [2, 2 .. 8]', BOOT)).toEqual(['scenario/vary-step 0']);
  });

  it('gives each variant a model, and equal ones the same', async () => {
    const s = await compiledScenario('vary web.count in [1, 2, 1]', BOOT);
    expect(s.variants.map((v) => v.world)).toEqual([1, 0, 1]);
    const sizes = s.ir.worlds.map((w) => w.elements.filter((e) => e.id.startsWith('web[')).length);
    expect(sizes).toEqual([4, 2]);
    const spelled = await compiledScenario('vary fetch.size in [1 KiB, 1024 B]', BOOT);
    expect(spelled.ir.worlds).toHaveLength(1);
  });

  it('refuses more than 10,000 runs, and takes exactly so many', async () => {
    expect(await wrong('runs = 5000', 'vary web.count in [1, 2]', BOOT)).toEqual([]);
    expect(await wrong('runs = 5001', 'vary web.count in [1, 2]', BOOT))
      .toEqual(['scenario/too-many-runs 1']);
  });

  it('names the variants that alone have a problem', async () => {
    const { problems } = await checkText(scenario('vary web.count in [2, 40]', BOOT));
    expect(problems.map((p) => [p.code, p.variants]))
      .toEqual([['placement/no-cores', ['web.count = 40']]]);
  });

  it('checks targets and values like a spec', async () => {
    expect(await wrong('vary fetch in [1]', BOOT)).toEqual(['scenario/vary-target 0']);
    expect(await wrong('vary fetch.transprt in [Tcp]', BOOT)).toEqual(['text/unknown-property 0']);
    expect(await wrong('vary fetch.transport in [Tcpp]', BOOT)).toEqual(['name/unknown-type 0']);
    expect(await wrong('vary fetsh.size in [1 KiB]', BOOT)).toEqual(['name/unknown 0']);
    expect(await wrong('vary fetch.size in [1 s]', BOOT)).toEqual(['value/wrong-dimension 0']);
  });

  it('is stronger than the scenario, which is stronger than the file', async () => {
    const depths = async (...lines: readonly string[]): Promise<readonly unknown[]> => {
      const ir = await irOf(`scan.depth = 2\n${scenario(...lines, BOOT)}`);
      return ir.scenarios[0]?.variants.map((v) =>
        ir.worlds[v.world]?.elements.flatMap((e) => (e.kind === 'io' ? [e.properties.depth] : []))) ?? [];
    };
    expect(await depths()).toEqual([[2]]);
    expect(await depths('scan.depth = 3')).toEqual([[3]]);
    expect(await depths('scan.depth = 3', 'vary scan.depth in [4, 5]')).toEqual([[4], [5]]);
  });
});

describe('rule 19: expectations', () => {
  it('warns about a scenario that expects nothing', async () => {
    expect(await wrong('duration = 1 s')).toEqual(['scenario/nothing-expected -1']);
  });

  it('is judged in the variants that its conditions pick', async () => {
    const s = await compiledScenario('vary web.count in [1, 2]', 'vary fetch.transport in [Tcp, Srd]',
      'expect boot(web) < 40 s when web.count == 2 and fetch.transport != Tcp', BOOT);
    expect(s.variants.map((v) => v.expectations.map((e) => e.index)))
      .toEqual([[1], [1], [1], [0, 1]]);
    expect(await wrong('vary web.count in [1, 2]', `${BOOT} when web.count == 3`))
      .toEqual(['scenario/guard-never 1']);
    expect(await wrong(`${BOOT} when fetch.transport < Tcp`)).toEqual(['scenario/guard-order 0']);
  });

  it('compares counts and states for equality, and nothing else', async () => {
    expect(await wrong('duration = 1 s', 'expect fetch.lost == 0')).toEqual([]);
    expect(await wrong('expect state(db, 1 s) == running')).toEqual([]);
    expect(await wrong('expect boot(web) == 20 s')).toEqual(['scenario/equality 0']);
    expect(await wrong('expect state(db, 1 s) < running')).toEqual(['scenario/guard-order 0']);
    expect(await problemsOf(await fixed(scenario('expect boot(web) == 20 s'), 'scenario/equality')))
      .toEqual([]);
  });

  it('takes a tolerance that is a ratio or of the same dimension', async () => {
    const tolerance = async (text: string): Promise<unknown> =>
      (await compiledScenario(`expect boot(web) within ${text} of 20 s`)).variants[0]
        ?.expectations[0]?.tolerance;
    expect(await tolerance('5 %')).toEqual({ relative: true, value: 0.05 });
    expect(await tolerance('1 s')).toEqual({ relative: false, value: 1e12 });
    expect(await wrong('expect boot(web) within 5 GiB of 20 s')).toEqual(['scenario/tolerance 0']);
  });

  it('compares one dimension only', async () => {
    expect(await wrong('expect boot(web) < 40 GiB')).toEqual(['scenario/dimensions 0']);
    expect(await wrong('expect boot(web) < 40')).toEqual(['scenario/dimensions 0']);
    expect(await wrong('expect boot(web) < 2 * boot(db)')).toEqual([]);
    expect(await wrong('expect boot(web) / boot(db) < 2')).toEqual([]);
    expect(await wrong('expect 1 s < 2 s')).toEqual(['scenario/nothing-measured 0']);
  });

  it('lists the measures of a thing that lacks the one asked for', async () => {
    expect(await wrong('duration = 1 s', 'expect p99(scan.completion) < 1 ms'))
      .toEqual(['scenario/unknown-measure 1']);
    expect(await wrong('duration = 1 s', 'expect scan.latency < 1 ms'))
      .toEqual(['scenario/statistic-missing 1']);
    expect(await wrong('duration = 1 s', 'expect p99(fetch.lost) == 0'))
      .toEqual(['scenario/statistic-on-total 1']);
  });
});

describe('rule 20: boot, state and order', () => {
  it('reads steps, states and times', async () => {
    const s = await compiledScenario('expect reached(web[0], cards) < reached(web[0], kernel)',
      'expect state(web, 30 s) == running', 'expect p999(web.boot) < 40 s');
    expect(s.variants[0]?.expectations.map((e) => e.left)).toEqual([
      { is: 'reached', of: ['web[0]'], step: 'cards' },
      { is: 'state', of: ['web[0]', 'web[1]'], atTicks: 30e12 },
      { is: 'measure', measure: 'boot', statistic: 'p999', of: ['web[0]', 'web[1]'] },
    ]);
    expect(await wrong('expect reached(web, kernal) < 1 s')).toEqual(['scenario/unknown-step 0']);
    expect(await wrong('expect state(web) == runing')).toEqual(['scenario/unknown-state 0']);
    expect(await wrong('expect p98(web.boot) < 1 s')).toEqual(['scenario/unknown-function 0']);
    expect(await wrong('duration = 1 s', 'expect lost(fetch) == 0'))
      .toEqual(['scenario/unknown-function 1']);
    expect(await wrong('expect boot(net) < 1 s')).toEqual(['scenario/function-kind 0']);
  });

  it('pools the streams of a bare name, and takes one by its index (rule 10)', async () => {
    const of = async (path: string): Promise<unknown> => {
      const s = await compiledScenario('duration = 1 s', `expect mean(${path}.iops) > 1000`);
      const left = s.variants[0]?.expectations[0]?.left;
      return left?.is === 'measure' ? left.of : null;
    };
    expect(await of('scan')).toEqual(['scan[0]', 'scan[1]', 'scan[2]']);
    expect(await of('scan[2]')).toEqual(['scan[2]']);
    expect(await wrong('duration = 1 s', 'expect mean(scan[3].iops) > 1'))
      .toEqual(['array/index-out-of-bounds 1']);
  });
});

describe('rule 21: a scenario that takes over another', () => {
  const both = (own: string): string => `${MODEL}scenario base {
  duration = 2 s  seed = 3
  at 1 s stop db
  ${BOOT}
}
scenario tight : base {
  ${own}
}`;

  it('takes over everything, overrides assignments, adds the rest', async () => {
    const { scenarios } = await irOf(both('seed = 4\n  at 1.5 s stop web[0]\n  expect boot(db) < 30 s'));
    const tight = scenarios.find((s) => s.name === 'tight');
    expect([tight?.durationTicks, tight?.seed]).toEqual([2e12, 4]);
    expect(tight?.variants[0]?.actions.map((a) => a.target)).toEqual(['db', 'web[0]']);
    expect(tight?.expectations).toEqual(['boot(web) < 40 s', 'boot(db) < 30 s']);
  });

  it('reports an unknown one and a cycle', async () => {
    expect(await problemsOf(`${MODEL}scenario a : bb { ${BOOT} }`))
      .toEqual([`scenario/unknown-base ${FIRST - 1}`]);
    expect(await problemsOf(`${MODEL}scenario a : b { ${BOOT} }\nscenario b : a { }`))
      .toEqual([`scenario/cycle ${FIRST - 1}`, `scenario/cycle ${FIRST}`]);
  });
});
