/**
 * A time axis that is cut where nothing happens for long: times to pixels. Not the drawing of it.
 * Keeps true: later is never further left, and all pieces have one scale.
 */

export interface TimePiece {
  readonly fromTicks: number;
  readonly toTicks: number;
  readonly x: number;
  readonly width: number;
}

export interface TimeGap {
  readonly ticks: number;
  readonly x: number;
  readonly width: number;
}

export interface BrokenTime {
  readonly pieces: readonly TimePiece[];
  /** Between pieces. */
  readonly gaps: readonly TimeGap[];
  readonly xOf: (ticks: number) => number;
}

const gapsMost = 6;
const gapWidth = 64;
/** A gap is cut that is longer than this share of what is left without it. */
const shareToCut = 0.4;
/** And than so many times the mean of the others. */
const timesMean = 4;

/** Where the axis is cut: after the times with these indices. */
function cutsOf(times: readonly number[]): readonly number[] {
  const gaps = times.slice(1).map((at, i) => ({ after: i, ticks: at - (times[i] ?? at) }))
    .sort((a, b) => b.ticks - a.ticks || a.after - b.after);
  let left = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const cuts: number[] = [];
  for (const { after, ticks } of gaps.slice(0, gapsMost)) {
    const rest = left - ticks;
    const others = gaps.length - cuts.length - 1;
    if (ticks <= shareToCut * rest || ticks * others <= timesMean * rest) break;
    left = rest;
    cuts.push(after);
  }
  return cuts.sort((a, b) => a - b);
}

/**
 * @param at all times at which something happens
 * @param place where the axis lies, in pixels
 */
export function brokenTime(
  at: readonly number[], place: { readonly left: number; readonly width: number },
): BrokenTime {
  const times = [...at].sort((a, b) => a - b);
  const cuts = cutsOf(times);
  const starts = [0, ...cuts.map((after) => after + 1)];
  const spans = starts.map((start, i) => ({
    fromTicks: times[start] ?? 0, toTicks: times[cuts[i] ?? times.length - 1] ?? 0,
  }));
  const ticks = spans.reduce((sum, { fromTicks, toTicks }) => sum + toTicks - fromTicks, 0);
  const room = place.width - cuts.length * gapWidth;
  const perTick = ticks === 0 ? 0 : room / ticks;
  let x = place.left;
  const pieces = spans.map(({ fromTicks, toTicks }): TimePiece => {
    const piece = { fromTicks, toTicks, x, width: (toTicks - fromTicks) * perTick };
    x += piece.width + gapWidth;
    return piece;
  });
  const gaps = pieces.slice(1).map((piece, i): TimeGap => ({
    ticks: piece.fromTicks - (pieces[i]?.toTicks ?? 0), x: piece.x - gapWidth, width: gapWidth,
  }));
  const xOf = (time: number): number => {
    let left = place.left;
    for (const piece of pieces) {
      if (time < piece.fromTicks) break;
      left = piece.x + Math.min(piece.width, (time - piece.fromTicks) * perTick);
    }
    return left;
  };
  return { pieces, gaps, xOf };
}
