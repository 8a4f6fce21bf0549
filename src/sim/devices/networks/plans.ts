/**
 * The plan of one fabric: its switches, the ports of cards, and a cable for each link, every way of
 * it with the numbers of who sends and who receives. Not the running of it.
 * Keeps true: the time through a switch is part of the way into it; a card between two cables
 * hands packets on like a switch that holds all that comes, and so does what is neither.
 */
import { Chance, comparePaths, sorted } from '#base';
import type { ElementIr, LinkIr } from '#ir';
import type { CablePlan, FabricPlan, SwitchPlan, WatchdogPlan, WayPlan } from '../fabric/index.ts';
import type { FabricSite } from './sites.ts';

/** A fabric with what the world calls its parts. */
export interface PlannedFabric {
  readonly plan: FabricPlan;
  /** Ports of each card, in the order of their numbers. */
  readonly portsOf: ReadonlyMap<string, readonly string[]>;
  /** Cards between two cables, which are switches of the plan too. */
  readonly handsOn: ReadonlySet<string>;
  /** The link of each cable of the plan; null: it is within a card. */
  readonly links: readonly (LinkIr | null)[];
}

type Ends = readonly [string, string];

/** Nothing says a rate: what cables of data centres run at today. */
const rateFallback = 100e9;
/** A card that hands packets on takes them from its own host by such a way. */
const withinCard = { bitsPerSecond: 100e12, delayTicks: 0, mtuBytes: 65_536, bufferBytes: null };

const hashOf = ({ id, properties }: ElementIr<'switch'>): number => {
  const { hashSeed, hashSalt } = properties;
  return new Chance(hashSeed).stream(hashSalt === 'yes' ? `${id}/ecmp` : 'ecmp').bits();
};

const watchdogOf = (
  { properties: { pfcWatchdogTicks, pfcRestoreTicks } }: ElementIr<'switch'>,
): WatchdogPlan | null => pfcWatchdogTicks === null ? null
  : { afterTicks: pfcWatchdogTicks, restoreTicks: pfcRestoreTicks };

/** From one end to the other; null: that end is a card. */
function wayOf(
  from: ElementIr<'switch'> | null, to: ElementIr<'switch'> | null, delayTicks: number,
): WayPlan {
  const watchdog = from === null ? null : watchdogOf(from);
  const sender = from?.properties;
  const receiver = to?.properties;
  return {
    delayTicks: delayTicks + (receiver?.delayTicks ?? 0),
    bufferBytes: sender?.portBufferBytes ?? null,
    ...(sender?.ecn === 'yes' ? {
      marks: {
        fromBytes: sender.ecnMinimumBytes, toBytes: sender.ecnMaximumBytes,
        share: sender.ecnProbability,
      },
    } : {}),
    ...(receiver?.pfc === 'yes' ? {
      pauses: {
        pauseAboveBytes: receiver.pfcXoffBytes ?? 0, resumeBelowBytes: receiver.pfcXonBytes ?? 0,
        headroomBytes: receiver.pfcHeadroomBytes ?? 0,
      },
    } : {}),
    ...(watchdog === null ? {} : { watchdog }),
  };
}

/** How far each switch is from the next card: 0 is next to one. */
function tiersOf({ switches, cards, links }: FabricSite): ReadonlyMap<string, number> {
  const near = new Map<string, string[]>();
  for (const { ends: [a, b] } of links) {
    for (const [from, to] of [[a, b], [b, a]] as const) {
      const list = near.get(from);
      if (list === undefined) near.set(from, [to]);
      else list.push(to);
    }
  }
  const tiers = new Map(cards.map(({ id }) => [id, -1]));
  const reached = [...tiers.keys()];
  for (const id of reached) {
    for (const next of near.get(id) ?? []) {
      if (tiers.has(next)) continue;
      tiers.set(next, (tiers.get(id) ?? 0) + 1);
      reached.push(next);
    }
  }
  return new Map(switches.map(({ id }) => [id, tiers.get(id) ?? 0]));
}

