/**
 * Commands to parts, and what their sender does when no answer comes: it waits for the time-out
 * and sends the same command again, until the retries are used up.
 * Not what a command means: its owner is told that it was done, or that it failed.
 * Keeps true: a command that is lost k times costs exactly k time-outs. A part reports commands
 * that wait in its line, so the time-out runs only from the last sign of life: from sending when
 * the command is lost, from the start of the work when it is worked on, from the failure of the
 * part when it waited there.
 */
import { defined, invariant } from '#base';
import type { Part } from './part.ts';
import { type Agenda, EventKind } from './port.ts';

/** What a command is for and how long it may take. */
export interface Order {
  readonly part: Part;
  /** The instance it is for. */
  readonly instance: string;
  /** How long the part works on it; null: it is taken up at once and keeps nobody busy. */
  readonly workTicks: number | null;
  readonly timeoutTicks: number;
  readonly retries: number;
  readonly owner: CommandOwner;
  /** Commands its owner has behind it: a part ends what was begun before it begins more. */
  readonly rank: number;
  /** A whole board starts or is verified: it has a time-out of its own. */
  readonly board: boolean;
}

/** What a command cost, beyond the work itself. */
export interface CommandCost {
  readonly queuedTicks: number;
  readonly timedOutTicks: number;
}

/** The time-out where nobody counts the time: a host without a controller. */
export const forever = Number.MAX_SAFE_INTEGER;

export interface CommandOwner {
  commandDone(order: Order, cost: CommandCost): void;
  commandTimedOut(order: Order): void;
  commandFailed(order: Order, tries: number): void;
}

interface Command {
  order: Order;
  serial: number;
  tries: number;
  arrivedTicks: number;
  clockTicks: number;
  queuedTicks: number;
  timedOutTicks: number;
  active: boolean;
}

export class Commands {
  private readonly agenda: Agenda;
  private readonly commands: Command[] = [];
  private readonly free: number[] = [];

  constructor(agenda: Agenda) {
    this.agenda = agenda;
  }

  send(order: Order): void {
    const fresh = {
      order, tries: 0, arrivedTicks: 0, clockTicks: 0, queuedTicks: 0, timedOutTicks: 0,
      active: true,
    };
    const reused = this.free.pop();
    const index = reused ?? this.commands.length;
    const serial = reused === undefined ? 0 : this.at(reused).serial + 1;
    this.commands[index] = { ...fresh, serial };
    this.deliver(index);
  }

  /** The part has finished the work on a command. */
  worked(index: number, serial: number): void {
    const command = this.at(index);
    if (!command.active || command.serial !== serial) return;
    const { part, owner } = command.order;
    part.desk.finish(this.agenda.now, index);
    this.startNext(part);
    this.release(index);
    owner.commandDone(command.order, command);
  }

  timedOut(index: number, serial: number): void {
    const command = this.at(index);
    if (!command.active || command.serial !== serial) return;
    const { part, owner, retries } = command.order;
    command.serial++;
    command.timedOutTicks += this.agenda.now - command.clockTicks;
    owner.commandTimedOut(command.order);
    if (part.desk.isServing(index)) {
      // What nobody waits for any longer is given up, and the next in line may start.
      part.desk.drop(this.agenda.now, index);
      this.startNext(part);
    }
    if (command.tries <= retries) {
      this.deliver(index);
    } else {
      this.release(index);
      owner.commandFailed(command.order, command.tries);
    }
  }

  /** A part failed: what it had in line and at work is never answered. */
  partFailed(part: Part): void {
    const { now } = this.agenda;
    for (const index of part.desk.dropAll(now)) {
      const command = this.at(index);
      const waited = command.clockTicks < 0;
      command.serial++;
      if (waited) {
        command.queuedTicks += now - command.arrivedTicks;
        command.clockTicks = now;
      }
      this.setClock(index);
    }
  }

  private deliver(index: number): void {
    const command = this.at(index);
    const { part, instance, workTicks, owner } = command.order;
    const { now } = this.agenda;
    command.tries++;
    command.arrivedTicks = now;
    if (part.down || part.loses(instance)) {
      command.clockTicks = now;
      this.setClock(index);
      return;
    }
    if (workTicks === null) {
      this.release(index);
      owner.commandDone(command.order, command);
      return;
    }
    command.clockTicks = -1;
    part.desk.arrive(now, index, command.order.rank);
    this.startNext(part);
  }

  private startNext(part: Part): void {
    const { now } = this.agenda;
    const index = part.desk.start(now);
    if (index < 0) return;
    const command = this.at(index);
    const { workTicks } = command.order;
    invariant(workTicks !== null, 'only work stands in line');
    command.queuedTicks += now - command.arrivedTicks;
    command.clockTicks = now;
    // At the same instant the answer is first, because it was scheduled first.
    this.agenda.schedule(now + workTicks, EventKind.work, index, command.serial);
    if (workTicks > command.order.timeoutTicks) this.setClock(index);
  }

  private setClock(index: number): void {
    const command = this.at(index);
    if (command.order.timeoutTicks === forever) return;
    const dueTicks = command.clockTicks + command.order.timeoutTicks;
    this.agenda.schedule(dueTicks, EventKind.timeout, index, command.serial);
  }

  private release(index: number): void {
    this.at(index).active = false;
    this.free.push(index);
  }

  private at(index: number): Command {
    return defined(this.commands[index], () => `there is no command ${String(index)}`);
  }
}
