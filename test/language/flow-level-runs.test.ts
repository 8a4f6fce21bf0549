/**
 * Fabrics that a spec asks to be computed as flows, against the same specs in packets where both
 * should agree, and against arithmetic. Hosts take no time.
 */
import { describe, expect, it } from 'vitest';
import { defined, grouped } from '#base';
import type { RunResult } from '#results';
import { simulate } from '#sim/run';
import { flowFacts } from '#views';
import { checkText, irOf } from '../support/check-text.ts';
import { boxes, clos, ms, runOf, stream, us } from '../support/network-specs.ts';

/** A scenario that lasts until all is sent. */
const done = 'scenario s { expect max(f.completion) < 1 s }';
const flows = 'model = flows';

/** Of 8,192 bytes of payload in a packet, what the wire takes of all; by transport. */
const wireShare = { Tcp: 8282 / 8192, Srd: 8294 / 8192 } as const;
/** Bytes of payload on a wire of so many Gbps, in ticks. */
const wire = (bytes: number, transport: keyof typeof wireShare = 'Srd', gigabits = 100): number =>
  (bytes * wireShare[transport] * 8000) / gigabits;

const meansOf = (run: RunResult): readonly number[] =>
  run.streams.map(({ completion }) => defined(completion, 'messages are through').meanTicks);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The same spec in packets and as flows. */
async function both(specOf: (model: string) => string): Promise<{
  readonly packets: RunResult; readonly asFlows: RunResult;
}> {
  const [packets, asFlows] = [await runOf(specOf('')), await runOf(specOf(flows))];
  expect(asFlows.networks.map(({ model }) => model)).toEqual(['flows']);
  expect(asFlows.events).toBeLessThanOrEqual(packets.events);
  return { packets, asFlows };
}

describe('beside packets', () => {
  it.each([['Udp', 1000], ['Udp', 2_000_000], ['Srd', 8192], ['Srd', 2_000_000]] as const)(
    'brings a message of %s of %d bytes alone when packets do', async (transport, size) => {
      const { packets, asFlows } = await both((model) => `${boxes(2)}${clos(model)}
flow f from x[0] to x[1] { transport = ${transport}  size = ${String(size)} B  messages = 3 }
${done}`);
      const [one, other] = [stream(packets, 'f[0]'), stream(asFlows, 'f[0]')];
      expect(other.network?.idealTicks).toBe(one.network?.idealTicks);
      expect(other.completion?.count).toBe(3);
      const apart = defined(one.completion, 'some').maxTicks - defined(other.completion, 'some').maxTicks;
      // Within the time of one packet.
      expect(Math.abs(apart)).toBeLessThanOrEqual(wire(8192));
    },
  );

  it('ends an incast of 48 within a few percent of packets', async () => {
    const { packets, asFlows } = await both((model) => `${boxes(49)}
fabric net : Clos { leaves = 8  spines = 4  rate = 100 Gbps  portBuffer = 1800 kB  ${model} }
link box.nic -- net
flow f from x[1..48] to x[0] {
  transport = Srd  pattern = incast  size = 2 MB  messages = 2  barrier = yes
}
scenario s { expect max(f.job) < 1 s }`);
    const [one, other] = [packets, asFlows].map(({ jobs }) => jobs[0]?.roundTicks ?? []);
    // By hand: 96 MB into one port.
    for (const round of other ?? []) expect(round / wire(96_000_000)).toBeCloseTo(1, 2);
    for (const [i, round] of (one ?? []).entries()) {
      expect(Math.abs(round / defined(other?.[i], 'as many rounds') - 1)).toBeLessThan(0.05);
    }
  });

  it('shares uplinks that are too few between eight and eight', async () => {
    const { packets, asFlows } = await both((model) => `${boxes(16)}
fabric net : Clos { leaves = 2  spines = 2  rate = 100 Gbps  ${model} }
link box[0..7].nic -- net.leaf[0]
link box[8..15].nic -- net.leaf[1]
flow f from x[0..7] to x[8..15] { transport = Srd  size = 1 MB  messages = 1 }
${done}`);
    // Sixty-four flows over two cables of 100 Gbps.
    for (const ticks of meansOf(asFlows)) {
      expect(ticks / wire(1_000_000, 'Srd', 200 / 64)).toBeCloseTo(1, 2);
    }
    // The cables are as busy in packets, so the last is through as soon; who has more than its
    // share before that makes the mean less.
    const last = Math.max(...meansOf(packets)) / Math.max(...meansOf(asFlows));
    expect(last).toBeGreaterThan(0.98);
    expect(last).toBeLessThan(1.1);
    expect(mean(meansOf(packets))).toBeLessThan(1.1 * mean(meansOf(asFlows)));
  });

  it('brings a permutation over a fat tree near the ideal, and hashed flows as packets do', async () => {
    const spec = (transport: string) => (model: string): string => `${boxes(16)}
transport type Hashed : Srd { spray = hash }
fabric net : FatTree { k = 4  rate = 100 Gbps  ${model} }
link box.nic -- net
flow f from x to x { transport = ${transport}  pattern = permutation  size = 20 MB  messages = 1 }
${done}`;
    const sprayed = await both(spec('Srd'));
    for (const { completion, network } of sprayed.asFlows.streams) {
      expect((completion?.maxTicks ?? 0) / (network?.idealTicks ?? 1)).toBeCloseTo(1, 4);
    }
    const ratio = mean(meansOf(sprayed.packets)) / mean(meansOf(sprayed.asFlows));
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(1.2);
    const hashed = await both(spec('Hashed'));
    // The same hashes: who shares a cable in packets shares it as a flow.
    const apart = mean(meansOf(hashed.packets)) / mean(meansOf(hashed.asFlows));
    expect(mean(meansOf(hashed.asFlows)) / mean(meansOf(sprayed.asFlows))).toBeGreaterThan(1.2);
    expect(apart).toBeGreaterThan(0.95);
    expect(apart).toBeLessThan(1.25);
  });

  it('holds a flow of TCP to what its card allows', async () => {
    const run = await runOf(`${boxes(2, 'flowRate = 5 Gbps')}${clos(flows)}
flow f from x[0] to x[1] { size = 10 MB  messages = 2 }
${done}`);
    const { maxTicks } = defined(stream(run, 'f[0]').completion, 'messages are through');
    expect(maxTicks / wire(10_000_000, 'Tcp', 5)).toBeCloseTo(1, 2);
  });
});

