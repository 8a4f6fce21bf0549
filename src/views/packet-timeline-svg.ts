/**
 * Packets of one stream as people draw them on a board: time goes across, the sender is above, the
 * receiver below, switches between, and each packet is a line down or up. Not a chart of measures.
 * Keeps true: what was lost ends in a cross, what was sent again is dashed, and where nothing
 * happened for long the axis is cut and says for how long; nothing is told by colour alone.
 */
import { fitText, textWidth, type TextSize } from '#scene';
import type { PacketLink, PacketResult, PacketsResult } from '#results';
import { brokenTime, type BrokenTime } from './broken-time.ts';
import { isLost, packetText, shownPackets } from './packet-words.ts';
import { patterns, waitingName } from './patterns.ts';
import { escapeText, rectangle, tag, text } from './svg.ts';
import type { Theme } from './theme.ts';
import { axisMarks, formatSeconds, secondsOf } from './time-axis.ts';

export interface PacketTimelineOptions {
  readonly theme: Theme;
  readonly title: string;
  readonly tickPicoseconds: number;
  /** Whole pixels; at least 280 are used. */
  readonly width: number;
}

const margin = 16;
const labelWidthMost = 150;
const top = 66;
const laneHeight = 64;
const pixelsPerMark = 70;
/** However wide the picture is. */
const packetsMost = 120;
const pixelsPerPacket = 9;
const small: TextSize = { sizePixels: 11, bold: false, mono: false };
const strong: TextSize = { sizePixels: 12, bold: true, mono: false };

