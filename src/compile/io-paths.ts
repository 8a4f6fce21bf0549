/**
 * How the requests of each instance travel, and so how much of the work left the host processors.
 * An outcome of the topology, never a keyword. Keeps true: a path starts at the guest and comes
 * back to it, and every station is an element or link of the model.
 */
import { comparePaths } from '#base';
import type { IoPath, OffloadStage } from '#ir';
import type { LinkDraft, Machine, Node } from './draft.ts';
import type { Machines, Neighbours } from './machines.ts';
import { cardsOf, type CardsTaken, networkCardsOf } from './network-cards.ts';
import type { Placed, Placements } from './placement.ts';

export type Service = 'vpc' | 'ebs' | 'storage';

/** A placement with its devices and paths. */
export interface Served {
  readonly placed: Placed;
  readonly volumes: readonly Node[];
  readonly interfaces: readonly Node[];
  readonly drives: readonly Node[];
  readonly drivesWanted: number;
  readonly cards: { readonly [S in Service]: Node | null };
  readonly network: Way | null;
  /** One for each network card that it uses; the first is `network`. */
  readonly networks: readonly NetworkWay[];
  readonly volumePath: Way | null;
  readonly drivePath: Way | null;
  /** One for each card that its drives are on; the first is `drivePath`. */
  readonly driveWays: readonly DriveWay[];
  readonly stage: OffloadStage;
}

/** Interfaces that are reached the same way: those on one card; none where none is declared. */
export interface NetworkWay {
  readonly way: Way;
  readonly card: Node;
  readonly interfaces: readonly Node[];
}

/** Drives that are reached the same way. */
export interface DriveWay {
  readonly way: Way;
  readonly drives: readonly Node[];
}

type Station = IoPath['stations'][number];

/** How requests travel; its stations are listed when somebody asks, which no check does. */
export interface Way extends Omit<IoPath, 'stations'> {
  /** Stations between the guest's driver and what is behind the card: the same for all guests. */
  readonly between: () => readonly Station[];
}

const serves = (card: Node, service: Service): boolean => {
  const list = card.values['serves'];
  return Array.isArray(list) && (list as readonly string[]).includes(service);
};

/** The card that serves an instance: one linked to its own socket before others. */
const cardFor = (
  machine: Machine, part: Node | undefined, service: Service, near: Neighbours,
): Node | null => {
  const beside = part === undefined ? undefined : near.get(part);
  let able: Node | null = null;
  for (const card of machine.cards) {
    if (!serves(card, service)) continue;
    if (beside?.some((n) => n.other === card) === true) return card;
    able ??= card;
  }
  return able;
};

type Came = ReadonlyMap<Node, LinkDraft | null>;

const walks = new WeakMap<Machine, Came>();

/** By which link each device that a machine reaches is reached; one walk serves all its guests. */
const walkOf = (machine: Machine, near: Neighbours): Came => {
  const known = walks.get(machine);
  if (known !== undefined) return known;
  const came = new Map<Node, LinkDraft | null>(machine.parts.map((p) => [p, null]));
  for (const node of came.keys()) {
    for (const { link, other } of near.get(node) ?? []) {
      if (link.medium !== 'pcie' && link.medium !== 'thunderbolt') continue;
      if (came.has(other) || other.kind === 'socket' || other.kind === 'machine') continue;
      came.set(other, link);
    }
  }
  walks.set(machine, came);
  return came;
};

/** The links from a machine to a card, nearest first. */
const linksTo = (machine: Machine, card: Node, near: Neighbours): readonly LinkDraft[] => {
  const came = walkOf(machine, near);
  const links: LinkDraft[] = [];
  for (let node = card; ;) {
    const link = came.get(node);
    if (link == null) break;
    links.unshift(link);
    const [left, right] = link.ends;
    node = left === node ? right : left;
  }
  return links;
};

interface Drivers {
  readonly function: string;
  readonly domain: string;
}

