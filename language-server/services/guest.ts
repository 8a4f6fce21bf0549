/**
 * What a guest would print, for the Guest panel. Not how it is worked out: that needs the model
 * alone, and the command line shows the same.
 */
import { nearest } from '#base';
import type { GuestAnswer, GuestParameters } from '../protocol.ts';
import type { CompiledModel } from './compiled.ts';

export const guestAnswer = (model: CompiledModel, wish: GuestParameters): GuestAnswer => {
  const world = model.ir?.worlds[0];
  if (world === undefined) return no('The spec has errors; see the problems list.');
  const instances = world.elements.filter((one) => one.kind === 'instance').map((one) => one.id);
  if (!instances.includes(wish.instance)) {
    const [near] = nearest(wish.instance, instances);
    const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
    return no(`There is no instance '${wish.instance}'.${hint}`);
  }
  return no(`'${wish.command}' cannot be shown yet.`);
};

const no = (message: string): GuestAnswer => ({ text: null, message });
