/**
 * The I/O path as a call hierarchy: outgoing is what something sends to on its way down (workload,
 * instance, function, card, volume), incoming is what sends to it.
 */
import { URI, type LangiumDocument } from 'langium';
import type { CallHierarchyProvider } from 'langium/lsp';
import {
  SymbolKind, type CallHierarchyIncomingCall, type CallHierarchyIncomingCallsParams,
  type CallHierarchyItem, type CallHierarchyOutgoingCall, type CallHierarchyOutgoingCallsParams,
  type CallHierarchyPrepareParams,
} from 'vscode-languageserver';
import type { World } from '#ir';
import type { CompiledModel } from './compiled.ts';
import type { NitroServices } from './module.ts';
import { nameLocation } from './places.ts';

interface Ways {
  readonly next: ReadonlyMap<string, readonly string[]>;
  readonly previous: ReadonlyMap<string, readonly string[]>;
}

interface ItemData {
  readonly uri: string;
  readonly id: string;
}

const waysByWorld = new WeakMap<World, Ways>();

const waysOf = (world: World): Ways => {
  const known = waysByWorld.get(world);
  if (known !== undefined) return known;
  const next = new Map<string, string[]>();
  const previous = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, from: string, to: string): void => {
    const list = map.get(from) ?? [];
    if (!list.includes(to)) list.push(to);
    map.set(from, list);
  };
  const join = (from: string, to: string): void => {
    if (from === to) return;
    add(next, from, to);
    add(previous, to, from);
  };
  for (const { instance, network, volumes, drives } of world.placements) {
    for (const path of [network, volumes, drives]) {
      const down = (path?.stations ?? []).filter((one) => one.role !== 'interrupt');
      let before = instance;
      for (const { element } of down) {
        join(before, element);
        before = element;
      }
    }
  }
  for (const { workload, from, to } of world.streams) {
    if (from !== null) join(workload, from);
    if (to !== null && from === null) join(workload, to);
  }
  const ways = { next, previous };
  waysByWorld.set(world, ways);
  return ways;
};

export class NitroCallHierarchy implements CallHierarchyProvider {
  private readonly services: NitroServices;

  constructor(services: NitroServices) {
    this.services = services;
  }

  prepareCallHierarchy(
    document: LangiumDocument,
    { position }: CallHierarchyPrepareParams,
  ): CallHierarchyItem[] {
    const model = this.services.model.Compiled.of(document);
    const ids = this.services.model.Places.idsAt(model, document.textDocument.offsetAt(position));
    return ids.flatMap((id) => this.item(model, id));
  }

  incomingCalls({ item }: CallHierarchyIncomingCallsParams): CallHierarchyIncomingCall[] {
    return this.neighbours(item, 'previous').map((from) => ({ from, fromRanges: [from.selectionRange] }));
  }

  outgoingCalls({ item }: CallHierarchyOutgoingCallsParams): CallHierarchyOutgoingCall[] {
    return this.neighbours(item, 'next').map((to) => ({ to, fromRanges: [item.selectionRange] }));
  }

  private neighbours(item: CallHierarchyItem, way: keyof Ways): readonly CallHierarchyItem[] {
    const { uri, id } = item.data as ItemData;
    const document = this.services.shared.workspace.LangiumDocuments.getDocument(URI.parse(uri));
    if (document === undefined) return [];
    const model = this.services.model.Compiled.of(document);
    const world = model.ir?.worlds[0];
    if (world === undefined) return [];
    return (waysOf(world)[way].get(id) ?? []).flatMap((other) => this.item(model, other));
  }

  private item(model: CompiledModel, id: string): readonly CallHierarchyItem[] {
    const node = this.services.model.Places.nodeOf(model, id);
    const place = node === null ? null : nameLocation(node);
    if (node?.$cstNode === undefined || place === null) return [];
    const data: ItemData = { uri: model.document.uri.toString(), id };
    return [{
      name: id, detail: model.compiled.index.kindOf(id) ?? '', kind: SymbolKind.Object,
      uri: place.uri, range: node.$cstNode.range, selectionRange: place.range, data,
    }];
  }
}
