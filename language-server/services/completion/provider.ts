/**
 * Completion: what may stand at the cursor. Decides by the tokens before it, so that half-typed
 * text is answered as well as whole. Keeps true: everything offered is legal there.
 */
import { type LangiumDocument, type Lexer } from 'langium';
import type { CompletionProvider } from 'langium/lsp';
import type { CompletionList, CompletionOptions, CompletionParams } from 'vscode-languageserver';
import {
  KIND_NAMES, TYPED_KINDS, isKindName, kindRow, propertyRow, type KindName, type PropertyRow,
} from '#kinds';
import { catalogueUris } from '../../loader.ts';
import { isCatalogue } from '../../references/closure.ts';
import type { NitroServices } from '../module.ts';
import { contextAt, type Context, type Frame, type Token } from './context.ts';
import { keyword, kind, named, property, toItem, word, type Offer } from './items.ts';
import { Names, pathBefore } from './names.ts';
import { actionOffers, actionProperties, expectOffers, varyOffers } from './steps.ts';
import { dimensionOf, endsInNumber, rowOf, unitOffers, valueOffers } from './values.ts';

const CLAUSES = [':', 'from', 'to', 'on'] as const;

const STEPS_OF_SCENARIO: readonly Offer[] = [
  keyword('expect', 'what must hold', { snippet: 'expect ', again: true, rank: 1 }),
  keyword('at', 'something that happens', { snippet: 'at ${1:1 s} ', rank: 1 }),
  keyword('vary', 'values to try', { snippet: 'vary ', again: true, rank: 1 }),
];

const propertiesFor = (kindName: KindName, assigned: ReadonlySet<string>): readonly Offer[] =>
  Object.entries(kindRow(kindName).properties)
    .filter(([name]) => !assigned.has(name))
    .map(([name, row]) => property(name, row));

/** At the start of a statement. */
const beginnings = (frame: Frame | undefined, names: Names): readonly Offer[] => {
  if (frame === undefined) {
    return [
      keyword('use', 'another file, or the catalogue', { snippet: 'use ', again: true, rank: 2 }),
      ...KIND_NAMES.filter((name) => kindRow(name).atTop || name === 'link').map(kind),
      ...TYPED_KINDS.map((name) => keyword(`${name} type`, 'a type of your own', {
        snippet: `${name} type \${1:Name} {\n  \${2}\n}`, rank: 6,
      })),
      ...names.inSight().map((node) => named(node, 7)),
    ];
  }
  if (frame.kind === 'action') {
    return actionProperties(frame.header)
      .filter(([name]) => !frame.assigned.has(name))
      .map(([name, row]) => property(name, row));
  }
  if (frame.kind === null) return [];
  const row = kindRow(frame.kind);
  return [
    ...propertiesFor(frame.kind, frame.assigned),
    ...(frame.kind === 'scenario' ? STEPS_OF_SCENARIO : []),
    ...row.children.map(kind),
    ...(row.links ? [kind('link')] : []),
    ...(frame.kind === 'scenario' ? names.inSight() : names.around.slice(0, 1).flatMap((body) =>
      names.members(body))).map((node) => named(node, 7)),
  ];
};

const memberOffers = (
  names: Names, path: readonly string[], kinds: readonly KindName[],
): readonly Offer[] => {
  const node = names.resolve(path);
  if (node === undefined) return [];
  const generated = node.$type === 'Element' && isKindName(node.kind)
    ? kindRow(node.kind).generates : [];
  return [
    ...names.members(node)
      .filter((member) => kinds.length === 0 || names.leads(member, kinds, 0))
      .map((member) => named(member)),
    ...generated.map((child) => word(child.name, `${child.kind}, as many as ${child.countedBy}`)),
  ];
};

