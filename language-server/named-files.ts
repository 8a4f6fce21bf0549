/**
 * The files that properties name, such as `trace = "requests.csv"`: where they lie and what a model
 * keeps of them. Not their content, which only a run reads. Keeps true: the editor and the command
 * line know the same of a file.
 */
import { UriUtils, type URI } from 'langium';
import { sha256 } from '#base';
import type { FileFacts } from '#compile';

/** By name relative to the main file; null: there is no such file, or it cannot be read. */
export type NamedFacts = Readonly<Record<string, FileFacts | null>>;

export const namedFileUri = (main: URI, name: string): URI =>
  UriUtils.resolvePath(UriUtils.dirname(main), name);

export const factsOf = (bytes: Uint8Array): FileFacts =>
  ({ sizeBytes: bytes.length, sha256: sha256(bytes) });
