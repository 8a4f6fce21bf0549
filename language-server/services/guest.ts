/**
 * What a guest would print, for the Guest panel. Not how it is worked out: the views know that, and
 * the command line shows the same. Keeps true: nothing is simulated here; what counts in a run is
 * that of the last run.
 */
import { nearest } from '#base';
import { guestPrint, isGuestCommand, type GuestRun } from '#views';
import type { GuestAnswer, GuestParameters } from '../protocol.ts';
import type { CompiledModel } from './compiled.ts';
import type { ResultsStore } from './results-store.ts';

export const guestAnswer = (
  model: CompiledModel, store: ResultsStore, wish: GuestParameters,
): GuestAnswer => {
  const world = model.ir?.worlds[0];
  if (world === undefined) return no('The spec has errors; see the problems list.');
  const { instance, command } = wish;
  // What a client asks for is not held to the types.
  if (!isGuestCommand(command)) return no(`There is no guest command '${String(command)}'.`);
  const run = runOf(model, store, instance);
  const answer = guestPrint({ world, instance, command, run, atTicks: null });
  switch (answer.is) {
    case 'text':
      return { text: answer.text, message: null };
    case 'unknown': {
      const [near] = nearest(instance, world.placements.map((one) => one.instance));
      const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
      return no(`There is no instance '${instance}'.${hint}`);
    }
    case 'needsRun':
      return no(`Run a scenario first: ${command === 'console'
        ? 'the console' : `'${command}'`} shows what '${instance}' did in it.`);
    case 'absent':
      return no(`'${instance}' is ${answer.state}.`);
  }
};

/** The first run of the first scenario that has been run and has this instance. */
const runOf = (model: CompiledModel, store: ResultsStore, instance: string): GuestRun | null => {
  const uri = model.document.uri.toString();
  for (const { name, variants, warmupTicks } of model.ir?.scenarios ?? []) {
    const { results } = store.of(uri, name);
    const run = results?.scenarios[0]?.variants[0]?.runs[0];
    if (results === null || run?.lives.some((one) => one.instance === instance) !== true) continue;
    return { results, run, actions: variants[0]?.actions ?? [], warmupTicks };
  }
  return null;
};

const no = (message: string): GuestAnswer => ({ text: null, message });
