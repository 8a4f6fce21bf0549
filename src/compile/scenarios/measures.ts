/**
 * What one side of an expectation measures: statistics of series, totals, boot, reached, state,
 * and plain quantities. Not the comparison: that is expectations.ts.
 * Keeps true: a measure that a thing does not have is reported with those that it has.
 */
import { nearest } from '#base';
import type { Fix } from '#diagnostics';
import type { MeasureIr } from '#ir';
import {
  functionByName, FUNCTIONS, type KindName, kindRow, measureByName, type MeasureRow, MEASURES,
  propertyRow, STATES, STATISTICS, STEPS,
} from '#kinds';
import type { ExpressionSpec, PathSpec } from '#spec';
import { printExpression, printPath, readAmount } from '../expressions.ts';
import { amountOf } from '../amounts.ts';
import { type Stage, type Target, targetsAt } from './things.ts';

/** A measure before ticks are known: times are in picoseconds, and constants say what they are. */
export type MeasureDraft =
  | Exclude<MeasureIr, { readonly is: 'constant' | 'binary' }>
  | { readonly is: 'constant'; readonly value: number; readonly dimension: string | null }
  | {
    readonly is: 'binary'; readonly operator: '+' | '-' | '*' | '/';
    readonly left: MeasureDraft; readonly right: MeasureDraft;
  };

/** A measure with what it measures in. */
export interface Side {
  readonly ir: MeasureDraft;
  /** A dimension, `state` or `flag`; null: a bare number. */
  readonly dimension: string | null;
  readonly measured: boolean;
  readonly notSimulated: readonly string[];
}

const constant = (value: number, dimension: string | null): Side => ({
  ir: { is: 'constant', value, dimension }, dimension, measured: false, notSimulated: [],
});

const renames = (near: readonly string[], at: string): readonly Fix[] =>
  near.map((text) => ({ title: `Change to '${text}'`, edits: [{ at, action: 'replace', text }] }));

/** Ids to measure: streams of workloads, else the elements themselves. */
const idsOf = (targets: readonly Target[], stage: Stage): readonly string[] => {
  const workloads = new Set(targets.filter((t) => t.node !== null).map((t) => t.id));
  const [first] = targets;
  if (first?.kind === 'flow' || first?.kind === 'io' || first?.kind === 'compute') {
    if (first.node === null) return targets.map((t) => t.id);
    return stage.model.streams.filter((s) => workloads.has(s.workload.id)).map((s) => s.ir.id);
  }
  return targets.map((t) => t.id);
};

interface Measured {
  readonly row: MeasureRow;
  readonly kind: KindName;
  readonly ids: readonly string[];
}

/** Splits `fetch.completion` into what is measured and which measure; null after a report. */
const measuredAt = (path: PathSpec, at: string, stage: Stage): Measured | null => {
  const last = path.segments.at(-1);
  const { problems } = stage.context;
  if (last === undefined || path.segments.length < 2 || last.index !== undefined) {
    problems.report('scenario/not-a-measure', at, { value: printPath(path) });
    return null;
  }
  const owner: PathSpec = { is: 'path', segments: path.segments.slice(0, -1) };
  const targets = targetsAt(owner, at, stage);
  if (targets === null) return null;
  const [first] = targets;
  if (first === undefined) {
    problems.report('array/empty', at, { path: printPath(owner) });
    return null;
  }
  const row = measureByName.get(last.name);
  if (row?.kinds.includes(first.kind) === true) {
    return { row, kind: first.kind, ids: idsOf(targets, stage) };
  }
  const has = MEASURES.filter((m) => m.kinds.includes(first.kind)).map((m) => m.name);
  const near = nearest(last.name, has);
  const place = `${at}/segments/${path.segments.length - 1}/name`;
  problems.report('scenario/unknown-measure', place, {
    name: last.name, element: printPath(owner), kind: first.kind, has, nearest: near,
  }, { fixes: renames(near.length > 0 ? near : has, place) });
  return null;
};

/** What of a measure has no simulation yet: all of it, or only on things of this kind. */
const notMeasured = ({ row, kind }: Measured): readonly string[] => {
  if (row.simulated.includes(kind)) return [];
  return [`measure '${row.name}'${row.simulated.length === 0 ? '' : ` of a ${kindRow(kind).name}`}`];
};

const ofMeasure = (measured: Measured, statistic: string | null): Side => ({
  ir: { is: 'measure', measure: measured.row.name, statistic, of: measured.ids },
  dimension: statistic === 'count' ? 'count' : measured.row.dimension,
  measured: true,
  notSimulated: notMeasured(measured),
});

/** A property of an element, as a number to compare with. */
const propertySide = (path: PathSpec, at: string, stage: Stage): Side | null | undefined => {
  const last = path.segments.at(-1);
  if (last === undefined || path.segments.length < 2 || last.index !== undefined) return undefined;
  const owner: PathSpec = { is: 'path', segments: path.segments.slice(0, -1) };
  const targets = targetsAt(owner, at, stage);
  if (targets === null) return null;
  const kind = targets[0]?.kind;
  if (last.name !== 'count' && (kind === undefined || propertyRow(kind, last.name) === undefined)) {
    return undefined;
  }
  const amount = stage.context.lookup(path, at);
  return amount === null ? null : constant(amount.value, amount.dimension);
};

