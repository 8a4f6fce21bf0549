/**
 * Requests that a drive has not taken yet, in the queue pairs of its guests. It takes one from each
 * queue in turn, as long as it has a slot for a command. Not what it does with them.
 * Keeps true: a queue is first come, first served, and one that is full keeps no other one waiting.
 */
import { doubledInts } from './typed.ts';

const none = -1;

export class QueuePairs {
  readonly slots: number;
  /** Commands in slots, and requests in queues. */
  taken = 0;
  waiting = 0;
  private heads = new Int32Array(16).fill(none);
  private tails = new Int32Array(16).fill(none);
  /** By request: the one behind it in its queue. */
  private behind = new Int32Array(64);
  /** Queues with requests, in the order of their turn. */
  private nextQueue = new Int32Array(16).fill(none);
  private firstQueue = none;
  private lastQueue = none;

  constructor(slots: number) {
    this.slots = slots;
  }

  /** Whether a request that comes now is taken at once; else it stands in its queue. */
  takesAtOnce(): boolean {
    if (this.waiting > 0 || this.taken >= this.slots) return false;
    this.taken++;
    return true;
  }

  wait(queue: number, request: number): void {
    this.makeRoom(queue, request);
    this.waiting++;
    this.behind[request] = none;
    const tail = this.tails[queue] as number;
    this.tails[queue] = request;
    if (tail !== none) {
      this.behind[tail] = request;
      return;
    }
    this.heads[queue] = request;
    this.putLast(queue);
  }

  /** A slot is free again: the next request that takes it, or −1. */
  release(): number {
    if (this.waiting === 0) {
      this.taken--;
      return none;
    }
    this.waiting--;
    const queue = this.firstQueue;
    this.firstQueue = this.nextQueue[queue] as number;
    if (this.firstQueue === none) this.lastQueue = none;
    const request = this.heads[queue] as number;
    const after = this.behind[request] as number;
    this.heads[queue] = after;
    if (after === none) this.tails[queue] = none;
    else this.putLast(queue);
    return request;
  }

  private putLast(queue: number): void {
    this.nextQueue[queue] = none;
    if (this.lastQueue === none) this.firstQueue = queue;
    else this.nextQueue[this.lastQueue] = queue;
    this.lastQueue = queue;
  }

  private makeRoom(queue: number, request: number): void {
    this.behind = doubledInts(this.behind, request);
    this.heads = doubledInts(this.heads, queue);
    this.tails = doubledInts(this.tails, queue);
    this.nextQueue = doubledInts(this.nextQueue, queue);
  }
}
