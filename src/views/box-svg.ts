/**
 * One box of a scene: its shape by role, its texts, cells, bars, and what a run showed of it.
 * Not lines. Keeps true: a load is a bar and a number, a state is a mark and a word.
 */
import {
  fitText, textSizes, type Bar, type Box, type Cell, type Slot, type Text,
  type TextSize,
} from '#scene';
import { drawHeatTag, heatedTexts, heatedTheme, loadOf, percentText } from './heat-svg.ts';
import { toneOf, type Overlay, type StateMark } from './overlay.ts';
import { hueFill, reservedName } from './patterns.ts';
import { escapeText, rectangle, tag, text } from './svg.ts';
import { hueColour, rampColour, type Theme } from './theme.ts';

export interface Painter {
  readonly theme: Theme;
  readonly overlay: Overlay;
  readonly faulty: ReadonlySet<string>;
  /** Whether loads colour whole boxes and lines. */
  readonly heat: boolean;
}

export function drawBox(box: Box, given: Painter): string {
  const load = given.heat ? loadOf([box.id, ...box.members], given.overlay.loads) : null;
  const theme = load === null ? given.theme : heatedTheme(given.theme, box, load);
  const painter = { ...given, theme };
  const texts = load === null ? box.texts : heatedTexts(box, load);
  const tagged = load !== null && texts === box.texts
    && !box.slots.some(({ what, of }) => what === 'load' && of.length === 0);
  return tag('g', {
    class: `box ${box.role}${box.collapsed ? ' closed' : ''}`, 'data-id': box.id,
    'data-members': box.members.length > 1 ? box.members.join(' ') : null,
  }, [
    tag('title', {}, [escapeText(load === null ? box.label
      : `${box.label}, ${percentText(load)} used`)]),
    shape(box, theme),
    ...box.cells.map((cell) => drawCell(cell, theme)),
    ...box.bars.map((bar) => drawBar(bar, theme)),
    ...texts.map((each) => drawText(each, theme)),
    ...box.slots.flatMap((slot) => drawSlot(box, slot, painter)),
    ...(tagged ? [drawHeatTag(box, load, given.theme)] : []),
  ]);
}

function shape(box: Box, theme: Theme): string {
  const stroke = (colour: string, width = theme.border): Record<string, string | number> =>
    ({ stroke: colour, 'stroke-width': width });
  switch (box.role) {
    case 'fabric':
      return rectangle(box, { rx: 12, fill: theme.canvas });
    case 'host':
      return box.collapsed
        ? rectangle(box, { rx: 9, fill: theme.frame, ...stroke(theme.partBorder) })
        : rectangle(box, { rx: 12, fill: theme.frame, ...stroke(theme.frameBorder) });
    case 'socket':
      return rectangle(box, { rx: 9, fill: theme.surface, ...stroke(theme.surfaceBorder) });
    case 'machine':
      return machineShape(box, theme);
    case 'instance':
      return instanceShape(box, theme);
    case 'microvm':
      return microvmShape(box, theme);
    case 'hypervisor':
      return rectangle(box, { rx: 5, fill: theme.frame, ...stroke(theme.surfaceBorder, 1) });
    case 'drive':
      return rectangle(box, { rx: 4, fill: theme.surface, ...stroke(theme.partBorder, 1) });
    case 'more':
      return rectangle(box, {
        rx: 6, fill: theme.frame, ...stroke(theme.partBorder, 1), 'stroke-dasharray': '4 3',
      });
    default:
      return rectangle(box, { rx: 6, fill: theme.part, ...stroke(theme.partBorder, 1) });
  }
}

/** A whole computer in its own case, so it is not taken for a socket: round, with a double edge. */
function machineShape(box: Box, theme: Theme): string {
  const inset = { x: box.x + 4, y: box.y + 4, width: box.width - 8, height: box.height - 8 };
  return rectangle(box, {
    rx: 24, fill: theme.surface, stroke: theme.partBorder, 'stroke-width': theme.border * 1.5,
  }) + rectangle(inset, {
    rx: 20, fill: 'none', stroke: theme.surfaceBorder, 'stroke-width': 1,
  });
}

/** A card with its hue along the left edge. */
function instanceShape(box: Box, theme: Theme): string {
  const hue = box.hue ?? 0;
  return rectangle(box, {
    rx: 6, fill: theme.surface, stroke: hueColour(theme, hue), 'stroke-width': 1.4,
  }) + rectangle({ x: box.x, y: box.y, width: 6, height: box.height }, {
    rx: 3, fill: hueFill(theme, hue),
  });
}

