/** The door of the compiler. */
export { compile } from './compile.ts';
export type { Compiled, CompileOptions } from './compile.ts';
export type { FileFacts, Origin } from './draft.ts';
export { fileNameOf, filesOf, namesFile } from './file-names.ts';
export type { Free, KeptOn, PlacedAt, ResolvedProperty, SpecIndex } from './spec-index.ts';
