/**
 * Steps of a scenario that are only begun: `expect`, `at 1 s`, `vary web.count in`. Not steps that
 * are wrong. Keeps true: each says what may follow and shows a whole one.
 */
import type { AstNode } from 'langium';
import { ACTIONS } from '#kinds';
import type { Action, Document, Step } from '../generated/ast.ts';

export interface BegunStep {
  readonly node: AstNode;
  readonly step: Step['$type'];
  /** What is there of it, as `at 1 s`. */
  readonly words: string;
  readonly follows: string;
  readonly example: string;
}

const WORDS_MAX = 40;

const actionNames = (): string => {
  const names = ACTIONS.map((row) => row.name);
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
};

const ofAction = (step: Action): Pick<BegunStep, 'follows' | 'example'> | null => {
  if (step.time === undefined) {
    return { follows: 'a time with an action', example: 'at 1 s launch web' };
  }
  if (step.action === undefined) {
    return { follows: `an action (${actionNames()})`, example: 'at 1 s launch web' };
  }
  if (step.things.length > 0) return null;
  return { follows: 'a path to what it acts on', example: `at 1 s ${step.action} web` };
};

const ofStep = (step: Step): Pick<BegunStep, 'follows' | 'example'> | null => {
  switch (step.$type) {
    case 'Expect':
      return step.left === undefined
        ? { follows: 'a comparison', example: 'expect boot(web) < 40 s' } : null;
    case 'Vary':
      if (step.values !== undefined) return null;
      return {
        follows: step.targets.length === 0 ? 'a path with a list of values' : 'a list of values',
        example: 'vary web.count in [1, 2, 4]',
      };
    case 'Action': return ofAction(step);
    default: return null;
  }
};

const wordsOf = (node: AstNode): string => {
  const text = (node.$cstNode?.text ?? '').replaceAll(/\s+/gu, ' ');
  return text.length > WORDS_MAX ? `${text.slice(0, WORDS_MAX)}…` : text;
};

export const begunSteps = (document: Document): readonly BegunStep[] =>
  document.members.flatMap((member) =>
    member.$type !== 'Scenario' ? [] : member.steps.flatMap((step) => {
      const begun = ofStep(step);
      return begun === null
        ? [] : [{ node: step, step: step.$type, words: wordsOf(step), ...begun }];
    }));
