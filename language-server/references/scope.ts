/**
 * What a name can mean at a place. Types and scenarios are looked up in the file's `use` closure;
 * the first segment of a path in the bodies around it and then in the closure; each further
 * segment inside what the one before it means. Keeps true: every lookup is one Map access, and
 * nothing here reports an unknown name: the compiler does, with better words.
 */
import {
  AstUtils, DocumentState, EMPTY_SCOPE, MapScope, WorkspaceCache, type AstNode,
  type AstNodeDescription, type AstNodeDescriptionProvider, type LangiumCoreServices,
  type LangiumDocument, type ReferenceInfo, type Scope, type ScopeProvider,
} from 'langium';
import type { Document, Named, Path } from '../generated/ast.ts';
import { Closures } from './closure.ts';
import { membersOf } from './members.ts';

type NameMap = ReadonlyMap<string, Named>;

interface Visible {
  readonly types: NameMap;
  readonly elements: NameMap;
  readonly scenarios: NameMap;
}

/** A scope over a chain of Maps; descriptions are made only for what is asked. */
class ChainScope implements Scope {
  private readonly maps: readonly NameMap[];
  private readonly describe: (node: Named, name: string) => AstNodeDescription;

  constructor(
    maps: readonly NameMap[],
    describe: (node: Named, name: string) => AstNodeDescription,
  ) {
    this.maps = maps;
    this.describe = describe;
  }

  getElement(name: string): AstNodeDescription | undefined {
    for (const map of this.maps) {
      const node = map.get(name);
      if (node !== undefined) return this.describe(node, name);
    }
    return undefined;
  }

  getElements(name: string): ReturnType<Scope['getElements']> {
    const found = this.getElement(name);
    return new MapScope(found === undefined ? [] : [found]).getAllElements();
  }

  getAllElements(): ReturnType<Scope['getAllElements']> {
    const all = new Map<string, AstNodeDescription>();
    for (const map of this.maps) {
      for (const [name, node] of map) if (!all.has(name)) all.set(name, this.describe(node, name));
    }
    return new MapScope([...all.values()]).getAllElements();
  }
}

export class NitroScopeProvider implements ScopeProvider {
  readonly closures: Closures;
  private readonly descriptions: AstNodeDescriptionProvider;
  private readonly visible: WorkspaceCache<string, Visible>;
  private readonly members: WorkspaceCache<Named, NameMap>;

  constructor(services: LangiumCoreServices) {
    this.descriptions = services.workspace.AstNodeDescriptionProvider;
    this.closures = new Closures(services.shared);
    this.visible = new WorkspaceCache(services.shared, DocumentState.IndexedContent);
    this.members = new WorkspaceCache(services.shared, DocumentState.IndexedContent);
  }

  getScope(context: ReferenceInfo): Scope {
    const { container, property } = context;
    const document = AstUtils.getDocument(container);
    if (container.$type === 'Path') return this.pathScope(container as Path, document);
    const visible = this.visibleIn(document);
    if (container.$type === 'Scenario') return this.scope([visible.scenarios], document);
    if (property === 'base' || property === 'types' || property === 'type') {
      return this.scope([visible.types], document);
    }
    return EMPTY_SCOPE;
  }

  /** Everything a document sees by name, its own first. */
  visibleIn(document: LangiumDocument): Visible {
    return this.visible.get(document.uri.toString(), () => this.collect(document));
  }

  /** Children of a named thing, its types' included. */
  membersIn(named: Named): NameMap {
    return this.members.get(named, () => membersOf(named));
  }

  private scope(maps: readonly NameMap[], document: LangiumDocument): Scope {
    return new ChainScope(maps, (node, name) =>
      this.descriptions.createDescription(node, name, document));
  }

  private pathScope(path: Path, document: LangiumDocument): Scope {
    if (path.left !== undefined) {
      const owner = path.left.element?.ref;
      return owner === undefined ? EMPTY_SCOPE : this.scope([this.membersIn(owner)], document);
    }
    const visible = this.visibleIn(document);
    const around = bodiesAround(path).map((body) => this.membersIn(body));
    // A bare word may also name a type (`transport = Srd`); elements come first.
    return this.scope([...around, visible.elements, visible.types, visible.scenarios], document);
  }

  private collect(document: LangiumDocument): Visible {
    const types = new Map<string, Named>();
    const elements = new Map<string, Named>();
    const scenarios = new Map<string, Named>();
    for (const seen of this.closures.ofDocument(document)) {
      for (const member of (seen.parseResult.value as Document).members ?? []) {
        if (member.$type === 'Assignment' || member.name === undefined) continue;
        const map = member.$type === 'Definition' ? types
          : member.$type === 'Scenario' ? scenarios : elements;
        if (!map.has(member.name)) map.set(member.name, member);
      }
    }
    return { types, elements, scenarios };
  }
}

const WITH_BODY = new Set(['Element', 'Definition', 'Link']);

/**
 * The bodies in which a path stands, inner first. A clause of an element (`on`, `from`, its count)
 * stands in the body around it, not in its own.
 */
const bodiesAround = (path: Path): readonly Named[] => {
  const bodies: Named[] = [];
  let from: AstNode = path;
  let node: AstNode | undefined = path.$container;
  while (node !== undefined) {
    const inBody = from.$containerProperty === 'items';
    if (inBody && WITH_BODY.has(node.$type)) {
      bodies.push(node as Named);
    }
    from = node;
    node = node.$container;
  }
  return bodies;
};
