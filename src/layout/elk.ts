/**
 * The layout engine ELK behind our port. It works in a worker that the caller makes: a browser's,
 * Node's, or the stand-in below, which works in the caller's own thread. ELK's words stay in here.
 * Keeps true: numbers come back as whole pixels, and what ELK cannot do comes back as a rejection.
 */
import { defined } from '#base';
import * as elkApi from 'elkjs/lib/elk-api.js';
import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { LayoutEngine, PlainGraph, PlainPlaces, Point } from './engine.ts';

/** What ELK needs of a worker. */
export interface EngineWorker {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  terminate(): void;
}

export interface ElkEngine extends LayoutEngine {
  /** Ends the worker; what it was asked is rejected. */
  stop(): void;
}

type ElkMaker = new (given: { readonly workerFactory: () => EngineWorker }) => ELK;

/** The package is CommonJS: bundlers and Node wrap its one export differently. */
function elkMaker(): ElkMaker {
  let found: unknown = elkApi;
  while (typeof found === 'object' && found !== null && 'default' in found) found = found.default;
  return found as ElkMaker;
}

/** An engine on a worker that runs elkjs' `elk-worker.min.js`; made when it is first needed. */
export function elkEngine(makeWorker: () => EngineWorker): ElkEngine {
  let elk: ELK | null = null;
  const waiting = new Set<(reason: Error) => void>();
  return {
    name: 'elk',
    place: async (graph) => {
      const Maker = elkMaker();
      elk ??= new Maker({ workerFactory: makeWorker });
      const answer = elk.layout(elkGraph(graph));
      let giveUp: (reason: Error) => void = () => undefined;
      const stopped = new Promise<never>((_, reject) => {
        giveUp = reject;
      });
      waiting.add(giveUp);
      try {
        return placesOf(graph, await Promise.race([answer, stopped]));
      } finally {
        waiting.delete(giveUp);
      }
    },
    stop: () => {
      elk?.terminateWorker();
      elk = null;
      for (const giveUp of waiting) giveUp(new Error('it was stopped'));
    },
  };
}

/**
 * Without a worker, for one picture on Node. Never in a browser's worker: loaded there, ELK would
 * take the messages of whoever lives in it.
 */
export function elkInProcess(): ElkEngine {
  let engine: ElkEngine | null = null;
  return {
    name: 'elk',
    place: async (graph) => {
      if (engine === null) {
        if ('self' in globalThis) throw new Error('ELK needs a worker of its own here');
        const loaded: WorkerModule = await import('elkjs/lib/elk-worker.min.js');
        const StandIn = defined(loaded.default?.Worker ?? loaded.Worker, 'the worker of elkjs');
        // It has no thread to end; what it still does is heard by nobody.
        engine = elkEngine(() => Object.assign(new StandIn(), { terminate: () => undefined }));
      }
      return engine.place(graph);
    },
    stop: () => {
      engine?.stop();
      engine = null;
    },
  };
}

type StandInMaker = new () => Omit<EngineWorker, 'terminate'>;

interface WorkerModule {
  readonly Worker?: StandInMaker;
  readonly default?: { readonly Worker: StandInMaker };
}

const edgeGap = 10;

function elkGraph(graph: PlainGraph): ElkNode {
  return {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
      'elk.partitioning.activate': 'true',
      // Else parts that nothing joins would be packed anywhere, and rows would be rows no more.
      'elk.separateConnectedComponents': 'false',
      'elk.spacing.nodeNode': String(graph.nodeGap),
      'elk.spacing.edgeNode': String(edgeGap),
      'elk.spacing.edgeEdge': String(edgeGap),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(graph.rowGap),
      'elk.layered.spacing.edgeNodeBetweenLayers': '18',
      'elk.layered.spacing.edgeEdgeBetweenLayers': String(edgeGap),
      'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
      'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      // Order is a hint; without it ELK starts from chance, with it from what a reader expects.
      'elk.randomSeed': '1',
    },
    children: graph.nodes.map((node): ElkNode => ({
      id: node.id, width: node.width, height: node.height,
      layoutOptions: {
        'elk.portConstraints': 'FIXED_POS',
        'elk.partitioning.partition': String(node.row + 1),
        'elk.alignment': 'TOP',
      },
      ports: node.ports.map((port) => ({
        id: portId(node.id, port.id), width: 0, height: 0, x: port.x,
        y: port.side === 'north' ? 0 : node.height,
        layoutOptions: { 'elk.port.side': port.side === 'north' ? 'NORTH' : 'SOUTH' },
      })),
    })),
    edges: graph.edges.map((edge): ElkExtendedEdge => ({
      id: edge.id,
      sources: [portId(edge.from.node, edge.from.port)],
      targets: [portId(edge.to.node, edge.to.port)],
    })),
  };
}

const portId = (node: string, port: string): string => `${node}/${port}`;

function placesOf(graph: PlainGraph, answer: ElkNode): PlainPlaces {
  const nodes = new Map((answer.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) =>
    [id, { x: Math.round(x), y: Math.round(y), width, height }] as const));
  const edges = new Map((answer.edges ?? []).map((edge) => [edge.id, wayOf(edge)] as const));
  const boxes = [...nodes.values()];
  const points = [...edges.values()].flat();
  return {
    width: Math.max(0, ...boxes.map((b) => b.x + b.width), ...points.map(({ x }) => x)),
    height: Math.max(0, ...boxes.map((b) => b.y + b.height), ...points.map(({ y }) => y)),
    nodes, edges: new Map(graph.edges.map(({ id }) => [id, edges.get(id) ?? []] as const)),
  };
}

const wayOf = (edge: ElkExtendedEdge): Point[] => (edge.sections ?? []).flatMap((section) =>
  [section.startPoint, ...section.bendPoints ?? [], section.endPoint]
    .map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) })));
