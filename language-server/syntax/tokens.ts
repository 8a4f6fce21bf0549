/**
 * How text becomes tokens and tokens become values, where Langium's defaults do not serve.
 * Keeps true: a word followed by `=` is a PROPERTY before it is anything else, so a half-typed
 * `rate =` does not eat the next line and a property may have a keyword's name.
 */
import {
  DefaultTokenBuilder, DefaultValueConverter, type CstNode, type Grammar, type GrammarAST,
  type TokenBuilderOptions, type ValueType,
} from 'langium';

export class NitroTokenBuilder extends DefaultTokenBuilder {
  override buildTokens(
    grammar: Grammar,
    options?: TokenBuilderOptions,
  ): ReturnType<DefaultTokenBuilder['buildTokens']> {
    const tokens = super.buildTokens(grammar, options);
    if (!Array.isArray(tokens)) return tokens;
    const first = tokens.filter((token) => token.name === 'PROPERTY');
    return [...first, ...tokens.filter((token) => token.name !== 'PROPERTY')];
  }
}

const ESCAPE = /\\(?:u\{([0-9A-Fa-f]{1,6})\}|([\s\S]))/gu;
const LARGEST_CODE_POINT = 0x10ffff;

/** The text of a quoted string: `\"`, `\\`, `\n`, `\u{…}` are known, others mean themselves. */
const unquote = (quoted: string): string =>
  quoted.slice(1, quoted.endsWith('"') && quoted.length > 1 ? -1 : undefined).replace(
    ESCAPE,
    (_, hexadecimal: string | undefined, character: string | undefined) => {
      if (hexadecimal !== undefined) {
        const point = Number.parseInt(hexadecimal, 16);
        return point <= LARGEST_CODE_POINT ? String.fromCodePoint(point) : '\ufffd';
      }
      return character === 'n' ? '\n' : (character ?? '');
    },
  );

const QUOTED: ReadonlySet<string> = new Set(['STRING', 'TypeName', 'TypeReference']);

export class NitroValueConverter extends DefaultValueConverter {
  protected override runConverter(
    rule: GrammarAST.AbstractRule,
    input: string,
    cstNode: CstNode,
  ): ValueType {
    if (input.startsWith('"') && QUOTED.has(rule.name)) {
      return unquote(input);
    }
    return rule.name === 'STRING' ? input : super.runConverter(rule, input, cstNode);
  }
}
