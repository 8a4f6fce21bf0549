/** The door of the layout room. */
export type { LayoutEngine, PlainGraph, PlainPlaces } from './engine.ts';
export { layout, type LayoutOptions } from './layout.ts';
export { LayoutCache } from './placer.ts';
export { rowsEngine } from './rows.ts';
