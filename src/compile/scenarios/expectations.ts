/**
 * The expectations of a variant (rule 19): both sides, operator and tolerance checked, and the
 * conditions that pick variants. Not judged. Keeps true: an expectation compares one dimension.
 */
import type { ExpectationIr, PropertyValue } from '#ir';
import {
  BARE_NUMBER_DIMENSIONS, type Dimension, DIMENSION_WORDS, printQuantity, propertyRow,
} from '#kinds';
import type { Comparison, ExpectSpec, GuardSpec } from '#spec';
import { evaluate, printPath } from '../expressions.ts';
import type { Problems } from '../problems.ts';
import { valueOf } from '../values.ts';
import { type MeasureDraft, type Side, sideOf, wordSide } from './measures.ts';
import type { Step } from './steps.ts';
import { type Stage, targetsAt } from './things.ts';

export interface ExpectationDraft {
  readonly ir: Omit<ExpectationIr, 'index' | 'left' | 'right'>;
  readonly left: MeasureDraft;
  readonly right: MeasureDraft;
  readonly notSimulated: readonly string[];
  readonly lifeCycle: boolean;
}

const isDimension = (text: string): text is Dimension => Object.hasOwn(DIMENSION_WORDS, text);

const wordsFor = (dimension: string | null): string => {
  if (dimension === null) return 'a plain number';
  if (dimension === 'state') return 'a state';
  if (dimension === 'flag') return 'yes or no';
  return isDimension(dimension) ? DIMENSION_WORDS[dimension] : dimension;
};

/** The one dimension of both sides; undefined when they have none in common. */
const common = (left: string | null, right: string | null): string | null | undefined => {
  if (left === right) return left;
  const [bare, other] = left === null ? [left, right] : [right, left];
  if (bare !== null) {
    const both = [left, right];
    return both.includes('count') && both.includes('ratio') ? 'ratio' : undefined;
  }
  return other !== null && isDimension(other) && BARE_NUMBER_DIMENSIONS.includes(other)
    ? other : undefined;
};

const sidesOf = (
  step: Step<ExpectSpec>, stage: Stage,
): { readonly left: Side; readonly right: Side } | null => {
  const { spec, pointer } = step;
  if (spec.right === undefined) return null;
  const left = sideOf(spec.left, `${pointer}/left`, stage);
  if (left === null) return null;
  const at = `${pointer}/right`;
  const word = left.dimension === 'state' || left.dimension === 'flag' ? left.dimension : null;
  const right = word !== null && spec.right.is === 'path'
    ? wordSide(spec.right, at, word, stage) : sideOf(spec.right, at, stage);
  return right === null ? null : { left, right };
};

const toleranceOf = (
  step: Step<ExpectSpec>, dimension: string | null, stage: Stage,
): ExpectationIr['tolerance'] | undefined => {
  const { spec, pointer } = step;
  if (spec.operator !== 'within') return null;
  const at = `${pointer}/tolerance`;
  const amount = spec.tolerance === undefined ? null : evaluate(spec.tolerance, at, stage.context);
  if (amount === null) return undefined;
  if (amount.dimension === 'ratio') return { relative: true, value: amount.value };
  if (amount.dimension !== dimension && common(amount.dimension, dimension) === undefined) {
    stage.context.problems.report('scenario/tolerance', at, {
      given: wordsFor(amount.dimension), expected: wordsFor(dimension),
    });
    return undefined;
  }
  return { relative: false, value: amount.value };
};

const checkEquality = (step: Step<ExpectSpec>, dimension: string | null, stage: Stage): boolean => {
  const { operator } = step.spec;
  const exact = operator === '==' || operator === '!=';
  const countable = dimension === 'count' || dimension === 'state' || dimension === 'flag';
  if (exact === countable || (!exact && dimension === 'count')) return true;
  if (exact) {
    stage.context.problems.report('scenario/equality', `${step.pointer}/operator`, {
      operator, dimension: wordsFor(dimension),
    }, { fixes: operator === '==' ? [{
      title: "Change to 'within 1 % of'",
      edits: [{ at: `${step.pointer}/operator`, action: 'replace', text: 'within 1 % of' }],
    }] : [] });
    return false;
  }
  if (!countable) return true;
  stage.context.problems.report('scenario/guard-order', `${step.pointer}/operator`, {
    target: wordsFor(dimension), operator: operator ?? '',
  });
  return false;
};

/** Of the coarsest clock, which shows 2^53 nanoseconds. */
const CLOCK_END_PICOSECONDS = Number.MAX_SAFE_INTEGER * 1000;

const checkBound = (bound: MeasureDraft, at: string, problems: Problems): void => {
  if (bound.is !== 'constant' || bound.value <= CLOCK_END_PICOSECONDS) return;
  problems.report('scenario/bound-beyond-clock', at, {
    bound: printQuantity(bound.value, 'time'),
    longest: printQuantity(CLOCK_END_PICOSECONDS, 'time'),
  });
};

