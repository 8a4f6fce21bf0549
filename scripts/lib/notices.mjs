/**
 * The third-party notices: which packages' code is inside the bundles, and under which terms.
 * Made from the installed packages, so versions and copyright lines are those that are shipped.
 * The list is by hand; a house test compares it with what the bundler really took in.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { inRoot } from './house.mjs';

/** Every package of which a bundle holds a part. */
export const bundledPackages = [
  '@chevrotain/cst-dts-gen',
  '@chevrotain/gast',
  '@chevrotain/regexp-to-ast',
  '@chevrotain/utils',
  '@vscode/codicons',
  'balanced-match',
  'brace-expansion',
  'chevrotain',
  'chevrotain-allstar',
  'commander',
  'd3-color',
  'd3-dispatch',
  'd3-drag',
  'd3-ease',
  'd3-interpolate',
  'd3-selection',
  'd3-timer',
  'd3-transition',
  'd3-zoom',
  'elkjs',
  'langium',
  'lodash-es',
  'minimatch',
  'preact',
  'semver',
  'vscode-jsonrpc',
  'vscode-languageclient',
  'vscode-languageserver',
  'vscode-languageserver-protocol',
  'vscode-languageserver-textdocument',
  'vscode-languageserver-types',
  'vscode-uri',
];

/** What a reader should know of a package beyond its licence. */
const remarks = new Map([
  [
    'elkjs',
    'Eclipse Layout Kernel. Of its two licences the Eclipse Public License 2.0 is chosen. It is ' +
      'shipped unchanged; its source is at https://github.com/kieler/elkjs and ' +
      'https://github.com/eclipse-elk/elk.',
  ],
  ['@vscode/codicons', 'The icons are CC-BY-4.0, by Microsoft, unchanged; the code is MIT.'],
]);

/** The licence whose words stand below, where a package's manifest says more or offers a choice. */
const chosenLicences = new Map([['elkjs', 'EPL-2.0']]);

/** Texts are printed once; this package's file is the one that is printed. */
const textOf = new Map([
  ['MIT', 'langium'],
  ['ISC', 'd3-zoom'],
  ['BSD-3-Clause', 'd3-ease'],
  ['Apache-2.0', 'chevrotain'],
  ['BlueOak-1.0.0', 'minimatch'],
  ['EPL-2.0', 'elkjs'],
  ['CC-BY-4.0', '@vscode/codicons'],
]);

/** @param {string} name */
function licenceText(name) {
  const folder = inRoot('node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  return file ? readFileSync(`${folder}/${file}`, 'utf8').replace(/^\uFEFF/, '') : '';
}

/** @param {string} name */
function copyrightLines(name) {
  const lines = licenceText(name).split('\n').map((line) => line.trim());
  return lines.filter((line) => /^copyright( \(c\))? [12(©]|^copyright \(c\)/i.test(line));
}

/** @param {string} name */
function entry(name) {
  const manifest = JSON.parse(readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8'));
  const licence = chosenLicences.get(name) ?? manifest.license;
  const author = typeof manifest.author === 'object' ? manifest.author.name : manifest.author;
  const owners = copyrightLines(name);
  const lines = [
    `### ${name} ${manifest.version}`,
    '',
    `${licence}. ${owners.join(' ') || `By ${author ?? 'its authors'}.`}`,
  ];
  const remark = remarks.get(name);
  if (remark) lines.push('', remark);
  return { licence, text: lines.join('\n') };
}

/** @param {string} licence */
function wordsOf(licence) {
  const name = textOf.get(licence);
  if (name === undefined) throw new Error(`No text is known for the licence ${licence}`);
  const lines = licenceText(name)
    .split('\n')
    .filter((line) => !/^copyright( \(c\))? [12]/i.test(line.trim()))
    .map((line) => `    ${line.trimEnd()}`.trimEnd());
  return `### ${licence}\n\n${lines.join('\n').replace(/^\n+|\n+$/g, '')}`;
}

export function thirdPartyNotices() {
  const entries = bundledPackages.map(entry);
  const licences = [...new Set(entries.map(({ licence }) => licence))].sort();
  return [
    '# Third-party notices',
    '',
    'nitrospec is MIT. Its bundles hold parts of the packages below, each under its own terms;',
    'the words of every licence follow once, after the list.',
    '',
    '## Packages',
    '',
    entries.map(({ text }) => text).join('\n\n'),
    '',
    '## Licences',
    '',
    licences.map(wordsOf).join('\n\n'),
    '',
  ].join('\n');
}
