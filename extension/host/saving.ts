/**
 * Saving what a panel has made: a question for the place, and one sentence when it cannot be done.
 */
import { Uri, window, workspace } from 'vscode';

export async function saveText(what: {
  readonly text: string;
  /** The file that it was made of, to offer a place beside it. */
  readonly beside: string;
  readonly extension: string;
  /** What files of this kind are called. */
  readonly filter: string;
}): Promise<Uri | null> {
  const source = Uri.parse(what.beside);
  const path = source.path.replace(/\.nitro$/u, '');
  const target = await window.showSaveDialog({
    // A new file that has no place yet has no neighbours either.
    ...(source.scheme === 'untitled' ? {}
      : { defaultUri: source.with({ path: `${path}.${what.extension}` }) }),
    filters: { [what.filter]: [what.extension] },
  });
  if (target === undefined) return null;
  try {
    await workspace.fs.writeFile(target, new TextEncoder().encode(what.text));
    return target;
  } catch (error) {
    void window.showErrorMessage(`${target.path} could not be written: ${String(error)}`);
    return null;
  }
}
