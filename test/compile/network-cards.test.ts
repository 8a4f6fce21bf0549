/** Which network cards instances and their interfaces have, and which of them flows go over. */
import { describe, expect, it } from 'vitest';
import { defined } from '#base';
import type { World } from '#ir';
import { checkText, problemsOf, worldOf } from '../support/check-text.ts';

/** Hosts of `cards` network cards; `cables` join them to a fabric. */
const hosts = (cards: number, cables = 'link box.nic -- net\n'): string => `use aws
host box[2] {
  socket s : Graviton3
  hypervisor hv : Nitro on s
  card nic[${String(cards)}] : NitroVpc { rate = 100 Gbps }
  link nic -- s : Pcie { generation = 5  lanes = 8 }
}
fabric net : Clos { leaves = 2  spines = 2 }
${cables}instance type Wide : c7g.4xlarge { networkCards = 2 }
instance type Plain : c7g.4xlarge
`;
const flow = (name: string, from: string, to: string): string =>
  `flow ${name} from ${from} to ${to} { size = 1 MB }\n`;

/** The cards of an instance, in the order of their numbers. */
const cardsOf = (world: World, instance: string): readonly string[] => {
  const { network, moreNetworks } = defined(
    world.placements.find((one) => one.instance === instance), instance,
  );
  return [network, ...moreNetworks].flatMap((path) => path?.card ?? []);
};

/** `from > to` of each stream. */
const ways = (world: World): readonly string[] => world.streams.map(({ from, to, cards }) => {
  const [out, into] = defined(cards, 'a flow has cards');
  return `${cardsOf(world, from ?? '')[out] ?? ''} > ${cardsOf(world, to ?? '')[into] ?? ''}`;
});

const two = 'instance a : Wide on box[0].s\ninstance b : Wide on box[1].s\n';

describe('network cards of an instance', () => {
  it('are as many as its type has', async () => {
    const world = await worldOf(`${hosts(3)}${two}instance c : Plain on box[1].s\n`);
    expect(cardsOf(world, 'a')).toEqual(['box[0].nic[0]', 'box[0].nic[1]']);
    // Two are taken by the other guest, so that the third is the emptiest.
    expect(cardsOf(world, 'c')).toEqual(['box[1].nic[2]']);
  });

  it('go round the guests of a machine, by their ids', async () => {
    const guests = ['instance p[3] : Plain on box[0].s\n', 'instance o : Plain on box[0].s\n'];
    const world = await worldOf(hosts(2) + guests.join(''));
    expect(['o', 'p[0]', 'p[1]', 'p[2]'].map((id) => cardsOf(world, id)[0])).toEqual([
      'box[0].nic[0]', 'box[0].nic[1]', 'box[0].nic[0]', 'box[0].nic[1]',
    ]);
    expect(await worldOf(hosts(2) + guests.toReversed().join(''))).toEqual(world);
  });

  it('are those with a cable before others', async () => {
    const cable = 'link box[0..1].nic[1] -- net\n';
    const text = `${hosts(2, cable)}instance p[2] : Plain on box.s\n${flow('f', 'p[0]', 'p[1]')}`;
    expect(await problemsOf(text)).toEqual([]);
    expect(ways(await worldOf(text))).toEqual(['box[0].nic[1] > box[1].nic[1]']);
  });

  it('are one and the same for guests of a host without cables, who meet there', async () => {
    const text = `${hosts(2, '')}instance p[2] : Plain on box[0].s\n${flow('f', 'p[0]', 'p[1]')}`;
    expect(await problemsOf(text)).toEqual([]);
    expect(ways(await worldOf(text))).toEqual(['box[0].nic[0] > box[0].nic[0]']);
  });

  it('are those linked to its own socket before others', async () => {
    const world = await worldOf(`use aws
host box {
  socket s[2] : Graviton4
  link s[0] -- s[1] : GravitonCoherent
  hypervisor hv : Nitro on s
  card nic[2] : NitroVpc { rate = 50 Gbps }
  link nic -- s : Pcie5
}
switch tor { ports = 4 }
link box.nic -- tor
instance p[2] : c8g.4xlarge on box.s[1]
`);
    expect(['p[0]', 'p[1]'].map((id) => cardsOf(world, id)))
      .toEqual([['box.nic[1]'], ['box.nic[1]']]);
  });
});

