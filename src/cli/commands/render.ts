/**
 * `render`: the topology of a file as SVG, text or a page. Runs nothing.
 * Keeps true: the picture is the editor's; a file with errors is not drawn but explained.
 */
import { html, reportTheme } from '#report';
import { themes, topologyText, topologyTitle } from '#views';
import { hasColour, lookFor, TOOL, type Context } from '../context.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { quoted } from '../inputs.ts';
import { writeTo } from '../outputs.ts';
import { sceneOf, topologySvg } from '../pictures.ts';
import { modelOrProblems } from './model.ts';

type PictureFormat = 'svg' | 'txt' | 'html';

export interface RenderOptions {
  readonly format?: PictureFormat;
  readonly theme: 'light' | 'dark' | 'contrast';
  readonly output?: string;
  readonly set?: readonly string[];
  readonly stdinFilename?: string;
}

function formatOf({ format, output }: RenderOptions): PictureFormat {
  if (format !== undefined) return format;
  if (output === undefined || output === '-') return 'svg';
  const extension = /\.(svg|txt|html)$/.exec(output)?.[1];
  if (extension === undefined) {
    throw new UsageError(`The name ${quoted(output)} does not say a format; add --format svg, txt or html.`);
  }
  return extension as PictureFormat;
}

export async function render(
  context: Context, [file = '-']: readonly string[], options: RenderOptions,
): Promise<number> {
  const format = formatOf(options);
  const model = await modelOrProblems(context, file, options);
  if (model === null) return EXIT.failed;
  const { ir, report } = model;
  const drawn = await drawing(format, options);
  await writeTo(context, options.output, drawn);
  return EXIT.fine;

  async function drawing(as: PictureFormat, { theme }: RenderOptions): Promise<string> {
    if (as === 'svg') return await topologySvg(ir, report.file, themes[theme]) ?? '';
    if (as === 'txt') {
      const scene = await sceneOf(ir);
      if (scene === null) return '';
      const { stdout } = context.io;
      return topologyText(scene, {
        width: lookFor(context.io, stdout).width, ascii: false,
        colour: options.output === undefined && hasColour(context.io, stdout),
      });
    }
    const svg = await topologySvg(ir, report.file, reportTheme) ?? '';
    const picture = { title: topologyTitle(report.file), scenario: null, svg };
    return html({ tool: TOOL, files: [{ ...report, pictures: [picture] }] }, () => undefined);
  }
}
