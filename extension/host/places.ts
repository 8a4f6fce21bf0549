/**
 * Between the positions of the protocol and those of the editor, and what a file is called.
 */
import { Location, Range, Uri, workspace } from 'vscode';
import type {
  Location as WireLocation, Range as WireRange,
} from '../../language-server/protocol.ts';

export const rangeOf = ({ start, end }: WireRange): Range =>
  new Range(start.line, start.character, end.line, end.character);

export const locationOf = ({ uri, range }: WireLocation): Location =>
  new Location(Uri.parse(uri), rangeOf(range));

/** The last part of the path, as tabs show it. */
export const nameOf = (uri: string): string => {
  const { path } = Uri.parse(uri);
  return path.slice(path.lastIndexOf('/') + 1);
};

/** The path from the workspace folder, or the whole one outside of it. */
export const pathOf = (uri: string): string => workspace.asRelativePath(Uri.parse(uri), false);
