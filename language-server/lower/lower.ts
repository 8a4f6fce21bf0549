/**
 * AST to Spec: one file's syntax tree as plain data. It does not default, convert, look up or
 * judge; what the parser left broken is dropped. Keeps true: it never throws, and every object of
 * the Spec is remembered with the node it came from, so that a pointer finds its words again.
 */
import { GrammarUtils, type AstNode } from 'langium';
import type {
  ActionSpec, AssignmentSpec, Comparison, ElementSpec, ExpectSpec, ExpressionSpec, GuardSpec,
  IndexSpec, ItemSpec, LinkSpec, ListSpec, PathSpec, ScenarioSpec, SegmentSpec, SpecFile, StepSpec,
  ThingSpec, TupleSpec, TypeSpec, UseSpec, ValueSpec, VarySpec,
} from '#spec';
import type * as ast from '../generated/ast.ts';
import { inlineText, leavesOf, quantityText } from '../syntax/inline.ts';
import { isAssumed } from './assumed.ts';

/** Which syntax node each object of the Spec came from. */
export type Origins = Map<object, AstNode>;

export interface LoweredFile {
  readonly file: Omit<SpecFile, 'uses' | 'name' | 'catalogue'> & {
    readonly uses: readonly UseSpec[];
  };
  readonly origins: Origins;
}


const present = <T>(list: readonly (T | undefined)[] | undefined): readonly T[] =>
  (list ?? []).filter((item): item is T => item !== undefined);

/** Holds the origins while one file is lowered. */
class Lowering {
  readonly origins: Origins = new Map();

  keep<const T extends object>(node: AstNode, lowered: T): T {
    this.origins.set(lowered, node);
    return lowered;
  }

  path(node: ast.Path | undefined): PathSpec | undefined {
    if (node === undefined) return undefined;
    const segments: SegmentSpec[] = [];
    let at: ast.Path | undefined = node;
    while (at !== undefined) {
      const name = at.element?.$refText ?? '';
      const index = at.index === undefined ? undefined : this.index(at.index);
      segments.push(this.keep(at, index === undefined ? { name } : { name, index }));
      at = at.left;
    }
    segments.reverse();
    return this.keep(node, { is: 'path', segments });
  }

  paths(nodes: readonly ast.Path[] | undefined): readonly PathSpec[] {
    return present((nodes ?? []).map((node) => this.path(node)));
  }

  index(node: ast.Index): IndexSpec {
    const low = this.expression(node.low);
    const high = this.expression(node.high);
    return this.keep(node, {
      ...(low === undefined ? {} : { low }),
      ...(high === undefined ? {} : { high }),
    });
  }

  expression(node: ast.Expression | undefined): ExpressionSpec | undefined {
    if (node === undefined) return undefined;
    switch (node.$type) {
      case 'Quantity': return this.keep(node, { is: 'quantity', text: quantityText(node.text ?? '') });
      case 'Numeral': return this.keep(node, { is: 'number', text: node.text ?? '' });
      case 'Text': return this.keep(node, { is: 'text', text: node.value ?? '' });
      case 'Path': return this.path(node);
      case 'Call':
        return this.keep(node, {
          is: 'call', name: node.name ?? '', arguments: this.expressions(node.arguments),
        });
      case 'Negative': {
        const value = this.expression(node.value);
        return value === undefined ? undefined : this.keep(node, { is: 'negative', value });
      }
      case 'Binary': return this.binary(node);
      default: return undefined;
    }
  }

  binary(node: ast.Binary): ExpressionSpec | undefined {
    const left = this.expression(node.left);
    const right = this.expression(node.right);
    if (left === undefined || right === undefined) return left ?? right;
    const operator = node.operator as '+' | '-' | '*' | '/';
    return this.keep(node, { is: 'binary', operator, left, right });
  }

  expressions(nodes: readonly ast.Expression[] | undefined): readonly ExpressionSpec[] {
    return present((nodes ?? []).map((node) => this.expression(node)));
  }

  list(node: ast.List): ListSpec {
    const values = present(
      (node.values ?? []).map((value): ExpressionSpec | TupleSpec | undefined =>
        value.$type === 'Tuple'
          ? this.keep(value, { is: 'tuple', values: this.expressions(value.values) })
          : this.expression(value),
      ),
    );
    const last = this.expression(node.last);
    return this.keep(node, last === undefined ? { is: 'list', values } : { is: 'list', values, last });
  }

  value(node: ast.Value | undefined): ValueSpec | undefined {
    if (node === undefined) return undefined;
    return node.$type === 'List' ? this.list(node) : this.expression(node);
  }

  assignment(node: ast.Assignment): AssignmentSpec {
    const owner = this.path(node.owner);
    const value = this.value(node.value);
    return this.keep(node, {
      is: 'assignment',
      ...(owner === undefined ? {} : { owner }),
      property: node.property ?? '',
      ...(value === undefined ? {} : { value }),
      ...(isAssumed(node) ? { assumed: true } : {}),
    });
  }

  link(node: ast.Link): LinkSpec {
    const type = node.type?.$refText;
    return this.keep(node, {
      is: 'link',
      left: this.paths(node.left),
      right: this.paths(node.right),
      ...(type === undefined ? {} : { type }),
      ...(node.name === undefined ? {} : { name: node.name }),
      items: this.items(node.items),
    });
  }

  element(node: ast.Element): ElementSpec {
    const count = this.expression(node.count);
    return this.keep(node, {
      is: 'element',
      kind: node.kind ?? '',
      name: node.name ?? '',
      ...(count === undefined ? {} : { count }),
      types: (node.types ?? []).map((type) => type.$refText),
      from: this.paths(node.from),
      to: this.paths(node.to),
      on: this.paths(node.places),
      clauses: clauseWords(node),
      items: this.items(node.items),
    });
  }

