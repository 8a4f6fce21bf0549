/**
 * The actions of a variant (rules 17 and 21), resolved and checked against the table of actions.
 * Not carried out. Keeps true: actions are sorted by time, then action, then target, and no two
 * are told to one thing at one instant without a report.
 */
import { compareIds, compareNumbers, comparePaths, nearest } from '#base';
import { irKey, type PropertyValue } from '#ir';
import {
  actionByName, type ActionRow, ACTIONS, isKindName, kindRow, type KindName, printQuantity,
  propertyRow, type PropertyRow,
} from '#kinds';
import type { ActionSpec } from '#spec';
import { amountOf } from '../amounts.ts';
import { checkPackets } from '../flow-fabrics.ts';
import { fallbackOf, valueOf } from '../values.ts';
import { checkChange, checkReach } from './action-effects.ts';
import type { Step } from './steps.ts';
import { type Stage, type Target, targetsAt, thingsAt } from './things.ts';

/** An action on one thing; times are in picoseconds. */
export interface ActionDraft {
  readonly at: number;
  readonly action: string;
  readonly target: Target;
  readonly to: string | null;
  readonly lasts: number | null;
  readonly properties: { readonly [key: string]: PropertyValue };
  /** Keys of properties that are times. */
  readonly timeKeys: readonly string[];
  readonly pointer: string;
}

/** When an action happens and how long it lasts have the bounds of a warm-up: from 0 on. */
const FROM_NOW_ON = propertyRow('scenario', 'warmup') ?? null;

/** The second words that two actions have. */
const OBJECTS: { readonly [action: string]: { readonly word: string; readonly form: string } } = {
  write: { word: 'firmware', form: 'write firmware of' },
  read: { word: 'blocks', form: 'read blocks of' },
};

const rowOf = (step: Step<ActionSpec>, stage: Stage): ActionRow | null => {
  const { spec, pointer } = step;
  const row = actionByName.get(spec.action);
  const { problems } = stage.context;
  if (row === undefined) {
    const near = nearest(spec.action, ACTIONS.map((a) => a.name));
    const at = `${pointer}/action`;
    problems.report('scenario/unknown-action', at, { action: spec.action, nearest: near }, {
      fixes: near.map((text) => ({
        title: `Change to '${text}'`, edits: [{ at, action: 'replace', text }],
      })),
    });
    return null;
  }
  const object = OBJECTS[row.name];
  if (object?.word !== spec.object) {
    problems.report('scenario/action-object', `${pointer}/action`, {
      action: row.name, given: spec.object ?? '', form: object?.form ?? row.name,
    });
  }
  return row;
};

interface PartFact {
  readonly part: string;
  readonly wanted: string;
  readonly at: string;
}

const partFacts = (spec: ActionSpec, row: ActionRow): readonly PartFact[] => {
  const facts: PartFact[] = [];
  if (spec.to !== undefined && row.to.length === 0) {
    facts.push({ part: 'to', wanted: 'no', at: '/to' });
  }
  if (spec.duration !== undefined && !row.lasting) {
    facts.push({ part: 'for', wanted: 'no', at: '/duration' });
  }
  return facts;
};

/** The row of a property: the action's own, that of the kind, else of a link or a card. */
const actionProperty = (
  row: ActionRow, kind: KindName, property: string,
): PropertyRow | undefined => !row.properties.includes(property) ? undefined
  : row.own[property] ?? propertyRow(kind, property) ?? propertyRow('link', property)
    ?? propertyRow('card', property);

const propertiesOf = (
  step: Step<ActionSpec>, row: ActionRow, kind: KindName, stage: Stage,
): Pick<ActionDraft, 'properties' | 'timeKeys'> => {
  const properties: Record<string, PropertyValue> = {};
  const timeKeys: string[] = [];
  for (const [name, own] of Object.entries(row.own)) {
    const key = irKey(name, own.value);
    properties[key] = fallbackOf(own);
    if (own.value.is === 'quantity' && own.value.dimension === 'time') timeKeys.push(key);
  }
  for (const [i, item] of step.spec.items.entries()) {
    const at = `${step.pointer}/items/${i}`;
    const known = actionProperty(row, kind, item.property);
    if (known === undefined || item.owner !== undefined) {
      const near = nearest(item.property, row.properties);
      stage.context.problems.report('scenario/action-property', `${at}/property`, {
        action: row.name, property: item.property, allowed: row.properties,
      }, { fixes: near.map((text) => ({
        title: `Change to '${text}'`, edits: [{ at: `${at}/property`, action: 'replace', text }],
      })) });
    } else if (item.value === undefined) {
      stage.context.problems.report('text/missing-value', at, { property: item.property });
    } else {
      const value = valueOf(item.value, known, {
        property: item.property, at: `${at}/value`, context: stage.context,
      });
      const key = irKey(item.property, known.value);
      if (value !== undefined) properties[key] = value;
      if (known.value.is === 'quantity' && known.value.dimension === 'time') timeKeys.push(key);
    }
  }
  return { properties, timeKeys };
};

