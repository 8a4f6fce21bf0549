/** What ships as text, and what an import writes, is written as the formatter writes it. */
import { expect, it } from 'vitest';
import { importHwloc, importInstanceTypes } from '#import';
import { CATALOGUE, Headless } from '#language';

const headless = new Headless({ read: () => Promise.resolve(undefined) });
const formatted = (text: string): string | null => headless.format('file:///test.nitro', text);

it.each(Object.entries(CATALOGUE))('%s of the catalogue is formatted', (_, text) => {
  expect(formatted(text)).toBe(text);
});

it('an imported instance type is formatted', () => {
  const { text } = importInstanceTypes({ InstanceTypes: ['a9.large', 'odd name'].map((name) => ({
    InstanceType: name,
    VCpuInfo: { DefaultVCpus: 4 },
    MemoryInfo: { SizeInMiB: 1740 },
    ProcessorInfo: { SupportedArchitectures: ['x86_64', 'i386'], Manufacturer: 'A "B"' },
  })) });
  expect(text).toContain('[x86, i386]');
  expect(formatted(text)).toBe(text);
});

it('an imported topology is formatted', () => {
  const one = '<object type="Package"><object type="NUMANode" local_memory="1048576"/>'
    + '<object type="L3Cache" cache_size="4096"><object type="Core"><object type="PU"/></object></object>'
    + '</object>';
  const { text } = importHwloc('<topology><object type="Machine">'
    + `<info name="Architecture" value="x86_64"/>${one}${one}</object></topology>`);
  expect(text).toContain('soc[2]');
  expect(formatted(text)).toBe(text);
});
