/**
 * The printed reference of the language: kinds, properties, units, functions, measures, actions.
 * All of it is read from the kinds table; nothing about a kind is written here.
 */
import { code, codes, kindsTable, pageHead, table } from './tables.mjs';

const HEAD = `Everything that may be said in a spec, as the table of kinds has it. Completion, hover,
the checks and this page read the same rows. How the pieces are put together is in
[syntax.md](syntax.md), and what the mechanisms are in [glossary.md](glossary.md).`;

/** @param {any} kinds @param {any} row */
function valueText(kinds, row) {
  const { value } = row;
  switch (value.is) {
    case 'quantity':
      return kinds.DIMENSION_WORDS[value.dimension];
    case 'distribution':
      return `${kinds.DIMENSION_WORDS[value.dimension]}, or a ${
        value.shapes?.join(' or ') ?? 'distribution'}`;
    case 'part':
      return 'a size, or a share of the whole';
    case 'word':
      return codes(value.words);
    case 'words':
      return `one or a list of ${codes(value.words)}`;
    case 'type':
      return `a type of ${value.kinds.join(' or ')}`;
    case 'file':
      return 'a file, relative to the spec';
    default:
      return 'text';
  }
}

/** @param {any} row */
function defaultText(row) {
  if (row.required) return '**required**';
  if (row.requiredUnless !== null) return `**required** without ${code(row.requiredUnless)}`;
  return row.fallback === null ? '' : `${code(row.fallback)}${row.assumed ? ' (assumed)' : ''}`;
}

/** @param {any} row */
function rangeText({ minimum, maximum }) {
  if (minimum !== null && maximum !== null) return `${minimum} to ${maximum}`;
  if (minimum !== null) return `at least ${minimum}`;
  return maximum === null ? '' : `at most ${maximum}`;
}

/** @param {any} kind */
function placeText(kind) {
  const lines = [];
  const clause = (/** @type {string} */ word, /** @type {string[]} */ kinds) => {
    if (kinds.length > 0) lines.push(`- \`${word}\` names ${codes(kinds)}.`);
  };
  if (kind.name === 'link') lines.push('- Written `link A -- B`; each side may list paths.');
  if (kind.typeRequired) lines.push('- Needs a type: `: TYPE`.');
  clause('on', kind.on);
  if (kind.onRequired) lines.push('- `on` is required.');
  clause('from', kind.from);
  clause('to', kind.to);
  const links = kind.links ? ' and `link`' : '';
  if (kind.children.length > 0) lines.push(`- Holds ${codes(kind.children)}${links}.`);
  for (const child of kind.generates) {
    lines.push(`- Has \`${child.name}[${child.countedBy}]\`, each a ${code(child.kind)}, by itself.`);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}

/** @param {any} kinds @param {any} kind */
function kindText(kinds, kind) {
  const rows = Object.entries(kind.properties).map(([name, row]) => [
    code(name), valueText(kinds, row), defaultText(row), rangeText(row),
    row.source === null ? row.doc : `${row.doc} *Source: ${row.source}.*`,
  ]);
  return `### ${kind.name}\n\n${kind.doc}\n\n${placeText(kind)}${table(
    ['property', 'value', 'default', 'range', 'meaning'],
    rows,
  )}`;
}

/** @param {any} kinds */
function unitsText(kinds) {
  const dimensions = Object.keys(kinds.DIMENSION_WORDS);
  const others = kinds.UNITS.filter((/** @type {any} */ unit) => unit.aliasOf);
  const rows = dimensions.map((dimension) => {
    const aliases = others.filter((/** @type {any} */ unit) => unit.dimension === dimension);
    return [
      kinds.DIMENSION_WORDS[dimension],
      codes(kinds.unitsOf(dimension)) || 'none',
      codes(aliases.map((/** @type {any} */ u) => u.name)),
      kinds.BARE_NUMBER_DIMENSIONS.includes(dimension) ? 'yes' : '',
    ];
  });
  return table(['measures', 'units', 'also read', 'bare number'], rows);
}

/** @param {any} kinds @param {string} use */
function functionsText(kinds, use) {
  const rows = kinds.FUNCTIONS.filter((/** @type {any} */ f) => f.use === use).map(
    (/** @type {any} */ f) => [
      code(f.signature),
      f.doc,
      f.parameters.map((/** @type {any} */ p) => `${code(p.name)}: ${p.doc}`).join(' '),
    ],
  );
  return table(['function', 'meaning', 'parameters'], rows);
}

/** @param {any} kinds */
function measuresText(kinds) {
  const rows = kinds.MEASURES.map((/** @type {any} */ m) => [
    code(m.name), codes(m.kinds), kinds.DIMENSION_WORDS[m.dimension],
    m.shape === 'series' ? 'many samples: wants a statistic' : 'one number',
    m.simulated.length === m.kinds.length ? 'yes'
      : m.simulated.length === 0 ? 'not yet' : codes(m.simulated), m.doc,
  ]);
  return table(['measure', 'of', 'is', 'shape', 'simulated', 'meaning'], rows);
}

/** @param {any} kinds */
function actionsText(kinds) {
  const rows = kinds.ACTIONS.map((/** @type {any} */ a) => {
    const more = [
      a.to.length > 0 ? `\`to\` ${codes(a.to)} (may be left out)` : '',
      a.lasting ? '`for TIME`' : '',
      a.properties.length > 0 ? `sets ${codes(a.properties)}` : '',
    ].filter((part) => part !== '');
    const simulated = a.simulated.length === 0 ? 'not yet' : codes(a.simulated);
    return [code(a.name), codes(a.kinds), more.join('; '), simulated, a.doc];
  });
  return table(['action', 'on', 'takes', 'simulated on', 'meaning'], rows);
}

/** @param {any} kinds */
function stepsText(kinds) {
  return table(
    ['step', 'meaning'],
    kinds.STEPS.map((/** @type {any} */ step) => [code(step.name), step.doc]),
  );
}

/** @returns {Promise<string>} */
export async function languagePage() {
  const kinds = await kindsTable();
  const all = kinds.KIND_NAMES.map((/** @type {string} */ name) => kinds.kindRow(name));
  const contents = all.map((/** @type {any} */ k) => `[${k.name}](#${k.name})`).join(' · ');
  return [
    pageHead('Language reference', HEAD),
    `## Kinds\n\n${contents}\n`,
    ...all.map((/** @type {any} */ kind) => kindText(kinds, kind)),
    `## Units\n\nA quantity is a number, blanks and a unit, in one piece: \`100 GiB\`. Case counts.\n`,
    unitsText(kinds),
    `## Distributions\n\n${functionsText(kinds, 'distribution')}`,
    `## Functions of an expectation\n\n${functionsText(kinds, 'expectation')}`,
    `## Measures\n\n${measuresText(kinds)}`,
    `## Actions\n\n${actionsText(kinds)}`,
    `## States of an instance\n\n${codes(kinds.STATES)}\n`,
    `## Steps of a launch\n\nIn order; a launch passes those that apply to it.\n\n${stepsText(kinds)}`,
  ].join('\n');
}
