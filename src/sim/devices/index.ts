/** The door of the devices room: hosts and instances that live in simulated time. */
export { Activity } from './activity.ts';
export { Desk } from './desk.ts';
export type { DeskFigures } from './desk.ts';
export { contentOfBytes, nothingAtHand } from './content.ts';
export type { Content, OpenContent } from './content.ts';
export { isDuration } from './duration.ts';
export { Estate } from './estate.ts';
export type { EstateOptions, Lived } from './estate.ts';
export type { Ground } from './ground.ts';
export type { Life } from './life.ts';
export { FINDINGS } from './log.ts';
export type { FindingCode, FindingLog, LaunchLog, LifeLog, StepLog } from './log.ts';
export { EventKind } from './port.ts';
export type { Agenda } from './port.ts';
export { isMeant } from './traffic/index.ts';
export type { Faster, Load, PartFigures, StationFigures, WayFigures } from './traffic/index.ts';
export type { Limiter, Volume, Volumes } from './volumes/index.ts';
