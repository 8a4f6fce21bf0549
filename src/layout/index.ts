/** The door of the layout room. */
export { elkEngine, elkInProcess, type ElkEngine, type EngineWorker } from './elk.ts';
export type { LayoutEngine, PlainGraph, PlainPlaces } from './engine.ts';
export { layout, type LayoutOptions } from './layout.ts';
export { LayoutCache } from './placer.ts';
export { rowsEngine } from './rows.ts';
