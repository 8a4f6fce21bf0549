/**
 * Gives Node 20 the one function that Langium's parser library asks of it: Object.groupBy.
 * Loaded by the grammar generator, the tests and every bundle. Delete this file, and the three
 * places that name it, once the oldest Node that package.json `engines` admits is 21 or later.
 */
if (typeof Object.groupBy !== 'function') {
  /** @type {(items: Iterable<any>, keyOf: (item: any, index: number) => PropertyKey) => any} */
  const groupBy = (items, keyOf) => {
    const groups = Object.create(null);
    let index = 0;
    for (const item of items) (groups[keyOf(item, index++)] ??= []).push(item);
    return groups;
  };
  Object.defineProperty(Object, 'groupBy', { value: groupBy, configurable: true, writable: true });
}
