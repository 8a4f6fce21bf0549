/**
 * `lsp`: the bundled language server over standard input and output. Not the server.
 */
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export async function lsp(context: Context): Promise<number> {
  await context.io.serve();
  return EXIT.fine;
}
