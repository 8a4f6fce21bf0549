/**
 * Asks an engine for places and keeps the answer under the graph's fingerprint, so that hosts of
 * one structure and later pictures of an edited world cost one question.
 * Keeps true: an answer that breaks a rule of the picture is not used; rows of our own replace it.
 */
import { fingerprintJson } from '#base';
import type { LayoutEngine, PlainGraph, PlainPlaces } from './engine.ts';
import { breaksRules } from './plain-rules.ts';
import { placeInRows } from './rows.ts';
import { straightened } from './straighten.ts';

export type Placer = (graph: PlainGraph) => Promise<PlainPlaces>;

/** Places by structure; the caller keeps it as long as it likes. */
export class LayoutCache {
  private readonly held = new Map<string, PlainPlaces>();
  private readonly entriesMax: number;

  constructor(entriesMax = 500) {
    this.entriesMax = entriesMax;
  }

  get(key: string): PlainPlaces | undefined {
    return this.held.get(key);
  }

  /** The oldest answer goes when there are too many. */
  set(key: string, places: PlainPlaces): void {
    this.held.set(key, places);
    if (this.held.size <= this.entriesMax) return;
    for (const oldest of this.held.keys()) {
      this.held.delete(oldest);
      break;
    }
  }
}

/** What an engine sees instead of names: numbers in the order of appearance. */
function withoutNames(graph: PlainGraph): {
  readonly plain: PlainGraph; readonly names: ReadonlyMap<string, string>;
} {
  const names = new Map<string, string>();
  const given = new Map<string, string>();
  const nick = (kind: string, name: string): string => {
    const key = `${kind} ${name}`;
    const held = given.get(key) ?? `${kind}${String(given.size)}`;
    given.set(key, held);
    names.set(held, name);
    return held;
  };
  const nodes = graph.nodes.map((node) => ({
    ...node, id: nick('n', node.id),
    ports: node.ports.map((port) => ({ ...port, id: nick('p', `${node.id} ${port.id}`) })),
  }));
  const ref = (end: { readonly node: string; readonly port: string }): typeof end =>
    ({ node: nick('n', end.node), port: nick('p', `${end.node} ${end.port}`) });
  const edges = graph.edges.map((edge) => ({
    id: nick('e', edge.id), bundle: nick('b', edge.bundle), from: ref(edge.from), to: ref(edge.to),
  }));
  return { plain: { ...graph, nodes, edges }, names };
}

export function makePlacer(engine: LayoutEngine, cache: LayoutCache): {
  readonly place: Placer; readonly failures: string[];
} {
  const failures: string[] = [];
  const ask = async (plain: PlainGraph): Promise<PlainPlaces> => {
    try {
      const answer = straightened(await engine.place(plain));
      return breaksRules(plain, answer) ? placeInRows(plain) : answer;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      return placeInRows(plain);
    }
  };
  const place: Placer = async (graph) => {
    const { plain, names } = withoutNames(graph);
    const key = `${engine.name} ${fingerprintJson(plain)}`;
    const failedBefore = failures.length;
    const held = cache.get(key) ?? await ask(plain);
    // What a failing engine did not answer may be asked again.
    if (failures.length === failedBefore) cache.set(key, held);
    return {
      ...held,
      nodes: new Map([...held.nodes].map(([id, box]) => [names.get(id) ?? id, box])),
      edges: new Map([...held.edges].map(([id, way]) => [names.get(id) ?? id, way])),
    };
  };
  return { place, failures };
}