/** Cables of each card, by the number of its port. */
function cablesOfCards({ cards, links }: FabricSite): ReadonlyMap<string, readonly LinkIr[]> {
  const cables = new Map<string, LinkIr[]>(cards.map(({ id }) => [id, []]));
  for (const link of links) for (const end of link.ends) cables.get(end)?.push(link);
  const portOf = (link: LinkIr, card: string): number =>
    link.ports[link.ends[0] === card ? 0 : 1] ?? 0;
  return new Map([...cables].map(([card, own]) => [card, sorted(own, (a, b) =>
    portOf(a, card) - portOf(b, card) || comparePaths(a.id, b.id))]));
}

/** The largest packet that any cable takes, where nothing limits one. */
const widest = (links: readonly LinkIr[]): number =>
  links.reduce((most, { mtuBytes }) => Math.max(most, mtuBytes ?? 0), 0) || withinCard.mtuBytes;

export function planFabric(site: FabricSite, ticksPerSecond: number): PlannedFabric {
  const switches = new Map(site.switches.map((element) => [element.id, element]));
  const cables = cablesOfCards(site);
  const isCard = new Set(cables.keys());
  const handsOn = new Set([...cables].flatMap(([card, own]) =>
    own.length > 1 && own.some(({ ends }) => ends.every((end) => isCard.has(end)))
      ? [card] : []));
  const portsOf = new Map<string, string[]>();
  const jitters = new Map<string, number>();
  const names = new Map<LinkIr, Map<string, string>>();
  for (const { id: card, properties } of site.cards) {
    const own = cables.get(card) ?? [];
    const ports = handsOn.has(card) ? [`${card}/host`]
      : own.map((_, i) => (own.length === 1 ? card : `${card}.port[${String(i)}]`));
    portsOf.set(card, ports);
    for (const port of ports) jitters.set(port, properties.jitterTicks);
    own.forEach((link, i) => {
      const known = names.get(link) ?? new Map<string, string>();
      names.set(link, known.set(card, handsOn.has(card) ? card : (ports[i] ?? card)));
    });
  }
  const mtuMost = widest(site.links);
  const plans = site.links.map((link): CablePlan => {
    const [a, b] = link.ends.map((end) => switches.get(end) ?? null) as [
      ElementIr<'switch'> | null, ElementIr<'switch'> | null,
    ];
    const ends = link.ends.map((end) => names.get(link)?.get(end) ?? end) as unknown as Ends;
    return {
      ends, bitsPerSecond: link.rateBitsPerSecond ?? rateFallback, delayTicks: link.delayTicks,
      mtuBytes: link.mtuBytes ?? mtuMost, bufferBytes: null,
      ways: [wayOf(a, b, link.delayTicks), wayOf(b, a, link.delayTicks)],
    };
  });
  const within = [...handsOn].map((card): CablePlan => ({
    ends: [`${card}/host`, card], ...withinCard, mtuBytes: mtuMost,
  }));
  // A controller or a whole machine has a cable too, and sends nothing that is simulated here.
  const others = new Set(site.links.flatMap(({ ends }) => ends.filter((end) =>
    !switches.has(end) && !isCard.has(end))));
  const tiers = tiersOf(site);
  const times = site.switches.map(({ properties }) => properties.convergenceTimeTicks);
  return {
    plan: {
      id: site.id, ticksPerSecond,
      switches: [
        ...site.switches.map((element): SwitchPlan =>
          ({ id: element.id, tier: tiers.get(element.id) ?? 0, salt: hashOf(element) })),
        ...[...handsOn, ...others].map((id): SwitchPlan => ({ id, tier: 0, salt: 0 })),
      ],
      ports: [...portsOf.values()].flat(),
      cables: [...plans, ...within],
      // Routes are known again when the slowest switch knows them.
      convergenceTicks: Math.max(0, ...times), jitters,
    },
    portsOf, handsOn, links: [...site.links, ...within.map(() => null)],
  };
}
