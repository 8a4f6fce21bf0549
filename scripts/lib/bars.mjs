/**
 * Bars that figures stand beside: a bench file marks a line whose bar is missed. Not the figures.
 */

/** @param {string} output @returns {string[]}  the lines of missed bars */
export const missedBars = (output) =>
  output.split('\n').filter((line) => /\b(?:MISS|MISSED)\s*$/u.test(line)).map((line) => line.trim());
