/**
 * What to say of a path that names no element: the members of the array it may mean, or the names
 * near it. Not the lookup itself. Keeps true: what it offers are ids that the model has.
 */
import { nearest } from '#base';

const withoutIndices = (path: string): string => path.replaceAll(/\[[^\]]*\]/g, '');

/** What `web` or `web[9]` may mean in a model that has `web[0]` to `web[3]`. */
export const membersOf = (path: string, ids: readonly string[]): readonly string[] => {
  const plain = withoutIndices(path);
  return ids.filter((id) => withoutIndices(id) === plain);
};

/** A sentence that leads on from a path that is not there; empty when nothing is near. */
export function hintFor(path: string, ids: readonly string[]): string {
  const members = membersOf(path, ids);
  if (members.length > 1) return ` There are ${members[0] ?? ''} to ${members.at(-1) ?? ''}.`;
  const near = members.length === 1 ? members : nearest(path, ids);
  return near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
}