const pathSide = (path: PathSpec, at: string, stage: Stage): Side | null => {
  const last = path.segments.at(-1)?.name ?? '';
  if (!measureByName.has(last)) {
    const property = propertySide(path, at, stage);
    if (property !== undefined) return property;
  }
  const measured = measuredAt(path, at, stage);
  if (measured === null) return null;
  if (measured.row.shape === 'total') return ofMeasure(measured, null);
  const written = printPath(path);
  stage.context.problems.report('scenario/statistic-missing', at, { measure: written }, {
    fixes: renames(statisticsOf(written), at),
  });
  return null;
};

/** The statistics of a series that people ask for most. */
const statisticsOf = (series: string): readonly string[] =>
  ['mean', 'p99', 'max'].map((name) => `${name}(${series})`);

type Call = Extract<ExpressionSpec, { is: 'call' }>;

const wrongArguments = (call: Call, at: string, stage: Stage): null => {
  stage.context.problems.report('value/arguments', at, {
    name: call.name, signature: functionByName.get(call.name)?.signature ?? call.name,
    given: call.arguments.length,
  });
  return null;
};

const statisticSide = (call: Call, at: string, stage: Stage): Side | null => {
  const [argument] = call.arguments;
  if (argument === undefined || call.arguments.length > 1) return wrongArguments(call, at, stage);
  if (argument.is !== 'path') {
    stage.context.problems.report('scenario/not-a-measure', `${at}/arguments/0`, {
      value: printExpression(argument),
    });
    return null;
  }
  const measured = measuredAt(argument, `${at}/arguments/0`, stage);
  if (measured === null) return null;
  if (measured.row.shape === 'series') return ofMeasure(measured, call.name);
  const written = printPath(argument);
  stage.context.problems.report('scenario/statistic-on-total', at, {
    measure: written, statistic: call.name,
  }, {
    fixes: [{ title: `Change to '${written}'`, edits: [{ at, action: 'replace', text: written }] }],
  });
  return null;
};

const KINDS_OF: {
  readonly [name: string]: readonly ('instance' | 'microvm' | 'fabric' | 'switch')[];
} = {
  boot: ['instance', 'microvm'], reached: ['instance', 'microvm'], state: ['instance', 'microvm'],
  deadlock: ['fabric', 'switch'],
};

/** The things that the first argument of a life-cycle function names; null after a report. */
const livesOf = (call: Call, at: string, stage: Stage): readonly Target[] | null => {
  const [argument] = call.arguments;
  const place = `${at}/arguments/0`;
  if (argument?.is !== 'path') {
    wrongArguments(call, at, stage);
    return null;
  }
  const targets = targetsAt(argument, place, stage);
  if (targets === null) return null;
  const kinds = KINDS_OF[call.name] ?? [];
  const wrong = targets.find((t) => !kinds.some((k) => k === t.kind));
  if (wrong !== undefined) {
    stage.context.problems.report('scenario/function-kind', place, {
      name: call.name, target: wrong.id, kind: wrong.kind, kinds,
    });
    return null;
  }
  if (targets.length === 0) {
    stage.context.problems.report('array/empty', place, { path: printPath(argument) });
    return null;
  }
  return targets;
};

const stepOf = (argument: ExpressionSpec | undefined, at: string, stage: Stage): string | null => {
  const steps = STEPS.map((s) => s.name);
  const word = argument?.is === 'path' && argument.segments.length === 1
    ? (argument.segments[0]?.name ?? '') : '';
  if (steps.includes(word)) return word;
  const near = nearest(word, steps);
  stage.context.problems.report('scenario/unknown-step', at, {
    step: argument === undefined ? '' : printExpression(argument), nearest: near, steps,
  }, { fixes: renames(near, at) });
  return null;
};

/** A time at which something is looked at has the bounds of a warm-up: from 0 on. */
const FROM_NOW_ON = propertyRow('scenario', 'warmup') ?? null;

const lifeSide = (call: Call, at: string, stage: Stage): Side | null => {
  const most = call.name === 'reached' || call.name === 'state' ? 2 : 1;
  const least = call.name === 'reached' ? 2 : 1;
  if (call.arguments.length < least || call.arguments.length > most) {
    return wrongArguments(call, at, stage);
  }
  const targets = livesOf(call, at, stage);
  if (targets === null) return null;
  const of = targets.map((t) => t.id);
  const side = (ir: MeasureDraft, dimension: string): Side => ({
    ir, dimension, measured: true, notSimulated: [],
  });
  const second = call.arguments[1];
  if (call.name === 'boot') return side({ is: 'boot', of }, 'time');
  if (call.name === 'deadlock') return side({ is: 'deadlock', of }, 'flag');
  if (call.name === 'reached') {
    const step = stepOf(second, `${at}/arguments/1`, stage);
    return step === null ? null : side({ is: 'reached', of, step }, 'time');
  }
  const time = second === undefined ? null : amountOf(second, 'time', FROM_NOW_ON, {
    property: 'state', at: `${at}/arguments/1`, context: stage.context,
  });
  return time === undefined ? null : side({ is: 'state', of, atTicks: time }, 'state');
};

