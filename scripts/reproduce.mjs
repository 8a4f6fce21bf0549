/**
 * `npm run reproduce`: published figures against simulated ones, each with its class, its error,
 * and, where parameters on its path are assumed or calibrated, the range it takes when each of them
 * is a quarter less or more. Exits with 1 when a figure is missed that nobody gave a reason for.
 */
import { buildIfNeeded } from './lib/build.mjs';
import { builtCommandLine } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { publishedRows } from './lib/published.mjs';
import { runNode } from './lib/run.mjs';

const MISSED_BEYOND = 0.15;

/** @typedef {import('./lib/published.mjs').RunView} RunView */

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
    station: (name, id) => named(run(name).stations, 'id', id),
    processor: (name, id) => named(run(name).processors, 'id', id),
    element: (id) => named(ir.worlds[0].elements, 'id', id),
    machine: (id) => named(ir.worlds[0].machines, 'id', id),
  };
}

/** @param {number} value @param {string} unit */
const written = (value, unit) => {
  switch (unit) {
    case 'time':
      if (value < 0.1) return `${(1000 * value).toPrecision(3)} ms`;
      return value < 100 ? `${value.toPrecision(4)} s` : `${(value / 60).toFixed(1)} min`;
    case 'rate':
      return `${(value / 1e9).toPrecision(4)} Gbps`;
    case 'operations':
      return value < 1e6 ? `${(value / 1e3).toPrecision(4)} Kiops` : `${(value / 1e6).toPrecision(4)} Miops`;
    case 'count':
      return String(value);
    case 'share':
      return `${(100 * value).toPrecision(3)} %`;
    default:
      return value.toPrecision(4);
  }
};

/**
 * How far outside of what was published, as a share of the nearest bound; 0 inside.
 * @param {number} value @param {number} low @param {number} high
 */
const errorOf = (value, low, high) => {
  if (value < low) return (value - low) / low;
  return value > high ? (value - high) / high : 0;
};

/** @param {import('./lib/published.mjs').PublishedRow} row */
async function judged(row) {
  const value = row.value(await simulated(row.spec, []));
  const error = errorOf(value, row.low, row.high);
  const values = [value];
  for (const { path, amount, unit } of row.parameters) {
    for (const factor of [0.75, 1.25]) {
      const setting = `${path}=${Number((amount * factor).toPrecision(6))} ${unit}`;
      values.push(row.value(await simulated(row.spec, [setting])));
    }
  }
  const range = row.parameters.length === 0 ? ''
    : `${written(Math.min(...values), row.unit)} … ${written(Math.max(...values), row.unit)}`;
  return { value, error, range, isMissed: !(Math.abs(error) <= (row.within ?? MISSED_BEYOND)) };
}

await installIfNeeded();
await buildIfNeeded();
const line = (/** @type {readonly string[]} */ cells) =>
  cells.map((cell, index) => cell.padEnd([41, 11, 20, 12, 15, 24][index] ?? 0)).join(' ').trimEnd();
console.log(line(['figure', 'class', 'published', 'simulated', 'error', 'range at ±25 %', 'source']));
/** @type {string[]} */
const notes = [];
let unexplained = 0;
for (const row of publishedRows) {
  const { value, error, range, isMissed } = await judged(row);
  if (isMissed) notes.push(`missed: ${row.what}: ${row.reason ?? 'no reason is given'}`);
  if (isMissed && row.reason === undefined) unexplained++;
  const published = row.low === row.high ? written(row.low, row.unit)
    : row.low === 0 ? `at most ${written(row.high, row.unit)}`
    : `${written(row.low, row.unit)} … ${written(row.high, row.unit)}`;
  const errorText = `${isMissed ? 'missed ' : ''}${(100 * error).toFixed(1)} %`;
  console.log(line([
    row.what, row.kind, published, written(value, row.unit), errorText, range, row.source,
  ]));
}
for (const note of notes) console.log(`\n${note}`);
for (const [name, specs] of [['processors and I/O paths', false], ['boot', true]]) {
  const rows = publishedRows.filter(({ spec }) => (spec === 'boot') === specs);
  const open = rows.filter(({ kind }) => kind !== 'declared');
  const predicted = open.filter(({ kind }) => kind === 'predicted').length;
  const bounds = open.filter(({ kind, low }) => kind === 'predicted' && low === 0).length;
  console.log(`\n${name}: ${predicted} of ${open.length} figures that are not inputs are predicted`
    + `${bounds === 0 ? '' : `, ${bounds} of them against a bound only`}.`);
}
console.log('Costs of guest drivers and stacks have no public source. They are left out (0) where a '
  + 'figure is called\npredicted: what is compared is the path alone.');
console.log('The split of measured boot times into steps is assumed, so theirs say how well it adds '
  + 'up, no more.');
process.exit(unexplained === 0 ? 0 : 1);
