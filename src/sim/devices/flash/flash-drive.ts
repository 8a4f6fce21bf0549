/**
 * A drive in time: commands from queue pairs, pages on dies behind channels, collection between
 * them. One event for each operation of the flash: when it will be done is known when it begins.
 * Not where pages go: that is the translation. Keeps true: every request is completed or reported
 * as refused; a unit does one thing at a time; collection goes on whenever somebody needs its
 * space.
 */
import type { EventKind, QueueNetwork, Simulation } from '#sim/kernel';
import { StorageOperation } from '../storage-port.ts';
import { Channels } from './channels.ts';
import { Commands, type Namespace } from './commands.ts';
import { Idlers } from './idlers.ts';
import { nobody, Operations } from './operations.ts';
import { QueuePairs } from './queue-pairs.ts';
import { type DriveTiming, UnitTimes } from './timing.ts';
import type { Translation } from './translation.ts';

export interface FlashDriveOptions {
  readonly network: QueueNetwork;
  readonly simulation: Simulation;
  readonly translation: Translation;
  readonly timing: DriveTiming;
  /** Writes were refused, for there is no space and none to be had. */
  readonly isFull?: () => void;
}

const none = -1;
/** What a unit is at, beside an operation of a host, which is a number from 0. */
const idle = -1;
const moving = -2;
const erasing = -3;

export class FlashDrive {
  readonly channels: Channels;
  readonly queues: QueuePairs;
  readonly commands: Commands;
  /** Reads of pages by collection and leveling are as many as they program; these are of hosts. */
  hostReads = 0;
  private readonly options: FlashDriveOptions;
  private readonly simulation: Simulation;
  private readonly translation: Translation;
  private readonly timing: DriveTiming;
  private readonly times: UnitTimes;
  private readonly operations: Operations;
  private readonly idlers: Idlers;
  /** Time that all units together work, as begun: for hosts, and for collection. */
  private hostTicks = 0;
  private collectionTicks = 0;
  /** By unit: what it is at, until when, and 1 while it collects until it has enough. */
  private readonly at: Int32Array;
  private readonly until: Float64Array;
  private readonly collecting: Uint8Array;
  private collectors = 0;
  private busyUnits = 0;
  private bufferLeft: number;
  /** No write has found space since the last one that did not: its buffer promises none. */
  private isFull = false;
  /** The first write in line that nobody has acknowledged, where a buffer does that; or −1. */
  private unacknowledged = none;
  private readonly unitDone: EventKind;
  private readonly answered: EventKind;
  private readonly pageRefused: EventKind;

  constructor(options: FlashDriveOptions) {
    this.options = options;
    const { simulation, translation, timing, network } = options;
    this.simulation = simulation;
    this.translation = translation;
    this.timing = timing;
    const { units } = translation.pages;
    this.times = new UnitTimes(timing);
    const onChannel = new Int32Array(timing.channels);
    for (const { channel } of timing.units) onChannel[channel] = (onChannel[channel] as number) + 1;
    this.channels = new Channels(simulation, timing.channels, Math.max(...onChannel));
    this.queues = new QueuePairs(timing.slots);
    this.commands = new Commands(network, timing.pageBytes);
    this.operations = new Operations(units);
    this.idlers = new Idlers(units);
    this.at = new Int32Array(units).fill(idle);
    this.until = new Float64Array(units);
    this.collecting = new Uint8Array(units);
    this.bufferLeft = timing.bufferPages;
    this.unitDone = simulation.register((unit) => this.done(unit));
    this.answered = simulation.register((customer) => this.finish(customer));
    this.pageRefused = simulation.register((customer) => this.pageDone(customer));
  }

  /** A request comes, in a queue that is counted over all guests. */
  submit(customer: number, operation: number, queue: number, namespace: Namespace): void {
    this.commands.note(customer, operation, namespace);
    if (this.queues.takesAtOnce()) this.begin(customer);
    else this.queues.wait(queue, customer);
  }

