/** What is said of networks made by hand: ways that differ, and what no switch is there for. */
import { expect, it } from 'vitest';
import { checkText } from '../support/check-text.ts';

const ENDS = `use aws
host box[2] : Graviton3Host
instance web[2] : c7g.16xlarge on box.soc[0]
link type Wire { medium = ethernet  rate = 100 Gbps }
link type Narrow : Wire { rate = 10 Gbps }
`;

const messages = async (text: string, ends = ENDS): Promise<readonly string[]> =>
  (await checkText(`${ends}${text}`)).problems.map(({ code, message }) => `${code}: ${message}`);

const SQUARE = `switch s[4] { }
link box[0].nic[0] -- s[0] : Ethernet25
link box[1].nic[0] -- s[2] : Ethernet25
`;

const unequal = (from: string, to: string, wide: string, narrow: string): string =>
  `network/unequal-uplinks: Ways from '${from}' to '${to}' are unequal: ${wide} at 100 Gbps, `
  + `${narrow} at 10 Gbps.`;

it.each([
  ['at the switch itself', ['s[0] -- s[1] : Wire', 's[1] -- s[2] : Wire', 's[0] -- s[3] : Narrow',
    's[3] -- s[2] : Wire'], unequal('s[0]', 's[2]', 's[0] -- s[1]', 's[0] -- s[3]')],
  ['further on, where it is the other end that has it', ['s[0] -- s[1] : Wire',
    's[1] -- s[2] : Wire', 's[0] -- s[3] : Wire', 's[3] -- s[2] : Narrow'],
  unequal('s[2]', 's[0]', 's[1] -- s[2]', 's[2] -- s[3]')],
  ['beside another between the same switches', ['s[0] -- s[1] : Wire', 's[1] -- s[2] : Wire',
    's[1] -- s[2] : Narrow'], unequal('s[2]', 's[0]', 's[1] -- s[2] #2', 's[1] -- s[2]')],
])('names a cable that makes one of equally short ways narrower: %s', async (_, links, message) => {
  expect(await messages(SQUARE + links.map((link) => `link ${link}`).join('\n'))).toEqual([message]);
});

it.each([
  ['all are alike', ['s[0] -- s[1] : Narrow', 's[1] -- s[2] : Narrow', 's[0] -- s[3] : Narrow',
    's[3] -- s[2] : Narrow']],
  ['both have a narrow cable', ['s[0] -- s[1] : Narrow', 's[1] -- s[2] : Wire',
    's[0] -- s[3] : Wire', 's[3] -- s[2] : Narrow']],
  ['one is longer', ['s[0] -- s[2] : Narrow', 's[0] -- s[1] : Wire', 's[1] -- s[2] : Wire']],
])('says nothing of ways where %s', async (_, links) => {
  expect(await messages(SQUARE + links.map((link) => `link ${link}`).join('\n'))).toEqual([]);
});

const CABLE = 'link box[0].nic[0] -- box[1].nic[0] : Ethernet25\n';
const SWITCH = 'switch tor { }\nlink box.nic[0] -- tor : Ethernet25\n';
const because = "no switch is on the network of 'box[0].nic[0]'.";

it.each([
  ['flow f from web[0] to web[1] { size = 1 KiB  transport = Srd }',
    "What Srd does about queues and losses of 'f'"],
  ['web[0].eth0.express = yes', "'express' of web[0].eth0"],
])('says that without a switch %s changes nothing', async (text, what) => {
  const ends = ENDS.replace('soc[0]\n', 'soc[0] { interface eth0 { } }\n');
  expect(await messages(CABLE + text, ends))
    .toEqual([`network/no-effect: ${what} changes nothing: ${because}`]);
  expect(await messages(SWITCH + text, ends)).toEqual([]);
});

it.each([
  ['some of its streams pass a switch', 'web[0], more[0]', 'web[1], more[1]', false],
  ['none does', 'web', 'web[1], web[0]', true],
])('says of SRD whether it changes anything where %s', async (_, from, to, isSaid) => {
  const said = `network/no-effect: What Srd does about queues and losses of 'f' changes nothing: ${
    because}`;
  expect(await messages(`host far[2] : Graviton3Host
instance more[2] : c7g.16xlarge on far.soc[0]
${SWITCH.replaceAll('box', 'far')}${CABLE}flow f from ${from} to ${to} {
  size = 1 KiB  transport = Srd  pattern = oneToOne
}`)).toEqual(isSaid ? [said] : []);
});

it('says that a cable of a card to its socket loses no packets', async () => {
  expect(await messages(`${SWITCH}host own {
  socket s : Graviton3
  card nic : NitroVpc
  link nic -- s : Pcie { generation = 5  lanes = 16  lossEvery = 9 }
}`)).toEqual(["network/no-effect: 'lossEvery' of own.nic -- own.s changes nothing: packets are lost "
    + 'on network cables only.']);
});

it.each([
  ['0 s', false], ['exponential(0 s)', false], ['uniform(0 s, 0 s)', false],
  ['lognormal(0 s, 1)', false], ['pareto(0 s, 2)', false], ['mix(0 s, 50 %, 1 ms, 50 %)', false],
  ['1 ns', true], ['exponential(1 us)', true], ['uniform(0 s, 2 us)', true],
])('takes a flow that sends every %s: %s', async (every, isTaken) => {
  const said = await messages(`${SWITCH}flow f from web[0] to web[1] { size = 1 KiB  every = ${every} }`);
  expect(said).toHaveLength(isTaken ? 0 : 1);
  if (!isTaken) expect(said[0]).toMatch(/^value\/out-of-range: 'every' is 0 s; it must be at least 1 ns\./u);
});

it.each([
  ['pairs', 'web[0]', 'web[0]', "it goes from 'web[0]' only to itself."],
  ['oneToOne', 'web', 'web', "it goes from 'web[0]' and each of 1 other only to itself."],
  ['allToAll', 'web[0]', 'web[0]', "it goes from 'web[0]' only to itself."],
  ['pairs', 'web[0].eth0', 'web[0]', "it goes from 'web[0]' only to itself."],
])('says of a flow of %s from %s to %s that it sends nothing', async (pattern, from, to, what) => {
  const ends = ENDS.replace('soc[0]\n', 'soc[0] { interface eth0 { } }\n');
  const flow = `flow f from ${from} to ${to} { size = 1 KiB  every = 1 ms  pattern = ${pattern} }`;
  expect(await messages(SWITCH + flow, ends))
    .toEqual([`flow/to-itself: Flow 'f' sends nothing: ${what}`]);
});

it('passes a card that stands in the wire, and none that has cables to two switches', async () => {
  const hosts = `use aws
host box[3] : Graviton3Host
instance web[3] : c7g.16xlarge on box.soc[0]
switch s[2] { }
flow f from web[0] to web[2] { size = 1 KiB  every = 1 ms }
link box[0].nic[0] -- s[0] : Ethernet25
link box[2].nic[0] -- s[1] : Ethernet25
`;
  const codes = async (text: string): Promise<readonly string[]> =>
    (await checkText(hosts + text)).problems.map(({ code }) => code);
  expect(await codes('link box[1].nic[0] -- s : Ethernet25')).toEqual(['wiring/no-peer-path']);
  expect(await codes('link s[0] -- s[1] : Ethernet25')).toEqual([]);
  const middle = 'host mid {\n  card wire[2] : BumpInTheWire\n  link wire[0] -- wire[1] : Ethernet25\n}\n';
  expect(await codes(`${middle}link s -- mid.wire : Ethernet25`)).not.toContain('wiring/no-peer-path');
});
