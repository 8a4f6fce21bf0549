/**
 * How compute work shares the memory channels of sockets. Not the work, and not requests: what
 * devices read and write is little beside it. Keeps true: no socket gives more than it has, and
 * who wants less than an even part of it gets all of that.
 *
 * Channels serve vCPUs in turn, which is assumed: each that runs gets the same, unless it wants
 * less, and what one leaves goes to the others (max–min shares). A vCPU whose memory is in several
 * sockets reads them in step, so the one that gives it least holds it up.
 */
import { defined } from '#base';
import type { MemoryPart } from './plan.ts';

interface Channels {
  /** Null: nobody says how much, so nobody is held up. */
  readonly bitsPerSecond: number | null;
  left: number;
  /** Of users that may still get more: what they add to its load for each bit a vCPU gets. */
  open: number;
}

interface User {
  /** What one vCPU uses while it runs at full speed. */
  readonly bitsPerSecond: number;
  readonly parts: readonly { readonly channels: Channels; readonly share: number }[];
  /** So many vCPUs at full speed. */
  pace: number;
  flow: number;
  isOpen: boolean;
}

/** Sums of shares may miss what a socket has by so much of it. */
const rounding = 1e-9;

export class MemoryBandwidth {
  /** Numbers of compute work that uses memory, in the order in which they came. */
  readonly users: number[] = [];
  private readonly byNumber = new Map<number, User>();
  private readonly sockets = new Map<string, Channels>();

  add(number: number, bitsPerSecond: number, memory: readonly MemoryPart[]): void {
    this.users.push(number);
    this.byNumber.set(number, {
      bitsPerSecond, pace: 0, flow: 1, isOpen: false,
      parts: memory.map(({ board, share }) => ({ channels: this.channels(board), share })),
    });
  }

  isUsedBy(number: number): boolean {
    return this.byNumber.has(number);
  }

  setPace(number: number, pace: number): void {
    this.user(number).pace = pace;
  }

  /** Work done in each tick of a vCPU, of what it would be if memory were no limit. */
  flowOf(number: number): number {
    return this.user(number).flow;
  }

  /** Fills up all who are open to the same level, until a socket is full or they have enough. */
  share(): void {
    for (const channels of this.sockets.values()) {
      channels.left = channels.bitsPerSecond ?? Infinity;
    }
    for (const user of this.byNumber.values()) {
      user.isOpen = user.pace > 0;
      user.flow = 1;
    }
    for (let level = 0; this.countOpen();) {
      level = this.nextLevel(level);
      for (const user of this.byNumber.values()) {
        if (!user.isOpen) continue;
        const isFull = user.parts.some(({ channels }) =>
          channels.left <= (channels.bitsPerSecond ?? 0) * rounding);
        if (!isFull && level < user.bitsPerSecond) continue;
        user.isOpen = false;
        user.flow = Math.min(1, level / user.bitsPerSecond);
      }
    }
  }

  /** What each bit a vCPU gets adds to the load of each socket; whether anybody wants more. */
  private countOpen(): boolean {
    let any = false;
    for (const channels of this.sockets.values()) channels.open = 0;
    for (const { isOpen, parts, pace } of this.byNumber.values()) {
      if (!isOpen) continue;
      any = true;
      for (const { channels, share } of parts) channels.open += share * pace;
    }
    return any;
  }

  /** The next level at which somebody has enough or a socket is full. */
  private nextLevel(level: number): number {
    let next = Infinity;
    for (const { isOpen, bitsPerSecond } of this.byNumber.values()) {
      if (isOpen) next = Math.min(next, bitsPerSecond);
    }
    for (const { left, open } of this.sockets.values()) {
      if (open > 0) next = Math.min(next, level + left / open);
    }
    for (const channels of this.sockets.values()) channels.left -= (next - level) * channels.open;
    return next;
  }

  private user(number: number): User {
    return defined(this.byNumber.get(number), 'a user of memory');
  }

  private channels(board: MemoryPart['board']): Channels {
    const known = this.sockets.get(board.id);
    if (known !== undefined) return known;
    const made: Channels = {
      bitsPerSecond: board.kind === 'socket' ? board.properties.memoryBandwidthBitsPerSecond : null,
      left: 0, open: 0,
    };
    this.sockets.set(board.id, made);
    return made;
  }
}
