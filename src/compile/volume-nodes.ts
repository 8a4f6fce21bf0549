/**
 * Which hosts keep which volumes: those that the `on` clause of a volume names, one for each
 * replica, in another rack each. Not how requests travel between them: that is the run's.
 * Keeps true: volumes take hosts in the order of their paths, whatever the order of the file. The
 * first replica goes to the host that is first for the fewest volumes, each other one to the host
 * that keeps the fewest; of equal hosts the first by path.
 */
import { comparePaths } from '#base';
import { typeValuesOf } from './blueprints.ts';
import { namedBy } from './clauses.ts';
import type { Draft, Node } from './draft.ts';
import type { Served } from './io-paths.ts';
import type { Machines } from './machines.ts';
import { nameAt, number, placeFor, sourceFor, word } from './nodes.ts';
import { rackOf } from './racks.ts';
import { contextFor } from './scope.ts';
import { Reach } from './ways.ts';

export interface VolumeNode {
  readonly host: Node;
  readonly card: Node;
  readonly rack: Node;
}

export interface VolumePlaced {
  readonly volume: Node;
  /** The card that its instance reaches it over. */
  readonly card: Node;
  readonly transport: string;
  /** Requests go to the first. */
  readonly nodes: readonly VolumeNode[];
}

/** A host that volumes are on: for how many it is the first, and how many it keeps. */
interface Storage {
  readonly host: Node;
  readonly cards: readonly Node[];
  /** Those at a switch. */
  readonly reached: readonly VolumeNode[];
  /** Of its path among all. */
  readonly order: number;
  first: number;
  all: number;
}

/** One that can keep a volume. */
interface Able {
  readonly node: VolumeNode;
  readonly storage: Storage;
}

const isBetter = (left: Storage, right: Storage, isFirst: boolean): boolean =>
  isFirst && left.first !== right.first ? left.first < right.first : left.all < right.all;

class Placing {
  readonly placed: VolumePlaced[] = [];
  private readonly draft: Draft;
  private readonly machines: Machines;
  private readonly storages = new Map<Node, Storage>();
  private reach: Reach | null = null;
  private orders: ReadonlyMap<Node, number> | null = null;

  constructor(draft: Draft, machines: Machines) {
    this.draft = draft;
    this.machines = machines;
  }

  place(volume: Node, card: Node): void {
    const hosts = this.hostsOf(volume);
    if (hosts === null) return;
    const able = this.joinedTo(volume, card, hosts);
    if (able === null) return;
    const replicas = number(volume, 'replicas');
    const racks = new Set(able.map(({ node }) => node.rack));
    if (racks.size < replicas) {
      this.draft.problems.report('placement/volume-racks', placeFor(volume, 'replicas'), {
        volume: volume.id, replicas, racks: racks.size,
      });
      return;
    }
    const nodes = this.choose(able, replicas);
    const transport = this.transportOf(volume, [card, ...nodes.map((node) => node.card)]);
    if (transport !== null) this.placed.push({ volume, card, transport, nodes });
  }

  /** Each once, in the order of their paths; null after a report. */
  private hostsOf(volume: Node): readonly Storage[] | null {
    const named = namedBy(volume, 'on', this.draft, { kinds: ['host'], mayBeEmpty: false });
    if (named === null) return null;
    const hosts = [...new Set(named.map(({ node }) => this.storageOf(node)))];
    // Mostly they are in order as they are named.
    const isInOrder = hosts.every(({ order }, i) => order > (hosts[i - 1]?.order ?? -1));
    return isInOrder ? hosts : hosts.sort((left, right) => left.order - right.order);
  }

  private storageOf(host: Node): Storage {
    const known = this.storages.get(host);
    if (known !== undefined) return known;
    this.orders ??= new Map(this.draft.nodes.map((node, i) => [node, i]));
    const { near } = this.machines;
    const cards = cardsOf(host);
    const reached = cards.flatMap((card): readonly VolumeNode[] => {
      const rack = rackOf(card, near);
      return rack === null ? [] : [{ host, card, rack }];
    });
    const made = {
      host, cards, reached, order: this.orders.get(host) ?? 0, first: 0, all: 0,
    };
    this.storages.set(host, made);
    return made;
  }

