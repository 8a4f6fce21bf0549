/**
 * Says why an instance fits nowhere: too few cores, too little memory, a machine that metal has.
 * Not the placing itself.
 */
import { printQuantity } from '#kinds';
import type { Fix } from '#diagnostics';
import type { Draft, Node } from './draft.ts';
import { printPath } from './expressions.ts';
import { isBroken } from './nodes.ts';
import { coresFor, needOf, type Place, type Wish } from './room.ts';

const size = (bytes: number): string => printQuantity(bytes, 'size');

const freeCores = (place: Place): number => place.room.free.reduce((sum, f) => sum + f.left, 0);
const totalCores = (place: Place): number =>
  place.room.machine.cores.reduce((sum, c) => sum + c.count, 0);

/** Places elsewhere that would take it, as fixes of the clause; an array keeps those it has. */
const moves = (instance: Node, wish: Wish, places: readonly Place[]): readonly Fix[] => {
  const { pointer, spec } = instance.blueprint.declaration;
  const [only] = spec.on;
  if (only === undefined || spec.on.length > 1) return [];
  const array = wish.group.nodes.length > 1;
  const need = needOf(instance, undefined);
  return places
    .filter((p) => !wish.places.some((w) => w.room === p.room) && p.room.metal === null
      && p.room.memory >= need.memory && coresFor(need, p) !== null)
    .slice(0, 3)
    .map((p) => ({
      title: array ? `Also use ${p.id}` : `Move to ${p.id}`,
      edits: [{
        at: `${pointer}/on/0`, action: 'replace' as const,
        text: array ? `${printPath(only)}, ${p.id}` : p.id,
      }],
    }));
};

export interface Unfit {
  readonly instance: Node;
  readonly wish: Wish;
  /** How many places it could try at all. */
  readonly tried: number;
  readonly hostsUsed: number;
  /** All machines, to find one with room. */
  readonly elsewhere: readonly Place[];
}

/** Reports that no place of a wish takes an instance. */
export const reportUnfit = (unfit: Unfit, draft: Draft): void => {
  const { instance, wish, tried, hostsUsed, elsewhere } = unfit;
  const at = `${instance.blueprint.declaration.pointer}/on/0`;
  const [place] = wish.places;
  if (place === undefined || isBroken(instance)) return;
  if (wish.places.some((p) => p.room.machine.parts.some(isBroken))) return;
  const { machine, metal } = place.room;
  if (instance.values['placement'] === 'spread' && tried === 0) {
    draft.problems.report('placement/spread', at, {
      name: wish.group.name, count: wish.group.nodes.length, hosts: hostsUsed,
    });
    return;
  }
  const need = needOf(instance, place.parts[0]);
  const fixes = moves(instance, wish, elsewhere);
  const related = metal === null ? [] : [{
    at: `${metal.blueprint.declaration.pointer}/name`, message: `Metal '${metal.id}' is declared here.`,
  }];
  if (wish.places.length > 1) {
    draft.problems.report('placement/no-room', at, {
      name: instance.id, cores: need.cores, memory: size(need.memory),
      places: wish.places.map((p) => p.id),
    }, { fixes });
  } else if (metal !== null) {
    draft.problems.report('placement/metal-shared', at, {
      name: instance.id, metal: metal.id, machine: machine.id,
    }, { related, fixes });
  } else if (instance.values['metal'] === 'yes') {
    draft.problems.report('placement/metal-shared', at, {
      name: 'another instance', metal: instance.id, machine: machine.id,
    }, { fixes });
  } else if (coresFor(need, place) === null) {
    draft.problems.report('placement/no-cores', at, {
      name: instance.id, cores: need.cores, place: place.id, free: freeCores(place),
      total: totalCores(place),
    }, { fixes });
  } else {
    draft.problems.report('placement/no-memory', at, {
      name: instance.id, memory: size(need.memory), place: place.id,
      free: size(place.room.memory), total: size(machine.memorySellable),
    }, { fixes });
  }
};
