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
  /** The card that serves it; null: none. */
  readonly card: string | null;
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
    const card = kind === 'volume' ? cardOf(site, owner.volumes?.card)
      : cardOf(site, site.elements.get(id)?.parent) ?? cardOf(site, owner.drives?.card);
    this.stores.set(id, {
      id, kind, owner, holder: null, keysMade: 0, card: card?.id ?? null,
      protection: kind === 'volume' ? ofVolume(site, id, owner, card) : ofDrive(card),
    });
  }
}

/** The card that serves a device, where the path ends at one. */
export function cardOf(site: Site, id: string | null | undefined): ElementIr<'card'> | null {
  const element = site.elements.get(id ?? '');
  return element?.kind === 'card' ? elementOf(site, element.id, 'card') : null;
}

type Card = ElementIr<'card'> | null;

function ofVolume(site: Site, id: string, owner: PlacementIr, card: Card): Protection {
  if (elementOf(site, id, 'volume').properties.encrypted === 'no') return { is: 'plain' };
  if (card?.properties.encryption === 'yes') return { is: 'cardKey', card: card.id };
  return { is: 'hostKey', holder: owner.hypervisor ?? owner.machine };
}

const ofDrive = (card: Card): Protection => card?.properties.encryption === 'yes'
  ? { is: 'cardKey', card: card.id } : { is: 'plain' };
