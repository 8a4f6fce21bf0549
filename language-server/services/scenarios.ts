/**
 * Which scenarios and expectations a document has, and where: for the Test Explorer, lenses and
 * marks. Keeps true: expectations are numbered as in the IR, inherited ones included.
 */
import { AstUtils, type AstNode } from 'langium';
import type { Document, Expect, Scenario } from '../generated/ast.ts';
import type { Location, ScenarioPlace, ScenariosAnswer } from '../protocol.ts';
import { inlineText, leavesOf } from '../syntax/inline.ts';
import type { CompiledModel } from './compiled.ts';
import type { NitroLanguage } from './module.ts';
import { nameLocation } from './places.ts';

/** A scenario and what it extends, the remotest first: the order of its expectations. */
const chainOf = (scenario: Scenario): readonly Scenario[] => {
  const chain: Scenario[] = [];
  let at: Scenario | undefined = scenario;
  while (at !== undefined && !chain.includes(at)) {
    chain.unshift(at);
    at = at.base?.ref;
  }
  return chain;
};

export const expectationsOf = (scenario: Scenario): readonly Expect[] =>
  chainOf(scenario).flatMap((one) =>
    (one.steps ?? []).filter((step): step is Expect => step.$type === 'Expect'));

export const scenariosIn = (root: AstNode): readonly Scenario[] =>
  ((root as Document).members ?? []).filter(
    (member): member is Scenario => member.$type === 'Scenario' && member.name !== undefined,
  );

const wholeLocation = (node: AstNode): Location | null => node.$cstNode === undefined ? null : {
  uri: AstUtils.getDocument(node).uri.toString(), range: node.$cstNode.range,
};

export const scenariosOf = (language: NitroLanguage, model: CompiledModel): ScenariosAnswer => {
  const { Results } = language.nitro.model;
  const uri = model.document.uri.toString();
  const places = scenariosIn(model.document.parseResult.value).flatMap(
    (scenario): readonly ScenarioPlace[] => {
      const whole = scenario.$cstNode?.range;
      const name = nameLocation(scenario);
      if (whole === undefined || name === null) return [];
      const compiled = model.ir?.scenarios.find((one) => one.name === scenario.name);
      const verdicts = Results.verdicts(uri, scenario.name);
      return [{
        name: scenario.name,
        range: whole,
        selectionRange: name.range,
        variants: compiled?.variants.length ?? 0,
        runs: compiled?.runs ?? 0,
        state: Results.stateOf(uri, scenario.name),
        expectations: expectationsOf(scenario).flatMap((expect, index) => {
          const location = wholeLocation(expect);
          const text = inlineText(leavesOf(expect.$cstNode).slice(1));
          const verdict = verdicts.get(index) ?? null;
          return location === null ? [] : [{ index, text, location, verdict }];
        }),
      }];
    },
  );
  return {
    uri,
    version: language.shared.workspace.TextDocuments.get(model.document.uri) === undefined
      ? null : model.version,
    fingerprint: model.fingerprint,
    errors: model.errors,
    scenarios: places,
  };
};
