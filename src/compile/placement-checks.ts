/**
 * Says why an instance fits nowhere: too few cores, too little memory, a machine that metal has.
 * Not the placing itself.
 */
import { printQuantity } from '#kinds';
import type { Fix } from '#diagnostics';
import type { Draft, Node } from './draft.ts';
import { printPath } from './expressions.ts';
import { isBroken } from './nodes.ts';
import { coresFor, needOf, type Place, roomFor, type Wish } from './room.ts';

const size = (bytes: number): string => printQuantity(bytes, 'size');

const freeCores = (place: Place): number => place.room.free.reduce((sum, f) => sum + f.left, 0);
const totalCores = (place: Place): number =>
  place.room.machine.cores.reduce((sum, c) => sum + c.count, 0);

/** Fixes of one clause at most. */
const mostMoves = 3;

/** Places elsewhere that would take it; an array keeps those it has and needs room for its rest. */
const moves = ({ instance, wish, elsewhere, left }: Unfit): readonly Fix[] => {
  const { pointer, spec } = instance.blueprint.declaration;
  const [only] = spec.on;
  if (only === undefined || spec.on.length > 1) return [];
  const fix = (title: string, text: string): Fix => ({
    title, edits: [{ at: `${pointer}/on/0`, action: 'replace', text }],
  });
  const need = needOf(instance, undefined);
  const open = elsewhere.filter((p) => !wish.places.some((w) => w.room === p.room)
    && p.room.metal === null && p.room.memory >= need.memory && coresFor(need, p) !== null);
  if (wish.group.nodes.length === 1) {
    return open.slice(0, mostMoves).map((p) => fix(`Move to ${p.id}`, p.id));
  }
  // Another place shifts which partition an instance is in, so what it would help is not known.
  if (instance.values['placement'] === 'partition') return [];
  const isSpread = instance.values['placement'] === 'spread';
  const room = (p: Place): number => isSpread ? 1 : roomFor(need, p);
  const also = (places: readonly Place[]): Fix => {
    const ids = places.map((p) => p.id).join(', ');
    return fix(`Also use ${ids}`, `${printPath(only)}, ${ids}`);
  };
  const enough = open.filter((p) => room(p) >= left);
  if (enough.length > 0) return enough.slice(0, mostMoves).map((p) => also([p]));
  const some: Place[] = [];
  let sum = 0;
  for (const p of open) {
    if (sum >= left || some.length === mostMoves) break;
    some.push(p);
    sum += room(p);
  }
  return sum >= left ? [also(some)] : [];
};

export interface Unfit {
  readonly instance: Node;
  readonly wish: Wish;
  /** How many places it could try at all. */
  readonly tried: number;
  readonly hostsUsed: number;
  /** Instances of the array that have no place, this one included. */
  readonly left: number;
  /** All machines, to find one with room. */
  readonly elsewhere: readonly Place[];
}

/** Reports that no place of a wish takes an instance. */
export const reportUnfit = (unfit: Unfit, draft: Draft): void => {
  const { instance, wish, tried, hostsUsed } = unfit;
  const at = `${instance.blueprint.declaration.pointer}/on/0`;
  const [place] = wish.places;
  if (place === undefined || isBroken(instance)) return;
  if (wish.places.some((p) => p.room.machine.parts.some(isBroken))) return;
  const { machine, metal } = place.room;
  if (instance.values['placement'] === 'spread' && tried === 0) {
    draft.problems.report('placement/spread', at, {
      name: wish.group.name, count: wish.group.nodes.length, has: hostsUsed,
      what: instance.values['spreadLevel'] === 'hosts' ? 'host' : 'rack',
    });
    return;
  }
  const need = needOf(instance, place.parts[0]);
  const fixes = moves(unfit);
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
