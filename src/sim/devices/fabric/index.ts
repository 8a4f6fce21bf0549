/** The door of the fabric: switches, links, and transports over them, packet by packet. */
export { dropReasons, Fabric } from './fabric.ts';
export type { DropReason } from './fabric.ts';
export type { FlowOwner } from './flows.ts';
export { linkFlags } from './fields.ts';
export { headerBytesOf } from './header-bytes.ts';
export { messageWireBytes, wayOf } from './idle.ts';
export { busyTicksOf, isSending, packetTicksOf, takeLongestQueue } from './link-counts.ts';
export { FlowNetwork } from './flow-level/flow-network.ts';
export type { Patience } from './flow-level/flow-network.ts';
export type { Dealing } from './flow-level/spreading.ts';
export { Network } from './network.ts';
export type { FlowPlan } from './network.ts';
export { PacketRecorder } from './packet-recorder.ts';
export type { PacketKind, PacketTrip } from './packet-recorder.ts';
export {
  endTicksPerByte, messageTicks, middleOf, sidesOf, slowestTicksPerByte,
} from './passages.ts';
export type { Passage } from './passages.ts';
export { wireBytes } from './plan.ts';
export type {
  CableKind, CablePlan, FabricPlan, MarkPlan, PausePlan, SwitchPlan, WatchdogPlan, WayPlan,
} from './plan.ts';
export { Roce, roceTimeouts } from './transports/roce.ts';
export type { RoceOptions } from './transports/roce.ts';
export type { Recovery } from './transports/roce-receiver.ts';
export { Srd } from './transports/srd.ts';
export { srdParameters } from './transports/srd-parameters.ts';
export type { SrdOptions, Spray } from './transports/srd-parameters.ts';
export { Tcp } from './transports/tcp.ts';
export { reconnectSeconds, tcpDefaults } from './transports/tcp-options.ts';
export type { Congestion, TcpOptions } from './transports/tcp-options.ts';
export { Udp } from './transports/udp.ts';
export { fatTree, leafSpine } from './trees.ts';
export type { FatTreeOptions, LeafSpineOptions } from './trees.ts';
