/**
 * Hover: what the thing at the cursor is, what its values are and where each comes from. Not the
 * reckoning: values come from the compiled model, words from the kinds table. Keeps true: what is
 * shown is the same that the command line explains.
 */
import { AstUtils, type AstNode, type LangiumDocument, type LeafCstNode } from 'langium';
import type { HoverProvider } from 'langium/lsp';
import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import {
  MEASURES, STATES, STEPS, actionByName, functionByName, isKindName, kindRow, measureByName,
  propertyRow, readQuantity, type KindName, type PropertyRow,
} from '#kinds';
import type { Assignment, Definition, Element, Named, Path } from '../generated/ast.ts';
import { typesOf } from '../references/members.ts';
import { isCatalogue } from '../references/closure.ts';
import type { CompiledModel } from './compiled.ts';
import { rangeText, usefulText, valueText } from './describe.ts';
import { documentationOf } from './documentation.ts';
import { runText } from './hover-runs.ts';
import { elementText, placementText, propertyLine, lifeText } from './hover-values.ts';
import type { NitroServices } from './module.ts';
import { leafAt } from './places.ts';

const KEYWORDS: { readonly [word: string]: string } = {
  use: 'Brings in another file, or the catalogue.',
  scenario: kindRow('scenario').doc,
  vary: 'Values to try; several lines multiply.',
  at: 'Something that happens at a time.',
  expect: 'What must hold; judged on the confidence interval over the runs.',
  within: 'Holds when the value is no further than this from the other, both ends included.',
  when: 'Only in the variants where this holds.',
  on: 'Where it is placed.',
  type: 'A type: its properties and parts are taken over by what is made from it.',
};

const isNode = <T extends AstNode>(type: T['$type']) => (node: AstNode): node is T =>
  node.$type === type;

export class NitroHover implements HoverProvider {
  private readonly services: NitroServices;

  constructor(services: NitroServices) {
    this.services = services;
  }

  getHoverContent(document: LangiumDocument, { position }: HoverParams): Hover | undefined {
    const offset = document.textDocument.offsetAt(position);
    const leaf = leafAt(document.parseResult.value, offset);
    if (leaf === undefined || leaf.hidden) return undefined;
    const value = this.content(document, leaf, offset);
    if (value === null) return undefined;
    return { contents: { kind: MarkupKind.Markdown, value }, range: leaf.range };
  }

  private content(document: LangiumDocument, leaf: LeafCstNode, offset: number): string | null {
    const node = leaf.astNode;
    if (leaf.tokenType.name === 'PROPERTY') return this.property(document, node as Assignment);
    if (leaf.tokenType.name === 'QUANTITY') return quantity(leaf.text);
    const [declared] = this.services.references.References.findDeclarations(leaf);
    if (declared !== undefined) return this.named(document, declared as Named, offset);
    if (node.$type === 'Path') return this.word(node as Path, leaf.text);
    if (node.$type === 'Call') return callText(leaf.text);
    if (node.$type === 'Action' && actionByName.has(leaf.text)) {
      return `**${leaf.text}**\n\n${actionByName.get(leaf.text)?.doc ?? ''}`;
    }
    if (isKindName(leaf.text)) return `**${leaf.text}**\n\n${kindRow(leaf.text).doc}`;
    const words = KEYWORDS[leaf.text];
    return words === undefined ? null : `**${leaf.text}**\n\n${words}`;
  }

  /** A property: what it is, and what it comes to here. */
  private property(document: LangiumDocument, node: Assignment): string | null {
    const kind = this.kindAround(node);
    const row = kind === null ? undefined : propertyRow(kind, node.property);
    if (kind === null || row === undefined) return null;
    const model = this.services.model.Compiled.of(document);
    return [propertyText(kind, node.property, row), this.resolved(model, node)]
      .filter((part) => part !== '').join('\n\n');
  }

  private resolved(model: CompiledModel, node: Assignment): string {
    const { index } = model.compiled;
    const owner = node.owner?.element?.ref ?? node.$container;
    const [id] = this.services.model.Places.idsOf(model, owner);
    const properties = id !== undefined
      ? index.propertiesOf(id)
      : owner.$type === 'Definition' ? index.typeProperties(owner.name) : [];
    const found = properties.find((one) => one.name === node.property);
    return found === undefined ? '' : propertyLine(found);
  }

  private kindAround(node: Assignment): KindName | null {
    const owner = node.owner?.element?.ref ?? node.$container;
    if (owner.$type === 'Scenario') return 'scenario';
    if (owner.$type === 'Link') return 'link';
    if (owner.$type === 'Action') {
      const [thing] = owner.things;
      const target = thing?.path.element?.ref;
      return thing?.other !== undefined ? 'link'
        : target?.$type === 'Element' && isKindName(target.kind) ? target.kind : null;
    }
    const { kind } = owner as Element | Definition;
    return typeof kind === 'string' && isKindName(kind) ? kind : null;
  }

