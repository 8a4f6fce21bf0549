/**
 * The parser, with a guard before it: a text that would hurt it is parsed as an empty one, and the
 * reason is kept for the problems list. Keeps true: no text makes it throw or overflow the stack.
 */
import {
  createParser, LangiumParser, type AstNode, type LangiumCoreServices, type ParseResult,
  type ParserOptions,
} from 'langium';
import { refusalOf, type Refusal } from './guard.ts';

const refusals = new WeakMap<AstNode, Refusal>();

/** Why the text of this syntax tree was not parsed, or null. */
export const refusalOfTree = (root: AstNode): Refusal | null => refusals.get(root) ?? null;

export class NitroParser extends LangiumParser {
  override parse<T extends AstNode = AstNode>(
    input: string,
    options?: ParserOptions,
  ): ParseResult<T> {
    const refusal = refusalOf(input);
    const result = super.parse<T>(refusal === null ? input : '', options);
    if (refusal !== null) refusals.set(result.value, refusal);
    return result;
  }
}

/** As Langium builds its parser, with ours in the place of its own. */
export const createNitroParser = (services: LangiumCoreServices): LangiumParser => {
  const parser = createParser(
    services.Grammar, new NitroParser(services), services.parser.Lexer.definition,
  );
  parser.finalize();
  return parser;
};
