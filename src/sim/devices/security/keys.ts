/**
 * Data keys: which card holds the key of which volume or drive, for whom, and since when.
 * Not what is done with the blocks; see trials.ts. Keeps true: a key is made when the instance
 * that owns the device has it, is on one card and nowhere else, and is gone when that instance has
 * it no more. The key of a local drive is made anew each time; that of a volume is handed to the
 * card again, because its blocks must be readable after a stop.
 */
import type { ElementIr, PlacementIr } from '#ir';
import type { Life } from '../life.ts';
import { elementOf, type Site } from '../site.ts';

/** How the blocks of a device are protected. */
export type Protection =
  /** They are written as they are. */
  | { readonly is: 'plain' }
  /** They are encrypted on the host, which therefore has the key. */
  | { readonly is: 'hostKey'; readonly holder: string }
  /** They are encrypted on a card, and only the card has the key. */
  | { readonly is: 'cardKey'; readonly card: string };

/** A volume or drive of an instance. */
export interface Store {
  readonly id: string;
  readonly kind: 'volume' | 'drive';
  readonly owner: PlacementIr;
  readonly protection: Protection;
  /** The instance that has it now; null: none. */
  holder: string | null;
  /** Keys that were made for it: of a drive one for each time that it was held. */
  keysMade: number;
}

const stateWithKeys = new Set(['running', 'stopping', 'terminating']);

export class Keys {
  private readonly stores = new Map<string, Store>();

  constructor(site: Site) {
    for (const owner of site.placements) {
      for (const id of owner.volumeIds) this.add(site, id, 'volume', owner);
      for (const id of owner.driveIds) this.add(site, id, 'drive', owner);
    }
  }

  /** What is known of a device; undefined: no instance was ever given it. */
  find(id: string): Store | undefined {
    return this.stores.get(id);
  }

  /** Whether a key is on its card at this moment. */
  isLoaded(store: Store): boolean {
    return store.protection.is === 'cardKey' && store.holder !== null;
  }

  /** Keys that a card holds now. */
  heldBy(card: string): number {
    let count = 0;
    for (const store of this.stores.values()) {
      const { protection } = store;
      if (protection.is === 'cardKey' && protection.card === card && store.holder !== null) count++;
    }
    return count;
  }

  /** An instance started, ended, got a device or lost one. */
  lifeChanged(life: Life): void {
    const has = new Set(stateWithKeys.has(life.state) ? life.devices : []);
    for (const id of has) {
      const store = this.stores.get(id);
      if (store === undefined || store.holder === life.id) continue;
      store.holder = life.id;
      store.keysMade = store.kind === 'drive' ? store.keysMade + 1 : 1;
    }
    for (const store of this.stores.values()) {
      if (store.holder === life.id && !has.has(store.id)) store.holder = null;
    }
  }

  private add(site: Site, id: string, kind: Store['kind'], owner: PlacementIr): void {
    if (this.stores.has(id)) return;
    this.stores.set(id, {
      id, kind, owner, holder: null, keysMade: 0,
      protection: kind === 'volume' ? ofVolume(site, id, owner) : ofDrive(site, id, owner),
    });
  }
}

/** The card that serves a device, where the path ends at one. */
export function cardOf(site: Site, id: string | undefined): ElementIr<'card'> | null {
  const element = site.elements.get(id ?? '');
  return element?.kind === 'card' ? elementOf(site, element.id, 'card') : null;
}

function ofVolume(site: Site, id: string, owner: PlacementIr): Protection {
  if (elementOf(site, id, 'volume').properties.encrypted === 'no') return { is: 'plain' };
  const card = cardOf(site, owner.volumes?.card);
  if (card?.properties.encryption === 'yes') return { is: 'cardKey', card: card.id };
  return { is: 'hostKey', holder: owner.hypervisor ?? owner.machine };
}

function ofDrive(site: Site, id: string, owner: PlacementIr): Protection {
  const parent = site.elements.get(id)?.parent;
  const card = cardOf(site, parent ?? undefined) ?? cardOf(site, owner.drives?.card);
  return card?.properties.encryption === 'yes'
    ? { is: 'cardKey', card: card.id } : { is: 'plain' };
}
