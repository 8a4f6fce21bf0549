/**
 * Random specs with workloads, by seed, for swarm tests: hosts of every generation joined by a
 * cable, guests with volumes and drives, requests, packets and processor work, and actions at any
 * instant. Not sensible loads: whatever can be written must be carried out. Keeps true: a seed
 * gives the same text for ever, and all that it says is valid.
 */
import { Chance, type Stream } from '#base';

interface Generation {
  readonly host: string;
  /** A type whose virtualization and drivers fit. */
  readonly type: string;
  /** One of at least eight local drives; null: none. */
  readonly drive: string | null;
  readonly hasVolumes: boolean;
  readonly hasController: boolean;
  readonly hasHypervisor: boolean;
  /** Where the cable to the other host begins. */
  readonly port: string;
  /** What its card can fill. */
  readonly cable: string;
}

const plain = {
  drive: null, hasVolumes: true, hasController: true, hasHypervisor: true, port: 'nic',
  cable: 'Ethernet10',
} as const;
const generations: readonly Generation[] = [
  {
    ...plain, host: 'XenFirstHost', type: 'XenDomain', hasVolumes: false, hasController: false,
    cable: 'Ethernet { rate = 1 Gbps }',
  },
  { ...plain, host: 'C3Host', type: 'c3.8xlarge', port: 'wire' },
  { ...plain, host: 'C4Host', type: 'c4.8xlarge' },
  { ...plain, host: 'I2Host', type: 'i2.8xlarge', drive: 'local.ssd[0]' },
  { ...plain, host: 'X1Host', type: 'x1.32xlarge' },
  { ...plain, host: 'I3Host', type: 'i3.large', drive: 'local[0].nvme[0]' },
  { ...plain, host: 'C5Host', type: 'c5.large' },
  { ...plain, host: 'Graviton3Host', type: 'c7g.large' },
];

const pick = <Value>(dice: Stream, values: readonly Value[]): Value => {
  const value = values[dice.integerBelow(values.length)];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
};
const some = (dice: Stream, share: number, line: string): readonly string[] =>
  (dice.happens(share) ? [line] : []);
const time = (dice: Stream): string =>
  pick(dice, ['0 ns', '1 ns', '300 ns', '2 us', '50 us', '1 ms']);

const hosts = ['left', 'right'] as const;

function costs(dice: Stream, { hasHypervisor, hasController, hasVolumes }: Generation): string[] {
  return hosts.flatMap((host) => [
    ...some(dice, 0.3, `${host}.nic.interruptDelay = ${pick(dice, ['1 ns', '10 us', '1 ms'])}`),
    ...some(dice, 0.3, `${host}.nic.processingTime = ${pick(dice, [
      '0 ns', 'exponential(2 us)', 'pareto(1 us, 2)', '1 ms',
    ])}`),
    ...some(dice, 0.2, `${host}.nic.encryptionRate = 1 Gbps`),
    ...some(dice, 0.2, `${host}.nic.receiveRing = ${pick(dice, ['1', '2', '256'])}`),
    ...some(dice, 0.2, `${host}.nic.packetRate = ${pick(dice, ['1 pps', '100 Kpps', '900 Mpps'])}`),
    ...(hasVolumes ? some(dice, 0.2, `${host}.ebs.processingTime = ${time(dice)}`) : []),
    ...(hasHypervisor && host === 'left' ? [
      ...some(dice, 0.4, `${host}.hv.cpuSharing = shared`),
      ...some(dice, 0.3, `${host}.hv.timeSlice = ${pick(dice, ['10 us', '100 us', '5 ms'])}`),
      ...some(dice, 0.3, `${host}.hv.switchTime = ${time(dice)}`),
      ...some(dice, 0.3, `${host}.hv.boost = no`),
      ...some(dice, 0.3, `${host}.hv.modelWakeTime = ${time(dice)}`),
    ] : []),
    ...(hasController ? [
      `${host}.ctl.requestTime = 100 us`, `${host}.ctl.commandTime = 50 us`,
    ] : []),
    ...(hasHypervisor ? [
      `${host}.hv.allocateTime = 100 us`, `${host}.hv.startTime = 100 us`,
      `${host}.hv.stopTime = ${pick(dice, ['0 ns', '200 us'])}`,
    ] : []),
    `${host}.nic.attachTime = 100 us`, `${host}.nic.detachTime = 100 us`,
    `${host}.nic.reliableDatagram = yes`,
    ...(hasVolumes ? [`${host}.ebs.attachTime = 100 us`, `${host}.ebs.detachTime = 100 us`] : []),
  ]);
}

