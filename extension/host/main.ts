/**
 * What an editor loads, on a desktop and in a browser: one file, because nearly all of it is the
 * same. Not what differs, which stands in `activate-node.ts` and `activate-web.ts`.
 * Keeps true: of these two, only the one that can run is ever begun.
 */
import type { ExtensionContext } from 'vscode';

export { deactivateExtension as deactivate } from './activate.ts';

/** In a browser: `browser` of package.json names this file. */
export async function activate(context: ExtensionContext): Promise<void> {
  const { activateInBrowser } = await import('./activate-web.ts');
  await activateInBrowser(context);
}

/** Elsewhere: `main` of package.json names a file that takes this for `activate`. */
export async function activateElsewhere(context: ExtensionContext): Promise<void> {
  const { activateOnNode } = await import('./activate-node.ts');
  await activateOnNode(context);
}
