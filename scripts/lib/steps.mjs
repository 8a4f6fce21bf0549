/**
 * Runs named steps a few at a time and tells what each one did.
 * Keeps true: what is printed for a step stands together, in the order of the list,
 * and the code returned is that of the first failing step of the list, not of the clock.
 */
import { seconds } from './run.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<import('./run.mjs').Outcome>} run
 *
 * @param {readonly Step[]} steps
 * @param {{ atOnce: number }} options
 * @returns {Promise<number>}
 */
export async function runSteps(steps, { atOnce }) {
  /** @type {Promise<import('./run.mjs').Outcome>[]} */
  const outcomes = [];
  let next = 0;
  /** @type {((outcome: import('./run.mjs').Outcome) => void)[]} */
  const settle = [];
  for (const index of steps.keys()) {
    outcomes[index] = new Promise((resolve) => (settle[index] = resolve));
  }
  const worker = async () => {
    while (next < steps.length) {
      const index = next++;
      const outcome = await steps[index]?.run();
      if (outcome) settle[index]?.(outcome);
    }
  };
  const workers = Array.from({ length: atOnce }, worker);
  let code = 0;
  for (const [index, step] of steps.entries()) {
    const outcome = await /** @type {Promise<import('./run.mjs').Outcome>} */ (outcomes[index]);
    const result = outcome.code === 0 ? 'ok' : `failed (${String(outcome.code)})`;
    console.log(`${step.name.padEnd(10)} ${seconds(outcome.wallMs).padStart(7)}  ${result}`);
    if (outcome.code !== 0 && outcome.output) console.log(indent(outcome.output));
    if (code === 0) code = outcome.code;
  }
  await Promise.all(workers);
  return code;
}

/** @param {string} text */
const indent = (text) => text.trimEnd().replace(/^(?=.)/gm, '  ');