const checkedTargets = (
  step: Step<ActionSpec>, row: ActionRow, stage: Stage,
): readonly Target[] => {
  const found: Target[] = [];
  for (const [i, thing] of step.spec.things.entries()) {
    const at = `${step.pointer}/things/${i}`;
    const targets = thingsAt(thing, at, stage);
    const wrong = targets?.find((t) => !row.kinds.includes(t.kind));
    if (wrong === undefined) {
      found.push(...(targets ?? []));
      checkReach(step, row, targets ?? [], at, stage);
    } else {
      stage.context.problems.report('scenario/action-kind', at, {
        action: row.name, target: wrong.id, kind: wrong.kind, kinds: row.kinds,
      });
    }
  }
  return found;
};

const receiverOf = (step: Step<ActionSpec>, row: ActionRow, stage: Stage): string | null => {
  const { to } = step.spec;
  if (to === undefined || row.to.length === 0) return null;
  const at = `${step.pointer}/to`;
  const targets = targetsAt(to, at, stage);
  const [first] = targets ?? [];
  if (first === undefined) return null;
  if (!row.to.includes(first.kind)) {
    stage.context.problems.report('name/wrong-kind', at, {
      name: first.id, kind: first.kind, expected: row.to,
    });
  } else if ((targets?.length ?? 0) > 1) {
    stage.context.problems.report('value/several', at, {
      path: to.segments.map((s) => s.name).join('.'), count: targets?.length ?? 0,
    });
  }
  return first.id;
};

const actionsOf = (
  step: Step<ActionSpec>, durationPicoseconds: number | null, stage: Stage,
): readonly ActionDraft[] => {
  const { spec, pointer } = step;
  const { context } = stage;
  const row = rowOf(step, stage);
  const at = amountOf(spec.at, 'time', FROM_NOW_ON, {
    property: 'at', at: `${pointer}/at`, context,
  });
  const lasts = spec.duration === undefined ? null : amountOf(spec.duration, 'time', FROM_NOW_ON, {
    property: 'for', at: `${pointer}/duration`, context,
  });
  if (at !== undefined && durationPicoseconds !== null && at > durationPicoseconds) {
    context.problems.report('scenario/at-after-duration', `${pointer}/at`, {
      at: printQuantity(at, 'time'), duration: printQuantity(durationPicoseconds, 'time'),
    });
  }
  if (row === null) return [];
  for (const { part, wanted, at: place } of partFacts(spec, row)) {
    context.problems.report('scenario/action-part', `${pointer}${place}`, {
      action: row.name, part, wanted,
    });
  }
  checkChange(step, row, stage);
  const to = receiverOf(step, row, stage);
  const targets = checkedTargets(step, row, stage);
  // A volume of an instance goes back to it; one that stands alone must be told where to.
  const loose = targets.some((t) => t.node !== null && t.node.parent?.kind !== 'instance');
  if (row.to.length > 0 && !row.toOptional && spec.to === undefined && loose) {
    context.problems.report('scenario/action-part', `${pointer}/action`, {
      action: row.name, part: 'to', wanted: 'yes',
    });
  }
  const [first] = targets;
  const more = propertiesOf(step, row, first?.kind ?? row.kinds[0] ?? 'link', stage);
  const losing = row.name === 'corrupt' ? 'corrupt'
    : ['loss', 'lossEvery'].find((name) => name in more.properties);
  if (losing !== undefined) {
    checkPackets(`'${losing}' on`, `${pointer}/action`, targets.map(({ id }) => id), stage.model);
  }
  // At an unknown time it is neither before nor together with anything.
  if (at === undefined) return [];
  return targets.map((target) => ({
    at, action: row.name, target, to, lasts: lasts ?? null, ...more, pointer,
  }));
};

const reportTogether = (actions: readonly ActionDraft[], stage: Stage): void => {
  const seen = new Map<string, ActionDraft>();
  for (const action of actions) {
    const key = `${action.at} ${action.target.id}`;
    const other = seen.get(key);
    if (other === undefined) {
      seen.set(key, action);
      continue;
    }
    for (const [here, there] of [[action, other], [other, action]] as const) {
      stage.context.problems.report('scenario/two-at-once', here.pointer, {
        target: action.target.id, at: printQuantity(action.at, 'time'),
        first: other.action, second: action.action,
      }, {
        related: here.pointer === there.pointer ? []
          : [{ at: there.pointer, message: 'The other one.' }],
        fixes: [{ title: 'Remove this one', edits: [{ at: here.pointer, action: 'remove', text: '' }] }],
      });
    }
  }
};

/** All actions of a variant, in the order in which they happen. */
export const allActions = (
  steps: readonly Step<ActionSpec>[], durationPicoseconds: number | null, stage: Stage,
): readonly ActionDraft[] => {
  const actions = steps.flatMap((step) => actionsOf(step, durationPicoseconds, stage));
  reportTogether(actions, stage);
  return actions.sort((left, right) =>
    compareNumbers(left.at, right.at) || compareIds(left.action, right.action)
    || comparePaths(left.target.id, right.target.id));
};

/** What of an action has no simulation yet. */
export const actionNotSimulated = (action: ActionDraft): string | null => {
  const row = actionByName.get(action.action);
  const { kind } = action.target;
  if (row?.simulated.includes(kind) === true) return null;
  return `'${action.action}' on a ${isKindName(kind) ? kindRow(kind).name : kind}`;
};
