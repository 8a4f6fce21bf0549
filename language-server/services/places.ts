/**
 * From ids of the model to the words that declare them, and back. Keeps true: an id of the model
 * always has a place while its text is there; what a fabric generates is at the fabric.
 */
import { AstUtils, CstUtils, GrammarUtils, type AstNode, type LeafCstNode } from 'langium';
import type { Definition, Path } from '../generated/ast.ts';
import type { Location } from '../protocol.ts';
import type { CompiledModel } from './compiled.ts';

/** The words that name a node, or all of it. */
export const nameLocation = (node: AstNode): Location | null => {
  const cst = GrammarUtils.findNodeForProperty(node.$cstNode, 'name') ?? node.$cstNode;
  if (cst === undefined) return null;
  return { uri: AstUtils.getDocument(node).uri.toString(), range: cst.range };
};

/** The token at an offset, or the one that ends there. */
export const leafAt = (root: AstNode, offset: number): LeafCstNode | undefined => {
  const cst = root.$cstNode;
  if (cst === undefined) return undefined;
  const at = CstUtils.findLeafNodeAtOffset(cst, offset);
  return at !== undefined && !at.hidden ? at : CstUtils.findLeafNodeAtOffset(cst, offset - 1);
};

export class Places {
  private readonly inverses = new WeakMap<CompiledModel, ReadonlyMap<AstNode, readonly string[]>>();

  /** The declaration that an id comes from. */
  nodeOf(model: CompiledModel, id: string): AstNode | null {
    const [pointer] = model.compiled.index.pointersOf(id);
    return pointer === undefined ? null : (model.sourced.sources.placeOf(pointer)?.node ?? null);
  }

  /** Where elements, links and streams are declared. */
  positions(model: CompiledModel): { readonly [id: string]: Location } {
    const positions: Record<string, Location> = {};
    for (const [node, ids] of this.inverse(model)) {
      const place = nameLocation(node);
      if (place !== null) for (const id of ids) positions[id] = place;
    }
    return positions;
  }

  /** What a declaration made. */
  idsOf(model: CompiledModel, node: AstNode): readonly string[] {
    const ids = this.inverse(model).get(node);
    if (ids !== undefined) return ids;
    if (node.$type !== 'Definition') return [];
    const { name } = node as Definition;
    const world = model.ir?.worlds[0];
    return (world?.elements ?? []).filter((one) => one.types.includes(name)).map((one) => one.id);
  }

  /** Ids of the model that the text at an offset declares or means, in the model's order. */
  idsAt(model: CompiledModel, offset: number): readonly string[] {
    const leaf = leafAt(model.document.parseResult.value, offset);
    if (leaf === undefined) return [];
    const path = AstUtils.getContainerOfType(leaf.astNode, isPath);
    const target = path?.element?.ref;
    if (path !== undefined && target !== undefined) return this.idsOfPath(model, path, target);
    for (let node: AstNode | undefined = leaf.astNode; node !== undefined; node = node.$container) {
      const ids = this.idsOf(model, node);
      if (ids.length > 0) return ids;
    }
    return [];
  }

  private idsOfPath(model: CompiledModel, path: Path, target: AstNode): readonly string[] {
    const ids = this.idsOf(model, target);
    const wanted = pattern(path);
    const picked = ids.filter((id) => matches(id, wanted));
    return picked.length > 0 ? picked : ids;
  }

  private inverse(model: CompiledModel): ReadonlyMap<AstNode, readonly string[]> {
    const known = this.inverses.get(model);
    if (known !== undefined) return known;
    const { index } = model.compiled;
    const nodes = new Map<string, AstNode | null>();
    const found = new Map<AstNode, string[]>();
    for (const id of index.ids()) {
      const [pointer] = index.pointersOf(id);
      if (pointer === undefined) continue;
      let node = nodes.get(pointer);
      if (node === undefined) {
        node = model.sourced.sources.placeOf(pointer)?.node ?? null;
        nodes.set(pointer, node);
      }
      if (node === null) continue;
      const ids = found.get(node);
      if (ids === undefined) found.set(node, [id]);
      else ids.push(id);
    }
    this.inverses.set(model, found);
    return found;
  }
}

const isPath = (node: AstNode): node is Path => node.$type === 'Path';

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
