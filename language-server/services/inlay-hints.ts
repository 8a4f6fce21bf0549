/**
 * Derived values beside the text: room left on a host, what a link really runs at, the stage of
 * offload of an instance, the verdict of each expectation. Keeps true: answers from what is
 * already compiled and run; nothing is worked out for a hint.
 */
import { AstUtils, interruptAndCheck, type AstNode, type LangiumDocument } from 'langium';
import type { InlayHintProvider } from 'langium/lsp';
import {
  CancellationToken, InlayHintKind, type InlayHint, type InlayHintParams,
} from 'vscode-languageserver';
import type { KeptOn } from '#compile';
import type { World } from '#ir';
import { printQuantity, type Dimension } from '#kinds';
import { readAs, type ExpectationResult, type Verdict } from '#results';
import type { Element, Link, Scenario } from '../generated/ast.ts';
import type { CompiledModel } from './compiled.ts';
import { STAGE_WORDS } from './hover-values.ts';
import type { NitroServices } from './module.ts';
import { nameLocation } from './places.ts';
import { expectationsOf } from './scenarios.ts';

const MARKS: { readonly [V in Verdict]: string } = { holds: '✓', fails: '✗', undecided: '?' };

const hintAt = (position: InlayHint['position'], label: string, tooltip = ''): InlayHint => ({
  position, label, kind: InlayHintKind.Type, paddingLeft: true,
  ...(tooltip === '' ? {} : { tooltip }),
});

export class NitroInlayHints implements InlayHintProvider {
  private readonly services: NitroServices;

  constructor(services: NitroServices) {
    this.services = services;
  }

  async getInlayHints(
    document: LangiumDocument,
    { range }: InlayHintParams,
    cancelToken = CancellationToken.None,
  ): Promise<InlayHint[]> {
    const model = this.services.model.Compiled.of(document);
    const world = model.ir?.worlds[0];
    const hints: InlayHint[] = [];
    for (const node of AstUtils.streamAst(document.parseResult.value, { range })) {
      await interruptAndCheck(cancelToken);
      if (node.$type === 'Scenario') hints.push(...this.verdicts(document, node as Scenario, model));
      if (world === undefined) continue;
      if (node.$type === 'Link') hints.push(...this.rate(model, node as Link, world));
      if (node.$type === 'Element') hints.push(...this.derived(model, node as Element));
    }
    return hints;
  }

  /** What is free on a host, how an instance is served, and how volumes on hosts are reached. */
  private derived(model: CompiledModel, node: Element): readonly InlayHint[] {
    const end = nameLocation(node)?.range.end;
    if (end === undefined) return [];
    const ids = this.services.model.Places.idsOf(model, node);
    const { index } = model.compiled;
    if (node.kind === 'instance') {
      const stage = ids[0] === undefined ? null : (index.placementOf(ids[0])?.stage ?? null);
      return stage === null ? [] : [hintAt(end, stage, STAGE_WORDS[stage])];
    }
    if (node.kind === 'volume') {
      const kept = ids.flatMap((id) => index.keptOn(id) ?? []);
      const transports = [...new Set(kept.map(({ transport }) => transport))];
      return kept.length === 0 ? [] : [hintAt(end, transports.join(', '), keptText(kept))];
    }
    if (node.kind !== 'host' && node.kind !== 'machine') return [];
    const own = index.machines().filter(({ machine }) =>
      ids.some((id) => machine === id || machine.startsWith(`${id}.`)));
    if (own.length === 0) return [];
    const sum = (of: (free: (typeof own)[number]) => number): number =>
      own.reduce((total, free) => total + of(free), 0);
    const cores = `${sum((free) => (free.metal === null ? free.cores : 0))} of ${sum((free) => free.coresSellable)}`;
    const memory = printQuantity(sum((free) => (free.metal === null ? free.memoryBytes : 0)), 'size');
    return [hintAt(end, `free: ${cores} cores, ${memory}`)];
  }

  /** The rate at which a link runs, the slower end deciding. */
  private rate(model: CompiledModel, node: Link, world: World): readonly InlayHint[] {
    const ids = new Set(this.services.model.Places.idsOf(model, node));
    const rates = new Set(world.links.flatMap((link) =>
      ids.has(link.id) && link.rateBitsPerSecond !== null ? [link.rateBitsPerSecond] : []));
    const [rate] = rates;
    const type = node.type?.$refNode?.range.end ?? node.right.at(-1)?.$cstNode?.range.end;
    if (rate === undefined || type === undefined) return [];
    const from = rates.size > 1 ? 'from ' : '';
    const lowest = Math.min(...rates);
    return [hintAt(type, `= ${from}${printQuantity(lowest, 'rate')}`)];
  }

  private verdicts(
    document: LangiumDocument, scenario: Scenario, model: CompiledModel,
  ): readonly InlayHint[] {
    const { Results } = this.services.model;
    const uri = document.uri.toString();
    const results = Results.scenarioOf(uri, scenario.name);
    if (results === null) return [];
    const stale = Results.stateOf(uri, scenario.name) === 'stale' ? ' (stale)' : '';
    const tick = model.ir?.tickPicoseconds ?? 1;
    return expectationsOf(scenario).flatMap((expect, index): readonly InlayHint[] => {
      const result = results.expectations.find((one) => one.index === index);
      const end = isIn(expect, document) ? expect.$cstNode?.range.end : undefined;
      if (result === undefined || end === undefined) return [];
      const value = estimateText(result, tick);
      return [hintAt(end, `${MARKS[result.verdict]} ${value}${stale}`.trimEnd(), result.reason ?? '')];
    });
  }
}

/** The hosts of the first volumes of an array. */
const keptText = (kept: readonly KeptOn[]): string => {
  const shown = kept.slice(0, 8).map(({ hosts }) => hosts.join(', then '));
  return `Kept on ${shown.join('; ')}${kept.length > shown.length ? '; …' : ''}`;
};

const isIn = (node: AstNode, document: LangiumDocument): boolean =>
  AstUtils.getDocument(node) === document;

const estimateText = (expectation: ExpectationResult, tick: number): string => {
  const { estimate } = expectation;
  const dimension = readAs(expectation);
  if (estimate === null) return '';
  if (typeof estimate === 'string') return estimate;
  return printQuantity(dimension === 'time' ? estimate * tick : estimate, dimension as Dimension);
};