  /** Time that all units together have worked up to now, or of that for collection alone. */
  busyTicks(what: 'all' | 'collection'): number {
    let ahead = 0;
    for (let unit = 0; unit < this.at.length; unit++) {
      const task = this.at[unit] as number;
      if (task <= moving || (task !== idle && what === 'all')) {
        ahead += (this.until[unit] as number) - this.simulation.now;
      }
    }
    return (what === 'all' ? this.hostTicks : 0) + this.collectionTicks - ahead;
  }

  /** Requests that it has taken or that wait for it. */
  get inside(): number {
    return this.queues.taken + this.queues.waiting;
  }

  private begin(customer: number): void {
    const { commands, timing, simulation } = this;
    const pages = commands.pages(customer);
    const operation = commands.operation[customer] as number;
    // One more than there are, so that it cannot be done before all have begun.
    commands.left[customer] = pages + 1;
    for (let i = 0; i < pages; i++) {
      if (timing.mapOnly || operation === StorageOperation.trim) this.apply(customer, i);
      else if (operation === StorageOperation.read) this.beginRead(customer, i);
      else this.beginWrite(customer, i);
    }
    const left = (commands.left[customer]) - 1;
    commands.left[customer] = left;
    if (left === 0) simulation.scheduleAfter(1, this.answered, customer, 0);
  }

  /** What takes no time of the flash: all in a mode without time, and to give pages back. */
  private apply(customer: number, index: number): void {
    const { commands, translation } = this;
    const operation = commands.operation[customer] as number;
    const logical = commands.logical(customer, index);
    commands.left[customer] = (commands.left[customer] as number) - 1;
    if (operation === StorageOperation.trim) {
      const page = translation.pages.map[logical] as number;
      if (translation.pages.trim(logical)) this.wake(translation.pages.unitOfPage(page));
    } else if (operation === StorageOperation.write) {
      if (!translation.writeAtOnce(logical)) this.refuse(customer);
    } else if ((translation.pages.map[logical] as number) < 0) commands.unmapped++;
    else this.hostReads++;
  }

  private beginRead(customer: number, index: number): void {
    const { commands, translation, operations } = this;
    const logical = commands.logical(customer, index);
    const page = translation.pages.map[logical] as number;
    if (page < 0) {
      commands.unmapped++;
      commands.left[customer] = (commands.left[customer] as number) - 1;
      return;
    }
    const operation = operations.make(customer, logical, commands.bytes(customer, index));
    this.appendRead(operation, translation.pages.unitOfPage(page));
  }

  private appendRead(operation: number, unit: number): void {
    this.hostReads++;
    this.operations.append(unit, operation);
    if (this.at[unit] === idle) this.next(unit);
  }

  /** Of a page that is written in part, the rest is read first. */
  private beginWrite(customer: number, index: number): void {
    const { commands, translation, operations } = this;
    const logical = commands.logical(customer, index);
    const bytes = commands.bytes(customer, index);
    const operation = operations.make(customer, logical, bytes);
    const page = translation.pages.map[logical] as number;
    if (bytes < this.timing.pageBytes && page >= 0) {
      operations.partial[operation] = 1;
      this.appendRead(operation, translation.pages.unitOfPage(page));
      return;
    }
    if (this.appendWrite(operation)) {
      commands.left[customer] = (commands.left[customer] as number) - 1;
    }
  }

  /** Puts a write in line; true when the buffer of the drive has it, so that it may be answered. */
  private appendWrite(operation: number): boolean {
    const { operations, simulation } = this;
    let buffered = false;
    if (this.timing.bufferPages > 0 && !this.isFull) {
      if (this.bufferLeft > 0) {
        buffered = true;
        this.bufferLeft--;
        this.commands.started(operations.customer[operation] as number, simulation.now);
        operations.customer[operation] = nobody;
      } else if (this.unacknowledged === none) this.unacknowledged = operation;
    }
    operations.append(operations.writes, operation);
    this.offerWrites();
    return buffered;
  }

