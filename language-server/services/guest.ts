/**
 * What a guest would print, for the Guest panel. Not how it is worked out: the views know that, and
 * the command line shows the same. Keeps true: nothing is simulated here; the console shows what
 * the last run showed.
 */
import { nearest } from '#base';
import {
  consoleText, guestSubject, lscpu, lspci, lstopo, nvmeList, type GuestSubject,
} from '#views';
import type { GuestAnswer, GuestCommand, GuestParameters } from '../protocol.ts';
import type { CompiledModel } from './compiled.ts';
import type { ResultsStore } from './results-store.ts';

type Printed = Exclude<GuestCommand, 'console'>;

const PRINTERS: { readonly [C in Printed]: (subject: GuestSubject) => string } = {
  lspci, lscpu, lstopo, 'nvme list': nvmeList,
};

export const guestAnswer = (
  model: CompiledModel, store: ResultsStore, wish: GuestParameters,
): GuestAnswer => {
  const world = model.ir?.worlds[0];
  if (world === undefined) return no('The spec has errors; see the problems list.');
  const subject = guestSubject(world, wish.instance);
  if (subject === null) {
    const [near] = nearest(wish.instance, world.placements.map((one) => one.instance));
    const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
    return no(`There is no instance '${wish.instance}'.${hint}`);
  }
  if (wish.command === 'console') return consoleOf(model, store, wish.instance);
  // What a client asks for is not held to the types.
  const print = Object.hasOwn(PRINTERS, wish.command) ? PRINTERS[wish.command] : null;
  return print === null
    ? no(`There is no guest command '${wish.command}'.`) : { text: print(subject), message: null };
};

/** The first run of the first scenario that has been run. */
const consoleOf = (model: CompiledModel, store: ResultsStore, instance: string): GuestAnswer => {
  const uri = model.document.uri.toString();
  for (const { name } of model.ir?.scenarios ?? []) {
    const { results } = store.of(uri, name);
    const lives = results?.scenarios[0]?.variants[0]?.runs[0]?.lives ?? [];
    const life = lives.find((one) => one.instance === instance);
    if (results !== null && life !== undefined) {
      return { text: consoleText(life, results), message: null };
    }
  }
  return no(`Run a scenario first: the console shows what '${instance}' did in it.`);
};

const no = (message: string): GuestAnswer => ({ text: null, message });
