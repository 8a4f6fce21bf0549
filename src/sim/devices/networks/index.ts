/** The door of networks: the fabrics of a world, built and run in packets or as flows. */
export type { Ailment } from './cables.ts';
export type { WaySeries } from './cable-series.ts';
export type { FlowSite } from './flow-site.ts';
export { Networks } from './networks.ts';
export type { PacketRequest } from './networks.ts';
export type { NetworkFlow, SiteNetwork } from './site-network.ts';
export type { CableHandle } from './wiring.ts';
