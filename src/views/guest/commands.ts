/**
 * The commands that can be given to an instance, for every place that offers them. Not how a run
 * is come by. Keeps true: what needs a run says so before anything is printed.
 */
import type { World } from '#ir';
import { checks } from './checks.ts';
import { consoleText } from './console.ts';
import { cloudWatch, ethtoolStatistics, nethogs, type Observed } from './counters.ts';
import { ethtoolDriver, lsblk } from './devices.ts';
import { lscpu } from './lscpu.ts';
import { lspci } from './lspci.ts';
import { lstopo } from './lstopo.ts';
import { type GuestRun, lifeIn, stateAt } from './moment.ts';
import { nvmeList } from './nvme.ts';
import { type GuestSubject, guestSubject } from './subject.ts';
import { turbostat } from './turbostat.ts';

/** In the order in which they are offered. */
export const GUEST_COMMANDS = [
  'lspci', 'nvme list', 'lsblk', 'lscpu', 'turbostat', 'lstopo', 'ethtool -i', 'ethtool -S',
  'nethogs', 'checks', 'console', 'cloudwatch',
] as const;
export type GuestCommandName = (typeof GUEST_COMMANDS)[number];

export const isGuestCommand = (name: string): name is GuestCommandName =>
  GUEST_COMMANDS.some((one) => one === name);

type Printer =
  | { readonly needs: 'model'; readonly print: (subject: GuestSubject) => string }
  /** A run says more, but there is something to show without. */
  | { readonly needs: 'either';
    readonly print: (subject: GuestSubject, run: GuestRun | null) => string; }
  | { readonly needs: 'run'; readonly print: (observed: Observed) => string };

const ofModel = (print: (subject: GuestSubject) => string): Printer => ({ needs: 'model', print });
const ofRun = (print: (observed: Observed) => string): Printer => ({ needs: 'run', print });

const PRINTERS: { readonly [C in GuestCommandName]: Printer } = {
  lspci: ofModel(lspci),
  'nvme list': ofModel(nvmeList),
  lsblk: ofModel(lsblk),
  lscpu: ofModel(lscpu),
  turbostat: { needs: 'either', print: (subject, run) => turbostat(subject, run?.run ?? null) },
  lstopo: ofModel(lstopo),
  'ethtool -i': ofModel(ethtoolDriver),
  'ethtool -S': ofRun(ethtoolStatistics),
  nethogs: ofRun(nethogs),
  checks: ofModel(checks),
  console: ofRun(({ subject, run }) => {
    const life = lifeIn(run.run, subject.id);
    return life === undefined ? '' : consoleText(life, run.results);
  }),
  cloudwatch: ofRun(cloudWatch),
};

/** Whether a command shows nothing without a run. */
export const needsRun = (command: GuestCommandName): boolean => PRINTERS[command].needs === 'run';

/** States in which nobody is there to give a command to. */
const ABSENT: readonly string[] = ['off', 'stopped', 'terminated', 'failed'];

export interface GuestQuestion {
  readonly world: World;
  readonly instance: string;
  readonly command: GuestCommandName;
  readonly run: GuestRun | null;
  /** The devices are those of this instant; null: those of its launch. */
  readonly atTicks: number | null;
}

export type GuestPrint =
  | { readonly is: 'text'; readonly text: string }
  /** The world has no such instance, or it stands nowhere. */
  | { readonly is: 'unknown' }
  | { readonly is: 'needsRun' }
  /** There is no guest at that instant. */
  | { readonly is: 'absent'; readonly state: string };

export function guestPrint(question: GuestQuestion): GuestPrint {
  const { world, instance, command, run, atTicks } = question;
  const seen = run === null || atTicks === null ? null : { run, atTicks };
  const subject = guestSubject(world, instance, seen);
  if (subject === null) return { is: 'unknown' };
  const printer = PRINTERS[command];
  if (printer.needs === 'run') {
    if (run === null) return { is: 'needsRun' };
    return { is: 'text', text: printer.print({ subject, world, run }) };
  }
  const state = seen === null ? null : stateAt(seen.run.run, instance, seen.atTicks);
  if (state !== null && ABSENT.includes(state)) return { is: 'absent', state };
  return { is: 'text', text: printer.print(subject, run) };
}
