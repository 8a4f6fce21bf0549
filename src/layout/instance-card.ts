/**
 * Instances as cards in the socket that they run on: name, type, volumes, and room for what a run
 * shows. Not their cells. Keeps true: a card's size and place do not depend on names; an instance
 * on several sockets has a card in each.
 */
import { defined } from '#base';
import type { AnyElement, ElementIr } from '#ir';
import { arrayOf, localName, rangeName, shortRange, type Box, type Text } from '#scene';
import { counted, formatBytes, formatCount } from './format.ts';
import type { InstanceGroup, Model } from './model.ts';
import { makeBox, makeTexts, type TextPlace } from './piece.ts';

const gap = 8;
const fullHeight = 72;
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
    const boxes = groups.map((group, i) =>
      fullCard(model, group, { where, y: i * (fullHeight + gap) }));
    return { boxes, height: groups.length * (fullHeight + gap) - gap };
  }
  const shown = groups.length <= smallMax ? groups : groups.slice(0, smallMax - 1);
  const half = Math.floor((width - gap) / 2);
  const boxes = shown.map((group, i) => smallCard(group, { where, i, half }));
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
function coresText(group: InstanceGroup): string {
  const first = Math.min(...group.holdings.map((each) => each.first));
  const end = Math.max(...group.holdings.map((each) => each.first + each.count));
  return end - first === 1 ? `core ${String(first)}` : `cores ${String(first)}–${String(end - 1)}`;
}

/** What one of them is sold as, and which cores: the facts that a run may write over. */
function sizeText(group: InstanceGroup): string {
  if (group.element === null) return coresText(group);
  const { vcpus, memoryBytes } = group.element.properties;
  const each = group.ids.length === 1 ? '' : 'each ';
  return `${each}${counted(vcpus, 'vCPU')} · ${formatBytes(memoryBytes)} · ${coresText(group)}`;
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

function volumesText(model: Model, group: InstanceGroup): string {
  const { volumeIds, driveIds } = defined(group.holdings[0], 'holding').placement;
  const volumes = volumeIds
    .map((id) => model.byId.get(id))
    .filter((element): element is ElementIr<'volume'> => element?.kind === 'volume')
    .map((volume) => {
      const { sizeBytes, iops } = volume.properties;
      const name = volume.id.slice(volume.id.lastIndexOf('.') + 1);
      const rate = iops === null ? '' : ` ${formatCount(iops)} IOPS`;
      return `${arrayOf(name).base} ${volume.type ?? 'volume'} ${formatBytes(sizeBytes)}${rate}`;
    });
  const drives = driveIds.length === 0 ? [] : [counted(driveIds.length, 'local drive')];
  return [...volumes, ...drives].join(' · ');
}

function fullCard(model: Model, group: InstanceGroup, { where, y }: {
  readonly where: Where; readonly y: number;
}): Box {
  const { width, place } = where;
  const elsewhere = elsewhereText(group, place);
  const volumes = elsewhere.startsWith('continues') ? '' : volumesText(model, group);
  const facts = [volumes, elsewhere].filter((text) => text !== '');
  return makeBox({
    id: defined(group.ids[0], 'instance'), role: 'instance', parent: place.id,
    members: group.ids, x: 0, y, width, height: fullHeight, hue: group.hue,
    texts: [
      ...nameTexts(group, { x: 14, y: y + 20, style: 'name', widthMax: 150 }),
      ...makeTexts(typeText(group), {
        x: width - 12, y: y + 20, style: 'mono', widthMax: width - 188, anchor: 'end',
      }),
      ...makeTexts(facts.join(' · '), { x: 14, y: y + 39, style: 'detail', widthMax: width - 26 }),
    ],
    slots: [
      { what: 'state', x: 14, y: y + 46, width: 184, height: 18, idle: sizeText(group) },
      { what: 'figure', x: 204, y: y + 46, width: width - 216, height: 18, idle: '' },
    ],
    label: labelOf(group, [sizeText(group), ...facts].join(', ')),
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

function smallCard(group: InstanceGroup, at: SmallPlace): Box {
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
    slots: [{ what: 'state', x: box.x + box.width - 20, y: box.y + 5, width: 14, height: 16, idle: '' }],
    label: labelOf(group, coresText(group)),
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
