/**
 * Words of the language where a value is wanted: `model = flow`, for which a parser begins a flow.
 * Not names: `socket link` is told of elsewhere. Keeps true: what is said of it is what would be
 * said of any other word that the property does not take.
 */
import { nearest } from '#base';
import { diagnose, type Diagnostic } from '#diagnostics';
import { isKindName, KIND_NAMES, propertyRow } from '#kinds';
import { openBlock } from './braces.ts';

export const RESERVED: ReadonlySet<string> = new Set([
  ...KIND_NAMES, 'type', 'use', 'link', 'as', 'scenario', 'vary', 'at', 'expect', 'in', 'from',
  'to', 'on', 'for', 'of', 'when', 'and', 'within',
]);

export interface ReservedValue {
  readonly diagnostic: Diagnostic;
  readonly start: number;
  readonly end: number;
  /** What the property takes: words that are near if some are, else all of them. */
  readonly meant: readonly string[];
}

/** Words that a property takes in the block around it, or in any that has it. */
const wordsOf = (property: string, text: string, offset: number): readonly string[] => {
  const block = openBlock(text, offset);
  const head = block === null ? '' : text.slice(text.lastIndexOf('\n', block) + 1, block);
  const kind = /(?:^|[{};,])[ \t]*([a-z]+)\b[^{};,]*$/u.exec(head)?.[1] ?? '';
  const own = isKindName(kind) ? propertyRow(kind, property) : undefined;
  const rows = own == null ? KIND_NAMES.map((one) => propertyRow(one, property)) : [own];
  return [...new Set(rows.flatMap((row) =>
    row?.value.is === 'word' || row?.value.is === 'words' ? row.value.words : []))];
};

/** What is wrong with the word at a place, right after the `=` of a property; null: nothing is. */
export const reservedValue = (text: string, place: number): ReservedValue | null => {
  const line = text.slice(text.lastIndexOf('\n', place - 1) + 1, place);
  const property = /([A-Za-z_]\w*)[ \t]*=[ \t]*$/u.exec(line)?.[1];
  const [, blanks = '', word = ''] = /^([ \t]*)([a-z]+)(?![\w-])/u.exec(
    text.slice(place, place + REACH),
  ) ?? [];
  if (property === undefined || !RESERVED.has(word)) return null;
  const start = place + blanks.length;
  const words = wordsOf(property, text, start);
  const near = nearest(word, words);
  const diagnostic = words.length === 0
    ? diagnose('syntax/unexpected', '', { token: word, expected: `a value of '${property}'` })
    : diagnose('value/unknown-word', '', { property, word, words, nearest: near });
  return { diagnostic, start, end: start + word.length, meant: near.length > 0 ? near : words };
};

/** How far blanks and a word reach at the most. */
const REACH = 100;
