import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELDS, importInstanceTypes } from '#import';
import { describedTypes, WITHOUT_EVIDENCE } from '../support/shared.ts';
import { propertiesOf, readText, typesOf } from '../support/type-reader.ts';

/** A description with all that every type has, and whatever a test changes. */
const describedType = (
  name: unknown, more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  InstanceType: name,
  BareMetal: false,
  CurrentGeneration: true,
  Hypervisor: 'nitro',
  VCpuInfo: { DefaultVCpus: 4, DefaultCores: 2, DefaultThreadsPerCore: 2 },
  MemoryInfo: { SizeInMiB: 8192 },
  ProcessorInfo: {
    SupportedArchitectures: ['x86_64'], SustainedClockSpeedInGhz: 3.4, Manufacturer: 'Intel',
  },
  NetworkInfo: {
    MaximumNetworkCards: 1,
    NetworkPerformance: 'Up to 10 Gigabit',
    NetworkCards: [{ BaselineBandwidthInGbps: 1.25, PeakBandwidthInGbps: 10 }],
  },
  ...more,
});

const answer = (...types: unknown[]): unknown => ({ InstanceTypes: types });

const codesOf = (json: unknown): string[] =>
  importInstanceTypes(json).report.errors.map((error) => error.code);

describe('an answer that the API gives', () => {
  it('becomes text that says the same in the language', async () => {
    const { text, report } = importInstanceTypes(answer(describedType('q9.xlarge')), { source: 'test' });
    const { spec, syntaxErrors } = await readText(text);
    expect(syntaxErrors).toEqual([]);
    const type = typesOf(spec, 'instance')[0];
    expect(type?.name).toBe('q9.xlarge');
    expect(type === undefined ? null : Object.fromEntries(propertiesOf(spec, type))).toEqual({
      vcpus: '4', threadsPerCore: '2', memory: '8 GiB', architectures: 'x86', vendor: '"Intel"',
      clock: '3.4 GHz', networkBaseline: '1.25 Gbps', networkPeak: '10 Gbps', source: '"test"',
    });
    expect(report.types).toBe(1);
  });

  it('quotes a name that is no token of the language, and reads back as that name', async () => {
    const names = ['x9.odd', 'host', 'a "b" \\ c', 'ü.large', 'm5.8xlarge--z', 'x1.weird size'];
    const types = names.map((name) => describedType(name));
    const { text, report } = importInstanceTypes(answer(...types));
    expect(report.errors).toEqual([]);
    const { spec, syntaxErrors } = await readText(text);
    expect(syntaxErrors).toEqual([]);
    expect(typesOf(spec).map((type) => type.name).sort()).toEqual([...names].sort());
  });

  it('sums network cards exactly, and says when they differ', () => {
    const cards = [0.1, 0.2, 400].map((rate) => ({
      BaselineBandwidthInGbps: rate, PeakBandwidthInGbps: rate,
    }));
    const { text, report } = importInstanceTypes(answer(describedType('q9.large', {
      NetworkInfo: { MaximumNetworkCards: 3, NetworkCards: cards },
    })));
    expect(text).toContain('networkBaseline = 400.3 Gbps');
    expect(report.notes.map((note) => note.what)).toContain('uneven');
  });

  it('takes what is stated of several cards on one line, and says so', () => {
    const network = (stated: string, ...rates: number[]): unknown => {
      const NetworkCards = rates.map((rate) => ({
        BaselineBandwidthInGbps: rate, PeakBandwidthInGbps: rate,
      }));
      return describedType('q9.large', {
        NetworkInfo: {
          MaximumNetworkCards: rates.length, NetworkPerformance: stated, NetworkCards,
        },
      });
    };
    const peak = (type: unknown): readonly unknown[] => {
      const { text, report } = importInstanceTypes(answer(type));
      const said = /networkPeak += (.*)/u.exec(text)?.[1];
      return [said, report.notes.filter((note) => note.what === 'contradiction').length];
    };
    expect(peak(network('200 Gigabit', 200, 200))).toEqual(['200 Gbps', 1]);
    expect(peak(network('4x 100 Gigabit', 100, 100, 100, 100))).toEqual(['400 Gbps', 0]);
    expect(peak(network('3200 Gigabit', 200, 200))).toEqual(['400 Gbps', 1]);
    expect(peak(network('10 Gigabit', 12))).toEqual(['12 Gbps', 1]);
    expect(peak(network('33.33 Gigabit', 33.333))).toEqual(['33.333 Gbps', 0]);
  });

  it('says what contradicts itself and does not repair it', () => {
    const { text, report } = importInstanceTypes(answer(describedType('q9.large', {
      VCpuInfo: { DefaultVCpus: 8, DefaultCores: 3, DefaultThreadsPerCore: 2 },
      InstanceStorageSupported: true,
      InstanceStorageInfo: { TotalSizeInGB: 100, Disks: [{ Count: 2, SizeInGB: 75, Type: 'ssd' }] },
    })));
    expect(text).toMatch(/vcpus += 8$/mu);
    expect(text).toMatch(/cores += 3$/mu);
    const fields = report.notes.filter((note) => note.what === 'contradiction').map((n) => n.field);
    expect(fields).toEqual(['VCpuInfo.DefaultVCpus', 'InstanceStorageInfo.TotalSizeInGB']);
  });

  it('leaves open what is missing or unreadable, and names each', () => {
    const { text, report } = importInstanceTypes(answer(describedType('q9.large', {
      Hypervisor: 'kvm', BareMetal: 'maybe', ProcessorInfo: { SupportedArchitectures: ['arm64'] },
    })));
    expect(text).not.toContain('clock');
    expect(report.notes).toContainEqual(expect.objectContaining({
      what: 'unreadable', field: 'Hypervisor', message: '"kvm" is no value of \'hypervisor\'.',
    }));
    expect(report.notes.filter((note) => note.field === 'BareMetal')[0]?.what).toBe('unreadable');
    expect(report.notes).toContainEqual(expect.objectContaining({
      what: 'missing', field: 'ProcessorInfo.SustainedClockSpeedInGhz',
    }));
  });

  it('names fields that it knows nothing of', () => {
    const { report } = importInstanceTypes(answer(describedType('q9.large', { QuantumInfo: { Qubits: 7 } })));
    expect(report.fieldsNotCarried).toContainEqual({
      field: 'QuantumInfo.Qubits', count: 1, why: 'This version knows nothing of it.',
    });
  });

  it('is the same whatever the order of its types', () => {
    const types = ['b9.2xlarge', 'b9.12xlarge', 'a9.large', 'b9.large'].map((name) => describedType(name));
    const one = importInstanceTypes(answer(...types));
    expect(importInstanceTypes(answer(...types.toReversed()))).toEqual(one);
    const order = [...one.text.matchAll(/^instance type (\S+)/gmu)].map((match) => match[1]);
    expect(order).toEqual(['a9.large', 'b9.2xlarge', 'b9.12xlarge', 'b9.large']);
  });

  it('may come as text', () => {
    const text = JSON.stringify(answer(describedType('a9.large')));
    expect(importInstanceTypes(text)).toEqual(importInstanceTypes(JSON.parse(text)));
  });

  it('may come in several pages', () => {
    const pages = [answer(describedType('a9.large')), answer(describedType('b9.large'))];
    expect(importInstanceTypes(pages).report.types).toBe(2);
  });
});

