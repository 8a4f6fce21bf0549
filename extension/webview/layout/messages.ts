/**
 * What the page and its layout worker say to each other. Nothing here runs.
 */
import type { World } from '#ir';
import type { Scene } from '#scene';

export type ToLayout =
  | { readonly type: 'engine'; readonly script: string }
  | { readonly type: 'place'; readonly id: number; readonly world: World;
    readonly collapsed: readonly string[]; };

export type FromLayout =
  | { readonly type: 'scene'; readonly id: number; readonly scene: Scene }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
