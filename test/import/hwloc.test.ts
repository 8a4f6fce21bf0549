import { describe, expect, it } from 'vitest';
import { importHwloc } from '#import';
import { propertiesOf, readText, typesOf } from '../support/type-reader.ts';

interface Shape { readonly packages: number; readonly cores: number; readonly threads: number }

const core = (threads: number, inside: (pus: string) => string): string =>
  inside('<object type="PU" os_index="0"/>'.repeat(threads));

/** As hwloc 2 writes it: memory as a child, one object for each cache. */
const version2 = ({ packages, cores, threads }: Shape, memory = '137438953472'): string => {
  const oneCore = core(threads, (pus) => '<object type="L2Cache" cache_size="1048576" depth="2">'
    + '<object type="L1Cache" cache_size="65536" depth="1" cache_type="1">'
    + '<object type="L1iCache" cache_size="32768" depth="1" cache_type="2">'
    + `<object type="Core">${pus}</object></object></object></object>`);
  const onePackage = '<object type="Package"><info name="CPUVendor" value="GenuineIntel"/>'
    + '<info name="CPUModel" value="A &quot;B&quot; &amp; C"/>'
    + `<object type="NUMANode" local_memory="${memory}"/>`
    + '<object type="L3Cache" cache_size="33554432" depth="3">'
    + `${oneCore.repeat(cores)}</object></object>`;
  return '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE topology SYSTEM "hwloc2.dtd">\n'
    + '<topology version="2.0"><object type="Machine" os_index="0">'
    + '<info name="Architecture" value="x86_64"/>'
    + `${onePackage.repeat(packages)}</object></topology>`;
};

/** As hwloc 1 writes it: sockets inside memory nodes, caches told apart by depth. */
const version1 = '<topology><object type="Machine" local_memory="0">'
  + '<info name="Architecture" value="aarch64"/>'
  + '<object type="NUMANode" local_memory="1073741824"><object type="Socket">'
  + '<object type="Cache" depth="3" cache_size="2097152" cache_type="0">'
  + '<object type="Cache" depth="1" cache_size="32768" cache_type="1">'
  + '<object type="Core"><object type="PU"/></object></object></object></object></object></object></topology>';

const parsed = async (xml: string, name?: string) => {
  const { text, report } = importHwloc(xml, name === undefined ? {} : { name });
  const { spec, syntaxErrors } = await readText(text);
  expect(syntaxErrors).toEqual([]);
  const types = typesOf(spec);
  return {
    report, types,
    of: types.map((type) => [type.kind, type.name, Object.fromEntries(propertiesOf(spec, type))]),
  };
};

const codeOf = (xml: string): string | undefined => importHwloc(xml).report.errors[0]?.code;

describe('a topology', () => {
  it('of two packages becomes a socket type and a host with a coherent link', async () => {
    const { of, types, report } = await parsed(version2({ packages: 2, cores: 3, threads: 2 }), 'rack one');
    expect(of).toEqual([
      ['socket', 'RackoneSocket', {
        architecture: 'x86', vendor: '"Intel"', model: JSON.stringify('A "B" & C'), cores: '3',
        threadsPerCore: '2', memory: '128 GiB', level1Data: '64 KiB', level1Instruction: '32 KiB',
        level2: '1 MiB', level3: '32 MiB', source: '"hwloc topology"',
      }],
      ['host', 'Rackone', { source: '"hwloc topology"' }],
    ]);
    expect(types[1]?.items).toMatchObject([
      { is: 'element', kind: 'socket', name: 'soc', types: ['RackoneSocket'], count: { text: '2' } },
      { is: 'link', items: [{ property: 'medium' }] },
      { is: 'assignment' },
    ]);
    expect(report.notes.map((note) => note.what)).toEqual(['assumed']);
  });

  it('of the older form is read alike', async () => {
    const { of } = await parsed(version1);
    expect(of[0]).toEqual(['socket', 'MeasuredSocket', {
      architecture: 'arm64', cores: '1', threadsPerCore: '1', memory: '1 GiB', level1Data: '32 KiB',
      level3: '2 MiB', source: '"hwloc topology"',
    }]);
  });

  it('with memory beside its packages shares it out, and says so', async () => {
    const beside = '<topology version="2.0"><object type="Machine">'
      + '<object type="NUMANode" local_memory="4294967296"><page_type size="4096" count="1"/></object>'
      + '<object type="Package"><info name="CPUVendor" value="AuthenticAMD"/>'
      + '<object type="Core"><object type="PU"/></object></object>'
      + '<object type="Package"><object type="Core"><object type="PU"/><object type="PU"/></object>'
      + '</object></object><distances2><indexes length="3">0 1 2</indexes></distances2></topology>';
    const { of, report, types } = await parsed(beside);
    const memories = of.map(([, name, says]) => [name, (says as Record<string, string>).memory]);
    expect(memories).toEqual([
      ['MeasuredSocket', '2 GiB'], ['MeasuredSocket2', '2 GiB'], ['Measured', undefined],
    ]);
    expect(of[0]?.[2]).toMatchObject({ architecture: 'x86', vendor: '"AMD"', threadsPerCore: '1' });
    expect(types[2]?.items.map((item) => item.is)).toEqual(['element', 'element', 'link', 'assignment']);
    expect(report.notes.map((note) => note.field)).toEqual(['local_memory', 'Package']);
  });

  it('without what a socket must say is refused, and says why', () => {
    expect(codeOf('<html/>')).toBe('topology/not-hwloc');
    expect(codeOf('<topology/>')).toBe('topology/not-hwloc');
    expect(codeOf('<topology><object type="Machine"/></topology>')).toBe('topology/incomplete');
    expect(codeOf(version2({ packages: 1, cores: 0, threads: 0 }))).toBe('topology/no-processor');
    expect(codeOf(version2({ packages: 1, cores: 1, threads: 1 }, '0'))).toBe('topology/incomplete');
    expect(codeOf(version2({ packages: 1, cores: 1, threads: 1 }, 'lots'))).toBe('topology/incomplete');
    expect(codeOf('<topology>')).toBe('xml/malformed');
  });
});
