/**
 * Instances as cards in the socket that they run on: name, type, volumes, and room for what a run
 * shows. Not their cells. Keeps true: a card's size and place do not depend on names; an instance
 * on several sockets has a card in each.
 */
import { defined } from '#base';
import type { AnyElement } from '#ir';
import {
  arrayOf, localName, rangeName, shortRange, type Box, type Slot, type Text,
} from '#scene';
import { counted, formatBytes, formatCount } from './format.ts';
import type { InstanceGroup, Model } from './model.ts';
import { makeBox, makeTexts, type TextPlace } from './piece.ts';

const gap = 8;
const fullHeight = 72;
/** A volume has a line of its own, with room for how busy it was. */
const lineHeight = 17;
const volumesMax = 3;
const loadWidth = 82;
const smallHeight = 42;
/** As many full cards as a socket shows; beyond them small ones, and beyond those a count. */
const fullMax = 3;
const smallMax = 8;

interface Where {
  readonly groups: readonly InstanceGroup[];
  readonly place: AnyElement;
  readonly width: number;
}

export function instanceCards(model: Model, where: Where): {
  readonly boxes: readonly Box[]; readonly height: number;
} {
  const { groups, width } = where;
  if (groups.length === 0) return { boxes: [], height: 0 };
  if (groups.length <= fullMax) {
    let y = 0;
    const boxes = groups.map((group) => {
      const box = fullCard(model, group, { where, y });
      y += box.height + gap;
      return box;
    });
    return { boxes, height: y - gap };
  }
  const shown = groups.length <= smallMax ? groups : groups.slice(0, smallMax - 1);
  const half = Math.floor((width - gap) / 2);
  const boxes = shown.map((group, i) => smallCard(model, group, { where, i, half }));
  if (shown.length < groups.length) {
    boxes.push(moreCard(groups.slice(shown.length), { where, i: shown.length, half }));
  }
  const rows = Math.ceil(boxes.length / 2);
  return { boxes, height: rows * (smallHeight + gap) - gap };
}

/** The range in short, and in full for who asks. */
function nameTexts(group: InstanceGroup, place: TextPlace): Text[] {
  const whole = rangeName(group.ids);
  const short = shortRange(group.ids);
  return makeTexts(short, place).map((text) => (short === whole ? text : { ...text, full: whole }));
}

const typeText = (group: InstanceGroup): string => {
  const type = group.element?.type ?? '';
  return group.ids.length === 1 ? type : `${formatCount(group.ids.length)} × ${type}`;
};

const labelOf = (group: InstanceGroup, more: string): string =>
  `${rangeName(group.ids)}: ${typeText(group)}${more === '' ? '' : `, ${more}`}`;

/** Which cores, so that a card and its cells belong together without their colour. */
function coresText(model: Model, group: InstanceGroup): string {
  const first = Math.min(...group.holdings.map((each) => each.first));
  const end = Math.max(...group.holdings.map((each) => each.first + each.count));
  const hypervisor = model.byId.get(group.holdings[0]?.placement.hypervisor ?? '');
  const shares = hypervisor?.kind === 'hypervisor'
    && hypervisor.properties.cpuSharing === 'shared' ? 'shares ' : '';
  return end - first === 1 ? `${shares}core ${String(first)}`
    : `${shares}cores ${String(first)}–${String(end - 1)}`;
}

/** What one of them is sold as, and which cores: the facts that a run may write over. */
function sizeText(model: Model, group: InstanceGroup): string {
  if (group.element === null) return coresText(model, group);
  const { vcpus, memoryBytes } = group.element.properties;
  const each = group.ids.length === 1 ? '' : 'each ';
  return `${each}${counted(vcpus, 'vCPU')} · ${formatBytes(memoryBytes)} · ${coresText(model, group)}`;
}

/** The other sockets of one instance, in their host's words. */
function elsewhereText(group: InstanceGroup, place: AnyElement): string {
  const cores = group.holdings[0]?.placement.cores ?? [];
  const index = cores.findIndex(({ socket }) => socket === place.id);
  const name = (socket: string): string => localName(socket, place.parent);
  const first = cores[0];
  if (cores.length < 2 || first === undefined) return '';
  return index === 0 ? `also on ${rangeName(cores.slice(1).map(({ socket }) => name(socket)))}`
    : `continues from ${name(first.socket)}`;
}

interface VolumeLine {
  readonly text: string;
  /** The volumes of this name of all instances that the card stands for. */
  readonly ids: readonly string[];
}

/** Volumes of one name are drawn as one, as their instances are. */
function volumeLines(model: Model, group: InstanceGroup): readonly VolumeLine[] {
  const { volumeIds } = defined(group.holdings[0], 'holding').placement;
  return volumeIds.flatMap((id): VolumeLine[] => {
    const volume = model.byId.get(id);
    if (volume?.kind !== 'volume') return [];
    const { sizeBytes, iops } = volume.properties;
    const name = id.slice(id.lastIndexOf('.') + 1);
    const rate = iops === null ? '' : ` ${formatCount(iops)} IOPS`;
    const ids = group.holdings.flatMap(({ placement }) =>
      placement.volumeIds.filter((each) => each.slice(each.lastIndexOf('.') + 1) === name));
    return [{
      text: `${arrayOf(name).base} ${volume.type ?? 'volume'} ${formatBytes(sizeBytes)}${rate}`, ids,
    }];
  });
}

