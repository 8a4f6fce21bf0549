/**
 * What a volume counts as operations: a request in pieces of the size that counts as one, and one
 * that goes on where another of its kind ended is merged with it up to that size.
 * Not a cache: nothing is held back for it. Keeps true: a row of requests in order counts what one
 * request of all their bytes would.
 */
import type { QueueNetwork } from '#sim/kernel';
import { operationOf, StorageOperation } from '../storage-port.ts';

/** Rows of requests that it can tell apart, for reads and for writes. */
const rows = 8;

export class Chunks {
  /** Since the warm-up: requests, operations that they counted, and requests that counted none. */
  requests = 0;
  operations = 0;
  merged = 0;
  private readonly network: QueueNetwork;
  private readonly bytesEach: number;
  /** Where each row ended, and how full its last operation is; reads first, then writes. */
  private readonly ends = new Float64Array(2 * rows).fill(-1);
  private readonly filled = new Float64Array(2 * rows);
  private readonly next = [0, 0];
  private counted = new Int32Array(64);

  constructor(network: QueueNetwork, bytesEach: number) {
    this.network = network;
    this.bytesEach = bytesEach;
  }

  /** Counts a request, once on its way. */
  count(customer: number, errand: number): number {
    while (customer >= this.counted.length) this.grow();
    const operation = operationOf(errand);
    const operations = operation === StorageOperation.trim ? 1
      : this.goOn(customer, operation === StorageOperation.write ? 1 : 0);
    this.requests++;
    this.operations += operations;
    if (operations === 0) this.merged++;
    this.counted[customer] = operations;
    return operations;
  }

  /** What was counted for a request that is on its way. */
  of(customer: number): number {
    return this.counted[customer] as number;
  }

  /** Pieces of so many bytes that follow each other. */
  pieces(bytes: number): number {
    return Math.ceil(bytes / this.bytesEach);
  }

  cut(): void {
    this.requests = 0;
    this.operations = 0;
    this.merged = 0;
  }

  /** Operations by which a read or write goes beyond those of the row that it belongs to. */
  private goOn(customer: number, kind: 0 | 1): number {
    const { customers } = this.network;
    const bytes = customers.bytes[customer] as number;
    const address = customers.address[customer] as number;
    const row = this.rowOf(kind * rows, address, kind);
    const before = this.ends[row] === address ? (this.filled[row] as number) : 0;
    this.ends[row] = address + bytes;
    const rest = (before + bytes) % this.bytesEach;
    this.filled[row] = rest === 0 && bytes > 0 ? this.bytesEach : rest;
    return this.pieces(before + bytes) - this.pieces(before);
  }

  /** The row that a request goes on with, or else the one that was begun first. */
  private rowOf(from: number, address: number, kind: 0 | 1): number {
    for (let row = from; row < from + rows; row++) if (this.ends[row] === address) return row;
    const row = from + (this.next[kind] as number);
    this.next[kind] = ((this.next[kind] as number) + 1) % rows;
    return row;
  }

  private grow(): void {
    const wider = new Int32Array(2 * this.counted.length);
    wider.set(this.counted);
    this.counted = wider;
  }
}
