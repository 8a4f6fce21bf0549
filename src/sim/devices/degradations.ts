/**
 * Parts of a network that work worse than the model says, for a time: slower, farther, losing or
 * damaging packets. Not failures: see faults.ts.
 * Keeps true: each ends by itself, at its time or by a `restore`, whatever else is wrong.
 */
import type { ActionIr, PropertyValue } from '#ir';
import type { Ground } from './ground.ts';
import type { Log } from './log.ts';
import type { Ailment } from './networks/index.ts';
import type { Part } from './part.ts';
import { type Agenda, EventKind } from './port.ts';
import type { Site } from './site.ts';

interface Degradation {
  readonly target: string;
  readonly ailment: Ailment;
  /** Whose commands are lost more often, and how often. */
  readonly part: Part | null;
  readonly lossRatio: number;
  isOver: boolean;
}

const numberOf = (value: PropertyValue | undefined): number | null =>
  typeof value === 'number' ? value : null;

export class Degradations {
  private readonly options: {
    readonly agenda: Agenda; readonly ground: Ground; readonly site: Site; readonly log: Log;
  };
  private readonly all: Degradation[] = [];
  /** What the model says of parts that lost commands more often at some time. */
  private readonly plain = new Map<Part, number>();

  constructor(options: Degradations['options']) {
    this.options = options;
  }

  begin(action: ActionIr): void {
    const { agenda, ground, site } = this.options;
    const { target, properties, forTicks } = action;
    const ailment = ailmentOf(action);
    const lossRatio = numberOf(properties['lossRatio']);
    const part = lossRatio === null ? null : (site.cards.get(target)?.part ?? null);
    if (!ground.fabrics.has(target) && part === null) {
      this.ignore(action);
      return;
    }
    if (part !== null && !this.plain.has(part)) this.plain.set(part, part.lossRatio);
    const one = { target, ailment, part, lossRatio: lossRatio ?? 0, isOver: false };
    const index = this.all.push(one) - 1;
    ground.fabrics.setAilment(target, ailment, true);
    if (part !== null) this.settle(part);
    if (forTicks === null) return;
    agenda.schedule(agenda.now + forTicks, EventKind.relieve, index, 0);
  }

  /** The time that it was to last is over. */
  relieveDue(index: number): void {
    const one = this.all[index];
    if (one !== undefined) this.relieve(one);
  }

  /** Ends all that is wrong with something; whether there was anything. */
  relieveAll(target: string): boolean {
    const own = this.all.filter((one) => one.target === target && !one.isOver);
    for (const one of own) this.relieve(one);
    return own.length > 0;
  }

  private relieve(one: Degradation): void {
    if (one.isOver) return;
    one.isOver = true;
    this.options.ground.fabrics.setAilment(one.target, one.ailment, false);
    if (one.part !== null) this.settle(one.part);
  }

  /** Of several shares the largest holds, and without any that of the model. */
  private settle(part: Part): void {
    const ratios = this.all.filter((one) => one.part === part && !one.isOver)
      .map(({ lossRatio }) => lossRatio);
    part.lossRatio = ratios.length > 0 ? Math.max(...ratios) : (this.plain.get(part) ?? 0);
  }

  private ignore({ action, target }: ActionIr): void {
    const { log, agenda } = this.options;
    log.find('run/action-ignored', agenda.now, target,
      `${target} cannot be made to ${action}: it is no part of a fabric.`);
  }
}

function ailmentOf({ action, properties }: ActionIr): Ailment {
  const share = numberOf(properties['loss']);
  const every = numberOf(properties['lossEvery']);
  const isDamage = action === 'corrupt';
  return {
    bitsPerSecond: numberOf(properties['rateBitsPerSecond']),
    delayTicks: numberOf(properties['delayTicks']),
    lossShare: isDamage ? 0 : (share ?? 0), lossEvery: isDamage ? null : every,
    damageShare: isDamage ? (share ?? 0) : 0, damageEvery: isDamage ? every : null,
  };
}