  /** Units that are idle get to know that there is something to write. */
  private offerWrites(): void {
    const { operations, idlers } = this;
    for (let tries = idlers.count; tries > 0; tries--) {
      if (operations.heads[operations.writes] === none) return;
      const unit = idlers.take();
      if (this.at[unit] === idle) this.next(unit);
    }
    if (this.busyUnits === 0) this.findSpace();
  }

  /** A page in it became garbage: a unit that waited for that may collect. */
  private wake(unit: number): void {
    if (this.at[unit] !== idle || this.timing.mapOnly) return;
    const { translation } = this;
    if (translation.shouldCollect(unit, translation.rules.collectBelow)) this.next(unit);
  }

  /** Gives an idle unit the next thing to do. */
  private next(unit: number): void {
    const { translation, operations, timing, collecting } = this;
    this.settle(unit);
    const collects = collecting[unit] === 1;
    const free = translation.free.counts[unit] as number;
    if (collects && (!timing.preemptible || free < translation.rules.hardBelow)) {
      this.collect(unit);
      return;
    }
    const read = operations.heads[unit] as number;
    const write = operations.heads[operations.writes] as number;
    const canWrite = write !== none && translation.hasRoom(unit);
    if (read !== none && (!canWrite || timing.readsFirst
      || (operations.order[read] as number) < (operations.order[write] as number))) {
      this.startRead(unit);
    } else if (canWrite) this.startWrite(unit);
    else if (collects) this.collect(unit);
    else this.idlers.add(unit);
  }

  private startRead(unit: number): void {
    const { operations, times, simulation } = this;
    const operation = operations.take(unit);
    const bytes = operations.bytes[operation] as number;
    const ready = simulation.now + (times.read[unit] as number);
    const length = bytes === this.timing.pageBytes ? (times.transfer[unit] as number)
      : Math.round(bytes * (times.byte[unit] as number));
    this.startHost(unit, operation, this.transfer(unit, ready, length));
  }

  private startWrite(unit: number): void {
    const { operations, times, simulation, translation } = this;
    const operation = operations.heads[operations.writes] as number;
    if (operation === this.unacknowledged) {
      this.unacknowledged = operations.next[operation] as number;
    }
    operations.take(operations.writes);
    const logical = operations.logical[operation] as number;
    const before = translation.pages.map[logical] as number;
    translation.write(logical, unit);
    this.isFull = false;
    const ready = this.transfer(unit, simulation.now, times.transfer[unit] as number);
    this.startHost(unit, operation, ready + (times.program[unit] as number));
    if (before >= 0) this.wake(translation.pages.unitOfPage(before));
  }

  private startHost(unit: number, operation: number, until: number): void {
    const { now } = this.simulation;
    const customer = this.operations.customer[operation] as number;
    if (customer !== nobody) this.commands.started(customer, now);
    this.hostTicks += until - now;
    this.start(unit, operation, until);
  }

  private start(unit: number, task: number, until: number): void {
    this.at[unit] = task;
    this.until[unit] = until;
    this.busyUnits++;
    this.simulation.schedule(until, this.unitDone, unit, 0);
  }

  private transfer(unit: number, readyTicks: number, lengthTicks: number): number {
    if (lengthTicks === 0) return readyTicks;
    return this.channels.book(this.times.channel[unit] as number, readyTicks, lengthTicks);
  }

  /** One step of a collection: a page to another block, over the controller; or the erase. */
  private collect(unit: number): void {
    const { translation, times, simulation } = this;
    const { now } = simulation;
    if ((translation.victim[unit] as number) < 0) translation.startVictim(unit);
    let until = now + (times.erase[unit] as number);
    const hasMoved = translation.movePage(unit);
    if (hasMoved) {
      const length = times.transfer[unit] as number;
      const out = this.transfer(unit, now + (times.read[unit] as number), length);
      until = this.transfer(unit, out, length) + (times.program[unit] as number);
    }
    this.collectionTicks += until - now;
    this.start(unit, hasMoved ? moving : erasing, until);
  }

