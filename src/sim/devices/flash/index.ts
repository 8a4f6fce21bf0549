/** The door of flash: drives whose pages are followed, for the devices around them. */
export { Flash } from './flash.ts';
export type { DrivePort } from './flash.ts';
export { readsOf, trimsOf, writesOf } from './figures.ts';
export type { FlashReading } from './figures.ts';
