/**
 * Hosts drawn closed: one box with a title and counts, or one box for many hosts.
 * Not their inside. Keeps true: a closed box says what it hides.
 */
import { rangeName } from '#scene';
import { comparePaths, sorted } from '#base';
import type { ElementIr } from '#ir';
import { counted } from './format.ts';
import { aboutHost, type HostPiece, type Uplink } from './host.ts';
import type { Model } from './model.ts';
import { makeBox, makeTexts } from './piece.ts';

const width = 260;
const height = 72;
const step = 16;

export function drawClosed(
  model: Model, hosts: readonly ElementIr<'host'>[], uplinks: readonly Uplink[],
): HostPiece {
  const ids = sorted(hosts.map(({ id }) => id), comparePaths);
  const first = hosts[0];
  const many = hosts.length > 1;
  const about = first === undefined ? '' : aboutHost(model, first);
  const { instances, microvms } = countsOn(model, new Set(ids));
  const counts = [
    ...(many ? [counted(ids.length, 'host')] : []),
    instances === 0 ? 'no instances' : counted(instances, 'instance'),
    ...(microvms === 0 ? [] : [counted(microvms, 'microVM')]),
  ].join(' · ');
  const wide = Math.max(width, (uplinks.length + 1) * step);
  const name = many ? rangeName(ids) : first?.properties.label ?? ids[0] ?? '';
  const at = { x: 16, widthMax: wide - 32 };
  const box = makeBox({
    id: ids[0] ?? '', role: many ? 'more' : 'host', parent: null, members: ids,
    x: 0, y: 0, width: wide, height, collapsed: true,
    texts: [
      ...makeTexts(name, { ...at, y: 24, style: 'name' }),
      ...makeTexts([first?.type ?? 'host', about].join(' · '), { ...at, y: 42, style: 'detail' }),
      ...makeTexts(counts, { ...at, y: 60, style: 'detail' }),
    ],
    label: `${name}: ${first?.type ?? 'host'}, ${counts}, closed`,
  });
  return {
    width: wide, height, boxes: [box], lines: [],
    ways: new Map(uplinks.map(({ id }, i) => [id, [{
      x: Math.round((wide * (i + 1)) / (uplinks.length + 1)), y: 0,
    }]] as const)),
  };
}

function countsOn(model: Model, hosts: ReadonlySet<string>): {
  readonly instances: number; readonly microvms: number;
} {
  const machines = new Map(model.world.machines.map(({ id, host }) => [id, host] as const));
  const here = ({ machine }: { readonly machine: string }): boolean =>
    hosts.has(machines.get(machine) ?? '');
  const { placements, microvms } = model.world;
  return { instances: placements.filter(here).length, microvms: microvms.filter(here).length };
}