/** After a kind: its name, then its clauses. */
const declarationOffers = (
  statement: readonly Token[], kindName: KindName, names: Names, atTop: boolean,
): readonly Offer[] => {
  const images = statement.map((token) => token.image);
  const clause = images.findLastIndex((image, index) =>
    CLAUSES.some((one) => one === image) && statement[index]?.type === image);
  const row = kindRow(kindName);
  if (clause !== -1) {
    const word_ = images[clause] ?? '';
    const rest = statement.slice(clause + 1);
    if (word_ === ':' && rest.length === 0) {
      return names.types([kindName]).map((type) => named(type));
    }
    if (word_ === ':') return moreClauses(images, row);
    const kinds = word_ === 'on' ? row.on : word_ === 'from' ? row.from : row.to;
    const path = pathBefore(rest);
    if (path !== null) return memberOffers(names, path, kinds);
    if (rest.length === 0 || rest.at(-1)?.image === ',') {
      return names.leadingTo(kinds).map((node) => named(node));
    }
    return moreClauses(images, row);
  }
  if (images.includes('type')) return images.length > 2 ? [keyword(':', `a ${kindName} type it extends`)] : [];
  if (images.length === 1) return atTop ? [keyword('type', `a ${kindName} type`)] : [];
  return moreClauses(images, row);
};

const typeClause = (detail: string): Offer =>
  keyword(':', detail, { snippet: ': ', again: true, rank: 1 });

const moreClauses = (
  images: readonly string[],
  row: ReturnType<typeof kindRow>,
): readonly Offer[] => {
  const open = images.lastIndexOf('[') > images.lastIndexOf(']');
  if (open) return [];
  const wanted: [string, readonly KindName[]][] = [['from', row.from], ['to', row.to], ['on', row.on]];
  return [
    ...(images.includes(':') ? [] : [typeClause(`a ${row.name} type`)]),
    ...wanted
      .filter(([clause, kinds]) => kinds.length > 0 && !images.includes(clause))
      .map(([clause, kinds]) => keyword(clause, kinds.join(' or '), {
        snippet: `${clause} `, again: true, rank: 1,
      })),
    keyword('{', 'its properties and parts', { snippet: '{\n  ${1}\n}', rank: 2 }),
  ];
};

const linkOffers = (statement: readonly Token[], names: Names): readonly Offer[] => {
  const images = statement.map((token) => token.image);
  if (images.includes('type')) return declarationOffers(statement, 'link', names, true);
  const last = images.at(-1) ?? '';
  if (last === ':') return names.types(['link']).map((type) => named(type));
  const path = pathBefore(statement);
  if (path !== null) return memberOffers(names, path, []);
  if (['link', ',', '--'].includes(last)) return names.inSight().map((node) => named(node));
  if (images.includes(':')) return [keyword('as', 'a name of its own')];
  return images.includes('--')
    ? [typeClause('a link type'), keyword('as', 'a name of its own')]
    : [keyword('--', 'the other side', { snippet: '-- ', again: true, rank: 1 })];
};

export class NitroCompletionProvider implements CompletionProvider {
  readonly completionOptions: CompletionOptions = { triggerCharacters: ['.', ':', '=', '"'] };
  private readonly services: NitroServices;

  constructor(services: NitroServices) {
    this.services = services;
  }

  private get lexer(): Lexer {
    return this.services.parser.Lexer;
  }

  getCompletion(document: LangiumDocument, { position }: CompletionParams): CompletionList {
    const { textDocument } = document;
    const text = textDocument.getText();
    const context = withTypeName(contextAt(this.lexer, text, textDocument.offsetAt(position)));
    const { word: typed } = context;
    const range = { start: textDocument.positionAt(typed.start), end: position };
    const seen = new Set<string>();
    const items = this.offers(document, context)
      .filter(({ label }) => label !== '' && !seen.has(label) && seen.add(label))
      .map((offer) => toItem(offer, { range, snippets: this.snippets }));
    return { isIncomplete: false, items };
  }

  private get snippets(): boolean {
    return this.services.shared.lsp.LanguageServer.snippets;
  }