it('is chosen for each variant, by the scenario', async () => {
  const text = `${boxes(2)}${clos()}
flow f from x[0] to x[1] { transport = Srd  size = 1 MB  messages = 1 }
scenario s {
  vary net.model in [packets, flows]
  expect max(f.completion) < 1 s
  expect f.retransmitted == 0 when net.model == packets
}`;
  const runs = [await runOf(text), await runOf(text, { variant: 1 })];
  expect(runs.map(({ networks }) => networks[0]?.model)).toEqual(['packets', 'flows']);
  expect(runs.map(({ values }) => values.length)).toEqual([2, 1]);
});

describe('what is counted', () => {
  it('is every byte once, on the cables too', async () => {
    const run = await runOf(`${boxes(4)}${clos(flows)}
flow f from x to x { transport = Srd  pattern = permutation  size = 1 MB  messages = 2 }
${done}`);
    expect(run.streams.map(({ bytes, completed }) => [bytes, completed]))
      .toEqual(Array(4).fill([2_000_000, 2]));
    const packets = Math.ceil(1_000_000 / 8192);
    const cables = (run.networks[0]?.cables ?? []).filter(({ id }) => id.includes('box'));
    for (const { ways } of cables) {
      for (const { bytes } of ways) expect(bytes).toBe(2 * (1_000_000 + packets * 102));
    }
    expect(cables).toHaveLength(4);
  });

  it('is nothing that only packets tell', async () => {
    const run = await runOf(`${boxes(2)}${clos(flows)}
flow f from x[0] to x[1] { transport = Srd  size = 4 MB  messages = 1 }
scenario s { duration = 1 ms  expect max(f.completion) < 1 s }`);
    const [net] = run.networks;
    expect([net?.drops, net?.pauses]).toEqual([null, null]);
    const { idealTicks, busiest, ...counts } = defined(stream(run, 'f[0]').network, 'it is over a fabric');
    expect(idealTicks).toBeGreaterThan(0);
    expect(busiest).not.toBeNull();
    expect(Object.values(counts).every((count) => count === null)).toBe(true);
    const [way] = defined(net?.cables.find(({ ends }) => ends.includes('box[0].nic')), 'one').ways
      .filter(({ bytes }) => bytes > 0);
    expect([way?.dropped, way?.marked, way?.pausedTicks, way?.longestQueueBytes]).toEqual(
      [null, null, null, null],
    );
    expect(way?.utilization).toBeCloseTo(wire(4_000_000) / ms, 3);
    const { utilization, dropped } = defined(way?.series, 'a series');
    expect(dropped).toBeNull();
    expect(mean(utilization)).toBeCloseTo(wire(4_000_000) / ms, 3);
  });

  it('begins anew after the warm-up', async () => {
    const run = await runOf(`${boxes(2)}${clos(flows)}
flow f from x[0] to x[1] { transport = Srd  size = 1 MB  depth = 2 }
scenario s { duration = 2 ms  warmup = 1 ms  expect mean(f.goodput) > 90 Gbps }`);
    const way = run.networks[0]?.cables.flatMap(({ ways }) => ways)
      .find(({ utilization }) => utilization > 0.9);
    expect(way?.utilization).toBeCloseTo(1, 3);
    expect(way?.bytes).toBe(12_500_000);
  });

  it('has the same bytes whatever is declared first', async () => {
    const sent = ['flow f from x[0..1] to x[2..3] { transport = Srd  size = 300 kB  messages = 4 }',
      'flow g from x[2..3] to x[0..1] { size = 300 kB  messages = 4 }'];
    const parts = [boxes(4), clos(flows), ...sent, done];
    const one = await runOf(parts.join('\n'));
    const other = await runOf([parts[0], ...sent.toReversed(), parts[1], parts[4]].join('\n'));
    expect(other).toEqual(one);
  });
});

