/**
 * What a scheduler knows: shares, vCPUs that take turns, and hardware threads they take them on.
 * Not the rules, which are in shared-cores.ts. Keeps true: all of these are made before a run
 * starts, and none in it.
 */
import type { Timer } from '#sim/kernel';
import type { RunQueue } from './run-queue.ts';
import type { Times } from './runner.ts';

/**
 * A share of the processors: that of a guest, or of one vCPU of a guest whose vCPUs are pinned.
 * Its virtual time is what its vCPUs have run, over its weight.
 */
export interface Share {
  readonly weight: number;
  readonly queue: RunQueue;
  virtual: number;
  /** Its vCPUs that run or want to. */
  active: number;
}

export interface SharedVcpu {
  readonly local: number;
  /** Its number with the compute work; −1: it has none. */
  readonly seat: number;
  readonly share: Share;
  /** The line it takes its customers from. */
  readonly line: number;
  readonly station: number;
  /** The only thread it may run on, or null. */
  readonly pin: Thread | null;
  state: 'blocked' | 'ready' | 'running';
  /** Where it runs, or ran. */
  thread: Thread | null;
  /** Whom it works on, or −1. */
  customer: number;
  /** Busy threads of compute work. */
  threads: number;
  /** Whether compute work has been told that it runs. */
  computes: boolean;
  boosted: boolean;
  readyAt: number;
  /** Its place in the queue: the virtual time it has there, and of equals the order. */
  key: number;
  order: number;
  ran: number;
  readonly times: Times;
}

export interface Thread {
  readonly index: number;
  readonly timer: Timer;
  /** Vcpus that are pinned to it. */
  readonly queue: RunQueue;
  readonly core: Core;
  vcpu: SharedVcpu | null;
  /** Who ran on it last. */
  last: SharedVcpu | null;
  /** When the stint began, and from when on the vCPU runs after the switch to it. */
  from: number;
  runsFrom: number;
  /** Whether the switch of this stint is in the books. */
  entered: boolean;
  settledAt: number;
  chargedAt: number;
  sliceEnd: number;
  speed: number;
  /** Its customer is through and being told so; what comes next is decided after that. */
  telling: boolean;
  /** Its own book: how long somebody had it, and nobody. */
  held: number;
  idle: number;
}

export interface Core {
  readonly threads: Thread[];
  busy: number;
}

/** When it has run, up to an instant; changes nothing. */
export function unsettledTicks(thread: Thread, now: number): number {
  return Math.max(0, now - thread.settledAt);
}

/** Adds the times of a vCPU up to an instant. */
export function addTimesOf(vcpu: SharedVcpu, now: number, into: Times): void {
  const { times, thread } = vcpu;
  into.served += times.served;
  into.computed += times.computed;
  into.switched += times.switched;
  into.stolen += times.stolen;
  if (vcpu.state === 'ready') into.stolen += now - vcpu.readyAt;
  if (vcpu.state !== 'running' || thread === null) return;
  if (vcpu.customer >= 0) into.served += unsettledTicks(thread, now);
  else into.computed += unsettledTicks(thread, now);
  if (thread.entered) return;
  const turned = Math.min(now, thread.runsFrom);
  into.switched += turned - thread.from;
  into.stolen += turned - vcpu.readyAt;
}
