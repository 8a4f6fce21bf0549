/**
 * Reads values out of JSON that may be anything, by the names the API gives its fields.
 * Not a schema. Keeps true: no shape of the input makes a reader throw.
 */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** The value at `NetworkInfo.EnaSupport`; undefined where a step is absent. */
export const at = (value: unknown, path: string): unknown => {
  let here = value;
  for (const key of path.split('.')) here = own(here, key);
  return here;
};

/** The objects of the list at a path; none where there is no list. */
export const objectsAt = (value: unknown, path: string): readonly JsonObject[] => {
  const list = at(value, path);
  return Array.isArray(list) ? list.filter(isObject) : [];
};

export const textAt = (value: unknown, path: string): string | null => {
  const found = at(value, path);
  return typeof found === 'string' ? found : null;
};

const numberMax = 1e12;

/** A number that can be one of a machine: finite, not negative, not absurd. */
export const numberAt = (value: unknown, path: string): number | null => {
  const found = at(value, path);
  return typeof found === 'number' && found >= 0 && found <= numberMax ? found : null;
};

/** Shows a value of the input in a message, cut short. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : `${value as number}`;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

const depthMax = 16;

/**
 * Paths of all leaves, list indices left out: `NetworkInfo.NetworkCards[].NetworkCardIndex`. What
 * lies deeper than the API ever nests is one path that ends in an ellipsis.
 */
export const leafPaths = (value: unknown): readonly string[] => {
  const paths = new Set<string>();
  // A stack of our own: a deep input must not exhaust that of the engine.
  const waiting = [{ path: '', value, depth: 0 }];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    const { path, value: inside } = here;
    const depth = here.depth + 1;
    if (depth > depthMax) {
      paths.add(`${path}…`);
    } else if (Array.isArray(inside)) {
      for (const element of inside as readonly unknown[]) {
        waiting.push({ path: `${path}[]`, value: element, depth });
      }
    } else if (isObject(inside)) {
      for (const key of Object.keys(inside)) {
        waiting.push({ path: path === '' ? key : `${path}.${key}`, value: inside[key], depth });
      }
    } else {
      paths.add(path);
    }
  }
  return [...paths];
};
