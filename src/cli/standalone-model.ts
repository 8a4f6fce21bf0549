/**
 * What a self-contained program or page carries with it: the model, and how it is called.
 * Keeps true: plain JSON, found under one global name by both runtimes.
 */
import type { Ir } from '#ir';
import type { FileReport, RunReport } from '#report';
import type { FilesAt } from '#sim/run';

export interface StandaloneModel {
  readonly tool: { readonly name: string; readonly version: string };
  readonly ir: Ir;
  /** The file without problems and runs; its pictures are drawn already. */
  readonly file: FileReport;
  readonly places: RunReport['places'];
  /** What the files hold that the model names, in base 64; of one too large, why not: `it …`. */
  readonly named: Readonly<Record<string, { readonly base64: string } | { readonly none: string }>>;
}

/** The carried files, for a run. */
export const filesCarried = ({ named }: StandaloneModel): FilesAt =>
  Object.fromEntries(Object.entries(named).map(([name, one]) => [name, 'none' in one
    ? { is: 'none' as const, reason: one.none }
    : { is: 'bytes' as const, bytes: Uint8Array.from(atob(one.base64), (c) => c.charCodeAt(0)) }]));

declare global {
  var nitrospecModel: StandaloneModel | undefined;
}
