/**
 * The cables between two cards: the shortest way over network links and hand-made switches. Not
 * routing: one way, found once. Keeps true: of equal ways the one whose links come first by id is
 * taken, so the order of declarations changes nothing.
 */
import type { LinkIr } from '#ir';

/** Links from one element to the other, each marked `>` along its ends or `<` against; or null. */
export function wiresBetween(
  links: readonly LinkIr[], from: string, to: string,
): readonly string[] | null {
  if (from === to) return [];
  const came = new Map<string, { readonly wire: string; readonly before: string }>();
  const queue = [from];
  const near = neighbours(links);
  for (const here of queue) {
    for (const { wire, other } of near.get(here) ?? []) {
      if (other === from || came.has(other)) continue;
      came.set(other, { wire, before: here });
      queue.push(other);
    }
    if (came.has(to)) break;
  }
  const wires: string[] = [];
  for (let at = to; at !== from;) {
    const step = came.get(at);
    if (step === undefined) return null;
    wires.unshift(step.wire);
    at = step.before;
  }
  return wires;
}

const cache = new WeakMap<readonly LinkIr[], ReturnType<typeof neighboursOf>>();

function neighbours(links: readonly LinkIr[]): ReturnType<typeof neighboursOf> {
  const known = cache.get(links);
  if (known !== undefined) return known;
  const made = neighboursOf(links);
  cache.set(links, made);
  return made;
}

function neighboursOf(
  links: readonly LinkIr[],
): Map<string, { readonly wire: string; readonly other: string }[]> {
  const near = new Map<string, { readonly wire: string; readonly other: string }[]>();
  const add = (at: string, wire: string, other: string): void => {
    const list = near.get(at);
    if (list === undefined) near.set(at, [{ wire, other }]);
    else list.push({ wire, other });
  };
  for (const link of links) {
    if (link.medium !== 'ethernet') continue;
    const [left, right] = link.ends;
    add(left, `>${link.id}`, right);
    add(right, `<${link.id}`, left);
  }
  return near;
}