const LIFE: ReadonlySet<string> = new Set([
  'boot', 'timeouts', 'launched', 'utilization', 'refused', 'readable', 'unreadable', 'outbound',
]);

/** Whether a side looks at the life cycle only, so that it needs no workload to end. */
const isLife = (side: Side): boolean => {
  const walk = (ir: Side['ir']): boolean => {
    if (ir.is === 'binary') return walk(ir.left) && walk(ir.right);
    if (ir.is === 'measure') return LIFE.has(ir.measure);
    return ir.is !== 'deadlock';
  };
  return walk(side.ir);
};

/** The expectation, or null after a report. */
export const expectationOf = (step: Step<ExpectSpec>, stage: Stage): ExpectationDraft | null => {
  const { spec, pointer } = step;
  const { problems } = stage.context;
  if (spec.operator === undefined || spec.right === undefined) {
    problems.report('scenario/no-comparison', pointer, {});
    return null;
  }
  const sides = sidesOf(step, stage);
  if (sides === null) return null;
  const { left, right } = sides;
  const dimension = common(left.dimension, right.dimension);
  if (dimension === undefined) {
    problems.report('scenario/dimensions', `${pointer}/right`, {
      left: wordsFor(left.dimension), right: wordsFor(right.dimension),
    });
    return null;
  }
  if (!left.measured && !right.measured) {
    problems.report('scenario/nothing-measured', pointer, {});
    return null;
  }
  if (dimension === 'time') checkBound(right.ir, `${pointer}/right`, problems);
  const tolerance = toleranceOf(step, dimension, stage);
  if (!checkEquality(step, dimension, stage) || tolerance === undefined) return null;
  return {
    ir: { operator: spec.operator, tolerance, dimension: dimension ?? 'ratio' },
    left: left.ir,
    right: right.ir,
    notSimulated: [...left.notSimulated, ...right.notSimulated],
    lifeCycle: isLife(left) && isLife(right),
  };
};

const compare = (operator: Comparison, order: number): boolean => {
  switch (operator) {
    case '<': return order < 0;
    case '<=': return order <= 0;
    case '>': return order > 0;
    case '>=': return order >= 0;
    case '==': return order === 0;
    case '!=': return order !== 0;
  }
};

const scalar = (value: PropertyValue | undefined): number | string | null => {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (value == null) return null;
  if ('amount' in value) return `${value.amount} ${value.unit}`;
  if ('shape' in value) {
    const { shape, parameters } = value;
    return shape === 'constant' ? (parameters[0] ?? null) : `${shape} ${parameters.join(' ')}`;
  }
  return value.join(' ');
};

/** Whether a condition picks this variant; null after a report. */
const guardHolds = (guard: GuardSpec, at: string, stage: Stage): boolean | null => {
  const { context } = stage;
  const { segments } = guard.target;
  const last = segments.at(-1);
  const refuse = (): null => {
    context.problems.report('scenario/guard', `${at}/target`, { target: printPath(guard.target) });
    return null;
  };
  if (last === undefined || segments.length < 2) return refuse();
  const owner = { is: 'path' as const, segments: segments.slice(0, -1) };
  const targets = targetsAt(owner, `${at}/target`, stage);
  if (targets === null) return null;
  if (last.name === 'count') {
    const amount = evaluate(guard.value, `${at}/value`, context);
    return amount === null ? null : compare(guard.operator, targets.length - amount.value);
  }
  const node = targets[0]?.node;
  const row = node == null ? undefined : propertyRow(node.kind, last.name);
  if (node == null || row === undefined) return refuse();
  const wanted = scalar(valueOf(guard.value, row, {
    property: last.name, at: `${at}/value`, context,
  }));
  const values = targets.map((t) =>
    t.node === null ? null : scalar(context.property(t.node, last.name)));
  if (wanted === null) return null;
  if (typeof wanted === 'number') {
    return values.every((v) => typeof v === 'number' && compare(guard.operator, v - wanted));
  }
  if (guard.operator !== '==' && guard.operator !== '!=') {
    context.problems.report('scenario/guard-order', `${at}/operator`, {
      target: printPath(guard.target), operator: guard.operator,
    });
    return null;
  }
  return values.every((v) => compare(guard.operator, v === wanted ? 0 : 1));
};

/** Whether all conditions of an expectation pick this variant. */
export const picks = (step: Step<ExpectSpec>, stage: Stage): boolean => {
  let all = true;
  for (const [i, guard] of step.spec.when.entries()) {
    if (guardHolds(guard, `${step.pointer}/when/${i}`, stage) !== true) all = false;
  }
  return all;
};