function guestType(dice: Stream, { type, drive }: Generation): string {
  const lines = [
    'memory = 8 MiB', 'shutdownTime = 100 us', 'firmwareTime = 100 us', 'kernelTime = 100 us',
    'servicesTime = 100 us', 'bootRead = 4 KiB', `disks = ${drive === null ? '0' : '1'}`,
    `vcpus = ${pick(dice, ['1', '2', '2', '4'])}`, 'threadsPerCore = 1', 'enaExpress = yes',
    ...some(dice, 0.3, `packetTime = ${time(dice)}`),
    ...some(dice, 0.3, `requestTime = ${time(dice)}`),
    ...some(dice, 0.3, `interruptTime = ${time(dice)}`),
    ...some(dice, 0.3, 'interruptExits = 0'),
    ...some(dice, 0.2, type === 'XenDomain' ? 'weight = 65535' : 'pinnedCore = 1'),
    ...some(dice, 0.3, 'networkPacketRate = 50 Kpps'),
    ...some(dice, 0.3, 'networkBaseline = 100 Mbps  networkPeak = 5 Gbps  networkBurstTime = 1 ms'),
  ];
  return `instance type Guest : ${type} {\n  ${lines.join('\n  ')}\n}`;
}

function workloads(dice: Stream, made: Generation): string[] {
  const size = (): string => pick(dice, ['1 B', '64 B', '1 KiB', '64 KiB', '3 MB', '1 GiB']);
  const flow = (i: number): string => {
    const [from, to] = dice.happens(0.5) ? ['a', 'b'] : dice.happens(0.5) ? ['b', 'a'] : ['a', 'a'];
    const pattern = from === to ? pick(dice, ['ring', 'allToAll'])
      : pick(dice, ['pairs', 'permutation']);
    return `flow f${String(i)} from ${from} to ${to} { size = ${size()}  pattern = ${pattern}  ${[
      ...some(dice, 0.5, `transport = ${pick(dice, ['Udp', 'Srd', 'Tcp'])}`),
      ...some(dice, 0.4, `every = ${pick(dice, [
        'exponential(50 us)', '10 us', 'uniform(0 ns, 1 ms)',
      ])}`),
      ...some(dice, 0.3, `depth = ${pick(dice, ['2', '100'])}`),
      ...some(dice, 0.3, `messages = ${pick(dice, ['1', '7'])}`),
      ...some(dice, 0.3, `packet = ${pick(dice, ['100 B', '1460 B', '64 KiB'])}`),
    ].join('  ')} }`;
  };
  const places = [
    ...(made.hasVolumes ? ['a.data', 'b.data', 'a[0].data'] : []),
    ...(made.drive === null ? [] : ['a', 'a[0]']),
  ];
  const io = (i: number): string => {
    const load = dice.happens(0.5) ? `depth = ${pick(dice, ['1', '7', '300'])}`
      : `rate = ${pick(dice, ['1 iops', '5 Kiops', '400 Kiops'])}  ${some(dice, 0.6,
        `arrivals = ${pick(dice, ['fixed', 'bursts  burst = 20'])}`).join('')}`;
    return `io s${String(i)} on ${pick(dice, places)} { ${load}  ${[
      ...some(dice, 0.5, `read = ${pick(dice, ['0 %', '50 %', '99 %'])}`),
      ...some(dice, 0.5, `block = ${pick(dice, ['512 B', '128 KiB', '16 MiB'])}`),
      ...some(dice, 0.3, `requests = ${pick(dice, ['1', '100'])}`),
    ].join('  ')} }`;
  };
  const compute = (i: number): string => `compute c${String(i)} on ${
    pick(dice, ['a', 'b', 'a[0]'])
  } { ${[
    ...some(dice, 0.5, `threads = ${pick(dice, ['1', '3', '9'])}`),
    ...some(dice, 0.4, `sensitive = ${pick(dice, ['0.0001 %', '1 %', '99 %'])}`),
    ...some(dice, 0.3, 'ports = 0.01 %'),
    ...some(dice, 0.4, `work = ${pick(dice, ['1 ns', '300 us', '1 ms'])}`),
  ].join('  ')} }`;
  const several = (most: number, make: (i: number) => string): string[] =>
    Array.from({ length: dice.integerBelow(most + 1) }, (_, i) => make(i));
  return [
    flow(0), ...several(2, (i) => flow(i + 1)), ...(places.length > 0 ? several(3, io) : []),
    ...several(2, compute),
  ];
}

