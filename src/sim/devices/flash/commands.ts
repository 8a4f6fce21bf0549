/**
 * Requests that a drive works on, by the number of their customer: which pages they mean, how many
 * of them are not done, since when they are worked on. Not the work. Keeps true: a request that
 * came is counted once, and is done when its last page is.
 */
import type { QueueNetwork } from '#sim/kernel';
import { StorageOperation } from '../storage-port.ts';
import { doubledInts, doubledNumbers } from './typed.ts';

/** Where in the flash the pages of one drive begin, and how many there are. */
export interface Namespace {
  readonly first: number;
  readonly pages: number;
  /** Pages of the real drive that stand for one stretch of pages; 0: none stands for another. */
  readonly stretchPages: number;
}

/** Pages in a row that stay in a row when a drive is scaled down. */
export const stretch = 256;

export class Commands {
  /** Since it was made: requests by operation, and their pages. */
  readonly requests = new Float64Array(3);
  readonly pageCounts = new Float64Array(3);
  /** Pages that were read and hold nothing; requests that were refused. */
  unmapped = 0;
  refused = 0;
  finished = 0;
  readonly network: QueueNetwork;
  /** By customer. */
  operation = new Int32Array(64);
  left = new Int32Array(64);
  isRefused = new Int32Array(64);
  /** When its first page was begun, or −1. */
  startedAt = new Float64Array(64);
  private firstPage = new Float64Array(64);
  private count = new Int32Array(64);
  private spaceFirst = new Float64Array(64);
  private spacePages = new Float64Array(64);
  private stretchPages = new Float64Array(64);
  private readonly pageBytes: number;

  constructor(network: QueueNetwork, pageBytes: number) {
    this.network = network;
    this.pageBytes = pageBytes;
  }

  /** Writes down what a customer wants. */
  note(customer: number, operation: number, namespace: Namespace): void {
    if (customer >= this.operation.length) this.grow(customer);
    const { customers } = this.network;
    const address = customers.address[customer] as number;
    const bytes = customers.bytes[customer] as number;
    const { pageBytes } = this;
    let first = Math.floor(address / pageBytes);
    let last = Math.floor((address + Math.max(bytes, 1) - 1) / pageBytes);
    // A part of a page still holds data, so only whole ones can be given back.
    if (operation === StorageOperation.trim) {
      first = Math.ceil(address / pageBytes);
      last = Math.floor((address + bytes) / pageBytes) - 1;
    }
    const count = Math.max(0, last - first + 1);
    this.operation[customer] = operation;
    this.firstPage[customer] = first;
    this.count[customer] = count;
    this.spaceFirst[customer] = namespace.first;
    this.spacePages[customer] = namespace.pages;
    this.stretchPages[customer] = namespace.stretchPages;
    this.isRefused[customer] = 0;
    this.startedAt[customer] = -1;
    this.requests[operation] = (this.requests[operation] as number) + 1;
    this.pageCounts[operation] = (this.pageCounts[operation] as number) + count;
  }

  /** How many pages it touches; of a trim, that it covers. */
  pages(customer: number): number {
    return this.count[customer] as number;
  }

  /**
   * The page among those of all hosts. Of a drive that is scaled down many pages stand for one: a
   * long stretch for a short one at the same part of the drive, taken round and round.
   */
  logical(customer: number, index: number): number {
    let page = (this.firstPage[customer] as number) + index;
    const long = this.stretchPages[customer] as number;
    if (long > 0) page = Math.floor(page / long) * stretch + ((page % long) % stretch);
    const pages = this.spacePages[customer] as number;
    return (this.spaceFirst[customer] as number) + (page < pages ? page : page % pages);
  }

  /** Bytes of one of its pages. */
  bytes(customer: number, index: number): number {
    const { customers } = this.network;
    const { pageBytes } = this;
    const from = customers.address[customer] as number;
    const to = from + (customers.bytes[customer] as number);
    const begin = ((this.firstPage[customer] as number) + index) * pageBytes;
    return Math.min(to, begin + pageBytes) - Math.max(from, begin);
  }

  /** One of its pages is begun. */
  started(customer: number, now: number): void {
    if ((this.startedAt[customer] as number) < 0) this.startedAt[customer] = now;
  }

  /** It is done with: the network is told, and whether that was in vain. */
  tell(customer: number, now: number): void {
    this.finished++;
    const started = this.startedAt[customer] as number;
    const entered = this.network.customers.enteredAt[customer] as number;
    if (this.isRefused[customer] === 1) {
      this.refused++;
      this.network.failed(customer);
      return;
    }
    const waited = (started < 0 ? now : started) - entered;
    const { stations, routes, customers } = this.network;
    const visit = customers.visit[customer] as number;
    if (waited > 0) stations.waited.add(routes.station[visit] as number, waited);
    this.network.served(customer, waited);
  }

  private grow(customer: number): void {
    for (const name of ['operation', 'left', 'isRefused', 'count'] as const) {
      this[name] = doubledInts(this[name], customer);
    }
    for (const name of ['startedAt', 'firstPage', 'spaceFirst', 'spacePages',
      'stretchPages'] as const) {
      this[name] = doubledNumbers(this[name], customer);
    }
  }
}
