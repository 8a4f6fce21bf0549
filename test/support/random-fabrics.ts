/**
 * Random specs of networks, by seed, for swarm tests: fabrics of every shape with small buffers,
 * marks and pauses, flows of every transport and pattern, and faults at any instant. Not sensible
 * networks: whatever can be written must be carried out. Keeps true: a seed gives the same text.
 */
import { Chance, type Stream } from '#base';
import { boxes } from './network-specs.ts';

const pick = <Value>(dice: Stream, values: readonly [Value, ...Value[]]): Value =>
  values[dice.integerBelow(values.length)] ?? values[0];
const some = (dice: Stream, share: number, text: string): string =>
  dice.happens(share) ? text : '';

const instances = 8;

/** Settings of every switch. */
const settings = (dice: Stream): string => [
  `rate = ${pick(dice, ['1 Gbps', '10 Gbps', '100 Gbps'])}`,
  some(dice, 0.6, `portBuffer = ${pick(dice, ['30 kB', '200 kB'])}`),
  some(dice, 0.4, `ecn = yes  ecnMinimum = ${pick(dice, ['10 kB', '60 kB'])}`),
  some(dice, 0.3, `pfc = yes  buffer = 64 MiB ${some(dice, 0.5, 'pfcWatchdog = 2 ms  pfcRestore = 1 ms')}`),
  some(dice, 0.3, 'hashSalt = no'), some(dice, 0.3, 'hashSeed = 7'),
  some(dice, 0.7, `convergenceTime = ${pick(dice, ['0 s', '200 us', '5 ms', '1 h'])}`),
].join('  ');

interface Shape {
  readonly text: string;
  /** Links, switches and cards that may fail. */
  readonly parts: readonly [string, ...string[]];
}

function shape(dice: Stream): Shape {
  const own = settings(dice);
  const cards = ['box[0].nic', 'box[7].nic'] as const;
  switch (dice.integerBelow(3)) {
    case 0:
      return {
        text: `fabric net : Clos { leaves = 3  spines = 2  ${own} }\nlink box.nic -- net`,
        parts: ['net.leaf[0]', 'net.spine[1]', 'net.leaf[1] -- net.spine[0]',
          'box[0].nic -- net.leaf[0]', ...cards],
      };
    case 1:
      return {
        text: `fabric net : FatTree { k = 4  ${own} }\nlink box.nic -- net`,
        parts: ['net.leaf[0]', 'net.core[1]', 'net.leaf[1] -- net.spine[0]', ...cards],
      };
    default:
      return {
        text: `switch ring[4] { ports = 16  ${own} }
link box[0..3].nic -- ring
link box[4..7].nic -- ring
link ring[0..2] -- ring[1..3]
link ring[3] -- ring[0]
${some(dice, 0.5, 'link ring[0] -- ring[2] { delay = 3 us  loss = 0.1 % }')}`,
        parts: ['ring[0]', 'ring[1] -- ring[2]', ...cards],
      };
  }
}

function flow(
  dice: Stream, name: string, transports: readonly [string, ...string[]],
): string {
  const job = pick(dice, [
    'pattern = permutation', 'pattern = ring', 'pattern = oneToOne', 'pattern = incast',
    'pattern = allToAll  barrier = yes', 'pattern = allReduce',
    'pattern = allReduce  algorithm = tree  pieces = 3', 'pattern = pairs  fanOut = 2',
    'pattern = pairs  response = 3000 B  answerTime = exponential(20 us)',
  ]);
  const transport = pick(dice, transports);
  const to = pick(dice, ['4', '4..7']);
  return `flow ${name} from x[0..3] to x[${job.includes('fanOut') ? '4..7' : to}] {
  transport = ${transport}  ${job}  size = ${pick(dice, ['100 B', '9 kB', '200 kB', '1 MB'])}
  ${pick(dice, ['depth = 3', 'every = 200 us', 'every = exponential(300 us)'])}
  ${some(dice, 0.3, 'messages = 20')} ${some(dice, 0.2, 'packet = 1400 B')}
}`;
}