describe('what goes wrong', () => {
  const failing = (transport: string): string => `${boxes(2, 'flowRate = 100 Gbps')}
fabric net : Clos { leaves = 2  spines = 4  rate = 100 Gbps  convergenceTime = 200 us  ${flows} }
link box.nic -- net
flow f from x[0] to x[1] { transport = ${transport}  size = 10 MB  messages = 1 }
scenario s {
  duration = 10 ms
  at 100 us fail net.spine
  at 310 us restore net.spine[0]
  expect max(f.completion) < 1 s
}`;

  it('stops who sprays until some way is there, and hashed flows until routes know it', async () => {
    const tookOf = async (transport: 'Srd' | 'Tcp'): Promise<number> => {
      const run = await runOf(failing(transport));
      const { completion, network } = stream(run, 'f[0]');
      return defined(completion, 'it is through').maxTicks
        - defined(network?.idealTicks, 'it is over a fabric');
    };
    // Down from 100 to 310 us; sprays go on with the first spine at once.
    expect(Math.abs(await tookOf('Srd') - 210 * us)).toBeLessThan(us);
    // Routes know of no way from 300 us on, and of the first spine 200 us after it is back.
    expect(Math.abs(await tookOf('Tcp') - 410 * us)).toBeLessThan(us);
  });

  it('gives up a peer that is gone, and says so, as with packets', async () => {
    const run = await runOf(`${boxes(2)}${clos(flows)}
flow f from x[0] to x[1] { transport = Srd  size = 10 MB  messages = 3 }
scenario s {
  at 1 ms fail box[1].nic
  expect max(f.completion) < 1 s
}`);
    expect(stream(run, 'f[0]').lost).toBe(2);
    expect(run.findings.map(({ code, atTicks }) => [code, Math.round(atTicks / ms)]))
      .toContainEqual(['run/flow-broken', 501]);
  });

  it.each([flows, 'pfc = yes'])('gives up after eight time-outs of RoCE, with %s', async (settings) => {
    const run = await runOf(`${boxes(2)}${clos(settings)}
transport type Quick : Roce { ackTimeout = 2 ms }
flow f from x[0] to x[1] { transport = Quick  size = 10 MB  messages = 3 }
scenario s {
  at 1 ms fail box[1].nic
  expect max(f.completion) < 1 s
}`);
    expect(stream(run, 'f[0]').lost).toBeGreaterThan(0);
    expect(run.findings.map(({ code, atTicks }) => [code, Math.round(atTicks / ms)]))
      .toContainEqual(['run/flow-broken', 17]);
  });

  it('gives flows what is left of a cable that is slow, and all again after', async () => {
    const run = await runOf(`${boxes(2)}${clos(flows)}
flow f from x[0] to x[1] { transport = Srd  size = 10 MB  messages = 1 }
scenario s {
  duration = 10 ms
  at 100 us degrade box[0].nic -- net.leaf[0] { rate = 25 Gbps } for 400 us
  expect max(f.completion) < 1 s
}`);
    const { completion, network } = stream(run, 'f[0]');
    // 400 us at a quarter of the rate are 300 us lost.
    const more = defined(completion, 'it is through').maxTicks
      - defined(network?.idealTicks, 'it is over a fabric');
    expect(Math.abs(more - 300 * us)).toBeLessThan(us);
  });

  it('deals packets of SRD by what cables can carry, and evenly where it does not avoid slow ones',
    async () => {
      const tookOf = async (type: string): Promise<number> => {
        const run = await runOf(`${boxes(2)}${clos(flows)}
transport type Even : Srd { spray = oblivious }
flow f from x[0] to x[1] { transport = ${type}  size = 10 MB  messages = 1 }
scenario s {
  duration = 10 ms
  at 0 s degrade net.leaf[0] -- net.spine[0] { rate = 10 Gbps }
  expect max(f.completion) < 1 s
}`);
        const { completion, network } = stream(run, 'f[0]');
        return defined(completion, 'it is through').maxTicks
          - defined(network?.idealTicks, 'it is over a fabric');
      };
      // Half of an even spray is 10 Gbps; 110 Gbps are enough for the whole.
      const more = wire(10_000_000, 'Srd', 20) - wire(10_000_000);
      expect(await tookOf('Even') / more).toBeCloseTo(1, 2);
      expect(Math.abs(await tookOf('Srd'))).toBeLessThan(us);
    });
});

