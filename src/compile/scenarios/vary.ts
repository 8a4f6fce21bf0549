/**
 * The variants of a scenario (rule 18): lines of vary multiply, in file order; tuples move
 * together; `[a, b .. c]` is a progression. Not the models that the variants make.
 * Keeps true: a progression is computed in whole numbers, so that 10 % steps end at 100 %.
 */
import type { ExpressionSpec, ListSpec, PathSpec, VarySpec } from '#spec';
import { readQuantity, type Unit } from '#kinds';
import { isIndexed } from '../bodies.ts';
import type { Override } from '../draft.ts';
import { STRENGTH } from '../overrides.ts';
import { numeralOf, printExpression, printPath } from '../expressions.ts';
import type { Problems } from '../problems.ts';
import { RUNS_MAX } from '../sizes.ts';
import type { Step, Steps } from './steps.ts';

/** What one value of one line sets. */
export interface Choice {
  readonly overrides: readonly Override[];
  readonly assignments: readonly { readonly target: string; readonly value: string }[];
}

/** One variant: a choice of each line. */
export interface Variant {
  readonly overrides: readonly Override[];
  readonly assignments: readonly { readonly target: string; readonly value: string }[];
}

interface Written {
  readonly value: ExpressionSpec;
  readonly at: string;
}

/** A number as a whole number of its last decimal place. */
interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

const decimalOf = (text: string): Decimal | null => {
  const match = /^([0-9][0-9_]*)(?:\.([0-9]+))?$/u.exec(numeralOf(text));
  if (match === null) return null;
  const fraction = match[2] ?? '';
  const whole = (match[1] ?? '').replaceAll('_', '');
  return { digits: BigInt(whole + fraction), places: fraction.length };
};

const scaleTo = (value: Decimal, places: number): bigint =>
  value.digits * BigInt(`1${'0'.repeat(places - value.places)}`);

