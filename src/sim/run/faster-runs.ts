/**
 * Runs that are made once more with a place that works faster. Not what comes of it, nor which
 * places are worth asking about: readers of results know. Keeps true: such a run is of the same
 * scenario, variant, run and seed as the one that it is held against; what is asked twice is run
 * once.
 */
import type { Ir } from '#ir';
import type { Faster } from '#sim/devices';
import type { Job } from './plan.ts';
import type { JobResult } from './summarise.ts';

/** How much faster a place is where nobody says. */
const USUAL_FACTOR = 2;

/** The run that was made, and the place that would be faster. */
export interface FasterRun extends Omit<Job, 'index'> {
  readonly faster: Faster;
}

const isSame = (one: Omit<Job, 'index'>, other: Omit<Job, 'index'>): boolean =>
  one.scenario === other.scenario && one.variant === other.variant && one.run === other.run
  && one.seed === other.seed && one.faster?.element === other.faster?.element
  && one.faster?.factor === other.faster?.factor;

/** The run of a variant with a place so many times as fast. */
export const fasterRunOf = (
  scenario: string, variant: number, { run, seed }: { readonly run: number; readonly seed: number },
  faster: Partial<Faster> & Pick<Faster, 'element'>,
): FasterRun => ({ scenario, variant, run, seed, faster: { factor: USUAL_FACTOR, ...faster } });

export const planFaster = (wanted: readonly FasterRun[]): readonly Job[] =>
  wanted.filter((one, i) => wanted.findIndex((other) => isSame(one, other)) === i)
    .map((one, index) => ({ ...one, index }));

/** What came of it; null where it was not made, because a signal came before. */
export const fasterResult = (
  done: readonly JobResult[], wanted: FasterRun,
): JobResult['result'] | null => done.find(({ job }) => isSame(job, wanted))?.result ?? null;

/** By id, what a variant has whose links all work faster together. */
export function fabricsOf(ir: Ir, scenario: string, variant: number): ReadonlySet<string> {
  const known = ir.scenarios.find(({ name }) => name === scenario)?.variants[variant];
  const elements = known === undefined ? [] : ir.worlds[known.world]?.elements ?? [];
  return new Set(elements.flatMap(({ kind, id }) => (kind === 'fabric' ? [id] : [])));
}
