/**
 * The files that a model names, for a run: where each is to be had, and whether it is still the one
 * that the model was made of. Not the disk: who has one opens paths.
 */
import type { Ir } from '#ir';
import { type Content, contentOfBytes, type OpenContent } from '#sim/devices';

/** Plain data that crosses to a worker: a path on its disk, the bytes, or why there are none. */
export type FileAt =
  | { readonly is: 'path'; readonly path: string }
  | { readonly is: 'bytes'; readonly bytes: Uint8Array }
  /** Completes a sentence: `it …`. */
  | { readonly is: 'none'; readonly reason: string };

/** By name, as in the model. */
export type FilesAt = Readonly<Record<string, FileAt>>;

/** Opens a path of a disk. @throws Error whose message says why it cannot be read */
export type OpenPath = (path: string) => Content;

/** More bytes than this are not handed over in memory. */
export const HANDED_OVER_MAX = 256 * 1024 * 1024;

export const openerOf = (files: FilesAt, openPath: OpenPath | null): OpenContent => (name) => {
  const at = files[name];
  switch (at?.is) {
    case undefined: return 'was not handed to this run';
    case 'none': return at.reason;
    case 'bytes': return contentOfBytes(at.bytes);
    case 'path': break;
  }
  if (openPath === null) return 'lies on a disk, which a browser cannot read';
  try {
    return openPath(at.path);
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
};

/** Refuses a file that has changed since the model was made. */
export const checkedOpener = (ir: Ir, open: OpenContent): OpenContent => (name) => {
  const content = open(name);
  const known = ir.files.find((file) => file.name === name);
  if (typeof content === 'string' || known === undefined) return content;
  if (content.sizeBytes === known.sizeBytes) return content;
  content.close();
  return `has ${String(content.sizeBytes)} bytes, and had ${String(known.sizeBytes)} when the model `
    + 'was made';
};
