/**
 * The machines, parts and instances of one world, found by their ids: what the IR says, made ready
 * to live. Not their behaviour. Keeps true: every element is looked up once, when the run starts.
 */
import { type Chance, defined, invariant } from '#base';
import type { AnyElement, Distribution, ElementIr, MachineIr, PlacementIr, World } from '#ir';
import { Duration } from './duration.ts';
import type { Log } from './log.ts';
import { Part } from './part.ts';

type Kind = AnyElement['kind'];

/** A property that is drawn, together with the element it is told of in the report. */
export interface Timing {
  readonly element: AnyElement;
  readonly property: string;
  readonly duration: Duration;
  /** Whether the log knows that it took part. */
  noted: boolean;
}

export interface ControllerSite {
  readonly part: Part;
  readonly element: ElementIr<'controller'>;
  readonly requestTime: Timing;
  readonly commandTime: Timing;
  /** Commands of any instance that nobody answered. */
  timeouts: number;
}

export interface HypervisorSite {
  readonly part: Part;
  readonly allocateTime: Timing;
  readonly startTime: Timing;
  readonly stopTime: Timing;
}

export interface CardSite {
  readonly part: Part;
  readonly element: ElementIr<'card'>;
  readonly attachTime: Timing;
  readonly detachTime: Timing;
}

export interface MachineSite {
  readonly ir: MachineIr;
  /** The power switch and what stands behind it. */
  readonly board: Part;
  readonly powerOnTimes: readonly Timing[];
  readonly powerOffTimes: readonly Timing[];
  readonly scrubTime: Timing | null;
  readonly verifyTime: Timing | null;
  readonly chip: Part | null;
  /** When its scrubbing ends. */
  scrubbedTicks: number;
}

export interface Site {
  readonly ticksPerSecond: number;
  readonly elements: ReadonlyMap<string, AnyElement>;
  readonly controllers: ReadonlyMap<string, ControllerSite>;
  readonly hypervisors: ReadonlyMap<string, HypervisorSite>;
  readonly cards: ReadonlyMap<string, CardSite>;
  readonly cardList: readonly CardSite[];
  readonly machines: ReadonlyMap<string, MachineSite>;
  readonly placements: readonly PlacementIr[];
  readonly world: World;
  readonly chance: Chance;
  readonly log: Log;
}

const isOf = <K extends Kind>(element: AnyElement, kind: K): element is
  Extract<AnyElement, ElementIr<K>> => element.kind === kind;

/** The element of an id, which must be of that kind. */
export function elementOf<K extends Kind>(
  site: Pick<Site, 'elements'>,
  id: string,
  kind: K,
): ElementIr<K> {
  const element = defined(site.elements.get(id), () => `the model has no '${id}'`);
  invariant(isOf(element, kind), () => `'${id}' is a ${element.kind} and no ${kind}`);
  return element;
}

/** A drawn property of an element. */
export function timing(
  element: AnyElement,
  property: string,
  distribution: Distribution,
  chance: Chance,
): Timing {
  const duration = new Duration(distribution, chance, `${element.id}/${property}`);
  return { element, property, duration, noted: false };
}

/** A length of time for one instance; that it was used is noted. */
export function drawTicks(site: Pick<Site, 'log'>, time: Timing, instance: string): number {
  if (!time.noted) {
    time.noted = true;
    site.log.use(time.element, time.property);
  }
  return time.duration.next(instance);
}

/** One verification or power switch does not wait for another: each board has its own. */
const unlimited = Number.MAX_SAFE_INTEGER;

type Start = Pick<Site, 'elements' | 'chance'>;

function part(start: Start, element: AnyElement, servers: number): Part {
  const loses = 'lostCommands' in element.properties ? element.properties : null;
  return new Part({
    element, servers, chance: start.chance, lostCommands: loses?.lostCommands ?? 0,
    lossRatio: loses?.lossRatio ?? 0,
  });
}

function controllerSite(start: Start, id: string): ControllerSite {
  const element = elementOf(start, id, 'controller');
  const { concurrency, requestTimeTicks, commandTimeTicks } = element.properties;
  return {
    part: part(start, element, concurrency), element,
    requestTime: timing(element, 'requestTime', requestTimeTicks, start.chance),
    commandTime: timing(element, 'commandTime', commandTimeTicks, start.chance),
    timeouts: 0,
  };
}

function hypervisorSite(start: Start, id: string): HypervisorSite {
  const element = elementOf(start, id, 'hypervisor');
  const { concurrency, allocateTimeTicks, startTimeTicks, stopTimeTicks } = element.properties;
  const any = element as AnyElement;
  return {
    part: part(start, any, concurrency),
    allocateTime: timing(any, 'allocateTime', allocateTimeTicks, start.chance),
    startTime: timing(any, 'startTime', startTimeTicks, start.chance),
    stopTime: timing(any, 'stopTime', stopTimeTicks, start.chance),
  };
}

function cardSite(start: Start, id: string): CardSite {
  const element = elementOf(start, id, 'card');
  const { concurrency, attachTimeTicks, detachTimeTicks } = element.properties;
  const any = element as AnyElement;
  return {
    element, part: part(start, any, concurrency),
    attachTime: timing(any, 'attachTime', attachTimeTicks, start.chance),
    detachTime: timing(any, 'detachTime', detachTimeTicks, start.chance),
  };
}

function machineSite(start: Start, ir: MachineIr): MachineSite {
  const { chance } = start;
  const boards = ir.computer === null ? ir.sockets : [ir.computer];
  const elements = boards.map((id) => ir.computer === null
    ? elementOf(start, id, 'socket')
    : elementOf(start, id, 'machine'));
  const first = defined(elements[0], () => `the machine '${ir.id}' has no socket`) as AnyElement;
  const computer = ir.computer === null ? null : elementOf(start, ir.computer, 'machine');
  const chip = ir.chip === null ? null : elementOf(start, ir.chip, 'chip');
  return {
    ir, board: part(start, first, unlimited), scrubbedTicks: 0,
    powerOnTimes: elements.map((element) =>
      timing(element as AnyElement, 'powerOnTime', element.properties.powerOnTimeTicks, chance)),
    powerOffTimes: elements.map((element) =>
      timing(element as AnyElement, 'powerOffTime', element.properties.powerOffTimeTicks, chance)),
    scrubTime: computer === null
      ? null
      : timing(computer, 'scrubTime', computer.properties.scrubTimeTicks, chance),
    chip: chip === null ? null : part(start, chip, unlimited),
    verifyTime: chip === null
      ? null
      : timing(chip, 'verifyTime', chip.properties.verifyTimeTicks, chance),
  };
}

export function buildSite(options: {
  readonly world: World;
  readonly ticksPerSecond: number;
  readonly chance: Chance;
  readonly log: Log;
}): Site {
  const { world, chance } = options;
  const elements = new Map(world.elements.map((element) => [element.id, element] as const));
  const start = { elements, chance };
  const ids = (kind: Kind): readonly string[] =>
    world.elements.filter((element) => element.kind === kind).map((element) => element.id);
  const cardList = ids('card').map((id) => cardSite(start, id));
  return {
    ...options, elements, cardList, placements: world.placements,
    controllers: new Map(ids('controller').map((id) => [id, controllerSite(start, id)] as const)),
    hypervisors: new Map(ids('hypervisor').map((id) => [id, hypervisorSite(start, id)] as const)),
    cards: new Map(cardList.map((card) => [card.part.id, card] as const)),
    machines: new Map(world.machines.map((ir) => [ir.id, machineSite(start, ir)] as const)),
  };
}