describe('interfaces', () => {
  const with_ = (body: string): string =>
    `${hosts(2)}instance a : Wide on box[0].s {\n${body}\n}\ninstance b : Wide on box[1].s\n`;
  const interfaceCards = async (body: string): Promise<unknown> =>
    (await worldOf(with_(body))).placements[0]?.interfaceCards;

  it('take the cards in turn', async () => {
    expect(await interfaceCards('interface eth[3] { }')).toEqual([0, 1, 0]);
  });

  it('are on the card that they name', async () => {
    expect(await interfaceCards('interface eth0 { card = 1 }\ninterface eth1 { card = 0 }'))
      .toEqual([1, 0]);
  });

  it('leave cards without one to nobody', async () => {
    const world = await worldOf(with_('interface eth0 { card = 1 }') + flow('f', 'a', 'b')
      + flow('g', 'a', 'b'));
    expect(cardsOf(world, 'a')).toEqual(['box[0].nic[1]']);
    expect(ways(world)).toEqual([
      'box[0].nic[1] > box[1].nic[0]', 'box[0].nic[1] > box[1].nic[1]',
    ]);
  });

  it('carry no flows before they are attached', async () => {
    const later = 'interface eth0 { }\ninterface eth1 { attached = no }';
    const world = await worldOf(with_(later) + flow('f', 'a', 'b') + flow('g', 'a', 'b'));
    expect(ways(world).map((way) => way.split(' ')[0])).toEqual(['box[0].nic[0]', 'box[0].nic[0]']);
  });

  it('are named by flows that are to go over them', async () => {
    const world = await worldOf(with_('interface eth[2] { }') + flow('f', 'a.eth[1]', 'b')
      + flow('g', 'a', 'b') + flow('h', 'b', 'a.eth[1]'));
    // A flow that says where it goes takes nobody's turn.
    expect(ways(world)).toEqual([
      'box[0].nic[1] > box[1].nic[0]', 'box[0].nic[0] > box[1].nic[1]',
      'box[1].nic[0] > box[0].nic[1]',
    ]);
    expect(world.streams.map(({ from, interfaces }) => [from, interfaces])).toEqual([
      ['a', ['a.eth[1]', null]], ['a', null], ['b', [null, 'a.eth[1]']],
    ]);
  });

  it('cannot be on a card that the machine does not give', async () => {
    const { problems } = await checkText(`${hosts(1)}instance a : Wide on box[0].s {
  interface eth0 { card = 1 }\n}`);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['limits/network-cards',
        "'a' has 2 network cards by its type 'Wide', but 'box[0].s' gives it 1."],
      ['limits/network-card',
        "'a.eth0' is on network card 1, but 'box[0].s' has only number 0."],
    ]);
  });
});

describe('flows', () => {
  const flows = [flow('f', 'a', 'b'), flow('g', 'a', 'b'), flow('h', 'a', 'b'), flow('i', 'b', 'a')];

  it('of an instance take turns over its cards, whoever declared them first', async () => {
    const world = await worldOf(hosts(2) + two + flows.join(''));
    expect(ways(world)).toEqual([
      'box[0].nic[0] > box[1].nic[0]', 'box[0].nic[1] > box[1].nic[1]',
      'box[0].nic[0] > box[1].nic[0]', 'box[1].nic[0] > box[0].nic[0]',
    ]);
    expect(await worldOf(hosts(2) + two + flows.toReversed().join(''))).toEqual(world);
  });

  it('stay in the fabric that both cards are at', async () => {
    const rails = 'fabric two : Clos { leaves = 1  spines = 1 }\n'
      + 'link box.nic[0] -- net\nlink box.nic[1] -- two\n';
    const text = hosts(2, rails) + two + flow('f', 'a', 'b') + flow('g', 'a', 'b')
      + flow('e', 'a.eth0', 'b');
    const world = await worldOf(text.replace('on box[0].s\n', 'on box[0].s {\n'
      + '  interface eth0 { card = 1 }\n  interface eth1 { card = 0 }\n}\n'));
    expect(ways(world)).toEqual([
      'box[0].nic[1] > box[1].nic[1]', 'box[0].nic[0] > box[1].nic[0]',
      'box[0].nic[1] > box[1].nic[1]',
    ]);
  });
});
