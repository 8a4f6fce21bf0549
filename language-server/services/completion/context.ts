/**
 * Where in a text the cursor stands, told from the tokens before it: the blocks around it and the
 * words of the statement so far. Needs no syntax tree, for a half-typed text has none to trust.
 * Keeps true: any text has an answer, and a word of the language inside quotes is no word.
 */
import type { Lexer } from 'langium';
import { isKindName, type KindName } from '#kinds';

export interface Token {
  readonly image: string;
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A block that is open at the cursor. */
export interface Frame {
  readonly kind: KindName | 'action' | null;
  /** The statement that opened it. */
  readonly header: readonly Token[];
  readonly name: string;
  readonly isType: boolean;
  /** Properties that were set before the cursor. */
  readonly assigned: Set<string>;
}

export interface Context {
  readonly frames: readonly Frame[];
  /** Tokens of the statement before the word at the cursor. */
  readonly statement: readonly Token[];
  /** The word being typed. */
  readonly word: { readonly text: string; readonly start: number };
  readonly offset: number;
  readonly place: 'code' | 'comment' | 'text';
}

const BEGINNERS = new Set(['link', 'scenario', 'use', 'vary', 'at', 'expect']);
/** A statement does not end behind one of these. */
const OPEN_ENDED = new Set([
  '=', ',', ':', '--', '.', '..', '<', '<=', '>', '>=', '==', '!=', '+', '-', '*', '/', '(', '[', 'on',
  'from', 'to', 'in', 'of', 'for', 'as', 'when', 'and', 'within', 'type', 'use', 'expect', 'vary', 'at',
]);

const WORDLIKE = new Set(['ID', 'INSTANCE_TYPE']);

const begins = (token: Token, before: Token | undefined, newLine: boolean): boolean => {
  if (before?.image === '.') return false;
  if (token.type === 'PROPERTY') return true;
  if (BEGINNERS.has(token.image) || (isKindName(token.image) && token.type === token.image)) {
    return true;
  }
  if (before === undefined) return false;
  return newLine && WORDLIKE.has(token.type) && !OPEN_ENDED.has(before.image);
};

const frameOf = (header: readonly Token[]): Frame => {
  const [first, second, third] = header;
  const isType = second?.image === 'type';
  const kind = first === undefined ? null
    : first.image === 'at' ? 'action' : isKindName(first.image) ? first.image : null;
  return {
    kind, header, isType, name: (isType ? third : second)?.image ?? '', assigned: new Set(),
  };
};

/** Reads tokens one by one, keeping the open blocks and the statement so far. */
class Reader {
  readonly frames: Frame[] = [];
  statement: Token[] = [];
  private depth = 0;
  private closed: readonly Token[] = [];

  read(token: Token, newLine: boolean): void {
    const { image } = token;
    if (image === '{') {
      this.frames.push(frameOf(this.statement));
      this.reset();
    } else if (image === '}') {
      this.closed = this.frames.pop()?.header ?? [];
      this.reset();
    } else if (image === ';' || (image === ',' && this.depth === 0 && this.isAssignment())) {
      this.reset();
    } else {
      this.take(token, newLine);
    }
  }

  private take(token: Token, newLine: boolean): void {
    const { image } = token;
    if (image === 'for' && this.statement.length === 0) this.statement = [...this.closed];
    this.closed = [];
    if (token.type === 'PROPERTY') this.frames.at(-1)?.assigned.add(image);
    const fresh = begins(token, this.statement.at(-1), newLine);
    if (fresh && (this.depth === 0 || token.type === 'PROPERTY' || newLine)) this.reset();
    if (image === '(' || image === '[') this.depth++;
    if (image === ')' || image === ']') this.depth = Math.max(0, this.depth - 1);
    this.statement.push(token);
  }

  private isAssignment(): boolean {
    return this.statement.some((token) => token.type === 'PROPERTY');
  }

  private reset(): void {
    this.statement = [];
    this.depth = 0;
  }
}

const placeOf = (text: string): Context['place'] => {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    if (line[index] === '"') quoted = !quoted;
    else if (quoted && line[index] === '\\') index++;
    else if (!quoted && line.startsWith('//', index)) return 'comment';
  }
  if (text.lastIndexOf('/*') > text.lastIndexOf('*/')) return 'comment';
  return quoted ? 'text' : 'code';
};

/** The context of an offset in a text. */
export const contextAt = (lexer: Lexer, text: string, offset: number): Context => {
  const before = text.slice(0, offset);
  const place = placeOf(before);
  const pattern = place === 'text' ? /[^"]*$/u : /[A-Za-z_][\w-]*$/u;
  const word = pattern.exec(before)?.[0] ?? '';
  const start = offset - word.length;
  const reader = new Reader();
  let reached = 0;
  for (const token of lexer.tokenize(before.slice(0, start)).tokens) {
    const newLine = before.slice(reached, token.startOffset).includes('\n');
    const end = token.startOffset + token.image.length;
    reader.read(
      { image: token.image, type: token.tokenType.name, start: token.startOffset, end }, newLine,
    );
    reached = end;
  }
  const { statement } = reader;
  const onNewLine = before.slice(reached, start).includes('\n');
  const ended = onNewLine && place === 'code' && !OPEN_ENDED.has(statement.at(-1)?.image ?? '=');
  return {
    frames: reader.frames, statement: ended ? [] : statement,
    word: { text: word, start }, offset, place,
  };
};
