/**
 * `compile`: the model of a file as JSON, or with its own simulator as a program or a page.
 * Runs nothing. Keeps true: what is written stands alone: no network, no installation.
 */
import { dirname, join } from 'node:path';
import { canonicalJson, canonicalJsonLines } from '#base';
import type { Ir } from '#ir';
import { escapeMarkup, reportBody, reportStyle, reportTheme, type Picture } from '#report';
import { TOOL, type Context } from '../context.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { quoted, readInput } from '../inputs.ts';
import { writeTo } from '../outputs.ts';
import type { StandaloneModel } from '../standalone-model.ts';
import { modelOrProblems, type Model } from './model.ts';

export interface CompileOptions {
  readonly output?: string;
  readonly set?: readonly string[];
  readonly stdinFilename?: string;
}

const HEAD = `${TOOL.name} ${TOOL.version}`;

const standalone = async (
  context: Context, { ir, input, report, places }: Model, pictures: readonly Picture[],
): Promise<StandaloneModel> => ({
  tool: { name: TOOL.name, version: TOOL.version },
  ir,
  file: { ...report, problems: [], pictures },
  places,
  named: await carried(context, input.path, ir),
});

/** A program or page of more than this is no help to anyone. */
const CARRIED_MAX_MIB = 32;

type Carried = StandaloneModel['named'][string];

/** What stands in the files that a model names; of what is too large, why it is not carried. */
async function carried(context: Context, main: string, ir: Ir): Promise<StandaloneModel['named']> {
  const named: Record<string, Carried> = {};
  for (const { name, sizeBytes } of ir.files) {
    if (sizeBytes <= CARRIED_MAX_MIB * 1024 * 1024) {
      const bytes = await readInput(context, join(dirname(main), name));
      named[name] = { base64: Buffer.from(bytes).toString('base64') };
      continue;
    }
    const why = `is larger than ${CARRIED_MAX_MIB} MiB, which is the most that is carried along`;
    context.say(`${quoted(name)} ${why}: loads that replay it will make no requests.`);
    named[name] = { none: why };
  }
  return named;
}

/** JSON that may stand inside a script: nothing in it can end the script or start a comment. */
const scriptJson = (value: object): string =>
  canonicalJson(value).replace(/[<>\u2028\u2029]/g, (character) =>
    `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

/** The simulation that goes into the file. What comes with the editor does without, to be small. */
const runtimeOf = (context: Context, name: 'program.mjs' | 'page.js'): Promise<string> =>
  context.io.shipped(`standalone/${name}`).catch(() => {
    throw new UsageError('This copy of nitrospec makes no programs or pages: it came with the editor. '
      + 'The command line that npm installs does.');
  });

async function program(context: Context, model: Model): Promise<string> {
  const runtime = await runtimeOf(context, 'program.mjs');
  return `// A simulation made by ${HEAD}; run it with: node FILE.mjs\n`
    + `globalThis.nitrospecModel = ${scriptJson(await standalone(context, model, []))};\n${runtime}`;
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' blob:; "
  + "worker-src blob:; img-src data: blob:; base-uri 'none'; form-action 'none'";

async function page(context: Context, model: Model): Promise<string> {
  const [{ topologySvg }, { topologyTitle }] = await Promise.all([
    import('../pictures.ts'), import('#views'),
  ]);
  const runtime = await runtimeOf(context, 'page.js');
  const name = model.report.file;
  const svg = await topologySvg(model.ir, name, reportTheme);
  const pictures = svg === null ? [] : [{ title: topologyTitle(name), scenario: null, svg }];
  const embedded = await standalone(context, model, pictures);
  const before = reportBody({ tool: TOOL, files: [embedded.file] }, () => undefined);
  return `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n`
    + `<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(POLICY)}">\n`
    + '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    + `<title>${escapeMarkup(name)} · ${TOOL.name}</title>\n<style>${reportStyle}</style>\n</head>\n`
    + `<body>\n<main id="report">\n${before}</main>\n`
    + '<p id="status" class="quiet" role="status">The scenarios are being run …</p>\n'
    + '<p><a id="download" download="results.json" hidden>Results as JSON</a></p>\n'
    + `<footer class="quiet"><p>${HEAD}; simulated in this page</p></footer>\n`
    + `<script type="application/json" id="model">${scriptJson(embedded)}</script>\n`
    // A runtime that held the end tag of a script would end it here.
    + `<script>${runtime.replaceAll('</script', '<\\/script')}</script>\n</body>\n</html>\n`;
}

export async function compileFile(
  context: Context, [file = '-']: readonly string[], options: CompileOptions,
): Promise<number> {
  const { output } = options;
  const extension = output === undefined || output === '-'
    ? 'json' : /\.(json|mjs|html)$/.exec(output)?.[1];
  if (extension === undefined) {
    throw new UsageError(`-o takes a .json, .mjs or .html file, not ${quoted(output ?? '')}.`);
  }
  const model = await modelOrProblems(context, file, options);
  if (model === null) return EXIT.failed;
  const text = extension === 'json'
    ? canonicalJsonLines(model.ir)
    : extension === 'mjs' ? await program(context, model) : await page(context, model);
  await writeTo(context, output, text);
  return EXIT.fine;
}
