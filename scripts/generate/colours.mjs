/**
 * The TextMate grammar that colours .nitro files before the language server is awake.
 * Kinds, units, words, functions, actions and measures come from the kinds table; only the shapes
 * of tokens are written here. Is no parser: where it is unsure it colours nothing.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from '../lib/house.mjs';
import { kindsTable } from './tables.mjs';

/** @param {string} text */
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Longest first, so that `ms` is not read as `m` and a rest. @param {Iterable<string>} words */
const oneOf = (words) => {
  const all = [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return `(?:${all.map(escaped).join('|')})`;
};

const NAME = '[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*';
const TYPE_NAME =
  `(?:"(?:[^"\\\\]|\\\\.)*"|[a-z][a-z0-9-]*[0-9][a-z0-9-]*\\.[a-z0-9]+(?:-[0-9]+xl)?|${NAME})`;
const NOT_PROPERTY = '(?![ \\t]*=(?!=))';
const BEFORE_PROPERTY = '(?=\\b[A-Za-z_][A-Za-z0-9_]*[ \\t]*=(?!=))';

/** Words of the grammar that are no kinds. */
function keywords() {
  const text = readFileSync(inRoot('language-server', 'grammar', 'nitro.langium'), 'utf8');
  const withoutComments = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  const rules = withoutComments.replaceAll(/^(?:hidden )?terminal [\s\S]*?;$/gm, '');
  return [...rules.matchAll(/'([a-z]+)'/g)].map(([, word = '']) => word);
}

/** @param {any} kinds */
function wordsOf(kinds) {
  return kinds.KIND_NAMES.flatMap((/** @type {string} */ kind) =>
    Object.values(kinds.kindRow(kind).properties).flatMap((/** @type {any} */ row) =>
      row.value.is === 'word' || row.value.is === 'words' ? row.value.words : [],
    ),
  );
}

const comments = {
  patterns: [
    { name: 'comment.line.documentation.nitro', match: '///.*$' },
    { name: 'comment.line.double-slash.nitro', match: '//.*$' },
    { name: 'comment.block.nitro', begin: '/\\*', end: '\\*/' },
  ],
};

const strings = {
  name: 'string.quoted.double.nitro',
  begin: '"',
  end: '"|$',
  patterns: [{ name: 'constant.character.escape.nitro', match: '\\\\(?:["\\\\n]|u\\{[0-9A-Fa-f]{1,6}\\})' }],
};

/** @param {any} kinds */
function quantities(kinds) {
  const units = oneOf(kinds.UNITS.map((/** @type {any} */ unit) => unit.name));
  const number = '[0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?';
  return {
    match: `(?<!\\w|\\w\\.|\\w-)(${number})(?:[ \\t]*(${units})(?![A-Za-z0-9_/]))?`,
    captures: {
      1: { name: 'constant.numeric.nitro' },
      2: { name: 'keyword.other.unit.nitro' },
    },
  };
}

/** @param {any} kinds */
function repository(kinds) {
  const kind = oneOf(kinds.KIND_NAMES);
  const known = new Set(kinds.KIND_NAMES);
  const words = keywords().filter((word) => !known.has(word));
  const functions = oneOf(kinds.FUNCTIONS.map((/** @type {any} */ f) => f.name));
  const actions = oneOf(kinds.ACTIONS.map((/** @type {any} */ a) => a.name));
  const constants = oneOf([...wordsOf(kinds), ...kinds.STATES]);
  return {
    comments,
    strings,
    quantities: quantities(kinds),
    types: {
      match: `\\b(${kind})[ \\t]+(type)[ \\t]+(${TYPE_NAME})`,
      captures: {
        1: { name: 'storage.type.nitro' },
        2: { name: 'storage.modifier.nitro' },
        3: { name: 'entity.name.type.nitro' },
      },
    },
    elements: {
      match: `\\b(${kind})[ \\t]+(?!type\\b)(${NAME})`,
      captures: { 1: { name: 'storage.type.nitro' }, 2: { name: 'entity.name.class.nitro' } },
    },
    typeReference: {
      match: `(:)[ \\t]*(${TYPE_NAME})`,
      captures: {
        1: { name: 'punctuation.separator.nitro' },
        2: { name: 'entity.name.type.nitro' },
      },
    },
    properties: {
      name: 'variable.other.property.nitro',
      match: '\\b[A-Za-z_][A-Za-z0-9_]*(?=[ \\t]*=(?!=))',
    },
    values: {
      begin: '=(?!=)',
      beginCaptures: { 0: { name: 'keyword.operator.assignment.nitro' } },
      end: `(?=[,;}\\]])|$|${BEFORE_PROPERTY}`,
      patterns: [{ include: '#lists' }, { include: '#plain' }, { include: '#words' }],
    },
    lists: {
      begin: '\\[',
      end: '\\]',
      patterns: [{ include: '#plain' }, { include: '#words' }],
    },
    words: { name: 'constant.language.nitro', match: `\\b${constants}\\b(?!\\()` },
    functions: { name: 'support.function.nitro', match: `\\b${functions}(?=\\()` },
    actions: {
      match: `\\b(at)\\b(.*?)\\b(${actions})\\b`,
      captures: {
        1: { name: 'keyword.control.nitro' },
        2: { patterns: [{ include: '#quantities' }] },
        3: { name: 'support.function.action.nitro' },
      },
    },
    keywords: {
      name: 'keyword.control.nitro',
      match: `(?<![.\\w])${oneOf(words)}\\b${NOT_PROPERTY}`,
    },
    kinds: { name: 'storage.type.nitro', match: `(?<![.\\w])${kind}\\b${NOT_PROPERTY}` },
    operators: { name: 'keyword.operator.nitro', match: '--|==|!=|<=|>=|<|>|\\.\\.|[-+*/]' },
    plain: {
      patterns: ['comments', 'strings', 'quantities', 'functions', 'operators'].map((name) => ({
        include: `#${name}`,
      })),
    },
  };
}

/** @returns {Promise<string>} */
export async function colours() {
  const kinds = await kindsTable();
  const order = [
    'comments', 'strings', 'types', 'actions', 'properties', 'values', 'elements', 'typeReference',
    'quantities', 'functions', 'keywords', 'kinds', 'operators',
  ];
  const grammar = {
    information_for_contributors: 'Made by `npm run generate`; do not edit.',
    name: 'nitro',
    scopeName: 'source.nitro',
    fileTypes: ['nitro'],
    patterns: order.map((name) => ({ include: `#${name}` })),
    repository: repository(kinds),
  };
  return `${JSON.stringify(grammar, null, 2)}\n`;
}
