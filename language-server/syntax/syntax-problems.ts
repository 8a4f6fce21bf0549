/**
 * What the lexer, the parser and their guard found wrong, with registered codes. Not what is wrong
 * with the sense of a spec: the compiler says that. Keeps true: at most so many problems a file,
 * and every one at a real place of the text.
 */
import type { LangiumDocument } from 'langium';
import { escapedByteAt, nearest } from '#base';
import { diagnose, type Diagnostic } from '#diagnostics';
import { ACTIONS, KIND_NAMES, propertyRow, unitsMeant } from '#kinds';
import { CHAIN_MAX, FILE_BYTES_MAX, NESTING_MAX, SYNTAX_ERRORS_MAX } from './guard.ts';
import type { Document } from '../generated/ast.ts';
import { begunSteps, type BegunStep } from './begun-steps.ts';
import { endOfBlock, unclosedBrace } from './braces.ts';
import { unknownEscapes } from './escapes.ts';
import { cutOfTree, refusalOfTree } from './parser.ts';
import { RESERVED, reservedValue } from './reserved-words.ts';
import { type Slip, slipAtCharacter, slipAtToken } from './slips.ts';

/** A diagnostic about a stretch of text rather than about a part of a Spec. */
export interface SyntaxProblem {
  readonly diagnostic: Diagnostic;
  readonly start: number;
  readonly end: number;
  /** What would put it right, as a replacement of the same stretch. */
  readonly replacements: readonly { readonly title: string; readonly text: string }[];
  /** The declaration that the parser lost with it: what it names, and where it ends. */
  readonly lost?: Lost;
}

interface Lost {
  readonly name: string;
  readonly end: number;
}

interface Token {
  readonly image: string;
  readonly startOffset: number;
  readonly endOffset?: number | undefined;
  readonly tokenType?: { readonly name: string } | undefined;
}

interface LexerError {
  readonly offset: number;
  readonly length: number;
}

interface ParserError {
  readonly name: string;
  readonly message: string;
  readonly context?: { readonly ruleStack: readonly string[] };
  readonly token: Token;
  readonly previousToken?: Token | undefined;
}

const WORD = /^[\p{L}_][\p{L}\w-]*$/u;
/** Words that begin a member or an item: what a mistyped first word was meant to be. */
const BEGINNINGS: readonly string[] = [...KIND_NAMES, 'link', 'scenario', 'use'];

const problem = (
  diagnostic: Diagnostic,
  start: number,
  end: number,
  replacements: SyntaxProblem['replacements'] = [],
): SyntaxProblem => ({ diagnostic, start, end, replacements });

const changeTo = (words: readonly string[]): SyntaxProblem['replacements'] =>
  words.map((word) => ({ title: `Change to '${word}'`, text: word }));

const ofSlip = ({ diagnostic, start, end, meant }: Slip): SyntaxProblem =>
  problem(diagnostic, start, end, meant === '' ? [] : changeTo([meant]));

const isReal = (token: Token | undefined): token is Token =>
  token !== undefined && Number.isFinite(token.startOffset) && token.startOffset >= 0;

const endOf = (token: Token): number => token.startOffset + token.image.length;

/** Whether a property is a count, for which a word such as `cores` is no unit. */
const isCount = (property: string): boolean => KIND_NAMES.some((kind) => {
  const row = propertyRow(kind, property);
  return row?.value.is === 'quantity' && row.value.dimension === 'count';
});

