/**
 * Which lives a timeline shows: those that went alike in one row, and of a long array some that
 * stand for it. Not how a row looks. Keeps true: no life is left out unsaid.
 */
import { canonicalJson } from '#base';
import type { LifeResult } from '#results';
import { arrayOf, shortRange } from '#scene';

export interface LifeRow {
  readonly name: string;
  /** All that went like it. */
  readonly ids: readonly string[];
  readonly life: LifeResult;
}

export interface LifeRows {
  readonly rows: readonly LifeRow[];
  /** Lives that no row stands for. */
  readonly hidden: number;
}

const rowsMax = 60;
/** Of one array; more of them would push all others out of sight. */
const membersMax = 12;

interface Alike {
  readonly life: LifeResult;
  readonly ids: string[];
}

/** Members of one array whose states and steps are the same to the tick, the first one's place. */
function alike(lives: readonly LifeResult[]): readonly Alike[] {
  const found = new Map<string, Alike>();
  for (const life of lives) {
    const { states, launches, instance } = life;
    const key = `${arrayOf(instance).base} ${canonicalJson({ states, launches })}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { life, ids: [instance] });
    else known.ids.push(instance);
  }
  return [...found.values()];
}

/** The first, the last, and as evenly as can be what lies between. */
const spread = <T>(all: readonly T[], count: number): readonly T[] =>
  all.length <= count ? all : Array.from({ length: count }, (_, i) =>
    all[Math.round((i * (all.length - 1)) / (count - 1))]).filter((one) => one !== undefined);

export function lifeRows(lives: readonly LifeResult[]): LifeRows {
  const byArray = new Map<string, Alike[]>();
  for (const one of alike(lives)) {
    const { base } = arrayOf(one.life.instance);
    const held = byArray.get(base);
    if (held === undefined) byArray.set(base, [one]);
    else held.push(one);
  }
  const shown = [...byArray.values()].flatMap((all) => spread(all, membersMax)).slice(0, rowsMax);
  const told = shown.reduce((sum, { ids }) => sum + ids.length, 0);
  return {
    rows: shown.map(({ life, ids }) => ({ name: shortRange(ids), ids, life })),
    hidden: lives.length - told,
  };
}
