/**
 * Takes small kinks out of the ways that an engine found: a line that steps aside by a few pixels
 * where it leaves a box reads as a mistake. Not a router. Keeps true: ends stay where they are, and
 * a way that would then pass a box is left as it was.
 */
import type { Rectangle } from '#scene';
import type { PlainPlaces, Point } from './engine.ts';
import { crosses } from './plain-rules.ts';
import { withoutDetours } from './rows-route.ts';

const kinkMax = 8;

export function straightened(places: PlainPlaces): PlainPlaces {
  const boxes = [...places.nodes.values()];
  const edges = new Map([...places.edges].map(([id, way]) => {
    const there = withoutKink(withoutDetours(way), boxes);
    return [id, [...withoutKink([...there].reverse(), boxes)].reverse()] as const;
  }));
  return { ...places, edges };
}

/** The first bend of a way, when it is a step aside with more way to go. */
function withoutKink(way: readonly Point[], boxes: readonly Rectangle[]): readonly Point[] {
  const [start, step, aside, turn, ...rest] = way;
  if (start === undefined || step === undefined || aside === undefined || turn === undefined) {
    return way;
  }
  const isKink = start.x === step.x && step.y === aside.y && aside.x === turn.x
    && Math.abs(aside.x - step.x) <= kinkMax && rest.length > 0;
  if (!isKink) return way;
  const straight = withoutDetours([start, { x: start.x, y: turn.y }, ...rest]);
  const clear = straight.every((point, i) => {
    const before = straight[i - 1];
    return before === undefined || !boxes.some((box) => crosses(before, point, box));
  });
  return clear ? straight : way;
}
