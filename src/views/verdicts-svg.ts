/**
 * The strip of verdicts as a picture of its own, for reports. Not the strip under a topology, which
 * it draws. Keeps true: the same verdicts, theme and width give the same bytes.
 */
import { drawStrip, stripHeight, type Strip } from './strip-svg.ts';
import { escapeText, rectangle, tag } from './svg.ts';
import type { Theme } from './theme.ts';

export function renderVerdicts(strip: Strip, { theme, width: wanted }: {
  readonly theme: Theme; readonly width: number;
}): string {
  const width = Math.max(480, Math.round(wanted));
  const height = stripHeight(strip) + 8;
  const title = `Verdicts of ${strip.name}`;
  return `${tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(width)} ${String(height)}`,
    width, height, role: 'img', 'aria-label': title, class: `verdicts theme-${theme.name}`,
    'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(title)]),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    drawStrip(strip, theme, { x: 4, y: 4, width: width - 8 }),
  ])}\n`;
}
