/**
 * Contrast as WCAG 2 defines it, of every text of an SVG against what was painted under it before.
 * Not a renderer: it knows rectangles and texts, which is what our pictures are made of.
 */
const linear = (channel: number): number => {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

type Colour = readonly [number, number, number];

const parse = (hex: string): Colour => [1, 3, 5]
  .map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour;

function luminance(hex: string): number {
  const [red, green, blue] = parse(hex);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

export function contrastOf(one: string, two: string): number {
  const [light, dark] = [luminance(one), luminance(two)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

export interface PaintedText {
  readonly words: string;
  readonly colour: string;
  readonly back: string;
  readonly contrast: number;
}

const attribute = (attributes: string, name: string): string | null =>
  new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? null;

/** In the order of painting; `shift` is the only transform that our pictures use for all of it. */
export function paintedTexts(svg: string): PaintedText[] {
  const rectangles: { x: number; y: number; right: number; bottom: number; fill: string }[] = [];
  const texts: PaintedText[] = [];
  for (const [, name, attributes, words] of svg.matchAll(
    /<(rect|text)((?: [a-z-]+="[^"]*")*)(?:\/>|>((?:<title>[^<]*<\/title>)?[^<]*)<\/text>)/g,
  )) {
    const x = Number(attribute(attributes!, 'x'));
    const y = Number(attribute(attributes!, 'y'));
    const fill = attribute(attributes!, 'fill') ?? '';
    if (name === 'rect') {
      const right = x + Number(attribute(attributes!, 'width'));
      const bottom = y + Number(attribute(attributes!, 'height'));
      const solid = fill.startsWith('#') && attribute(attributes!, 'fill-opacity') === null;
      if (solid && attribute(attributes!, 'x') !== null) rectangles.push({ x, y, right, bottom, fill });
      continue;
    }
    if (!fill.startsWith('#') || attribute(attributes!, 'x') === null) continue;
    const under = rectangles.findLast((box) =>
      x >= box.x && x <= box.right && y - 3 >= box.y && y - 3 <= box.bottom);
    if (under === undefined) continue;
    texts.push({
      words: (words ?? '').replace(/<title>.*<\/title>/, ''), colour: fill, back: under.fill,
      contrast: contrastOf(fill, under.fill),
    });
  }
  return texts;
}