  private named(document: LangiumDocument, node: Named, offset: number): string {
    const model = this.services.model.Compiled.of(document);
    const { Places, Results } = this.services.model;
    const ids = Places.idsAt(model, offset);
    const own = Places.idsOf(model, node);
    const shown = ids.filter((id) => own.includes(id));
    const id = node.$type === 'Definition' ? undefined : (shown[0] ?? own[0]);
    const documentation = documentationOf(node)
      || (node.$type === 'Element' ? typesOf(node).map(documentationOf).find((text) => text !== '') : '');
    const parts = [`\`\`\`nitro\n${heading(node)}\n\`\`\``, documentation ?? ''];
    if (node.$type === 'Definition') {
      parts.push(elementText(model.compiled.index.typeProperties(node.name), 'nothing set'));
    } else if (id !== undefined) {
      parts.push(placementText(model, id), elementText(model.compiled.index.propertiesOf(id), ''));
      const uri = document.uri.toString();
      parts.push(runText(Results, uri, id, model), lifeText(Results, uri, id, model));
    }
    if (isCatalogue(AstUtils.getDocument(node).uri)) parts.push('*From the catalogue.*');
    return parts.filter((part) => part !== '').join('\n\n');
  }

  /** A word that is no reference: of an enumeration, a measure, a step, a state. */
  private word(node: Path, text: string): string | null {
    const measure = measureByName.get(text);
    const assignment = AstUtils.getContainerOfType(node, isNode<Assignment>('Assignment'));
    const kind = assignment === undefined ? null : this.kindAround(assignment);
    const row = kind === null || assignment === undefined
      ? undefined : propertyRow(kind, assignment.property);
    if (row !== undefined && kind !== null) {
      return `**${text}**\n\n${propertyText(kind, assignment?.property ?? '', row)}`;
    }
    const owner = node.left?.element?.ref;
    const ownKind = owner?.$type === 'Element' && isKindName(owner.kind) ? owner.kind : null;
    if (measure !== undefined && node.left !== undefined) {
      const row_ = MEASURES.find((one) =>
        one.name === text && ownKind !== null && one.kinds.includes(ownKind));
      const { doc, dimension, simulated } = row_ ?? measure;
      return `**${text}** · ${dimension}\n\n${doc}${simulated.length > 0 ? '' : '\n\n*Not simulated yet.*'}`;
    }
    const property = ownKind === null ? undefined : propertyRow(ownKind, text);
    if (property !== undefined && ownKind !== null) return propertyText(ownKind, text, property);
    const step = STEPS.find((one) => one.name === text);
    if (step !== undefined) return `**${text}** · step of a launch\n\n${step.doc}`;
    return STATES.some((state) => state === text) ? `**${text}** · state of an instance` : null;
  }
}

const heading = (node: Named): string => {
  const type = node.$type === 'Element' ? node.types?.[0]?.$refText
    : node.$type === 'Definition' ? node.base?.$refText
      : node.$type === 'Link' ? node.type?.$refText : node.base?.$refText;
  const extension = type === undefined ? '' : ` : ${type}`;
  switch (node.$type) {
    case 'Definition': return `${node.kind} type ${node.name}${extension}`;
    case 'Element': {
      const count = node.count?.$cstNode?.text;
      return `${node.kind} ${node.name}${count === undefined ? '' : `[${count}]`}${extension}`;
    }
    case 'Link': return `link ${node.name ?? ''}${extension}`;
    default: return `scenario ${node.name}${extension}`;
  }
};

const propertyText = (kind: KindName, name: string, row: PropertyRow): string => [
  `**${kind}.${name}** · ${valueText(row)}`,
  row.doc,
  rangeText(row) === '' ? '' : `Range: ${rangeText(row)}`,
  row.source === null ? '' : `Default from: ${row.source}`,
].filter((part) => part !== '').join('\n\n');

const callText = (name: string): string | null => {
  const row = functionByName.get(name);
  return row === undefined ? null : `\`\`\`nitro\n${row.signature}\n\`\`\`\n\n${row.doc}`;
};

const quantity = (text: string): string | null => {
  const read = readQuantity(text);
  if (!read.ok || read.dimension === null) return null;
  const useful = usefulText(read.value, read.dimension);
  const units = read.unit === null ? '' : ` · ${read.dimension}`;
  return useful === text ? `${text}${units}` : `${text} = ${useful.replace(`${text} = `, '')}${units}`;
};
