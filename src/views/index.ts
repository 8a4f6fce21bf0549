/** The door of the views room. */
export { emptyOverlay, type Overlay, type VerdictMark } from './overlay.ts';
export type { Strip, TimeMark } from './strip-svg.ts';
export { themes, type Theme } from './theme.ts';
export { renderTopology, type TopologyOptions } from './topology-svg.ts';
