/**
 * `new`: writes an example to start from. Keeps true: a file that is there is never replaced.
 */
import type { Context } from '../context.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { quoted } from '../inputs.ts';
import { writeOutput } from '../outputs.ts';
import { STARTERS } from '../starters.ts';

export interface NewOptions {
  readonly example: string;
  readonly list?: boolean;
}

export async function newSpec(
  context: Context, [name]: readonly string[], { example, list }: NewOptions,
): Promise<number> {
  const names = Object.keys(STARTERS);
  if (list === true) {
    context.io.stdout.write(names.map((known) => `${known}\n`).join(''));
    return EXIT.fine;
  }
  const text = Object.hasOwn(STARTERS, example) ? STARTERS[example] : undefined;
  if (text === undefined) {
    throw new UsageError(`There is no example ${quoted(example)}; there are ${names.join(', ')}.`);
  }
  const wanted = name ?? example;
  const file = wanted.endsWith('.nitro') ? wanted : `${wanted}.nitro`;
  if (await context.io.disk.kindOf(context.absolute(file)) !== undefined) {
    throw new UsageError(`${quoted(file)} is there already and was left as it is.`);
  }
  await writeOutput(context, file, text);
  context.io.stdout.write(`${file}\n`);
  context.io.stderr.write(`Next: nitrospec check ${file}, then nitrospec run ${file}\n`);
  return EXIT.fine;
}
