/**
 * vCPUs that wait for a hardware thread, the one that is next found first: a heap by rank, virtual
 * time and order of coming. Not who may run where. Keeps true: the order is total.
 */
import type { SharedVcpu } from './shared-vcpu.ts';

export class RunQueue {
  /** Virtual time of the queue: the latest at which one of its vCPUs was given a thread. */
  virtual = 0;
  private readonly heap: SharedVcpu[] = [];

  get length(): number {
    return this.heap.length;
  }

  get head(): SharedVcpu | null {
    return this.heap[0] ?? null;
  }

  push(vcpu: SharedVcpu): void {
    this.heap.push(vcpu);
    this.rise(this.heap.length - 1);
  }

  /** Takes the first away. */
  pop(): void {
    this.removeAt(0);
  }

  remove(vcpu: SharedVcpu): void {
    this.removeAt(this.heap.indexOf(vcpu));
  }

  private removeAt(index: number): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || index === heap.length) return;
    heap[index] = last;
    this.rise(index);
    this.sink(index);
  }

  private rise(index: number): void {
    const { heap } = this;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(heap[index] as SharedVcpu, heap[parent] as SharedVcpu)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  private sink(index: number): void {
    const { heap } = this;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) return;
      const right = child + 1;
      if (right < heap.length && before(heap[right] as SharedVcpu, heap[child] as SharedVcpu)) {
        child = right;
      }
      if (!before(heap[child] as SharedVcpu, heap[index] as SharedVcpu)) return;
      this.swap(index, child);
      index = child;
    }
  }

  private swap(one: number, other: number): void {
    const { heap } = this;
    const vcpu = heap[one] as SharedVcpu;
    heap[one] = heap[other] as SharedVcpu;
    heap[other] = vcpu;
  }
}

/** Whether one of a queue goes before another. */
function before(one: SharedVcpu, other: SharedVcpu): boolean {
  if (one.boosted !== other.boosted) return one.boosted;
  if (one.key !== other.key) return one.key < other.key;
  return one.order < other.order;
}

/** The one of two queues that goes first: how far ahead of its queue it is decides. */
export function firstOf(one: RunQueue, other: RunQueue): RunQueue | null {
  const [a, b] = [one.head, other.head];
  if (a === null) return b === null ? null : other;
  if (b === null) return one;
  if (a.boosted !== b.boosted) return a.boosted ? one : other;
  const [aheadA, aheadB] = [a.key - one.virtual, b.key - other.virtual];
  if (aheadA !== aheadB) return aheadA < aheadB ? one : other;
  return a.order < b.order ? one : other;
}
