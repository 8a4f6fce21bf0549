/**
 * Things of one kind in the results, such as drives or flows: what came of each in words, and their
 * drawings one below the other. Not what is said or drawn. Keeps true: of many things the first are
 * shown, and how many more there are is said; the table has all of them.
 */
import type { JSX } from 'preact';
import type { Fact } from '#views';
import { Drawing, Section } from './chart.tsx';
import type { Sheet } from './csv.ts';
import { Facts } from './facts.tsx';

const THINGS_MAX = 4;

/** What a section has whatever is in it. */
export interface Shelf {
  readonly tables: boolean;
  readonly onSave: (name: string, text: string) => void;
}

export interface Thing {
  readonly id: string;
  readonly facts: readonly Fact[];
}

/** A drawing of one thing; null: there is nothing to draw of it. */
export type Drawn = readonly [id: string, svg: string] | null;

export function Things({ sheet, things = [], drawn = [], shelf }: {
  readonly sheet: Sheet; readonly things?: readonly Thing[]; readonly drawn?: readonly Drawn[];
  readonly shelf: Shelf;
}): JSX.Element {
  const left = Math.max(things.length, drawn.length) - THINGS_MAX;
  return <Section sheet={sheet} {...shelf}>
    <>
      {things.slice(0, THINGS_MAX).map(({ id, facts }) => <Facts key={id} of={id} facts={facts} />)}
      {drawn.slice(0, THINGS_MAX).map((one) => one === null ? null
        : <Drawing key={one[0]} svg={one[1]} />)}
      {left <= 0 ? null : <p class="quiet">and {left} more, in the table</p>}
    </>
  </Section>;
}
