/**
 * From ids of the model to the words that declare them, and back. Keeps true: an id of the model
 * always has a place while its text is there; what a fabric generates is at the fabric.
 */
import { AstUtils, CstUtils, GrammarUtils, type AstNode, type LangiumDocument } from 'langium';
import { compareIds } from '#base';
import type { World } from '#ir';
import type { Document, Link, Named, Path } from '../generated/ast.ts';
import type { Location } from '../protocol.ts';
import type { NitroScopeProvider } from '../references/scope.ts';
import type { CompiledModel } from './compiled.ts';

/** `soc[1]` as a name and an index. */
const segmentsOf = (id: string): readonly string[] =>
  id.split('.').map((segment) => segment.replace(/\[\d+\]$/u, ''));

/** The words that name a node, or all of it. */
export const nameLocation = (node: AstNode): Location | null => {
  const cst = GrammarUtils.findNodeForProperty(node.$cstNode, 'name') ?? node.$cstNode;
  if (cst === undefined) return null;
  return { uri: AstUtils.getDocument(node).uri.toString(), range: cst.range };
};

interface Inverse {
  readonly idsByNode: ReadonlyMap<AstNode, readonly string[]>;
  readonly nodesByLink: ReadonlyMap<string, AstNode>;
}

export class Places {
  private readonly scopes: NitroScopeProvider;
  private readonly inverses = new WeakMap<World, Inverse>();

  constructor(scopes: NitroScopeProvider) {
    this.scopes = scopes;
  }

  /** The declaration that an element's id comes from. */
  nodeOf(document: LangiumDocument, id: string): Named | undefined {
    const [first = '', ...rest] = segmentsOf(id);
    let node = this.scopes.visibleIn(document).elements.get(first);
    for (const name of rest) {
      const child: Named | undefined = node === undefined
        ? undefined : this.scopes.membersIn(node).get(name);
      // Generated children are declared by nothing of their own.
      if (child === undefined) return node;
      node = child;
    }
    return node;
  }

  /** Where elements, links and instances of a world are declared. */
  positions(model: CompiledModel, world: World): { readonly [id: string]: Location } {
    const positions: Record<string, Location> = {};
    const { nodesByLink, idsByNode } = this.inverse(model, world);
    for (const [node, ids] of idsByNode) {
      const place = nameLocation(node);
      if (place !== null) for (const id of ids) positions[id] = place;
    }
    for (const [id, node] of nodesByLink) {
      const place = nameLocation(node);
      if (place !== null) positions[id] = place;
    }
    return positions;
  }

  /** Ids of the model that the text at an offset declares or means, sorted. */
  idsAt(model: CompiledModel, world: World, offset: number): readonly string[] {
    const root = model.document.parseResult.value.$cstNode;
    const leaf = root === undefined ? undefined : CstUtils.findLeafNodeAtOffset(root, offset)
      ?? CstUtils.findLeafNodeBeforeOffset(root, offset);
    if (leaf === undefined) return [];
    const { idsByNode, nodesByLink } = this.inverse(model, world);
    const path = AstUtils.getContainerOfType(leaf.astNode, isPath);
    const target = path?.element?.ref;
    if (path !== undefined && target !== undefined) {
      const ids = this.idsOf(target, world, idsByNode);
      const wanted = pattern(path);
      const picked = ids.filter((id) => matches(id, wanted));
      return picked.length > 0 ? picked : ids;
    }
    for (let node: AstNode | undefined = leaf.astNode; node !== undefined; node = node.$container) {
      const at = node;
      if (at.$type === 'Link') {
        return [...nodesByLink].filter(([, link]) => link === at).map(([id]) => id);
      }
      const ids = this.idsOf(at, world, idsByNode);
      if (ids.length > 0) return ids;
    }
    return [];
  }

  private idsOf(
    node: AstNode, world: World, idsByNode: Inverse['idsByNode'],
  ): readonly string[] {
    if (node.$type !== 'Definition') return idsByNode.get(node) ?? [];
    const { name } = node as unknown as { readonly name: string };
    return world.elements.filter((one) => one.types.includes(name)).map((one) => one.id);
  }

  private inverse(model: CompiledModel, world: World): Inverse {
    const known = this.inverses.get(world);
    if (known !== undefined) return known;
    const idsByNode = new Map<AstNode, string[]>();
    for (const { id } of world.elements) {
      const node = this.nodeOf(model.document, id);
      if (node === undefined) continue;
      const ids = idsByNode.get(node);
      if (ids === undefined) idsByNode.set(node, [id]);
      else ids.push(id);
    }
    for (const ids of idsByNode.values()) ids.sort(compareIds);
    const inverse = { idsByNode, nodesByLink: this.links(model, world) };
    this.inverses.set(world, inverse);
    return inverse;
  }

  /** Each link of the world with the `link` line that joins its ends. */
  private links(model: CompiledModel, world: World): ReadonlyMap<string, AstNode> {
    const lines = new Map<string, Link[]>();
    for (const file of model.sourced.documents) {
      for (const link of linksIn(file.parseResult.value as Document)) {
        for (const key of endKeys(link)) {
          const known = lines.get(key);
          if (known === undefined) lines.set(key, [link]);
          else known.push(link);
        }
      }
    }
    const nodes = new Map<string, AstNode>();
    for (const { id, ends } of world.links) {
      const [one, other] = ends.map((end) => this.nodeOf(model.document, end)?.name ?? '');
      const [line] = lines.get(keyOf(one ?? '', other ?? '')) ?? [];
      if (line !== undefined) nodes.set(id, line);
    }
    return nodes;
  }
}

const isPath = (node: AstNode): node is Path => node.$type === 'Path';

const linksIn = (root: Document): readonly Link[] =>
  AstUtils.streamAst(root).filter((node): node is Link => node.$type === 'Link').toArray();

const keyOf = (one: string, other: string): string =>
  compareIds(one, other) <= 0 ? `${one} ${other}` : `${other} ${one}`;

/** The names of things that a line joins, in pairs. */
const endKeys = (link: Link): readonly string[] => {
  const names = (paths: readonly Path[] | undefined): readonly string[] =>
    (paths ?? []).map((path) => path.element?.ref?.name ?? '');
  return names(link.left).flatMap((one) => names(link.right).map((other) => keyOf(one, other)));
};

interface Picked {
  readonly name: string;
  readonly low: number | null;
  readonly high: number | null;
}

/** `sled[0..1].soc` as names with the indices that are plain numbers. */
const pattern = (path: Path): readonly Picked[] => {
  const found: Picked[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.left) {
    const low = numberOf(at.index?.low);
    const high = at.index?.high === undefined ? low : numberOf(at.index.high);
    found.unshift({ name: at.element?.$refText ?? '', low, high });
  }
  return found;
};

const numberOf = (node: AstNode | undefined): number | null => {
  const text = node?.$type === 'Numeral' ? (node as unknown as { text?: string }).text : undefined;
  return text === undefined ? null : Number(text);
};

/** Whether the last segments of an id are what a path picks. */
const matches = (id: string, wanted: readonly Picked[]): boolean => {
  const segments = id.split('.').slice(-wanted.length);
  return wanted.every(({ name, low, high }, index) => {
    const match = /^(.*?)(?:\[(\d+)\])?$/u.exec(segments[index] ?? '');
    if (match?.[1] !== name) return false;
    const at = match[2] === undefined ? null : Number(match[2]);
    return low === null || at === null || (at >= low && at <= (high ?? low));
  });
};