const decimalText = (digits: bigint, places: number): string => {
  if (places === 0) return String(digits);
  const text = String(digits).padStart(places + 1, '0');
  return `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/\.?0+$/u, '');
};

interface Measured {
  readonly unit: Unit | null;
  readonly text: string;
}

const unitOf = (spec: ExpressionSpec): Measured | null => {
  if (spec.is !== 'quantity' && spec.is !== 'number') return null;
  const quantity = readQuantity(spec.text);
  return quantity.ok ? { unit: quantity.unit, text: spec.text } : null;
};

const progression = (
  list: ListSpec, last: ExpressionSpec, at: string, problems: Problems,
): readonly Written[] => {
  const refuse = (reason: string): readonly Written[] => {
    problems.report('scenario/vary-step', `${at}/last`, { reason });
    return [];
  };
  const items = list.values.filter((v): v is ExpressionSpec => v.is !== 'tuple');
  const named = [...items, last].map(unitOf);
  const [first, second] = named;
  if (items.length !== list.values.length || items.length === 0 || items.length > 2) {
    return refuse('begins with one or two values, not more');
  }
  if (named.some((n) => n === null)) return refuse('is not made of plain quantities');
  const units = new Set(named.map((n) => n?.unit?.name ?? ''));
  if (units.size > 1) return refuse('mixes units');
  if (items.length === 1 && !units.has('')) return refuse('has no second value to say its step');
  const numbers = named.map((n) => decimalOf(n?.text ?? ''));
  if (numbers.some((n) => n === null)) return refuse('is not made of plain decimal numbers');
  const places = Math.max(...numbers.map((n) => n?.places ?? 0));
  const whole = numbers.map((n) => (n === null ? 0n : scaleTo(n, places)));
  const start = whole[0] ?? 0n;
  const end = whole.at(-1) ?? 0n;
  const step = second === undefined || items.length === 1
    ? BigInt(`1${'0'.repeat(places)}`) : (whole[1] ?? 0n) - start;
  if (step <= 0n) return refuse('does not rise');
  if (end < start) return refuse('ends before it begins');
  if ((end - start) / step >= BigInt(RUNS_MAX)) return refuse(`has more than ${RUNS_MAX} values`);
  const unit = first?.unit == null ? '' : ` ${first.unit.name}`;
  const values: Written[] = [];
  for (let value = start, i = 0; value <= end; value += step, i++) {
    const text = `${decimalText(value, places)}${unit}`;
    const spot = i < items.length ? `${at}/values/${i}` : `${at}/last`;
    values.push({ value: { is: unit === '' ? 'number' : 'quantity', text }, at: spot });
  }
  return values;
};

/** The rows of values, each with one value for each target. */
const rowsOf = (vary: Step<VarySpec>, problems: Problems): readonly (readonly Written[])[] => {
  const { targets, values: list } = vary.spec;
  const at = `${vary.pointer}/values`;
  if (list.last !== undefined) {
    if (targets.length > 1) {
      problems.report('scenario/vary-tuple', at, { wanted: targets.length, given: 1 });
      return [];
    }
    return progression(list, list.last, at, problems).map((w) => [w]);
  }
  if (list.values.length === 0) {
    problems.report('scenario/vary-empty', at, { target: targets.map(printPath).join(', ') });
  }
  const rows: Written[][] = [];
  const seen = new Set<string>();
  for (const [i, item] of list.values.entries()) {
    const place = `${at}/values/${i}`;
    const row: Written[] = item.is === 'tuple'
      ? item.values.map((value, k) => ({ value, at: `${place}/values/${k}` }))
      : [{ value: item, at: place }];
    if (row.length !== targets.length) {
      problems.report('scenario/vary-tuple', place, { wanted: targets.length, given: row.length });
    } else {
      const value = row.map((w) => printExpression(w.value)).join(', ');
      if (seen.has(value)) {
        const target = targets.map(printPath).join(', ');
        problems.report('scenario/vary-repeats', place, { target, value }, {
          fixes: [{ title: 'Remove it', edits: [{ at: place, action: 'remove', text: '' }] }],
        });
      }
      seen.add(value);
      rows.push(row);
    }
  }
  return rows;
};

const overrideFor = (
  target: PathSpec, targetAt: string, written: Written, vary: Step<VarySpec>,
): Override => {
  const last = target.segments.length - 1;
  const path: PathSpec = { is: 'path', segments: target.segments.slice(0, last) };
  return {
    path, property: target.segments[last]?.name ?? '', value: written.value,
    pointer: vary.pointer, pathAt: targetAt, propertyAt: `${targetAt}/segments/${last}/name`,
    valueAt: written.at, strength: STRENGTH.vary - vary.distance, indexed: isIndexed(path),
    origin: 'vary', type: null, file: vary.file,
  };
};

const choicesOf = (vary: Step<VarySpec>, problems: Problems): readonly Choice[] => {
  const { targets } = vary.spec;
  for (const [i, target] of targets.entries()) {
    const last = target.segments.at(-1);
    if (target.segments.length < 2 || last?.index !== undefined) {
      problems.report('scenario/vary-target', `${vary.pointer}/targets/${i}`, {
        target: printPath(target),
      });
      return [];
    }
  }
  return rowsOf(vary, problems).map((row) => ({
    overrides: targets.map((target, i) =>
      overrideFor(target, `${vary.pointer}/targets/${i}`, row[i] ?? { value: target, at: '' }, vary)),
    assignments: targets.map((target, i) => ({
      target: printPath(target), value: row[i] === undefined ? '' : printExpression(row[i].value),
    })),
  }));
};

/** All variants of a scenario; one without assignments when nothing varies. */
export const variantsOf = (steps: Steps, runs: number, problems: Problems): readonly Variant[] => {
  let variants: Variant[] = [{ overrides: [], assignments: [] }];
  for (const vary of steps.varies) {
    const choices = choicesOf(vary, problems);
    if (choices.length === 0) continue;
    const total = variants.length * choices.length;
    if (total * runs > RUNS_MAX) {
      problems.report('scenario/too-many-runs', vary.pointer, {
        variants: total, runs, maximum: RUNS_MAX,
      });
      return variants.slice(0, 1);
    }
    variants = variants.flatMap((v) => choices.map((c) => ({
      overrides: [...v.overrides, ...c.overrides],
      assignments: [...v.assignments, ...c.assignments],
    })));
  }
  return variants;
};

/** `fetch.transport = Srd, web.count = 4`. */
export const variantName = (variant: Variant): string =>
  variant.assignments.map((a) => `${a.target} = ${a.value}`).join(', ');
