/** The door of traffic: requests and packets of workloads, over the devices of hosts. */
export { DeviceStations } from './device-stations.ts';
export type { DrivePort } from './device-stations.ts';
export { Hastening, isMeant } from './faster.ts';
export type { Faster } from './faster.ts';
export { Figures } from './figures.ts';
export type { PartFigures, StationFigures, WayFigures } from './figures.ts';
export type { HostPort } from './host-port.ts';
export type { Load } from './load.ts';
export { idealMessageTicks, idealRoundTicks } from './messages/ideal.ts';
export { MessageLoad } from './messages/message-load.ts';
export { Traffic } from './traffic.ts';
export type { TrafficOptions } from './traffic.ts';
export { VolumePath } from './volume-path.ts';
