/** The door of the compiler. */
export { compile } from './compile.ts';
export type { Compiled, CompileOptions } from './compile.ts';
export { fileNameOf, filesOf } from './file-names.ts';