describe('hostile input', () => {
  it('is refused with a typed error each', () => {
    expect(codesOf(null)).toEqual(['input/not-an-answer']);
    expect(codesOf('text')).toEqual(['input/not-json']);
    expect(codesOf('[')).toEqual(['input/not-json']);
    expect(codesOf('"text"')).toEqual(['input/not-an-answer']);
    expect(codesOf('['.repeat(1_000_000))).toEqual(['input/not-json']);
    expect(codesOf({ InstanceTypes: 'all' })).toEqual(['input/not-an-answer']);
    expect(codesOf([])).toEqual(['input/not-an-answer']);
    expect(codesOf(answer(7))).toEqual(['type/not-an-object']);
    expect(codesOf(answer({}))).toEqual(['type/no-name']);
    expect(codesOf(answer(describedType('')))).toEqual(['type/bad-name']);
    expect(codesOf(answer(describedType('a\nb')))).toEqual(['type/bad-name']);
    expect(codesOf(answer(describedType('a'.repeat(201))))).toEqual(['type/bad-name']);
    expect(codesOf(answer(describedType('a9.large'), describedType('a9.large')))).toEqual(['type/duplicate']);
    expect(codesOf(answer({ InstanceType: 'a9.large' }))).toEqual(['type/incomplete']);
    expect(codesOf(answer(describedType('a9.large', { MemoryInfo: { SizeInMiB: -1 } }))))
      .toEqual(['type/incomplete']);
    expect(codesOf(answer(describedType('a9.large', { VCpuInfo: { DefaultVCpus: 1e9 } }))))
      .toEqual(['type/incomplete']);
  });

  it('cannot write a line of its own through a name or a maker', async () => {
    const evil = 'x"\n}\ninstance type evil.large {';
    const { text } = importInstanceTypes(answer(
      describedType('a9.large', { ProcessorInfo: { SupportedArchitectures: ['arm64'], Manufacturer: evil } }),
      describedType('a9".large'),
    ), { source: evil });
    const { spec, syntaxErrors } = await readText(text);
    expect(syntaxErrors).toEqual([]);
    expect(typesOf(spec).map((type) => type.name).sort()).toEqual(['a9".large', 'a9.large']);
  });

  it('never makes it throw, and loses no type without an error', () => {
    const types = fc.array(fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({ InstanceType: fc.string() }),
      fc.tuple(fc.string(), fc.dictionary(
        fc.constantFrom('VCpuInfo', 'MemoryInfo', 'NetworkInfo', 'EbsInfo', 'InstanceStorageInfo'),
        fc.jsonValue({ maxDepth: 4 }),
      )).map(([name, more]) => describedType(name, more)),
    ));
    fc.assert(fc.property(types, (all) => {
      const { report, text } = importInstanceTypes(answer(...all));
      expect(report.types + report.errors.length).toBe(all.length);
      expect(text.match(/^instance type /gmu)?.length ?? 0).toBe(report.types);
    }), { numRuns: 200, seed: 1 });
  });

  it('may be deep without ending the stack', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = { a: deep };
    const { report } = importInstanceTypes(answer(describedType('a9.large', { Deep: deep })));
    expect(report.types).toBe(1);
    expect(report.fieldsNotCarried.map((one) => one.field.length < 100)).not.toContain(false);
  });
});

