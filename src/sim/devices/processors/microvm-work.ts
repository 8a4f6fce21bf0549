/**
 * The microVMs of a world on processors: the work of their VMMs and kernels, which takes turns with
 * everything else on the vCPUs of their places. Not their life. Keeps true: one piece of such work
 * at a time for each; what is ended early is never told of.
 */
import { defined } from '#base';
import type { Log } from '../log.ts';
import type { MachineProcessors } from './build.ts';
import type { ComputeWork } from './compute.ts';
import { GuestProcessors } from './guest-processors.ts';

interface Piece {
  readonly guest: GuestProcessors;
  /** Its number with the compute work. */
  readonly work: number;
  whenDone: (() => void) | null;
  onSince: number;
  wantedTicks: number;
}

export interface MicrovmWorkOptions {
  readonly machines: readonly MachineProcessors[];
  readonly compute: ComputeWork;
  readonly ticksPerSecond: number;
  readonly log: Log;
}

export class MicrovmWork {
  /** In the order of the machines and of the world. */
  readonly guests: readonly GuestProcessors[];
  private readonly compute: ComputeWork;
  private readonly pieces = new Map<string, Piece>();
  private readonly byWork = new Map<number, Piece>();
  private readonly byPlace = new Map<GuestProcessors, Piece[]>();

  constructor(options: MicrovmWorkOptions) {
    const { machines, ticksPerSecond, log } = options;
    this.compute = options.compute;
    this.guests = machines.flatMap(({ plan, guests, system }) => plan.microvms.map((one) => {
      const place = defined(
        one.place === system?.plan.id
          ? system : guests.find((guest) => guest.plan.id === one.place),
        () => `'${one.plan.id}' has no place '${one.place}'`,
      );
      return new GuestProcessors({
        plan: one.plan, vcpus: { ...place.vcpus, id: one.plan.id, stations: [] },
        firstSeat: place.firstSeat, ticksPerSecond, log, place,
      });
    }));
  }

  /** Gives each its number, after those of the streams. */
  number(): void {
    for (const guest of this.guests) {
      const piece: Piece = {
        guest, work: this.compute.addWork(), whenDone: null, onSince: 0, wantedTicks: 0,
      };
      this.pieces.set(guest.plan.id, piece);
      this.byWork.set(piece.work, piece);
      const place = defined(guest.place, 'a microVM has a place');
      const there = this.byPlace.get(place);
      if (there === undefined) this.byPlace.set(place, [piece]);
      else there.push(piece);
    }
  }

  /** One busy thread of its place until so much processor time is used. */
  begin(id: string, ticks: number, now: number, whenDone: () => void): void {
    const piece = this.piece(id);
    const { firstSeat, vcpus, speed } = piece.guest;
    piece.whenDone = whenDone;
    piece.onSince = now;
    this.compute.begin(piece.work, firstSeat, vcpus.count, 1, ticks / speed);
  }

  /** It is gone. */
  end(id: string, now: number): void {
    const piece = this.piece(id);
    if (piece.whenDone === null) return;
    piece.whenDone = null;
    piece.wantedTicks += now - piece.onSince;
    this.compute.end(piece.work);
  }

  /** The compute work tells that one has done all of it. */
  reached(work: number, now: number): void {
    const piece = defined(this.byWork.get(work), 'the microVM of some compute work');
    const { whenDone, guest } = piece;
    this.end(guest.plan.id, now);
    whenDone?.();
  }

  /** Processor time that one had, and that it wanted. */
  ran(id: string, now: number): { readonly had: number; readonly wanted: number } {
    const piece = this.piece(id);
    const more = piece.whenDone === null ? 0 : now - piece.onSince;
    return { had: this.compute.ranAt(piece.work), wanted: piece.wantedTicks + more };
  }

  /** Processor time that all of a place had. */
  ranAt(place: GuestProcessors): number {
    let sum = 0;
    for (const { work } of this.byPlace.get(place) ?? []) sum += this.compute.ranAt(work);
    return sum;
  }

  private piece(id: string): Piece {
    return defined(this.pieces.get(id), () => `no microVM '${id}'`);
  }
}
