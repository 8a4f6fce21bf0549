/**
 * What an expectation asks about volumes and the limits of instances towards them. Not a judgement.
 * Keeps true: a volume that nobody sent a request to was held up by nothing, and what has no
 * credits has no share of them.
 */
import type { Volumes } from '#sim/devices';

const mean = (shares: readonly number[]): number | null => shares.length === 0 ? null
  : shares.reduce((sum, share) => sum + share, 0) / shares.length;

export function measureVolumes(
  name: 'credits' | 'throttled' | 'firstTouches', of: readonly string[], volumes: Volumes,
  now: number,
): number | null {
  const wanted = new Set(of);
  const meant = volumes.volumes.filter(({ element }) => wanted.has(element.id));
  if (name === 'firstTouches') {
    return meant.reduce((sum, { node }) => sum + (node.snapshot?.firstTouches ?? 0), 0);
  }
  if (name === 'credits') {
    return mean(meant.flatMap((volume) => volume.creditsLeft(now) ?? []));
  }
  const instances = volumes.allowancesMade.filter(({ instance }) => wanted.has(instance));
  const shares = [...meant, ...instances].map(({ throttled }) => throttled.share(now));
  return of.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / of.length;
}
