/**
 * The catalogue against what the API says of each type, field by field; against the kinds table;
 * and against the sums that hold of real machines. The numbers of the catalogue were typed, those
 * of the evidence were fetched: where they meet, both are right or the test fails.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { FIELDS } from '#import';
import { isKindName, KINDS, propertyRow, readQuantity } from '#kinds';
import type { AssignmentSpec, ItemSpec, Spec } from '#spec';
import { describedTypes, WITHOUT_EVIDENCE } from '../support/shared.ts';
import { propertiesOf, readText, textOf, typesOf, type ReadText } from '../support/type-reader.ts';

let read: ReadText;
let spec: Spec;
beforeAll(async () => {
  read = await readText('use aws\n');
  spec = read.spec;
});

const described = describedTypes();
const apiOf = (name: string) => described?.find((type) => type.InstanceType === name);

/** Types that the API no longer describes. */
const RETIRED = ['cc2.8xlarge', 'f1.16xlarge', 'f1.2xlarge', 'i3.metal'];

const sized = () => typesOf(spec, 'instance').filter((type) => type.name.includes('.'));

const propertiesByName = (name: string): ReadonlyMap<string, string> => {
  const type = typesOf(spec).find((one) => one.name === name);
  if (type === undefined) throw new Error(`the catalogue has no ${name}`);
  return propertiesOf(spec, type);
};

/** A value in base units, a list as a set, anything else as its words. */
const meaning = (property: string, text: string): unknown => {
  const row = propertyRow('instance', property);
  if (row?.value.is === 'quantity') {
    const quantity = readQuantity(text);
    if (!quantity.ok) throw new Error(`${property} = ${text} is no quantity`);
    return quantity.value;
  }
  if (row?.value.is === 'words') return text.replace(/[[\]]/gu, '').split(', ').sort();
  return text;
};

const quantity = (name: string, property: string): number =>
  meaning(property, propertiesByName(name).get(property) ?? '0') as number;

it('parses without a syntax error', () => {
  expect(read.syntaxErrors).toEqual([]);
  expect(spec.files.filter((file) => file.catalogue).length).toBeGreaterThan(10);
});

