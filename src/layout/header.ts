/**
 * The words at the top of a host or fabric, put between the lines that pass there. Not the lines.
 * Keeps true: no word lies under a line; the name stays when there is room for little.
 */
import { compareNumbers, sorted } from '#base';
import { textWidth, type Text } from '#scene';
import { makeTexts } from './piece.ts';

const clear = 10;
const textMax = 260;
const textMin = 30;

export interface HeaderWords {
  readonly title: string;
  readonly type: string;
  /** Parted by ` · `; the last facts go first where there is no room for all. */
  readonly about: string;
}

export interface HeaderPlace {
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  /** Where lines pass. */
  readonly lineXs: readonly number[];
}

interface Gap {
  left: number;
  readonly right: number;
}

export function makeHeader(words: HeaderWords, place: HeaderPlace): Text[] {
  const cuts = sorted(new Set(place.lineXs), compareNumbers);
  const gaps = [...cuts, place.right + clear].map((right, i): Gap => ({
    left: i === 0 ? place.left : Math.max(place.left, (cuts[i - 1] ?? 0) + clear),
    right: Math.min(place.right, right - clear),
  }));
  const title = putTitle(words.title, gaps, place.baseline);
  const type = putWhole(words.type, gaps, place.baseline);
  const facts = words.about.split(' · ');
  for (let count = facts.length; count > 0; count--) {
    const about = putAbout(facts.slice(0, count).join(' · '), gaps, place.baseline);
    if (about.length > 0) return [...title, ...type, ...about];
  }
  return [...title, ...type];
}

const room = (gap: Gap): number => gap.right - gap.left;

function putTitle(title: string, gaps: readonly Gap[], baseline: number): Text[] {
  const wanted = Math.min(textWidth(title, 'title'), textMax);
  const widest = [...gaps].sort((a, b) => room(b) - room(a))[0];
  const gap = gaps.find((each) => room(each) >= wanted) ?? widest;
  if (gap === undefined || room(gap) < textMin) return [];
  const widthMax = Math.min(wanted, room(gap));
  const texts = makeTexts(title, { x: gap.left, y: baseline, style: 'title', widthMax });
  gap.left += widthMax + clear;
  return texts;
}

function putWhole(words: string, gaps: readonly Gap[], baseline: number): Text[] {
  const widthMax = Math.min(textWidth(words, 'type'), textMax);
  const gap = gaps.find((each) => room(each) >= widthMax);
  if (gap === undefined || words === '') return [];
  const texts = makeTexts(words, { x: gap.left, y: baseline, style: 'type', widthMax });
  gap.left += widthMax + clear;
  return texts;
}

/** At the right edge if the last gap has room, else in the first gap that has. */
function putAbout(words: string, gaps: readonly Gap[], baseline: number): Text[] {
  const widthMax = textWidth(words, 'type');
  const last = gaps.at(-1);
  const place = { y: baseline, style: 'type' as const, widthMax };
  if (last !== undefined && room(last) >= widthMax) {
    return makeTexts(words, { ...place, x: last.right, anchor: 'end' });
  }
  const gap = gaps.find((each) => room(each) >= widthMax);
  return gap === undefined ? [] : makeTexts(words, { ...place, x: gap.left });
}
