/**
 * A part of a host that carries out commands: controller, hypervisor, card, security chip, board.
 * Not the commands: who sends them, and again, is in commands.ts.
 * Keeps true: a part that is down answers nothing, and one that is lossy loses first the commands
 * it was told to lose and then its share of the rest.
 */
import type { Chance, Stream } from '#base';
import type { AnyElement } from '#ir';
import { Desk } from './desk.ts';

export interface PartOptions {
  readonly element: AnyElement;
  readonly servers: number;
  readonly lostCommands: number;
  readonly lossRatio: number;
  readonly chance: Chance;
}

export class Part {
  readonly element: AnyElement;
  readonly desk: Desk;
  /** How many causes keep it from answering: its own failure, or that of what it runs on. */
  downCount = 0;
  private lostLeft: number;
  /** Share of commands that never reach it. */
  lossRatio: number;
  private readonly chance: Chance;
  private readonly lossStreams = new Map<string, Stream>();

  constructor(options: PartOptions) {
    this.element = options.element;
    this.desk = new Desk(options.element.id, options.servers);
    this.lostLeft = options.lostCommands;
    this.lossRatio = options.lossRatio;
    this.chance = options.chance;
  }

  get id(): string {
    return this.element.id;
  }

  get down(): boolean {
    return this.downCount > 0;
  }

  /** Whether this command is never heard of; each instance has dice of its own for it. */
  loses(instance: string): boolean {
    if (this.lostLeft > 0) {
      this.lostLeft--;
      return true;
    }
    if (this.lossRatio === 0) return false;
    let stream = this.lossStreams.get(instance);
    if (stream === undefined) {
      stream = this.chance.stream(`${this.id}/lossRatio/${instance}`);
      this.lossStreams.set(instance, stream);
    }
    return stream.happens(this.lossRatio);
  }
}
