/**
 * A flash translation layer: where hosts' pages go, what is collected and when, how wear is spread.
 * Not how long it takes: whoever times it asks for one step after the other, and whoever does not
 * lets it collect whole blocks at once. Keeps true: a unit can always collect what is garbage in
 * it, for hosts never get the last block; a block that was erased as often as it lasts is not
 * written again.
 */
import { invariant, type Stream } from '#base';
import { FreeBlocks } from './free-blocks.ts';
import { BlockState, PageMap } from './page-map.ts';
import type { FlashRules, FlashShape } from './shape.ts';
import { Victims } from './victims.ts';

/** Counts of a translation layer, since it was made. */
export const Work = {
  hostPrograms: 0,
  collectionPrograms: 1, collectionErases: 2,
  levelingPrograms: 3, levelingErases: 4,
} as const;

const workCount = 5;

/** A look at the wear of all blocks, for static leveling, comes after so many erases of a unit. */
const erasesPerLook = 16;

export class Translation {
  readonly rules: FlashRules;
  readonly pages: PageMap;
  readonly free: FreeBlocks;
  readonly work = new Float64Array(workCount);
  retired = 0;
  /** By unit: the block that is being emptied, or −1. */
  readonly victim: Int32Array;
  private readonly victims: Victims;
  /** By unit: the page of the victim to look at next, and whether it is emptied for leveling. */
  private readonly scan: Int32Array;
  private readonly levels: Uint8Array;
  /** By unit: a block that lies still and is to be moved, or −1; erases since the last look. */
  private readonly still: Int32Array;
  private readonly unlooked: Int32Array;
  private readonly collectStream: 0 | 1;
  private turn = 0;

  constructor(shape: FlashShape, rules: FlashRules, dice: Stream) {
    this.rules = rules;
    this.collectStream = rules.separate ? 1 : 0;
    this.pages = new PageMap(shape, {
      closed: (unit, block) => this.victims.add(unit, block),
      lowered: (unit, block, valid) => this.victims.lowered(unit, block, valid),
      opened: (unit) => this.free.take(unit),
    });
    const { firstBlocks, valid, isClosed, erases, units, pagesPerBlock } = this.pages;
    for (let unit = 0; unit < units; unit++) {
      const earlier = rules.earlierErases[unit] as number;
      erases.fill(earlier, firstBlocks[unit], firstBlocks[unit + 1]);
    }
    this.free = new FreeBlocks(firstBlocks, erases, rules.dynamicLeveling);
    this.victims = new Victims({
      policy: rules.policy, choices: rules.choices, pagesPerBlock, firstBlocks, valid,
      closed: isClosed, dice,
    });
    for (let unit = 0; unit < units; unit++) {
      const [first, last] = [firstBlocks[unit] as number, firstBlocks[unit + 1] as number];
      for (let block = first; block < last; block++) this.free.add(unit, block);
    }
    this.victim = new Int32Array(units).fill(-1);
    this.scan = new Int32Array(units);
    this.levels = new Uint8Array(units);
    this.still = new Int32Array(units).fill(-1);
    this.unlooked = new Int32Array(units);
  }

  /** Whether hosts may write one more page to a unit, and it can still collect after that. */
  hasRoom(unit: number): boolean {
    const { pages, free, victim, collectStream } = this;
    const { pagesPerBlock } = pages;
    const count = free.counts[unit] as number;
    const room = pages.room(unit, 0);
    const block = victim[unit] as number;
    const needed = block < 0 ? pagesPerBlock : (pages.valid[block] as number);
    if (collectStream === 0) {
      return room + count > 0 && room - 1 + count * pagesPerBlock >= needed;
    }
    if (room > 0) return true;
    return count > 0 && pages.room(unit, 1) + (count - 1) * pagesPerBlock >= needed;
  }

  /** Writes a page of a host to a unit that has room. */
  write(logical: number, unit: number): void {
    const { pages, work } = this;
    if ((pages.map[logical] as number) < 0) pages.mapped++;
    else pages.drop(logical);
    pages.place(logical, unit, 0);
    work[Work.hostPrograms] = (work[Work.hostPrograms] as number) + 1;
  }

  /** Whether a unit is short of free blocks and has something to collect, and room to do it. */
  shouldCollect(unit: number, below: number): boolean {
    const count = this.free.counts[unit] as number;
    return count < below && count > 0
      && ((this.pages.garbage[unit] as number) > 0 || (this.still[unit] as number) >= 0);
  }

