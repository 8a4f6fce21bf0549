/** The door of networks: the fabrics of a world, built and run on the packet engine. */
export type { Ailment } from './cables.ts';
export type { WaySeries } from './cable-series.ts';
export { Networks } from './networks.ts';
export type { PacketRequest } from './networks.ts';
export type { CableHandle, NetworkFlow, SiteNetwork } from './site-network.ts';
