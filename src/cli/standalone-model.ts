/**
 * What a self-contained program or page carries with it: the model, and how it is called.
 * Keeps true: plain JSON, found under one global name by both runtimes.
 */
import type { Ir } from '#ir';
import type { FileReport, RunReport } from '#report';

export interface StandaloneModel {
  readonly tool: { readonly name: string; readonly version: string };
  readonly ir: Ir;
  /** The file without problems and runs; its pictures are drawn already. */
  readonly file: FileReport;
  readonly places: RunReport['places'];
}

declare global {
  var nitrospecModel: StandaloneModel | undefined;
}
