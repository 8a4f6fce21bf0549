/**
 * What processors tell of themselves to those who show how busy they are. Not how vCPUs share
 * them. Keeps true: all are whole times from the start of a run, and reading them changes nothing.
 */

/** Of some vCPUs together. */
export interface VcpuTimes {
  readonly vcpus: number;
  /** They ran: for customers, for compute work, or while they were being turned to. */
  readonly ranTicks: number;
  /** Of that, for customers. */
  readonly servedTicks: number;
  /** They wanted to run and had to wait for a hardware thread. */
  readonly waitedTicks: number;
}

/** The hardware threads of a machine, and the stations of all vCPUs that run on them. */
export interface MachineThreads {
  /** Its sockets, or the computer. */
  readonly boards: readonly string[];
  readonly threads: number;
  readonly stations: readonly number[];
}
