/** The engine behind its port: on a worker, stopped, and refused where it would do harm. */
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { canonicalJson } from '#base';
import {
  elkEngine, elkInProcess, layout, type EngineWorker, type PlainGraph,
} from '#layout';
import { sledWorld } from '../support/picture-worlds.ts';

// The package is CommonJS; loaded so, it exports a stand-in for a worker.
const { Worker: StandIn } = createRequire(import.meta.url)('elkjs/lib/elk-worker.min.js') as {
  Worker: new () => EngineWorker;
};

const graph: PlainGraph = {
  nodeGap: 20, rowGap: 50,
  nodes: [
    { id: 'card', width: 100, height: 40, row: 1, ports: [{ id: 'out', x: 50, side: 'south' }] },
    { id: 'socket', width: 300, height: 200, row: 2, ports: [{ id: 'in', x: 150, side: 'north' }] },
  ],
  edges: [{
    id: 'link', bundle: 'link', from: { node: 'card', port: 'out' },
    to: { node: 'socket', port: 'in' },
  }],
};

it('places rows under each other and joins fixed ports by a straight line', async () => {
  const { nodes, edges, width, height } = await elkInProcess().place(graph);
  expect([width, height]).toEqual([300, 290]);
  expect(nodes.get('card')).toEqual({ x: 100, y: 0, width: 100, height: 40 });
  expect(nodes.get('socket')).toEqual({ x: 0, y: 90, width: 300, height: 200 });
  expect(edges.get('link')).toEqual([{ x: 150, y: 40 }, { x: 150, y: 90 }]);
});

it('draws the same picture on a worker of the caller as in process', async () => {
  const onWorker = elkEngine(() => new StandIn());
  const [one, other] = await Promise.all([onWorker, elkInProcess()].map((engine) =>
    layout(sledWorld(), { engine, sizeLimit: 300 })));
  expect(canonicalJson(one)).toBe(canonicalJson(other));
});

it('can be stopped in process, and asked again afterwards', async () => {
  const engine = elkInProcess();
  engine.stop();
  const first = await engine.place(graph);
  engine.stop();
  expect(await engine.place(graph)).toEqual(first);
  engine.stop();
});

it('answers what was asked when it is stopped, so that nobody waits for ever', async () => {
  let ended = 0;
  const silent: EngineWorker = {
    onmessage: null,
    postMessage: () => undefined,
    terminate: () => {
      ended++;
    },
  };
  const engine = elkEngine(() => silent);
  const asked = engine.place(graph);
  engine.stop();
  await expect(asked).rejects.toThrow('it was stopped');
  expect(ended).toBe(1);
});

it('does not load itself into a worker that has other messages to read', async () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'self');
  Object.defineProperty(globalThis, 'self', { value: globalThis, configurable: true });
  try {
    const scene = await layout(sledWorld(), { engine: elkInProcess(), sizeLimit: 300 });
    expect(scene.note).toContain('ELK needs a worker of its own here');
    expect('onmessage' in globalThis).toBe(false);
  } finally {
    if (own === undefined) Reflect.deleteProperty(globalThis, 'self');
    else Object.defineProperty(globalThis, 'self', own);
  }
});
