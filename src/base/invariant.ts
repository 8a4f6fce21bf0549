/**
 * What must hold whatever the author wrote: a broken invariant is our mistake and stops the run.
 * Not for the author's mistakes, which are diagnostics with a registered code.
 * Keeps true: a message is built only when it is needed, so a check may stand on a hot path.
 */

/** Thrown when the program itself is wrong. The command line turns it into exit code 3. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Stops the program unless `condition` holds. Give a function where building the text costs. */
export function invariant(
  condition: boolean,
  message: string | (() => string),
): asserts condition {
  if (!condition) fail(typeof message === 'string' ? message : message());
}

/** Stops the program. */
export function fail(message: string): never {
  throw new InvariantError(message);
}

/** The value itself, which must be there. */
export function defined<Value>(
  value: Value | null | undefined,
  message: string | (() => string),
): Value {
  if (value === null || value === undefined) {
    fail(typeof message === 'string' ? message : message());
  }
  return value;
}

/** The branch that the types rule out. */
export function unreachable(value: never): never {
  fail(`no branch handles ${String(value)}`);
}
