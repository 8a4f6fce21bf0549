/**
 * Which names are in sight at a context, found by the words of the text rather than by its tree.
 */
import type { LangiumDocument } from 'langium';
import { isKindName, kindRow, type KindName } from '#kinds';
import type { Named } from '../../generated/ast.ts';
import type { NitroScopeProvider } from '../../references/scope.ts';
import type { Context, Token } from './context.ts';

export const kindOf = (node: Named): KindName | null => {
  if (node.$type === 'Link') return 'link';
  if (node.$type === 'Scenario') return 'scenario';
  return isKindName(node.kind) ? node.kind : null;
};

/** The names of a path that ends in `.`, before the cursor; null when there is none. */
export const pathBefore = (tokens: readonly Token[]): readonly string[] | null => {
  const names: string[] = [];
  let index = tokens.length - 1;
  while (tokens[index]?.image === '.') {
    index--;
    if (tokens[index]?.image === ']') {
      while (index >= 0 && tokens[index]?.image !== '[') index--;
      index--;
    }
    const name = tokens[index];
    if (name === undefined || !/^[A-Za-z_]/u.test(name.image)) return null;
    names.unshift(name.image);
    index--;
  }
  return names.length === 0 ? null : names;
};

export class Names {
  private readonly scopes: NitroScopeProvider;
  private readonly document: LangiumDocument;
  /** The things whose bodies are open at the cursor, inner first. */
  readonly around: readonly Named[];

  constructor(scopes: NitroScopeProvider, document: LangiumDocument, context: Context) {
    this.scopes = scopes;
    this.document = document;
    this.around = this.bodies(context);
  }

  private get visible(): ReturnType<NitroScopeProvider['visibleIn']> {
    return this.scopes.visibleIn(this.document);
  }

  private bodies(context: Context): readonly Named[] {
    const found: Named[] = [];
    for (const frame of context.frames) {
      const parent = found[0];
      const node = parent === undefined
        ? (frame.isType ? this.visible.types : this.visible.elements).get(frame.name)
        : this.scopes.membersIn(parent).get(frame.name);
      if (node === undefined) break;
      found.unshift(node);
    }
    return found;
  }

  types(kinds: readonly KindName[]): readonly Named[] {
    return [...this.visible.types.values()].filter((type) => {
      const kind = kindOf(type);
      return kind !== null && kinds.includes(kind);
    });
  }

  scenarios(): readonly Named[] {
    return [...this.visible.scenarios.values()];
  }

  members(node: Named): readonly Named[] {
    return [...this.scopes.membersIn(node).values()];
  }

  /** What a bare word may mean: members of the bodies around, then the elements of the files. */
  inSight(): readonly Named[] {
    const found = new Map<string, Named>();
    for (const body of this.around) {
      for (const node of this.members(body)) {
        if (node.name !== undefined && !found.has(node.name)) found.set(node.name, node);
      }
    }
    for (const [name, node] of this.visible.elements) if (!found.has(name)) found.set(name, node);
    return [...found.values()];
  }

  /** Those in sight that are of these kinds, or lead to one that is. */
  leadingTo(kinds: readonly KindName[]): readonly Named[] {
    return this.inSight().filter((node) => this.leads(node, kinds, 0));
  }

  leads(node: Named, kinds: readonly KindName[], depth: number): boolean {
    const kind = kindOf(node);
    if (kind !== null && kinds.includes(kind)) return true;
    if (depth > 2 || node.$type === 'Scenario') return false;
    if (kind !== null && kindRow(kind).generates.some((child) => kinds.includes(child.kind))) {
      return true;
    }
    return this.members(node).some((member) => this.leads(member, kinds, depth + 1));
  }

  /** What a path of names means. */
  resolve(names: readonly string[]): Named | undefined {
    const [first = '', ...rest] = names;
    let node = this.around
      .map((body) => this.scopes.membersIn(body).get(first))
      .find((member) => member !== undefined) ?? this.visible.elements.get(first);
    for (const name of rest) {
      node = node === undefined ? undefined : this.scopes.membersIn(node).get(name);
    }
    return node;
  }
}
