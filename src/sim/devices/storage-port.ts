/**
 * What a storage request says to the drive at the end of its way: which operation, and from which
 * queue of which guest. Not where and how much: that is the customer's address and bytes.
 * Keeps true: an errand is one small whole number, so nothing is allocated for a request.
 */

export const StorageOperation = { read: 0, write: 1, trim: 2 } as const;

export type StorageOperationCode = (typeof StorageOperation)[keyof typeof StorageOperation];

/** Queues that a drive tells apart; more of them share. */
export const storageQueuesMost = 4096;

/** The errand of a visit to a drive: queues of all guests are counted from 0 for each drive. */
export const storageErrand = (operation: StorageOperationCode, queue: number): number =>
  operation | ((queue % storageQueuesMost) << 2);

export const operationOf = (errand: number): number => errand & 3;

export const queueOf = (errand: number): number => errand >> 2;

/**
 * A command of NVMe, and a completion: what a request sends beside its data, on a link and in a
 * message over a fabric (NVM Express over Fabrics: capsules).
 */
export const commandBytes = 64;
export const completionBytes = 16;
