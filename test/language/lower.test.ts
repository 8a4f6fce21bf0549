import { EmptyFileSystem, URI } from 'langium';
import { describe, expect, it } from 'vitest';
import { loadClosure } from '../../language-server/loader.ts';
import { specOf } from '../../language-server/model.ts';
import { createNitroCore } from '../../language-server/nitro-module.ts';

const noFiles = { read: (): Promise<undefined> => Promise.resolve(undefined) };

const specOfText = async (text: string) => {
  const core = createNitroCore(EmptyFileSystem);
  const document = await loadClosure(core, noFiles, URI.parse('file:///a.nitro'), text);
  if (document === undefined) throw new Error('the text was given');
  return { ...specOf(document, core.nitro.references.ScopeProvider.closures), document };
};

const EXAMPLE = `use aws

/// One sled.
host type Sled {
  socket soc[3] : Graviton3
  card nic[3] : NitroVpc { rate = 30 Gbps }
  link nic -- soc : Pcie { generation = 5  lanes = 16 } as x
}
host sled[4] : Sled
link sled.nic -- sled.soc : Pcie { lanes = 8 }
sled[1].soc[0].memory = 64 GiB
instance web[8] : c7g.16xlarge on sled[0..2].soc { volume root : gp3 { size = 100 GiB } }
instance type "x9.odd" : c7g.large { label = "a \\"b\\" \\u{41}" }
flow fetch from web[0], web[1] to web { transport = Srd  every = lognormal(2 ms, 0.3) }
scenario failover {
  duration = 2 s
  vary fetch.transport in [Tcp, Srd]
  vary (web.count, fetch.size) in [(1, 2 KiB), (2, 4 KiB)]
  vary x.y in [10 %, 20 % .. 100 %]
  at 1 s fail sled.nic[0] -- sled.soc[1] for 200 ms
  at 1 s write firmware of sled.guard
  at 2 s degrade sled.nic { loss = 1 % } for 1 s
  expect p99(fetch.completion) < 2 ms when fetch.transport == Srd and web.count == 8
  expect mean(scan.iops) within 5 % of 64 Kiops
  expect state(web[0], 30 s) == running
}
`.replace('} as x', '}');

describe('lowering', () => {
  it('parses the language example without a syntax error', async () => {
    const { document } = await specOfText(EXAMPLE);
    expect(document.parseResult.lexerErrors).toEqual([]);
    expect(document.parseResult.parserErrors.map((error) => error.message)).toEqual([]);
  });

  it('keeps names and quantities as they were written', async () => {
    const { spec } = await specOfText(EXAMPLE);
    const file = spec.files[0];
    expect(file?.types.map((type) => type.name)).toEqual(['Sled', 'x9.odd']);
    expect(file?.types[1]?.items).toMatchObject([{ value: { is: 'text', text: 'a "b" A' } }]);
    expect(file?.elements.map((element) => element.name)).toEqual(['sled', 'web', 'fetch']);
    expect(file?.assignments).toMatchObject([
      { property: 'memory', value: { is: 'quantity', text: '64 GiB' } },
    ]);
    expect(file?.scenarios[0]?.steps.map((step) => step.is)).toEqual([
      'assignment', 'vary', 'vary', 'vary', 'action', 'action', 'action', 'expect', 'expect',
      'expect',
    ]);
  });

  it('finds the words that a pointer means', async () => {
    const { sources, document } = await specOfText(EXAMPLE);
    const words = (pointer: string): string => {
      const place = sources.placeOf(pointer);
      return place === null ? '' : document.textDocument.getText(place.range);
    };
    expect(words('/files/0/elements/0/name')).toBe('sled');
    expect(words('/files/0/elements/1/types/0')).toBe('c7g.16xlarge');
    expect(words('/files/0/elements/1/on/0')).toBe('sled[0..2].soc');
    expect(words('/files/0/elements/1/on/0/segments/1/name')).toBe('soc');
    expect(words('/files/0/elements/1/items/0/items/0/value')).toBe('100 GiB');
    expect(words('/files/0/elements/1/items/0/items/0/property')).toBe('size');
    expect(words('/files/0/assignments/0/owner/segments/0')).toBe('sled[1]');
    expect(words('/files/0/scenarios/0/steps/7/right')).toBe('2 ms');
    expect(words('/files/0/uses/0/target')).toBe('aws');
  });
});