/** Round, so it is not taken for an instance; many of them lie in a stack. */
function microvmShape(box: Box, theme: Theme): string {
  const hue = box.hue ?? 0;
  const front = { ...box, width: box.width - 6, height: box.height - 6 };
  const behind = (box.members.length > 1 ? [2, 1] : []).map((step) => rectangle(
    { ...front, x: box.x + 3 * step, y: box.y + 3 * step },
    { rx: 12, fill: theme.surface, stroke: hueColour(theme, hue), 'stroke-width': 1 },
  ));
  return behind.join('') + rectangle(front, {
    rx: 12, fill: theme.surface, stroke: hueColour(theme, hue), 'stroke-width': 1.4,
  }) + rectangle({ x: box.x + 6, y: box.y + 10, width: 3, height: front.height - 20 }, {
    rx: 1.5, fill: hueFill(theme, hue),
  });
}

const shadeOpacity = [1, 0.78, 0.58, 0.42];

function drawCell(cell: Cell, theme: Theme): string {
  const radius = Math.min(3, Math.floor(Math.min(cell.width, cell.height) / 4));
  if (cell.instance === null || cell.hue === null) {
    const inset = {
      x: cell.x + 0.5, y: cell.y + 0.5, width: cell.width - 1, height: cell.height - 1,
    };
    return rectangle(inset, {
      rx: radius, fill: cell.reserved ? `url(#${reservedName(theme)})` : theme.free,
      stroke: cell.reserved ? theme.reserved : theme.freeBorder, 'stroke-width': 1,
      class: cell.reserved ? 'core reserved' : 'core free',
    });
  }
  return rectangle(cell, {
    rx: radius, fill: hueFill(theme, cell.hue), class: 'core', 'data-id': cell.instance,
    'fill-opacity': cell.shade === 0 ? null : shadeOpacity[cell.shade] ?? 1,
  });
}

function drawBar(bar: Bar, theme: Theme): string {
  if (bar.filled === 0) {
    return rectangle(bar, { rx: 3, fill: theme.free, stroke: theme.freeBorder, 'stroke-width': 1 });
  }
  const width = Math.max(1, bar.width * bar.filled);
  if (bar.reserved || bar.hue === null) {
    return rectangle({ ...bar, width }, {
      rx: 3, fill: `url(#${reservedName(theme)})`, stroke: theme.reserved, 'stroke-width': 1,
    });
  }
  return rectangle({ ...bar, width }, { rx: 3, fill: hueFill(theme, bar.hue), 'fill-opacity': 0.6 });
}

function drawText(each: Text, theme: Theme): string {
  const { sizePixels, bold, mono } = textSizes[each.style];
  const strong = each.style !== 'type' && each.style !== 'detail' && each.style !== 'mono';
  return text(each.text, {
    x: each.x, y: each.y, 'font-size': sizePixels, fill: strong ? theme.text : theme.muted,
    'font-weight': bold ? 650 : null, 'font-family': mono ? theme.monoFonts : null,
    'text-anchor': each.anchor === 'start' ? null : each.anchor,
  }, each.full);
}

function drawSlot(box: Box, slot: Slot, { theme, overlay, heat }: Painter): string[] {
  const ids = box.members.length === 0 ? [box.id] : box.members;
  switch (slot.what) {
    case 'load': {
      const own = slot.of.length === 0;
      const load = own ? overlay.loads[box.id] : loadOf(slot.of, overlay.loads);
      if (load === undefined || load === null) return [];
      return own ? drawLoad(slot, load, { theme, bar: !heat }) : drawLineLoad(slot, load, theme);
    }
    case 'state': {
      const marks = ids.flatMap((id) => overlay.states[id] ?? []);
      const room = withFigureRoom(box, slot, overlay);
      return marks.length === 0 ? drawIdle(room, theme) : drawStates(room, marks, theme);
    }
    case 'figure': {
      const figure = ids.map((id) => overlay.figures[id]).find((each) => each !== undefined);
      if (figure === undefined) return [];
      return [text(figure, {
        x: slot.x + slot.width, y: slot.y + 13, 'font-size': 12, 'font-weight': 650,
        'text-anchor': 'end', fill: theme.text, class: 'figure',
      })];
    }
  }
}

function drawIdle(slot: Slot, theme: Theme): string[] {
  const shown = fitText(slot.idle, 'detail', slot.width);
  if (shown.text === '') return [];
  return [text(shown.text, {
    x: slot.x, y: slot.y + 13, 'font-size': textSizes.detail.sizePixels, fill: theme.muted,
  }, shown.full)];
}

