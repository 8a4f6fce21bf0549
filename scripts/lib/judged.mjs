/**
 * A published figure against its simulation: the value, its error, what it comes to when parameters
 * are a quarter less or more, and what was assumed in the scenarios it was read from. Not the
 * table. Keeps true: what was assumed is what the runs say themselves.
 */
import { builtCommandLine } from './house.mjs';
import { runNode } from './run.mjs';

const MISSED_BEYOND = 0.15;

/** @typedef {import('./published.mjs').RunView} RunView */

/** @param {readonly string[]} args */
async function output(args) {
  const outcome = await runNode([builtCommandLine, ...args], { capture: true });
  const isJson = outcome.code <= 1 && outcome.output.includes('{');
  if (!isJson) {
    console.error(outcome.output);
    process.exit(Math.max(1, outcome.code));
  }
  return JSON.parse(outcome.output.slice(outcome.output.indexOf('{')));
}

/** @param {any} list @param {string} key @param {string} id */
const named = (list, key, id) => {
  const found = list.find((/** @type {any} */ one) => one[key] === id);
  if (found === undefined) throw new Error(`nothing called '${id}' among ${key}s of the results`);
  return found;
};

/** @type {Map<string, Promise<RunView>>} */
const known = new Map();

/**
 * Runs a spec once for each set of settings, however many figures it touches.
 * @param {string} spec @param {readonly string[]} settings  PATH=VALUE
 * @returns {Promise<RunView>}
 */
function simulated(spec, settings) {
  const key = [spec, ...settings].join('\n');
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = simulate(`test/published/${spec}.nitro`, settings);
  known.set(key, made);
  return made;
}

/** @param {string} file @param {readonly string[]} settings @returns {Promise<RunView>} */
async function simulate(file, settings) {
  const sets = settings.flatMap((setting) => ['--set', setting]);
  const results = await output(['run', file, '--format', 'json', ...sets]);
  const ir = await output(['compile', file, ...sets]);
  const ticksPerSecond = 1e12 / results.tickPicoseconds;
  /** @param {string} name */
  const scenario = (name) => named(results.scenarios, 'name', name);
  /** @param {string} name @param {number} variant */
  const run = (name, variant = 0) => scenario(name).variants[variant].runs[0];
  return {
    assumed: (name) => scenario(name).assumed,
    left: (name, index, variant = 0) => {
      const { left } = named(run(name, variant).values, 'index', /** @type {any} */ (index));
      return scenario(name).expectations[index].dimension === 'time' ? left / ticksPerSecond : left;
    },
    between: (name, instance, from, to) => {
      const { states } = named(run(name).lives, 'instance', instance);
      return (named(states, 'state', to).atTicks - named(states, 'state', from).atTicks)
        / ticksPerSecond;
    },
    stream: (name, id) => named(run(name).streams, 'id', id),
    spent: (name, id) => {
      const { credits } = named(run(name).volumes, 'id', id);
      return (credits?.spentTicks ?? NaN) / ticksPerSecond;
    },
    station: (name, id) => named(run(name).stations, 'id', id),
    processor: (name, id) => named(run(name).processors, 'id', id),
    element: (id) => named(ir.worlds[0].elements, 'id', id),
    machine: (id) => named(ir.worlds[0].machines, 'id', id),
  };
}

/**
 * The same run, and every scenario that is asked of goes on a list.
 * @param {RunView} run @param {Set<string>} scenarios @returns {RunView}
 */
const noting = (run, scenarios) => new Proxy(run, {
  get: (target, name) => {
    const ask = /** @type {any} */ (target)[name];
    if (name === 'element' || name === 'machine') return ask;
    return (/** @type {string} */ scenario, /** @type {any[]} */ ...more) => {
      scenarios.add(scenario);
      return ask(scenario, ...more);
    };
  },
});

/**
 * How far outside of what was published, as a share of the nearest bound; 0 inside.
 * @param {number} value @param {number} low @param {number} high
 */
const errorOf = (value, low, high) => {
  if (value < low) return (value - low) / low;
  return value > high ? (value - high) / high : 0;
};

/** @param {import('./published.mjs').PublishedRow} row */
export async function judged(row) {
  const run = await simulated(row.spec, []);
  /** @type {Set<string>} */
  const scenarios = new Set();
  const value = row.value(noting(run, scenarios));
  const assumed = [...scenarios].flatMap((name) => run.assumed(name));
  const error = errorOf(value, row.low, row.high);
  const values = [value];
  for (const { path, amount, unit } of row.parameters) {
    for (const factor of [0.75, 1.25]) {
      const setting = `${path}=${Number((amount * factor).toPrecision(6))} ${unit}`;
      values.push(row.value(await simulated(row.spec, [setting])));
    }
  }
  return {
    value, error, values, assumed, isMissed: !(Math.abs(error) <= (row.within ?? MISSED_BEYOND)),
  };
}
