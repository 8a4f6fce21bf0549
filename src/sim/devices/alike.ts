/** Ids that differ in an index alone. Not what they are. */

/** To the reader they are one: `drive[0]` and `drive[1]` are `drive[*]`. */
export function commonId(ids: readonly string[]): string {
  const [first = '', ...others] = ids;
  if (others.every((id) => id === first)) return first;
  const parts = first.split(/(\[\d+\]|\/\d+)/u);
  const rest = others.map((id) => id.split(/(\[\d+\]|\/\d+)/u));
  if (rest.some((other) => other.length !== parts.length)) return first;
  return parts.map((part, i) => {
    if (rest.every((other) => other[i] === part)) return part;
    return part.startsWith('/') ? '/*' : part.startsWith('[') ? '[*]' : part;
  }).join('');
}
