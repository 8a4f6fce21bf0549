/**
 * Published figures that the simulation is compared with, and the parameters behind each.
 * Not how they are run: scripts/reproduce.mjs does. Keeps true: a figure is `declared` when it is
 * itself an input, `calibrated` when a parameter on its path was chosen after seeing it or is
 * assumed, and `predicted` only when neither is so.
 */

/**
 * A parameter on the path of a figure, tried at ±25 %.
 * @typedef {{ readonly path: string, readonly amount: number, readonly unit: string }} Parameter
 */

/**
 * @typedef {object} PublishedRow
 * @property {string} what
 * @property {string} spec  under test/published/
 * @property {'declared' | 'calibrated' | 'predicted'} kind
 * @property {'time' | 'share' | 'ratio' | 'rate' | 'operations' | 'count'} unit
 * @property {number} low  in seconds, bits or operations a second, or 1; equal to `high` where one
 *   figure was published
 * @property {number} high  Infinity where only a least one was published
 * @property {number} [within]  by how much it may be off; a latency tail may by a factor of 1.5
 * @property {string} source
 * @property {(run: RunView) => number} value  the same figure of a simulated run
 * @property {readonly Parameter[]} parameters  those calibrated or assumed on its path
 * @property {string} [reason]  why it is missed, where it is
 */

/**
 * @typedef {object} RunView
 * @property {(scenario: string) => readonly string[]} assumed  guesses that took part in its runs
 * @property {(scenario: string, index: number, variant?: number) => number} left
 *   the left side of an expectation as measured; times in seconds
 * @property {(scenario: string, instance: string, from: string, to: string) => number} between
 *   time from one state of an instance to another, in seconds
 * @property {(scenario: string, id: string) => any} stream  a stream of the first run
 * @property {(id: string) => any} element  an element of the model
 * @property {(id: string) => any} machine  a machine of the model
 * @property {(scenario: string, id: string) => number} spent
 *   when a volume had spent its credits, in seconds; NaN: never
 * @property {(scenario: string, id: string) => any} station  a station of the first run
 * @property {(scenario: string, id: string) => any} processor  a processor of the first run
 */

import { bootRows } from './published-boot.mjs';
import { fabricRows } from './published-fabrics.mjs';
import { flashRows } from './published-flash.mjs';
import { hostRows } from './published-hosts.mjs';
import { volumeRows } from './published-volumes.mjs';

/** @type {readonly PublishedRow[]} */
export const publishedRows = [...hostRows, ...volumeRows, ...flashRows, ...fabricRows, ...bootRows];

/** What the shares of predicted figures are counted over. @param {string} spec */
export function groupOf(spec) {
  if (spec === 'boot') return 'boot';
  if (spec === 'fabrics') return 'fabric';
  return spec === 'volumes' || spec.startsWith('flash') ? 'storage' : 'path';
}
