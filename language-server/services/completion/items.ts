/**
 * What is offered: kinds, properties, words, units, names, as items of a completion list. Not when.
 * Keeps true: everything comes from the kinds table or from the names in sight.
 */
import {
  CompletionItemKind, InsertTextFormat, MarkupKind, type CompletionItem,
} from 'vscode-languageserver';
import {
  kindRow, unitsOf, type ActionRow, type Dimension, type KindName, type MeasureRow,
  type PropertyRow,
} from '#kinds';
import type { Named } from '../../generated/ast.ts';
import { documentationOf } from '../documentation.ts';
import { valueText } from '../describe.ts';

/** An item before it is told where its text goes. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  readonly documentation?: string;
  /** What is inserted, when it is not the label; may hold `$1` places. */
  readonly snippet?: string;
  /** Lower comes first. */
  readonly rank: number;
  /** Ask again at once: the next word is known. */
  readonly again?: boolean;
}

export const keyword = (label: string, detail: string, more: Partial<Offer> = {}): Offer => ({
  label, kind: CompletionItemKind.Keyword, detail, rank: 5, ...more,
});

export const word = (label: string, detail: string, more: Partial<Offer> = {}): Offer => ({
  label, kind: CompletionItemKind.EnumMember, detail, rank: 1, ...more,
});

export const property = (name: string, row: PropertyRow): Offer => ({
  label: name,
  kind: CompletionItemKind.Property,
  detail: valueText(row),
  documentation: [row.doc, row.source === null ? '' : `Default from: ${row.source}`]
    .filter((part) => part !== '').join('\n\n'),
  snippet: `${name} = `,
  rank: row.required || row.requiredUnless !== null ? 1 : name === 'label' || name === 'source' ? 4 : 2,
  again: true,
});

const KIND_SNIPPETS: Partial<Record<KindName, string>> = {
  instance: 'instance ${1:name} : ${2} on ${3}',
  flow: 'flow ${1:name} from ${2} to ${3} { size = ${4:64 KiB} }',
  io: 'io ${1:name} on ${2}',
  compute: 'compute ${1:name} on ${2}',
  scenario: 'scenario ${1:name} {\n  duration = ${2:1 min}\n\n  expect ${3}\n}',
  host: 'host ${1:name} {\n  ${2}\n}',
  link: 'link ${1} -- ${2}',
};

export const kind = (name: KindName): Offer => {
  const row = kindRow(name);
  const snippet = KIND_SNIPPETS[name]
    ?? (row.on.length > 0 ? `${name} \${1:name} : \${2} on \${3}` : `${name} \${1:name} : \${2}`);
  return {
    label: name, kind: CompletionItemKind.Class, detail: 'kind', documentation: row.doc, snippet,
    rank: 3,
  };
};

const quotedIfNeeded = (name: string): string =>
  /^[A-Za-z_][\w]*(?:-\w+)*(?:\.[\w-]+)?$/u.test(name) ? name : `"${name}"`;

export const named = (node: Named, rank = 1): Offer => {
  const documentation = documentationOf(node);
  const count = node.$type === 'Element' && node.count !== undefined ? '[…]' : '';
  const detail = node.$type === 'Definition' ? `${node.kind} type`
    : node.$type === 'Element'
      ? `${node.kind}${count}${node.types?.[0] === undefined ? '' : ` : ${node.types[0].$refText}`}`
      : node.$type.toLowerCase();
  return {
    label: node.name ?? '',
    kind: node.$type === 'Definition' ? CompletionItemKind.TypeParameter
      : node.$type === 'Scenario' ? CompletionItemKind.Event : CompletionItemKind.Variable,
    detail, rank,
    snippet: quotedIfNeeded(node.name ?? ''),
    ...(documentation === '' ? {} : { documentation }),
  };
};

/** Common units first, by their place in the table's middle. */
const USUAL: { readonly [D in Dimension]?: readonly string[] } = {
  time: ['ms', 's', 'us', 'ns', 'min'],
  size: ['GiB', 'MiB', 'KiB', 'TiB', 'GB'],
  rate: ['Gbps', 'GB/s', 'Mbps', 'MB/s'],
};

export const units = (dimension: Dimension): readonly Offer[] =>
  unitsOf(dimension).map((label) => {
    const usual = USUAL[dimension]?.indexOf(label) ?? -1;
    return {
      label, kind: CompletionItemKind.Unit, detail: dimension, rank: usual === -1 ? 3 : 1,
    };
  });

export const measure = (row: MeasureRow): Offer => ({
  label: row.name, kind: CompletionItemKind.Field,
  detail: `${row.dimension}, ${row.shape === 'series' ? 'a series' : 'one number'}`
    + (row.simulated.length > 0 ? '' : ', not simulated yet'),
  documentation: row.doc, rank: row.simulated.length > 0 ? 1 : 3,
});

export const action = (row: ActionRow): Offer => ({
  label: row.name, kind: CompletionItemKind.Method, documentation: row.doc,
  detail: `${row.kinds.join(', ')}${row.simulated.length > 0 ? '' : ', not simulated yet'}`,
  snippet: `${row.name} `, rank: row.simulated.length > 0 ? 1 : 3, again: true,
});

interface Insertion {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly snippets: boolean;
}

interface Position { readonly line: number; readonly character: number }

const plain = (snippet: string): string => snippet.replace(/\$\{\d+(?::([^}]*))?\}|\$\d/gu, '$1');

export const toItem = (offer: Offer, { range, snippets }: Insertion): CompletionItem => {
  const text = offer.snippet ?? offer.label;
  const isSnippet = snippets && text.includes('$');
  return {
    label: offer.label,
    kind: offer.kind,
    sortText: `${offer.rank}${offer.label}`,
    textEdit: { range, newText: isSnippet ? text : plain(text) },
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(offer.detail === undefined ? {} : { detail: offer.detail }),
    ...(offer.documentation === undefined ? {} : {
      documentation: { kind: MarkupKind.Markdown, value: offer.documentation },
    }),
    ...(offer.again === true
      ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {}),
  };
};
