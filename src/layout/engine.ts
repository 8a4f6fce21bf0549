/**
 * The port of a layout engine: a plain graph goes in, places come out. Knows nothing of hosts, and
 * of no engine's own words. Keeps true: ports are fixed on their nodes, so a place of a node is
 * the place of all its ports, and an engine only shifts boxes and routes lines.
 */
import type { Rectangle } from '#scene';

export interface PlainPort {
  readonly id: string;
  /** From the node's left edge. */
  readonly x: number;
  readonly side: 'north' | 'south';
}

export interface PlainNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Nodes of a smaller row stand higher. */
  readonly row: number;
  /** Rows whose nodes have columns stand exactly under each other. */
  readonly column?: { readonly group: number; readonly index: number };
  readonly ports: readonly PlainPort[];
}

export interface PlainEdge {
  readonly id: string;
  readonly from: PortRef;
  readonly to: PortRef;
  /** Edges of one bundle may share their way, as the wires of a bus do. */
  readonly bundle: string;
}

export interface PortRef {
  readonly node: string;
  readonly port: string;
}

/** Nodes stand in the order in which they are wanted from left to right. */
export interface PlainGraph {
  readonly nodes: readonly PlainNode[];
  readonly edges: readonly PlainEdge[];
  /** Least distance between neighbours in a row. */
  readonly nodeGap: number;
  /** Least distance between rows. */
  readonly rowGap: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** In whole pixels from the top left corner. */
export interface PlainPlaces {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Rectangle>;
  /** From the port of `from` to that of `to`. */
  readonly edges: ReadonlyMap<string, readonly Point[]>;
}

export interface LayoutEngine {
  /** Part of the cache key: two engines place differently. */
  readonly name: string;
  place(graph: PlainGraph): Promise<PlainPlaces>;
}