/** Beyond as many as a card shows, the last line counts the rest and is as busy as the busiest. */
function shownVolumes(model: Model, group: InstanceGroup): readonly VolumeLine[] {
  const all = volumeLines(model, group);
  if (all.length <= volumesMax) return all;
  const shown = all.slice(0, volumesMax - 1);
  const rest = all.slice(shown.length);
  return [...shown, {
    text: counted(rest.length, 'more volume'), ids: rest.flatMap(({ ids }) => ids),
  }];
}

function drivesText(group: InstanceGroup): string {
  const { driveIds } = defined(group.holdings[0], 'holding').placement;
  return driveIds.length === 0 ? '' : counted(driveIds.length, 'local drive');
}

function fullCard(model: Model, group: InstanceGroup, { where, y }: {
  readonly where: Where; readonly y: number;
}): Box {
  const { width, place } = where;
  const elsewhere = elsewhereText(group, place);
  const isHome = !elsewhere.startsWith('continues');
  const volumes = isHome ? shownVolumes(model, group) : [];
  const facts = [isHome ? drivesText(group) : '', elsewhere].filter((text) => text !== '');
  const rows = [
    ...volumes, ...(facts.length === 0 ? [] : [{ text: facts.join(' · '), ids: [] }]),
  ];
  const bottom = y + fullHeight + Math.max(0, rows.length - 1) * lineHeight;
  const room = (ids: readonly string[]): number => width - 26 - (ids.length === 0 ? 0 : loadWidth);
  const lines = rows.map(({ text, ids }, i) => ({ text, ids, y: y + 39 + i * lineHeight }));
  return makeBox({
    id: defined(group.ids[0], 'instance'), role: 'instance', parent: place.id,
    members: group.ids, x: 0, y, width, height: bottom - y, hue: group.hue,
    texts: [
      ...nameTexts(group, { x: 14, y: y + 20, style: 'name', widthMax: 150 }),
      ...makeTexts(typeText(group), {
        x: width - 12, y: y + 20, style: 'mono', widthMax: width - 188, anchor: 'end',
      }),
      ...lines.flatMap((line) => makeTexts(line.text, {
        x: 14, y: line.y, style: 'detail', widthMax: room(line.ids),
      })),
    ],
    slots: [
      {
        what: 'state', of: [], x: 14, y: bottom - 26, width: 184, height: 18,
        idle: sizeText(model, group),
      },
      {
        what: 'figure', of: [], x: 204, y: bottom - 26, width: width - 216, height: 18, idle: '',
      },
      ...lines.flatMap(({ ids, y: line }): Slot[] => ids.length === 0 ? [] : [{
        what: 'load', of: ids, x: width - 12 - loadWidth + 6, y: line - 11, width: loadWidth - 6,
        height: 14, idle: '',
      }]),
    ],
    label: labelOf(group, [sizeText(model, group), ...rows.map(({ text }) => text)].join(', ')),
  });
}

interface SmallPlace {
  readonly where: Where;
  readonly i: number;
  readonly half: number;
}

const smallRectangle = ({ i, half }: SmallPlace): Pick<Box, 'x' | 'y' | 'width' | 'height'> => ({
  x: (i % 2) * (half + gap), y: Math.floor(i / 2) * (smallHeight + gap), width: half,
  height: smallHeight,
});

function smallCard(model: Model, group: InstanceGroup, at: SmallPlace): Box {
  const box = smallRectangle(at);
  const widthMax = box.width - 22;
  return makeBox({
    ...box, id: defined(group.ids[0], 'instance'), role: 'instance', parent: at.where.place.id,
    members: group.ids, hue: group.hue,
    texts: [
      ...nameTexts(group, {
        x: box.x + 14, y: box.y + 17, style: 'part', widthMax: widthMax - 20,
      }),
      ...makeTexts(typeText(group), { x: box.x + 14, y: box.y + 33, style: 'mono', widthMax }),
    ],
    slots: [{
      what: 'state', of: [], x: box.x + box.width - 20, y: box.y + 5, width: 14, height: 16, idle: '',
    }],
    label: labelOf(group, coresText(model, group)),
  });
}

function moreCard(groups: readonly InstanceGroup[], at: SmallPlace): Box {
  const box = smallRectangle(at);
  const ids = groups.flatMap((group) => group.ids);
  return makeBox({
    ...box, id: defined(ids[0], 'instance'), role: 'more', parent: at.where.place.id, members: ids,
    collapsed: true,
    texts: makeTexts(counted(ids.length, 'more instance', 'more instances'), {
      x: box.x + box.width / 2, y: box.y + 25, style: 'detail', widthMax: box.width - 16,
      anchor: 'middle',
    }),
    label: `${counted(ids.length, 'more instance', 'more instances')} on ${at.where.place.id}`,
  });
}
