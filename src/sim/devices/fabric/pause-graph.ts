/**
 * What pauses do to a fabric at an instant: how far they have spread, who waits behind whom though
 * his own way is free, and whether they wait for each other in a circle.
 * Not a remedy: that is the watchdog's.
 * Keeps true: a circle is told only if every link in it is paused with packets waiting, each of
 * which waits in a switch whose own paused link holds packets that came by the link before.
 */
import type { Fabric } from './fabric.ts';
import { linkWords, local, queuedAt, targetAt } from './fields.ts';
import type { Pauses } from './pauses.ts';
import type { ScheduledPorts } from './scheduled-ports.ts';

export interface PausePicture {
  /** Links that are paused with something waiting, by name. */
  readonly blocked: readonly string[];
  /** The longest chain of links that each wait for the next: how far congestion has spread. */
  readonly depth: number;
  /** Packets behind others at a paused link, whose own next link holds little: head-of-line. */
  readonly heldUp: number;
  /** Links that wait for each other for ever, in their order; empty: there is no deadlock. */
  readonly circle: readonly string[];
}

export function pictureOf(fabric: Fabric, ports: ScheduledPorts, pauses: Pauses): PausePicture {
  const { links } = fabric;
  const blocked = ports.links().filter(
    (link) => pauses.isPaused(link) && ports.waitingAt(link) > 0,
  );
  const isBlocked = new Set(blocked);
  // From a paused link to those whose packets, having come by it, keep it paused.
  const waitsFor = new Map<number, Set<number>>(blocked.map((link) => [link, new Set()]));
  for (const link of blocked) {
    ports.eachWaiting(link, (_destination, _entropy, ingress) => {
      waitsFor.get(ingress)?.add(link);
    });
  }
  let heldUp = 0;
  for (const link of blocked) {
    const at = links.words[linkWords * link + targetAt]!;
    if (at < 0) continue;
    ports.eachWaiting(link, (destination, entropy) => {
      const next = fabric.routes.next(at, destination, entropy);
      const onward = next === local ? fabric.downlinks[destination]! : next;
      if (onward < 0 || isBlocked.has(onward)) return;
      const little = links.plans[onward]!.pauses?.resumeBelowBytes ?? 0;
      if (links.words[linkWords * onward + queuedAt]! < little) heldUp++;
    });
  }
  const { circle, depth } = walk(blocked, waitsFor);
  const named = (list: readonly number[]) => list.map((link) => links.ids[link]!);
  return { blocked: named(blocked), depth, heldUp, circle: named(circle) };
}

/** The first circle that a walk meets, and the longest chain without one. */
function walk(
  blocked: readonly number[], waitsFor: ReadonlyMap<number, ReadonlySet<number>>,
): { readonly circle: readonly number[]; readonly depth: number } {
  const depths = new Map<number, number>();
  const path: number[] = [];
  let circle: readonly number[] = [];
  const visit = (link: number): number => {
    const known = depths.get(link);
    if (known !== undefined) return known;
    const at = path.indexOf(link);
    if (at >= 0) {
      if (circle.length === 0) circle = path.slice(at);
      return 0;
    }
    path.push(link);
    let deepest = 0;
    for (const next of waitsFor.get(link) ?? []) deepest = Math.max(deepest, visit(next));
    path.pop();
    depths.set(link, deepest + 1);
    return deepest + 1;
  };
  let depth = 0;
  for (const link of blocked) depth = Math.max(depth, visit(link));
  return { circle, depth };
}