interface Page extends PacketTimelineOptions {
  readonly record: PacketsResult;
  readonly time: BrokenTime;
  /** Of the sender, of what lies between, and of the receiver. */
  readonly lanes: readonly string[];
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

const yOf = (lane: number): number => top + lane * laneHeight;

const timeText = (page: PacketTimelineOptions, ticks: number): string =>
  formatSeconds(secondsOf(ticks, page.tickPicoseconds));

/** `net.spine[0]` and `net.spine[1]` as `net.spine[*]`. */
const commonName = (names: readonly string[]): string => {
  const [first = ''] = names;
  if (names.length < 2) return first;
  const plain = new Set(names.map((name) => name.replaceAll(/\d+/g, '*')));
  return plain.size === 1 ? ([...plain][0] ?? first) : `${first} and ${names.length - 1} more`;
};

/** What lies on the way: by how many links it is from the sender. */
function lanesOf({ packets, links }: PacketsResult): readonly string[] {
  const found: Set<string>[] = [];
  const put = (lane: number, name: string): void => {
    (found[lane] ??= new Set()).add(name);
  };
  const forward = packets.filter(({ isBack }) => !isBack);
  const most = Math.max(0, ...forward.map((packet) => packet.links.length));
  for (const packet of forward) {
    packet.links.forEach((index, i) => {
      const [from = '', to = ''] = (links[index]?.id ?? '').split(' > ');
      put(i, from);
      if (packet.links.length === most) put(i + 1, to);
    });
  }
  return found.map((names) => commonName([...names]));
}

export function renderPacketTimeline(
  record: PacketsResult, options: PacketTimelineOptions,
): string {
  const { theme, title } = options;
  const width = Math.max(280, Math.round(options.width));
  const most = Math.min(packetsMost, Math.round(width / pixelsPerPacket));
  const { packets, about } = shownPackets(record, most);
  const left = margin + Math.min(labelWidthMost, Math.floor(width * 0.32));
  const right = width - margin - 24;
  const lanes = lanesOf(record);
  const first = packets[0]?.sentTicks ?? 0;
  const since = `${about}; times since ${timeText(options, first)}`;
  const last = Math.max(0, ...packets.map((p) => p.endTicks));
  const timeouts = record.timeoutTicks.filter((at) => at >= first && at <= last);
  const times = [...packets.flatMap((p) => [p.sentTicks, ...p.atTicks, p.endTicks]), ...timeouts];
  const bottom = yOf(Math.max(1, lanes.length - 1));
  const page: Page = {
    ...options, record, lanes, bottom, left, right,
    time: brokenTime(times, { left, width: right - left }),
  };
  const marks = legend(page);
  const height = bottom + 66 + legendLine * marks.length;
  return `${tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height,
    role: 'img', 'aria-label': title, class: `packets theme-${theme.name}`,
    'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(title)]),
    patterns(theme, []),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    text(fitText(title, strong, width - 2 * margin).text, {
      x: margin, y: 24, 'font-size': 12, 'font-weight': 650, fill: theme.text,
    }),
    text(fitText(since, small, width - 2 * margin).text, {
      x: margin, y: 42, 'font-size': 11, fill: theme.muted,
    }),
    ...gaps(page), ...axis(page), ...laneLines(page),
    ...packets.map((packet) => packetLine(packet, page)),
    ...timeouts.map((at) => timeoutMark(at, page)),
    ...marks.flat(),
  ])}\n`;
}

/** Where nothing happened for long. */
const gaps = (page: Page): string[] => {
  const { time, theme, bottom } = page;
  return time.gaps.flatMap(({ ticks, x, width }) => [
    rectangle({ x: x + 4, y: top - 12, width: width - 8, height: bottom - top + 24 }, {
      fill: `url(#${waitingName(theme)})`, opacity: 0.5,
    }),
    text(timeText(page, ticks), {
      x: Math.round(x + width / 2), y: bottom + 34, 'font-size': 11, 'text-anchor': 'middle',
      fill: theme.text,
    }),
  ]);
};

function axis({ theme, time, bottom, tickPicoseconds }: Page): string[] {
  const origin = time.pieces[0]?.fromTicks ?? 0;
  return time.pieces.flatMap((piece, i) => {
    const seconds = secondsOf(piece.toTicks - piece.fromTicks, tickPicoseconds);
    const begins = formatSeconds(secondsOf(piece.fromTicks - origin, tickPicoseconds));
    const marks = axisMarks(seconds, Math.max(1, Math.floor(piece.width / pixelsPerMark)));
    return marks.flatMap((mark, k) => {
      const x = piece.x + (seconds === 0 ? 0 : (mark.seconds / seconds) * piece.width);
      if (k > 0 && (x - piece.x < 40 || x > piece.x + piece.width - 12)) return [];
      return [
        tag('path', {
          d: `M${x.toFixed(1)},${top - 8} V${bottom + 6}`, stroke: theme.frameBorder,
          'stroke-width': 1, fill: 'none',
        }),
        text(k === 0 ? begins : `${i === 0 ? '' : '+'}${mark.text}`, {
          x: Math.round(x), y: bottom + 20, 'font-size': 11, fill: theme.muted,
          'text-anchor': k === 0 && i > 0 ? 'start' : 'middle',
        }),
      ];
    });
  });
}

function laneLines({ lanes, theme, left, right, record }: Page): string[] {
  const room = left - margin - 12;
  return lanes.flatMap((name, lane) => {
    const isEnd = lane === 0 || lane === lanes.length - 1;
    const guest = lane === 0 ? record.from : record.to;
    const fitted = fitText(name, small, room);
    return [
      tag('path', {
        d: `M${left.toFixed(1)},${yOf(lane)} H${right.toFixed(1)}`, fill: 'none',
        stroke: isEnd ? theme.text : theme.line, 'stroke-width': isEnd ? 1.5 : 1,
      }),
      ...(isEnd ? [text(fitText(guest, strong, room).text, {
        x: margin, y: yOf(lane) - 3, 'font-size': 12, 'font-weight': 650, fill: theme.text,
      }, guest)] : []),
      text(fitted.text, {
        x: margin, y: yOf(lane) + (isEnd ? 11 : 4), 'font-size': 11, fill: theme.muted,
      }, fitted.full),
    ];
  });
}

interface Point {
  readonly ticks: number;
  readonly lane: number;
}

/** A packet comes to a place, waits there on the level, and goes on when it has been sent. */
function pointsOf(packet: PacketResult, links: readonly PacketLink[], lanes: number): Point[] {
  const { atTicks, endTicks, bytes, isBack } = packet;
  const laneAt = (hops: number): number => (isBack ? lanes - 1 - hops : hops);
  const points: Point[] = [];
  packet.links.forEach((index, i) => {
    const link = links[index];
    const fromTicks = atTicks[i] ?? endTicks;
    const toTicks = atTicks[i + 1] ?? endTicks;
    points.push({ ticks: fromTicks, lane: laneAt(i) });
    const isLast = i === packet.links.length - 1;
    if (link === undefined || (isLast && packet.end === null)) return;
    const began = toTicks - link.delayTicks - bytes * link.ticksPerByte;
    if (isLast && isLost(packet) && toTicks === fromTicks) return;
    if (began > fromTicks) points.push({ ticks: began, lane: laneAt(i) });
    // What is lost in a link comes out of it no more.
    points.push({ ticks: toTicks, lane: laneAt(isLast && isLost(packet) ? i + 0.5 : i + 1) });
  });
  return points;
}

const classOf = (packet: PacketResult): string => [
  'packet', packet.kind, packet.isAgain ? 'again' : '', isLost(packet) ? 'lost' : '',
].filter((word) => word !== '').join(' ');

function packetLine(packet: PacketResult, page: Page): string {
  const { theme, time, record, lanes, tickPicoseconds } = page;
  const points = pointsOf(packet, record.links, lanes.length)
    .map(({ ticks, lane }) => ({ x: time.xOf(ticks), y: yOf(lane) }));
  const last = points.at(-1);
  const isData = packet.kind === 'data';
  const colour = isLost(packet) ? theme.bad : packet.isAgain ? theme.busy
    : isData ? theme.accent : theme.muted;
  const d = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`);
  return tag('g', { class: classOf(packet) }, [
    tag('title', {}, [escapeText(packetText(packet, record, tickPicoseconds))]),
    tag('path', {
      d: d.join(' '), fill: 'none', stroke: colour, 'stroke-width': isData ? 1.4 : 0.8,
      'stroke-dasharray': packet.isAgain ? '5 3' : isData ? null : '1 2',
      'stroke-linejoin': 'round',
    }),
    ...(last === undefined || !isLost(packet) ? [] : [cross(last.x, last.y, theme)]),
    ...(last === undefined || !packet.isMarked ? [] : [tag('circle', {
      cx: last.x, cy: last.y, r: 3, fill: theme.canvas, stroke: theme.busy, 'stroke-width': 1.5,
    })]),
  ]);
}

const cross = (x: number, y: number, theme: Theme): string => tag('path', {
  d: `M${(x - 4).toFixed(1)},${(y - 4).toFixed(1)} l8,8 m0,-8 l-8,8`, stroke: theme.bad,
  'stroke-width': 2, fill: 'none',
});

function timeoutMark(atTicks: number, page: Page): string {
  const { theme, time, bottom } = page;
  const x = time.xOf(atTicks);
  return tag('g', { class: 'timeout' }, [
    tag('title', {}, [`time-out after ${escapeText(timeText(page, atTicks))}`]),
    tag('path', {
      d: `M${x.toFixed(1)},${top} V${bottom}`, stroke: theme.bad, 'stroke-width': 1,
      'stroke-dasharray': '2 4', fill: 'none',
    }),
    tag('path', {
      d: `M${(x - 5).toFixed(1)},${top - 9} h10 l-5,8 z`, fill: theme.bad,
    }),
  ]);
}

const legendLine = 18;

type Mark = (x: number, y: number) => string;

const marksOf = (theme: Theme): readonly (readonly [words: string, mark: Mark])[] => {
  const line = (stroke: string, dashes: string | null, width: number): Mark => (x, y) =>
    tag('path', {
      d: `M${x},${y - 4} h26`, stroke, 'stroke-width': width, 'stroke-dasharray': dashes,
      fill: 'none',
    });
  return [
    ['data', line(theme.accent, null, 1.4)],
    ['acknowledgement', line(theme.muted, '1 2', 0.8)],
    ['sent again', line(theme.busy, '5 3', 1.4)],
    ['lost', (x, y) => cross(x + 13, y - 4, theme)],
    ['marked', (x, y) => tag('circle', {
      cx: x + 13, cy: y - 4, r: 3, fill: theme.canvas, stroke: theme.busy, 'stroke-width': 1.5,
    })],
    ['time-out', (x, y) => tag('path', { d: `M${x + 8},${y - 9} h10 l-5,8 z`, fill: theme.bad })],
  ];
};

/** What the marks mean, line by line. */
function legend({ theme, bottom, right }: Page): readonly string[][] {
  const lines: string[][] = [[]];
  let x = margin;
  for (const [words, mark] of marksOf(theme)) {
    const width = 48 + textWidth(words, small);
    if (x > margin && x + width > right) {
      lines.push([]);
      x = margin;
    }
    const y = bottom + 42 + legendLine * lines.length;
    lines.at(-1)?.push(mark(x, y), text(words, {
      x: x + 32, y, 'font-size': 11, fill: theme.muted,
    }));
    x += width;
  }
  return lines;
}
