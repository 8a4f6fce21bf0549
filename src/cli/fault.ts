/**
 * What is said when this program itself is at fault: what happened, and everything that someone
 * needs to see it again. Not a stack trace by itself. Keeps true: it is only ever our own mistake.
 */
import { printable } from '#report';
import { TOOL } from './context.ts';

/** A fault with what is known of the run that showed it. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly facts: { readonly [name: string]: string };

  constructor(message: string, facts: { readonly [name: string]: string }, cause?: unknown) {
    super(message, { cause });
    this.facts = facts;
  }
}

const FRAMES_MAX = 6;

const framesOf = (error: unknown): readonly string[] => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, FRAMES_MAX)
    .map((line) => line.trim());
};

/** An argument as a shell reads it. */
const shellWord = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

export function faultText(error: unknown, argv: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const facts = error instanceof FaultError ? error.facts : {};
  const inner = error instanceof FaultError && error.cause !== undefined ? error.cause : error;
  const call = [TOOL.name, ...argv].map((word) => shellWord(word)).join(' ');
  const rows = [
    ['version', `${TOOL.version}, Node ${process.versions.node}, ${process.platform}`],
    ...Object.entries(facts),
    ['replay', call],
    ...framesOf(inner).map((frame, index) => [index === 0 ? 'where' : '', frame]),
  ];
  return `${TOOL.name}: This is a fault of ${TOOL.name} itself, not of your spec: ${
    printable(message)}\n${rows.map(([name = '', value = '']) =>
    `  ${name.padEnd(8)} ${printable(value)}\n`).join('')}`
    + 'Please report it with these lines and the spec.\n';
}
