/**
 * Feeds damaged examples to the built server as an author's edits of one open document, and asks
 * it at places all over the damaged text. Watches for what must never happen: an exit, a slow
 * answer, an internal error, a diagnostic without a registered code.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Position, Range } from 'vscode-languageserver-protocol';
import { Chance, type Stream } from '#base';
import { isCode } from '#diagnostics';
import { startClient, type Client, type Published } from '../wire/client.ts';
import { mutate } from './mutations.ts';
import { exampleNames, examplesFolder } from './examples.ts';

const originals = exampleNames.map((name) => readFileSync(join(examplesFolder, name), 'utf8'));

const URI = 'untitled:damaged.nitro';
/** An answer that takes longer is one that an author waits for. */
const ANSWER_MS_MAX = 2_000;

/** What the server has worked; null where the system does not tell. A busy machine adds nothing. */
const workedMs = (pid: number | undefined): number | null => {
  const path = `/proc/${String(pid)}/stat`;
  if (!existsSync(path)) return null;
  const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

/** The protocol's word for "not possible here", said with a sentence; not a fault. */
const REQUEST_FAILED = -32803;

export interface ServerReport {
  readonly edits: number;
  readonly answers: number;
  readonly problems: number;
  readonly slowestMs: number;
  readonly slowest: string;
  readonly failures: readonly string[];
}

type Ask = (place: Position, range: Range) => object;

const options = { tabSize: 2, insertSpaces: true };
const document = { textDocument: { uri: URI } };
const at: Ask = (position) => ({ ...document, position });
const whole: Ask = () => document;
const within: Ask = (_position, range) => ({ ...document, range });

const asked: readonly (readonly [string, Ask])[] = [
  ['textDocument/completion', at], ['textDocument/hover', at], ['textDocument/definition', at],
  ['textDocument/references', (position) => ({
    ...document, position, context: { includeDeclaration: true },
  })],
  ['textDocument/prepareRename', at],
  ['textDocument/rename', (position) => ({ ...document, position, newName: 'other' })],
  ['textDocument/signatureHelp', at], ['textDocument/documentHighlight', at],
  ['textDocument/selectionRange', (position) => ({ ...document, positions: [position] })],
  ['textDocument/prepareCallHierarchy', at], ['nitro/elementAt', (position) => ({
    uri: URI, position,
  })],
  ['textDocument/documentSymbol', whole], ['textDocument/semanticTokens/full', whole],
  ['textDocument/semanticTokens/range', within],
  ['textDocument/formatting', () => ({ ...document, options })],
  ['textDocument/onTypeFormatting', (position) => ({ ...document, position, ch: '}', options })],
  ['textDocument/inlayHint', within], ['textDocument/codeLens', whole],
  ['textDocument/foldingRange', whole], ['textDocument/documentLink', whole],
  ['workspace/symbol', () => ({ query: 'w' })],
  ['nitro/scenarios', () => ({ uri: URI })],
];

const placeIn = (text: string, stream: Stream): Position => {
  const before = text.slice(0, stream.integerBelow(text.length + 1)).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
};

const rangeIn = (text: string, stream: Stream): Range => {
  const [a, b] = [placeIn(text, stream), placeIn(text, stream)];
  const inTurn = a.line < b.line || (a.line === b.line && a.character <= b.character);
  return inTurn ? { start: a, end: b } : { start: b, end: a };
};

class Session {
  readonly failures: string[] = [];
  answers = 0;
  problems = 0;
  slowestMs = 0;
  slowest = '';
  private readonly client: Client;
  private readonly shares: number;

  constructor(client: Client, shares: number) {
    this.client = client;
    this.shares = shares;
  }

  /** Undefined when nothing came in time. */
  async timed<T>(what: string, answer: Promise<T>): Promise<T | undefined> {
    const { pid } = this.client.process;
    const [startedMs, workedBeforeMs] = [performance.now(), workedMs(pid)];
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => { resolve('late'); }, 15 * ANSWER_MS_MAX);
    });
    const first = await Promise.race([answer, late]);
    clearTimeout(timer);
    const passedMs = performance.now() - startedMs;
    const workedAfterMs = workedMs(pid);
    const tookMs = first === 'late' || workedBeforeMs === null || workedAfterMs === null
      ? passedMs : Math.min(passedMs, workedAfterMs - workedBeforeMs);
    if (tookMs > this.slowestMs) [this.slowestMs, this.slowest] = [tookMs, what];
    if (tookMs > ANSWER_MS_MAX) this.failures.push(`${what}: took ${tookMs.toFixed(0)} ms`);
    this.answers++;
    return first === 'late' ? undefined : first;
  }

  async edit(seed: number, text: string, version: number): Promise<void> {
    this.client.change(URI, text, version);
    const what = `seed ${String(seed)}`;
    const published = await this.timed(
      `${what} diagnostics`, this.client.diagnostics(URI, (one) => one.version === version),
    );
    if (published === undefined) return;
    this.examine(what, published);
    this.client.published.length = 0;
    await this.ask(seed, text, published);
  }

  private examine(what: string, { diagnostics }: Published): void {
    this.problems += diagnostics.length;
    for (const { code, message } of diagnostics) {
      if (typeof code !== 'string' || !isCode(code)) {
        this.failures.push(`${what}: '${String(code)}' is not registered: ${JSON.stringify(message)}`);
      } else if (code.startsWith('internal/')) {
        this.failures.push(`${what}: ${code}: ${JSON.stringify(message)}`);
      }
    }
  }

  private async ask(seed: number, text: string, { diagnostics }: Published): Promise<void> {
    const stream = new Chance(seed).stream('requests');
    const fixes: Ask = (_position, range) => ({
      ...document, range: diagnostics[0]?.range ?? range, context: { diagnostics },
    });
    const all = [...asked, ['textDocument/codeAction', fixes] as const];
    const mine = all.filter((_, index) => (index + seed) % this.shares === 0);
    await Promise.all(mine.map(async ([method, ask]) => {
      const params = ask(placeIn(text, stream), rangeIn(text, stream));
      const what = `seed ${String(seed)} ${method} ${JSON.stringify(params).slice(0, 160)}`;
      const answer = this.client.connection.sendRequest(method, params);
      await this.timed(what, answer.catch((error: unknown) => {
        const { code, message } = error as { code?: number; message?: string };
        if (code === REQUEST_FAILED && message !== '') return;
        this.failures.push(`${what}: ${String(code)} ${String(message)}`);
      }));
    }));
  }
}

