/**
 * What the parser says it expected, in words for people: `a name`, `'{'`. The sentence around it
 * comes from the registry of diagnostics. Keeps true: no token's internal name is shown.
 */
import { AbstractParserErrorMessageProvider } from 'langium';

const TOKEN_WORDS: { readonly [token: string]: string } = {
  PROPERTY: 'a property',
  INSTANCE_TYPE: 'an instance type',
  QUANTITY: 'a quantity',
  NUMBER: 'a number',
  STRING: 'a text in quotes',
  ID: 'a name',
  EOF: 'the end of the file',
};

interface TokenType {
  readonly name: string;
  readonly LABEL?: string | undefined;
}

/** A token's word; keywords stand in quotes. */
const tokenWord = (token: TokenType): string =>
  TOKEN_WORDS[token.name] ?? `'${token.name.replace(/:KW$/u, '')}'`;

const ALTERNATIVES_MAX = 6;

const either = (words: readonly string[]): string => {
  const unique = [...new Set(words)];
  if (unique.length > ALTERNATIVES_MAX) return '';
  if (unique.length < 2) return unique.join('');
  return `${unique.slice(0, -1).join(', ')} or ${unique.at(-1) ?? ''}`;
};

const firstTokens = (paths: readonly (readonly (readonly TokenType[])[])[]): readonly string[] =>
  paths.flatMap((alternative) =>
    alternative.flatMap((path) => (path[0] === undefined ? [] : [tokenWord(path[0])])),
  );

export class NitroParserErrorMessages extends AbstractParserErrorMessageProvider {
  override buildMismatchTokenMessage(options: { readonly expected: TokenType }): string {
    return tokenWord(options.expected);
  }

  override buildNotAllInputParsedMessage(): string {
    return 'a declaration';
  }

  override buildNoViableAltMessage(options: {
    readonly expectedPathsPerAlt: readonly (readonly (readonly TokenType[])[])[];
  }): string {
    return either(firstTokens(options.expectedPathsPerAlt));
  }

  override buildEarlyExitMessage(options: {
    readonly expectedIterationPaths: readonly (readonly TokenType[])[];
  }): string {
    return either(firstTokens([options.expectedIterationPaths]));
  }
}