const DRIVERS: { readonly [S in Service]: Drivers } = {
  vpc: { function: 'ena', domain: 'netfront' },
  ebs: { function: 'nvme', domain: 'blkfront' },
  storage: { function: 'nvme', domain: 'blkfront' },
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const exposureOf = (machine: Machine, metal: boolean, card: Node): IoPath['exposure'] => {
  if (metal || machine.hypervisor === null) return 'metal';
  return card.values['exposes'] === 'domain' ? 'domain' : 'function';
};

const newWay = (
  machine: Machine, metal: boolean, card: Node, service: Service, near: Neighbours,
): Way => {
  const exposure = exposureOf(machine, metal, card);
  const said = text(card.values['interface']);
  const drivers = DRIVERS[service];
  const driver = exposure === 'domain' ? drivers.domain : (said ?? drivers.function);
  const hypervisor = machine.hypervisor?.id ?? machine.id;
  const middle: readonly Station[] = exposure === 'domain'
    ? [{ role: 'ring', element: hypervisor }, { role: 'deviceModel', element: hypervisor }]
    : exposure === 'function' ? [{ role: 'function', element: card.id }] : [];
  return {
    exposure, interface: driver, card: card.id,
    between: () => [
      ...middle,
      ...linksTo(machine, card, near).map((l): Station => ({ role: 'link', element: l.id })),
      { role: 'card', element: card.id },
    ],
  };
};

const ways = new WeakMap<Machine, Map<string, Way>>();

/** The way from the guests of a machine to a card: one for all guests that are alike. */
const wayTo = (
  machine: Machine, metal: boolean, card: Node, service: Service, near: Neighbours,
): Way => {
  let known = ways.get(machine);
  if (known === undefined) ways.set(machine, (known = new Map<string, Way>()));
  const key = `${service} ${metal ? 'metal' : 'guest'} ${card.id}`;
  let way = known.get(key);
  if (way === undefined) known.set(key, (way = newWay(machine, metal, card, service, near)));
  return way;
};

/** Drives that stand on no card are reached through the management domain, or directly on metal. */
const bareDriveWay = (
  machine: Machine, drives: readonly Node[], metal: boolean,
): Way | null => {
  const [drive] = drives;
  if (drive === undefined) return null;
  const hypervisor = machine.hypervisor;
  const exposure = metal || hypervisor === null ? 'metal' : 'domain';
  const middle: readonly Station[] = exposure === 'metal' || hypervisor === null ? [] : [
    { role: 'ring', element: hypervisor.id }, { role: 'deviceModel', element: hypervisor.id },
  ];
  return {
    exposure, interface: exposure === 'metal' ? text(drive.values['interface']) : 'blkfront',
    card: drive.id,
    between: () => middle,
  };
};

/** A way with all its stations, from one guest and back to it. */
const pathOf = (
  way: Way | null, { id }: Node, behind: readonly Station[],
): IoPath | null => way === null ? null : {
  exposure: way.exposure, interface: way.interface, card: way.card,
  stations: [
    { role: 'driver', element: id }, ...way.between(), ...behind,
    { role: 'interrupt', element: id },
  ],
};

export interface Paths {
  readonly network: IoPath | null;
  readonly moreNetworks: readonly IoPath[];
  readonly volumes: IoPath | null;
  readonly drives: IoPath | null;
  readonly drivePaths: readonly IoPath[];
}

/** The whole paths of an instance, for whoever writes or shows them. */
export const pathsOf = (served: Served): Paths => {
  const { placed: { instance }, volumes: [volume], drives, driveWays, networks } = served;
  const stations = (of: readonly Node[]): readonly Station[] =>
    of.map((d): Station => ({ role: 'drive', element: d.id }));
  const remote: readonly Station[] =
    volume === undefined ? [] : [{ role: 'remote', element: volume.id }];
  return {
    network: pathOf(served.network, instance, []),
    moreNetworks: networks.slice(1).flatMap(({ way }) => pathOf(way, instance, []) ?? []),
    volumes: pathOf(served.volumePath, instance, remote),
    drives: pathOf(served.drivePath, instance, stations(drives)),
    drivePaths: driveWays.flatMap((one) =>
      pathOf(one.way, instance, stations(one.drives)) ?? []),
  };
};

const NONE: readonly Node[] = [];

const childrenOf = (node: Node, kind: string): readonly Node[] => {
  const found: Node[] = [];
  for (const group of node.groups?.values() ?? []) {
    if (group.kind === kind) found.push(...group.nodes);
  }
  if (found.length < 2) return found.length === 0 ? NONE : found;
  return found.sort((left, right) => comparePaths(left.id, right.id));
};

/** The boot volume first: the one that says so, else one named root, else the first. */
const bootFirst = (volumes: readonly Node[]): readonly Node[] => {
  if (volumes.length < 2) return volumes;
  const boot = volumes.find((v) => v.values['boot'] === 'yes')
    ?? volumes.find((v) => v.name === 'root') ?? volumes[0];
  return boot === undefined ? volumes : [boot, ...volumes.filter((v) => v !== boot)];
};

const stageOf = (
  placed: Placed, metal: boolean, cards: Served['cards'], network: Way | null,
  drivePath: Way | null,
): OffloadStage => {
  const { hypervisor } = placed.machine;
  if (metal || hypervisor === null) return 'metal';
  if (hypervisor.values['managementDomain'] !== 'yes') {
    // Without help of the processor it is the hypervisor itself that serves the devices.
    return hypervisor.values['virtualization'] === 'hardware' ? 'full' : 'software';
  }
  if (drivePath?.exposure === 'function') return 'drives';
  if (network?.exposure === 'function' && network.interface === 'ena') return 'networkAdapter';
  // A card that speaks blkfront is a device model: software that looks like a card to the guest.
  const ebsOnCard = cards.ebs !== null && cards.ebs.values['interface'] !== 'blkfront';
  if (ebsOnCard && cards.ebs !== cards.vpc) return 'volumes';
  return network?.exposure === 'function' ? 'network' : 'software';
};

/** Each drive is reached over the card it is on. */
const driveWaysOf = (
  drives: readonly Node[], storage: Node | null,
  wayOf: (card: Node | null, drives: readonly Node[]) => Way | null,
): readonly DriveWay[] => {
  const byCard = new Map<Node | null, Node[]>();
  for (const drive of drives) {
    const card = drive.parent?.kind === 'card' ? drive.parent : storage;
    const own = byCard.get(card);
    if (own === undefined) byCard.set(card, [drive]);
    else own.push(drive);
  }
  return [...byCard].flatMap(([card, own]): readonly DriveWay[] => {
    const way = wayOf(card, own);
    return way === null ? [] : [{ way, drives: own }];
  });
};

/** What guests before took of what they share. */
interface Taken {
  readonly drives: Set<Node>;
  readonly cards: CardsTaken;
}

const serve = (placed: Placed, taken: Taken, machines: Machines): Served => {
  const { instance, machine } = placed;
  const metal = instance.values['metal'] === 'yes';
  const { near } = machines;
  const part = placed.cores[0]?.part;
  const volumes = bootFirst(childrenOf(instance, 'volume'));
  const interfaces = childrenOf(instance, 'interface');
  const drivesWanted = Number(instance.values['disks'] ?? 0);
  const drives = drivesWanted === 0 || machine.drives.length === 0 ? NONE
    : machine.drives.filter((d) => !taken.drives.has(d)).slice(0, drivesWanted);
  for (const drive of drives) taken.drives.add(drive);
  const able = networkCardsOf({ instance, machine, part, near }, taken.cards);
  const onCards = cardsOf(interfaces, able);
  const cards = {
    vpc: onCards[0]?.card ?? null,
    ebs: cardFor(machine, part, 'ebs', near),
    storage: cardFor(machine, part, 'storage', near),
  };
  const way = (card: Node | null, service: Service): Way | null =>
    card === null ? null : wayTo(machine, metal, card, service, near);
  const networks = onCards.map((one): NetworkWay =>
    ({ ...one, way: wayTo(machine, metal, one.card, 'vpc', near) }));
  const network = networks[0]?.way ?? null;
  const volumePath = way(cards.ebs, 'ebs');
  const driveWays = driveWaysOf(drives, cards.storage, (card, own) => card === null
    ? bareDriveWay(machine, own, metal) : way(card, 'storage'));
  const drivePath = driveWays[0]?.way ?? null;
  return {
    placed, volumes, interfaces, drives, drivesWanted, cards, network, networks, volumePath,
    drivePath, driveWays,
    stage: stageOf(placed, metal, cards, network, drivePath),
  };
};

/** Devices and paths of every placed instance, sorted by its id; drives go to the first by id. */
export const serveAll = (placements: Placements, machines: Machines): readonly Served[] => {
  const taken: Taken = { drives: new Set(), cards: new Map() };
  return [...placements.of.values()]
    .sort((left, right) => comparePaths(left.instance.id, right.instance.id))
    .map((placed) => serve(placed, taken, machines));
};