  /** Takes the next block to empty. A unit that should collect has one. */
  startVictim(unit: number): void {
    const { pages } = this;
    let block = this.still[unit] as number;
    this.levels[unit] = block < 0 ? 0 : 1;
    if (block >= 0) {
      this.still[unit] = -1;
      this.victims.remove(block);
    } else block = this.victims.pick(unit);
    invariant(block >= 0, 'a unit that collects has a closed block');
    pages.takeOut(unit, block);
    this.victim[unit] = block;
    this.scan[unit] = block * pages.pagesPerBlock;
  }

  /** Moves the next page of the victim, or says that none is left. */
  movePage(unit: number): boolean {
    const { pages, work } = this;
    const block = this.victim[unit] as number;
    const { holds, valid } = pages;
    const left = valid[block] as number;
    if (left === 0) return false;
    let page = this.scan[unit] as number;
    while ((holds[page] as number) < 0) page++;
    const logical = holds[page] as number;
    holds[page] = -1;
    valid[block] = left - 1;
    this.scan[unit] = page + 1;
    pages.place(logical, unit, this.collectStream);
    const what = this.levels[unit] === 1 ? Work.levelingPrograms : Work.collectionPrograms;
    work[what] = (work[what] as number) + 1;
    return true;
  }

  /** Erases the victim, which is empty. */
  eraseVictim(unit: number): void {
    const { pages, work, rules } = this;
    const block = this.victim[unit] as number;
    this.victim[unit] = -1;
    const what = this.levels[unit] === 1 ? Work.levelingErases : Work.collectionErases;
    work[what] = (work[what] as number) + 1;
    const erases = (pages.erases[block] as number) + 1;
    pages.erases[block] = erases;
    if (erases >= (rules.eraseLimits[unit] as number)) {
      pages.state[block] = BlockState.retired;
      this.retired++;
    } else {
      pages.state[block] = BlockState.free;
      this.free.add(unit, block);
    }
    if (rules.staticLeveling !== null) this.lookAtWear(unit, rules.staticLeveling);
  }

  /** Whether the victim of a unit is emptied for leveling. */
  isLeveling(unit: number): boolean {
    return this.levels[unit] === 1;
  }

  /** Collects one block of a unit from start to end, where time does not matter. */
  collectWhole(unit: number): void {
    this.startVictim(unit);
    while (this.movePage(unit));
    this.eraseVictim(unit);
  }

  /** Writes a page to the next unit in turn, which collects first; false: there is no space. */
  writeAtOnce(logical: number): boolean {
    const { pages, rules } = this;
    for (let tries = pages.units; tries > 0; tries--) {
      const unit = this.turn;
      this.turn = unit + 1 === pages.units ? 0 : unit + 1;
      if (pages.room(unit, 0) === 0) {
        while (this.shouldCollect(unit, rules.collectBelow)) this.collectWhole(unit);
      }
      if (!this.hasRoom(unit)) continue;
      this.write(logical, unit);
      return true;
    }
    return false;
  }

  /** Forgets the work so far, as after filling a drive before a run. */
  clearWork(): void {
    this.work.fill(0);
  }

  get programs(): number {
    const { work } = this;
    return (work[Work.hostPrograms] as number) + (work[Work.collectionPrograms] as number)
      + (work[Work.levelingPrograms] as number);
  }

  get erases(): number {
    const { work } = this;
    return (work[Work.collectionErases] as number) + (work[Work.levelingErases] as number);
  }

  /** Now and then looks for a block that lies still while others wear out. */
  private lookAtWear(unit: number, threshold: number): void {
    const { pages, unlooked } = this;
    const first = pages.firstBlocks[unit] as number;
    const last = pages.firstBlocks[unit + 1] as number;
    const since = (unlooked[unit] as number) + 1;
    unlooked[unit] = since;
    if (since < Math.max(1, Math.min(erasesPerLook, (last - first) >> 2))) return;
    unlooked[unit] = 0;
    let coldest = -1;
    let most = 0;
    for (let block = first; block < last; block++) {
      if (pages.state[block] === BlockState.retired) continue;
      const erases = pages.erases[block] as number;
      most = Math.max(most, erases);
      if (pages.isClosed[block] === 0) continue;
      if (coldest < 0 || erases < (pages.erases[coldest] as number)) coldest = block;
    }
    const lags = coldest >= 0 && most - (pages.erases[coldest] as number) > threshold;
    this.still[unit] = lags ? coldest : -1;
  }
}