  private offers(document: LangiumDocument, context: Context): readonly Offer[] {
    const { statement, frames, place } = context;
    const [first] = statement;
    if (place === 'comment') return [];
    if (first?.image === 'use') return this.uses(document, statement, place);
    if (place === 'text') return [];
    const frame = frames.at(-1);
    const names = new Names(this.services.references.ScopeProvider, document, context);
    if (first === undefined) return beginnings(frame, names);
    const property_ = statement.findIndex((token) => token.type === 'PROPERTY');
    if (property_ !== -1) return this.assignment(statement, property_, frame, names);
    switch (first.image) {
      case 'link': return linkOffers(statement, names);
      case 'expect': return expectOffers(statement, names);
      case 'vary': return varyOffers(statement, names);
      case 'at': return actionOffers(statement, names);
      case 'scenario':
        return statement.at(-1)?.image === ':' ? names.scenarios().map((one) => named(one)) : [];
      default:
    }
    if (isKindName(first.image)) {
      return declarationOffers(statement, first.image, names, frame === undefined);
    }
    const path = pathBefore(statement);
    return path === null ? [] : overrides(names, path);
  }

  private assignment(
    statement: readonly Token[], index: number, frame: Frame | undefined, names: Names,
  ): readonly Offer[] {
    const row = this.rowAt(statement, index, frame, names);
    if (row === undefined) return [];
    const value = statement.slice(index + 2);
    if (endsInNumber(statement)) {
      const dimension = dimensionOf(row.value);
      return dimension === null ? [] : unitOffers(dimension);
    }
    const path = pathBefore(statement);
    if (path !== null) return memberOffers(names, path, []);
    const last = value.at(-1)?.image;
    if (last !== undefined && !['[', ',', '('].includes(last)) return [];
    return valueOffers(row, names, last !== undefined);
  }

  private rowAt(
    statement: readonly Token[], index: number, frame: Frame | undefined, names: Names,
  ): PropertyRow | undefined {
    const name = statement[index]?.image ?? '';
    const owner = pathBefore(statement.slice(0, index));
    if (owner !== null) return rowOf(names.resolve(owner), name);
    if (frame?.kind === 'action') {
      return actionProperties(frame.header).find(([one]) => one === name)?.[1];
    }
    return frame?.kind == null ? undefined : propertyRow(frame.kind, name);
  }

  private uses(
    document: LangiumDocument, statement: readonly Token[], place: Context['place'],
  ): readonly Offer[] {
    if (statement.length > 1) return [];
    const files = this.services.shared.workspace.LangiumDocuments.all
      .filter((other) => !isCatalogue(other.uri) && other !== document)
      .map((other) => relative(document.uri.path, other.uri.path))
      .toArray();
    if (place === 'text') return files.map((file) => word(file, 'file'));
    const catalogue = catalogueUris().map((uri) => uri.path.slice(1).replace(/\.nitro$/u, ''));
    return [
      ...catalogue.map((name) => word(name, 'catalogue', { rank: name === 'aws' ? 0 : 2 })),
      ...files.map((file) => word(`"${file}"`, 'file')),
    ];
  }
}

/** At the left of an assignment by path: what leads further, and what can be set. */
const overrides = (names: Names, path: readonly string[]): readonly Offer[] => {
  const node = names.resolve(path);
  if (node === undefined) return [];
  const kindName = node.$type === 'Element' && isKindName(node.kind) ? node.kind : null;
  return [
    ...names.members(node).map((member) => named(member)),
    ...(kindName === null ? [] : propertiesFor(kindName, new Set())),
  ];
};

/** `: c7g.4x` is one word, though half of it is not yet a token. */
const withTypeName = (context: Context): Context => {
  const { statement, word: typed } = context;
  const [colon, name, dot] = statement.slice(-3);
  if (colon?.image !== ':' || name === undefined || dot?.image !== '.') return context;
  return {
    ...context, statement: statement.slice(0, -2),
    word: { text: `${name.image}.${typed.text}`, start: name.start },
  };
};

const relative = (from: string, to: string): string => {
  const [source, target] = [from.split('/').slice(0, -1), to.split('/')];
  let shared = 0;
  while (shared < source.length && source[shared] === target[shared]) shared++;
  return [...source.slice(shared).map(() => '..'), ...target.slice(shared)].join('/');
};