  /** Whether a unit begins to collect, or has collected enough. */
  private settle(unit: number): void {
    const { translation, collecting, timing } = this;
    const { collectBelow, collectUntil, hardBelow } = translation.rules;
    if (collecting[unit] === 1) {
      if ((translation.victim[unit] as number) >= 0) return;
      if (translation.shouldCollect(unit, collectUntil)) return;
      collecting[unit] = 0;
      if (this.collectors-- === timing.collectingMost) this.wakeOthers(unit);
    } else if (translation.shouldCollect(unit, collectBelow)) {
      const free = translation.free.counts[unit] as number;
      if (this.collectors >= timing.collectingMost && free >= hardBelow) return;
      collecting[unit] = 1;
      this.collectors++;
    }
  }

  /** One of the few that may collect at a time has done so: those who waited for that may begin. */
  private wakeOthers(done: number): void {
    for (let i = 1; i < this.at.length; i++) {
      if (this.collectors >= this.timing.collectingMost) return;
      this.wake((done + i) % this.at.length);
    }
  }

  private done(unit: number): void {
    const task = this.at[unit] as number;
    this.at[unit] = idle;
    if (task >= 0) this.operationDone(task);
    else if (task === erasing) this.translation.eraseVictim(unit);
    this.busyUnits--;
    if (this.at[unit] === idle) this.next(unit);
    if (this.busyUnits === 0) this.findSpace();
  }

  private operationDone(operation: number): void {
    const { operations } = this;
    const customer = operations.customer[operation] as number;
    if (operations.partial[operation] === 1) {
      operations.partial[operation] = 0;
      if (this.appendWrite(operation)) this.pageDone(customer);
      return;
    }
    operations.release(operation);
    if (customer === nobody) this.leaveBuffer();
    else this.pageDone(customer);
  }

  /** A page of the buffer is on flash: the next write takes its place, and is answered. */
  private leaveBuffer(): void {
    const { operations } = this;
    const operation = this.unacknowledged;
    if (operation === none) {
      this.bufferLeft++;
      return;
    }
    const customer = operations.customer[operation] as number;
    operations.customer[operation] = nobody;
    this.unacknowledged = operations.next[operation] as number;
    this.commands.started(customer, this.simulation.now);
    this.pageDone(customer);
  }

  private pageDone(customer: number): void {
    const left = (this.commands.left[customer] as number) - 1;
    this.commands.left[customer] = left;
    if (left === 0) this.finish(customer);
  }

  private finish(customer: number): void {
    const following = this.queues.release();
    if (following !== none) this.begin(following);
    this.commands.tell(customer, this.simulation.now);
  }

  /** Nothing is done: whatever can be is begun, and writes that nobody can take are refused. */
  private findSpace(): void {
    const { operations } = this;
    if (operations.heads[operations.writes] === none) return;
    for (let unit = 0; unit < this.at.length; unit++) if (this.at[unit] === idle) this.next(unit);
    if (this.busyUnits > 0) return;
    while (operations.heads[operations.writes] !== none) {
      const operation = operations.take(operations.writes);
      const customer = operations.customer[operation] as number;
      operations.release(operation);
      if (customer === nobody) this.bufferLeft++;
      else this.refusePage(customer);
    }
    this.unacknowledged = none;
    this.isFull = true;
    this.options.isFull?.();
  }

  /** As long as a write takes, so that whoever tries again does not do so at the same instant. */
  private refusePage(customer: number): void {
    this.refuse(customer);
    this.simulation.scheduleAfter(this.times.program[0] as number, this.pageRefused, customer, 0);
  }

  private refuse(customer: number): void {
    this.commands.isRefused[customer] = 1;
    this.options.isFull?.();
  }
}
