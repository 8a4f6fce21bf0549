/** What commands print inside an instance, worked out from the model. */
export { consoleText } from './console.ts';
export { lscpu } from './lscpu.ts';
export { lspci } from './lspci.ts';
export { lstopo, syntheticTopology } from './lstopo.ts';
export { nvmeList } from './nvme.ts';
export { guestSubject } from './subject.ts';
export type { GuestSubject } from './subject.ts';
