/**
 * A Scene: the picture of a model as boxes, cells and lines at whole pixels. Not how it was laid
 * out, and not colours: a theme gives those. Keeps true: drawing it needs no other knowledge, and
 * an element's id is the model's, so picture and text find each other.
 */
import type { TextStyle } from './text-styles.ts';

export interface Scene {
  readonly sceneVersion: 1;
  readonly width: number;
  readonly height: number;
  /** Outer before inner, then by id: the order in which they are painted. */
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  /** Said when the layout engine failed and a plain grid was used. */
  readonly note: string | null;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type BoxRole =
  | 'host' | 'socket' | 'machine' | 'card' | 'controller' | 'chip' | 'hypervisor' | 'drive'
  | 'fabric' | 'switch' | 'instance' | 'microvm' | 'more';

export interface Box extends Rectangle {
  /** The model's id; of several drawn as one, the first. */
  readonly id: string;
  readonly role: BoxRole;
  readonly parent: string | null;
  /** Ids that this one box stands for, when several are drawn as one. */
  readonly members: readonly string[];
  readonly texts: readonly Text[];
  readonly cells: readonly Cell[];
  readonly bars: readonly Bar[];
  /** Places kept free for what a run shows; sized without knowing it. */
  readonly slots: readonly Slot[];
  /** What it is, in full, for a tooltip and for a screen reader. */
  readonly label: string;
  /** Its inside is not shown. */
  readonly collapsed: boolean;
  /** Index of the instance hue that belongs to it, or null. */
  readonly hue: number | null;
}

export interface Text {
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly width: number;
  readonly text: string;
  /** The whole text, where it did not fit. */
  readonly full: string | null;
  readonly style: TextStyle;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** What is written there after a run: a state, a headline figure, or a load as bar and number. */
export interface Slot extends Rectangle {
  readonly what: 'state' | 'figure' | 'load';
  /** Whose load it is where it is not that of the box: the busiest of them. */
  readonly of: readonly string[];
  /** What stands there while nothing is known of a run. */
  readonly idle: string;
}

/** A core, held by an instance or free; on one that is shared, a slice for each who shares it. */
export interface Cell extends Rectangle {
  readonly core: number;
  readonly instance: string | null;
  readonly hue: number | null;
  /** Which of the instances drawn as one holds it: 0, 1, 2 or 3, and round again. */
  readonly shade: number;
  /** Held back for the hypervisor or the management domain. */
  readonly reserved: boolean;
}

export interface Bar extends Rectangle {
  /** 0 to 1. */
  readonly filled: number;
  readonly hue: number | null;
  readonly what: 'memory' | 'load';
  /** Held back for the hypervisor or the management domain. */
  readonly reserved: boolean;
}

export interface Line {
  readonly id: string;
  /** Ids of links that this one line stands for. */
  readonly members: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly medium: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** 1 to 6, by rate. */
  readonly weight: number;
  readonly dashed: boolean;
  /** What it is, in full, for a tooltip and for a screen reader. */
  readonly label: string;
  /** A pill on the line: `PCIe 5 ×16`. */
  readonly pill: (Rectangle & { readonly text: string }) | null;
}