it.runIf(described !== null)(`says of every type, field by field, what the API says`, () => {
  const wrong: string[] = [];
  let compared = 0;
  for (const type of sized()) {
    const api = apiOf(type.name);
    if (api === undefined) continue;
    const ours = propertiesOf(spec, type);
    for (const field of FIELDS) {
      const reading = field.read(api);
      const fallback = propertyRow('instance', field.property)?.fallback ?? undefined;
      const said = ours.get(field.property) ?? fallback;
      const should = reading.is === 'value' ? reading.text : fallback;
      compared++;
      const [left, right] = [said, should].map((text) =>
        text === undefined ? null : meaning(field.property, text));
      const same = JSON.stringify(left) === JSON.stringify(right);
      if (!same) wrong.push(`${type.name} ${field.property}: ${String(said)}, API ${String(should)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(3000);
});

it.skipIf(described !== null)(`cannot be compared with the API: ${WITHOUT_EVIDENCE}`, () => {
  expect(described).toBeNull();
});

it.runIf(described !== null)('has no type that the API does not know, but those marked retired', () => {
  const unknown = sized().map((type) => type.name).filter((name) => apiOf(name) === undefined);
  expect(unknown.sort()).toEqual(RETIRED);
  for (const name of RETIRED) expect(propertiesByName(name).get('source')).toContain('retired');
});

const fitsTable = (kind: string, { property, value }: AssignmentSpec): boolean => {
  const row = isKindName(kind) ? propertyRow(kind, property) : undefined;
  const text = textOf(value);
  switch (row?.value.is) {
    case undefined: return false;
    case 'word': case 'words': {
      const words: readonly string[] = row.value.words;
      return text.replace(/[[\]]/gu, '').split(', ').every((word) => words.includes(word));
    }
    case 'quantity': case 'distribution': {
      const number = readQuantity(text);
      return number.ok && (number.dimension === null || number.dimension === row.value.dimension);
    }
    default: return true;
  }
};

it('uses only kinds, properties, words and dimensions of the kinds table', () => {
  const wrong: string[] = [];
  const check = (owner: string, kind: string, items: readonly ItemSpec[]): void => {
    for (const item of items) {
      if (item.is === 'element') check(`${owner}.${item.name}`, item.kind, item.items);
      else if (item.is === 'link') check(`${owner} link`, 'link', item.items);
      else if (!fitsTable(kind, item)) wrong.push(`${owner}: ${item.property}`);
    }
  };
  for (const type of typesOf(spec)) check(type.name, type.kind, type.items);
  expect(wrong).toEqual([]);
});

it('names a source for every type that says a number', () => {
  const without = typesOf(spec).filter((type) => {
    const numbers = type.items.some(
      (item) => item.is === 'assignment' && ['quantity', 'number'].includes(item.value?.is ?? ''),
    );
    return numbers && !propertiesOf(spec, type).has('source');
  });
  const shapes = ['Ethernet10', 'Ethernet25', 'Ethernet100', 'Ethernet400'];
  expect(without.map((type) => type.name).filter((name) => !shapes.includes(name))).toEqual([]);
});

it('extends only types of the same kind that exist', () => {
  const all = new Map(typesOf(spec).map((type) => [type.name, type.kind]));
  expect(all.size).toBe(typesOf(spec).length);
  for (const type of typesOf(spec)) {
    if (type.base !== undefined) expect(all.get(type.base), type.name).toBe(type.kind);
  }
});

describe('what holds of real machines', () => {
  it('sells as much virtual as metal where everything is on cards', () => {
    for (const [virtual, metal] of [
      ['c5n.18xlarge', 'c5n.metal'], ['m5.24xlarge', 'm5.metal'], ['c7g.16xlarge', 'c7g.metal'],
      ['m5d.24xlarge', 'm5d.metal'], ['i4i.32xlarge', 'i4i.metal'], ['c8g.48xlarge', 'c8g.metal-48xl'],
    ] as const) {
      for (const property of ['vcpus', 'memory', 'networkBaseline', 'ebsPeakRate', 'disks']) {
        expect(quantity(virtual, property), `${virtual} ${property}`).toBe(quantity(metal, property));
      }
    }
  });

  it('loses to the management domain of I3 exactly what its hypervisor type takes', () => {
    const xen = propertiesByName('Xen');
    const cores = Number(xen.get('managementCores'));
    const memory = readQuantity(xen.get('managementMemory') ?? '');
    const threads = quantity('i3.metal', 'vcpus') - quantity('i3.16xlarge', 'vcpus');
    expect(threads).toBe(cores * 2);
    const bytes = quantity('i3.metal', 'memory') - quantity('i3.16xlarge', 'memory');
    expect(memory).toMatchObject({ ok: true, value: bytes });
  });

  it('never keeps up a rate above the one it reaches for a while', () => {
    for (const type of sized()) {
      for (const [low, high] of [
        ['networkBaseline', 'networkPeak'], ['ebsBaselineRate', 'ebsPeakRate'],
        ['ebsBaselineIops', 'ebsPeakIops'],
      ] as const) {
        if (!propertiesOf(spec, type).has(low)) continue;
        expect(quantity(type.name, low), `${type.name} ${low}`)
          .toBeLessThanOrEqual(quantity(type.name, high));
      }
    }
  });

  it('gives a package the cores, memory and bandwidth of the metal instance that is all of it', () => {
    for (const [socket, count, metal] of [
      ['Graviton', 1, 'a1.metal'], ['Graviton2', 1, 'c6g.metal'], ['Graviton3', 1, 'c7g.metal'],
      ['Graviton3General', 1, 'm7g.metal'], ['Graviton3Memory', 1, 'r7g.metal'],
      ['Graviton4', 1, 'c8g.metal-24xl'], ['Graviton4', 2, 'c8g.metal-48xl'],
      ['XeonE5v4', 2, 'i3.metal'], ['XeonCascadeLake', 2, 'c5.metal'],
      ['XeonSkylakeGeneral', 2, 'm5.metal'], ['XeonIceLake', 2, 'i4i.metal'],
      ['MacMini2018', 1, 'mac1.metal'], ['MacMiniM1', 1, 'mac2.metal'],
    ] as const) {
      const chip = propertiesByName(socket);
      const threads = Number(chip.get('cores')) * Number(chip.get('threadsPerCore')) * count;
      const memory = readQuantity(chip.get('memory') ?? '');
      expect(threads, socket).toBe(quantity(metal, 'vcpus'));
      expect(memory.ok ? memory.value * count : null, socket).toBe(quantity(metal, 'memory'));
    }
  });

  it('adds up drives to what the instance type reads and writes in a second', () => {
    for (const [drive, count, property, total] of [
      ['NvmeI3', 8, 'readIops', 3_300_000], ['NvmeI3', 8, 'writeIops', 1_400_000],
      ['NvmeI3en', 8, 'readIops', 2_000_000], ['NitroSsdI4i', 8, 'readIops', 3_200_000],
      ['NitroSsdI4i', 8, 'writeIops', 1_760_000], ['NitroSsdIm4gn', 4, 'readIops', 1_000_000],
      ['NvmeM5d', 4, 'readIops', 1_400_000], ['SataI2', 8, 'readIops', 385_000],
    ] as const) {
      const one = readQuantity(propertiesByName(drive).get(property) ?? '');
      expect(one.ok ? one.value * count : null, drive).toBe(total);
    }
  });

  it('knows no property that the table of kinds lost', () => {
    for (const field of FIELDS) expect(KINDS.instance.properties).toHaveProperty(field.property);
  });
});
