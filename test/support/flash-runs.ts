/**
 * Drives of flash run by themselves: a translation layer with or without time, and requests sent to
 * it by hand, in a closed loop or by chance. Not the paths to it, and no spec.
 * Keeps true: the books of the station of each drive are audited at every stop.
 */
import { Chance, type Stream, ticks } from '#base';
import { QueueNetwork, Simulation } from '#sim/kernel';
import { FlashDrive } from '../../src/sim/devices/flash/flash-drive.ts';
import type { FlashRules } from '../../src/sim/devices/flash/shape.ts';
import type { DriveTiming } from '../../src/sim/devices/flash/timing.ts';
import { Translation } from '../../src/sim/devices/flash/translation.ts';
import { operationOf, queueOf, storageErrand } from '../../src/sim/devices/storage-port.ts';

export const us = 1e6;

export interface FlashGiven {
  readonly units?: number;
  readonly blocks?: number;
  readonly pagesPerBlock?: number;
  /** Of all pages, those that hosts can address. */
  readonly used?: number;
  /** In place of a share. */
  readonly logicalPages?: number;
  readonly rules?: Partial<FlashRules>;
  readonly seed?: number;
}

const plainRules = (units: number, given: Partial<FlashRules> = {}): FlashRules => ({
  policy: 'greedy', choices: 4, collectBelow: 2, collectUntil: given.collectBelow ?? 2,
  hardBelow: 2, separate: false, dynamicLeveling: false, staticLeveling: null,
  eraseLimits: Array.from({ length: units }, () => 1_000_000),
  earlierErases: Array.from({ length: units }, () => 0), ...given,
});

export function translationOf(given: FlashGiven): Translation {
  const { units = 1, blocks = 1024, pagesPerBlock = 128, used = 0.85, seed = 1 } = given;
  const logicalPages = given.logicalPages ?? Math.floor(units * blocks * pagesPerBlock * used);
  return new Translation({
    unitBlocks: Array.from({ length: units }, () => blocks), pagesPerBlock, logicalPages,
  }, plainRules(units, given.rules), new Chance(seed).stream('drive/collection'));
}

/** A page of a host, each equally likely; without the care for the last bit that dice take. */
const twoToMinus32 = 1 / 4_294_967_296;
export const anyPage = (dice: Stream, pages: number): number =>
  Math.floor(dice.bits() * twoToMinus32 * pages);

/** Every page once in order, then so many times the capacity at random. */
export function overwrite(translation: Translation, dice: Stream, driveWrites: number): void {
  const { logicalPages, mapped } = translation.pages;
  if (mapped === 0) for (let page = 0; page < logicalPages; page++) translation.writeAtOnce(page);
  const count = Math.round(driveWrites * logicalPages);
  for (let i = 0; i < count; i++) translation.writeAtOnce(anyPage(dice, logicalPages));
}

/** Write amplification of so many drive writes at random, after as many to settle. */
export function amplification(given: FlashGiven, driveWrites = 8): number {
  const translation = translationOf(given);
  const dice = new Chance(given.seed ?? 1).stream('writes');
  overwrite(translation, dice, driveWrites - 1);
  translation.clearWork();
  overwrite(translation, dice, driveWrites);
  return translation.programs / Math.round(driveWrites * translation.pages.logicalPages);
}

export interface TimedGiven extends FlashGiven {
  readonly timing?: Partial<DriveTiming>;
  readonly channels?: number;
  readonly times?: {
    readonly read?: number; readonly program?: number; readonly erase?: number;
    /** Of a whole page over its channel. */
    readonly transfer?: number;
  };
}

const pageBytes = 4096;

/** Told of a request of a closed or open loop that came back, or did not. */
type Told = (tag: number, latencyTicks: number, isLost: boolean) => void;

/** A drive with a station of its own, and a route for each operation. */
export class FlashBench {
  readonly simulation: Simulation;
  readonly network: QueueNetwork;
  readonly translation: Translation;
  readonly drive: FlashDrive;
  readonly chance: Chance;
  readonly logicalPages: number;
  told: Told = () => undefined;
  fullCount = 0;
  sent = 0;
  private readonly routes = new Map<number, number>();
  private readonly station: number;
  private readonly deeds: (() => void)[] = [];
  /** Done at each instant that `again` was called for. */
  deedAgain: () => void = () => undefined;
  private readonly deed;
  private readonly repeated;

