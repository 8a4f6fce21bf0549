/**
 * How busy each thing is, as heat on the topology: small parts are filled, what holds other things
 * gets a border and a tag, lines get a colour and a width. Not where the figures come from.
 * Keeps true: places are those of the plain picture, so the two can be laid beside each other.
 */
import type { Scene } from '#scene';
import { emptyOverlay, type Overlay } from './overlay.ts';
import type { Theme } from './theme.ts';
import { renderTopology } from './topology-svg.ts';

/** By id of an element or a link: 0 to 1, and more where more is asked than there is. */
export interface Utilization {
  readonly [id: string]: number;
}

export interface HeatOptions {
  readonly theme: Theme;
  readonly title: string;
  readonly utilization: Utilization;
  /** What the figures are, such as `busy share, 0 s to 2 s`. */
  readonly about?: string;
  /** What else is known of the moment: states, figures, faults. Its loads are not used. */
  readonly overlay?: Overlay;
}

/** Ids that the scene does not show, and what is no number, change nothing. */
export function renderHeat(scene: Scene, options: HeatOptions): string {
  const { theme, title, utilization, about = 'utilization', overlay = emptyOverlay } = options;
  const loads = Object.fromEntries(
    Object.entries(utilization).filter(([, load]) => Number.isFinite(load)),
  );
  return renderTopology(scene, {
    theme, title, overlay: { ...overlay, loads }, heat: { about },
  });
}
