/**
 * `npm run reproduce`: published figures against simulated ones, each with its class, its error,
 * and, where parameters on its path are assumed, the range it takes when each of them is a quarter
 * less or more. Exits with 1 when a figure is missed by more than 15 % of the nearest bound.
 */
import { buildIfNeeded } from './lib/build.mjs';
import { builtCommandLine } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { publishedRows } from './lib/published.mjs';
import { runNode } from './lib/run.mjs';

const SPEC = 'test/published/boot.nitro';
const MISSED_BEYOND = 0.15;

/**
 * @param {readonly string[]} settings  PATH=VALUE
 * @returns {Promise<import('./lib/published.mjs').RunView>}
 */
async function simulated(settings) {
  const sets = settings.flatMap((setting) => ['--set', setting]);
  const outcome = await runNode(
    [builtCommandLine, 'run', SPEC, '--format', 'json', ...sets], { capture: true },
  );
  const isResult = outcome.code <= 1 && outcome.output.includes('"resultsVersion"');
  if (!isResult) {
    console.error(outcome.output);
    process.exit(Math.max(1, outcome.code));
  }
  const results = JSON.parse(outcome.output.slice(outcome.output.indexOf('{')));
  const ticksPerSecond = 1e12 / results.tickPicoseconds;
  /** @param {string} name */
  const scenario = (name) =>
    results.scenarios.find((/** @type {{ name: string }} */ one) => one.name === name);
  return {
    expectation: (name, index) => scenario(name).expectations[index].estimate / ticksPerSecond,
    between: (name, instance, from, to) => {
      const { lives } = scenario(name).variants[0].runs[0];
      const { states } = lives.find(
        (/** @type {{ instance: string }} */ life) => life.instance === instance,
      );
      /** @param {string} state */
      const at = (state) =>
        states.find((/** @type {{ state: string }} */ change) => change.state === state).atTicks;
      return (at(to) - at(from)) / ticksPerSecond;
    },
  };
}

/** @param {number} seconds */
const time = (seconds) =>
  seconds < 100 ? `${seconds.toFixed(2)} s` : `${(seconds / 60).toFixed(1)} min`;

/**
 * How far outside of what was published, as a share of the nearest bound; 0 inside.
 * @param {number} value @param {number} low @param {number} high
 */
const errorOf = (value, low, high) => {
  if (value < low) return (value - low) / low;
  return value > high ? (value - high) / high : 0;
};

await installIfNeeded();
await buildIfNeeded();
const asIs = await simulated([]);
/** Each assumed parameter at a quarter less and more, run once however many figures it touches. */
const parameters = new Map(
  publishedRows.flatMap((row) => row.parameters).map(({ path, seconds }) => [path, seconds]),
);
/** @type {Map<string, readonly import('./lib/published.mjs').RunView[]>} */
const shifted = new Map();
for (const [path, seconds] of parameters) {
  shifted.set(path, [
    await simulated([`${path}=${(seconds * 0.75).toFixed(3)} s`]),
    await simulated([`${path}=${(seconds * 1.25).toFixed(3)} s`]),
  ]);
}
const line = (/** @type {readonly string[]} */ cells) =>
  cells.map((cell, index) => cell.padEnd([36, 11, 20, 11, 8, 22][index] ?? 0)).join(' ');
console.log(line(['figure', 'class', 'published', 'simulated', 'error', 'range at ±25 %', 'source']));
let missed = 0;
for (const row of publishedRows) {
  const value = row.seconds(asIs);
  const error = errorOf(value, row.low, row.high);
  const values = row.parameters.flatMap(({ path }) =>
    (shifted.get(path) ?? []).map((run) => row.seconds(run)));
  const range = values.length === 0 ? ''
    : `${time(Math.min(value, ...values))} … ${time(Math.max(value, ...values))}`;
  const isMissed = Math.abs(error) > MISSED_BEYOND;
  if (isMissed) missed++;
  const published = row.low === row.high ? time(row.low) : `${time(row.low)} … ${time(row.high)}`;
  const errorText = isMissed ? `missed ${(100 * error).toFixed(1)} %` : `${(100 * error).toFixed(1)} %`;
  console.log(line([row.what, row.kind, published, time(value), errorText, range, row.source]));
}
const predicted = publishedRows.filter((row) => row.kind === 'predicted').length;
const notDeclared = publishedRows.filter((row) => row.kind !== 'declared').length;
console.log(`\n${predicted} of ${notDeclared} figures that are not inputs are predicted; the split of `
  + 'measured boot times into steps is assumed, so the others say how well it adds up, no more.');
process.exit(missed === 0 ? 0 : 1);
