/**
 * Worlds by seed: hosts with any number of sockets, cards, drives and instances, wired at random,
 * under fabrics and switches. Not sensible hosts: a picture must survive what an author can write.
 * Keeps true: a seed gives the same world for ever.
 */
import { Chance, type Stream } from '#base';
import type { LinkIr, World } from '#ir';
import { world, type Parts } from './ir-builder.ts';
import { cable, clos, instance, link, machine, many, part, pcie } from './picture-worlds.ts';

const gib = 1024 ** 3;
const at = (base: string, index: number): string => `${base}[${String(index)}]`;
const pick = <T>(dice: Stream, values: readonly T[]): T =>
  values[dice.integerBelow(values.length)]!;

interface Made {
  readonly parts: Parts;
  readonly nics: readonly string[];
}

function host(name: string, dice: Stream): Made {
  const sockets = many(dice.integerBetween(0, 4), (i) => at(`${name}.soc`, i));
  const nics = many(dice.integerBetween(0, 4), (i) => at(`${name}.nic`, i));
  const volumes = many(dice.integerBelow(4), (i) => at(`${name}.ebs`, i));
  const stores = many(dice.integerBelow(5), (i) => at(`${name}.store`, i));
  const loose = many(dice.integerBelow(4), (i) => at(`${name}.disk`, i));
  const controllers = many(dice.integerBelow(3), (i) => at(`${name}.ctl`, i));
  const chips = many(dice.integerBelow(2), (i) => at(`${name}.guard`, i));
  const cores = pick(dice, [1, 2, 6, 7, 18, 36, 48, 61, 64, 96, 128, 192, 251, 1024]);
  const coherent = dice.happens(0.5);
  const shared = dice.happens(0.5);
  const elements = [
    part('host', name, dice.happens(0.5) ? 'ATypeWithAVeryLongNameThatNobodyWouldWrite' : 'Box'),
    ...sockets.map((id) => part('socket', id, pick(dice, ['Cpu', 'AnotherVeryLongProcessorName']), {
      architecture: 'arm64', cores, threadsPerCore: 1, memoryBytes: 128 * gib,
    })),
    ...(shared && sockets.length > 0
      ? [part('hypervisor', `${name}.hv`, 'Xen', {
          managementCores: Math.min(cores, dice.integerBelow(9)), managementMemoryBytes: 4 * gib,
          managementDomain: 'yes',
        })]
      : []),
    ...nics.map((id) => part('card', id, 'Vpc', { serves: ['vpc'], rateBitsPerSecond: 100e9 })),
    ...volumes.map((id) => part('card', id, 'Ebs', {
      serves: dice.happens(0.3) ? ['vpc', 'ebs', 'storage'] : ['ebs'], rateBitsPerSecond: 12.5e9,
    })),
    ...stores.map((id) => part('card', id, 'Store', { serves: ['storage'] })),
    ...stores.flatMap((id) => many(dice.integerBelow(10), (i) =>
      part('drive', at(`${id}.nvme`, i), 'Nvme', { capacityBytes: 1.9e12 }))),
    ...loose.map((id) => part('drive', id, 'Sata', { capacityBytes: 8e11 })),
    ...controllers.map((id) => part('controller', id, 'Controller')),
    ...chips.map((id) => part('chip', id, 'Chip')),
  ];
  const links: LinkIr[] = [];
  const join = (make: (socket: string) => LinkIr): void => {
    if (sockets.length === 0) return;
    const count = dice.happens(0.3) ? dice.integerBetween(1, sockets.length) : 1;
    const first = dice.integerBelow(sockets.length);
    for (let i = 0; i < count; i++) links.push(make(sockets[(first + i) % sockets.length]!));
  };
  for (const id of [...nics, ...volumes, ...stores]) {
    if (dice.happens(0.9)) join((socket) => pcie(id, socket, dice.integerBetween(1, 6), 16));
  }
  for (const id of loose) {
    if (stores.length > 0 && dice.happens(0.5)) links.push(pcie(id, pick(dice, stores), 3, 4));
    else join((socket) => pcie(id, socket, 3, 4));
  }
  for (const id of controllers) {
    for (const socket of sockets) if (dice.happens(0.8)) links.push(link(id, socket, 'management'));
    for (const card of nics) if (dice.happens(0.2)) links.push(link(id, card, 'management'));
    for (const chip of chips) links.push(link(id, chip, 'firmware'));
  }
  if (coherent) {
    sockets.forEach((one, i) => sockets.slice(i + 1).forEach((two, j) => {
      if (j === 0 || dice.happens(0.5)) links.push(link(one, two, 'coherent', { type: 'Upi' }));
    }));
  }
  const machines = sockets.map((id) => machine({
    id, host: name, sockets: [id], ...(shared ? { hypervisor: `${name}.hv` } : {}),
    ...(controllers[0] === undefined ? {} : { controller: controllers[0] }),
  }));
  return { parts: { elements, links, machines }, nics };
}

function instances(parts: Parts, dice: Stream): Parts[] {
  const found: Parts[] = [];
  for (const element of parts.elements) {
    if (element.kind !== 'socket' || dice.happens(0.2)) continue;
    let first = 0;
    const size = Math.max(1, Math.floor(element.properties.cores / dice.integerBetween(1, 14)));
    const base = `i${element.id.replaceAll(/[^a-z0-9]/g, '')}`;
    while (first + size <= element.properties.cores && dice.happens(0.9)) {
      const name = dice.happens(0.5) ? at(base, first) : `${base}x${String(first)}`;
      found.push(instance(name, pick(dice, ['c7g.large', 'u7in-16tb.224xlarge']), {
        machine: element.id, vcpus: size, memory: 4,
        cores: [{ socket: element.id, first, count: size }],
        volumes: dice.happens(0.5) ? [['root', 'gp3', 100, 3000], ['data', 'io2', 4096, 64000]] : [],
      }));
      first += size;
    }
  }
  return found;
}

export function randomWorld(seed: number): World {
  const dice = new Chance(seed).stream('world');
  const hosts = many(dice.integerBetween(1, pick(dice, [1, 3, 7])), (i) => host(at('h', i), dice));
  const leaves = dice.integerBelow(7);
  const spines = dice.integerBelow(5);
  const switches = many(dice.integerBelow(4), (i) => at('tor', i));
  const nets = leaves > 0 ? [clos('net', leaves, spines)] : [];
  const targets = [
    ...many(leaves, (i) => at('net.leaf', i)), ...switches,
    ...(spines > 0 && leaves > 0 && dice.happens(0.3) ? ['net.spine[0]'] : []),
  ];
  const nics = hosts.flatMap((each) => each.nics);
  const links = nics.flatMap((nic) => {
    const far = [...targets, ...(dice.happens(0.2) ? nics.filter((other) => other !== nic) : [])];
    if (far.length === 0 || dice.happens(0.2)) return [];
    return many(dice.integerBetween(1, 2), () => cable(nic, pick(dice, far)));
  });
  switches.forEach((one, i) => {
    const up = [...switches.slice(i + 1), ...many(leaves, (leaf) => at('net.leaf', leaf))];
    if (up.length > 0 && dice.happens(0.7)) links.push(cable(one, pick(dice, up)));
  });
  const unique = [...new Map(links.map((each) => [each.id, each] as const)).values()];
  return world(
    ...hosts.map(({ parts }) => parts), ...nets,
    { elements: switches.map((id) => part('switch', id, 'Switch')), links: unique },
    ...hosts.flatMap(({ parts }) => instances(parts, dice)),
  );
}