function steps(dice: Stream, made: Generation, names: readonly string[], until: number): string[] {
  const parts = hosts.flatMap((host) => [
    `${host}.nic`, `left.${made.port} -- right.${made.port}`, `${host}.nic -- ${host}.soc[0]`,
    ...(made.hasVolumes ? [`${host}.ebs`] : []),
    ...(made.hasHypervisor ? [`${host}.hv`] : []), `${host}.soc[0]`,
    ...(made.drive === null ? [] : [`${host}.${made.drive}`]),
  ]);
  const guests = ['a[0]', 'b[0]'];
  return Array.from({ length: dice.integerBelow(9) }, () => {
    // No two at one instant, and none after the end.
    const at = 1 + dice.integerBelow(until - 1);
    const last = pick(dice, ['', ` for ${String(1 + dice.integerBelow(until))} ns`, ' for 1 ns']);
    const what = pick(dice, [
      `fail ${pick(dice, parts)}${last}`, `fail ${pick(dice, parts)}${last}`,
      `restore ${pick(dice, parts)}`, `start ${pick(dice, names)}`, `end ${pick(dice, names)}`,
      `${pick(dice, ['stop', 'reboot', 'terminate', 'launch'])} ${pick(dice, guests)}`,
      made.hasVolumes ? `detach ${pick(dice, guests)}.data` : `end ${pick(dice, names)}`,
    ]);
    return { at, what };
  }).filter(({ at }, i, all) => all.findIndex((one) => one.at === at) === i)
    .map(({ at, what }) => `at ${String(at)} ns ${what}`);
}

/** A spec with one scenario, `swarm`. */
export function randomLoads(seed: number): string {
  const dice = new Chance(seed).stream('random loads');
  const made = pick(dice, generations);
  const counts = [1 + dice.integerBelow(3), 1 + dice.integerBelow(3)];
  const guests = ['a', 'b'].map((name, i) => {
    const volume = made.hasVolumes
      ? ` {\n  volume data : ${pick(dice, ['gp2', 'gp3'])} { size = 100 GiB }\n}` : '';
    const place = made.host === 'Graviton3Host' ? '.soc[0]' : '';
    return `instance ${name}[${String(counts[i])}] : Guest on ${hosts[i] ?? ''}${place}${volume}`;
  });
  const loads = workloads(dice, made);
  const names = loads.map((line) => line.split(' ')[1] ?? '');
  const until = pick(dice, [2, 1000, 1e6, 4e6, 4e6, 4e6]);
  return [
    'use aws', guestType(dice, made), ...hosts.map((host) => `host ${host} : ${made.host}`),
    `link left.${made.port} -- right.${made.port} : ${made.cable}`,
    ...costs(dice, made), ...guests, ...loads,
    'scenario swarm {', `  duration = ${String(until)} ns`,
    ...some(dice, 0.5, `  warmup = ${String(Math.floor(until / pick(dice, [2, 10])))} ns`),
    ...steps(dice, made, names, until).map((line) => `  ${line}`),
    '  expect f0.lost >= 0', '}', '',
  ].join('\n');
}
