/**
 * What traffic asks of the processors that drivers and device models run on. Not how they are
 * shared: that is the processors' own matter.
 */
import type { MachineThreads, VcpuTimes } from '../processor-port.ts';

export interface HostPort {
  vcpuCount(guest: string): number;
  /** The station at which work of a vCPU is done. */
  vcpu(guest: string, index: number): number;
  /** The station at which device models of a machine work; null without a management domain. */
  domain(machine: string): number | null;
  /** One exit of a guest and back, in ticks; 0 without a hypervisor. */
  exitTicks(guest: string): number;
  /** Times of the vCPUs behind a station; null where there is none. */
  timesAt(station: number): VcpuTimes | null;
  machineThreads(): readonly MachineThreads[];
  /** Whether the vCPUs behind a station may work though nobody comes: they compute. */
  computes(station: number): boolean;
  /** Exits for one interrupt of a device; none on metal, or where interrupts are direct. */
  interruptExits(guest: string): number;
  /** What they take, in ticks. */
  interruptExitTicks(guest: string): number;
  /** Its work takes so many times as long as on the bare processor. */
  slowness(guest: string): number;
}
