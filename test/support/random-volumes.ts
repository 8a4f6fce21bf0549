/**
 * Random specs of volumes on hosts, by seed, for swarm tests: transports, replicas, nodes that
 * queue, small buffers, and faults of anything on the way that end in time. Not sensible storage:
 * whatever can be written must be carried out. Keeps true: a seed gives the same text.
 */
import { Chance, type Stream } from '#base';

const pick = <Value>(dice: Stream, values: readonly [Value, ...Value[]]): Value =>
  values[dice.integerBelow(values.length)] ?? values[0];
const some = (dice: Stream, share: number, text: string): string =>
  dice.happens(share) ? text : '';

/** Requests of each load. */
export const requestsEach = 60;

const hosts = (dice: Stream): string => `use aws
host type Node {
  socket soc : Graviton3
  hypervisor hv : Nitro on soc
  card nic : NitroVpc { rate = ${pick(dice, ['10 Gbps', '100 Gbps'])} }
  card ebs : NitroEbs { rate = 20 Gbps }
  link nic, ebs -- soc : Pcie5
}
host box[2] : Node
host store[6] : Node
fabric net : Clos {
  leaves = 3  spines = 2  rate = ${pick(dice, ['10 Gbps', '100 Gbps'])}
  ${some(dice, 0.7, `portBuffer = ${pick(dice, ['20 kB', '60 kB', '1 MB'])}`)}
  convergenceTime = ${pick(dice, ['0 s', '300 us', '1 s'])}
}
link box.ebs -- net
link store.nic -- net
`;

const volume = (dice: Stream, name: string): string => `volume ${name} : io2BlockExpress on ${
  pick(dice, ['store', 'store', 'store[1..5]', 'store, box'])} {
    size = 4 GiB  iops = 4 Kiops  replicas = ${pick(dice, ['1', '2', '3'])}
    ${some(dice, 0.8, `transport = ${pick(dice, ['Tcp', 'Dctcp', 'Srd', 'Srd', 'Udp'])}`)}
    ${some(dice, 0.5, `concurrency = ${pick(dice, ['1', '4'])}`)}
    ${some(dice, 0.3, 'snapshot = yes  firstTouchTime = 1 ms  firstTouchRate = 1 GB/s')}
    latency = ${pick(dice, ['500 us', '10 us', 'exponential(100 us)'])}
  }`;

const load = (dice: Stream, name: string): string => `io load_${name} on db.${name} {
  block = ${pick(dice, ['4 KiB', '16 KiB', 'mix(4 KiB, 80 %, 256 KiB, 20 %)'])}
  read = ${pick(dice, ['0 %', '50 %', '100 %'])}  requests = ${String(requestsEach)}
  ${pick(dice, ['depth = 1', 'depth = 16', 'rate = 20 Kiops'])}
}
`;

function fault(dice: Stream): string {
  const part = pick(dice, [
    'net.leaf[0]', 'net.spine[1]', 'net.leaf[1] -- net.spine[0]', 'box[0].ebs -- net.leaf[0]',
    'store[1].nic', 'box[0].ebs', 'store[2].nic -- net.leaf[2]',
  ]);
  const time = ` for ${pick(dice, ['1 ns', '100 us', '2 ms', '300 ms'])}`;
  return `  at ${String(dice.integerBelow(6_000_000))} ns ${pick(dice, [
    `fail ${part}${time}`, `fail ${part}${time}`,
    `degrade ${part} { loss = ${pick(dice, ['1 %', '100 %'])} }${time}`,
    `degrade ${part} { rate = 100 Mbps }${time}`, `flap ${part} { down = 80 us  up = 150 us } for 1 ms`,
  ])}\n`;
}

export function randomVolumes(seed: number): string {
  const dice = new Chance(seed).stream('volumes');
  const names = ['a', 'b', 'c'];
  // Two actions on one thing at one instant are a mistake; at random instants they hardly happen.
  const faults = Array.from({ length: dice.integerBelow(6) }, () => fault(dice)).join('');
  return `${hosts(dice)}instance db : c7g.4xlarge on box[0].soc {
  ${names.map((name) => volume(dice, name)).join('\n  ')}
}
${names.map((name) => load(dice, name)).join('')}scenario s {
${faults}  expect load_a.lost == 0
}
`;
}
