/** The door of the processors: everything that runs on them, for the devices around them. */
export type { ProcessorFigures } from './figures.ts';
export { Processors } from './processors.ts';
export type { ProcessorsOptions } from './processors.ts';
