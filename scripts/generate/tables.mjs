/**
 * What every generated page is made with: the tables of the house, and a few forms of Markdown.
 * Keeps true: a page depends on its sources alone, so two machines write the same bytes.
 */
import { importTypescript } from '../lib/typescript.mjs';
import { inRoot } from '../lib/house.mjs';

/** The kinds room as a program. */
export const kindsTable = () => importTypescript(inRoot('src', 'kinds', 'index.ts'));

/** The registry of diagnostics as a program. */
export const registry = () => importTypescript(inRoot('src', 'diagnostics', 'index.ts'));

/** What stands in a cell: no line ends, no bars that would end it. @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
export const table = (head, rows) => {
  if (rows.length === 0) return '';
  const line = (/** @type {string[]} */ cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
};

/** @param {string} text */
export const code = (text) => `\`${text}\``;

/** @param {readonly string[]} words */
export const codes = (words) => words.map(code).join(', ');

/** @param {string} title @param {string} what */
export const pageHead = (title, what) =>
  `<!-- Made by \`npm run generate\`; do not edit. -->\n# ${title}\n\n${what}\n`;
