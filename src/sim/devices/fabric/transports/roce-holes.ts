/**
 * What the sender of a flow with selective recovery knows of packets that are missing, as in IRN
 * (Mittal and others, SIGCOMM 2018): each answer names a packet that has come, and what is missing
 * before the last of them is lost, as packets of a flow do not overtake each other.
 * Keeps true: what is lost is sent again once; only after a time-out is it sent once more.
 */
import { none } from '../fields.ts';

export class Holes {
  /** Packets that have come though one before them has not. */
  private readonly arrived = new Set<number>();
  /** What is missing before this one is lost, and before the other it has been sent again. */
  private lostBelow = 0;
  private againBelow = 0;
  /** The end of what was sent before time ran out; −1: nothing says that it did in vain. */
  private doubtfulBelow = none;

  /** How many have come of those that are not acknowledged. */
  get arrivedCount(): number {
    return this.arrived.size;
  }

  /** A packet has come, and one before it has not. */
  noteArrived(sequence: number): void {
    this.arrived.add(sequence);
    this.lostBelow = Math.max(this.lostBelow, sequence);
  }

  /** All packets of a range have come. */
  forget(from: number, next: number): void {
    for (let sequence = from; sequence < next && this.arrived.size > 0; sequence++) {
      this.arrived.delete(sequence);
    }
  }

  /** Nothing is heard: what was sent again may be lost too, and so may the first packet of all. */
  timedOut(unknown: number, next: number): void {
    this.againBelow = unknown;
    this.lostBelow = Math.max(this.lostBelow, unknown + 1);
    this.doubtfulBelow = next;
  }

  /** What was sent again has come: all that was sent before it has come, or is lost. */
  noteAgain(): void {
    this.lostBelow = Math.max(this.lostBelow, this.doubtfulBelow);
    this.doubtfulBelow = none;
  }

  /** The next packet that is to be sent again, if any is. */
  first(unknown: number): number {
    let sequence = Math.max(this.againBelow, unknown);
    while (this.arrived.has(sequence)) sequence++;
    this.againBelow = sequence;
    return sequence < this.lostBelow ? sequence : none;
  }

  /** It is sent. */
  take(): void {
    this.againBelow++;
  }

  clear(): void {
    this.arrived.clear();
    this.doubtfulBelow = none;
  }
}
