/**
 * The plan of one fabric: its switches, the ports of cards, and a cable for each link, every way of
 * it with the numbers of who sends and who receives. Not the running of it.
 * Keeps true: the time through a switch is part of the way into it; a card between two cables
 * hands packets on like a switch that holds all that comes, and so does what is neither; of a card
 * with several ports its host sees one line, as fast as all of them or else as the card.
 */
import { Chance } from '#base';
import type { ElementIr, LinkIr } from '#ir';
import type { CablePlan, FabricPlan, SwitchPlan, WatchdogPlan, WayPlan } from '../fabric/index.ts';
import type { FabricSite } from './sites.ts';

/** A fabric with what the world calls its parts. */
export interface PlannedFabric {
  readonly plan: FabricPlan;
  /** The port of the plan that each card is at. */
  readonly portOf: ReadonlyMap<string, string>;
  /** Cards that part their flows over several cables, which are switches of the plan too. */
  readonly parting: ReadonlySet<string>;
  /** The link of each cable of the plan; null: it is within a card. */
  readonly links: readonly (LinkIr | null)[];
}

/** Nothing says a rate: what cables of data centres run at today. */
const rateFallback = 100e9;
/** What a card takes from its host that stands in the wire of another. */
const inWireRate = 100e12;
/** What no cable limits. */
const mtuFallback = 65_536;

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

/** Cables of each card. */
function cablesOfCards({ cards, links }: FabricSite): ReadonlyMap<string, readonly LinkIr[]> {
  const cables = new Map<string, LinkIr[]>(cards.map(({ id }) => [id, []]));
  for (const link of links) for (const end of link.ends) cables.get(end)?.push(link);
  return cables;
}

/** Between a card with several cables and its own host; one in the wire holds its host up never. */
const withinCard = (
  { id, properties }: ElementIr<'card'>, cables: readonly LinkIr[], isInWire: boolean,
  mtuMost: number,
): CablePlan => ({
  ends: [`${id}/host`, id], delayTicks: 0, bufferBytes: null,
  bitsPerSecond: isInWire ? inWireRate : Math.min(
    properties.rateBitsPerSecond ?? Infinity,
    cables.reduce((sum, one) => sum + (one.rateBitsPerSecond ?? rateFallback), 0),
  ),
  mtuBytes: Math.min(...cables.map(({ mtuBytes }) => mtuBytes ?? mtuMost)),
});

/** The largest packet that any cable takes, where nothing limits one. */
const widest = (links: readonly LinkIr[]): number =>
  links.reduce((most, { mtuBytes }) => Math.max(most, mtuBytes ?? 0), 0) || mtuFallback;

export function planFabric(site: FabricSite, ticksPerSecond: number): PlannedFabric {
  const switches = new Map(site.switches.map((element) => [element.id, element]));
  const cables = cablesOfCards(site);
  const isCard = new Set(cables.keys());
  const isInWire = (card: string): boolean =>
    cables.get(card)?.some(({ ends }) => ends.every((end) => isCard.has(end))) === true;
  const parting = new Set([...cables].flatMap(([card, own]) => (own.length > 1 ? [card] : [])));
  const portOf = new Map(site.cards.map(({ id }) => [id, parting.has(id) ? `${id}/host` : id]));
  const jitters = new Map(site.cards.map(({ id, properties }) =>
    [portOf.get(id) ?? id, properties.jitterTicks]));
  const mtuMost = widest(site.links);
  const plans = site.links.map((link): CablePlan => {
    const [a, b] = link.ends.map((end) => switches.get(end) ?? null) as [
      ElementIr<'switch'> | null, ElementIr<'switch'> | null,
    ];
    return {
      ends: link.ends, bitsPerSecond: link.rateBitsPerSecond ?? rateFallback,
      delayTicks: link.delayTicks, mtuBytes: link.mtuBytes ?? mtuMost, bufferBytes: null,
      ways: [wayOf(a, b, link.delayTicks), wayOf(b, a, link.delayTicks)],
    };
  });
  const within = site.cards.filter(({ id }) => parting.has(id)).map((card) =>
    withinCard(card, cables.get(card.id) ?? [], isInWire(card.id), mtuMost));
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
        ...[...parting].map((id): SwitchPlan =>
          ({ id, tier: 0, ...(isInWire(id) ? { salt: 0 } : { isCard: true }) })),
        ...[...others].map((id): SwitchPlan => ({ id, tier: 0, salt: 0 })),
      ],
      ports: [...portOf.values()],
      cables: [...plans, ...within],
      // Routes are known again when the slowest switch knows them.
      convergenceTicks: Math.max(0, ...times), jitters,
    },
    portOf, parting: new Set([...parting].filter((card) => !isInWire(card))),
    links: [...site.links, ...within.map(() => null)],
  };
}