describe('what needs packets', () => {
  it.each([
    ['at 1 ms degrade net.leaf[0] -- net.spine[0] { loss = 1 % } for 1 ms', "'loss' on"],
    ['at 1 ms degrade net.leaf[0] -- net.spine[0] { lossEvery = 100 } for 1 ms', "'lossEvery' on"],
  ])('is named as it was written: %s', async (step, named) => {
    const { problems } = await checkText(`${boxes(2)}${clos(flows)}
flow f from x[0] to x[1] { transport = Srd  size = 1 MB }
scenario s { duration = 5 ms  ${step} }`);
    expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code))
      .toEqual(['network/needs-packets']);
    expect(problems.find(({ code }) => code === 'network/needs-packets')?.message)
      .toMatch(new RegExp(`^${named} `, 'u'));
  });
});

const isOne = (value: unknown): value is { readonly properties: object } =>
  value !== null && typeof value === 'object' && 'id' in value && value.id === 'one'
  && 'properties' in value;

describe('beside a fabric in packets, in one world', () => {
  const fabrics = (one: string, two: string): string => `${boxes(4)}
fabric one : Clos { leaves = 2  spines = 2  rate = 10 Gbps  portBuffer = 30 kB  ${one} }
fabric two : Clos { leaves = 2  spines = 2  rate = 10 Gbps  portBuffer = 30 kB  ${two} }
link box[0..1].nic -- one
link box[2..3].nic -- two
flow f from x[0], x[2] to x[1], x[3] { transport = Tcp  pattern = oneToOne  size = 1 MB }
`;

  it('leaves out of all figures what was computed as flows, and not the rest', async () => {
    const run = await runOf(`${fabrics(flows, '')}scenario s { duration = 5 ms }`);
    const [asFlows, packets] = run.streams.map(({ network }) => defined(network, 'over a fabric'));
    expect(asFlows).toMatchObject({ sentPackets: null, retransmitted: null, paths: null });
    expect(packets?.sentPackets).toBeGreaterThan(100);
    expect(run.networks.map(({ model, drops }) => [model, drops === null])).toEqual([
      ['flows', true], ['packets', false],
    ]);
    const words = new Map(flowFacts({ workload: 'f', flows: run.streams }, 1)
      .map((fact) => [fact.name, fact.words]));
    expect(words.get('not counted')).toBe('without 1 of 2 flows, computed as flows');
    expect(words.get('packets')).toMatch(
      new RegExp(`^${grouped(packets?.sentPackets ?? 0)} sent, `, 'u'),
    );
    expect(words.get('paths')).toBe('1');
  });

  it('answers nothing of both together, where a model asks that was made otherwise', async () => {
    const asked = [
      'f.dropped < 1e9', 'f.marked < 1e9', 'f.retransmitted < 1e9', 'f.reordered < 1e9',
      'one.leaf[0].dropped < 1e9', 'one.leaf[0].paused < 1 s', 'two.leaf[0].dropped < 1e9',
      'deadlock(one) == no', 'deadlock(two) == no',
    ];
    const text = `${fabrics('', '')}scenario s { duration = 5 ms  expect ${asked.join('  expect ')} }`;
    const ir = await irOf(text);
    const changed = JSON.parse(JSON.stringify(ir), (_, value: unknown) => isOne(value)
      ? { ...value, properties: { ...value.properties, model: 'flows' } } : value) as typeof ir;
    const options = { scenario: 's', variant: 0, run: 0, seed: 1 };
    const known = (of: typeof ir): readonly boolean[] =>
      simulate(of, options).values.map(({ left }) => left !== null);
    expect(known(ir)).toEqual(asked.map(() => true));
    expect(known(changed)).toEqual(asked.map((side) => side.includes('two')));
  });
});