  constructor(given: TimedGiven = {}) {
    const { units = 1, channels = 1, times = {}, seed = 1 } = given;
    const { read = 75 * us, program = 750 * us, erase = 3800 * us, transfer = 0 } = times;
    this.simulation = new Simulation({ seed });
    this.chance = new Chance(seed);
    this.network = new QueueNetwork(this.simulation);
    this.translation = translationOf(given);
    this.logicalPages = this.translation.pages.logicalPages;
    this.drive = new FlashDrive({
      network: this.network, simulation: this.simulation, translation: this.translation,
      timing: {
        pageBytes, channels, slots: 1024, preemptible: true, readsFirst: false,
        collectingMost: units, bufferPages: 0, mapOnly: false,
        units: Array.from({ length: units }, (_, unit) => ({
          channel: unit % channels, readTicks: read, programTicks: program, eraseTicks: erase,
          byteTicks: transfer / pageBytes,
        })), ...given.timing,
      },
      isFull: () => {
        this.fullCount++;
      },
    });
    const namespace = { first: 0, pages: this.logicalPages, stretchPages: 0 };
    const port = {
      serve: (customer: number, _station: number, _ticks: number, errand: number) => {
        this.drive.submit(customer, operationOf(errand), queueOf(errand), namespace);
      },
    };
    this.station = this.network.addStation({ id: 'drive', discipline: 'port' }, port);
    this.deed = this.simulation.register((index) => this.deeds[index]?.());
    this.repeated = this.simulation.register(() => this.deedAgain());
  }

  at(instant: number, deed: () => void): void {
    this.deeds.push(deed);
    this.simulation.schedule(instant, this.deed, this.deeds.length - 1, 0);
  }

  again(delayTicks: number): void {
    this.simulation.scheduleAfter(delayTicks, this.repeated, 0, 0);
  }

  send(operation: 0 | 1 | 2, page: number, tag = 0, bytes = pageBytes, queue = 0): void {
    const errand = storageErrand(operation, queue);
    let route = this.routes.get(errand);
    if (route === undefined) {
      route = this.network.addRoute([{ station: this.station, role: 'drive', errand }], {
        done: (_, told, latency) => this.told(told, latency, false),
        lost: (_, told) => this.told(told, 0, true),
      });
      this.routes.set(errand, route);
    }
    this.sent++;
    this.network.begin(route, bytes, tag, page * pageBytes);
  }

  run(untilTicks = Number.MAX_SAFE_INTEGER): this {
    this.simulation.run({ untilTicks: ticks(untilTicks) });
    this.network.audit();
    return this;
  }

  get latencies() {
    return this.network.routes.latencies;
  }
}

/** A read of 75 µs, and twice in a thousand times an erase of 3.8 ms; in ticks. */
export const rareEraseMeanTicks = (0.998 * 75 + 0.002 * 3800) * us;
export const rareEraseSquareTicks = (0.998 * 75 ** 2 + 0.002 * 3800 ** 2) * us * us;

/**
 * Mean wait of Poisson reads on one plane, in ticks. Blocks have one page and programs take no
 * time, so that each of the rare writes costs one erase, which nobody comes between.
 */
export function waitBehindErases(load: number, requests: number, seed: number): number {
  const bench = new FlashBench({
    blocks: 64, pagesPerBlock: 1, logicalPages: 32, seed, times: { program: 0 },
    timing: { preemptible: false },
  });
  const dice = bench.chance.stream('requests');
  const gaps = bench.chance.stream('gaps');
  overwrite(bench.translation, dice, 4);
  const waits = { count: 0, sum: 0 };
  const warmup = Math.round(requests / 5);
  bench.told = (tag, latency) => {
    if (tag === 0) return;
    waits.count++;
    waits.sum += latency - 75 * us;
  };
  const send = (): void => {
    const isWrite = dice.happens(0.002);
    const tag = isWrite || bench.sent < warmup ? 0 : 1;
    bench.send(isWrite ? 1 : 0, dice.integerBelow(32), tag);
    if (bench.sent < requests) bench.again(gaps.exponentialTicks(rareEraseMeanTicks / load));
  };
  bench.deedAgain = send;
  bench.again(gaps.exponentialTicks(rareEraseMeanTicks / load));
  bench.run();
  return waits.sum / waits.count;
}