/** Where there is no figure, a state may use its room. */
function withFigureRoom(box: Box, slot: Slot, overlay: Overlay): Slot {
  const figure = box.slots.find(({ what }) => what === 'figure');
  const taken = [box.id, ...box.members].some((id) => overlay.figures[id] !== undefined);
  return figure === undefined || taken ? slot
    : { ...slot, width: figure.x + figure.width - slot.x };
}

/** Without its bar where the whole box has the colour. */
function drawLoad(slot: Slot, load: number, { theme, bar: withBar }: {
  readonly theme: Theme; readonly bar: boolean;
}): string[] {
  const bar = { x: slot.x, y: slot.y + 3, width: slot.width, height: 6 };
  const share = Math.min(1, Math.max(0, load));
  const track = { rx: 3, fill: theme.surface, stroke: theme.freeBorder, 'stroke-width': 0.8 };
  return [
    ...(withBar ? [rectangle(bar, track)] : []),
    ...(share === 0 || !withBar ? [] : [rectangle({
      ...bar, width: Math.max(2, bar.width * share),
    }, { rx: 3, fill: rampColour(theme, load), class: 'load' })]),
    text(percentText(load), {
      x: slot.x + slot.width, y: slot.y + 25, 'font-size': 11, 'text-anchor': 'end',
      'font-weight': load >= 0.7 ? 700 : 400, fill: load >= 0.7 ? theme.text : theme.muted,
    }),
  ];
}

/** In one line, for what is itself only a line. */
function drawLineLoad(slot: Slot, load: number, theme: Theme): string[] {
  const bar = { x: slot.x, y: slot.y + 4, width: slot.width - 40, height: 6 };
  const share = Math.min(1, Math.max(0, load));
  return [tag('g', { class: 'line-load' }, [
    rectangle(bar, { rx: 3, fill: theme.surface, stroke: theme.freeBorder, 'stroke-width': 0.8 }),
    ...(share === 0 ? [] : [rectangle({ ...bar, width: Math.max(2, bar.width * share) }, {
      rx: 3, fill: rampColour(theme, load), class: 'load',
    })]),
    text(percentText(load), {
      x: slot.x + slot.width, y: slot.y + 11, 'font-size': 11, 'text-anchor': 'end',
      'font-weight': load >= 0.7 ? 700 : 400, fill: load >= 0.7 ? theme.text : theme.muted,
    }),
  ])];
}

const stateSize: TextSize = { sizePixels: 11, bold: true, mono: false };

/** Instances drawn as one share a word where they share a state, else the states are counted. */
function drawStates(slot: Slot, marks: readonly StateMark[], theme: Theme): string[] {
  const counts = new Map<string, number>();
  for (const { state } of marks) counts.set(state, (counts.get(state) ?? 0) + 1);
  const states = [...counts];
  const worst = ['bad', 'busy', 'off', 'good'].find((tone) =>
    states.some(([state]) => toneOf(state) === tone)) ?? 'good';
  const colour = { good: theme.good, busy: theme.busy, off: theme.muted, bad: theme.bad }[worst]
    ?? theme.muted;
  const detail = marks.length === 1 ? marks[0]?.detail ?? null : null;
  const words = states.map(([state, count]) =>
    (states.length === 1 ? state : `${String(count)} ${state}`)).join(', ');
  const mark = stateMark(worst, { x: slot.x + 4, y: slot.y + 9 }, { colour, back: theme.surface });
  if (slot.width < 40) return [tag('g', { class: 'state' }, [tag('title', {}, [escapeText(words)]), mark])];
  const shown = fitText(detail === null ? words : `${words} · ${detail}`, stateSize, slot.width - 14);
  return [mark, text(shown.text, {
    x: slot.x + 14, y: slot.y + 13, 'font-size': 11, 'font-weight': 600, fill: colour, class: 'state',
  }, shown.full)];
}

/** Shapes, for eyes that do not tell the colours apart. */
function stateMark(tone: string, at: { readonly x: number; readonly y: number }, paint: {
  readonly colour: string; readonly back: string;
}): string {
  const { x, y } = at;
  const { colour, back } = paint;
  if (tone === 'bad') {
    return tag('path', {
      d: `M${String(x - 4)},${String(y - 4)} l8,8 m0,-8 l-8,8`, stroke: colour, 'stroke-width': 2,
      fill: 'none',
    });
  }
  const round = tag('circle', {
    cx: x, cy: y, r: 4, fill: tone === 'good' ? colour : back, stroke: colour, 'stroke-width': 1.5,
  });
  return tone === 'busy'
    ? round + tag('path', { d: `M${String(x)},${String(y - 4)} a4,4 0 0 0 0,8 Z`, fill: colour })
    : round;
}
