/**
 * What every command is given: the world, who we are, and how to speak to a terminal.
 * Not options: each command has its own.
 */
import { resolve } from 'node:path';
import { colourStyle, plainStyle, type Style, type TerminalLook, type Tool } from '#report';
import { description, name, version } from '../../package.json';
import type { Io, Output } from './io.ts';

export const TOOL: Tool = { name, version, homepage: null };
export const DESCRIPTION: string = description;

export interface Context {
  readonly io: Io;
  /** One sentence for whoever called, on standard error. */
  readonly say: (sentence: string) => void;
  readonly absolute: (path: string) => string;
}

export const contextOf = (io: Io): Context => ({
  io,
  say: (sentence) => { io.stderr.write(`${TOOL.name}: ${sentence}\n`); },
  absolute: (path) => resolve(io.cwd, path),
});

const WIDTH = 100;

/** https://no-color.org: any value but the empty one. `FORCE_COLOR` is weaker. */
export function hasColour(io: Io, output: Output): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = io.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return output.isTerminal && TERM !== 'dumb';
}

export const styleFor = (io: Io, output: Output): Style =>
  hasColour(io, output) ? colourStyle : plainStyle;

export const lookFor = (io: Io, output: Output): TerminalLook => ({
  style: styleFor(io, output),
  // Beyond this, lines are hard to follow; below, tables are hard to hold.
  width: Math.max(60, Math.min(output.columns ?? WIDTH, 140)),
});
