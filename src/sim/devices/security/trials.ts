/**
 * Trials to read blocks: what somebody sees who gets hold of the blocks of a volume or drive, be
 * it the host, its owner, or another instance. Not who is given a device: that is the life cycle's.
 * Keeps true: what was encrypted on a card is read only while that card holds the key, and only on
 * the side of the card that faces the instance that has the device.
 */
import type { IoPath } from '#ir';
import type { Site } from '../site.ts';
import type { Keys, Store } from './keys.ts';

/** What came of a trial, and why. */
export interface Outcome {
  readonly readable: boolean;
  /** Somebody reads who has no right to. */
  readonly exposed: boolean;
  readonly why: string;
}

const pathOf = ({ kind, owner, card }: Store): IoPath | null => kind === 'volume'
  ? owner.volumes : owner.drivePaths.find((path) => path.card === card) ?? owner.drives;

const unreadable = (why: string): Outcome => ({ readable: false, exposed: false, why });
const shown = (why: string): Outcome => ({ readable: true, exposed: true, why });
const own = (why: string): Outcome => ({ readable: true, exposed: false, why });

/** What its owner finds on a drive that was given out before. */
function heldAgain(store: Store): string {
  const again = store.kind === 'drive' && store.keysMade > 1 && store.protection.is === 'cardKey';
  return again
    ? ' What was there before it was given out again is noise of a key that is gone, and its first'
      + ' and last bytes were zeroed.'
    : '';
}

export class Trials {
  private readonly site: Site;
  private readonly keys: Keys;

  constructor(site: Site, keys: Keys) {
    this.site = site;
    this.keys = keys;
  }

  /** A reader is an instance, or null for the host. */
  read(id: string, reader: string | null): Outcome {
    const store = this.keys.find(id);
    if (store === undefined) return unreadable('no instance was given it, so it holds nothing');
    const who = reader ?? 'the host';
    if (store.kind === 'drive' && store.keysMade === 0) {
      return unreadable('nothing was written to it yet');
    }
    const { protection } = store;
    const path = pathOf(store);
    if (store.holder !== null && this.isDown(store)) {
      return unreadable(`${store.card ?? id} does not answer`);
    }
    if (this.isOwner(store, path, reader)) {
      return own(`it belongs to ${store.holder ?? ''}.${heldAgain(store)}`);
    }
    if (protection.is === 'plain') return shown(`its blocks are not encrypted, so ${who} reads them`);
    if (protection.is === 'hostKey') {
      return reader === null
        ? shown(`no card encrypts it, so its key is with ${protection.holder}`)
        : unreadable(`${who} gets ciphertext: the key is with ${protection.holder}`);
    }
    if (reader === null && path?.exposure === 'domain' && this.keys.isLoaded(store)) {
      return shown(`${protection.card} decrypts for the management domain, which passes it on`);
    }
    return unreadable(this.keys.isLoaded(store)
      ? `${who} gets ciphertext: the key is on ${protection.card} alone, for ${store.holder ?? ''}`
      : `${who} gets ciphertext: the key is not on ${protection.card}`);
  }

  /** On bare metal the host is the instance: there is nobody else on it. */
  private isOwner(store: Store, path: IoPath | null, reader: string | null): boolean {
    if (store.holder === null) return false;
    return reader === store.holder || (reader === null && path?.exposure === 'metal');
  }

  private isDown({ card }: Store): boolean {
    return this.site.cards.get(card ?? '')?.part.down === true;
  }
}