/**
 * Mutations `from` up to, but not including, `to`; then the server must still be well.
 * @param shares among how many texts in turn the questions are shared out
 */
export const runServerMutations = async (
  from: number, to: number, shares = 1,
): Promise<ServerReport> => {
  const client = await startClient();
  const session = new Session(client, shares);
  try {
    client.open(URI, originals[0] ?? '');
    // How long a start may take is measured elsewhere.
    await client.diagnostics(URI);
    let version = 1;
    for (let seed = from; seed < to && client.process.exitCode === null; seed++) {
      await session.edit(seed, mutate(originals[seed % originals.length] ?? '', seed), ++version);
    }
    const { exitCode, signalCode } = client.process;
    if (exitCode !== null || signalCode !== null) {
      session.failures.push(`the server ended with ${String(exitCode ?? signalCode)}`);
    }
    await examineHealth(client, session, ++version);
  } finally {
    await client.stop();
  }
  const { answers, problems, slowestMs, slowest, failures } = session;
  return { edits: to - from, answers, problems, slowestMs, slowest, failures };
};

const examineHealth = async (client: Client, session: Session, version: number): Promise<void> => {
  const healthy = originals[0] ?? '';
  client.change(URI, healthy, version);
  const published = await session.timed(
    'the healthy text', client.diagnostics(URI, (one) => one.version === version),
  );
  if (published?.diagnostics.length !== 0) {
    session.failures.push(`the healthy text has ${JSON.stringify(published?.diagnostics)}`);
  }
  const line = healthy.split('\n').findIndex((one) => one.startsWith('instance web'));
  const hover = await session.timed('hover', client.connection.sendRequest('textDocument/hover', {
    ...document, position: { line, character: 'instance w'.length },
  }));
  if (!JSON.stringify(hover ?? null).includes('web')) {
    session.failures.push(`the healthy text's hover is ${JSON.stringify(hover)}`);
  }
};