  items(nodes: readonly ast.Item[] | undefined): readonly ItemSpec[] {
    return (nodes ?? []).map((node) => {
      if (node.$type === 'Assignment') return this.assignment(node);
      return node.$type === 'Link' ? this.link(node) : this.element(node);
    });
  }

  type(node: ast.Definition): TypeSpec {
    const base = node.base?.$refText;
    return this.keep(node, {
      is: 'type',
      kind: node.kind ?? '',
      name: node.name ?? '',
      ...(base === undefined ? {} : { base }),
      items: this.items(node.items),
    });
  }

  use(node: ast.Use): UseSpec {
    const catalogue = node.catalogue !== undefined;
    const target = node.catalogue ?? node.file ?? '';
    return this.keep(node, { is: 'use', target, catalogue, file: null });
  }

  scenario(node: ast.Scenario): ScenarioSpec {
    const base = node.base?.$refText;
    return this.keep(node, {
      is: 'scenario',
      name: node.name ?? '',
      ...(base === undefined ? {} : { base }),
      steps: present((node.steps ?? []).map((step) => this.step(step))),
    });
  }

  step(node: ast.Step): StepSpec | undefined {
    switch (node.$type) {
      case 'Vary': return this.vary(node);
      case 'Action': return this.action(node);
      case 'Expect': return this.expect(node);
      case 'Assignment': return this.assignment(node);
      default: return undefined;
    }
  }

  vary(node: ast.Vary): VarySpec | undefined {
    if (node.values === undefined) return undefined;
    return this.keep(node, {
      is: 'vary', targets: this.paths(node.targets), values: this.list(node.values),
    });
  }

  action(node: ast.Action): ActionSpec | undefined {
    const at = this.expression(node.time);
    const things = present((node.things ?? []).map((thing) => this.thing(thing)));
    if (at === undefined || node.action === undefined || things.length === 0) return undefined;
    const to = this.path(node.to);
    const duration = this.expressions(node.durations).at(-1);
    return this.keep(node, {
      is: 'action',
      at,
      action: node.action,
      ...(node.object === undefined ? {} : { object: node.object }),
      things,
      ...(to === undefined ? {} : { to }),
      ...(duration === undefined ? {} : { duration }),
      items: (node.items ?? []).map((item) => this.assignment(item)),
    });
  }

  thing(node: ast.Thing): ThingSpec | undefined {
    const path = this.path(node.path);
    const other = this.path(node.other);
    if (path === undefined) return undefined;
    return this.keep(node, other === undefined ? { path } : { path, other });
  }

  expect(node: ast.Expect): ExpectSpec | undefined {
    const left = this.expression(node.left);
    if (left === undefined) return undefined;
    const tolerance = this.expression(node.tolerance);
    const right = this.expression(node.right);
    // Without the word `expect`, as the formatter would write it.
    const text = inlineText(leavesOf(node.$cstNode).slice(1));
    return this.keep(node, {
      is: 'expect',
      left,
      ...(node.operator === undefined ? {} : { operator: node.operator as Comparison | 'within' }),
      ...(tolerance === undefined ? {} : { tolerance }),
      ...(right === undefined ? {} : { right }),
      when: present((node.guards ?? []).map((guard) => this.guard(guard))),
      text,
    });
  }

  guard(node: ast.Guard): GuardSpec | undefined {
    const target = this.path(node.target);
    const value = this.expression(node.value);
    if (target === undefined || value === undefined) return undefined;
    return this.keep(node, { target, operator: node.operator as Comparison, value });
  }
}

/** Which clauses were written, in order; the parser gathers them, so the syntax tree tells. */
const clauseWords = (node: ast.Element): ElementSpec['clauses'] => {
  const found: { readonly offset: number; readonly word: 'type' | 'from' | 'to' | 'on' }[] = [];
  const note = (word: 'type' | 'from' | 'to' | 'on', offset: number | undefined): void => {
    if (offset !== undefined) found.push({ offset, word });
  };
  for (const type of node.types ?? []) note('type', type.$refNode?.offset);
  for (const [word, paths] of [['from', node.from], ['to', node.to], ['on', node.places]] as const) {
    if (paths === undefined || paths.length === 0) continue;
    for (const keyword of GrammarUtils.findNodesForKeyword(node.$cstNode, word)) {
      note(word, keyword.offset);
    }
  }
  found.sort((a, b) => a.offset - b.offset);
  return found.map((entry) => entry.word);
};

/** Lowers one document; `uses` still point nowhere: whoever knows the files fills that in. */
export const lowerDocument = (document: ast.Document): LoweredFile => {
  const lowering = new Lowering();
  const types: TypeSpec[] = [];
  const elements: ElementSpec[] = [];
  const links: LinkSpec[] = [];
  const assignments: AssignmentSpec[] = [];
  const scenarios: ScenarioSpec[] = [];
  for (const member of document.members ?? []) {
    switch (member.$type) {
      case 'Definition': types.push(lowering.type(member)); break;
      case 'Element': elements.push(lowering.element(member)); break;
      case 'Link': links.push(lowering.link(member)); break;
      case 'Assignment': assignments.push(lowering.assignment(member)); break;
      case 'Scenario': scenarios.push(lowering.scenario(member)); break;
      default: break;
    }
  }
  const uses = (document.uses ?? []).map((use) => lowering.use(use));
  return {
    file: { uses, types, elements, links, assignments, scenarios },
    origins: lowering.origins,
  };
};
