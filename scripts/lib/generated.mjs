/**
 * The list of files that are made from others, in the order they are made.
 * To add one: name it, name its sources and outputs, and write the outputs where `into` says.
 * Keeps true: a step writes nowhere but below `into`, so that `--check` can run it harmlessly.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { cataloguePage } from '../generate/catalogue.mjs';
import { colours } from '../generate/colours.mjs';
import { diagnosticsPage } from '../generate/diagnostics.mjs';
import { languagePage } from '../generate/language.mjs';
import { flatIrTypes } from './flat-types.mjs';
import { inRoot, toolPaths } from './house.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { exitWithOutput, runNode } from './run.mjs';
import { importTypescript } from './typescript.mjs';

/**
 * @typedef {object} GeneratedStep
 * @property {string} name
 * @property {string[]} sources  the step is skipped with a word while one of them is absent
 * @property {string[]} outputs  files, or folders that hold nothing else
 * @property {(into: (path: string) => string) => Promise<void>} make
 */

/** @type {GeneratedStep[]} */
export const generatedSteps = [
  {
    name: 'parser',
    sources: ['langium-config.json', 'language-server/grammar/nitro.langium'],
    outputs: ['language-server/generated'],
    make: makeParser,
  },
  {
    name: 'catalogue',
    sources: ['language-server/catalog'],
    outputs: ['language-server/catalog/embedded.ts', 'language-server/catalog/lowered.ts'],
    make: async (into) => {
      writeFileSync(into('language-server/catalog/embedded.ts'), embeddedCatalogue());
      writeFileSync(into('language-server/catalog/lowered.ts'), await loweredCatalogue());
    },
  },
  schemaStep('spec', 'Spec'),
  schemaStep('ir', 'Ir', flatIrTypes),
  schemaStep('results', 'Results'),
  textStep('language reference', 'language-server/reference/language.md', languagePage, [
    'src/kinds/index.ts',
  ]),
  textStep('diagnostics reference', 'language-server/reference/diagnostics.md', diagnosticsPage, [
    'src/diagnostics/index.ts',
  ]),
  textStep('catalogue reference', 'language-server/reference/catalogue.md', cataloguePage, [
    'language-server/catalog',
  ]),
  textStep('colours', 'syntaxes/nitro.tmLanguage.json', colours, [
    'src/kinds/index.ts',
    'language-server/grammar/nitro.langium',
  ]),
  {
    name: 'notices',
    sources: ['package-lock.json'],
    outputs: ['THIRD-PARTY-NOTICES.md'],
    make: async (into) => {
      writeFileSync(into('THIRD-PARTY-NOTICES.md'), thirdPartyNotices());
    },
  },
];

/**
 * One file whose text is made by a function of scripts/generate.
 * @param {string} name
 * @param {string} output
 * @param {() => Promise<string>} text
 * @param {string[]} sources
 * @returns {GeneratedStep}
 */
function textStep(name, output, text, sources) {
  return {
    name,
    sources,
    outputs: [output],
    make: async (into) => writeFileSync(into(output), await text()),
  };
}

/** @returns {[string, string][]} names and texts of the catalogue's files */
function catalogueTexts() {
  return readdirSync(inRoot('language-server', 'catalog'))
    .filter((name) => name.endsWith('.nitro'))
    .sort()
    .map((name) => [name, readFileSync(inRoot('language-server', 'catalog', name), 'utf8')]);
}

/** What the catalogue's files say, so that whoever only checks a spec need not parse them. */
async function loweredCatalogue() {
  const program = await importTypescript(inRoot('language-server', 'catalog', 'lower-catalogue.ts'));
  const json = program.lowerCatalogue(Object.fromEntries(catalogueTexts()));
  return (
    '/** Made from the .nitro files of this folder by `npm run generate`; do not edit. */\n' +
    `export const LOWERED =\n  ${JSON.stringify(json)};\n`
  );
}

/** The catalogue's files as one module, so that every bundle carries them and reads no disk. */
function embeddedCatalogue() {
  const entries = catalogueTexts().map(([name, text]) => {
    return `  ${JSON.stringify(name)}:\n    ${JSON.stringify(text)},\n`;
  });
  return (
    '/** Made from the .nitro files of this folder by `npm run generate`; do not edit. */\n' +
    `export const CATALOGUE: { readonly [name: string]: string } = {\n${entries.join('')}};\n`
  );
}

/**
 * Runs Langium on a copy of its configuration whose outputs lead below `into`.
 * @param {(path: string) => string} into
 */
async function makeParser(into) {
  const config = JSON.parse(readFileSync(inRoot('langium-config.json'), 'utf8'));
  const configPath = into('langium-config.json');
  const here = dirname(configPath);
  /** @param {string} path */
  const fromHere = (path) => relative(here, path).replaceAll('\\', '/');
  config.out = fromHere(into(config.out));
  for (const language of config.languages) {
    language.grammar = fromHere(inRoot(language.grammar));
    // Colours are made by a step of their own; what Langium offers for them is not kept.
    for (const extra of ['textMate', 'monarch', 'prism', 'railroad']) {
      if (language[extra]) language[extra].out = fromHere(join(here, 'unused', extra));
    }
  }
  writeFileSync(configPath, JSON.stringify(config));
  const shim = new URL('../node20-shim.mjs', import.meta.url).href;
  exitWithOutput(
    await runNode(['--import', shim, toolPaths.langium, 'generate', '--file', configPath], {
      capture: true,
    }),
  );
}

/**
 * The JSON Schema of a room's main type, made from the type and its doc comments.
 * @param {string} room
 * @param {string} type
 * @param {() => Promise<string>} [flatten]  gives the types in a form the generator can read
 * @returns {GeneratedStep}
 */
function schemaStep(room, type, flatten) {
  const source = `src/${room}/types.ts`;
  const output = `src/${room}/${room}.schema.json`;
  return {
    name: `${room} schema`,
    sources: [source],
    outputs: [output],
    make: async (into) => {
      let path = inRoot(source);
      if (flatten) {
        path = into(`${room}-types.ts`);
        writeFileSync(path, await flatten());
      }
      const args = ['--path', path, '--type', type, '--tsconfig', inRoot('src', 'tsconfig.json')];
      exitWithOutput(
        await runNode([toolPaths.schemas, ...args, '--no-type-check', '--out', into(output)], {
          capture: true,
        }),
      );
    },
  };
}