/** `4 GBs`: a bare number, blanks, and a word that no unit spells. */
const unknownUnit = (text: string, token: Token | undefined): SyntaxProblem | null => {
  if (!isReal(token) || !/^[A-Za-z\u00b5\u03bc%]/u.test(token.image)) return null;
  const line = text.slice(text.lastIndexOf('\n', token.startOffset - 1) + 1, token.startOffset);
  if (!/(?:^|[\s=(,[])[0-9][\w.]*[ \t]+$/u.test(line)) return null;
  const rest = /^[\w\u00b5\u03bc%/]+/u.exec(text.slice(token.startOffset))?.[0] ?? token.image;
  const near = unitsMeant(rest);
  const code = diagnose('syntax/unknown-unit', '', { unit: rest, nearest: near });
  const property = /([A-Za-z_]\w*)[ \t]*=[ \t]*[\w.]+[ \t]+$/u.exec(line)?.[1] ?? '';
  const fixes = isCount(property)
    ? [{ title: `Remove '${rest}': a count has no unit`, text: '' }] : changeTo(near);
  return problem(code, token.startOffset, token.startOffset + rest.length, fixes);
};

/** The declaration whose name follows, as far as its block or its line goes. */
const lostAt = (text: string, start: number): Lost | null => {
  const found = /^[ \t]+(?:type[ \t]+)?([\p{L}\w][\p{L}\w.-]*)/u
    .exec(text.slice(start, start + NAME_REACH));
  return found === null ? null : { name: found[1] ?? '', end: endOfBlock(text, start) };
};

/** `hots box { }`: the word before the error begins a line and is nearly a kind. */
const unknownKind = (text: string, previous: Token | undefined): SyntaxProblem | null => {
  if (!isReal(previous) || !WORD.test(previous.image)) return null;
  const before = text.slice(0, previous.startOffset);
  if (!/(?:^|[\n{};,])[ \t]*$/u.test(before) || BEGINNINGS.includes(previous.image)) return null;
  if (ACTION_NAMES.has(previous.image)) return timeless(previous);
  const near = nearest(previous.image, BEGINNINGS);
  const code = diagnose('text/unknown-kind', '', { kind: previous.image, nearest: near });
  const found = problem(code, previous.startOffset, endOf(previous), changeTo(near));
  const lost = lostAt(text, endOf(previous));
  return lost === null ? found : { ...found, lost };
};

const ACTION_NAMES: ReadonlySet<string> = new Set(ACTIONS.map((row) => row.name));

/** `launch web`: an action that does not say when. */
const timeless = (token: Token): SyntaxProblem => {
  const whole = `at 0 s ${token.image}`;
  const facts = { token: token.image, expected: `a time before it, as in '${whole} …'` };
  const code = diagnose('syntax/unexpected', '', facts);
  return problem(code, token.startOffset, endOf(token), changeTo([whole]));
};

/** `socket link : T`: a word of the language where a name is wanted. */
const reservedName = (text: string, token: Token): SyntaxProblem | null => {
  const named = /^([a-z]+)([ \t]+(?:type[ \t]+)?)([A-Za-z]+)(?![\w-]|[ \t]*=(?!=))/u
    .exec(text.slice(token.startOffset, token.startOffset + NAME_REACH));
  const [, kind = '', between = '', word = ''] = named ?? [];
  const [start, name] = DECLARING.has(kind) && RESERVED.has(word) && word !== 'type'
    ? [token.startOffset + kind.length + between.length, word]
    : [token.startOffset, RESERVED.has(token.image) ? declared(text, token) : ''];
  if (name === '') return null;
  const code = diagnose('text/reserved-name', '', { name });
  return problem(code, start, start + name.length, changeTo([`${name}1`]));
};

const DECLARING = new Set<string>([...KIND_NAMES]);
/** How far a kind, `type` and a name reach at the most, blanks included. */
const NAME_REACH = 200;

/** The token's image when the words before it declare something: `socket type `. */
const declared = (text: string, token: Token): string => {
  const line = text.slice(text.lastIndexOf('\n', token.startOffset - 1) + 1, token.startOffset);
  const kind = /([a-z]+)[ \t]+(?:type[ \t]+)?$/u.exec(line)?.[1] ?? '';
  return DECLARING.has(kind) ? token.image : '';
};

const missing = (error: ParserError, textLength: number): SyntaxProblem => {
  const previous = isReal(error.previousToken) ? error.previousToken : null;
  const end = previous === null ? textLength : endOf(previous);
  const start = Math.max(0, end - 1);
  const expected = error.message === '' ? 'something' : error.message;
  return problem(diagnose('syntax/missing', '', { expected }), start, end);
};

/** Whether the parser met the token on a later line than the one before it. */
const onLaterLine = (error: ParserError, text: string): boolean =>
  isReal(error.previousToken)
  && text.slice(endOf(error.previousToken), error.token.startOffset).includes('\n');

/** A declaration whose second word already is wrong: the fault is there, not at its kind. */
const afterKind = (token: Token, text: string): SyntaxProblem | null => {
  if (!DECLARING.has(token.image)) return null;
  const rest = text.slice(endOf(token), endOf(token) + NAME_REACH);
  const found = /^([ \t]+(?:type\b[ \t]*)?)([^\s\w"]|[\w-]+)/u.exec(rest);
  const [, blanks = '', word = ''] = found ?? [];
  if (word === '' || WORD.test(word)) return null;
  const start = endOf(token) + blanks.length;
  const end = start + word.length;
  if (/^\w/u.test(word)) {
    const lost = lostAt(text, endOf(token));
    const found = problem(diagnose('text/name-shape', '', { name: word }), start, end);
    return lost === null ? found : { ...found, lost };
  }
  const code = diagnose('syntax/unexpected', '', { token: word, expected: 'a name' });
  return problem(code, start, end);
};

/** `instance type x9.odd`: a name with a dot that is no instance type's wants quotes. */
const dottedName = (error: ParserError, text: string): SyntaxProblem | null => {
  const { token } = error;
  if (token.image !== '.') return null;
  const line = text.slice(text.lastIndexOf('\n', token.startOffset - 1) + 1, token.startOffset);
  const before = /^\s*[a-z]+[ \t]+type[ \t]+([\w-]+)$/u.exec(line)?.[1];
  if (before === undefined) return null;
  const start = token.startOffset - before.length;
  const word = /^[\w.-]+/u.exec(text.slice(start, start + NAME_REACH))?.[0] ?? before;
  const quoted = `"${word}"`;
  const facts = { token: word, expected: `a name, or ${quoted} in quotes` };
  return problem(diagnose('syntax/unexpected', '', facts), start, start + word.length,
    changeTo([quoted]));
};

/** `model = flow`: the parser stops after the word, or before it. */
const wordAsValue = (text: string, previous: Token | undefined): SyntaxProblem | null => {
  if (!isReal(previous)) return null;
  const found = reservedValue(
    text, previous.image === '=' ? endOf(previous) : previous.startOffset,
  );
  return found === null ? null
    : problem(found.diagnostic, found.start, found.end, changeTo(found.meant));
};

const ofParserError = (error: ParserError, text: string): SyntaxProblem => {
  const special = wordAsValue(text, error.previousToken)
    ?? dottedName(error, text) ?? unknownUnit(text, error.token)
    ?? unknownUnit(text, error.previousToken)
    ?? (isReal(error.token) && WORD.test(error.token.image)
      ? (reservedName(text, error.token) ?? unknownKind(text, error.previousToken)) : null);
  if (special !== null) return special;
  const atEnd = !isReal(error.token) || error.token.image === '';
  if (error.message === "'}'" && (atEnd || onLaterLine(error, text))) {
    const open = unclosedBrace(text);
    if (open !== null) {
      const code = diagnose('syntax/missing', '', { expected: "the '}' of this '{'" });
      return problem(code, open, open + 1);
    }
  }
  const culprit = atEnd ? null : afterKind(error.token, text);
  if (culprit !== null) return culprit;
  if (atEnd || onLaterLine(error, text)) return missing(error, text.length);
  const slip = slipAtToken(text, error.token.image, error.token.startOffset, error.message);
  if (slip !== null) return ofSlip(slip);
  const facts = { token: error.token.image, expected: error.message };
  const code = diagnose('syntax/unexpected', '', facts);
  return problem(code, error.token.startOffset, endOf(error.token));
};

const BLOCK_RULES = new Set(['Element', 'Definition', 'Link', 'Scenario']);

/** A word that is wrong by itself, whatever went wrong before it. */
const hasOwnReason = ({ token, previousToken: previous }: ParserError, text: string): boolean =>
  unknownUnit(text, token) !== null || unknownUnit(text, previous) !== null
  || (isReal(previous) && ACTION_NAMES.has(previous.image) && unknownKind(text, previous) !== null);

/**
 * Errors that follow from an earlier one: a closing brace too many, and lines of a body whose
 * opening line was lost, which the parser then takes for declarations.
 */
const follows = (error: ParserError, text: string): boolean => {
  if (!isReal(error.token)) return false;
  if (hasOwnReason(error, text)) return false;
  if (error.token.image === '}') return true;
  const stack = error.context?.ruleStack ?? [];
  if (stack.some((rule) => BLOCK_RULES.has(rule))) return false;
  const lineStart = text.lastIndexOf('\n', error.token.startOffset - 1) + 1;
  return /^[ \t]/u.test(text.slice(lineStart, lineStart + 1));
};

const ofLexerError = (error: LexerError, text: string): SyntaxProblem => {
  const start = error.offset;
  const end = start + Math.max(1, error.length);
  const character = text.slice(start, start + 1);
  if (character === '"') {
    const line = text.indexOf('\n', start);
    const lineEnd = line === -1 ? text.length : line;
    return problem(diagnose('syntax/unclosed-text', '', {}), start, lineEnd);
  }
  return ofSlip(slipAtCharacter(character, start, end));
};

const refused = (document: LangiumDocument, text: string): SyntaxProblem | null => {
  const refusal = refusalOfTree(document.parseResult.value);
  if (refusal === null) return null;
  const { offset } = refusal;
  const end = Math.min(text.length, offset + 1);
  switch (refusal.reason) {
    case 'large': {
      const facts = { bytes: refusal.bytes, maximum: FILE_BYTES_MAX };
      return problem(diagnose('syntax/too-large', '', facts), 0, end);
    }
    case 'binary': {
      const file = document.uri.path.split('/').at(-1) ?? '';
      return problem(diagnose('syntax/binary', '', { file }), offset, end);
    }
    case 'encoding': {
      const { byte, offset: byteOffset } = escapedByteAt(text, offset);
      const hexadecimal = byte.toString(16).toUpperCase().padStart(2, '0');
      const { line } = document.textDocument.positionAt(offset);
      const facts = { byte: hexadecimal, offset: byteOffset, line: line + 1 };
      return problem(diagnose('syntax/encoding', '', facts), offset, end);
    }
    case 'chain':
      return problem(diagnose('syntax/too-deep', '', { maximum: CHAIN_MAX }), offset, end);
    case 'nesting':
      return problem(diagnose('syntax/too-deep', '', { maximum: NESTING_MAX }), offset, end);
    default: return null;
  }
};

/** The first problem of each line, in order: later ones on it mostly follow from the first. */
const oneOfEachLine = (
  problems: readonly SyntaxProblem[],
  document: LangiumDocument,
): readonly SyntaxProblem[] => {
  const lines = new Set<number>();
  return [...problems]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter((one) => {
      const { line } = document.textDocument.positionAt(one.start);
      if (lines.has(line)) return false;
      lines.add(line);
      return true;
    });
};

const ofEscapes = (text: string): readonly SyntaxProblem[] =>
  unknownEscapes(text).slice(0, SYNTAX_ERRORS_MAX).map(({ escape, start }) => problem(
    diagnose('syntax/escape', '', { escape }), start, start + escape.length,
    changeTo([`\\${escape}`]),
  ));

/** What is there of a step, on its first line. */
const ofBegunStep = ({ node, words, follows, example }: BegunStep, text: string): SyntaxProblem => {
  const start = node.$cstNode?.offset ?? 0;
  const lineEnd = text.indexOf('\n', start);
  const end = Math.min(node.$cstNode?.end ?? start, lineEnd < 0 ? text.length : lineEnd);
  return problem(diagnose('syntax/incomplete', '', { words, follows, example }), start, end);
};

/** Problems of a document's syntax in order of place, SYNTAX_ERRORS_MAX and a last word at most. */
export const syntaxProblems = (document: LangiumDocument): readonly SyntaxProblem[] => {
  const text = document.textDocument.getText();
  const whole = refused(document, text);
  if (whole !== null) return [whole];
  const { lexerErrors, parserErrors, value } = document.parseResult;
  const lexed = lexerErrors.slice(0, SYNTAX_ERRORS_MAX).map((error) => ofLexerError(error, text));
  const parsed = (parserErrors as unknown as readonly ParserError[])
    .slice(0, SYNTAX_ERRORS_MAX)
    .filter((error, index) => index === 0 || !follows(error, text))
    .map((error) => ofParserError(error, text));
  // What follows an open quote on its line is text; the parser's view of it helps nobody.
  const unclosed = lexed.filter((one) => one.diagnostic.code === 'syntax/unclosed-text');
  const outside = (one: SyntaxProblem): boolean =>
    !unclosed.some((open) => one.start > open.start && one.start <= open.end);
  const broken = [...lexed, ...parsed].filter(outside);
  const begun = begunSteps(value as Document).map((step) => ofBegunStep(step, text));
  const lost = new Set(broken.flatMap((one) => one.lost?.name ?? []));
  const isUse = (one: SyntaxProblem): boolean =>
    one.lost === undefined && lost.has(text.slice(one.start, one.end));
  const firsts = broken.filter((one) => !isUse(one));
  const found = oneOfEachLine([...firsts, ...begun, ...ofEscapes(text)], document);
  const cut = cutOfTree(value);
  const count = lexerErrors.length + parserErrors.length;
  const shown = found.slice(0, SYNTAX_ERRORS_MAX);
  if (cut === null && count <= SYNTAX_ERRORS_MAX) return shown;
  const at = cut ?? shown.at(-1)?.start ?? 0;
  const code = diagnose('syntax/too-many', '', { count, shown: shown.length });
  return [...shown, problem(code, at, Math.min(text.length, at + 1))];
};