  /** Hosts with the card that a fabric joins to that of the instance; null after a report. */
  private joinedTo(
    volume: Node, card: Node, hosts: readonly Storage[],
  ): readonly Able[] | null {
    const { problems } = this.draft;
    const at = `${volume.blueprint.declaration.pointer}/on/0`;
    const reach = this.reach ??= new Reach(this.machines.near);
    const able: Able[] = [];
    for (const storage of hosts) {
      const { host, cards, reached } = storage;
      if (cards.length === 0) {
        problems.report('wiring/storage-without-card', at, { volume: volume.id, host: host.id });
        return null;
      }
      const found = reached.find((one) => one.card !== card && reach.joins(card, one.card));
      if (found !== undefined) able.push({ node: found, storage });
      // A host does not keep its own volumes where it has one card for both.
      else if (!cards.includes(card)) {
        problems.report('wiring/no-storage-path', at, {
          volume: volume.id, card: card.id, host: host.id,
        });
        return null;
      }
    }
    return able;
  }

  private choose(able: readonly Able[], replicas: number): readonly VolumeNode[] {
    const chosen: Able[] = [];
    const taken = new Set<Node>();
    for (let i = 0; i < replicas; i++) {
      let best: Able | null = null;
      for (const one of able) {
        if (taken.has(one.node.rack)) continue;
        if (best === null || isBetter(one.storage, best.storage, i === 0)) best = one;
      }
      if (best === null) break;
      chosen.push(best);
      taken.add(best.node.rack);
    }
    for (const [i, { storage }] of chosen.entries()) {
      storage.first += Number(i === 0);
      storage.all += 1;
    }
    return chosen.map(({ node }) => node);
  }

  /** The transport that it asks for, or the best that all cards speak; null after a report. */
  private transportOf(volume: Node, cards: readonly Node[]): string | null {
    const { problems } = this.draft;
    const silent = cards.find((card) => word(card, 'reliableDatagram') !== 'yes');
    const asked = word(volume, 'transport');
    const name = asked ?? (silent === undefined ? 'Srd' : 'Tcp');
    const context = contextFor({ draft: this.draft, node: null });
    const type = typeValuesOf('transport', name, this.draft, context);
    if (type === null) {
      // One that is asked for and is no type has been reported.
      if (asked === null) {
        problems.report('name/unknown-type', nameAt(volume), {
          name, kind: 'transport', nearest: [],
        });
      }
      return null;
    }
    if (type.values['protocol'] === 'srd' && silent !== undefined) {
      problems.report('network/srd-unsupported', placeFor(volume, 'transport'), {
        what: `'${volume.id}'`, name: silent.parent?.id ?? silent.id,
        because: `card '${silent.id}' does not speak it`,
      });
      return null;
    }
    return name;
  }
}

/** Cards of a host, in the order of their paths. */
const cardsOf = (host: Node): readonly Node[] =>
  [...(host.groups?.values() ?? [])].flatMap(({ kind, nodes }) => (kind === 'card' ? nodes : []))
    .sort((left, right) => comparePaths(left.id, right.id));

/** What only volumes on hosts have an effect of, or only those that are on none. */
const checkSettings = (volume: Node, isOnHosts: boolean, draft: Draft): void => {
  for (const property of isOnHosts ? ['networkDelay', 'replicationDelay'] : ['transport']) {
    const source = sourceFor(volume, property);
    if (source === undefined || source.origin === 'type') continue;
    draft.problems.report('network/volume-setting', placeFor(volume, property), {
      volume: volume.id, property,
      because: isOnHosts ? 'it is on hosts, and the fabric between them says it'
        : 'it is on no host',
    }, {
      fixes: source.origin !== 'own' ? [] : [{
        title: `Remove '${property}'`, edits: [{ at: source.pointer, action: 'remove', text: '' }],
      }],
    });
  }
};

/** The volumes of all placed instances that are on hosts, sorted by path. */
export const placeVolumes = (
  draft: Draft, machines: Machines, served: readonly Served[],
): readonly VolumePlaced[] => {
  const placing = new Placing(draft, machines);
  const all = served.flatMap(({ volumes, cards }) =>
    volumes.map((volume) => ({ volume, card: cards.ebs })));
  all.sort((left, right) => comparePaths(left.volume.id, right.volume.id));
  for (const { volume, card } of all) {
    const isOnHosts = volume.blueprint.declaration.spec.on.length > 0;
    checkSettings(volume, isOnHosts, draft);
    // Without a card that serves it there is no path at all, which is reported.
    if (isOnHosts && card !== null) placing.place(volume, card);
  }
  return placing.placed;
};
