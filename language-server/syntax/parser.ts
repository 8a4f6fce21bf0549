/**
 * The parser, with a guard before it and a limit on its errors. A text that would hurt it is parsed
 * as an empty one; of a text full of errors only the part up to the limit is parsed. Keeps true: no
 * text makes it throw, overflow the stack, or spend minutes on recovery.
 */
import {
  createParser, LangiumParser, type AstNode, type LangiumCoreServices, type ParseResult,
  type ParserOptions,
} from 'langium';
import { refusalOf, SYNTAX_ERRORS_MAX, type Refusal } from './guard.ts';

const refusals = new WeakMap<AstNode, Refusal>();
const cutShort = new WeakMap<AstNode, number>();

/** Why the text of this syntax tree was not parsed, or null. */
export const refusalOfTree = (root: AstNode): Refusal | null => refusals.get(root) ?? null;

/** Where parsing was given up because of too many errors, as an offset, or null. */
export const cutOfTree = (root: AstNode): number | null => cutShort.get(root) ?? null;

/** Thrown through the parser to end it; never leaves this file. */
class TooManyErrors extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super('too many syntax errors');
    this.offset = offset;
  }
}

interface SavedError {
  readonly token: { readonly startOffset: number };
}

interface ErrorSaver {
  SAVE_ERROR: (error: SavedError) => SavedError;
}

type ParserErrors = ParseResult['parserErrors'];

/** Characters that may be parsed again in all because of declarations that fail at once. */
const REPARSED_LENGTH_MAX = 2_000_000;

/** Where the next declaration begins: at the next line that starts with a word. */
const endOfDeclaration = (text: string, start: number): number => {
  const next = /\n(?=[A-Za-z])/gu;
  next.lastIndex = start;
  return next.exec(text)?.index ?? text.length;
};

class NitroParser extends LangiumParser {
  private errorCount = 0;
  private errorsMax = SYNTAX_ERRORS_MAX;

  constructor(services: LangiumCoreServices) {
    super(services);
    // Recovery from each error is slow; a file full of them would block the editor for minutes.
    const saver = this.wrapper as unknown as ErrorSaver;
    const save = saver.SAVE_ERROR.bind(saver);
    saver.SAVE_ERROR = (error) => {
      this.errorCount++;
      if (this.errorCount > this.errorsMax) throw new TooManyErrors(error.token.startOffset);
      return save(error);
    };
  }

  override parse<T extends AstNode = AstNode>(
    input: string,
    options?: ParserOptions,
  ): ParseResult<T> {
    const refusal = refusalOf(input);
    if (refusal !== null) {
      const empty = this.attempt<T>('', options, SYNTAX_ERRORS_MAX);
      refusals.set(empty.value, refusal);
      return empty;
    }
    try {
      return this.throughout<T>(input, options);
    } catch (thrown) {
      if (!(thrown instanceof TooManyErrors)) throw thrown;
      // What the parser had on its stack belongs to the run that was ended.
      (this as unknown as { stack: unknown[] }).stack = [];
      const offset = Number.isFinite(thrown.offset) ? thrown.offset : input.length;
      const part = this.attempt<T>(input.slice(0, offset), options, Number.POSITIVE_INFINITY);
      cutShort.set(part.value, offset);
      return part;
    }
  }

  /**
   * A declaration that fails at its first word ends the parse, for recovery stands still there.
   * So its text is blanked and the rest parsed again, as often as the length of the text allows.
   */
  private throughout<T extends AstNode>(
    input: string,
    options: ParserOptions | undefined,
  ): ParseResult<T> {
    let text = input;
    let result = this.attempt<T>(text, options, SYNTAX_ERRORS_MAX);
    const met: ParserErrors = [];
    const againMax = Math.min(SYNTAX_ERRORS_MAX, Math.ceil(REPARSED_LENGTH_MAX / input.length));
    for (let again = 0; again < againMax; again++) {
      const stopped = result.parserErrors.find(({ name }) => name === 'NotAllInputParsedException');
      if (stopped === undefined) break;
      const start = stopped.token.startOffset;
      met.push(result.parserErrors.find(({ token }) => token.startOffset === start) ?? stopped);
      const end = endOfDeclaration(text, start);
      text = text.slice(0, start) + text.slice(start, end).replace(/[^\n]/gu, ' ') + text.slice(end);
      result = this.attempt<T>(text, options, SYNTAX_ERRORS_MAX - met.length);
    }
    return { ...result, parserErrors: [...met, ...result.parserErrors] };
  }

  private attempt<T extends AstNode>(
    input: string,
    options: ParserOptions | undefined,
    errorsMax: number,
  ): ParseResult<T> {
    this.errorCount = 0;
    this.errorsMax = errorsMax;
    return super.parse<T>(input, options);
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
