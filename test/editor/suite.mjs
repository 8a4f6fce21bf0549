/**
 * Tests in a row on one editor: each has a name, a time limit, and a picture when it fails.
 * Keeps true: a test that fails does not end the run, and the count is what happened.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { inRoot } from '../../scripts/lib/house.mjs';

/** @typedef {{ name: string, body: () => Promise<void>, limitMs: number }} Test */

const LIMIT_MS = 45_000;

export class Suite {
  /** @type {Test[]} */
  tests = [];
  passed = 0;
  failed = 0;
  /** @type {string[]} */
  pending = [];

  /** @param {string} name @param {() => Promise<void>} body @param {{ limitMs?: number }} [wish] */
  test(name, body, wish = {}) {
    this.tests.push({ name, body, limitMs: wish.limitMs ?? LIMIT_MS });
  }

  /**
   * @param {{ onFailure: (picture: string) => Promise<void>, only: string | undefined,
   *   endAtMs: number }} how
   */
  async run({ onFailure, only, endAtMs }) {
    mkdirSync(inRoot('out', 'editor'), { recursive: true });
    for (const { name, body, limitMs } of this.tests) {
      if (only !== undefined && !name.includes(only)) continue;
      const startedAtMs = Date.now();
      const leftMs = Math.min(limitMs, endAtMs - startedAtMs);
      try {
        if (leftMs <= 0) throw new Error('the time of the whole run was over before it began');
        await within(body(), leftMs);
        this.passed++;
        console.log(`ok    ${name} (${seconds(startedAtMs)} s)`);
      } catch (error) {
        this.failed++;
        console.log(`FAIL  ${name} (${seconds(startedAtMs)} s)\n      ${words(error)}`);
        const picture = `fail-${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}.png`;
        await onFailure(inRoot('out', 'editor', picture)).catch(() => undefined);
      }
    }
  }

  report() {
    const { passed, failed } = this;
    writeFileSync(
      inRoot('out', 'test-editor.json'), `${JSON.stringify({ passed, failed })}\n`,
    );
    console.log(`\n${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  }
}

/** @param {number} startedAtMs */
const seconds = (startedAtMs) => ((Date.now() - startedAtMs) / 1000).toFixed(1);

/** @param {unknown} error */
const words = (error) =>
  (error instanceof Error ? (error.stack ?? error.message) : String(error))
    .split('\n').slice(0, 12).join('\n      ');

/** @param {Promise<void>} work @param {number} limitMs */
async function within(work, limitMs) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${limitMs / 1000} s`)), limitMs);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits until a question is answered with something true.
 * @template T
 * @param {() => Promise<T> | T} ask
 * @param {string} what  for the message when it never is
 * @param {number} [limitMs]
 * @returns {Promise<T>}
 */
export async function until(ask, what, limitMs = 20_000) {
  const startedAtMs = Date.now();
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() - startedAtMs > limitMs) throw new Error(`It did not happen: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** @param {boolean} holds @param {string} what */
export function check(holds, what) {
  if (!holds) throw new Error(`It does not hold: ${what}.`);
}