describe('all types there are', () => {
  const all = describedTypes();
  const imported = all === null ? null : importInstanceTypes({ InstanceTypes: all });

  it.skipIf(all !== null)(`cannot be imported: ${WITHOUT_EVIDENCE}`, () => {
    expect(all).toBeNull();
  });

  it.runIf(all !== null)('are in the text, each once, and say what the API says', async () => {
    const { spec, syntaxErrors } = await readText(imported?.text ?? '');
    expect(syntaxErrors).toEqual([]);
    expect(imported?.report.errors).toEqual([]);
    const types = new Map(typesOf(spec, 'instance').map((type) => [type.name, type]));
    expect(types.size).toBe(all?.length);
    for (const api of all ?? []) {
      const type = types.get(String(api.InstanceType));
      if (type === undefined) throw new Error(`${String(api.InstanceType)} is lost`);
      const memory = (api.MemoryInfo as { SizeInMiB: number }).SizeInMiB;
      const said = propertiesOf(spec, type).get('memory') ?? '';
      const [number = '', unit] = said.split(' ');
      expect(Number(number) * (unit === 'GiB' ? 1024 : 1), type.name).toBe(memory);
    }
  });

  it.runIf(all !== null)('have the known gaps of the API and no others', () => {
    const counts = new Map<string, number>();
    for (const note of imported?.report.notes ?? []) {
      counts.set(note.what, (counts.get(note.what) ?? 0) + 1);
    }
    // 43 speak of network performance in words; 10 have no clock and 19 no EBS rates (4 fields);
    // 13 cut the decimals off EBS megabits, as their megabytes show: 1562 beside 195.3125 times 8.
    expect(Object.fromEntries(counts)).toEqual({
      vague: 43, missing: 10 + 19 * 4, uneven: 1, contradiction: 13 + 20,
    });
    const stated = imported?.report.notes
      .filter(({ field, what }) => what === 'contradiction' && field === 'NetworkInfo.NetworkPerformance');
    expect(stated?.length).toBe(20);
    expect(imported?.report.notes).toContainEqual({
      what: 'contradiction', of: 'c6in.32xlarge', field: 'NetworkInfo.NetworkPerformance',
      message: 'It states 200 Gbps, its cards give 400; the text has what is stated.',
    });
    const unknown = imported?.report.fieldsNotCarried.filter(({ why }) => why.startsWith('This version'));
    expect(unknown).toEqual([]);
  });

  it.runIf(all !== null)('sell as much virtual as metal in 99 of 100 Nitro families', () => {
    type Largest = { metal: string; virtual: string; metalSize: number; virtualSize: number };
    const families = new Map<string, Largest>();
    for (const api of all ?? []) {
      if (api.BareMetal !== true && api.Hypervisor !== 'nitro') continue;
      const vcpus = (api.VCpuInfo as { DefaultVCpus: number }).DefaultVCpus;
      const memory = (api.MemoryInfo as { SizeInMiB: number }).SizeInMiB;
      const name = String(api.InstanceType).split('.')[0] ?? '';
      const best = families.get(name) ?? { metal: '', virtual: '', metalSize: 0, virtualSize: 0 };
      const said = `${vcpus} ${memory}`;
      if (api.BareMetal === true && memory > best.metalSize) {
        families.set(name, { ...best, metal: said, metalSize: memory });
      } else if (api.BareMetal !== true && memory > best.virtualSize) {
        families.set(name, { ...best, virtual: said, virtualSize: memory });
      }
    }
    const both = [...families].filter(([, { metal, virtual }]) => metal !== '' && virtual !== '');
    const differing = both.filter(([, { metal, virtual }]) => metal !== virtual);
    expect([both.length, differing.map(([name]) => name)]).toEqual([100, ['g4dn']]);
  });

  it.runIf(all !== null)('fall into the stages of offload that history knows, and no other', () => {
    const stages = new Map<string, number>();
    for (const api of all ?? []) {
      const values = ['hypervisor', 'ena', 'ebsNvme'].map((property) => {
        const reading = FIELDS.find((field) => field.property === property)?.read(api);
        return reading?.is === 'value' ? reading.text : 'none';
      });
      const stage = values.join(' ');
      stages.set(stage, (stages.get(stage) ?? 0) + 1);
    }
    expect(Object.fromEntries(stages)).toEqual({
      'xen unsupported unsupported': 49,
      'xen supported unsupported': 19,
      'xen supported supported': 6,
      'nitro required required': 1147,
      'none required required': 152,
    });
  });
});