const callSide = (call: Call, at: string, stage: Stage): Side | null => {
  if (STATISTICS.some((s) => s === call.name)) return statisticSide(call, at, stage);
  if (Object.hasOwn(KINDS_OF, call.name)) return lifeSide(call, at, stage);
  const known = FUNCTIONS.filter((f) => f.use === 'expectation').map((f) => f.name);
  const near = nearest(call.name, known);
  const meant = measureMeant(call);
  stage.context.problems.report('scenario/unknown-function', at, {
    name: call.name, nearest: near, measure: meant[0] ?? null,
  }, { fixes: meant.length > 0 ? renames(meant, at) : renames(near, `${at}/name`) });
  return null;
};

/** What to write for a measure that is called as if it were a function: `goodput(fetch)`. */
const measureMeant = (call: Call): readonly string[] => {
  const row = measureByName.get(call.name);
  const [of] = call.arguments;
  if (row === undefined || of?.is !== 'path' || call.arguments.length > 1) return [];
  const written = `${printPath(of)}.${row.name}`;
  return row.shape === 'total' ? [written] : statisticsOf(written);
};

const BARE: readonly (string | null)[] = [null, 'ratio', 'count'];
const bare = (side: Side): boolean => BARE.includes(side.dimension);

/** The dimension of a sum, product or quotient; undefined when it has no meaning. */
const combined = (operator: string, left: Side, right: Side): string | null | undefined => {
  if ([left.dimension, right.dimension].some((d) => d === 'state' || d === 'flag')) return undefined;
  if (operator === '+' || operator === '-') {
    if (left.dimension === right.dimension) return left.dimension;
    return bare(left) && bare(right) ? (left.dimension ?? right.dimension) : undefined;
  }
  if (operator === '*') {
    if (bare(left)) return bare(right) ? null : right.dimension;
    return bare(right) ? left.dimension : undefined;
  }
  if (bare(right)) return bare(left) ? null : left.dimension;
  return left.dimension === right.dimension ? null : undefined;
};

type Binary = Extract<ExpressionSpec, { is: 'binary' }>;

const binarySide = (spec: Binary, at: string, stage: Stage): Side | null => {
  const left = sideOf(spec.left, `${at}/left`, stage);
  const right = sideOf(spec.right, `${at}/right`, stage);
  if (left === null || right === null) return null;
  const dimension = combined(spec.operator, left, right);
  if (dimension === undefined) {
    stage.context.problems.report('value/mixed-dimensions', at, {
      operator: spec.operator, left: printExpression(spec.left), right: printExpression(spec.right),
    });
    return null;
  }
  if (spec.operator === '/' && right.ir.is === 'constant' && right.ir.value === 0) {
    stage.context.problems.report('value/divided-by-zero', at, {});
    return null;
  }
  return {
    ir: { is: 'binary', operator: spec.operator, left: left.ir, right: right.ir },
    dimension,
    measured: left.measured || right.measured,
    notSimulated: [...left.notSimulated, ...right.notSimulated],
  };
};

/** What a side of an expectation means; null after a report. */
export const sideOf = (spec: ExpressionSpec, at: string, stage: Stage): Side | null => {
  switch (spec.is) {
    case 'quantity':
    case 'number': {
      const amount = readAmount(spec.text, at, stage.context.problems);
      return amount === null ? null : constant(amount.value, amount.dimension);
    }
    case 'path':
      return pathSide(spec, at, stage);
    case 'call':
      return callSide(spec, at, stage);
    case 'binary':
      return binarySide(spec, at, stage);
    case 'negative': {
      const inner = sideOf(spec.value, `${at}/value`, stage);
      if (inner === null) return null;
      return inner.ir.is === 'constant' ? constant(-inner.ir.value, inner.dimension) : {
        ...inner,
        ir: {
          is: 'binary', operator: '-',
          left: { is: 'constant', value: 0, dimension: inner.dimension }, right: inner.ir,
        },
      };
    }
    case 'text':
      stage.context.problems.report('scenario/not-a-measure', at, { value: spec.text });
      return null;
  }
};

/** A word to compare a state or flag with; null after a report. */
export const wordSide = (
  spec: ExpressionSpec, at: string, dimension: 'state' | 'flag', stage: Stage,
): Side | null => {
  const states: readonly string[] = dimension === 'state' ? STATES : ['yes', 'no'];
  const word = spec.is === 'path' && spec.segments.length === 1
    ? (spec.segments[0]?.name ?? '') : '';
  if (states.includes(word)) {
    return { ir: { is: 'word', word }, dimension, measured: false, notSimulated: [] };
  }
  const near = nearest(word, states);
  stage.context.problems.report('scenario/unknown-state', at, {
    state: printExpression(spec), nearest: near, states,
  }, { fixes: renames(near.length > 0 ? near : states, at) });
  return null;
};