function action(
  dice: Stream, parts: Shape['parts'], flows: readonly string[], lasts: number,
): string {
  const at = `at ${String(dice.integerBelow(900_000 * lasts))} ns`;
  const part = pick(dice, parts);
  const time = some(dice, 0.6, ` for ${pick(dice, ['1 ns', '100 us', '2 ms'])}`);
  return `${at} ${pick(dice, [
    `fail ${part}${time}`, `restore ${part}`,
    `degrade ${part} { rate = ${pick(dice, ['10 Mbps', '3 Gbps', '400 Gbps'])} }${time}`,
    `degrade ${part} { lossEvery = ${pick(dice, ['2', '37'])}  delay = 20 us }${time}`,
    `degrade ${part} { loss = ${pick(dice, ['1 %', '100 %'])} }${time}`,
    `corrupt ${part} { loss = 3 % }${time}`,
    `flap ${part} { down = ${pick(dice, ['1 ns', '80 us'])}  up = 150 us } for 1 ms`,
    `stop x[${String(dice.integerBelow(instances))}]`,
    `end ${pick(dice, [flows[0] ?? '', ...flows.slice(1)])}`,
  ])}`;
}

/**
 * The same as flows: without pauses and losses, which need packets, and expecting what flows know.
 * Null: it has no fabric that could be asked to.
 */
export function randomFlows(seed: number, lasts: number): string | null {
  const text = randomFabric(seed, lasts);
  if (!text.includes('fabric net')) return null;
  return text.replace(/fabric net : (\w+) \{/u, 'fabric net : $1 { model = flows ')
    .replace(/pfc = yes +buffer = 64 MiB( +pfcWatchdog = 2 ms +pfcRestore = 1 ms)?/u, '')
    .split('\n').filter((line) => !/^ *at .*(?:loss|corrupt)/u.test(line)).join('\n')
    .replace('expect f.lost >= 0', 'expect mean(f.goodput) >= 0 bps');
}

/** It lasts so many milliseconds. */
export function randomFabric(seed: number, lasts: number): string {
  const dice = new Chance(seed).stream('fabric');
  const { text, parts } = shape(dice);
  const transports = [
    'Tcp', 'NewReno', 'Dctcp', 'Udp', 'Srd', 'Srd', ...(text.includes('pfc') ? ['Roce', 'Roce'] : []),
  ] as const;
  const flows = ['f', 'g', 'h'].slice(0, 1 + dice.integerBelow(3));
  const count = dice.integerBelow(5);
  // Two actions on one thing at one instant are a mistake.
  const actions = new Map(Array.from({ length: count }, () => action(dice, parts, flows, lasts))
    .map((line) => [line.split(' ')[1] ?? '', line]));
  return `${boxes(instances, `jitter = ${pick(dice, ['0 s', '20 ns'])}`)}
x.shutdownTime = 1 us
${text}
${flows.map((name) => flow(dice, name, transports)).join('\n')}
scenario s {
  duration = ${String(lasts)} ms
  ${[...actions.values()].join('\n  ')}
  expect f.lost >= 0
}`;
}

/** One path for each flow of a fabric that pauses before it drops, where nothing fails. */
export function randomLossless(seed: number, lasts: number): string {
  const dice = new Chance(seed).stream('lossless');
  const kind = pick(dice, ['Clos { leaves = 3  spines = 2', 'FatTree { k = 4']);
  const rate = pick(dice, ['10 Gbps', '25 Gbps', '100 Gbps', '400 Gbps']);
  return `${boxes(instances, `jitter = ${pick(dice, ['0 s', '20 ns', '100 ns'])}`)}
fabric net : ${kind}  pfc = yes  rate = ${rate}  buffer = ${pick(dice, ['8 MiB', '64 MiB'])} }
link box.nic -- net
${['f', 'g'].map((name) => flow(dice, name, ['Udp', 'Tcp', 'Dctcp', 'Roce', 'Roce'])).join('\n')}
scenario s {
  duration = ${String(lasts)} ms
  expect f.lost >= 0
}`;
}
