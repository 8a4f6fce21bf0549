/** What commands print inside an instance, worked out from the model and from runs. */
export { checks } from './checks.ts';
export {
  GUEST_COMMANDS, guestPrint, isGuestCommand, needsRun,
} from './commands.ts';
export type { GuestCommandName, GuestPrint, GuestQuestion } from './commands.ts';
export { consoleText } from './console.ts';
export { cloudWatch, ethtoolStatistics, nethogs } from './counters.ts';
export type { Observed } from './counters.ts';
export { ethtoolDriver, lsblk } from './devices.ts';
export { lscpu } from './lscpu.ts';
export { lspci } from './lspci.ts';
export { lstopo, syntheticTopology } from './lstopo.ts';
export type { GuestRun } from './moment.ts';
export { nvmeList } from './nvme.ts';
export { guestSubject } from './subject.ts';
export type { GuestSubject } from './subject.ts';
export { turbostat } from './turbostat.ts';
