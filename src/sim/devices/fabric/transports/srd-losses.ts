/**
 * Which packets of SRD flows are lost: those that packets sent much later have overtaken, as RACK
 * (RFC 8985) judges, and those of which nothing was heard for a few round trips.
 * Keeps true: a packet is judged lost at most once for each time it was sent; the path that lost
 * it is left, and the flow does not wait for routing.
 */
import type { EventKind, Simulation, Timer } from '#sim/kernel';
import type { SrdCongestion } from './srd-congestion.ts';
import {
  baseAt, entryAgain, entryNoteMask, entryStates, flowDoubles, flowWords, inFlightAt, judgedAt,
  lostAt, lostFromAt, silencesAt, smoothAt, targetTicksAt, timerAt, unknownAt,
} from './srd-fields.ts';
import { srdParameters } from './srd-parameters.ts';
import type { SrdPaths } from './srd-paths.ts';
import type { SrdState } from './srd-state.ts';

/** What the sender around it knows and does. */
export interface LossOwner {
  ready(index: number): void;
  wireOf(index: number, sequence: number, message: number): number;
  nextOf(index: number): number;
  noteTimeout(index: number): void;
  /** Nobody answers any more. False: it waits for as long as it takes. */
  giveUp(index: number): boolean;
}

const settled = entryStates.arrived | entryStates.lost;

export class SrdLosses {
  private readonly simulation: Simulation;
  private readonly state: SrdState;
  private readonly paths: SrdPaths;
  private readonly congestion: SrdCongestion;
  private readonly owner: LossOwner;
  private readonly timers: Timer[] = [];
  /** When the first of the silences in a row was noted. */
  private readonly silentSince: number[] = [];
  /** When silence was noted last. */
  private readonly silentAt: number[] = [];
  private readonly patientTicks: number;
  private readonly silence: EventKind;

  constructor(options: {
    readonly simulation: Simulation;
    readonly state: SrdState;
    readonly paths: SrdPaths;
    readonly congestion: SrdCongestion;
    readonly owner: LossOwner;
    readonly ticksPerSecond: number;
  }) {
    this.patientTicks = srdParameters.unresponsiveSeconds * options.ticksPerSecond;
    this.simulation = options.simulation;
    this.state = options.state;
    this.paths = options.paths;
    this.congestion = options.congestion;
    this.owner = options.owner;
    this.silence = options.simulation.register((index) => {
      this.heardNothing(index);
    });
  }

  open(): void {
    this.timers.push(this.simulation.createTimer(this.silence, this.timers.length));
    this.silentSince.push(0);
    this.silentAt.push(0);
  }

  /** Nothing is under way any more, up to this number. */
  forget(index: number, next: number): void {
    const { words } = this.state;
    const w = flowWords * index;
    words[w + lostAt] = 0;
    words[w + lostFromAt] = next;
    words[w + judgedAt] = next;
    words[w + silencesAt] = 0;
    words[w + timerAt] = 0;
    this.simulation.disarm(this.timers[index]!);
  }

  /** Something is under way: it is looked after from now on. */
  listen(index: number): void {
    const at = flowWords * index + timerAt;
    if (this.state.words[at] === 1) return;
    this.state.words[at] = 1;
    const { now } = this.simulation;
    const patience = this.congestion.patienceTicks(index) * this.congestion.backOff(index);
    this.simulation.arm(this.timers[index]!, now + patience, 0);
  }

  /** The first packet that is to be sent again, which is not lost any more then. */
  takeFirst(index: number): number {
    const { words, rings } = this.state;
    const w = flowWords * index;
    let sequence = Math.max(words[w + lostFromAt]!, words[w + unknownAt]!);
    for (;;) {
      const entry = this.state.entryOf(index, sequence);
      if ((rings.words[4 * entry + 2]! & entryStates.lost) !== 0) break;
      sequence++;
    }
    words[w + lostAt]!--;
    words[w + lostFromAt] = sequence + 1;
    return sequence;
  }

  /** A packet that was sent at this instant has arrived: those sent long before it are lost. */
  judge(index: number, sentAt: number): void {
    const { words, doubles, rings } = this.state;
    const w = flowWords * index;
    const d = flowDoubles * index;
    const base = doubles[d + baseAt]!;
    // Where round trips are longer, so are the differences between paths; and some paths may have
    // all of the queueing that is aimed at while others have none.
    const patience = srdParameters.reorderRoundTrips * base + (doubles[d + smoothAt]! - base)
      + doubles[d + targetTicksAt]!;
    const before = sentAt - patience;
    const next = this.owner.nextOf(index);
    let judged = Math.max(words[w + judgedAt]!, words[w + unknownAt]!);
    while (judged < next) {
      const entry = this.state.entryOf(index, judged);
      const mark = rings.words[4 * entry + 2]!;
      // What was sent again is left to the timer, as its turn says nothing of when it was sent.
      if ((mark & (settled | entryAgain)) === 0) {
        if (rings.doubles[2 * entry]! >= before) break;
        this.lose(index, judged, entry);
      }
      judged++;
    }
    words[w + judgedAt] = judged;
  }

  private lose(index: number, sequence: number, entry: number): void {
    const { words, doubles, rings } = this.state;
    const w = flowWords * index;
    const at = 4 * entry + 2;
    const mark = rings.words[at]!;
    rings.words[at] = mark | entryStates.lost;
    words[w + lostAt]!++;
    this.congestion.noteLoss(index);
    if (words[w + lostAt] === 1 || sequence < words[w + lostFromAt]!) {
      words[w + lostFromAt] = sequence;
    }
    doubles[flowDoubles * index + inFlightAt]! -=
      this.owner.wireOf(index, sequence, rings.words[4 * entry + 3]!);
    this.paths.noteLoss(index, mark & entryNoteMask, this.simulation.now);
  }

  private heardNothing(index: number): void {
    const { words, rings } = this.state;
    const w = flowWords * index;
    const { now } = this.simulation;
    const patience = this.congestion.patienceTicks(index);
    const next = this.owner.nextOf(index);
    let oldest = Infinity;
    let lost = 0;
    for (let sequence = words[w + unknownAt]!; sequence < next; sequence++) {
      const entry = this.state.entryOf(index, sequence);
      if ((rings.words[4 * entry + 2]! & settled) !== 0) continue;
      const sent = rings.doubles[2 * entry]!;
      if (sent + patience > now) {
        oldest = Math.min(oldest, sent);
        continue;
      }
      this.lose(index, sequence, entry);
      lost++;
    }
    // Packets of one burst run out one after another, and are one silence.
    if (lost > 0 && now >= this.silentAt[index]! + patience) {
      this.silentAt[index] = now;
      if (this.noteSilence(index)) return;
    }
    words[w + timerAt] = 0;
    if (oldest < Infinity) {
      words[w + timerAt] = 1;
      const at = oldest + patience * this.congestion.backOff(index);
      this.simulation.arm(this.timers[index]!, Math.max(now + 1, at), 0);
    }
    if (words[w + lostAt]! > 0) this.owner.ready(index);
  }

  /** True: the flow was given up. */
  private noteSilence(index: number): boolean {
    const { now } = this.simulation;
    this.owner.noteTimeout(index);
    if (++this.state.words[flowWords * index + silencesAt]! === 1) this.silentSince[index] = now;
    return now - this.silentSince[index]! >= this.patientTicks && this.owner.giveUp(index);
  }
}
